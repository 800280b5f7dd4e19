/** What can be chosen for a fact in the playground: each value, not saying it, and, where silence means a default, any. */
import { amountAtom, type FactValue, type Policy, valueOfAtom } from '@rightdesk/engine/answer'
import { inWords } from '../../ui/badge.tsx'
import type { StatedFacts } from './search.ts'

export type PolicyFact = Policy['facts'][number]
type Stated = StatedFacts[string] | undefined

/** The keys of choices that are no values. */
const unsaid = ''
const anyKey = 'any'
const severalKey = 'several'

type FactOption = { readonly value: string; readonly label: string }

/** A value as short as it can be said under the fact's name. */
export function sayShort(fact: PolicyFact, value: FactValue): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return withoutUnit(fact, fact.say[amountAtom(fact.cuts, value)] ?? '')
  return inWords(value)
}

/** A range of an amount where the unit stands elsewhere: `At least 100,000`. */
export function withoutUnit({ unit }: PolicyFact, said: string): string {
  const range = said.replace(/^with /, '')
  const short = unit === '' ? range : range.replaceAll(` ${unit}`, '')
  return short.charAt(0).toUpperCase() + short.slice(1)
}

/** Every value of a fact; of an amount one of each range. */
const valuesOf = (fact: PolicyFact): readonly FactValue[] => fact.any.map((atom) => valueOfAtom(fact, atom))

/** The choices for a fact, given what is stated of it. */
export function optionsFor(fact: PolicyFact, stated: Stated): readonly FactOption[] {
  const values = valuesOf(fact).map((value, atom) => ({ value: String(atom), label: sayShort(fact, value) }))
  const silent =
    fact.default === undefined
      ? 'Not known'
      : `Not said: ${sayShort(fact, valueOfAtom(fact, fact.default)).toLowerCase()}`
  const several = Array.isArray(stated) && !isAny(fact, stated)
  return [
    { value: unsaid, label: silent },
    ...(fact.default === undefined ? [] : [{ value: anyKey, label: 'Not known: could be any' }]),
    ...(several ? [{ value: severalKey, label: stated.map((one) => sayShort(fact, one)).join(' or ') }] : []),
    ...values,
  ]
}

const isAny = (fact: PolicyFact, stated: readonly FactValue[]): boolean =>
  stated.length === fact.atoms && fact.kind !== 'amount'

/** Which choice stands for what is stated. */
export function chosenOption(fact: PolicyFact, stated: Stated): string {
  if (stated === undefined) return unsaid
  if (Array.isArray(stated)) return isAny(fact, stated) && fact.default !== undefined ? anyKey : severalKey
  const atom = atomFor(fact, stated as FactValue)
  return atom === undefined ? unsaid : String(atom)
}

function atomFor(fact: PolicyFact, value: FactValue): number | undefined {
  if (fact.kind === 'amount') return typeof value === 'number' ? amountAtom(fact.cuts, value) : undefined
  const atom = valuesOf(fact).indexOf(value)
  return atom < 0 ? undefined : atom
}

/** What a choice states; `undefined` takes the fact back, and `several` leaves it as it is. */
export function statedBy(fact: PolicyFact, option: string, stated: Stated): Stated {
  if (option === unsaid) return undefined
  if (option === severalKey) return stated
  if (option === anyKey) return valuesOf(fact)
  return valueOfAtom(fact, Number(option))
}

/** Facts that this policy can take as stated; what else an address says is dropped. */
export function knownFacts(policy: Policy, stated: StatedFacts): StatedFacts {
  return Object.fromEntries(
    Object.entries(stated).filter(([name, value]) => {
      const fact = policy.factByName.get(name)
      if (!fact || fact.derived || fact.kind === 'topic' || fact.kind === 'switch') return false
      return [value].flat().every((one) => {
        if (fact.kind !== 'amount') return atomFor(fact, one as FactValue) !== undefined
        return typeof one === 'number' && one >= fact.min && one <= fact.max
      })
    }),
  )
}
