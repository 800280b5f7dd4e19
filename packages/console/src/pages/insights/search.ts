/** What the address of the insights may say after `?`, and the period that it stands for. Days are counted in UTC. */

export const weekChoices = [4, 12, 26] as const
export type Weeks = (typeof weekChoices)[number]
const weeksDefault: Weeks = 12

export const pictures = [
  'flow',
  'rules',
  'bounces',
  'time',
  'needs-info',
  'facts',
  'accuracy',
  'load',
] as const
export type PictureId = (typeof pictures)[number]

export type InsightsSearch = {
  readonly weeks?: Weeks | undefined
  /** Days of an own range, such as `2026-03-02`. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly team?: string | undefined
  /** Time to the right owner by team rather than by week. */
  readonly by?: 'team' | undefined
  /** Every topic in the flow rather than the largest. */
  readonly topics?: 'all' | undefined
  /** Pictures that are shown as tables. */
  readonly table?: readonly PictureId[] | undefined
}

const asDay = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined

export function insightsSearch(said: Readonly<Record<string, unknown>>): InsightsSearch {
  const tables = pictures.filter((one) => Array.isArray(said['table']) && said['table'].includes(one))
  const weeks = weekChoices.find((one) => one === Number(said['weeks']))
  return {
    weeks: weeks === weeksDefault ? undefined : weeks,
    from: asDay(said['from']),
    to: asDay(said['to']),
    team:
      typeof said['team'] === 'string' && /^[a-z0-9-]{1,60}$/.test(said['team']) ? said['team'] : undefined,
    by: said['by'] === 'team' ? 'team' : undefined,
    topics: said['topics'] === 'all' ? 'all' : undefined,
    table: tables.length > 0 ? tables : undefined,
  }
}

/** First and last day, both counted. */
export type Period = { readonly from: string; readonly to: string }

const dayMs = 86_400_000
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
const mondayOf = (ms: number): number => ms - ((new Date(ms).getUTCDay() + 6) % 7) * dayMs

/** The own range, or whole weeks up to today with this one. An open end is today. */
export function periodOf({ weeks, from, to }: InsightsSearch, nowMs: number): Period {
  const today = dayOf(nowMs)
  const last = to ?? today
  const first = dayOf(mondayOf(Date.parse(last)) - ((weeks ?? weeksDefault) - 1) * 7 * dayMs)
  return { from: from ?? first, to: last }
}

/** As many days right before it. */
export function periodBefore({ from, to }: Period): Period {
  const fromMs = Date.parse(from)
  const days = Math.round((Date.parse(to) - fromMs) / dayMs) + 1
  return { from: dayOf(fromMs - days * dayMs), to: dayOf(fromMs - dayMs) }
}
