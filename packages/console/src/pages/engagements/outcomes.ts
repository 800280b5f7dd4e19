/** How an engagement came out, in words. */
import type { Engagement } from './board-columns.ts'

export type Outcome = NonNullable<Engagement['outcome']>

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  achieved: 'Achieved',
  partly: 'Partly achieved',
  'not-achieved': 'Not achieved',
  referred: 'Referred on',
}
