/**
 * The decision diagram of one topic as a small graph to look at: which facts are asked, what each answer leads to, and
 * whose the ask then is. It is the very diagram that decides, with the branches to one place taken together; how it is
 * laid out is the page's business.
 */
import { teamName } from '../explain.ts'
import { own } from '../names.ts'
import { Refusal } from '../refusal.ts'
import { atomOf, type Facts, openBranches } from '../walk.ts'
import type { Answer, LoadedDiagram, LoadedFact, LoadedTable, Policy } from './compiled.ts'
import { type FactValue, sayAtoms, valueOfAtom } from './domain.ts'
import type { EngagementThen, OwnerThen } from './schema.ts'

/** A fact that is asked. `level` is how many facts are asked before it at most: its row in a layout. */
export type DrawnNode = {
  readonly id: string
  readonly level: number
  readonly fact: string
  readonly ask: string
}

/** From a fact to what follows for some of its values. */
export type DrawnEdge = {
  readonly id: string
  readonly from: string
  /** A node or a leaf. */
  readonly to: string
  /** For an amount, one example of each range. */
  readonly values: readonly FactValue[]
  readonly say: string
}

/** Where the questions end. Without a rule the policy has a gap there. */
export type DrawnLeaf = {
  readonly id: string
  readonly level: number
  readonly say: string
  /** Answers with the same key mean the same: a team, or a verdict with its kind. */
  readonly key: string
  /** As `table/rule`, in the order in which they apply, the deciding one last. */
  readonly rules: readonly string[]
}

export type DrawnTable = {
  /** The node to begin with, or the leaf where nothing is asked. */
  readonly root: string
  readonly nodes: readonly DrawnNode[]
  readonly edges: readonly DrawnEdge[]
  readonly leaves: readonly DrawnLeaf[]
}

export type Drawing = {
  readonly topic: string
  readonly owner: DrawnTable
  readonly engagement: DrawnTable
}

/** What some facts leave open, as ids of nodes, edges and leaves. */
export type Lit = { readonly owner: ReadonlySet<string>; readonly engagement: ReadonlySet<string> }

/** Draws a topic; throws a `Refusal` for a topic that is not there, and for a policy too large for diagrams. */
export function drawing(policy: Policy, topic: string): Drawing {
  if (!own(policy.compiled.topics, topic)) {
    throw new Refusal('not_found', 'topic', `there is no topic \`${topic}\``, 'policy.show lists them.')
  }
  return {
    topic,
    owner: drawTable(policy, policy.owner, topic, (then: OwnerThen) => sayOwner(policy, then)),
    engagement: drawTable(policy, policy.engagement, topic, (then: EngagementThen) =>
      sayVerdict(policy, then),
    ),
  }
}

/**
 * What is still reachable with these facts; defaults hold as they do when an ask is decided. Of facts that cannot be
 * together nothing is reachable; those that a decision gives always can.
 */
export function lit(policy: Policy, { topic, owner, engagement }: Drawing, facts: Facts): Lit {
  const known = { ...facts, topic }
  return {
    owner: litIn(policy, policy.owner, owner, known),
    engagement: litIn(policy, policy.engagement, engagement, known),
  }
}

function diagramOf<Then>(table: LoadedTable<Then>): LoadedDiagram<Then> {
  if (table.kind === 'diagram') return table
  const help = 'Let fewer rules mix many facts, or derive a fact first.'
  throw new Refusal('limit_exceeded', 'topic', 'the policy is too large to be drawn', help)
}

const idOf = (ref: number): string => (ref < 0 ? `leaf-${~ref}` : `fact-${ref}`)

/** The topic stands on top of every diagram; where its value changes nothing, the diagram does not ask it. */
function rootFor<Then>(
  policy: Policy,
  { diagram: { nodes, root } }: LoadedDiagram<Then>,
  topic: string,
): number {
  if (root < 0) return root
  const fact = policy.facts[nodes[root]!]!
  return fact.kind === 'topic' ? nodes[root + 1 + atomOf(fact, topic)]! : root
}

function drawTable<Then>(
  policy: Policy,
  loaded: LoadedTable<Then>,
  topic: string,
  say: (then: Then) => string,
): DrawnTable {
  const table = diagramOf(loaded)
  const root = rootFor(policy, table, topic)
  const levels = levelsBelow(policy, table, root)
  const refs = [...levels.keys()]
  const inner = refs.filter((ref) => ref >= 0)
  const factOf = (ref: number): LoadedFact => policy.facts[table.diagram.nodes[ref]!]!
  return {
    root: idOf(root),
    nodes: inner.map((ref) => {
      const { name, ask, about } = factOf(ref)
      return { id: idOf(ref), level: levels.get(ref)!, fact: name, ask: ask ?? about }
    }),
    edges: inner.flatMap((ref) => edgesFrom(table, factOf(ref), ref)),
    leaves: refs
      .filter((ref) => ref < 0)
      .map((ref) => leaf(table.only[~ref]![0], ref, levels.get(ref)!, say)),
  }
}

/** Every ref below one, with the length of the longest way to it. */
function levelsBelow<Then>(
  policy: Policy,
  { diagram }: LoadedDiagram<Then>,
  root: number,
): Map<number, number> {
  const levels = new Map([[root, 0]])
  // Facts come in one order on every way, so that by fact each node comes after all that lead to it.
  const waiting = [root]
  while (waiting.length > 0) {
    waiting.sort((a, b) => (b < 0 ? -1 : diagram.nodes[b]!) - (a < 0 ? -1 : diagram.nodes[a]!))
    const ref = waiting.pop()!
    if (ref < 0) continue
    for (const { to } of branchesOf(diagram, policy.facts[diagram.nodes[ref]!]!, ref)) {
      if (!levels.has(to)) waiting.push(to)
      levels.set(to, Math.max(levels.get(to) ?? 0, levels.get(ref)! + 1))
    }
  }
  return levels
}

type Branch = { readonly to: number; readonly atoms: readonly number[] }

/** Where a node leads, each place once. */
function branchesOf({ nodes }: LoadedDiagram<unknown>['diagram'], fact: LoadedFact, ref: number): Branch[] {
  const byTarget = Map.groupBy(fact.any, (atom) => nodes[ref + 1 + atom]!)
  return [...byTarget].map(([to, atoms]) => ({ to, atoms }))
}

/** More values than these are not listed where they are most of the fact's. */
const listedMax = 3

function edgesFrom<Then>({ diagram }: LoadedDiagram<Then>, fact: LoadedFact, ref: number): DrawnEdge[] {
  return branchesOf(diagram, fact, ref).map(({ to, atoms }) => {
    const isRest = fact.kind !== 'amount' && atoms.length > Math.max(listedMax, fact.atoms / 2)
    return {
      id: `${idOf(ref)}-${idOf(to)}`,
      from: idOf(ref),
      to: idOf(to),
      values: atoms.map((atom) => valueOfAtom(fact, atom)),
      say: isRest ? 'otherwise' : sayAtoms(fact, atoms),
    }
  })
}

function leaf<Then>(
  { then, key, rules }: Answer<Then>,
  ref: number,
  level: number,
  say: (then: Then) => string,
): DrawnLeaf {
  return {
    id: idOf(ref),
    level,
    say: then === undefined ? 'No rule' : say(then),
    key,
    rules: rules.map(({ table, id }) => `${table}/${id}`),
  }
}

const sayOwner = (policy: Policy, { team, with: helpers }: OwnerThen): string =>
  [
    teamName(policy, team),
    ...(helpers.length > 0 ? [`with ${helpers.map((one) => teamName(policy, one)).join(', ')}`] : []),
  ].join(' ')

const verdicts: Readonly<Record<EngagementThen['verdict'], string>> = {
  engage: 'Engage',
  limited: 'Engage within limits',
  reroute: 'Send on',
  'not-needed': 'Not needed',
}

const sayVerdict = (policy: Policy, { verdict, kind, to }: EngagementThen): string =>
  `${verdicts[verdict]}${kind === undefined ? '' : `: ${kind.replaceAll('-', ' ')}`}${to === undefined ? '' : ` to ${teamName(policy, to)}`}`

function litIn<Then>(
  policy: Policy,
  loaded: LoadedTable<Then>,
  drawn: DrawnTable,
  facts: Facts,
): Set<string> {
  const { diagram } = diagramOf(loaded)
  const open = openBranches(policy, diagram, facts)
  const found = new Set([drawn.root])
  // Nodes come before those they lead to.
  for (const { id } of [...drawn.nodes].sort((a, b) => a.level - b.level)) {
    if (!found.has(id)) continue
    const ref = Number(id.replace('fact-', ''))
    for (const atom of open.get(ref) ?? []) {
      const to = idOf(diagram.nodes[ref + 1 + atom]!)
      found.add(to).add(`${id}-${to}`)
    }
  }
  return found
}
