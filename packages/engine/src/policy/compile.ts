/**
 * Turns a linked policy into decision diagrams. Each deciding table becomes one diagram over the facts that can
 * be known; derived facts are substituted, so that a leaf names every rule on the way to the answer.
 *
 * Terms: a **leaf** is what a combination of facts ends in: the rules that applied, in order, the deciding rule
 * last. Two leaves are reserved, see `diagram.ts`: NONE (a gap) and IMPOSSIBLE.
 */
import type { Conditions } from './conditions.ts'
import { type Box, DiagramBuilder, IMPOSSIBLE, NONE, NodeBudgetExceeded, type Ref } from './diagram.ts'
import type { FactDomain } from './domain.ts'
import {
  type DecidingTable,
  factsUsed,
  forEachDeciding,
  type LinkedPolicy,
  type LinkedRule,
  type LinkedTable,
} from './link.ts'

/** What a combination of facts ends in. Rules are numbers in `Compilation.rules`. */
export type Leaf =
  | { readonly kind: 'none' }
  | { readonly kind: 'impossible' }
  | { readonly kind: 'rules'; readonly rules: readonly number[] }
  | { readonly kind: 'value'; readonly value: number; readonly rule: number | undefined }
  | { readonly kind: 'conflict'; readonly rules: readonly [number, number] }

/** A policy as diagrams that can still be questioned; `freeze.ts` makes plain data of it. */
export type Compilation = {
  readonly policy: LinkedPolicy
  /** Facts by level, topics on top, then by how many rules test them. */
  readonly facts: readonly FactDomain[]
  readonly level: ReadonlyMap<string, number>
  readonly rules: readonly LinkedRule[]
  readonly leaves: readonly Leaf[]
  readonly builder: DiagramBuilder
  /** NONE where a combination can be, IMPOSSIBLE elsewhere. */
  readonly possible: Ref
  /** What each table answers, switches still open; says nothing about which combinations are possible. */
  readonly answers: Readonly<Record<DecidingTable, Ref>>
  /** The same with impossible combinations marked, for proofs. */
  readonly proofs: Readonly<Record<DecidingTable, Ref>>
}

/** Leaves by content, so that equal ones are one. */
class LeafTable {
  readonly leaves: Leaf[] = [{ kind: 'none' }, { kind: 'impossible' }]
  readonly #byKey = new Map<string, Ref>()
  readonly #tagged = new Map<number, Ref>()

  ref(leaf: Leaf): Ref {
    const key =
      leaf.kind === 'value'
        ? `v${leaf.value}:${leaf.rule}`
        : `${leaf.kind}${'rules' in leaf ? leaf.rules : ''}`
    const known = this.#byKey.get(key)
    if (known !== undefined) return known
    const ref = ~this.leaves.length
    this.leaves.push(leaf)
    this.#byKey.set(key, ref)
    return ref
  }

  of(ref: Ref): Leaf {
    return this.leaves[~ref]!
  }

  /** The leaf that also names `rule`, before the rules it names already. */
  tag(ref: Ref, rule: number | undefined): Ref {
    if (rule === undefined || ref === NONE || ref === IMPOSSIBLE) return ref
    const key = ~ref * 65_536 + rule
    const known = this.#tagged.get(key)
    if (known !== undefined) return known
    const leaf = this.of(ref)
    const tagged =
      leaf.kind === 'rules'
        ? this.ref({ kind: 'rules', rules: [rule, ...leaf.rules.filter((r) => r !== rule)] })
        : ref
    this.#tagged.set(key, tagged)
    return tagged
  }
}

export type CompileOptions = {
  /** Budget of diagram nodes, intermediate ones counted. */
  readonly nodesMax?: number
}

/** Compiles; `undefined` when the diagrams would need more nodes than the budget (then see `bit-sets.ts`). */
export function compilePolicy(policy: LinkedPolicy, options: CompileOptions = {}): Compilation | undefined {
  try {
    return new Compiler(policy, options.nodesMax).compile()
  } catch (error) {
    if (error instanceof NodeBudgetExceeded) return undefined
    throw error
  }
}

/**
 * Facts in the order of the diagrams. Derived facts stand above what they are derived from, the last derived on
 * top: substitution then never has to reorder. Topic next, the others by use (measured: 8 to 3,700 times fewer
 * nodes than with the topic below, and an order by use beats one by domain size).
 */
export function orderFacts(policy: LinkedPolicy): FactDomain[] {
  const uses = new Map<string, number>()
  for (const table of policy.tables) {
    for (const rule of table.rules) {
      for (const name of new Set(rule.boxes.flatMap((box) => [...box.keys()])))
        uses.set(name, (uses.get(name) ?? 0) + 1)
    }
  }
  const derivation = policy.tables.flatMap((table) => (table.derives ? [table.derives.fact] : [])).reverse()
  const rank = (fact: FactDomain): number =>
    fact.derived ? derivation.indexOf(fact.name) - derivation.length - 1 : fact.kind === 'topic' ? -1 : 0
  return [...policy.facts.values()].sort(
    (a, b) =>
      rank(a) - rank(b) || (uses.get(b.name) ?? 0) - (uses.get(a.name) ?? 0) || a.name.localeCompare(b.name),
  )
}

const boxOver = (level: ReadonlyMap<string, number>, conditions: Conditions): Box => {
  const box = new Array<ReadonlySet<number> | undefined>(level.size).fill(undefined)
  for (const [name, atoms] of conditions) box[level.get(name)!] = atoms
  return box
}

/** NONE where a combination can be, IMPOSSIBLE elsewhere. */
function possibleRoot(
  policy: LinkedPolicy,
  builder: DiagramBuilder,
  level: ReadonlyMap<string, number>,
): Ref {
  const boxes = policy.impossible.flatMap((combination) => combination.boxes)
  return boxes.reduce<Ref>(
    (root, box) =>
      builder.combine(builder.box(boxOver(level, box), IMPOSSIBLE), root, (a, b) =>
        a === IMPOSSIBLE || b === IMPOSSIBLE ? IMPOSSIBLE : a < 0 && b < 0 ? NONE : undefined,
      ),
    NONE,
  )
}

/** Only which combinations are possible, over facts in a given order. */
export function compilePossible(
  policy: LinkedPolicy,
  facts: readonly FactDomain[],
): { builder: DiagramBuilder; root: Ref } {
  const builder = new DiagramBuilder(facts.map((fact) => fact.atoms))
  return { builder, root: possibleRoot(policy, builder, new Map(facts.map((fact, at) => [fact.name, at]))) }
}

class Compiler {
  readonly #policy: LinkedPolicy
  readonly #facts: readonly FactDomain[]
  readonly #level: Map<string, number>
  readonly #builder: DiagramBuilder
  readonly #leaves = new LeafTable()
  readonly #rules: readonly LinkedRule[]
  readonly #ruleNumber: ReadonlyMap<LinkedRule, number>
  /** Levels above every fact that is neither derived nor the topic. */
  readonly #topLevels: number

  constructor(policy: LinkedPolicy, nodesMax?: number) {
    this.#policy = policy
    this.#facts = orderFacts(policy)
    this.#level = new Map(this.#facts.map((fact, level) => [fact.name, level]))
    this.#builder = new DiagramBuilder(
      this.#facts.map((fact) => fact.atoms),
      nodesMax,
    )
    this.#rules = policy.tables.flatMap((table) => table.rules)
    this.#ruleNumber = new Map(this.#rules.map((rule, number) => [rule, number]))
    this.#topLevels = this.#facts.filter((fact) => fact.derived || fact.kind === 'topic').length
  }

  compile(): Compilation {
    const derivations = this.#policy.tables
      .filter((table) => table.derives)
      .map((table) => this.#derivation(table))
    const possible = possibleRoot(this.#policy, this.#builder, this.#level)
    const answers = forEachDeciding((name) => {
      const table = this.#policy.tables.find((t) => t.name === name)!
      return derivations.reduceRight(
        (root, given) => this.#substitute(root, given.level, given.root),
        this.#union(table),
      )
    })
    const proofs = forEachDeciding((name) => this.#exclude(answers[name], possible))
    this.#builder.liftBudget()
    return {
      policy: this.#policy,
      facts: this.#facts,
      level: this.#level,
      rules: this.#rules,
      leaves: this.#leaves.leaves,
      builder: this.#builder,
      possible,
      answers,
      proofs,
    }
  }

  #box(conditions: Conditions): Box {
    return boxOver(this.#level, conditions)
  }

  #exclude(root: Ref, possible: Ref): Ref {
    return this.#builder.combine(possible, root, (p, r) =>
      p === IMPOSSIBLE ? p : p === NONE ? r : undefined,
    )
  }

  /** All rules of a table in one diagram: split on the table's top fact, merged pairwise below it. */
  #union(table: LinkedTable): Ref {
    const boxes = table.rules.flatMap((rule) => {
      const number = this.#ruleNumber.get(rule)!
      const leaf = table.derives
        ? this.#leaves.ref({ kind: 'value', value: this.#atomOf(table.derives.fact, rule), rule: number })
        : this.#leaves.ref({ kind: 'rules', rules: [number] })
      return rule.boxes.map((conditions) => ({ box: this.#box(conditions), leaf }))
    })
    const top = Math.min(...[...factsUsed(table)].map((name) => this.#level.get(name)!))
    if (!Number.isFinite(top)) return boxes[0]?.leaf ?? NONE
    const children = Array.from({ length: this.#builder.sizes[top]! }, (_, atom) => {
      const alive = boxes.filter(({ box }) => box[top]?.has(atom) ?? true)
      const refs = alive.map(({ box, leaf }) => this.#builder.box(box, leaf, NONE, top + 1))
      return this.#merge(refs, table.hit)
    })
    return this.#builder.node(top, children)
  }

  /** Pairwise, in order: balanced merging keeps the intermediate diagrams small. */
  #merge(refs: readonly Ref[], hit: 'unique' | 'first'): Ref {
    if (refs.length === 0) return NONE
    if (refs.length === 1) return refs[0]!
    const half = refs.length >> 1
    const [a, b] = [this.#merge(refs.slice(0, half), hit), this.#merge(refs.slice(half), hit)]
    return this.#builder.combine(a, b, (x, y) => {
      if (x === NONE || x === y) return y
      if (y === NONE) return x
      if (x >= 0 || y >= 0) return undefined
      return hit === 'first' ? x : this.#conflict(x, y)
    })
  }

  #conflict(a: Ref, b: Ref): Ref {
    const ruleOf = (ref: Ref): number => {
      const leaf = this.#leaves.of(ref)
      return leaf.kind === 'value' ? leaf.rule! : (leaf as { rules: readonly number[] }).rules[0]!
    }
    return this.#leaves.ref({ kind: 'conflict', rules: [ruleOf(a), ruleOf(b)] })
  }

  #atomOf(fact: string, rule: LinkedRule): number {
    return this.#policy.facts.get(fact)!.values.indexOf(String(rule.then))
  }

  /** The diagram that gives a derived fact: its rules, and what it is where none applies. */
  #derivation(table: LinkedTable): { level: number; root: Ref } {
    const { fact, otherwise } = table.derives!
    const valueLeaf = (value: number): Ref => this.#leaves.ref({ kind: 'value', value, rule: undefined })
    const values = this.#policy.facts.get(fact)!.values
    const kept =
      typeof otherwise === 'object'
        ? this.#builder.node(
            this.#level.get(otherwise.keep)!,
            values.map((_, atom) => valueLeaf(atom)),
          )
        : valueLeaf(values.indexOf(String(otherwise)))
    const root = this.#builder.combine(this.#union(table), kept, (rule, rest) =>
      rule === NONE ? rest : rule < 0 ? rule : undefined,
    )
    return { level: this.#level.get(fact)!, root }
  }

  /**
   * Replaces the derived fact at `level` (the top of `root`) by the diagram that gives it. Splits on the facts
   * above all others first: below one topic, few values are left to tell apart.
   */
  #substitute(root: Ref, level: number, values: Ref): Ref {
    const top = Math.min(this.#builder.level(values), this.#levelBelow(root, level))
    if (top < this.#topLevels) {
      const children = Array.from({ length: this.#builder.sizes[top]! }, (_, atom) =>
        this.#substitute(
          this.#fixBelow(root, level, top, atom),
          level,
          this.#builder.cofactor(values, top, atom),
        ),
      )
      return this.#builder.node(top, children)
    }
    let result = NONE
    for (const value of this.#valuesIn(values)) {
      const answer = this.#builder.cofactor(root, level, value)
      const part = this.#builder.combine(values, answer, (given, then) => {
        if (given >= 0) return undefined
        const leaf = this.#leaves.of(given)
        if (leaf.kind !== 'value') return given
        if (leaf.value !== value) return NONE
        if (leaf.rule === undefined) return then
        return then < 0 ? this.#leaves.tag(then, leaf.rule) : undefined
      })
      result = this.#builder.combine(result, part, (a, b) =>
        a === NONE ? b : b === NONE ? a : a < 0 && b < 0 ? a : undefined,
      )
    }
    return result
  }

  /** The topmost level that `root` branches on, the derived fact's own left aside. */
  #levelBelow(root: Ref, level: number): number {
    if (this.#builder.level(root) !== level) return this.#builder.level(root)
    let least = this.#builder.sizes.length
    for (let atom = 0; atom < this.#builder.sizes[level]!; atom++) {
      least = Math.min(least, this.#builder.level(this.#builder.child(root, atom)))
    }
    return least
  }

  /** Fixes the fact at `top` in each answer below the derived fact's own level. */
  #fixBelow(root: Ref, level: number, top: number, atom: number): Ref {
    const fix = (ref: Ref): Ref => this.#builder.cofactor(ref, top, atom)
    if (this.#builder.level(root) !== level) return fix(root)
    const children = Array.from({ length: this.#builder.sizes[level]! }, (_, value) =>
      fix(this.#builder.child(root, value)),
    )
    return this.#builder.node(level, children)
  }

  #valuesIn(values: Ref): Set<number> {
    const found = new Set<number>()
    for (const ref of this.#builder.leaves(values)) {
      const leaf = this.#leaves.of(ref)
      if (leaf.kind === 'value') found.add(leaf.value)
      else if (leaf.kind === 'conflict') found.add(0)
    }
    return found
  }
}
