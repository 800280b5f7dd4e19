/**
 * Puts together what is known of an ask: what the caller states outranks the account's record, which outranks
 * what was read from the text, which outranks the policy's defaults. Contradictions are never resolved in
 * silence: each becomes a warning that says both sides.
 */
import type { LoadedFact, Policy } from './policy/compiled.ts'
import { type FactValue, valueOfAtom } from './policy/domain.ts'
import type { FactReading } from './read/reading.ts'
import type { Span } from './read/words.ts'
import { areTogetherPossible, atomsOf, type Facts, possibleAtoms } from './walk.ts'

/** Where a fact is known from, strongest first. */
const origins = ['stated', 'account', 'text', 'default'] as const
export type Origin = (typeof origins)[number]

/** One known fact. Several `values` mean that each is still possible. */
type Known = {
  readonly fact: LoadedFact
  readonly values: readonly FactValue[]
  readonly from: Origin
  /** The words of the text it was read from. */
  readonly words?: string
  readonly span?: Span
  /** The fact it follows from, by a combination that the policy declares impossible. */
  readonly follows?: string
}

export type Knowledge = {
  readonly known: ReadonlyMap<string, Known>
  /** The same as the walk takes it. */
  readonly facts: Facts
  readonly warnings: readonly string[]
}

export type Sources = {
  readonly stated: Facts
  readonly account: Facts
  readonly text: readonly FactReading[]
  /** The topics that the text may be about; none where nothing was read or the topic is stated. */
  readonly topics: readonly string[]
}

/** Merges the sources. `topic` counts like any other fact here. */
export function gatherKnowledge(policy: Policy, sources: Sources): Knowledge {
  const known = new Map<string, Known>()
  const warnings: string[] = []
  for (const fact of policy.facts) {
    const claims = claimsOf(fact, sources)
    const [strongest, ...others] = claims
    if (!strongest) continue
    known.set(
      fact.name,
      others.reduce((kept, other) => reconcile(fact, kept, other, warnings), strongest),
    )
  }
  for (const fact of policy.facts) {
    if (known.has(fact.name) || fact.default === undefined) continue
    known.set(fact.name, { fact, values: [valueOfAtom(fact, fact.default)], from: 'default' })
  }
  setAsideContradictions(policy, known, warnings)
  inferFromImpossible(policy, known)
  return { known, facts: asFacts(known), warnings }
}

/** A fact as the walk takes it: a value, or the list of those still possible. */
const asFacts = (known: ReadonlyMap<string, Known>): Facts =>
  Object.fromEntries([...known].map(([name, { values }]) => [name, values.length === 1 ? values[0] : values]))

function claimsOf(fact: LoadedFact, { stated, account, text, topics }: Sources): Known[] {
  const claims: Known[] = []
  for (const [from, facts] of [
    ['stated', stated],
    ['account', account],
  ] as const) {
    const value = facts[fact.name]
    if (value === null || value === undefined) continue
    claims.push({ fact, values: [...new Set([value].flat())], from })
  }
  for (const reading of text) {
    if (reading.fact === fact.name)
      claims.push({ fact, values: reading.values, from: 'text', words: reading.words, span: reading.span })
  }
  if (fact.kind === 'topic' && topics.length > 0) claims.push({ fact, values: topics, from: 'text' })
  return claims
}

/** Keeps the stronger claim, narrowed by the weaker one where they agree on something. */
function reconcile(fact: LoadedFact, kept: Known, other: Known, warnings: string[]): Known {
  const atomsKept = new Set(kept.values.map((value) => atomsOf(fact, value)))
  const common = other.values.filter((value) => atomsKept.has(atomsOf(fact, value)))
  if (common.length === 0) {
    warnings.push(
      `${fact.name}: ${sayClaim(kept)}, but ${sayClaim(other)}. Went by the former; check which is right.`,
    )
    return kept
  }
  const narrower = new Set(common.map((value) => atomsOf(fact, value))).size < atomsKept.size
  if (!narrower) return kept
  return {
    ...kept,
    values: common,
    ...(other.words !== undefined && {
      words: other.words,
      from: other.from,
      ...(other.span && { span: other.span }),
    }),
  }
}

const sayValues = (values: readonly FactValue[]): string => values.map((value) => `\`${value}\``).join(' or ')

function sayClaim({ from, values, words }: Known): string {
  if (from === 'text') return `the text says ${sayValues(values)} (“${words ?? ''}”)`
  return from === 'account'
    ? `the account's record says ${sayValues(values)}`
    : `${sayValues(values)} was stated`
}

/**
 * Facts that cannot be together are not believed: the weakest of them is set aside, all of them when they are
 * equally strong, so that the answer asks instead of choosing. A default gives way without a word.
 */
function setAsideContradictions(policy: Policy, known: Map<string, Known>, warnings: string[]): void {
  while (!areTogetherPossible(policy, asFacts(known))) {
    const core = contradiction(policy, known)
    const weakest = Math.max(...core.map(({ from }) => origins.indexOf(from)))
    const aside = core.filter(({ from }) => origins.indexOf(from) === weakest)
    if (origins[weakest] !== 'default') warnings.push(sayContradiction(policy, core, aside))
    for (const { fact } of aside) {
      if (fact.default === undefined) known.delete(fact.name)
      else known.set(fact.name, { fact, values: everyValue(fact), from: 'default' })
    }
  }
}

/** The fewest known facts that already exclude one another, the strongest left out first. */
function contradiction(policy: Policy, known: ReadonlyMap<string, Known>): Known[] {
  const claims = [...known.values()].sort((a, b) => origins.indexOf(a.from) - origins.indexOf(b.from))
  const core = new Map(claims.map((claim) => [claim.fact.name, claim]))
  for (const claim of claims) {
    core.delete(claim.fact.name)
    if (areTogetherPossible(policy, { ...undefaulted(policy), ...asFacts(core) }))
      core.set(claim.fact.name, claim)
  }
  return [...core.values()]
}

const everyValue = (fact: LoadedFact): FactValue[] => fact.any.map((atom) => valueOfAtom(fact, atom))

/** Every fact at all its values, so that no default stands in for one that is left out. */
const undefaulted = (policy: Policy): Facts =>
  Object.fromEntries(
    policy.facts.flatMap((fact) => (fact.default === undefined ? [] : [[fact.name, everyValue(fact)]])),
  )

function sayContradiction(policy: Policy, core: readonly Known[], aside: readonly Known[]): string {
  const claims = core.map(({ fact, values }) => `${fact.name} ${sayValues(values)}`).join(' and ')
  const names = core.map(({ fact }) => fact.index)
  const broken = policy.compiled.impossible.find(({ facts }) =>
    facts.every(({ fact }) => names.includes(fact)),
  )
  const set = aside.map(({ fact }) => fact.name).join(' and ')
  return `${claims} cannot be together: ${broken?.because ?? 'the policy rules it out.'} Set ${set} aside; check which is right.`
}

/** What follows for facts that are still open: a Platform Architect means Enterprise. */
function inferFromImpossible(policy: Policy, known: Map<string, Known>): void {
  for (const combination of policy.compiled.impossible) {
    for (const { fact: index } of combination.facts) {
      const fact = policy.facts[index]!
      const before = known.get(fact.name)
      if (fact.kind === 'amount' || (before && (before.from === 'default' || before.values.length === 1)))
        continue
      const facts = asFacts(known)
      const candidates = possibleAtoms(fact, facts[fact.name])
      const left = candidates.filter((atom) =>
        areTogetherPossible(policy, { ...facts, [fact.name]: valueOfAtom(fact, atom) }),
      )
      if (left.length === candidates.length) continue
      const basis = combination.facts
        .map((c) => known.get(policy.facts[c.fact]!.name))
        .find((k) => k && k.fact !== fact)
      if (!basis) continue
      const values = left.map((atom) => valueOfAtom(fact, atom))
      known.set(fact.name, { fact, values, from: basis.from, follows: basis.fact.name })
    }
  }
}
