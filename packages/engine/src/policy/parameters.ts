/** The values of a policy's parameters at a date, with dated overrides. */
import type { Report } from '../diagnostic.ts'
import { own, suggest } from '../names.ts'
import type { FactValue } from './domain.ts'
import type { ParsedPolicy, Path } from './parse.ts'

export type ParameterValue =
  | boolean
  | number
  | string
  | Readonly<Record<string, Readonly<Record<string, FactValue>>>>

/** Under which circumstances a policy is linked. */
export type LinkOptions = {
  /** ISO time at which dated overrides are looked at. */
  readonly now: string
  /** Parameters set for this run only, as policy tests do. */
  readonly parameters?: Readonly<Record<string, FactValue>> | undefined
}

/** Resolves every parameter; reports overrides that have ended or name nothing. */
export function resolveParameters(
  { policy }: ParsedPolicy,
  { now, parameters: forThisRun = {} }: LinkOptions,
  report: Report,
): Map<string, ParameterValue> {
  const { parameters, overrides } = policy.content
  const values = new Map<string, ParameterValue>()
  for (const [name, { value }] of Object.entries(parameters)) values.set(name, value)
  const set = (name: string, value: FactValue, path: Path): void => {
    const declared = own(parameters, name)?.value
    if (declared === undefined) {
      report(
        'unknown-parameter',
        policy.place(path),
        `there is no parameter \`${name}\``,
        suggest(name, values.keys()),
      )
    } else if (typeof declared !== typeof value) {
      const message = `parameter \`${name}\` is ${typeof declared}, \`${String(value)}\` is not`
      report('bad-condition', policy.place(path), message, 'Give a value of the same kind.')
    } else values.set(name, value)
  }
  const today = now.slice(0, 10)
  overrides.forEach((override, at) => {
    const place = policy.place(['overrides', at])
    const { id, parameter, from, until, owner } = override
    if (until < from)
      report('bad-condition', place, `override \`${id}\` ends before it begins`, 'Swap its dates.')
    const clash = overrides
      .slice(0, at)
      .find((other) => other.parameter === parameter && other.from <= until && from <= other.until)
    if (clash) {
      const message = `overrides \`${clash.id}\` and \`${id}\` of \`${parameter}\` are in force at the same time`
      report('duplicate', place, message, 'Let one end before the other begins.')
    }
    if (until < today) {
      const message = `override \`${id}\` of \`${parameter}\` ended on ${until}`
      report('override-expired', place, message, `Ask ${owner} to remove or renew it.`, 'warning')
    }
    const isInForce = from <= today && today <= until
    const before = values.get(parameter)
    set(parameter, override.value, ['overrides', at, 'parameter'])
    if (!isInForce && before !== undefined) values.set(parameter, before)
  })
  for (const [name, value] of Object.entries(forThisRun)) set(name, value, ['parameters'])
  return values
}
