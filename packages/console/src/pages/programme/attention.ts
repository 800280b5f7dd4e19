/**
 * What of the programme needs somebody, the most urgent first. It only sorts what the desk gave; which of it is due is
 * told by the times that the desk keeps and, for what is merely near, by the spans named here.
 */
import type { RowOf } from '../../app/api.ts'
import { counted, daysUntil } from '../../parts/when.ts'
import type { Kind } from './kinds.tsx'

export type Target =
  | { readonly page: 'check-in' | 'request' | 'assignment' | 'transition'; readonly id: string }
  | { readonly page: 'follow-ups' | 'roster' }

export type AttentionItem = {
  readonly id: string
  readonly account?: { readonly id: string; readonly name: string }
  readonly words: string
  /** When it is or was due. */
  readonly at: string | null
  readonly late: boolean
  readonly target: Target
}

export type AttentionGroup = {
  readonly id: string
  readonly title: string
  readonly items: readonly AttentionItem[]
}

export type AttentionGiven = {
  readonly nowMs: number
  readonly kind: (name: string) => Kind
  readonly assignments: readonly RowOf<'assignments.list'>[]
  readonly checkIns: readonly RowOf<'check_ins.list'>[]
  readonly promises: readonly RowOf<'promises.list'>[]
  readonly documents: readonly RowOf<'documents.list'>[]
  readonly checks: readonly RowOf<'leadership_checks.list'>[]
  readonly transitions: readonly RowOf<'transitions.list'>[]
  readonly requests: readonly RowOf<'requests.list'>[]
  readonly people: readonly RowOf<'people.list'>[]
}

/** A planned check-in is shown two days ahead; a promise three; a review or an end two weeks. */
const ahead = { checkIn: 2, promise: 3, review: 14, end: 14 } as const
/** A check-in that was missed may still be held; after a week the next one takes its place. */
const missedDays = 7

/** The groups that have something in them, in the order in which they are looked at. */
export function attentionIn(given: AttentionGiven): readonly AttentionGroup[] {
  const groups: AttentionGroup[] = [
    { id: 'checks', title: 'Leadership is asked', items: checksOpen(given) },
    { id: 'requests', title: 'Requests to go on with', items: requestsOpen(given) },
    { id: 'promises', title: 'Promises due', items: promisesDue(given) },
    { id: 'check-ins', title: 'Check-ins due', items: checkInsDue(given) },
    { id: 'chains', title: 'Documents not through to the CRM', items: chainsOpen(given) },
    { id: 'load', title: 'Overload', items: overloads(given) },
    { id: 'transitions', title: 'Transitions asked for', items: transitionsOpen(given) },
    { id: 'backups', title: 'Backup missing', items: backupsMissing(given) },
    { id: 'told', title: 'Customer not told yet', items: notTold(given) },
    { id: 'reviews', title: 'Reviews and ends', items: reviewsDue(given) },
  ]
  return groups.filter(({ items }) => items.length > 0)
}

const byTime = (items: readonly AttentionItem[]): readonly AttentionItem[] =>
  items.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))

const checkInsDue = ({ checkIns, nowMs }: AttentionGiven) =>
  byTime(
    checkIns.flatMap(({ id, account, state, dueAt, engineer }): AttentionItem[] => {
      const days = daysUntil(dueAt, nowMs)
      const late = state === 'missed' || Date.parse(dueAt) < nowMs
      if (late ? days < -missedDays : days > ahead.checkIn) return []
      if (state !== 'planned' && state !== 'missed') return []
      const words =
        state === 'missed' ? `missed; ${engineer.name} can still hold it` : `with ${engineer.name}`
      return [{ id, account, words, at: dueAt, late, target: { page: 'check-in', id } }]
    }),
  )

const promisesDue = ({ promises, nowMs }: AttentionGiven) =>
  byTime(
    promises
      .filter(({ dueAt }) => daysUntil(dueAt, nowMs) <= ahead.promise)
      .map(({ id, account, what, owedBy, dueAt, overdue }) => ({
        id,
        account,
        words: `${what} (${owedBy.name})`,
        at: dueAt,
        late: overdue,
        target: { page: 'follow-ups' },
      })),
  )

const chainsOpen = ({ documents }: AttentionGiven): readonly AttentionItem[] =>
  byTime(
    documents.map(({ id, account, about, awaits, openedAt }) => ({
      id,
      account,
      words: awaits === null ? about : `${about}: ${awaits}`,
      at: openedAt,
      late: false,
      target: { page: 'follow-ups' },
    })),
  )

const checksOpen = ({ checks }: AttentionGiven): readonly AttentionItem[] =>
  byTime(
    checks.map(({ id, account, what, openedAt }) => ({
      id,
      account,
      words: what,
      at: openedAt,
      late: false,
      target: { page: 'follow-ups' },
    })),
  )

const overloads = ({ people }: AttentionGiven): readonly AttentionItem[] =>
  people
    .filter(({ overloadedSince, openCases, loadMax }) => overloadedSince !== null || openCases >= loadMax)
    .map(({ id, name, overloadedSince, openCases, loadMax }) => ({
      id,
      words:
        overloadedSince === null
          ? `${name} is at ${openCases} of ${loadMax} cases`
          : `${name} says: overloaded, at ${openCases} of ${loadMax} cases`,
      at: overloadedSince,
      late: overloadedSince !== null,
      target: { page: 'roster' },
    }))

const transitionsOpen = ({ transitions }: AttentionGiven): readonly AttentionItem[] =>
  byTime(
    transitions.map(({ id, account, successor, askedBy, askedAt }) => ({
      id,
      account,
      words: successor === null ? `asked by ${askedBy.name}; nobody proposed yet` : `to ${successor.name}`,
      at: askedAt,
      late: false,
      target: { page: 'transition', id },
    })),
  )

const backupsMissing = ({ assignments, kind }: AttentionGiven): readonly AttentionItem[] =>
  assignments
    .filter((one) => kind(one.kind).backup && one.backup === null)
    .map(({ id, account, engineer }) => ({
      id,
      account,
      words: `nobody stands in for ${engineer.name}`,
      at: null,
      late: true,
      target: { page: 'assignment', id },
    }))

const notTold = ({ assignments }: AttentionGiven): readonly AttentionItem[] =>
  assignments
    .filter(({ internal, toldAt }) => !internal && toldAt === null)
    .map(({ id, account, engineer, since }) => ({
      id,
      account,
      words: `that ${engineer.name} is their engineer`,
      at: since,
      late: false,
      target: { page: 'assignment', id },
    }))

const reviewsDue = ({ assignments, nowMs }: AttentionGiven): readonly AttentionItem[] =>
  byTime(
    assignments.flatMap(({ id, account, reviewAt, until }): AttentionItem[] => {
      const target = { page: 'assignment', id } as const
      const ends = until !== null && daysUntil(until, nowMs) <= ahead.end
      const review = daysUntil(reviewAt, nowMs) <= ahead.review
      return [
        ...(ends ? [{ id: `${id} end`, account, words: 'ends', at: until, late: false, target }] : []),
        ...(review
          ? [{ id, account, words: 'review', at: reviewAt, late: Date.parse(reviewAt) < nowMs, target }]
          : []),
      ]
    }),
  )

const requestsOpen = ({ requests }: AttentionGiven): readonly AttentionItem[] =>
  requests.flatMap(({ id, account, state, missing, askedAt, offeredAt, place }): AttentionItem[] => {
    const target = { page: 'request', id } as const
    if (state === 'offered')
      return [{ id, account, words: 'a place is offered', at: offeredAt, late: true, target }]
    if (state === 'waiting')
      return [{ id, account, words: `number ${place} in line`, at: askedAt, late: false, target }]
    if (state !== 'open') return []
    const words =
      missing.length === 0 ? 'all views are there: decide' : `${counted(missing.length, 'view')} missing`
    return [{ id, account, words, at: askedAt, late: false, target }]
  })

/** How far back the spark lines of the overview go. */
export const trendWeeks = 12
