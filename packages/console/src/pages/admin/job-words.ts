/** Deliveries and timers in words: their states, their kinds, and how each webhook fared lately. */
import type { InputOf, RowOf } from '../../app/api.ts'
import { inWords, type Tone } from '../../ui/badge.tsx'

export type JobState = RowOf<'timers.list'>['state']

/** `due` is waiting although the time has come. */
export const jobStates = ['waiting', 'due', 'dead', 'done', 'discarded'] as const
export const letterStates = ['dead', 'waiting', 'done', 'discarded'] as const

export const letterWords: Readonly<Record<JobState, { readonly name: string; readonly tone: Tone }>> = {
  waiting: { name: 'On its way', tone: 'accent' },
  done: { name: 'Delivered', tone: 'good' },
  dead: { name: 'Given up', tone: 'bad' },
  discarded: { name: 'Discarded', tone: 'plain' },
}

export const timerWords: typeof letterWords = {
  waiting: { name: 'Waiting', tone: 'accent' },
  done: { name: 'Done', tone: 'good' },
  dead: { name: 'Given up', tone: 'bad' },
  discarded: { name: 'Discarded', tone: 'plain' },
}

/** `case.acceptance_overdue` → `Case: acceptance overdue`; `wake-snoozed` → `Wake snoozed`. */
export function sayKind(kind: string): string {
  const [noun, event] = kind.split('.')
  return event === undefined ? inWords(kind) : `${inWords(noun!)}: ${inWords(event).toLowerCase()}`
}

export type MessageKind = Exclude<NonNullable<InputOf<'webhooks.add'>['events']>[number], '*'>

/** Who may hear of each kind; the desk tells the internal ones to internal webhooks alone. */
export const audiences: Readonly<Record<MessageKind, 'all' | 'internal'>> = {
  'case.opened': 'all',
  'case.updated': 'all',
  'case.assigned': 'all',
  'case.acceptance_overdue': 'all',
  'case.nobody_free': 'all',
  'case.mentioned': 'all',
  'case.replied': 'all',
  'case.resolved': 'all',
  'escalation.filed': 'all',
  'incident.opened': 'all',
  'incident.resolved': 'all',
  'engagement.started': 'all',
  'engagement.ended': 'all',
  'engagement.summary_due': 'all',
  'expansion.signalled': 'all',
  'record_fix.opened': 'all',
  'webhook.test': 'all',
  'programme.requested': 'internal',
  'programme.view_given': 'internal',
  'programme.decided': 'internal',
  'programme.place_free': 'internal',
  'assignment.started': 'internal',
  'assignment.changed': 'internal',
  'assignment.announced': 'internal',
  'assignment.converted': 'internal',
  'assignment.ends_soon': 'internal',
  'assignment.review_due': 'internal',
  'assignment.ended': 'internal',
  'person.overloaded': 'internal',
  'person.overload_lifted': 'internal',
  'check_in.due': 'internal',
  'check_in.missed': 'internal',
  'documents.reminder': 'internal',
  'promise.overdue': 'internal',
  'transition.asked': 'internal',
  'transition.handed_over': 'internal',
  'leadership_check.opened': 'internal',
  'leadership_check.decided': 'internal',
  'practice.offered': 'internal',
  'rotation.suggested': 'internal',
}

export const messageKinds = Object.keys(audiences) as MessageKind[]

export type Health = {
  readonly tone: Tone
  readonly words: string
  /** When the newest message arrived. */
  readonly lastAt: string | undefined
}

type Letter = Pick<RowOf<'deliveries.list'>, 'webhook' | 'state' | 'attempts' | 'endedAt'>

/** How a webhook fared with the newest messages, as far as they are given. */
export function healthOf(webhook: string, letters: readonly Letter[]): Health {
  const its = letters.filter((letter) => letter.webhook === webhook)
  const count = (which: (letter: Letter) => boolean): number => its.filter(which).length
  const dead = count(({ state }) => state === 'dead')
  const late = count(({ state, attempts }) => state === 'waiting' && attempts > 0)
  const arrived = its.filter(({ state }) => state === 'done')
  const lastAt = arrived
    .map(({ endedAt }) => endedAt ?? '')
    .toSorted()
    .at(-1)
  if (dead > 0) return { tone: 'bad', words: `${dead} given up`, lastAt }
  if (late > 0) return { tone: 'warn', words: `${late} tried again`, lastAt }
  if (arrived.length > 0) return { tone: 'good', words: 'All arrive', lastAt }
  return { tone: 'plain', words: 'Nothing sent yet', lastAt }
}
