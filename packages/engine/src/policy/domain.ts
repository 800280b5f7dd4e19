/**
 * The finite domains of facts: which values a fact can have, and which *atom* (small integer) stands for each.
 * Amounts are cut at the thresholds that the rules use, so that they are finite too.
 */
import type { Box } from './diagram.ts'

/** A value of a fact as people and programs write it. */
export type FactValue = string | boolean | number

/** A threshold of an amount: values from it on have passed it (`>= value`, or `> value` when exclusive). */
export type Cut = { readonly value: number; readonly exclusive: boolean }

/**
 * One fact. `atoms` counts the values it can have; for an amount, atom n means "n cuts passed". A `switch` is a
 * yes/no parameter of the policy that rules test like a fact; it is fixed before anything is decided.
 */
export type FactDomain = {
  readonly name: string
  readonly kind: 'choice' | 'yes-no' | 'amount' | 'topic' | 'switch'
  readonly atoms: number
  /** What each atom is called; for yes-no `false`, `true`; empty for amounts. */
  readonly values: readonly string[]
  readonly cuts: readonly Cut[]
  readonly min: number
  readonly max: number
  readonly unit: string
  /** The atom taken when nothing is known, if the policy gives one. */
  readonly default: number | undefined
  readonly derived: boolean
  readonly about: string
  readonly ask: string | undefined
  readonly who: 'customer' | 'colleague' | 'crm'
  /** Completes "when it is …", one for each atom. */
  readonly say: readonly string[]
}

export const compareCuts = (a: Cut, b: Cut): number =>
  a.value - b.value || Number(a.exclusive) - Number(b.exclusive)

const passed = (cut: Cut, amount: number): boolean =>
  cut.exclusive ? amount > cut.value : amount >= cut.value

/** The atom of an amount: how many cuts it has passed. */
export function amountAtom(cuts: readonly Cut[], amount: number): number {
  let atom = 0
  while (atom < cuts.length && passed(cuts[atom]!, amount)) atom++
  return atom
}

/** An amount that has this atom, for examples: the smallest round one. */
function amountOf(fact: FactDomain, atom: number): number {
  if (atom === 0) return fact.min
  const cut = fact.cuts[atom - 1]!
  const next = fact.cuts[atom]
  if (!cut.exclusive) return cut.value
  return next ? Math.min(cut.value + 1, (cut.value + next.value) / 2) : cut.value + 1
}

/** What an atom stands for: the value itself, or for an amount one that has this atom. */
export function valueOfAtom(fact: FactDomain, atom: number): FactValue {
  if (fact.kind === 'amount') return amountOf(fact, atom)
  if (fact.kind === 'yes-no' || fact.kind === 'switch') return atom === 1
  return fact.values[atom]!
}

const digits = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** Words for an amount from one cut to another: "with at least 100,000 USD a year". */
function sayAmount(unit: string, low: Cut | undefined, high: Cut | undefined): string {
  const from = low && `${low.exclusive ? 'more than' : 'at least'} ${digits(low.value)} ${unit}`
  const to = high && `${high.exclusive ? 'at most' : 'less than'} ${digits(high.value)} ${unit}`
  if (from && to) return `with ${from} and ${to}`
  return `with ${from ?? to ?? `any amount of ${unit}`}`
}

/** Words for each atom of an amount. */
export const sayAmounts = (unit: string, cuts: readonly Cut[]): string[] =>
  Array.from({ length: cuts.length + 1 }, (_, atom) => sayAmount(unit, cuts[atom - 1], cuts[atom]))

/** Several atoms of a fact in words: "on Hobby or on Pro"; neighbouring amounts as one range. */
export function sayAtoms(fact: FactDomain, atoms: Iterable<number>): string {
  const sorted = [...atoms].sort((a, b) => a - b)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (fact.kind === 'amount' && first !== undefined && last! - first === sorted.length - 1) {
    return sayAmount(fact.unit, fact.cuts[first - 1], fact.cuts[last!])
  }
  const words = sorted.map((atom) => fact.say[atom]!)
  return words.length > 4
    ? `${words.slice(0, 3).join(' or ')} or ${words.length - 3} more`
    : words.join(' or ')
}

/** Whether a fact can have this value, as people and programs write it. */
export function isValueOf(fact: FactDomain, value: unknown): value is FactValue {
  if (fact.kind === 'amount') return typeof value === 'number' && value >= fact.min && value <= fact.max
  if (fact.kind === 'yes-no') return typeof value === 'boolean'
  return typeof value === 'string' && fact.values.includes(value)
}

/** A box in words: "about Builds and deployments, on Pro"; empty when it holds every combination. */
export const sayBox = (facts: readonly FactDomain[], box: Box): string =>
  box
    .flatMap((atoms, level) => (atoms && !facts[level]!.derived ? [sayAtoms(facts[level]!, atoms)] : []))
    .join(', ')

/** One concrete ask out of a box, as the facts that can be stated. */
export const exampleOf = (facts: readonly FactDomain[], box: Box): Record<string, FactValue> =>
  Object.fromEntries(
    box.flatMap((atoms, level) => {
      const fact = facts[level]!
      const isStatable = !fact.derived && fact.kind !== 'switch'
      return atoms && isStatable ? [[fact.name, valueOfAtom(fact, Math.min(...atoms))]] : []
    }),
  )
