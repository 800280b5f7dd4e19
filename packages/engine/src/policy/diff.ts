/**
 * What moves from one version of a policy to another: exactly the combinations of facts whose answer changes,
 * as few boxes as cover them. Changes of the facts themselves are reported apart, because an answer to a value
 * that only one version knows cannot be compared.
 */
import { Refusal } from '../refusal.ts'
import {
  type Answer,
  type CompiledPolicy,
  type LoadedDiagram,
  type LoadedTable,
  loadPolicy,
  type Policy,
} from './compiled.ts'
import { DiagramBuilder, IMPOSSIBLE, NONE, type Ref } from './diagram.ts'
import { compareCuts, exampleOf, type FactDomain, type FactValue, sayAmounts, sayBox } from './domain.ts'
import { type DecidingTable, decidingTables } from './link.ts'
import type { EngagementThen, EscalationThen, OwnerThen } from './schema.ts'

export type Change = {
  readonly table: DecidingTable
  /** The facts for which the answer changes, in words. */
  readonly when: string
  readonly from: string
  readonly to: string
  /** One ask whose answer changes. */
  readonly example: Readonly<Record<string, FactValue>>
}

export type PolicyDiff = {
  /** Facts and values that only one version knows. */
  readonly schema: readonly string[]
  readonly changes: readonly Change[]
  /** False when there are more changes than are listed. */
  readonly complete: boolean
}

/** Boxes listed for one pair of answers. */
const boxesMax = 40

/** Compares two compiled policies; the order of their facts may differ. */
export function diffPolicies(before: CompiledPolicy, after: CompiledPolicy): PolicyDiff {
  const [a, b] = [loadPolicy(before), loadPolicy(after)]
  const facts = jointFacts(a, b)
  const builder = new DiagramBuilder(facts.map((fact) => fact.atoms))
  const changes: Change[] = []
  let complete = true
  for (const table of decidingTables) {
    const compared = compareTables(table, a, b, facts, builder)
    changes.push(...compared.changes)
    complete &&= compared.complete
  }
  return { schema: schemaChanges(a, b), changes, complete }
}

/** All facts and values that either version knows, in the order of the later one. */
function jointFacts(before: Policy, after: Policy): FactDomain[] {
  const names = [...new Set([...after.facts, ...before.facts].map((fact) => fact.name))]
  return names.map((name) => {
    const [old, young] = [before.factByName.get(name), after.factByName.get(name)]
    const fact = (young ?? old)!
    if (fact.kind === 'amount') {
      const cuts = [...(old?.cuts ?? []), ...(young?.cuts ?? [])]
        .sort(compareCuts)
        .filter((cut, at, all) => at === 0 || compareCuts(cut, all[at - 1]!) !== 0)
      return { ...fact, cuts, atoms: cuts.length + 1, say: sayAmounts(fact.unit, cuts) }
    }
    const values = [...new Set([...fact.values, ...(old?.values ?? [])])]
    const say = values.map((value) => {
      const owner = [young, old].find((f) => f?.atomOf.has(value))!
      return owner.say[owner.atomOf.get(value)!]!
    })
    return { ...fact, values, say, atoms: values.length }
  })
}

function compareTables(
  name: DecidingTable,
  before: Policy,
  after: Policy,
  facts: readonly FactDomain[],
  builder: DiagramBuilder,
): { changes: Change[]; complete: boolean } {
  const meanings: string[] = ['', '']
  const leafOf = (key: string): Ref => {
    const at = meanings.indexOf(key, 2)
    return ~(at >= 0 ? at : meanings.push(key) - 1)
  }
  const translate = (policy: Policy): Ref =>
    new Translation(policy, diagramOf(policy, name), facts, builder, (answer) =>
      leafOf(meaning(name, answer)),
    ).root
  const pairs: (readonly [Ref, Ref])[] = []
  const changed = builder.combine(translate(before), translate(after), (x, y) => {
    if (x === y || x === IMPOSSIBLE || y === IMPOSSIBLE) return NONE
    if (x >= 0 || y >= 0) return undefined
    const known = pairs.findIndex(([from, to]) => from === x && to === y)
    return ~(2 + (known >= 0 ? known : pairs.push([x, y]) - 1))
  })
  let complete = true
  const changes = pairs.flatMap(([from, to], at) => {
    const covered = builder.cover(changed, (leaf) => leaf === ~(2 + at), boxesMax)
    complete &&= covered.complete
    return covered.boxes.map((box) => ({
      table: name,
      when: sayBox(facts, box) || 'every ask',
      from: meanings[~from]!,
      to: meanings[~to]!,
      example: exampleOf(facts, box),
    }))
  })
  return { changes, complete }
}

function diagramOf(policy: Policy, name: DecidingTable): LoadedDiagram<unknown> {
  const table = policy[name] as LoadedTable<unknown>
  if (table.kind === 'diagram') return table
  const { name: title, version } = policy.compiled
  throw new Refusal(
    'limit_exceeded',
    name,
    `policy \`${title}\` ${version} is too large to compare`,
    'Derive a fact first, so that fewer rules mix many facts.',
  )
}

/** A frozen diagram of one version rebuilt over the joint facts; impossible combinations marked. */
class Translation {
  readonly root: Ref
  readonly #policy: Policy
  readonly #facts: readonly FactDomain[]
  readonly #builder: DiagramBuilder

  constructor(
    policy: Policy,
    table: LoadedDiagram<unknown>,
    facts: readonly FactDomain[],
    builder: DiagramBuilder,
    leafOf: (answer: Answer<unknown>) => Ref,
  ) {
    this.#policy = policy
    this.#facts = facts
    this.#builder = builder
    const answered = this.#rebuild(table.diagram, (leaf) => leafOf(table.only[leaf]![0]))
    const possible = this.#rebuild(policy.compiled.possible, (leaf) => (leaf === 0 ? NONE : IMPOSSIBLE))
    this.root = builder.combine(possible, answered, (p, r) =>
      p === IMPOSSIBLE ? p : p === NONE ? r : undefined,
    )
  }

  #rebuild({ nodes, root }: { nodes: readonly number[]; root: number }, leafOf: (leaf: number) => Ref): Ref {
    const memo = new Map<number, Ref>()
    const visit = (ref: number): Ref => {
      if (ref < 0) return leafOf(~ref)
      const known = memo.get(ref)
      if (known !== undefined) return known
      const fact = this.#policy.facts[nodes[ref]!]!
      const level = this.#facts.findIndex((joint) => joint.name === fact.name)
      const children = Array.from({ length: fact.atoms }, (_, atom) => visit(nodes[ref + 1 + atom]!))
      const built = this.#choose(level, (atom) => {
        const own = this.#ownAtom(fact, this.#facts[level]!, atom)
        return own === undefined ? IMPOSSIBLE : children[own]!
      })
      memo.set(ref, built)
      return built
    }
    return visit(root)
  }

  /** The diagram that is `child(atom)` where the fact at `level` has that atom, whatever level the children are on. */
  #choose(level: number, child: (atom: number) => Ref): Ref {
    const all = ~2_000_000
    const size = this.#builder.sizes[level]!
    let result: Ref = all
    for (const target of new Set(Array.from({ length: size }, (_, atom) => child(atom)))) {
      const atoms = new Set(
        Array.from({ length: size }, (_, atom) => atom).filter((atom) => child(atom) === target),
      )
      const box = new Array<ReadonlySet<number> | undefined>(this.#facts.length).fill(undefined)
      box[level] = atoms
      const inside = this.#builder.box(box, ~2_000_001, all)
      result = this.#builder.combine(
        this.#builder.combine(inside, target, (here, then) =>
          here === all ? all : here < 0 ? then : undefined,
        ),
        result,
        (x, y) => (x === all ? y : y === all ? x : x < 0 && y < 0 ? x : undefined),
      )
    }
    return result
  }

  /** The atom that a version's own fact has for a joint atom; `undefined` for a value it does not know. */
  #ownAtom(own: FactDomain, joint: FactDomain, atom: number): number | undefined {
    if (own.kind !== 'amount') {
      const at = own.values.indexOf(joint.values[atom]!)
      return at < 0 ? undefined : at
    }
    if (atom === 0) return 0
    const cut = joint.cuts[atom - 1]!
    return own.cuts.filter((passed) => compareCuts(passed, cut) <= 0).length
  }
}

/** What an answer means, apart from its texts. */
function meaning(name: DecidingTable, { then }: Answer<unknown>): string {
  if (then === undefined) return 'no rule'
  if (name === 'owner') {
    const { team, roles, with: helpers } = then as OwnerThen
    const by = roles.length > 0 ? ` (${roles.join(', ')})` : ''
    return `${team ?? 'nobody'}${by}${helpers.length > 0 ? ` with ${helpers.join(', ')}` : ''}`
  }
  if (name === 'engagement') {
    const { verdict, kind, to } = then as EngagementThen
    return [verdict, kind, to && `to ${to}`].filter(Boolean).join(' ')
  }
  const { path, immediate } = then as EscalationThen
  return `${immediate ? 'at once: ' : ''}${path}`
}

function schemaChanges(before: Policy, after: Policy): string[] {
  const describe = (from: Policy, to: Policy, word: string): string[] =>
    from.facts.flatMap((fact) => {
      const other = to.factByName.get(fact.name)
      if (!other) return [`${word} fact ${fact.name}`]
      return fact.values
        .filter((value) => !other.atomOf.has(value))
        .map((value) => `${word} ${fact.name} ${value}`)
    })
  return [...describe(before, after, 'removed'), ...describe(after, before, 'added')]
}
