/** Makes the finite domains of a policy's facts: amounts are cut where any condition tests them, switches are facts too. */
import type { Report } from '../diagnostic.ts'
import { suggest } from '../names.ts'
import { type Cut, compareCuts, type FactDomain, type FactValue, sayAmounts } from './domain.ts'
import type { ParameterValue } from './parameters.ts'
import type { ParsedPolicy } from './parse.ts'
import type { Condition, FactDefinition } from './schema.ts'
import { boundOf, thresholdsOf } from './thresholds.ts'

type Parameters = ReadonlyMap<string, ParameterValue>

const amountless = { cuts: [], min: 0, max: 0, unit: '' }

/** All facts by name: declared ones in their order, then the switches among the parameters. */
export function factDomains(
  parsed: ParsedPolicy,
  parameters: Parameters,
  report: Report,
): Map<string, FactDomain> {
  const cuts = cutsOf(parsed, parameters)
  const declared = Object.entries(parsed.facts.content.facts).map(
    ([name, fact]) => [name, domainOf(parsed, name, fact, cuts.get(name) ?? [], report)] as const,
  )
  const switches = [...parameters].flatMap(([name, value]) =>
    typeof value === 'boolean' ? [[name, switchDomain(parsed, name, value)] as const] : [],
  )
  return new Map([...declared, ...switches])
}

function domainOf(
  parsed: ParsedPolicy,
  name: string,
  fact: FactDefinition,
  allCuts: readonly Cut[],
  report: Report,
): FactDomain {
  const common = {
    name,
    about: fact.about,
    ask: fact.ask,
    who: fact.who ?? 'colleague',
    derived: 'derived' in fact && fact.derived === true,
  } as const
  const listed = (values: readonly string[], say: readonly string[], fallback?: FactValue): FactDomain => {
    const at = fallback === undefined ? -1 : values.indexOf(String(fallback))
    if (fallback !== undefined && at < 0) {
      const place = parsed.facts.place(['facts', name, 'default'])
      report(
        'unknown-value',
        place,
        `\`${name}\` has no value \`${fallback}\``,
        suggest(String(fallback), values),
      )
    }
    return {
      ...common,
      ...amountless,
      kind: fact.kind,
      atoms: values.length,
      values,
      say,
      default: at < 0 ? undefined : at,
    }
  }
  switch (fact.kind) {
    case 'choice': {
      const say = Object.values(fact.values).map((value) => value.say)
      return listed(Object.keys(fact.values), say, fact.default)
    }
    case 'yes-no':
      return listed(['false', 'true'], [fact.no.say, fact.yes.say], fact.default)
    case 'topic': {
      const topics = parsed.topics.map(({ content }) => content)
      return listed(
        topics.map(({ topic }) => topic),
        topics.map((topic) => `about ${topic.name}`),
      )
    }
    case 'amount': {
      const { unit, min, max } = fact
      const cuts = allCuts.filter((cut) => separates(cut, min, max))
      const say = sayAmounts(unit, cuts)
      return {
        ...common,
        kind: 'amount',
        atoms: cuts.length + 1,
        values: [],
        cuts,
        min,
        max,
        unit,
        say,
        default: undefined,
      }
    }
  }
}

/** Whether there are amounts on both sides of a cut. */
const separates = ({ value, exclusive }: Cut, min: number, max: number): boolean =>
  exclusive ? value >= min && value < max : value > min && value <= max

const switchDomain = ({ policy }: ParsedPolicy, name: string, value: boolean): FactDomain => ({
  ...amountless,
  name,
  kind: 'switch',
  atoms: 2,
  values: ['false', 'true'],
  default: value ? 1 : 0,
  derived: false,
  about: policy.content.parameters[name]!.about,
  ask: undefined,
  who: 'colleague',
  say: [`with \`${name}\` off`, `with \`${name}\` on`],
})

/** The thresholds that any condition uses, by amount. */
function cutsOf(parsed: ParsedPolicy, parameters: Parameters): Map<string, Cut[]> {
  const cuts = new Map<string, Map<string, Cut>>()
  const collect = (when: Readonly<Record<string, Condition>>): void => {
    for (const [fact, condition] of Object.entries(when)) {
      const bound = boundOf(condition)
      if (!bound) continue
      const { bound: given, exclusive } = bound
      const values =
        typeof given === 'number' ? [given] : (thresholdsOf(parsed, parameters, given)?.all ?? [])
      const own = cuts.get(fact) ?? new Map<string, Cut>()
      for (const value of values) own.set(`${value} ${exclusive}`, { value, exclusive })
      cuts.set(fact, own)
    }
  }
  for (const { content } of parsed.tables) for (const rule of content.rules) collect(rule.when)
  for (const { when } of parsed.facts.content.impossible) collect(when)
  return new Map([...cuts].map(([fact, own]) => [fact, [...own.values()].sort(compareCuts)]))
}
