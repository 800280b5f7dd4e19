/** Makes plain data of a policy: its diagrams, or bit sets where those would be too large, and all its texts. */
import { placeOf } from '../diagnostic.ts'
import { bitTables, placesOf } from './bit-sets.ts'
import {
  type Compilation,
  type CompileOptions,
  compilePolicy,
  compilePossible,
  orderFacts,
} from './compile.ts'
import type { CompiledPolicy, CompiledRule, DiagramTable, Programme, ScannedTable } from './compiled.ts'
import type { DiagramBuilder, FrozenDiagram, Ref } from './diagram.ts'
import type { FactDomain } from './domain.ts'
import { type DecidingTable, forEachDeciding, type LinkedPolicy, type LinkedRule } from './link.ts'

/** Compiles a linked policy to plain data: as diagrams, or as bit sets where those would be too large. */
export function compileToData(policy: LinkedPolicy, options: CompileOptions = {}): CompiledPolicy {
  const compilation = compilePolicy(policy, options)
  return compilation ? freeze(compilation) : freezeAsBitSets(policy)
}

/** Makes plain data of a compilation, with every switch at its present value. */
export function freeze(compilation: Compilation): CompiledPolicy {
  const { policy, builder } = compilation
  const facts = compilation.facts.filter(isKnowable)
  const freezeRoot = freezer(compilation, facts)
  const table = (name: DecidingTable): DiagramTable => {
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
    return { kind: 'diagram', diagram: freezeRoot(builder, compilation.answers[name], leafNumber), leaves }
  }
  return complete(
    policy,
    facts,
    compilation.rules,
    forEachDeciding(table),
    freezeRoot(builder, compilation.possible, (ref) => ~ref),
  )
}

/** The same for a policy that is too large for diagrams: its tables as bit sets. */
function freezeAsBitSets(policy: LinkedPolicy): CompiledPolicy {
  const ordered = orderFacts(policy)
  const facts = ordered.filter(isKnowable)
  const rules = policy.tables.flatMap((table) => table.rules)
  const places = placesOf(facts, policy)
  const table = (name: DecidingTable): ScannedTable => ({
    kind: 'bit-sets',
    bits: bitTables(policy, name, places, (rule) => rules.indexOf(rule)),
  })
  const { builder, root } = compilePossible(policy, ordered)
  return complete(
    policy,
    facts,
    rules,
    forEachDeciding(table),
    freezer({ facts: ordered }, facts)(builder, root, (ref) => ~ref),
  )
}

const isKnowable = (fact: FactDomain): boolean => !fact.derived && fact.kind !== 'switch'

type Freezer = (builder: DiagramBuilder, root: Ref, leaf: (ref: Ref) => number) => FrozenDiagram

/** Fixes the switches and numbers levels and leaves anew. */
function freezer(
  { facts: all }: { readonly facts: readonly FactDomain[] },
  facts: readonly FactDomain[],
): Freezer {
  const index = new Map(facts.map((fact, at) => [all.indexOf(fact), at]))
  const fixed = all.flatMap((fact, level) => (fact.kind === 'switch' ? [{ level, atom: fact.default! }] : []))
  return (builder, root, leaf) => {
    const open = fixed.reduce((ref, { level, atom }) => builder.restrict(ref, level, atom), root)
    const { root: top, nodes } = builder.freeze(open)
    return { root: top < 0 ? ~leaf(top) : top, nodes: renumber(nodes, builder.sizes, index, leaf) }
  }
}

function complete(
  policy: LinkedPolicy,
  facts: readonly FactDomain[],
  rules: readonly LinkedRule[],
  tables: CompiledPolicy['tables'],
  possible: FrozenDiagram,
): CompiledPolicy {
  const { content, place } = policy.parsed.policy
  return {
    format: 1,
    name: content.policy,
    version: content.version,
    facts,
    tables,
    possible,
    impossible: policy.impossible.flatMap(({ id, because, boxes }) =>
      boxes.map((box) => ({
        id,
        because,
        facts: [...box].map(([fact, atoms]) => ({
          fact: facts.findIndex((f) => f.name === fact),
          atoms: [...atoms],
        })),
      })),
    ),
    rules: rules.map((rule) => citable(rule, policy)),
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
    ...(content.records && { records: content.records }),
    ...(content.engagements && { engagements: content.engagements }),
    ...(policy.parsed.programme && { programme: programmeOf(policy) }),
  }
}

/** The programme with its cap as a number, as the pages and the running desk need it. */
export function programmeOf({ parsed, parameters }: LinkedPolicy): Programme {
  const { programme } = parsed.programme!.content
  const { cap } = programme
  return { ...programme, cap: typeof cap === 'number' ? cap : Number(parameters.get(cap)) }
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
