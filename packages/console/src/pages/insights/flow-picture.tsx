/** How asks flow from topic to first owner to the team that has them; what moved on stands out. */
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { OutputOf } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { caseSearch } from '../../parts/case-search.ts'
import { Button } from '../../ui/button.tsx'
import type { Data } from './data-file.ts'
import { FlowDrawing } from './flow-drawing.tsx'
import { type FlowRow, flowGraph, hasMoved } from './flow-graph.ts'
import { Picture } from './picture.tsx'
import { counted, sayCount } from './say.ts'
import type { InsightsSearch } from './search.ts'

const topicsMax = 10

export type FlowPictureProps = {
  readonly flow: OutputOf<'insights.flow'>
  readonly search: InsightsSearch
}

export function FlowPicture({ flow, search }: FlowPictureProps) {
  const { team, topic } = useNames()
  const navigate = useNavigate({ from: '/insights' })
  const { rows, from, to } = flow
  const isSpread = search.topics === 'all'
  const graph = useMemo(
    () =>
      flowGraph(rows, {
        names: { team, topic },
        topicsMax: isSpread ? Number.POSITIVE_INFINITY : topicsMax,
        team: search.team,
      }),
    [rows, team, topic, isSpread, search.team],
  )
  const spread = (topics: 'all' | undefined): void =>
    void navigate({ to: '/insights', search: (before) => ({ ...before, topics }), resetScroll: false })
  const data: Data<FlowRow> = {
    name: 'flow',
    rows,
    columns: [
      { id: 'topic', header: 'Topic', value: (row) => topic(row.topic) },
      { id: 'firstOwner', header: 'First owner', value: (row) => team(row.firstOwner) },
      { id: 'owner', header: 'Has it now', value: (row) => team(row.owner) },
      { id: 'moved', header: 'Moved on', value: (row) => (hasMoved(row) ? 'yes' : 'no') },
      { id: 'cases', header: 'Cases', value: (row) => row.cases, cases: (row) => caseSearch(row.filter) },
    ],
  }
  return (
    <Picture
      id="flow"
      title="How asks flow: topic, first owner, owner now"
      reading={readingOf(flow, team)}
      data={data}
      period={{ from, to }}
      team={search.team}
      nothing="No cases were opened in this time."
      actions={
        isSpread && (
          <Button size="sm" look="ghost" onClick={() => spread(undefined)}>
            Largest topics only
          </Button>
        )
      }
    >
      <FlowDrawing graph={graph} onSpread={() => spread('all')} />
    </Picture>
  )
}

function readingOf({ rows, cases }: OutputOf<'insights.flow'>, team: (id: string | null) => string): string {
  const moves = Map.groupBy(rows.filter(hasMoved), (row) => `${team(row.firstOwner)} to ${team(row.owner)}`)
  const sums = [...moves].map(([way, ofWay]) => ({
    way,
    count: ofWay.reduce((sum, row) => sum + row.cases, 0),
  }))
  const moved = sums.reduce((sum, { count }) => sum + count, 0)
  if (moved === 0) return `All ${counted(cases, 'case')} are with the team that got them first.`
  const { way, count } = sums.toSorted((a, b) => b.count - a.count)[0]!
  return `${sayCount(moved)} of ${counted(cases, 'case')} moved on from the team that got them first; most often ${way} (${count}).`
}
