/**
 * What the known facts leave of a table: the known facts taken out, answers that mean the same made one, and
 * impossible combinations merged into whatever they stand beside. What a residue still branches on is exactly what
 * matters: two possible combinations that differ in that fact alone lead to different answers.
 */
import type { LoadedDiagram, Policy } from './policy/compiled.ts'
import { atomsOf, type Facts } from './walk.ts'

/** Nodes are numbers >= 0; children < 0 are classes of answers (`~child`) or IMPOSSIBLE. */
export type Residue = {
  readonly root: number
  /** For each node the fact it branches on. */
  readonly fact: readonly number[]
  /** For each node the children, one for each atom still possible. */
  readonly children: readonly (readonly number[])[]
  readonly classes: number
}

/** A child where no possible combination leads. */
export const IMPOSSIBLE = ~1_000_000
/** Marks a pair of nodes that are known to differ. */
const DIFFERENT = ~2_000_000
const LAST = Number.POSITIVE_INFINITY

/** Takes the known facts out of a table. */
export function residueOf<Then>(policy: Policy, table: LoadedDiagram<Then>, facts: Facts): Residue {
  const nodes = new Nodes()
  const open = takeOut(policy, table, facts, nodes)
  const root = nodes.filled(open.root)
  return { root, fact: nodes.fact, children: nodes.children, classes: open.classes }
}

/** Hash-consed nodes of one residue. */
class Nodes {
  readonly fact: number[] = []
  readonly children: (readonly number[])[] = []
  /** The newest node of each hash, and for each node the one before it with the same hash. */
  readonly #newest = new Map<number, number>()
  readonly #before: number[] = []
  readonly #agreed = new Map<number, number>()
  readonly #filled = new Map<number, number>()

  /** The node; the child itself where all are one. */
  node(fact: number, children: readonly number[]): number {
    let hash = fact
    let alike = true
    for (const child of children) {
      alike &&= child === children[0]
      hash = (Math.imul(hash ^ child, 0x9e3779b1) + (hash >>> 15)) | 0
    }
    if (alike) return children[0]!
    const newest = this.#newest.get(hash) ?? -1
    for (let ref = newest; ref >= 0; ref = this.#before[ref]!) {
      const own = this.children[ref]!
      if (this.fact[ref] === fact && children.every((child, at) => child === own[at])) return ref
    }
    this.#newest.set(hash, this.fact.length)
    this.#before.push(newest)
    this.fact.push(fact)
    return this.children.push(children) - 1
  }

  /** Drops every branching whose branches agree wherever they are possible. Top-down: filling in what is impossible any earlier would hide that they do. */
  filled(ref: number): number {
    if (ref < 0) return ref
    const known = this.#filled.get(ref)
    if (known !== undefined) return known
    const children = this.children[ref]!
    const merged = children.reduce((a, b) => this.#agreement(a, b), IMPOSSIBLE)
    const result =
      merged === DIFFERENT
        ? this.node(
            this.fact[ref]!,
            children.map((child) => this.filled(child)),
          )
        : this.filled(merged)
    this.#filled.set(ref, result)
    return result
  }

  /** The one function that both are where they are possible, or DIFFERENT. */
  #agreement(a: number, b: number): number {
    if (a === DIFFERENT || b === DIFFERENT) return DIFFERENT
    if (a === b || b === IMPOSSIBLE) return a
    if (a === IMPOSSIBLE) return b
    if (a < 0 && b < 0) return DIFFERENT
    const key = (Math.min(a, b) + 0x2000000) * 0x4000000 + Math.max(a, b)
    const known = this.#agreed.get(key)
    if (known !== undefined) return known
    const fact = Math.min(this.#factOf(a), this.#factOf(b))
    const width = this.children[this.#factOf(a) === fact ? a : b]!.length
    const merged: number[] = []
    for (let at = 0; at < width && merged.at(-1) !== DIFFERENT; at++) {
      merged.push(this.#agreement(this.#below(a, fact, at), this.#below(b, fact, at)))
    }
    const result = merged.at(-1) === DIFFERENT ? DIFFERENT : this.node(fact, merged)
    this.#agreed.set(key, result)
    return result
  }

  #factOf(ref: number): number {
    return ref < 0 ? LAST : this.fact[ref]!
  }

  #below(ref: number, fact: number, at: number): number {
    return this.#factOf(ref) === fact ? this.children[ref]![at]! : ref
  }
}

/** The table under what is known, together with what is possible, answers as classes. */
function takeOut<Then>(
  policy: Policy,
  { diagram, only }: LoadedDiagram<Then>,
  facts: Facts,
  into: Nodes,
): { root: number; classes: number } {
  const { nodes } = diagram
  const { nodes: limits, root: limitsRoot } = policy.compiled.possible
  const known: (number | readonly number[] | undefined)[] = []
  const knownAt = (index: number): number | readonly number[] => {
    const fact = policy.facts[index]!
    known[index] ??= atomsOf(fact, facts[fact.name])
    return known[index]
  }
  const classOf = new Map<string, number>()
  const memo = new Map<number, number>()
  const classRef = (leaf: number): number => {
    const { key } = only[leaf]![0]
    const number = classOf.get(key) ?? classOf.size
    classOf.set(key, number)
    return ~number
  }
  const visit = (x: number, y: number): number => {
    if (y === ~1) return IMPOSSIBLE
    if (x < 0 && y < 0) return classRef(~x)
    const pair = (x + 65_536) * 0x4000000 + (y + 65_536)
    const done = memo.get(pair)
    if (done !== undefined) return done
    const fact = Math.min(x < 0 ? LAST : nodes[x]!, y < 0 ? LAST : limits[y]!)
    const below = (atom: number): number =>
      visit(
        x >= 0 && nodes[x] === fact ? nodes[x + 1 + atom]! : x,
        y >= 0 && limits[y] === fact ? limits[y + 1 + atom]! : y,
      )
    const atoms = knownAt(fact)
    const result = typeof atoms === 'number' ? below(atoms) : into.node(fact, atoms.map(below))
    memo.set(pair, result)
    return result
  }
  return { root: visit(diagram.root, limitsRoot), classes: classOf.size }
}
