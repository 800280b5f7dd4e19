/** Figures of the desk put together by week, as charts draw them. */
import type { OutputOf } from '../../app/api.ts'
import type { Period } from './search.ts'

type BounceRow = OutputOf<'insights.bounces'>['rows'][number]
export type Times = BounceRow['bounces']
export const times = ['0', '1', '2', '3+'] as const satisfies readonly Times[]

/** Cases of one week by how often they changed teams. */
export type BounceWeek = { readonly week: string; readonly starts: string } & Readonly<Record<Times, number>>

export const bounceWeeks = (
  rows: readonly BounceRow[],
  weeks: readonly { readonly week: string; readonly starts: string }[],
): readonly BounceWeek[] => {
  const byWeek = Map.groupBy(rows, ({ week }) => week)
  return weeks.map(({ week, starts }) => {
    const count = (bounces: Times): number =>
      (byWeek.get(week) ?? [])
        .filter((row) => row.bounces === bounces)
        .reduce((sum, { cases }) => sum + cases, 0)
    return { week, starts, '0': count('0'), '1': count('1'), '2': count('2'), '3+': count('3+') }
  })
}

const dayMs = 86_400_000

/** What lists the cases of a week; the last week of a period ends with it. */
export function openedInWeek(starts: string, period: Period): Readonly<Record<string, string>> {
  const ms = Date.parse(starts)
  const lastMs = ms + (6 - ((new Date(ms).getUTCDay() + 6) % 7)) * dayMs
  const openedTo = new Date(Math.min(lastMs, Date.parse(period.to))).toISOString().slice(0, 10)
  return { openedFrom: starts, openedTo, order: 'opened' }
}
