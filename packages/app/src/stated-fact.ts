/** Facts as people type them in a terminal: `arr=24000`, `cause=platform,unknown`. */
import { type FactValue, type Policy, Refusal } from '@rightdesk/engine'

/** Name and value, typed by the policy; whether the fact has such a value is checked with the ask. */
export function statedFact(
  policy: Policy,
  pair: string,
): readonly [string, FactValue | readonly FactValue[]] {
  const at = pair.indexOf('=')
  if (at < 1) {
    throw new Refusal('invalid', '--fact', `\`${pair}\` is not a fact`, 'Write it as --fact name=value.')
  }
  const name = pair.slice(0, at).trim()
  const kind = policy.factByName.get(name)?.kind
  const values = pair
    .slice(at + 1)
    .split(',')
    .map((value) => typed(kind, value.trim()))
  return [name, values.length === 1 ? values[0]! : values]
}

function typed(kind: string | undefined, value: string): FactValue {
  if (kind === 'amount' && value !== '' && Number.isFinite(Number(value))) return Number(value)
  if (kind === 'yes-no' && /^(true|yes)$/i.test(value)) return true
  if (kind === 'yes-no' && /^(false|no)$/i.test(value)) return false
  return value
}
