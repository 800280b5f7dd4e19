/** What comes in: the shape of an ask and the checks that stand between anything and the engine. */
import { suggest } from './names.ts'
import type { LoadedFact, Policy } from './policy/compiled.ts'
import { type FactValue, isValueOf } from './policy/domain.ts'
import { Refusal } from './refusal.ts'
import type { Facts } from './walk.ts'

/** The longest text of an ask, in UTF-16 units. */
export const textLengthMax = 100_000
/** The most values that a fact may be stated to have. */
const valuesMax = 200

export type Ask = {
  readonly id?: string
  readonly text?: string
  /** What the caller states; outranks everything else. */
  readonly facts?: Facts
  /** What the account's record says, looked up by the caller. */
  readonly accountFacts?: Facts
}

/** Checks anything that claims to be an ask; throws a `Refusal` that names the offending place. */
export function checkAsk(policy: Policy, input: unknown): Ask {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new Refusal('invalid', '', 'an ask is an object', 'Send {"text": "…", "facts": {…}}.')
  }
  const { id, text, facts, accountFacts } = input as Record<string, unknown>
  if (id !== undefined && id !== null && typeof id !== 'string') {
    throw new Refusal('invalid', 'id', '`id` is not a string', 'Put it in quotes.')
  }
  if (text !== undefined && text !== null && typeof text !== 'string') {
    throw new Refusal('invalid', 'text', '`text` is not a string', 'Put the words of the ask in quotes.')
  }
  if (typeof text === 'string' && text.length > textLengthMax) {
    const message = `the text has ${text.length} characters, more than ${textLengthMax}`
    throw new Refusal(
      'limit_exceeded',
      'text',
      message,
      'Send the message itself, without attachments and logs.',
    )
  }
  return {
    ...(typeof id === 'string' && { id }),
    ...(typeof text === 'string' && { text }),
    ...(facts !== undefined && facts !== null && { facts: checkFacts(policy, facts, 'facts') }),
    ...(accountFacts !== undefined &&
      accountFacts !== null && { accountFacts: checkFacts(policy, accountFacts, 'accountFacts') }),
  }
}

/** Checks facts by name and value; null and absent mean unknown. */
export function checkFacts(policy: Policy, input: unknown, at: string): Facts {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new Refusal('invalid', at, `\`${at}\` is not an object`, 'Send facts by name: {"plan": "pro"}.')
  }
  const checked: Record<string, FactValue | readonly FactValue[] | null> = {}
  for (const [name, value] of Object.entries(input)) {
    const fact = policy.factByName.get(name)
    if (!fact) {
      const help = suggest(name, policy.factByName.keys())
      throw new Refusal('invalid', `${at}.${brief(name)}`, `there is no fact \`${brief(name)}\``, help)
    }
    if (value === null || value === undefined) checked[name] = null
    else if (!Array.isArray(value)) checked[name] = checkValue(fact, value, `${at}.${name}`)
    else if (value.length === 0 || value.length > valuesMax) {
      const message = `\`${name}\` is a list of ${value.length} values`
      throw new Refusal(
        'invalid',
        `${at}.${name}`,
        message,
        `Give 1 to ${valuesMax} values, or null when it is unknown.`,
      )
    } else checked[name] = value.map((one, k) => checkValue(fact, one, `${at}.${name}.${k}`))
  }
  return checked
}

function checkValue(fact: LoadedFact, value: unknown, at: string): FactValue {
  const shown = `\`${brief(shownAs(value))}\``
  const refuse = (help: string): never => {
    throw new Refusal('invalid', at, `${shown} is not a value of \`${fact.name}\``, help)
  }
  if (isValueOf(fact, value)) return value
  if (fact.kind === 'amount') return refuse(`Give a number from ${fact.min} to ${fact.max}, in ${fact.unit}.`)
  if (fact.kind === 'yes-no') return refuse('Give true or false.')
  return refuse(suggest(typeof value === 'string' ? value : '', fact.values))
}

const brief = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text)

/** A value as a message shows it, whatever it is. */
function shownAs(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return String(value)
  return Array.isArray(value) ? 'a list' : 'an object'
}
