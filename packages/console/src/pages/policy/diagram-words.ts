/** A drawing in words: short ones to stand in a picture, whole ones for who does not see it. */
import type { DrawnEdge, DrawnTable } from '@rightdesk/engine/answer'
import { type PolicyFact, sayShort, withoutUnit } from './fact-options.ts'
import type { PolicyEngine } from './use-policy-engine.ts'

/** The answer on an edge as short as it can be said: `Yes`, `Hobby or Pro`, `otherwise`. */
function shortEdge(fact: PolicyFact, { values, say }: DrawnEdge): string {
  if (say === 'otherwise') return say
  // Neighbouring ranges are said as one, which takes the whole fact to tell.
  if (fact.kind === 'amount') return withoutUnit(fact, say)
  return values.map((value) => sayShort(fact, value)).join(' or ')
}

export type DrawnWords = {
  /** What stands on a part. */
  readonly title: (id: string) => string
  /** A second, smaller line, where there is one. */
  readonly detail: (id: string) => string
  readonly edge: (id: string) => string
  /** A question with all that follows from it, or an end with its rules. */
  readonly whole: (id: string) => string
}

/** The words of one drawn table. */
export function wordsFor({ policy, say }: PolicyEngine, table: DrawnTable): DrawnWords {
  const nodes = new Map(table.nodes.map((node) => [node.id, node]))
  const leaves = new Map(table.leaves.map((leaf) => [leaf.id, leaf]))
  const edges = new Map(table.edges.map((edge) => [edge.id, edge]))
  const rows = new Map(policy.compiled.rules.map(({ table: of, id, rows: own }) => [`${of}/${id}`, own]))
  const edge = (id: string): string => {
    const its = edges.get(id)
    const fact = its && policy.factByName.get(nodes.get(its.from)?.fact ?? '')
    return its && fact ? shortEdge(fact, its) : ''
  }
  const title = (id: string): string => {
    const node = nodes.get(id)
    return node ? say.label(node.fact) : capital(leaves.get(id)?.say ?? '')
  }
  const deciding = (id: string): string => leaves.get(id)?.rules.at(-1) ?? ''
  return {
    title,
    edge,
    detail: (id) => {
      const rule = deciding(id)
      return [rows.get(rule)?.[0], rule.split('/')[1]].filter(Boolean).join(' · ')
    },
    whole: (id) => {
      const node = nodes.get(id)
      if (!node) return deciding(id) === '' ? title(id) : `${title(id)}, by rule ${deciding(id)}`
      const ways = table.edges.filter(({ from }) => from === id)
      return `${node.ask} ${ways.map((way) => `${edge(way.id)}: ${title(way.to)}`).join('; ')}`
    },
  }
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
