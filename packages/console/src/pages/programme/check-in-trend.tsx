/** How check-ins went over the weeks, as small lines with the newest number and the way it goes. */
import type { OutputOf } from '../../app/api.ts'
import { cx } from '../../ui/cx.ts'
import { Sparkline } from '../../ui/sparkline.tsx'

type Trend = OutputOf<'check_ins.trend'>

export type CheckInTrendProps = { readonly trend: Trend; readonly className?: string }

/** One below the other unless `className` gives columns. */
export function CheckInTrend({ trend, className }: CheckInTrendProps) {
  const { weeks, goingWellChange, frustrationChange } = trend
  if (weeks.length === 0) return <p className="text-sm text-dim">No check-in was held yet.</p>
  const shares = weeks.map(({ held, missed }) => (held * 100) / Math.max(1, held + missed))
  const held = weeks.reduce((sum, week) => sum + week.held, 0)
  const missed = weeks.reduce((sum, week) => sum + week.missed, 0)
  return (
    <dl className={cx('grid gap-x-6 gap-y-2.5', className)}>
      <Line
        name="Going well"
        values={given(weeks.map(({ goingWell }) => goingWell))}
        unit="of 5"
        scale={[1, 5]}
        change={sayChange(goingWellChange, 'better', 'worse')}
      />
      <Line
        name="Frustration"
        values={given(weeks.map(({ frustration }) => frustration))}
        unit="of 5"
        scale={[1, 5]}
        change={sayChange(frustrationChange, 'worse', 'better')}
      />
      <Line
        name="Held"
        values={shares.map(Math.round)}
        unit="%"
        scale={[0, 100]}
        change={`${held} held, ${missed} missed`}
      />
    </dl>
  )
}

const given = (values: readonly (number | null)[]): readonly number[] =>
  values.filter((value) => value !== null)

type Change = { readonly words: string; readonly tone: string }

function sayChange(change: number | null, up: string, down: string): Change {
  if (change === null) return { words: 'too few to tell', tone: 'text-dim' }
  if (Math.abs(change) < 0.05) return { words: 'steady', tone: 'text-dim' }
  const words = change > 0 ? up : down
  return { words: `getting ${words}`, tone: words === 'better' ? 'text-good' : 'text-bad' }
}

type LineProps = {
  readonly name: string
  readonly values: readonly number[]
  readonly unit: string
  readonly scale: readonly [number, number]
  readonly change: Change | string
}

function Line({ name, values, unit, scale: [min, max], change }: LineProps) {
  const last = values.at(-1)
  const { words, tone } = typeof change === 'string' ? { words: change, tone: 'text-dim' } : change
  return (
    <div className="min-w-0">
      <dt className="text-xs text-dim">{name}</dt>
      <dd className="flex min-w-0 items-center gap-3">
        {last === undefined ? (
          <span className="text-sm text-dim">Not marked yet</span>
        ) : (
          <>
            <Sparkline
              values={values}
              min={min}
              max={max}
              width={84}
              height={28}
              label={`${name} by week: ${values.join(', ')}`}
            />
            <span className="min-w-0">
              <span className="block text-sm font-semibold tabular-nums">
                {last} <span className="font-normal text-dim">{unit}</span>
              </span>
              <span className={cx('block text-xs', tone)}>{words}</span>
            </span>
          </>
        )}
      </dd>
    </div>
  )
}
