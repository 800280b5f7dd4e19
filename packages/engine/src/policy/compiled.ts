/**
 * The compiled policy: plain data that can be stored, shipped to an edge function and loaded without the YAML.
 * `freeze` makes it from a compilation, `loadPolicy` makes it ready to be asked.
 */
import type { Compilation } from './compile.ts'
import type { FrozenDiagram, Ref } from './diagram.ts'
import type { FactDomain } from './domain.ts'
import type { DecidingTable, LinkedPolicy, LinkedRule } from './link.ts'
import { placeOf } from '../diagnostic.ts'
import type { EngagementThen, EscalationThen, OwnerThen, PolicyFile, TeamsFile } from './schema.ts'

export type Team = TeamsFile['teams'][string]

/** A rule as it is cited: where it stands and what it stands on. */
export type CompiledRule = {
  readonly id: string
  readonly table: string
  /** `file:line` of the rule. */
  readonly at: string
  readonly source: string
  /** Rows of the sources, the first being the rule's own. */
  readonly rows: readonly string[]
  readonly because: string
  readonly tell: string | undefined
  readonly warn: string | undefined
  readonly then: LinkedRule['then']
}

/** One table: for every combination of facts a leaf, for every leaf the rules that lead to it. */
export type CompiledTable = {
  readonly diagram: FrozenDiagram
  /** Numbers of rules, the deciding one last; leaf 0 is "no rule". */
  readonly leaves: readonly (readonly number[])[]
}

/** Which atoms of which facts cannot be together. */
export type ImpossibleCombination = {
  readonly id: string
  readonly because: string
  readonly facts: readonly { readonly fact: number; readonly atoms: readonly number[] }[]
}

export type CompiledPolicy = {
  readonly format: 1
  readonly name: string
  readonly version: string
  /** The facts that can be known, in the order of the diagrams. */
  readonly facts: readonly FactDomain[]
  readonly tables: Readonly<Record<DecidingTable, CompiledTable>>
  /** Leaf 0 where a combination can be, leaf 1 elsewhere. */
  readonly possible: FrozenDiagram
  readonly impossible: readonly ImpossibleCombination[]
  readonly rules: readonly CompiledRule[]
  readonly teams: Readonly<Record<string, Team>>
  readonly topics: Readonly<Record<string, { readonly name: string; readonly description: string }>>
  readonly fallback: PolicyFile['fallback'] & { readonly at: string; readonly source: string }
  /** The team whose engagement is decided. */
  readonly engages: string
  readonly messages: PolicyFile['messages']
  readonly macros: PolicyFile['macros']
}

/** Makes plain data of a compilation, with every switch at its present value. */
export function freeze(compilation: Compilation): CompiledPolicy {
  const { policy, builder } = compilation
  const facts = compilation.facts.filter((fact) => !fact.derived && fact.kind !== 'switch')
  const index = new Map(facts.map((fact, at) => [compilation.level.get(fact.name)!, at]))
  const fixed = compilation.facts.flatMap((fact, level) => (fact.kind === 'switch' ? [{ level, atom: fact.default! }] : []))
  const freezeRoot = (root: Ref, leaf: (ref: Ref) => number): FrozenDiagram => {
    const open = fixed.reduce((ref, { level, atom }) => builder.restrict(ref, level, atom), root)
    const { root: top, nodes } = builder.freeze(open)
    return { root: top < 0 ? ~leaf(top) : top, nodes: renumber(nodes, builder.sizes, index, leaf) }
  }
  const table = (name: DecidingTable): CompiledTable => {
    const leaves: (readonly number[])[] = [[]]
    const numbers = new Map<Ref, number>()
    const leafNumber = (ref: Ref): number => {
      const leaf = compilation.leaves[~ref]!
      if (leaf.kind !== 'rules') return 0
      const known = numbers.get(ref)
      if (known !== undefined) return known
      numbers.set(ref, leaves.length)
      return leaves.push(leaf.rules) - 1
    }
    return { diagram: freezeRoot(compilation.answers[name], leafNumber), leaves }
  }
  const { content, place } = policy.parsed.policy
  return {
    format: 1,
    name: content.policy,
    version: content.version,
    facts,
    tables: { owner: table('owner'), engagement: table('engagement'), escalation: table('escalation') },
    possible: freezeRoot(compilation.possible, (ref) => ~ref),
    impossible: policy.impossible.flatMap(({ id, because, boxes }) =>
      boxes.map((box) => ({
        id,
        because,
        facts: [...box].map(([fact, atoms]) => ({ fact: facts.findIndex((f) => f.name === fact), atoms: [...atoms] })),
      })),
    ),
    rules: compilation.rules.map((rule) => citable(rule, policy)),
    teams: policy.parsed.teams.content.teams,
    topics: Object.fromEntries(
      policy.parsed.topics.map(({ content: { topic, name, description } }) => [topic, { name, description }]),
    ),
    fallback: {
      ...content.fallback,
      at: placeOf(place(['fallback'])).replace(/:\d+$/, ''),
      source: policy.sourceOfRow.get(content.fallback.cites[0]!)!,
    },
    engages: content.engages,
    messages: content.messages,
    macros: content.macros,
  }
}

/** Replaces levels by numbers of facts and leaves by the table's own. */
function renumber(
  nodes: readonly number[],
  sizes: readonly number[],
  index: ReadonlyMap<number, number>,
  leaf: (ref: Ref) => number,
): number[] {
  const renumbered = [...nodes]
  for (let at = 0; at < nodes.length; ) {
    const size = sizes[nodes[at]!]!
    renumbered[at] = index.get(nodes[at]!)!
    for (let child = at + 1; child <= at + size; child++) {
      if (nodes[child]! < 0) renumbered[child] = ~leaf(nodes[child]!)
    }
    at += 1 + size
  }
  return renumbered
}

const citable = (rule: LinkedRule, policy: LinkedPolicy): CompiledRule => ({
  id: rule.id,
  table: rule.table,
  at: `${rule.place.file}:${rule.place.line}`,
  source: policy.sourceOfRow.get(rule.cites[0]!)!,
  rows: rule.cites,
  because: rule.because,
  tell: rule.tell,
  warn: rule.warn,
  then: rule.then,
})

/** What one table says for a combination of facts: the rules on the way and what the last of them gives. */
export type Answer<Then = unknown> = {
  /** In the order in which they applied; empty where the policy has a gap. */
  readonly rules: readonly CompiledRule[]
  readonly then: Then | undefined
  /** Equal for answers that mean the same; texts and lists do not count. */
  readonly key: string
}

/** A table ready to be walked. `only[n]` is the frozen answer list that holds just leaf n. */
export type LoadedTable<Then> = {
  readonly diagram: FrozenDiagram
  readonly only: readonly (readonly [Answer<Then>])[]
}

/** A fact with what the walk needs at hand. */
export type LoadedFact = FactDomain & {
  readonly index: number
  readonly atomOf: ReadonlyMap<string, number>
  /** All atoms: what is possible when nothing is known. */
  readonly any: readonly number[]
}

/** A compiled policy ready to be asked. */
export type Policy = {
  readonly compiled: CompiledPolicy
  readonly facts: readonly LoadedFact[]
  readonly factByName: ReadonlyMap<string, LoadedFact>
  readonly owner: LoadedTable<OwnerThen>
  readonly engagement: LoadedTable<EngagementThen>
  readonly escalation: LoadedTable<EscalationThen>
}

const keyOf: Record<DecidingTable, (then: never) => string> = {
  owner: (then: OwnerThen) => then.team ?? 'nobody',
  engagement: (then: EngagementThen) => `${then.verdict} ${then.kind ?? ''} ${then.to ?? ''}`,
  escalation: (then: EscalationThen) => `${then.immediate} ${then.path}`,
}

/** Makes a compiled policy ready to be asked; well under a millisecond, nothing is parsed. */
export function loadPolicy(compiled: CompiledPolicy): Policy {
  const facts = compiled.facts.map((fact, index) => ({
    ...fact,
    index,
    atomOf: new Map(fact.values.map((value, atom) => [value, atom])),
    any: Array.from({ length: fact.atoms }, (_, atom) => atom),
  }))
  const table = <Then>(name: DecidingTable): LoadedTable<Then> => ({
    diagram: compiled.tables[name].diagram,
    only: compiled.tables[name].leaves.map((numbers) => {
      const rules = numbers.map((number) => compiled.rules[number]!)
      const then = rules.at(-1)?.then as Then | undefined
      const key = then === undefined ? 'no rule' : keyOf[name](then as never)
      return Object.freeze([Object.freeze({ rules: Object.freeze(rules), then, key })] as const)
    }),
  })
  return {
    compiled,
    facts,
    factByName: new Map(facts.map((fact) => [fact.name, fact])),
    owner: table('owner'),
    engagement: table('engagement'),
    escalation: table('escalation'),
  }
}
