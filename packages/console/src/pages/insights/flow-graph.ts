/**
 * The flow of asks as a graph: topic, the team that got them first, the team that has them. Each part knows how to
 * list exactly its cases, where the desk's list can say it.
 */
import type { OutputOf } from '../../app/api.ts'

export type FlowRow = OutputOf<'insights.flow'>['rows'][number]
type Filter = FlowRow['filter']

type Part = {
  readonly id: string
  readonly cases: number
  /** What lists just these cases; undefined where no one filter does. */
  readonly filter: Filter | undefined
  /** Topics that are drawn as one are in it. */
  readonly others: boolean
}
export type FlowNode = Part & { readonly kind: 'topic' | 'first' | 'owner'; readonly name: string }
export type FlowLink = Part & {
  readonly source: number
  readonly target: number
  readonly value: number
  readonly from: string
  readonly to: string
  /** From the team that got them first to another one. */
  readonly moved: boolean
}
export type FlowGraph = { readonly nodes: FlowNode[]; readonly links: FlowLink[] }

export type FlowNames = {
  readonly team: (id: string | null) => string
  readonly topic: (id: string | null) => string
}

export type FlowOptions = {
  readonly names: FlowNames
  /** How many topics stand for themselves; the rest is drawn as one. */
  readonly topicsMax: number
  /** The team that the rows were counted for. */
  readonly team?: string | undefined
}

const sumOf = (rows: readonly FlowRow[]): number => rows.reduce((sum, { cases }) => sum + cases, 0)

const fits = (row: FlowRow, filter: Filter): boolean =>
  Object.entries(filter).every(([name, value]) => row.filter[name] === value)

const period = ['openedFrom', 'openedTo', 'order']

/**
 * What the filters of some rows have in common, if that gives these rows and no others: by the names that say what the
 * part is, where they are enough, else by everything they share.
 */
function sharedFilter(
  part: readonly FlowRow[],
  all: readonly FlowRow[],
  by: readonly string[],
  team?: string,
): Filter | undefined {
  const [first] = part
  if (!first) return undefined
  const shared = Object.fromEntries(
    Object.entries(first.filter).filter(([name, value]) =>
      part.every(({ filter }) => filter[name] === value),
    ),
  )
  const named = Object.fromEntries(
    Object.entries(shared).filter(([name]) => by.includes(name) || period.includes(name)),
  )
  // Rows counted for one team leave out others that a filter without that team would list.
  const isOfTeam = (filter: Filter): boolean =>
    team === undefined || filter['firstOwner'] === team || filter['team'] === team
  return [named, shared].find(
    (filter) => isOfTeam(filter) && all.filter((row) => fits(row, filter)).length === part.length,
  )
}

const filterNames = { topic: 'topic', first: 'firstOwner', owner: 'team' } as const

export const hasMoved = ({ firstOwner, owner }: FlowRow): boolean =>
  firstOwner !== null && firstOwner !== owner

/** The graph of some rows. Rows of cases that no team ever had are left out. */
export function flowGraph(rows: readonly FlowRow[], { names, topicsMax, team }: FlowOptions): FlowGraph {
  const byTopic = [...Map.groupBy(rows, ({ topic }) => topic)].toSorted(([, a], [, b]) => sumOf(b) - sumOf(a))
  const shown = new Set(
    (byTopic.length <= topicsMax + 1 ? byTopic : byTopic.slice(0, topicsMax)).map(([id]) => id),
  )
  const hidden = byTopic.length - shown.size
  const topicKey = ({ topic }: FlowRow): string => (shown.has(topic) ? `topic:${topic ?? ''}` : 'others')
  const firstKey = ({ firstOwner }: FlowRow): string => `first:${firstOwner ?? ''}`
  const ownerKey = ({ owner }: FlowRow): string => `owner:${owner ?? ''}`

  const partOf = (id: string, part: readonly FlowRow[], by: readonly string[]) => ({
    id,
    cases: sumOf(part),
    filter: sharedFilter(part, rows, by, team),
  })
  const nodesOf = (
    kind: FlowNode['kind'],
    key: (row: FlowRow) => string,
    name: (row: FlowRow) => string,
  ): FlowNode[] =>
    [...Map.groupBy(rows, key)].map(([id, part]) => ({
      ...partOf(id, part, [filterNames[kind]]),
      kind,
      others: id === 'others',
      name: id === 'others' ? `${hidden} other topics` : name(part[0]!),
    }))
  const nodes = [
    ...nodesOf('topic', topicKey, ({ topic }) => names.topic(topic)),
    ...nodesOf('first', firstKey, ({ firstOwner }) => names.team(firstOwner)),
    ...nodesOf('owner', ownerKey, ({ owner }) => names.team(owner)),
  ]
  const at = new Map(nodes.map(({ id }, index) => [id, index]))
  const linksOf = (from: (row: FlowRow) => string, to: (row: FlowRow) => string): FlowLink[] =>
    [...Map.groupBy(rows, (row) => `${from(row)}>${to(row)}`)].map(([id, part]) => {
      const [source, target] = [at.get(from(part[0]!))!, at.get(to(part[0]!))!]
      const both = { from: nodes[source]!, to: nodes[target]! }
      return {
        ...partOf(id, part, [filterNames[both.from.kind], filterNames[both.to.kind]]),
        source,
        target,
        value: sumOf(part),
        from: both.from.name,
        to: both.to.name,
        others: both.from.others,
        moved: both.from.kind === 'first' && part.some(hasMoved),
      }
    })
  return { nodes, links: [...linksOf(topicKey, firstKey), ...linksOf(firstKey, ownerKey)] }
}
