/**
 * The only walk. Given what is known, it follows a table's diagram to every answer that is still possible: one
 * path where the facts asked on the way are known, every open branch where they are not. There is no second
 * evaluator: explanations, questions and tests all stand on what this returns.
 */

import { scan } from './policy/bit-sets.ts'
import type { Answer, LoadedDiagram, LoadedFact, LoadedTable, Policy } from './policy/compiled.ts'
import type { FrozenDiagram } from './policy/diagram.ts'
import { amountAtom, type FactValue } from './policy/domain.ts'

/**
 * What is known of an ask: for each fact a value, a list of values still possible, or nothing. A fact that is
 * absent or null takes the policy's default, or is unknown.
 */
export type Facts = Readonly<Record<string, FactValue | readonly FactValue[] | null | undefined>>

/** A value that a fact cannot have. Ask boundaries check before; here it is a bug of the caller. */
class NotAValue extends Error {
  constructor(fact: string, value: unknown) {
    super(`\`${fact}\` has no value \`${String(value).slice(0, 80)}\``)
    this.name = 'NotAValue'
  }
}

/** The atom of one value. */
export function atomOf(fact: LoadedFact, value: unknown): number {
  if (typeof value === 'string') {
    const atom = fact.kind === 'choice' || fact.kind === 'topic' ? fact.atomOf.get(value) : undefined
    if (atom !== undefined) return atom
  } else if (typeof value === 'boolean') {
    if (fact.kind === 'yes-no') return value ? 1 : 0
  } else if (typeof value === 'number' && fact.kind === 'amount' && value >= fact.min && value <= fact.max) {
    return amountAtom(fact.cuts, value)
  }
  throw new NotAValue(fact.name, value)
}

/** One atom when the fact is known, else those still possible. */
export function atomsOf(fact: LoadedFact, value: Facts[string]): number | readonly number[] {
  if (value === undefined || value === null) return fact.default ?? fact.any
  if (typeof value !== 'object') return atomOf(fact, value)
  const open = new Uint8Array(fact.atoms)
  for (const one of value) open[atomOf(fact, one)] = 1
  const atoms = fact.any.filter((atom) => open[atom] === 1)
  return atoms.length === 1 ? atoms[0]! : atoms
}

/** The same always as a list. */
export function possibleAtoms(fact: LoadedFact, value: Facts[string]): readonly number[] {
  const atoms = atomsOf(fact, value)
  return typeof atoms === 'number' ? [atoms] : atoms
}

/** Every answer of a table that the known facts leave possible. Never empty while they can be together. */
export function walk<Then>(policy: Policy, table: LoadedTable<Then>, facts: Facts): readonly Answer<Then>[] {
  if (table.kind === 'bit-sets') {
    const known = policy.facts.map((fact) => possibleAtoms(fact, facts[fact.name]))
    return scan(table.bits, known, policy.compiled.rules, table.keyOf)
  }
  const { nodes, root } = table.diagram
  let ref = root
  while (ref >= 0) {
    const fact = policy.facts[nodes[ref]!]!
    // The topic stands on top of every table: reading it by its own name lets the runtime cache where it is.
    const value = fact.kind === 'topic' ? facts['topic'] : facts[fact.name]
    const known = typeof value === 'string' ? fact.atomOfWord.get(value) : undefined
    const atoms = known ?? atomsOf(fact, value)
    if (typeof atoms !== 'number') return branch(policy, table, facts)
    ref = nodes[ref + 1 + atoms]!
  }
  return table.only[~ref]!
}

/** The walk where it branches: together with the diagram of possible combinations, so that none is invented. */
function branch<Then>(
  policy: Policy,
  { diagram, only }: LoadedDiagram<Then>,
  facts: Facts,
): readonly Answer<Then>[] {
  const leaves = new Set<number>()
  descend(policy, facts, [diagram, policy.compiled.possible], (leaf, impossible) => {
    if (impossible === 0) leaves.add(leaf)
  })
  return [...leaves].sort((a, b) => a - b).map((leaf) => only[leaf]![0])
}

type Diagrams = readonly [
  { nodes: readonly number[]; root: number },
  { nodes: readonly number[]; root: number },
]

/** Visits the pairs of leaves that two diagrams have in common under what is known, each pair once. */
function descend(
  policy: Policy,
  facts: Facts,
  [a, b]: Diagrams,
  found: (leafA: number, leafB: number) => void,
): void {
  const seen = new Set<number>()
  const visit = (x: number, y: number): void => {
    if (x < 0 && y < 0) {
      found(~x, ~y)
      return
    }
    const key = (x + 65_536) * 0x4000000 + (y + 65_536)
    if (seen.has(key)) return
    seen.add(key)
    const factX = x < 0 ? Number.POSITIVE_INFINITY : a.nodes[x]!
    const factY = y < 0 ? Number.POSITIVE_INFINITY : b.nodes[y]!
    const fact = policy.facts[Math.min(factX, factY)]!
    for (const atom of possibleAtoms(fact, facts[fact.name])) {
      visit(
        factX === fact.index ? a.nodes[x + 1 + atom]! : x,
        factY === fact.index ? b.nodes[y + 1 + atom]! : y,
      )
    }
  }
  visit(a.root, b.root)
}

/**
 * The branches of a diagram that the known facts leave open, for whoever draws it: by node, as its offset, the atoms
 * that lead on to an answer which is still possible.
 */
export function openBranches(
  policy: Policy,
  diagram: FrozenDiagram,
  facts: Facts,
): ReadonlyMap<number, ReadonlySet<number>> {
  const { possible } = policy.compiled
  const open = new Map<number, Set<number>>()
  const known = new Map<string, boolean>()
  const leadsOn = (x: number, y: number): boolean => {
    if (x < 0 && y < 0) return ~y === 0
    const key = `${x} ${y}`
    const before = known.get(key)
    if (before !== undefined) return before
    const [ofX, ofY] = [factAt(diagram, x), factAt(possible, y)]
    const fact = policy.facts[Math.min(ofX, ofY)]!
    const followed = possibleAtoms(fact, facts[fact.name]).filter((atom) =>
      leadsOn(
        ofX === fact.index ? diagram.nodes[x + 1 + atom]! : x,
        ofY === fact.index ? possible.nodes[y + 1 + atom]! : y,
      ),
    )
    if (ofX === fact.index && followed.length > 0) {
      open.set(x, new Set([...(open.get(x) ?? []), ...followed]))
    }
    known.set(key, followed.length > 0)
    return followed.length > 0
  }
  leadsOn(diagram.root, possible.root)
  return open
}

/** The fact that a node asks; after all facts where it is a leaf. */
const factAt = ({ nodes }: FrozenDiagram, ref: number): number =>
  ref < 0 ? Number.POSITIVE_INFINITY : nodes[ref]!

const everything = { nodes: [], root: ~0 } as const

/** Whether the known facts can be together at all. */
export function areTogetherPossible(policy: Policy, facts: Facts): boolean {
  let possible = false
  descend(policy, facts, [everything, policy.compiled.possible], (_, impossible) => {
    if (impossible === 0) possible = true
  })
  return possible
}

/** What the three deciding tables say, each as the answers that are still possible. */
export const answers = (policy: Policy, facts: Facts) => ({
  owner: walk(policy, policy.owner, facts),
  engagement: walk(policy, policy.engagement, facts),
  escalation: walk(policy, policy.escalation, facts),
})
export type Answers = ReturnType<typeof answers>

/** What all answers have in common when they mean the same; `undefined` when they differ. */
export const settledKey = (found: readonly Answer[]): string | undefined =>
  found.every((answer) => answer.key === found[0]!.key) ? found[0]?.key : undefined
