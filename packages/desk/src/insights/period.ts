/** The time that figures are over: whole days in UTC, cut into ISO weeks; and the filter that lists just those cases. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { weekOf } from '../programme/fairness.ts'
import { day, line } from '../shapes.ts'
import type { Time } from '../store/tables.ts'

const dayMs = 86_400_000
const weeksDefault = 12
/** Two years, in days. */
const daysMax = 731

export const overPeriod = {
  from: day.optional().describe('First day; absent: the Monday eleven weeks before this week'),
  to: day.optional().describe('Last day; absent: today'),
  team: line().optional().describe('Only cases of this team; each figure says which it counts as its own'),
}

export const periodFields = { from: z.string(), to: z.string().describe('Last day, counted too') }

/** What cases.list takes to list exactly the cases of one figure. */
export const caseFilter = z.record(z.string(), z.string()).describe('Gives these cases with cases.list')
export type CaseFilter = z.input<typeof caseFilter>

/** The part of one ISO week that lies in a period; `ends` is the first moment after it. */
export type Week = { readonly week: string; readonly starts: Time; readonly ends: Time }
export type Period = {
  readonly from: string
  readonly to: string
  readonly starts: Time
  readonly ends: Time
  readonly weeks: readonly Week[]
}

type Wanted = { readonly from?: string | undefined; readonly to?: string | undefined }

/** Throws `invalid` for a period that ends before it begins, `limit_exceeded` for one of more than two years. */
export function periodOf({ at }: { readonly at: Time }, wanted: Wanted): Period {
  const to = wanted.to ?? dayOf(Date.parse(at))
  const lastMs = Date.parse(to)
  const from = wanted.from ?? dayOf(mondayOf(lastMs) - (weeksDefault - 1) * 7 * dayMs)
  const days = (lastMs - Date.parse(from)) / dayMs + 1
  if (days < 1) {
    throw new Refusal('invalid', 'from', `\`${from}\` is after \`${to}\``, 'Give the earlier day as `from`.')
  }
  if (days > daysMax) {
    const help = `Ask for at most ${daysMax} days at once.`
    throw new Refusal('limit_exceeded', 'from', `from ${from} to ${to} are ${days} days`, help)
  }
  return { from, to, starts: startOf(from), ends: startOf(dayAfter(to)), weeks: weeksOf(from, to) }
}

function weeksOf(from: string, to: string): Week[] {
  const weeks: Week[] = []
  const endMs = Date.parse(to) + dayMs
  for (let ms = Date.parse(from); ms < endMs; ms = mondayOf(ms) + 7 * dayMs) {
    const nextMs = Math.min(mondayOf(ms) + 7 * dayMs, endMs)
    weeks.push({ week: weekOf(dayOf(ms)), starts: startOf(dayOf(ms)), ends: startOf(dayOf(nextMs)) })
  }
  return weeks
}

/** The filter of all cases that were opened in a period or one of its weeks, oldest openings last. */
export const openedIn = ({ starts, ends }: Pick<Week, 'starts' | 'ends'>): CaseFilter => ({
  openedFrom: starts.slice(0, 10),
  openedTo: dayOf(Date.parse(ends) - dayMs),
  order: 'opened',
})

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
const mondayOf = (ms: number): number => ms - ((new Date(ms).getUTCDay() + 6) % 7) * dayMs

/** The first moment of a day. */
export const startOf = (day: string): Time => `${day}T00:00:00.000Z`

/** The day after a day. */
export const dayAfter = (day: string): string => dayOf(Date.parse(day) + dayMs)
