/** How many asks needed an answer before they could be decided, week by week. */
import { useNavigate } from '@tanstack/react-router'
import { Bar, BarChart, ResponsiveContainer } from 'recharts'
import type { OutputOf } from '../../app/api.ts'
import { caseSearch } from '../../parts/case-search.ts'
import { chartHeight, chartMargin, grid, type Series, scaleAxis, weekAxis, weekTip } from './chart-parts.tsx'
import type { Data } from './data-file.ts'
import { Picture } from './picture.tsx'
import { counted, sayShare, sayShortDay } from './say.ts'

type Missing = OutputOf<'insights.missing'>
type Week = Missing['rows'][number]

const series = [
  { id: 'needsInfoShare', label: 'Needed an answer', color: 'var(--series-2)' },
] as const satisfies readonly Series[]

export type NeedsInfoPictureProps = { readonly missing: Missing; readonly team: string | undefined }

export function NeedsInfoPicture({ missing: { rows, from, to }, team }: NeedsInfoPictureProps) {
  const navigate = useNavigate()
  const cases = rows.reduce((sum, row) => sum + row.cases, 0)
  const needed = rows.reduce((sum, row) => sum + row.needsInfo, 0)
  const data: Data<Week> = {
    name: 'needs-info',
    rows: cases === 0 ? [] : rows,
    columns: [
      { id: 'week', header: 'Week', value: (row) => row.week },
      { id: 'starts', header: 'Begins', value: (row) => row.starts, say: (row) => sayShortDay(row.starts) },
      { id: 'cases', header: 'Cases', value: (row) => row.cases },
      {
        id: 'needsInfo',
        header: 'Needed an answer',
        value: (row) => row.needsInfo,
        cases: (row) => caseSearch(row.filter),
      },
      {
        id: 'needsInfoShare',
        header: 'Share',
        value: (row) => row.needsInfoShare,
        say: (row) => sayShare(row.needsInfoShare ?? 0),
      },
    ],
  }
  return (
    <Picture
      id="needs-info"
      title="Asks that needed an answer first, by week"
      reading={
        needed === 0
          ? 'Every ask could be decided with what was known.'
          : `${needed} of ${counted(cases, 'case')} (${sayShare(needed / cases)}) could not be decided with what was known.`
      }
      data={data}
      period={{ from, to }}
      team={team}
      nothing="No cases were opened in this time."
    >
      <ResponsiveContainer width="100%" height={chartHeight}>
        <BarChart
          data={[...rows]}
          margin={chartMargin}
          aria-label="Share of asks that needed an answer, by week"
        >
          {grid}
          {weekAxis}
          {scaleAxis(sayShare)}
          {weekTip(series, sayShare, (row) => (
            <p className="mt-1 text-dim">
              {Number(row['needsInfo'])} of {counted(Number(row['cases']), 'case')}
            </p>
          ))}
          <Bar
            dataKey="needsInfoShare"
            fill="var(--series-2)"
            maxBarSize={32}
            isAnimationActive={false}
            className="cursor-pointer"
            onClick={({ payload }: { readonly payload?: Week }) => {
              if (payload) void navigate({ to: '/cases', search: caseSearch(payload.filter) })
            }}
          />
        </BarChart>
      </ResponsiveContainer>
    </Picture>
  )
}
