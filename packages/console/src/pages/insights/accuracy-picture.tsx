/** How many asks were decided at once, and how many of these decisions held, week by week. */
import { Line, LineChart, ResponsiveContainer } from 'recharts'
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
import { counted, sayShare, sayShortDay } from './say.ts'

type Accuracy = OutputOf<'insights.accuracy'>
type Week = Accuracy['rows'][number]

const series = [
  { id: 'decidedShare', label: 'Decided at once', color: 'var(--series-1)' },
  { id: 'uncorrectedShare', label: 'Of these, not corrected', color: 'var(--series-2)', dash: '5 3' },
  { id: 'fallbackShare', label: 'Held by the fall-back', color: 'var(--series-3)', dash: '1 3' },
] as const satisfies readonly Series[]

const shareColumn = (
  id: (typeof series)[number]['id'] | 'needsInfoShare',
  header: string,
): DataColumn<Week> => ({
  id,
  header,
  value: (row) => row[id],
  say: (row) => sayShare(row[id] ?? 0),
})

const columns: readonly DataColumn<Week>[] = [
  { id: 'week', header: 'Week', value: (row) => row.week },
  { id: 'starts', header: 'Begins', value: (row) => row.starts, say: (row) => sayShortDay(row.starts) },
  { id: 'cases', header: 'Cases', value: (row) => row.cases, cases: (row) => caseSearch(row.filter) },
  { id: 'decided', header: 'Decided', value: (row) => row.decided },
  { id: 'needsInfo', header: 'Needed an answer', value: (row) => row.needsInfo },
  { id: 'fallback', header: 'Fall-back', value: (row) => row.fallback },
  { id: 'corrected', header: 'Corrected', value: (row) => row.corrected },
  shareColumn('decidedShare', 'Decided (share)'),
  shareColumn('uncorrectedShare', 'Not corrected (share)'),
  shareColumn('fallbackShare', 'Fall-back (share)'),
]

export type AccuracyPictureProps = { readonly accuracy: Accuracy; readonly team: string | undefined }

export function AccuracyPicture({ accuracy: { rows, from, to }, team }: AccuracyPictureProps) {
  const sum = (field: 'cases' | 'decided' | 'corrected'): number =>
    rows.reduce((all, row) => all + row[field], 0)
  const [cases, decided] = [sum('cases'), sum('decided')]
  const data: Data<Week> = { name: 'accuracy', rows: cases === 0 ? [] : rows, columns }
  return (
    <Picture
      id="accuracy"
      title="Decided at once, and right"
      reading={`${sayShare(decided / Math.max(1, cases))} of ${counted(cases, 'case')} were decided at once; ${
        decided === 0
          ? 'none held'
          : `${sayShare(1 - sum('corrected') / decided)} of these were not corrected`
      }.`}
      data={data}
      period={{ from, to }}
      team={team}
      nothing="No cases were opened in this time."
    >
      <Key series={series} />
      <ResponsiveContainer width="100%" height={chartHeight}>
        <LineChart data={[...rows]} margin={chartMargin} aria-label="Decided at once and right, by week">
          {grid}
          {weekAxis}
          {scaleAxis(sayShare, { max: 1 })}
          {weekTip(series, sayShare, (row) => (
            <p className="mt-1 text-dim">{counted(Number(row['cases']), 'case')}</p>
          ))}
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
