/** Facts and teams in the policy's own words, and as well as can be while those are not there yet. */
import type { CompiledPolicy, DecisionFact, FactValue } from '@rightdesk/engine/answer'

/** What the policy calls things, for what the API does not tell. */
export type PolicyWords = {
  readonly facts: CompiledPolicy['facts']
  readonly teams: CompiledPolicy['teams']
  /** The longest text of an ask. */
  readonly lengthMax: number
}

export type FactInWords = {
  readonly name: string
  readonly label: string
  readonly about: string
  readonly kind: 'choice' | 'yes-no' | 'amount' | 'topic'
  readonly unit: string
  readonly min: number
  readonly max: number
  readonly options: readonly { readonly value: FactValue; readonly say: string }[]
}

export type Sayings = {
  readonly facts: readonly FactInWords[]
  readonly fact: (name: string) => FactInWords | undefined
  /** `hasPlatformArchitect` → `Has platform architect`. */
  readonly label: (name: string) => string
  readonly value: (name: string, value: FactValue | readonly FactValue[]) => string
  /** Also a role of a team: `account-team/ae` → `Account team: Account executive`. */
  readonly team: (reference: string | null) => string
}

export type Named = {
  readonly team: (id: string | null | undefined) => string
  readonly topic: (id: string | null | undefined) => string
}

export function sayingsOf(words: PolicyWords | undefined, names: Named): Sayings {
  const facts = (words?.facts ?? []).map((fact): FactInWords => {
    const kind = fact.kind === 'switch' ? 'yes-no' : fact.kind
    const values: readonly FactValue[] =
      kind === 'yes-no' ? [false, true] : kind === 'amount' ? [] : fact.values
    const say = (value: FactValue, atom: number): string =>
      kind === 'topic' ? names.topic(String(value)) : (fact.say[atom] ?? String(value))
    return {
      name: fact.name,
      label: labelOf(fact.name),
      about: fact.about,
      kind,
      unit: fact.unit,
      min: fact.min,
      max: fact.max,
      options: values.map((value, atom) => ({ value, say: say(value, atom) })),
    }
  })
  const byName = new Map(facts.map((fact) => [fact.name, fact]))
  const one = (name: string, value: FactValue): string => {
    const fact = byName.get(name)
    if (name === 'topic') return names.topic(String(value))
    if (typeof value === 'number') return `${value.toLocaleString('en')} ${fact?.unit ?? ''}`.trim()
    return fact?.options.find((option) => option.value === value)?.say ?? sayPlain(value)
  }
  return {
    facts,
    fact: (name) => byName.get(name),
    label: labelOf,
    value: (name, value) => {
      const all = [value].flat()
      const said = all.slice(0, saidMax).map((each) => one(name, each as FactValue))
      return `${said.join(' or ')}${all.length > saidMax ? ` or ${all.length - saidMax} more` : ''}`
    },
    team: (reference) => {
      const [id = null, role] = reference?.split('/') ?? []
      if (role === undefined) return names.team(id)
      const long = words?.teams[id ?? '']?.roles?.[role] ?? role.toUpperCase()
      return `${names.team(id)}: ${long.split(',')[0]}`
    },
  }
}

const saidMax = 4

const sayPlain = (value: FactValue): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : labelOf(String(value))

/** Up to three letters are said letter by letter: ARR. */
function labelOf(name: string): string {
  if (/^[a-z]{1,3}$/.test(name)) return name.toUpperCase()
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase()
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

const origins: Readonly<Record<DecisionFact['from'], string>> = {
  stated: 'Stated',
  account: 'From the account',
  text: 'From the text',
  default: 'Assumed',
}

/** Where a fact is known from, for people. */
export const sayOrigin = (from: DecisionFact['from']): string => origins[from]
