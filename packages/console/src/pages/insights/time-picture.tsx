/** How long until the right team had accepted a case: half of them, and nine in ten, by week or by team. */
import { useNavigate } from '@tanstack/react-router'
import { CartesianGrid, Line, LineChart, ResponsiveContainer } from 'recharts'
import type { OutputOf } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { cx } from '../../ui/cx.ts'
import { chartHeight, chartMargin, Key, type Series, scaleAxis, weekAxis, weekTip } from './chart-parts.tsx'
import type { Data, DataColumn } from './data-file.ts'
import { Picture } from './picture.tsx'
import { RateBar } from './rate-bar.tsx'
import { counted, sayHours, sayShortDay } from './say.ts'

type Time = OutputOf<'insights.time_to_owner'>
type Spread = { readonly cases: number; readonly median: number; readonly p90: number }

const series = [
  { id: 'median', label: 'Half of the cases', color: 'var(--series-1)' },
  { id: 'p90', label: 'Nine in ten', color: 'var(--series-3)', dash: '5 3' },
] as const satisfies readonly Series[]

const figures: readonly DataColumn<Spread>[] = [
  { id: 'cases', header: 'Accepted', value: (row) => row.cases },
  { id: 'median', header: 'Median (h)', value: (row) => row.median },
  { id: 'p90', header: 'Nine in ten (h)', value: (row) => row.p90 },
]

export type TimePictureProps = {
  readonly time: Time
  readonly weeks: readonly { readonly week: string; readonly starts: string }[]
  readonly by: 'team' | undefined
  readonly team: string | undefined
}

export function TimePicture({ time, weeks, by, team }: TimePictureProps) {
  const names = useNames()
  const slowest = time.teams.toSorted((a, b) => b.median - a.median)[0]
  const frame = {
    id: 'time',
    title: 'Time to the right owner',
    reading:
      time.all === null
        ? ''
        : `Half of the cases had the right team within ${sayHours(time.all.median)}, nine in ten within ${sayHours(time.all.p90)}.${
            slowest && time.teams.length > 1
              ? ` Slowest is ${names.team(slowest.team)} (${sayHours(slowest.median)}).`
              : ''
          }`,
    period: { from: time.from, to: time.to },
    team,
    nothing: 'Nobody accepted a case of this time yet.',
    actions: <ByChoice by={by} />,
  } as const
  if (by === 'team') {
    const data: Data<Time['teams'][number]> = {
      name: 'time-to-owner-by-team',
      rows: time.teams.toSorted((a, b) => b.median - a.median),
      columns: [{ id: 'team', header: 'Team', value: (row) => names.team(row.team) }, ...figures],
    }
    return (
      <Picture {...frame} data={data}>
        <Teams rows={data.rows} name={(row) => names.team(row.team)} />
      </Picture>
    )
  }
  const data: Data<Time['weeks'][number]> = {
    name: 'time-to-owner-by-week',
    rows: time.weeks,
    columns: [
      { id: 'week', header: 'Week', value: (row) => row.week },
      { id: 'starts', header: 'Begins', value: (row) => row.starts, say: (row) => sayShortDay(row.starts) },
      ...figures,
    ],
  }
  const byWeek = new Map(time.weeks.map((row) => [row.week, row]))
  return (
    <Picture {...frame} data={data}>
      <Key series={series} />
      <ResponsiveContainer width="100%" height={chartHeight}>
        <LineChart
          data={weeks.map((week) => ({ ...week, ...byWeek.get(week.week) }))}
          margin={chartMargin}
          aria-label="Time to the right owner, by week"
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          {weekAxis}
          {scaleAxis((hours) => `${hours} h`)}
          {weekTip(series, sayHours, (row) =>
            typeof row['cases'] === 'number' ? (
              <p className="mt-1 text-dim">{counted(row['cases'], 'case')} accepted</p>
            ) : null,
          )}
          {series.map((one) => (
            <Line
              key={one.id}
              dataKey={one.id}
              stroke={one.color}
              strokeWidth={2}
              {...('dash' in one && { strokeDasharray: one.dash })}
              dot={{ r: 2.5, fill: one.color, strokeDasharray: '0' }}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </Picture>
  )
}

function ByChoice({ by }: { readonly by: 'team' | undefined }) {
  const navigate = useNavigate({ from: '/insights' })
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">Time to the right owner</legend>
      {([undefined, 'team'] as const).map((one) => (
        <button
          key={one ?? 'week'}
          type="button"
          aria-pressed={by === one}
          onClick={() =>
            void navigate({
              to: '/insights',
              search: (before) => ({ ...before, by: one }),
              replace: true,
              resetScroll: false,
            })
          }
          className={cx(
            'h-7 rounded-md px-2 text-xs font-medium max-md:min-h-9',
            by === one ? 'bg-selected text-ink' : 'text-dim hover:bg-hover hover:text-ink',
          )}
        >
          By {one ?? 'week'}
        </button>
      ))}
    </fieldset>
  )
}

type TeamsProps<Row extends Spread> = {
  readonly rows: readonly Row[]
  readonly name: (row: Row) => string
}

function Teams<Row extends Spread & { readonly team: string }>({ rows, name }: TeamsProps<Row>) {
  const longest = Math.max(...rows.map(({ p90 }) => p90), 1)
  return (
    <>
      <p className="mb-2 text-xs text-dim">
        The bar ends where half of the cases are, the line where nine in ten are.
      </p>
      <ul className="flex flex-col gap-2">
        {rows.map((row) => (
          <li
            key={row.team}
            className="grid grid-cols-[minmax(0,11rem)_minmax(0,1fr)_auto] items-center gap-3 text-sm"
          >
            <span className="truncate" title={name(row)}>
              {name(row)}
            </span>
            <RateBar share={row.median / longest} mark={row.p90 / longest} />
            <span className="w-32 text-right text-xs text-dim tabular-nums">
              {sayHours(row.median)} · {sayHours(row.p90)}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
