/**
 * What names in a policy can refer to: facts and their values, groups, topics, teams, channels, rows, macros. A name
 * that leads nowhere is reported with the nearest one that exists.
 */
import type { Report } from '../diagnostic.ts'
import { own, suggest } from '../names.ts'
import { type FactDomain, type FactValue, isValueOf } from './domain.ts'
import { factDomains } from './fact-domains.ts'
import type { ParameterValue } from './parameters.ts'
import type { ParsedPolicy, Place } from './parse.ts'

/** All that names can refer to, and the reporting of those that refer to nothing. */
export class Scope {
  readonly parsed: ParsedPolicy
  readonly parameters: ReadonlyMap<string, ParameterValue>
  readonly facts: ReadonlyMap<string, FactDomain>
  readonly sourceOfRow: ReadonlyMap<string, string>
  readonly topics: readonly string[]
  readonly report: Report

  constructor(parsed: ParsedPolicy, parameters: ReadonlyMap<string, ParameterValue>, report: Report) {
    this.parsed = parsed
    this.parameters = parameters
    this.report = report
    this.topics = parsed.topics.map((file) => file.content.topic)
    this.sourceOfRow = new Map(
      Object.entries(parsed.policy.content.sources).flatMap(([source, { rows }]) =>
        Object.keys(rows).map((row) => [row, source] as const),
      ),
    )
    this.facts = factDomains(parsed, parameters, report)
  }

  /** The atoms that a value or the name of a group stands for; none where it stands for nothing. */
  atomsNamed(fact: FactDomain, value: FactValue, place: Place): number[] {
    if (fact.kind === 'amount') {
      this.report(
        'bad-condition',
        place,
        `\`${fact.name}\` is an amount`,
        'Use {atLeast: …}, {below: …}, {above: …} or {atMost: …}.',
      )
      return []
    }
    const at = fact.values.indexOf(String(value))
    if (at >= 0) return [at]
    const groups = this.parsed.facts.content.groups
    const group = own(groups, String(value))
    const ofKind = (name: string): boolean =>
      name === fact.name || (name === 'topic' && fact.kind === 'topic')
    if (group && ofKind(group.fact))
      return group.values.map((v) => fact.values.indexOf(v)).filter((v) => v >= 0)
    const known = [...fact.values, ...Object.keys(groups).filter((name) => ofKind(groups[name]!.fact))]
    const what = fact.kind === 'topic' ? 'unknown-topic' : 'unknown-value'
    this.report(what, place, `\`${fact.name}\` has no value \`${value}\``, suggest(String(value), known))
    return []
  }

  /** A team or a role of one, `account-team/ae`. */
  team(reference: string, place: Place): void {
    const [id = '', role] = reference.split('/')
    const teams = this.parsed.teams.content.teams
    const team = own(teams, id)
    if (!team)
      this.report('unknown-team', place, `there is no team \`${id}\``, suggest(id, Object.keys(teams)))
    else if (role !== undefined && own(team.roles, role) === undefined) {
      this.report(
        'unknown-team',
        place,
        `team \`${id}\` has no role \`${role}\``,
        suggest(role, Object.keys(team.roles)),
      )
    }
  }

  row(row: string, place: Place): void {
    if (this.sourceOfRow.has(row)) return
    this.report('unknown-row', place, `no source has a row \`${row}\``, suggest(row, this.sourceOfRow.keys()))
  }

  channel(channel: string, place: Place): void {
    const known = new Set(Object.values(this.parsed.teams.content.teams).flatMap((team) => team.channels))
    for (const place of this.parsed.policy.content.channels) known.add(place)
    if (known.has(channel)) return
    this.report('unknown-channel', place, `there is no channel \`${channel}\``, suggest(channel, known))
  }

  macro(macro: string, place: Place): void {
    const macros = Object.keys(this.parsed.policy.content.macros)
    if (macros.includes(macro)) return
    this.report('bad-template', place, `there is no macro \`${macro}\``, suggest(macro, macros))
  }

  topic(topic: string, place: Place): void {
    if (this.topics.includes(topic)) return
    this.report('unknown-topic', place, `there is no topic \`${topic}\``, suggest(topic, this.topics))
  }

  /** A fact that can be stated: neither derived nor a switch. */
  statable(name: string, place: Place): FactDomain | undefined {
    const fact = this.facts.get(name)
    if (fact && !fact.derived && fact.kind !== 'switch') return fact
    const known = [...this.facts.values()].filter((f) => !f.derived && f.kind !== 'switch').map((f) => f.name)
    this.report('unknown-fact', place, `there is no fact \`${name}\` to state`, suggest(name, known))
    return undefined
  }

  /** A value of a fact as a test, a group or the fall-back gives it. */
  value(name: string, value: FactValue, place: Place): void {
    const fact = this.statable(name, place)
    if (!fact || isValueOf(fact, value)) return
    const help =
      fact.kind === 'amount'
        ? `Give a number from ${fact.min} to ${fact.max}.`
        : suggest(String(value), fact.values)
    this.report('unknown-value', place, `\`${name}\` has no value \`${value}\``, help)
  }
}
