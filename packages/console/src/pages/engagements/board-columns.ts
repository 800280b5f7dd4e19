/** Where an engagement stands in its time-box: its column on the board, and the days that are left in words. */
import type { OutputOf } from '../../app/api.ts'

export type Engagement = OutputOf<'engagements.list'>['items'][number]
type Standing = Pick<Engagement, 'state' | 'startsAt' | 'endsAt' | 'lead' | 'summaryDueAt'>

export const boardColumns = ['starting', 'running', 'ending', 'ended', 'finished'] as const
export type BoardColumn = (typeof boardColumns)[number]

/** Names of the columns, and what being in one means. */
export const columnWords: Readonly<Record<BoardColumn, { readonly name: string; readonly about: string }>> = {
  starting: { name: 'To start', about: 'Not begun, or nobody leads it' },
  running: { name: 'Running', about: 'More than a week left' },
  ending: { name: 'Ending soon', about: 'A week or less left' },
  ended: { name: 'Summary due', about: 'The time-box is over' },
  finished: { name: 'Finished', about: 'With outcome and summary' },
}

const dayMs = 86_400_000
const soonMs = 7 * dayMs

/** Its column; undefined for one that was withdrawn. */
export function columnOf(
  { state, startsAt, endsAt, lead }: Standing,
  nowMs: number,
): BoardColumn | undefined {
  if (state === 'withdrawn') return undefined
  if (state !== 'open') return state
  if (Date.parse(endsAt) <= nowMs) return 'ended'
  if (Date.parse(startsAt) > nowMs) return 'starting'
  if (Date.parse(endsAt) - nowMs <= soonMs) return 'ending'
  return lead === null ? 'starting' : 'running'
}

/** Everything on the board by column: what ends first stands first, what finished last stands first. */
export function onBoard<Row extends Standing>(
  rows: readonly Row[],
  nowMs: number,
): Readonly<Record<BoardColumn, readonly Row[]>> {
  const grouped = Map.groupBy(rows, (row) => columnOf(row, nowMs))
  const endsFirst = (column: BoardColumn): Row[] =>
    (grouped.get(column) ?? []).toSorted((a, b) => a.endsAt.localeCompare(b.endsAt))
  return {
    starting: endsFirst('starting'),
    running: endsFirst('running'),
    ending: endsFirst('ending'),
    ended: endsFirst('ended'),
    finished: endsFirst('finished').toReversed(),
  }
}

export type TimeLeft = {
  readonly words: string
  /** How much of the time-box is over, 0 to 1. */
  readonly gone: number
  readonly tone: 'plain' | 'warn' | 'bad'
}

/** Days on the calendar from one time to another, where the browser is; negative for what is past. */
const daysTo = (untilMs: number, nowMs: number): number =>
  Math.round((new Date(untilMs).setHours(0, 0, 0, 0) - new Date(nowMs).setHours(0, 0, 0, 0)) / dayMs)

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`

/** What is left of a time-box, or since when and until when something is owed. */
export function timeLeft(one: Standing, nowMs: number): TimeLeft {
  const [startMs, endMs] = [Date.parse(one.startsAt), Date.parse(one.endsAt)]
  const gone = Math.min(1, Math.max(0, (nowMs - startMs) / (endMs - startMs)))
  const column = columnOf(one, nowMs)
  if (column === 'finished') return { words: 'Finished', gone: 1, tone: 'plain' }
  if (column === undefined) return { words: 'Withdrawn', gone, tone: 'plain' }
  if (column === 'ended') return summaryDue(one, nowMs)
  if (startMs > nowMs)
    return { words: `Starts in ${days(Math.ceil((startMs - nowMs) / dayMs))}`, gone: 0, tone: 'plain' }
  const left = daysTo(endMs, nowMs)
  const words = left === 0 ? 'Ends today' : `${days(left)} left`
  return { words, gone, tone: column === 'ending' ? 'warn' : 'plain' }
}

function summaryDue({ summaryDueAt }: Standing, nowMs: number): TimeLeft {
  if (summaryDueAt === null) return { words: 'Over', gone: 1, tone: 'warn' }
  const left = daysTo(Date.parse(summaryDueAt), nowMs)
  if (left < 0) return { words: `Summary ${days(-left)} late`, gone: 1, tone: 'bad' }
  return { words: left === 0 ? 'Summary due today' : `Summary in ${days(left)}`, gone: 1, tone: 'warn' }
}
