/**
 * Reduced, ordered, multi-valued decision diagrams: the one structure under every answer of the engine.
 *
 * A diagram is a function from *atoms* (the values of facts with finite domains, as small integers) to a
 * *leaf*. Equal sub-functions are one node (hash-consing), so equality is identity and every question about a
 * policy (what is decided, what is missing, where is a gap, what changed) is a walk over few nodes.
 *
 * Terms: a **level** is a fact's place in the order, 0 on top; a **ref** is a node (>= 0) or a leaf (< 0, the
 * leaf's number is `~ref`). Which leaves there are, and what they mean, is the caller's business.
 */

/** A node (>= 0) or a leaf (< 0, leaf number `~ref`). */
export type Ref = number

/** The leaf where no rule applies. */
export const NONE: Ref = ~0
/** The leaf of combinations that the policy declares impossible. */
export const IMPOSSIBLE: Ref = ~1

/** Thrown when building a diagram needs more nodes than its budget; caught by the compiler, never by users. */
export class NodeBudgetExceeded extends Error {
  constructor(nodesMax: number) {
    super(`the decision diagram needs more than ${nodesMax} nodes`)
    this.name = 'NodeBudgetExceeded'
  }
}

/** For each level the atoms allowed, or `undefined` where all are. A box is the product of its levels. */
export type Box = readonly (ReadonlySet<number> | undefined)[]

/** Combines two leaves. `undefined` means: not decided by these two alone, go on. */
export type LeafOperation = (a: Ref, b: Ref) => Ref | undefined

/**
 * Owns the nodes of any number of diagrams over the same order of facts. Nodes are never freed: a compile is
 * short, and the frozen form (see `compile.ts`) keeps only what is reachable.
 */
export class DiagramBuilder {
  readonly sizes: readonly number[]
  #nodesMax: number
  readonly #level: number[] = []
  readonly #start: number[] = []
  readonly #children: number[] = []
  #buckets = new Int32Array(1024).fill(-1)
  readonly #next: number[] = []

  /**
   * @param sizes number of atoms of the fact at each level, each >= 1
   * @param nodesMax budget, counting intermediate nodes
   */
  constructor(sizes: readonly number[], nodesMax = 200_000) {
    this.sizes = sizes
    this.#nodesMax = nodesMax
  }

  get nodeCount(): number {
    return this.#level.length
  }

  /** Ends the budget: once a policy is compiled, proofs and storing may take what they need. */
  liftBudget(): void {
    this.#nodesMax = Number.POSITIVE_INFINITY
  }

  /** The level a ref branches on; leaves lie below every level. */
  level(ref: Ref): number {
    return ref < 0 ? this.sizes.length : this.#level[ref]!
  }

  child(ref: Ref, atom: number): Ref {
    return this.#children[this.#start[ref]! + atom]!
  }

  /** The child of `ref` at `level` for `atom`; `ref` itself when it doesn't branch there. */
  cofactor(ref: Ref, level: number, atom: number): Ref {
    return this.level(ref) === level ? this.child(ref, atom) : ref
  }

  /** The node branching at `level` to `children`; the child itself when all are one. */
  node(level: number, children: readonly Ref[]): Ref {
    const first = children[0]!
    if (children.every((child) => child === first)) return first
    let hash = level + 1
    for (const child of children) hash = Math.imul(hash ^ child, 0x9e3779b1) + (hash >>> 15)
    const bucket = (hash ^ (hash >>> 16)) & (this.#buckets.length - 1)
    for (let ref = this.#buckets[bucket]!; ref >= 0; ref = this.#next[ref]!) {
      if (this.#level[ref] === level && this.#same(ref, children)) return ref
    }
    return this.#append(level, children, bucket)
  }

  #same(ref: Ref, children: readonly Ref[]): boolean {
    const start = this.#start[ref]!
    for (let k = 0; k < children.length; k++) if (this.#children[start + k] !== children[k]) return false
    return true
  }

  #append(level: number, children: readonly Ref[], bucket: number): Ref {
    const ref = this.#level.length
    if (ref >= this.#nodesMax) throw new NodeBudgetExceeded(this.#nodesMax)
    this.#level.push(level)
    this.#start.push(this.#children.length)
    for (const child of children) this.#children.push(child)
    this.#next.push(this.#buckets[bucket]!)
    this.#buckets[bucket] = ref
    if (ref > this.#buckets.length) this.#rehash()
    return ref
  }

  #rehash(): void {
    this.#buckets = new Int32Array(this.#buckets.length * 4).fill(-1)
    for (let ref = 0; ref < this.#level.length; ref++) {
      let hash = this.#level[ref]! + 1
      const start = this.#start[ref]!
      const size = this.sizes[this.#level[ref]!]!
      for (let k = 0; k < size; k++) {
        hash = Math.imul(hash ^ this.#children[start + k]!, 0x9e3779b1) + (hash >>> 15)
      }
      const bucket = (hash ^ (hash >>> 16)) & (this.#buckets.length - 1)
      this.#next[ref] = this.#buckets[bucket]!
      this.#buckets[bucket] = ref
    }
  }

  /** The diagram that gives `leaf` inside the box from `fromLevel` down, and `outside` elsewhere. */
  box(box: Box, leaf: Ref, outside: Ref = NONE, fromLevel = 0): Ref {
    let ref = leaf
    for (let level = this.sizes.length - 1; level >= fromLevel; level--) {
      const allowed = box[level]
      if (!allowed) continue
      const below = ref
      ref = this.node(
        level,
        Array.from({ length: this.sizes[level]! }, (_, atom) => (allowed.has(atom) ? below : outside)),
      )
    }
    return ref
  }

  /** Combines two diagrams point by point; `operation` must settle every pair of leaves. */
  combine(a: Ref, b: Ref, operation: LeafOperation): Ref {
    const memo = new Map<number, Ref>()
    const visit = (x: Ref, y: Ref): Ref => {
      const settled = operation(x, y)
      if (settled !== undefined) return settled
      const key = (x + 0x2000000) * 0x4000000 + (y + 0x2000000)
      const known = memo.get(key)
      if (known !== undefined) return known
      const level = Math.min(this.level(x), this.level(y))
      const children = new Array<Ref>(this.sizes[level]!)
      for (let atom = 0; atom < children.length; atom++) {
        children[atom] = visit(this.cofactor(x, level, atom), this.cofactor(y, level, atom))
      }
      const ref = this.node(level, children)
      memo.set(key, ref)
      return ref
    }
    return visit(a, b)
  }

  /** Replaces every leaf. */
  mapLeaves(root: Ref, change: (leaf: Ref) => Ref): Ref {
    return this.rewrite(root, (_, children) => children, change)
  }

  /** Fixes the fact at `level` to `atom`: the result no longer branches on it. */
  restrict(root: Ref, level: number, atom: number): Ref {
    return this.rewrite(root, (at, children) =>
      at === level ? new Array(children.length).fill(children[atom]) : children,
    )
  }

  /** Rebuilds a diagram bottom-up; `change` sees a node's level and its already rebuilt children. */
  rewrite(
    root: Ref,
    change: (level: number, children: Ref[]) => Ref[],
    leafChange: (leaf: Ref) => Ref = (leaf) => leaf,
  ): Ref {
    const memo = new Map<Ref, Ref>()
    const visit = (ref: Ref): Ref => {
      if (ref < 0) return leafChange(ref)
      const known = memo.get(ref)
      if (known !== undefined) return known
      const level = this.level(ref)
      const children = new Array<Ref>(this.sizes[level]!)
      for (let atom = 0; atom < children.length; atom++) children[atom] = visit(this.child(ref, atom))
      const built = this.node(level, change(level, children))
      memo.set(ref, built)
      return built
    }
    return visit(root)
  }

  /** Every leaf that some combination of atoms leads to. */
  leaves(root: Ref): Set<Ref> {
    const found = new Set<Ref>()
    this.reachable(root, (ref) => {
      if (ref < 0) found.add(ref)
    })
    return found
  }

  /** Visits every ref below `root`, each once, parents before children. */
  reachable(root: Ref, visit: (ref: Ref) => void): void {
    const seen = new Set<Ref>([root])
    const queue = [root]
    for (let ref = queue.pop(); ref !== undefined; ref = queue.pop()) {
      visit(ref)
      if (ref < 0) continue
      for (let atom = 0; atom < this.sizes[this.level(ref)]!; atom++) {
        const child = this.child(ref, atom)
        if (seen.has(child)) continue
        seen.add(child)
        queue.push(child)
      }
    }
  }

  /** The share, 0 to 1, of all combinations that lead to a wanted leaf. */
  share(root: Ref, wanted: (leaf: Ref) => boolean): number {
    const memo = new Map<Ref, number>()
    const visit = (ref: Ref): number => {
      if (ref < 0) return wanted(ref) ? 1 : 0
      const known = memo.get(ref)
      if (known !== undefined) return known
      const size = this.sizes[this.level(ref)]!
      let sum = 0
      for (let atom = 0; atom < size; atom++) sum += visit(this.child(ref, atom))
      memo.set(ref, sum / size)
      return sum / size
    }
    return visit(root)
  }

  /**
   * The widest box of combinations that lead to a wanted leaf, grown until no condition can be
   * dropped; `undefined` when none does. "Widest" is by number of combinations.
   */
  widestBox(root: Ref, wanted: (leaf: Ref) => boolean): Box | undefined {
    const path = this.#widestPath(root, wanted)
    return path && this.#grow(root, path, wanted)
  }

  /** Boxes that together cover exactly the combinations leading to a wanted leaf, at most `boxesMax` of them. */
  cover(root: Ref, wanted: (leaf: Ref) => boolean, boxesMax: number): { boxes: Box[]; complete: boolean } {
    const boxes: Box[] = []
    let rest = this.mapLeaves(root, (leaf) => (wanted(leaf) ? ~2 : NONE))
    const whole = rest
    while (rest !== NONE) {
      if (boxes.length === boxesMax) return { boxes, complete: false }
      const path = this.#widestPath(rest, (leaf) => leaf !== NONE)!
      const box = this.#grow(whole, path, (leaf) => leaf !== NONE)
      boxes.push(box)
      rest = this.combine(this.box(box, ~2), rest, (inside, left) =>
        left === NONE || inside === ~2 ? NONE : inside === NONE ? left : undefined,
      )
    }
    return { boxes, complete: true }
  }

  #widestPath(root: Ref, wanted: (leaf: Ref) => boolean): Box | undefined {
    const share = new Map<Ref, number>()
    const shareOf = (ref: Ref): number => {
      if (ref < 0) return wanted(ref) ? 1 : 0
      const known = share.get(ref)
      if (known !== undefined) return known
      const best = this.#bestBranch(ref, shareOf)
      share.set(ref, best.share)
      return best.share
    }
    if (shareOf(root) === 0) return undefined
    const box = new Array<ReadonlySet<number> | undefined>(this.sizes.length).fill(undefined)
    for (let ref = root; ref >= 0; ) {
      const { atoms, child } = this.#bestBranch(ref, shareOf)
      box[this.level(ref)] = new Set(atoms)
      ref = child
    }
    return box
  }

  /** The child that keeps the largest share of combinations, all its atoms taken together. */
  #bestBranch(ref: Ref, shareOf: (ref: Ref) => number): { share: number; atoms: number[]; child: Ref } {
    const size = this.sizes[this.level(ref)]!
    const byChild = new Map<Ref, number[]>()
    for (let atom = 0; atom < size; atom++) {
      const child = this.child(ref, atom)
      const atoms = byChild.get(child)
      if (atoms) atoms.push(atom)
      else byChild.set(child, [atom])
    }
    let best = { share: 0, atoms: [] as number[], child: NONE }
    for (const [child, atoms] of byChild) {
      const share = (shareOf(child) * atoms.length) / size
      if (share > best.share) best = { share, atoms, child }
    }
    return best
  }

  /** Drops the conditions of a box level by level while all of it still leads to wanted leaves. */
  #grow(root: Ref, box: Box, wanted: (leaf: Ref) => boolean): Box {
    const grown = [...box]
    for (let level = 0; level < grown.length; level++) {
      const kept = grown[level]
      if (!kept) continue
      grown[level] = undefined
      if (!this.#allWithin(root, grown, wanted)) grown[level] = kept
    }
    return grown
  }

  #allWithin(root: Ref, box: Box, wanted: (leaf: Ref) => boolean): boolean {
    const seen = new Set<Ref>()
    const visit = (ref: Ref): boolean => {
      if (ref < 0) return wanted(ref)
      if (seen.has(ref)) return true
      seen.add(ref)
      const allowed = box[this.level(ref)]
      for (let atom = 0; atom < this.sizes[this.level(ref)]!; atom++) {
        if ((!allowed || allowed.has(atom)) && !visit(this.child(ref, atom))) return false
      }
      return true
    }
    return visit(root)
  }

  /**
   * The runtime form of one diagram: `nodes` holds for each node its level and then its children, breadth
   * first; a child >= 0 is an offset into `nodes`, a child < 0 a leaf. `root` is such a child.
   */
  freeze(root: Ref): FrozenDiagram {
    const order: Ref[] = []
    const offset = new Map<Ref, number>()
    let length = 0
    const place = (ref: Ref): void => {
      if (ref < 0 || offset.has(ref)) return
      offset.set(ref, length)
      order.push(ref)
      length += 1 + this.sizes[this.level(ref)]!
    }
    place(root)
    for (let at = 0; at < order.length; at++) {
      const ref = order[at]!
      for (let atom = 0; atom < this.sizes[this.level(ref)]!; atom++) place(this.child(ref, atom))
    }
    const nodes = new Array<number>(length)
    for (const ref of order) {
      const at = offset.get(ref)!
      nodes[at] = this.level(ref)
      for (let atom = 0; atom < this.sizes[this.level(ref)]!; atom++) {
        const child = this.child(ref, atom)
        nodes[at + 1 + atom] = child < 0 ? child : offset.get(child)!
      }
    }
    return { root: root < 0 ? root : 0, nodes }
  }
}

/** A diagram as plain data, see `DiagramBuilder.freeze`. */
export type FrozenDiagram = { readonly root: Ref; readonly nodes: readonly number[] }
