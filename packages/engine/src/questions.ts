/**
 * Which unknown facts an answer still hangs on, the one that settles most first. A fact is asked for only if two
 * possible combinations that differ in it alone lead to different answers.
 *
 * For this the table is reduced to its **residue**: the known facts taken out, answers that mean the same made
 * one, impossible combinations merged into whatever they stand beside. What the residue still branches on is
 * exactly what matters.
 */
import type { LoadedTable, Policy } from './policy/compiled.ts'
import { valueOf } from './policy/domain.ts'
import { atomsOf, type Facts, walk } from './walk.ts'

/** A residue: nodes are numbers >= 0, children < 0 are classes of answers (`~child`) or IMPOSSIBLE. */
type Residue = {
  readonly root: number
  readonly fact: readonly number[]
  /** For each node the children, one for each atom still possible. */
  readonly children: readonly (readonly number[])[]
  readonly classes: number
}

const IMPOSSIBLE = ~1_000_000

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
  const residue = reduce(policy, table, facts)
  if (residue.root < 0) return { open: 0, facts: [] }
  return measure(residue, policy, facts, weights)
}

/** Without a diagram: tries every value of every unknown fact, and counts the answers that are left. */
function tried<Then>(policy: Policy, table: LoadedTable<Then>, facts: Facts): { open: number; facts: Relevance[] } {
  const bits = (known: Facts): number => Math.log2(new Set(walk(policy, table, known).map(({ key }) => key)).size)
  const open = bits(facts)
  const measured = policy.facts.flatMap((fact): Relevance[] => {
    const atoms = atomsOf(fact, facts[fact.name])
    if (typeof atoms === 'number') return []
    const left = atoms.map((atom) => bits({ ...facts, [fact.name]: valueOf(fact, atom) }))
    const remaining = left.reduce((sum, b) => sum + b, 0) / left.length
    return left.every((b) => b === open) ? [] : [{ fact: fact.index, remaining }]
  })
  return { open, facts: measured.sort((a, b) => a.remaining - b.remaining || a.fact - b.fact) }
}

/** Reduces a table to what the known facts leave open. */
function reduce<Then>(policy: Policy, table: Extract<LoadedTable<Then>, { kind: 'diagram' }>, facts: Facts): Residue {
  const { nodes } = table.diagram
  const limits = policy.compiled.possible.nodes
  const known = policy.facts.map((fact) => atomsOf(fact, facts[fact.name]))
  const fact: number[] = []
  const children: (readonly number[])[] = []
  const classOf = new Map<string, number>()
  const unique = new Map<string, number>()
  const memo = new Map<number, number>()
  const agreed = new Map<number, number>()

  const node = (at: number, below: readonly number[]): number => {
    const merged = below.reduce<number | undefined>((a, b) => (a === undefined ? undefined : agree(a, b)), IMPOSSIBLE)
    if (merged !== undefined) return merged
    const key = `${at}:${below}`
    const same = unique.get(key)
    if (same !== undefined) return same
    unique.set(key, fact.length)
    fact.push(at)
    return children.push(below) - 1
  }

  /** The one function that both are where they are possible, or `undefined` where they differ. */
  const agree = (a: number, b: number): number | undefined => {
    if (a === b || b === IMPOSSIBLE) return a
    if (a === IMPOSSIBLE) return b
    if (a < 0 && b < 0) return undefined
    const key = Math.min(a, b) * 0x4000000 + Math.max(a, b)
    const before = agreed.get(key)
    if (before !== undefined) return before === DIFFERENT ? undefined : before
    const at = Math.min(a < 0 ? Infinity : fact[a]!, b < 0 ? Infinity : fact[b]!)
    const wide = (a >= 0 && fact[a] === at ? children[a] : children[b])!
    const merged: number[] = []
    for (let k = 0; k < wide.length; k++) {
      const both = agree(a >= 0 && fact[a] === at ? children[a]![k]! : a, b >= 0 && fact[b] === at ? children[b]![k]! : b)
      if (both === undefined) break
      merged.push(both)
    }
    const result = merged.length === wide.length ? node(at, merged) : undefined
    agreed.set(key, result ?? DIFFERENT)
    return result
  }

  const build = (x: number, y: number): number => {
    if (y === ~1) return IMPOSSIBLE
    if (x < 0 && y < 0) {
      const { key } = table.only[~x]![0]
      const number = classOf.get(key) ?? classOf.size
      classOf.set(key, number)
      return ~number
    }
    const pair = (x + 65_536) * 0x4000000 + (y + 65_536)
    const done = memo.get(pair)
    if (done !== undefined) return done
    const at = Math.min(x < 0 ? Infinity : nodes[x]!, y < 0 ? Infinity : limits[y]!)
    const below = (atom: number): number =>
      build(x >= 0 && nodes[x] === at ? nodes[x + 1 + atom]! : x, y >= 0 && limits[y] === at ? limits[y + 1 + atom]! : y)
    const atoms = known[at]!
    const result = typeof atoms === 'number' ? below(atoms) : node(at, atoms.map(below))
    memo.set(pair, result)
    return result
  }

  const root = build(table.diagram.root, policy.compiled.possible.root)
  return { root, fact, children, classes: classOf.size }
}

/** Marks a pair of nodes that are known to differ. */
const DIFFERENT = -2_000_000

/**
 * Measures every fact of a residue in one pass down (how likely each node is reached) and one pass up (how the
 * answers below it are distributed); asking the facts one by one would cost a pass for each value.
 */
function measure(residue: Residue, policy: Policy, facts: Facts, weights: Weights): { open: number; facts: Relevance[] } {
  const { fact, children, classes, root } = residue
  const order = topological(residue)
  const weightOf = (node: number, at: number): number => {
    const own = weights.get(fact[node]!)
    if (!own) return 1 / children[node]!.length
    const atoms = atomsOf(policy.facts[fact[node]!]!, facts[policy.facts[fact[node]!]!.name]) as readonly number[]
    const total = atoms.reduce((sum, atom) => sum + (own.get(atom) ?? 0), 0)
    return total > 0 ? (own.get(atoms[at]!) ?? 0) / total : 1 / atoms.length
  }
  const below = new Map<number, Float64Array>()
  const distribution = (ref: number): Float64Array => {
    if (ref >= 0) return below.get(ref)!
    const only = new Float64Array(classes)
    if (ref !== IMPOSSIBLE) only[~ref] = 1
    return only
  }
  for (const node of [...order].reverse()) {
    const sum = new Float64Array(classes)
    children[node]!.forEach((child, at) => {
      addTo(sum, distribution(child), weightOf(node, at))
    })
    below.set(node, sum)
  }
  const reached = new Map<number, number>([[root, 1]])
  for (const node of order) {
    children[node]!.forEach((child, at) => {
      if (child >= 0) reached.set(child, (reached.get(child) ?? 0) + reached.get(node)! * weightOf(node, at))
    })
  }
  const all = distribution(root)
  const byFact = new Map<number, number[]>()
  for (const node of order) byFact.set(fact[node]!, [...(byFact.get(fact[node]!) ?? []), node])
  const measured = [...byFact].map(([asked, nodes]) => {
    const values = children[nodes[0]!]!.length
    let remaining = 0
    for (let at = 0; at < values; at++) {
      // What is answered without this fact, and with it where its value is the one at `at`.
      const given = Float64Array.from(all)
      for (const node of nodes) {
        addTo(given, below.get(node)!, -reached.get(node)!)
        addTo(given, distribution(children[node]![at]!), reached.get(node)!)
      }
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
