/** Bounds of amounts in conditions, and the thresholds among the parameters that they name. */
import { own } from '../names.ts'
import type { ParameterValue } from './parameters.ts'
import type { ParsedPolicy } from './parse.ts'
import type { Condition } from './schema.ts'

/** A condition on an amount: above or below a number, or a parameter of that name. */
export type Bound = { readonly bound: number | string; readonly above: boolean; readonly exclusive: boolean }

/** A condition as a bound of an amount; `undefined` when it names values. */
export function boundOf(condition: Condition): Bound | undefined {
  if (typeof condition !== 'object' || Array.isArray(condition)) return undefined
  if ('atLeast' in condition) return { bound: condition.atLeast, above: true, exclusive: false }
  if ('below' in condition) return { bound: condition.below, above: false, exclusive: false }
  if ('above' in condition) return { bound: condition.above, above: true, exclusive: true }
  if ('atMost' in condition) return { bound: condition.atMost, above: false, exclusive: true }
  return undefined
}

/** An amount among the parameters: its usual value, and the values of one other fact for which it deviates. */
export type Thresholds = {
  readonly usual: number
  readonly fact: string | undefined
  readonly deviations: ReadonlyMap<number, readonly string[]>
  readonly all: readonly number[]
}

/** The thresholds of a parameter; `undefined` when it is no amount. */
export function thresholdsOf(
  { policy }: ParsedPolicy,
  parameters: ReadonlyMap<string, ParameterValue>,
  name: string,
): Thresholds | undefined {
  const usual = parameters.get(name)
  if (typeof usual !== 'number') return undefined
  const [[fact, byValue] = [undefined, {}]] = Object.entries(own(policy.content.parameters, name)?.by ?? {})
  const deviations = new Map<number, string[]>()
  for (const [value, threshold] of Object.entries(byValue)) {
    if (threshold !== usual) deviations.set(threshold, [...(deviations.get(threshold) ?? []), value])
  }
  return { usual, fact, deviations, all: [usual, ...deviations.keys()] }
}
