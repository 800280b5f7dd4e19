/** How many cases changed teams, week by week. */
import { useNavigate } from '@tanstack/react-router'
import { Bar, BarChart, ResponsiveContainer } from 'recharts'
import type { OutputOf } from '../../app/api.ts'
import { caseSearch } from '../../parts/case-search.ts'
import {
  chartHeight,
  chartMargin,
  grid,
  Key,
  type Series,
  scaleAxis,
  weekAxis,
  weekTip,
} from './chart-parts.tsx'
import type { Data, DataColumn } from './data-file.ts'
import { Picture } from './picture.tsx'
import { counted, sayCount, sayShare, sayShortDay } from './say.ts'
import { type BounceWeek, bounceWeeks, openedInWeek, type Times, times } from './weeks.ts'

const series = [
  { id: '1', label: 'Once', color: 'var(--series-1)' },
  { id: '2', label: 'Twice', color: 'var(--series-3)' },
  { id: '3+', label: 'Three times or more', color: 'var(--series-5)' },
] as const satisfies readonly Series[]

const headers: Readonly<Record<Times, string>> = {
  '0': 'Never',
  '1': 'Once',
  '2': 'Twice',
  '3+': 'More often',
}

export type BouncesPictureProps = {
  readonly bounces: OutputOf<'insights.bounces'>
  /** Every week of the period. */
  readonly weeks: readonly { readonly week: string; readonly starts: string }[]
  readonly team: string | undefined
}

export function BouncesPicture({ bounces, weeks, team }: BouncesPictureProps) {
  const navigate = useNavigate()
  const period = { from: bounces.from, to: bounces.to }
  const rows = bounces.rows.length === 0 ? [] : bounceWeeks(bounces.rows, weeks)
  const casesOf = (row: BounceWeek, count: Times) =>
    caseSearch({
      ...openedInWeek(row.starts, period),
      bounces: count,
      ...(team !== undefined && { firstOwner: team }),
    })
  const data: Data<BounceWeek> = {
    name: 'bounces',
    rows,
    columns: [
      { id: 'week', header: 'Week', value: (row) => row.week },
      { id: 'starts', header: 'Begins', value: (row) => row.starts, say: (row) => sayShortDay(row.starts) },
      ...times.map(
        (count): DataColumn<BounceWeek> => ({
          id: `moved${count}`,
          header: headers[count],
          value: (row) => row[count],
          cases: (row) => casesOf(row, count),
        }),
      ),
    ],
  }
  const sum = (count: Times): number => rows.reduce((all, row) => all + row[count], 0)
  const moved = sum('1') + sum('2') + sum('3+')
  const often = sum('2') + sum('3+')
  return (
    <Picture
      id="bounces"
      title="Cases that changed teams, by week"
      reading={
        moved === 0
          ? 'No case of this time changed teams.'
          : `${counted(moved, 'case')} changed teams (${sayShare(moved / (moved + sum('0')))}), ${often === 0 ? 'none' : sayCount(often)} of them more than once.`
      }
      data={data}
      period={period}
      team={team}
      nothing="No cases were opened in this time."
    >
      <Key series={series} />
      <ResponsiveContainer width="100%" height={chartHeight}>
        <BarChart data={[...rows]} margin={chartMargin} aria-label="Cases that changed teams, by week">
          {grid}
          {weekAxis}
          {scaleAxis(sayCount, { whole: true })}
          {weekTip(series, sayCount, (row) => (
            <p className="mt-1 text-dim">{counted(Number(row['0']), 'case')} stayed where they were</p>
          ))}
          {series.map(({ id, color }) => (
            <Bar
              key={id}
              dataKey={id}
              stackId="moved"
              fill={color}
              stroke="var(--panel)"
              maxBarSize={32}
              isAnimationActive={false}
              className="cursor-pointer"
              onClick={({ payload }: { readonly payload?: BounceWeek }) => {
                if (payload) void navigate({ to: '/cases', search: casesOf(payload, id) })
              }}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </Picture>
  )
}
