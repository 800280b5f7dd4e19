/**
 * Which unknown facts an answer still hangs on, the one that settles most first. A fact is asked for only if two
 * possible combinations that differ in it alone lead to different answers.
 */
import type { LoadedTable, Policy } from './policy/compiled.ts'
import { valueOfAtom } from './policy/domain.ts'
import { IMPOSSIBLE, type Residue, residueOf } from './residue.ts'
import { atomsOf, type Facts, walk } from './walk.ts'

/** How much a fact matters: the table's uncertainty in bits that is expected to remain once it is known. */
export type Relevance = { readonly fact: number; readonly remaining: number }

/** Probabilities of a fact's atoms, for facts where more is known than which are possible. */
export type Weights = ReadonlyMap<number, ReadonlyMap<number, number>>

/** The facts that a table's answer still hangs on, with what would remain open after each; and what is open now. */
export function relevantFacts<Then>(
  policy: Policy,
  table: LoadedTable<Then>,
  facts: Facts,
  weights: Weights = new Map(),
): { open: number; facts: Relevance[] } {
  if (table.kind === 'bit-sets') return tried(policy, table, facts)
  const residue = residueOf(policy, table, facts)
  if (residue.root < 0) return { open: 0, facts: [] }
  return measure(residue, policy, facts, weights)
}

/** Without a diagram: tries every value of every unknown fact, and counts the answers that are left. */
function tried<Then>(
  policy: Policy,
  table: LoadedTable<Then>,
  facts: Facts,
): { open: number; facts: Relevance[] } {
  const bits = (known: Facts): number =>
    Math.log2(new Set(walk(policy, table, known).map(({ key }) => key)).size)
  const open = bits(facts)
  const measured = policy.facts.flatMap((fact): Relevance[] => {
    const atoms = atomsOf(fact, facts[fact.name])
    if (typeof atoms === 'number') return []
    const left = atoms.map((atom) => bits({ ...facts, [fact.name]: valueOfAtom(fact, atom) }))
    const remaining = left.reduce((sum, b) => sum + b, 0) / left.length
    return left.every((b) => b === open) ? [] : [{ fact: fact.index, remaining }]
  })
  return { open, facts: measured.sort((a, b) => a.remaining - b.remaining || a.fact - b.fact) }
}

/**
 * Measures every fact of a residue in one pass down (how likely each node is reached) and one pass up (how the
 * answers below it are distributed); asking the facts one by one would cost a pass for each value.
 */
function measure(
  residue: Residue,
  policy: Policy,
  facts: Facts,
  weights: Weights,
): { open: number; facts: Relevance[] } {
  const { fact, children, classes, root } = residue
  const order = topological(residue)
  const weightOf = (node: number, at: number): number => {
    const own = weights.get(fact[node]!)
    if (!own) return 1 / children[node]!.length
    const atoms = atomsOf(
      policy.facts[fact[node]!]!,
      facts[policy.facts[fact[node]!]!.name],
    ) as readonly number[]
    const total = atoms.reduce((sum, atom) => sum + (own.get(atom) ?? 0), 0)
    return total > 0 ? (own.get(atoms[at]!) ?? 0) / total : 1 / atoms.length
  }
  const below: Float64Array[] = []
  /** Adds how the answers at `ref` are distributed. */
  const add = (sum: Float64Array, ref: number, factor: number): void => {
    if (ref >= 0) addTo(sum, below[ref]!, factor)
    else if (ref !== IMPOSSIBLE) sum[~ref]! += factor
  }
  for (let k = order.length - 1; k >= 0; k--) {
    const node = order[k]!
    const sum = new Float64Array(classes)
    for (let at = 0; at < children[node]!.length; at++) add(sum, children[node]![at]!, weightOf(node, at))
    below[node] = sum
  }
  const reached = new Float64Array(fact.length)
  reached[root] = 1
  const byFact = new Map<number, number[]>()
  for (const node of order) {
    const alike = byFact.get(fact[node]!)
    if (alike) alike.push(node)
    else byFact.set(fact[node]!, [node])
    for (let at = 0; at < children[node]!.length; at++) {
      const child = children[node]![at]!
      if (child >= 0) reached[child]! += reached[node]! * weightOf(node, at)
    }
  }
  const all = below[root]!
  const measured = [...byFact].map(([asked, nodes]) => {
    // What is answered without this fact; below, with it where its value is the one at `at`.
    const without = Float64Array.from(all)
    for (const node of nodes) addTo(without, below[node]!, -reached[node]!)
    let remaining = 0
    for (let at = 0; at < children[nodes[0]!]!.length; at++) {
      const given = Float64Array.from(without)
      for (const node of nodes) add(given, children[node]![at]!, reached[node]!)
      remaining += weightOf(nodes[0]!, at) * entropy(given)
    }
    return { fact: asked, remaining }
  })
  return { open: entropy(all), facts: measured.sort((a, b) => a.remaining - b.remaining || a.fact - b.fact) }
}

function topological({ root, fact, children }: Residue): number[] {
  const seen = new Set<number>([root])
  const found = [root]
  for (let at = 0; at < found.length; at++) {
    for (const child of children[found[at]!]!) {
      if (child < 0 || seen.has(child)) continue
      seen.add(child)
      found.push(child)
    }
  }
  return found.sort((a, b) => fact[a]! - fact[b]!)
}

function addTo(sum: Float64Array, part: Float64Array, factor: number): void {
  for (let k = 0; k < sum.length; k++) sum[k]! += factor * part[k]!
}

/** In bits; impossible combinations take their share of the total out. */
function entropy(distribution: Float64Array): number {
  const total = distribution.reduce((sum, p) => sum + Math.max(0, p), 0)
  if (total <= 1e-12) return 0
  let bits = 0
  for (const p of distribution) if (p > 1e-12) bits -= (p / total) * Math.log2(p / total)
  return bits
}
