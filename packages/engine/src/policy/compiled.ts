/**
 * The compiled policy: plain data that can be stored, shipped to an edge function and loaded without the YAML.
 * `freeze.ts` makes it, `loadPolicy` makes it ready to be asked.
 */
import type { FrozenDiagram } from './diagram.ts'
import type { FactDomain } from './domain.ts'
import type { DecidingTable, LinkedRule } from './link.ts'
import type {
  EngagementThen,
  EscalationThen,
  OwnerThen,
  PolicyFile,
  ProgrammeFile,
  TeamsFile,
} from './schema.ts'

/** The programme of assigned support engineers, its cap resolved at the date of compiling. */
export type Programme = Omit<ProgrammeFile['programme'], 'cap'> & { readonly cap: number }

type Team = TeamsFile['teams'][string]

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
export type DiagramTable = {
  readonly kind: 'diagram'
  readonly diagram: FrozenDiagram
  /** Numbers of rules, the deciding one last; leaf 0 is "no rule". */
  readonly leaves: readonly (readonly number[])[]
}
/** The rules of one table, one bit each, in order; bit n of word n >> 5. */
export type BitTable = {
  /** Numbers of rules. A rule with several boxes has a bit for each. */
  readonly rules: readonly number[]
  readonly hit: 'unique' | 'first'
  /** For each fact that the table tests, by its place in `facts`: for each atom the rules that allow it. */
  readonly allowed: readonly { readonly fact: number; readonly atoms: readonly (readonly number[])[] }[]
  /** The derived fact it gives, with the atom each rule gives and what stands where none applies. */
  readonly derives:
    | {
        readonly fact: number
        readonly atoms: readonly number[]
        readonly otherwise: { readonly keep: number } | { readonly atom: number }
      }
    | undefined
}

/** A deciding table with all tables that derive facts for it, those first. */
export type BitTables = {
  readonly tables: readonly BitTable[]
  /** How many facts there are, derived ones and switches counted. */
  readonly facts: number
  /** The switches, by place, with their atom. */
  readonly fixed: readonly { readonly fact: number; readonly atom: number }[]
}

/** A table whose diagram would be too large. */
export type ScannedTable = { readonly kind: 'bit-sets'; readonly bits: BitTables }
type CompiledTable = DiagramTable | ScannedTable

/** Which atoms of which facts cannot be together. */
type ImpossibleCombination = {
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
  /** What the CRM should say of a case; absent where the policy does not say. */
  readonly records?: NonNullable<PolicyFile['records']>
  /** The time-box of each kind of engagement. */
  readonly engagements?: NonNullable<PolicyFile['engagements']>
  readonly programme?: Programme
}

/** What one table says for a combination of facts: the rules on the way and what the last of them gives. */
export type Answer<Then = unknown> = {
  /** In the order in which they applied; empty where the policy has a gap. */
  readonly rules: readonly CompiledRule[]
  readonly then: Then | undefined
  /** Equal for answers that mean the same; texts and lists do not count. */
  readonly key: string
}

/** A table ready to be walked. `only[n]` is the frozen answer list that holds just leaf n. */
export type LoadedDiagram<Then> = {
  readonly kind: 'diagram'
  readonly diagram: FrozenDiagram
  readonly only: readonly (readonly [Answer<Then>])[]
}
export type LoadedTable<Then> =
  | LoadedDiagram<Then>
  | { readonly kind: 'bit-sets'; readonly bits: BitTables; keyOf(then: Then): string }

/** A fact with what the walk needs at hand. */
export type LoadedFact = FactDomain & {
  readonly index: number
  readonly atomOf: ReadonlyMap<string, number>
  /** The same where a value is a word: empty for yes-no, whose values are `true` and `false` themselves. */
  readonly atomOfWord: ReadonlyMap<string, number>
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

/** All facts get the same shape, field by field: the walk then reads each field from one known place. */
function loadFact(fact: FactDomain, index: number): LoadedFact {
  const { name, kind, atoms, values, cuts, min, max, unit, derived, about, ask, who, say } = fact
  const atomOf = new Map(values.map((value, atom) => [value, atom]))
  return {
    index,
    name,
    kind,
    atomOfWord: kind === 'yes-no' ? new Map<string, number>() : atomOf,
    atomOf,
    default: fact.default,
    any: Array.from({ length: atoms }, (_, atom) => atom),
    ...{ atoms, values, cuts, min, max, unit, derived, about, ask, who, say },
  }
}

/** Makes a compiled policy ready to be asked; well under a millisecond, nothing is parsed. */
export function loadPolicy(compiled: CompiledPolicy): Policy {
  const facts = compiled.facts.map(loadFact)
  const table = <Then>(name: DecidingTable): LoadedTable<Then> => {
    const source = compiled.tables[name]
    const key = keyOf[name] as (then: Then) => string
    if (source.kind === 'bit-sets') return { ...source, keyOf: key }
    const only = source.leaves.map((numbers) => {
      const rules = numbers.map((number) => compiled.rules[number]!)
      const then = rules.at(-1)?.then as Then | undefined
      return Object.freeze([
        Object.freeze({ rules: Object.freeze(rules), then, key: then === undefined ? 'no rule' : key(then) }),
      ] as const)
    })
    return { kind: 'diagram', diagram: source.diagram, only }
  }
  return {
    compiled,
    facts,
    factByName: new Map(facts.map((fact) => [fact.name, fact])),
    owner: table('owner'),
    engagement: table('engagement'),
    escalation: table('escalation'),
  }
}
