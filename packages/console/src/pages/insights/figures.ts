/** The headline figures of a period, each with its weeks and what it was in the period before. */
import type { OutputOf } from '../../app/api.ts'
import { sayCount, sayHours, sayShare } from './say.ts'

/** What the figures are counted from, for one period. */
export type Counted = {
  readonly accuracy: Pick<OutputOf<'insights.accuracy'>, 'rows'>
  readonly bounces: Pick<OutputOf<'insights.bounces'>, 'rows'>
  readonly time: Pick<OutputOf<'insights.time_to_owner'>, 'weeks' | 'all'>
}

export type Change = {
  readonly words: string
  /** Whether it is a change for the better; undefined where it is neither. */
  readonly better: boolean | undefined
}

export type Figure = {
  readonly id: string
  readonly label: string
  /** Undefined where there is nothing to count. */
  readonly value: string | undefined
  readonly change: Change | undefined
  /** Week by week, without weeks that have nothing. */
  readonly series: readonly number[]
}

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0)
const share = (part: number, whole: number): number | undefined => (whole === 0 ? undefined : part / whole)
const known = (values: readonly (number | null | undefined)[]): number[] =>
  values.filter((value) => typeof value === 'number')

function totals({ accuracy, bounces, time }: Counted) {
  const of = (field: 'cases' | 'decided' | 'needsInfo' | 'corrected') =>
    sum(accuracy.rows.map((row) => row[field]))
  const moved = bounces.rows.filter((row) => row.bounces !== '0').map(({ cases }) => cases)
  return {
    cases: of('cases'),
    decided: share(of('decided'), of('cases')),
    held: share(of('decided') - of('corrected'), of('decided')),
    moved: share(sum(moved), sum(bounces.rows.map(({ cases }) => cases))),
    needsInfo: share(of('needsInfo'), of('cases')),
    hours: time.all?.median,
  }
}

/** Of the cases of each week, the share that changed teams. */
function movedByWeek({ rows }: Counted['bounces']): number[] {
  const weeks = [...Map.groupBy(rows, ({ week }) => week).values()]
  return weeks.map((ofWeek) => {
    const moved = ofWeek.filter(({ bounces }) => bounces !== '0')
    return sum(moved.map(({ cases }) => cases)) / sum(ofWeek.map(({ cases }) => cases))
  })
}

type Wanted = 'more' | 'less' | 'neither'

function changeOf(
  now: number | undefined,
  before: number | undefined,
  wanted: Wanted,
  say: (change: number) => string,
): Change | undefined {
  if (now === undefined || before === undefined) return undefined
  const change = now - before
  const words = say(Math.abs(change))
  if (words === say(0)) return { words: 'as before', better: undefined }
  const better = wanted === 'neither' ? undefined : wanted === 'more' ? change > 0 : change < 0
  return { words: `${change > 0 ? '+' : '−'}${words}`, better }
}

const points = (change: number): string => `${Math.round(change * 100)} pts`

export function figuresOf(now: Counted, before: Counted): readonly Figure[] {
  const [total, was] = [totals(now), totals(before)]
  const weeks = now.accuracy.rows
  const ofShare = (
    id: string,
    label: string,
    field: 'decided' | 'held' | 'moved' | 'needsInfo',
    wanted: Wanted,
    series: readonly number[],
  ): Figure => ({
    id,
    label,
    value: total[field] === undefined ? undefined : sayShare(total[field]),
    change: changeOf(total[field], was[field], wanted, points),
    series,
  })
  return [
    {
      id: 'cases',
      label: 'Cases opened',
      value: sayCount(total.cases),
      change: was.cases === 0 ? undefined : changeOf(total.cases, was.cases, 'neither', sayCount),
      series: weeks.map(({ cases }) => cases),
    },
    ofShare('decided', 'Decided at once', 'decided', 'more', known(weeks.map((row) => row.decidedShare))),
    ofShare('held', 'Decisions that held', 'held', 'more', known(weeks.map((row) => row.uncorrectedShare))),
    ofShare('moved', 'Changed teams', 'moved', 'less', movedByWeek(now.bounces)),
    ofShare(
      'needs-info',
      'Needed an answer',
      'needsInfo',
      'less',
      known(weeks.map((row) => row.needsInfoShare)),
    ),
    {
      id: 'hours',
      label: 'To the right owner',
      value: total.hours === undefined ? undefined : sayHours(total.hours),
      change: changeOf(total.hours, was.hours, 'less', sayHours),
      series: now.time.weeks.map(({ median }) => median),
    },
  ]
}
