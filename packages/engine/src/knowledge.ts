/**
 * Puts together what is known of an ask: what the caller states outranks the account's record, which outranks
 * what was read from the text, which outranks the policy's defaults. Contradictions are never resolved in
 * silence: each becomes a warning that says both sides.
 */
import type { ImpossibleCombination, LoadedFact, Policy } from './policy/compiled.ts'
import { type FactValue, valueOf } from './policy/domain.ts'
import type { FactReading } from './read/reading.ts'
import { areTogetherPossible, atomsOf, type Facts } from './walk.ts'

/** Where a fact is known from, strongest first. */
export const origins = ['stated', 'account', 'text', 'default'] as const
export type Origin = (typeof origins)[number]

/** One known fact. Several `values` mean that each is still possible. */
export type Known = {
  readonly fact: LoadedFact
  readonly values: readonly FactValue[]
  readonly from: Origin
  /** The words of the text it was read from. */
  readonly words?: string
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
}

/** Merges the sources. `topic` counts like any other fact here; reading it from the text is the caller's part. */
export function gatherKnowledge(policy: Policy, sources: Sources): Knowledge {
  const known = new Map<string, Known>()
  const warnings: string[] = []
  for (const fact of policy.facts) {
    const claims = claimsOf(fact, sources)
    const [strongest, ...others] = claims
    if (!strongest) continue
    known.set(fact.name, others.reduce((kept, other) => reconcile(fact, kept, other, warnings), strongest))
  }
  setAsideContradictions(policy, known, warnings)
  for (const fact of policy.facts) {
    if (known.has(fact.name) || fact.default === undefined) continue
    known.set(fact.name, { fact, values: [valueOf(fact, fact.default)], from: 'default' })
  }
  inferFromImpossible(policy, known)
  return { known, facts: asFacts(known), warnings }
}

/** A fact as the walk takes it: a value, or the list of those still possible. */
const asFacts = (known: ReadonlyMap<string, Known>): Facts =>
  Object.fromEntries([...known].map(([name, { values }]) => [name, values.length === 1 ? values[0] : values]))

function claimsOf(fact: LoadedFact, { stated, account, text }: Sources): Known[] {
  const claims: Known[] = []
  for (const [from, facts] of [
    ['stated', stated],
    ['account', account],
  ] as const) {
    const value = facts[fact.name]
    if (value === null || value === undefined) continue
    claims.push({ fact, values: typeof value === 'object' ? value : [value], from })
  }
  for (const reading of text) {
    if (reading.fact === fact.name) claims.push({ fact, values: reading.values, from: 'text', words: reading.words })
  }
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
  return { ...kept, values: common, ...(other.words !== undefined && { words: other.words, from: other.from }) }
}

const sayValues = (values: readonly FactValue[]): string => values.map((value) => `\`${value}\``).join(' or ')

function sayClaim({ from, values, words }: Known): string {
  if (from === 'text') return `the text says ${sayValues(values)} (“${words ?? ''}”)`
  return from === 'account' ? `the account's record says ${sayValues(values)}` : `${sayValues(values)} was stated`
}

/**
 * Facts that cannot be together are not believed: the weaker of them is set aside, all of them when they are
 * equally strong, so that the answer asks instead of choosing.
 */
function setAsideContradictions(policy: Policy, known: Map<string, Known>, warnings: string[]): void {
  while (!areTogetherPossible(policy, asFacts(known))) {
    const broken = policy.compiled.impossible.find((combination) => holds(policy, known, combination))
    // INVARIANT: some declared combination holds, or nothing known is left that could be in one.
    const names = broken ? broken.facts.map(({ fact }) => policy.facts[fact]!.name) : [...known.keys()]
    const rank = (name: string): number => origins.indexOf(known.get(name)!.from)
    const weakest = Math.max(...names.map(rank))
    const aside = names.filter((name) => rank(name) === weakest)
    const claims = names.map((name) => `${name} ${sayValues(known.get(name)!.values)}`).join(' and ')
    warnings.push(
      `${claims} cannot be together: ${broken?.because ?? 'the policy rules it out.'} ` +
        `Set ${aside.join(' and ')} aside; check which is right.`,
    )
    for (const name of aside) known.delete(name)
  }
}

function holds(policy: Policy, known: ReadonlyMap<string, Known>, combination: ImpossibleCombination): boolean {
  return combination.facts.every(({ fact, atoms }) => {
    const own = known.get(policy.facts[fact]!.name)
    return own?.values.every((value) => atoms.includes(atomsOf(own.fact, value) as number))
  })
}

/** What follows for facts that are still open: a Platform Architect means Enterprise. */
function inferFromImpossible(policy: Policy, known: Map<string, Known>): void {
  for (const combination of policy.compiled.impossible) {
    for (const { fact: index } of combination.facts) {
      const fact = policy.facts[index]!
      const before = known.get(fact.name)
      if (fact.kind === 'amount' || (before && (before.from === 'default' || before.values.length === 1))) continue
      const facts = asFacts(known)
      const open = atomsOf(fact, facts[fact.name])
      const candidates = typeof open === 'number' ? [open] : open
      const left = candidates.filter((atom) => areTogetherPossible(policy, { ...facts, [fact.name]: valueOf(fact, atom) }))
      if (left.length === candidates.length) continue
      const basis = combination.facts.map((c) => known.get(policy.facts[c.fact]!.name)).find((k) => k && k.fact !== fact)
      if (!basis) continue
      const values = left.map((atom) => valueOf(fact, atom))
      known.set(fact.name, { fact, values, from: basis.from, follows: basis.fact.name })
    }
  }
}
