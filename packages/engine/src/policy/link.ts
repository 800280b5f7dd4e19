/**
 * Resolves the names in a parsed policy: facts, values, groups, teams, channels, rows, parameters at a date,
 * rules repeated for each record of a parameter. The result speaks only of atoms and is ready to compile. Every
 * name that leads nowhere is a Diagnostic with the nearest one that exists.
 */
import type { Diagnostic, DiagnosticCode } from '../diagnostic.ts'
import { suggest } from '../nearest.ts'
import { type Cut, compareCuts, type FactDomain, type FactValue, sayAmounts } from './domain.ts'
import type { Parsed, ParsedPolicy, Path, Place } from './parse.ts'
import type { Condition, DerivingTable, EngagementThen, EscalationThen, FallbackOwner, OwnerThen, TableFile } from './schema.ts'

/** For each fact that a rule tests, the atoms it allows. */
export type Conditions = ReadonlyMap<string, ReadonlySet<number>>

/** A rule whose names are resolved. Its conditions hold when those of any of its `boxes` do. */
export type LinkedRule = {
  readonly id: string
  readonly table: string
  readonly place: Place
  readonly boxes: readonly Conditions[]
  readonly then: OwnerThen | EngagementThen | EscalationThen | FactValue
  readonly because: string
  readonly tell: string | undefined
  readonly warn: string | undefined
  readonly cites: readonly string[]
}

export type LinkedTable = {
  readonly name: string
  readonly place: Place
  readonly hit: 'unique' | 'first'
  readonly about: string
  /** The fact this table gives, and what it gives where no rule applies; absent for the deciding tables. */
  readonly derives: { readonly fact: string; readonly otherwise: FactValue | { readonly keep: string } } | undefined
  readonly rules: readonly LinkedRule[]
}

export type ParameterValue = boolean | number | string | Readonly<Record<string, Readonly<Record<string, FactValue>>>>

export type LinkedPolicy = {
  readonly parsed: ParsedPolicy
  readonly facts: ReadonlyMap<string, FactDomain>
  readonly parameters: ReadonlyMap<string, ParameterValue>
  /** Deriving tables first, each after those it depends on; then owner, engagement, escalation. */
  readonly tables: readonly LinkedTable[]
  readonly impossible: readonly { readonly id: string; readonly because: string; readonly boxes: readonly Conditions[] }[]
  /** The source that each row belongs to. */
  readonly sourceOfRow: ReadonlyMap<string, string>
}

export type LinkOptions = {
  /** ISO time at which dated overrides are looked at. */
  readonly now: string
  /** Parameters set for this run only, as policy tests do. */
  readonly parameters?: Readonly<Record<string, FactValue>> | undefined
}

/** The tables that decide, in the order in which an answer is put together. */
export const decidingTables = ['owner', 'engagement', 'escalation'] as const
export type DecidingTable = (typeof decidingTables)[number]

type Report = (
  code: DiagnosticCode,
  place: Place,
  message: string,
  help: string,
  severity?: Diagnostic['severity'],
) => void

/** Links a policy; `policy` is absent when a name leads nowhere. */
export function linkPolicy(
  parsed: ParsedPolicy,
  options: LinkOptions,
): { policy?: LinkedPolicy; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const report: Report = (code, place, message, help, severity = 'error') => {
    diagnostics.push({ code, severity, ...place, message, help })
  }
  const parameters = resolveParameters(parsed, options, report)
  const scope = new Scope(parsed, parameters, report)
  const impossible = parsed.facts.content.impossible.map(({ id, because, when }, at) => ({
    id,
    because,
    boxes: scope.boxes(when, parsed.facts, ['impossible', at, 'when']),
  }))
  const tables = orderTables(
    parsed.tables.map((file) => scope.table(file)),
    report,
  )
  checkTeams(scope)
  checkRest(scope, parsed, report)
  if (diagnostics.some((d) => d.severity === 'error')) return { diagnostics }
  return {
    policy: {
      parsed,
      facts: scope.facts,
      parameters,
      tables,
      impossible,
      sourceOfRow: scope.sourceOfRow,
    },
    diagnostics,
  }
}

function resolveParameters(
  { policy }: ParsedPolicy,
  { now, parameters: forThisRun = {} }: LinkOptions,
  report: Report,
): Map<string, ParameterValue> {
  const { parameters, overrides } = policy.content
  const values = new Map<string, ParameterValue>()
  for (const [name, { value }] of Object.entries(parameters)) values.set(name, value)
  const set = (name: string, value: FactValue, path: Path): void => {
    const declared = parameters[name]?.value
    if (declared === undefined) {
      report('unknown-parameter', policy.place(path), `there is no parameter \`${name}\``, suggest(name, values.keys()))
    } else if (typeof declared !== typeof value) {
      const message = `parameter \`${name}\` is ${typeof declared}, \`${String(value)}\` is not`
      report('bad-condition', policy.place(path), message, 'Give a value of the same kind.')
    } else values.set(name, value)
  }
  const today = now.slice(0, 10)
  overrides.forEach((override, at) => {
    const path = ['overrides', at]
    if (override.until < today) {
      const message = `override \`${override.id}\` of \`${override.parameter}\` ended on ${override.until}`
      report('override-expired', policy.place(path), message, `Ask ${override.owner} to remove or renew it.`, 'warning')
    }
    const inForce = override.from <= today && today <= override.until
    if (inForce || parameters[override.parameter] === undefined) {
      set(override.parameter, override.value, [...path, 'parameter'])
    }
  })
  for (const [name, value] of Object.entries(forThisRun)) set(name, value, ['parameters'])
  return values
}

/** All that names can refer to, and the reporting of those that refer to nothing. */
class Scope {
  readonly parsed: ParsedPolicy
  readonly facts: ReadonlyMap<string, FactDomain>
  readonly sourceOfRow: ReadonlyMap<string, string>
  readonly topics: readonly string[]
  readonly #parameters: ReadonlyMap<string, ParameterValue>
  readonly report: Report

  constructor(parsed: ParsedPolicy, parameters: ReadonlyMap<string, ParameterValue>, report: Report) {
    this.parsed = parsed
    this.#parameters = parameters
    this.report = report
    this.topics = parsed.topics.map((file) => file.content.topic)
    this.sourceOfRow = new Map(
      Object.entries(parsed.policy.content.sources).flatMap(([source, { rows }]) =>
        Object.keys(rows).map((row) => [row, source] as const),
      ),
    )
    this.facts = this.#domains()
  }

  #domains(): Map<string, FactDomain> {
    const cuts = this.#cuts()
    const domains = new Map<string, FactDomain>()
    for (const [name, fact] of Object.entries(this.parsed.facts.content.facts)) {
      const common = {
        name,
        about: fact.about,
        ask: fact.ask,
        who: fact.who ?? 'colleague',
        derived: 'derived' in fact && fact.derived === true,
        cuts: [] as Cut[],
        min: 0,
        max: 0,
        unit: '',
      }
      const listed = (values: string[], say: string[], fallback: FactValue | undefined): FactDomain => {
        const at = fallback === undefined ? -1 : values.indexOf(String(fallback))
        if (fallback !== undefined && at < 0) {
          const place = this.parsed.facts.place(['facts', name, 'default'])
          this.report('unknown-value', place, `\`${name}\` has no value \`${fallback}\``, suggest(String(fallback), values))
        }
        return { ...common, kind: fact.kind, atoms: values.length, values, say, default: at < 0 ? undefined : at }
      }
      if (fact.kind === 'choice') {
        const say = Object.values(fact.values).map((value) => value.say)
        domains.set(name, listed(Object.keys(fact.values), say, fact.default))
      } else if (fact.kind === 'yes-no') {
        domains.set(name, listed(['false', 'true'], [fact.no.say, fact.yes.say], fact.default))
      } else if (fact.kind === 'topic') {
        const say = this.parsed.topics.map((file) => `about ${file.content.name}`)
        domains.set(name, listed([...this.topics], say, undefined))
      } else {
        const own = cuts.get(name) ?? []
        const say = sayAmounts(fact.unit, own)
        const amounts = { cuts: own, min: fact.min, max: fact.max, unit: fact.unit }
        domains.set(name, { ...common, ...amounts, kind: 'amount', atoms: own.length + 1, values: [], say, default: undefined })
      }
    }
    for (const [name, value] of this.#parameters) {
      if (typeof value !== 'boolean') continue
      domains.set(name, {
        name,
        kind: 'switch',
        atoms: 2,
        values: ['false', 'true'],
        cuts: [],
        min: 0,
        max: 0,
        unit: '',
        default: value ? 1 : 0,
        derived: false,
        about: this.parsed.policy.content.parameters[name]!.about,
        ask: undefined,
        who: 'colleague',
        say: [`with \`${name}\` off`, `with \`${name}\` on`],
      })
    }
    return domains
  }

  /** The thresholds that any condition uses, by amount. */
  #cuts(): Map<string, Cut[]> {
    const cuts = new Map<string, Map<string, Cut>>()
    const collect = (when: Readonly<Record<string, Condition>>): void => {
      for (const [fact, condition] of Object.entries(when)) {
        const bound = boundOf(condition)
        if (!bound) continue
        const values = typeof bound.bound === 'number' ? [bound.bound] : this.#thresholds(bound.bound)?.all
        for (const value of values ?? []) {
          const cut = { value, exclusive: bound.exclusive }
          const own = cuts.get(fact) ?? new Map<string, Cut>()
          cuts.set(fact, own.set(`${value} ${bound.exclusive}`, cut))
        }
      }
    }
    for (const { content } of this.parsed.tables) for (const rule of content.rules) collect(rule.when)
    for (const { when } of this.parsed.facts.content.impossible) collect(when)
    return new Map([...cuts].map(([fact, own]) => [fact, [...own.values()].sort(compareCuts)]))
  }

  /** An amount among the parameters: its usual value, and the values of another fact for which it deviates. */
  #thresholds(name: string): Thresholds | undefined {
    const usual = this.#parameters.get(name)
    if (typeof usual !== 'number') return undefined
    const [[fact, byValue] = [undefined, {}]] = Object.entries(this.parsed.policy.content.parameters[name]?.by ?? {})
    const deviations = new Map<number, string[]>()
    for (const [value, threshold] of Object.entries(byValue)) {
      if (threshold !== usual) deviations.set(threshold, [...(deviations.get(threshold) ?? []), value])
    }
    return { usual, fact, deviations, all: [usual, ...deviations.keys()] }
  }

  /** The boxes of a `when`: several only where a threshold deviates by another fact. */
  boxes(when: Readonly<Record<string, Condition>>, file: Parsed<unknown>, path: Path): Conditions[] {
    let boxes: Map<string, ReadonlySet<number>>[] = [new Map()]
    for (const [name, condition] of Object.entries(when)) {
      const place = file.place([...path, name])
      const fact = this.facts.get(name)
      if (!fact) {
        this.report('unknown-fact', place, `there is no fact \`${name}\``, suggest(name, this.facts.keys()))
        continue
      }
      const choices = this.#choices(fact, condition, place)
      boxes = boxes.flatMap((box) => choices.flatMap((choice) => intersect(box, choice)))
    }
    return boxes
  }

  /** The alternatives that a condition allows, each as atoms of one or two facts. */
  #choices(fact: FactDomain, condition: Condition, place: Place): Map<string, ReadonlySet<number>>[] {
    const bound = boundOf(condition)
    if (!bound) return [new Map([[fact.name, this.#atoms(fact, condition, place)]])]
    if (fact.kind !== 'amount') {
      this.report('bad-condition', place, `\`${fact.name}\` is not an amount`, 'Name its values instead.')
      return [new Map()]
    }
    const passes = (value: number): Map<string, ReadonlySet<number>> => {
      const at = fact.cuts.findIndex((cut) => cut.value === value && cut.exclusive === bound.exclusive)
      const atoms = range(0, fact.atoms).filter((atom) => (bound.above ? atom > at : atom <= at))
      return new Map([[fact.name, new Set(atoms)]])
    }
    if (typeof bound.bound === 'number') return [passes(bound.bound)]
    const thresholds = this.#thresholds(bound.bound)
    if (!thresholds) {
      const amounts = [...this.#parameters].filter(([, value]) => typeof value === 'number').map(([name]) => name)
      const message = `there is no amount among the parameters called \`${bound.bound}\``
      this.report('unknown-parameter', place, message, suggest(bound.bound, amounts))
      return [new Map()]
    }
    const { usual, deviations } = thresholds
    const by = this.facts.get(thresholds.fact ?? '')
    if (!by || deviations.size === 0) return [passes(usual)]
    const deviating = [...deviations.values()].flat()
    return [
      passes(usual).set(by.name, this.#atoms(by, { not: deviating }, place)),
      ...[...deviations].map(([value, values]) => passes(value).set(by.name, this.#atoms(by, [...values], place))),
    ]
  }

  #atoms(fact: FactDomain, condition: Condition, place: Place): ReadonlySet<number> {
    const negated = typeof condition === 'object' && !Array.isArray(condition)
    const wanted = (negated ? (condition as { not: unknown }).not : condition) as FactValue | readonly FactValue[]
    const atoms = new Set<number>()
    for (const value of typeof wanted === 'object' ? wanted : [wanted]) {
      for (const atom of this.#atomsNamed(fact, value, place)) atoms.add(atom)
    }
    if (!negated) return atoms
    return new Set(range(0, fact.atoms).filter((atom) => !atoms.has(atom)))
  }

  #atomsNamed(fact: FactDomain, value: FactValue, place: Place): number[] {
    if (fact.kind === 'amount') {
      this.report('bad-condition', place, `\`${fact.name}\` is an amount`, 'Use {atLeast: …}, {below: …}, {above: …} or {atMost: …}.')
      return []
    }
    const at = fact.values.indexOf(String(value))
    if (at >= 0) return [at]
    const groups = this.parsed.facts.content.groups
    const group = groups[String(value)]
    const ofKind = (name: string): boolean => name === fact.name || (name === 'topic' && fact.kind === 'topic')
    if (group && ofKind(group.fact)) return group.values.map((v) => fact.values.indexOf(v)).filter((v) => v >= 0)
    const known = [...fact.values, ...Object.keys(groups).filter((name) => ofKind(groups[name]!.fact))]
    const what = fact.kind === 'topic' ? 'unknown-topic' : 'unknown-value'
    this.report(what, place, `\`${fact.name}\` has no value \`${value}\``, suggest(String(value), known))
    return []
  }

  table(file: Parsed<TableFile>): LinkedTable {
    const { content } = file
    const derives = 'derives' in content ? this.#derivation(content, file) : undefined
    const seen = new Set<string>()
    const rules = content.rules.flatMap((rule, at) => this.#repeat(rule, file, at)).map((rule) => {
      if (seen.has(rule.id)) {
        this.report('duplicate', rule.place, `table \`${content.table}\` has two rules \`${rule.id}\``, 'Rename one of them.')
      }
      seen.add(rule.id)
      return rule
    })
    return { name: content.table, place: file.place(['table']), hit: content.hit, about: content.about, derives, rules }
  }

  #derivation(content: DerivingTable, file: Parsed<TableFile>): LinkedTable['derives'] {
    const place = file.place(['derives'])
    const fact = this.facts.get(content.derives)
    if (!fact?.derived) {
      const derived = [...this.facts.values()].filter((f) => f.derived).map((f) => f.name)
      this.report('unknown-fact', place, `\`${content.derives}\` is not a derived fact`, suggest(content.derives, derived))
      return undefined
    }
    const { otherwise } = content
    if (typeof otherwise === 'object') {
      const kept = this.facts.get(otherwise.keep)
      if (!kept || kept.kind !== fact.kind || kept.atoms !== fact.atoms) {
        const alike = [...this.facts.values()].filter((f) => f.kind === fact.kind && f !== fact).map((f) => f.name)
        const message = `\`${otherwise.keep}\` has not the same values as \`${fact.name}\``
        this.report('unknown-fact', file.place(['otherwise', 'keep']), message, suggest(otherwise.keep, alike))
      }
    } else this.#atomsNamed(fact, otherwise, file.place(['otherwise']))
    return { fact: fact.name, otherwise }
  }

  /** The rule itself, or one for each record of the parameter that `each` names. */
  #repeat(rule: TableFile['rules'][number], file: Parsed<TableFile>, at: number): LinkedRule[] {
    const path = ['rules', at]
    if (!rule.each) return [this.#rule(rule, file, path)]
    const [[variable, parameter] = ['', '']] = Object.entries(rule.each)
    const records = this.#parameters.get(parameter)
    if (typeof records !== 'object') {
      const names = [...this.#parameters].filter(([, value]) => typeof value === 'object').map(([name]) => name)
      const message = `there are no records called \`${parameter}\` among the parameters`
      this.report('unknown-parameter', file.place([...path, 'each', variable]), message, suggest(parameter, names))
      return []
    }
    return Object.entries(records).map(([key, record]) => {
      const fill = (template: string): string =>
        template.replace(/\{([a-z][A-Za-z0-9]*)(?:\.([A-Za-z0-9]+))?\}/g, (whole, name: string, field?: string) => {
          if (name !== variable) return whole
          const value = field === undefined ? key : record[field]
          if (value !== undefined) return String(value)
          const message = `record \`${key}\` of \`${parameter}\` has no \`${field}\``
          this.report('bad-template', file.place(path), message, suggest(field ?? '', Object.keys(record)))
          return whole
        })
      return this.#rule(mapStrings(rule, fill) as typeof rule, file, path)
    })
  }

  #rule(rule: TableFile['rules'][number], file: Parsed<TableFile>, path: Path): LinkedRule {
    const { table } = file.content
    for (const [at, row] of rule.cites.entries()) this.row(row, file.place([...path, 'cites', at]))
    this.#checkThen(rule.then, file, [...path, 'then'])
    return {
      id: rule.id,
      table,
      place: file.place([...path, 'id']),
      boxes: this.boxes(rule.when, file, [...path, 'when']),
      then: rule.then,
      because: rule.because,
      tell: rule.tell,
      warn: rule.warn,
      cites: rule.cites,
    }
  }

  #checkThen(then: LinkedRule['then'], file: Parsed<TableFile>, path: Path): void {
    if (typeof then !== 'object') {
      const derived = 'derives' in file.content ? this.facts.get(file.content.derives) : undefined
      if (derived) this.#atomsNamed(derived, then, file.place(path))
    } else if ('team' in then) {
      if (then.team !== null) this.team(then.team, file.place([...path, 'team']))
      for (const [at, role] of then.roles.entries()) this.team(`${then.team}/${role}`, file.place([...path, 'roles', at]))
      for (const [at, helper] of then.with.entries()) this.team(helper, file.place([...path, 'with', at]))
      for (const [at, { team }] of then.not.entries()) this.team(team, file.place([...path, 'not', at]))
      if (then.speaks !== undefined) this.team(then.speaks, file.place([...path, 'speaks']))
      for (const [at, place] of then.internal.entries()) {
        if (place.startsWith('#')) this.#channel(place, file.place([...path, 'internal', at]))
      }
      if (then.macro !== undefined) this.#macro(then.macro, file.place([...path, 'macro']))
    } else if ('verdict' in then && then.to !== undefined) this.team(then.to, file.place([...path, 'to']))
  }

  /** A team or a role of one, `account-team/ae`. */
  team(reference: string, place: Place): void {
    const [id = '', role] = reference.split('/')
    const teams = this.parsed.teams.content.teams
    const team = teams[id]
    if (!team) this.report('unknown-team', place, `there is no team \`${id}\``, suggest(id, Object.keys(teams)))
    else if (role !== undefined && team.roles[role] === undefined) {
      this.report('unknown-team', place, `team \`${id}\` has no role \`${role}\``, suggest(role, Object.keys(team.roles)))
    }
  }

  row(row: string, place: Place): void {
    if (this.sourceOfRow.has(row)) return
    this.report('unknown-row', place, `no source has a row \`${row}\``, suggest(row, this.sourceOfRow.keys()))
  }

  #channel(channel: string, place: Place): void {
    const known = new Set(Object.values(this.parsed.teams.content.teams).flatMap((team) => team.channels))
    for (const place of this.parsed.policy.content.channels) known.add(place)
    if (known.has(channel)) return
    this.report('unknown-channel', place, `there is no channel \`${channel}\``, suggest(channel, known))
  }

  #macro(macro: string, place: Place): void {
    const macros = Object.keys(this.parsed.policy.content.macros)
    if (macros.includes(macro)) return
    this.report('bad-template', place, `there is no macro \`${macro}\``, suggest(macro, macros))
  }

  /** A value of a fact as a test or the fall-back gives it. */
  value(name: string, value: FactValue, place: Place): void {
    const fact = this.facts.get(name)
    if (!fact || fact.derived || fact.kind === 'switch') {
      const known = [...this.facts.values()].filter((f) => !f.derived && f.kind !== 'switch').map((f) => f.name)
      this.report('unknown-fact', place, `there is no fact \`${name}\` to state`, suggest(name, known))
    } else if (fact.kind !== 'amount' && !fact.values.includes(String(value))) {
      this.report('unknown-value', place, `\`${name}\` has no value \`${value}\``, suggest(String(value), fact.values))
    }
  }
}

function checkTeams(scope: Scope): void {
  const { teams } = scope.parsed
  for (const [id, team] of Object.entries(teams.content.teams)) {
    for (const [at, { topics, to }] of team.declines.entries()) {
      const path = ['teams', id, 'declines', at]
      scope.team(to, teams.place([...path, 'to']))
      for (const topic of topics) {
        if (scope.topics.includes(topic)) continue
        scope.report('unknown-topic', teams.place(path), `there is no topic \`${topic}\``, suggest(topic, scope.topics))
      }
    }
  }
}

/** Groups, fall-back, programme and tests: what refers to names but is no rule. */
function checkRest(scope: Scope, parsed: ParsedPolicy, report: Report): void {
  for (const [id, group] of Object.entries(parsed.facts.content.groups)) {
    for (const value of group.values) scope.value(group.fact, value, parsed.facts.place(['groups', id, 'values']))
  }
  const { fallback } = parsed.policy.content
  const at = (...path: string[]): Place => parsed.policy.place(['fallback', ...path])
  const owner = ({ team, roles }: FallbackOwner, place: Place): void => {
    scope.team(team, place)
    for (const role of roles) scope.team(`${team}/${role}`, place)
  }
  owner(fallback.otherwise, at('otherwise'))
  for (const [value, held] of Object.entries(fallback.by)) {
    scope.value(fallback.fact, value, at('by', value))
    owner(held, at('by', value))
  }
  scope.team(parsed.policy.content.engages, parsed.policy.place(['engages']))
  for (const row of fallback.cites) scope.row(row, at('cites'))
  const topics = new Map<string, Place>()
  for (const file of parsed.topics) {
    const place = file.place(['topic'])
    const first = topics.get(file.content.topic)
    if (first) report('duplicate', place, `topic \`${file.content.topic}\` stands in \`${first.file}\` too`, 'Keep one.')
    topics.set(file.content.topic, place)
  }
  for (const file of parsed.tests) {
    for (const [index, test] of file.content.tests.entries()) {
      scope.row(test.row, file.place(['tests', index, 'row']))
      for (const [name, value] of Object.entries(test.given.facts)) {
        const place = file.place(['tests', index, 'given', 'facts', name])
        for (const one of Array.isArray(value) ? value : [value]) if (one !== null) scope.value(name, one, place)
      }
    }
  }
  const programme = parsed.programme
  for (const [at, { row }] of (programme?.content.programme.rules ?? []).entries()) {
    scope.row(row, programme!.place(['programme', 'rules', at]))
  }
}

/** Deriving tables in the order of their dependencies, then the deciding ones. */
function orderTables(tables: readonly LinkedTable[], report: Report): LinkedTable[] {
  const deriving = tables.filter((table) => table.derives)
  const givenBy = new Map(deriving.map((table) => [table.derives!.fact, table]))
  const ordered: LinkedTable[] = []
  const open = new Set<LinkedTable>()
  const place = (table: LinkedTable): void => {
    if (ordered.includes(table)) return
    if (open.has(table)) {
      const message = `table \`${table.name}\` depends on the fact that it derives itself`
      report('derivation-order', table.place, message, 'Take that fact out of its conditions.')
      return
    }
    open.add(table)
    for (const name of factsUsed(table)) {
      const before = givenBy.get(name)
      if (before) place(before)
    }
    open.delete(table)
    ordered.push(table)
  }
  for (const table of deriving) place(table)
  for (const name of decidingTables) {
    const found = tables.filter((table) => table.name === name)
    if (found.length === 1) ordered.push(found[0]!)
    else {
      const at = found[1]?.place ?? { file: `tables/${name}.yaml`, line: 1, column: 1 }
      const message = found.length ? `there are two tables \`${name}\`` : `table \`${name}\` is missing`
      report('unknown-table', at, message, 'A policy has one table each for owner, engagement and escalation.')
    }
  }
  return ordered
}

/** The facts that a table's answer depends on. */
export function factsUsed(table: LinkedTable): Set<string> {
  const used = new Set(table.rules.flatMap((rule) => rule.boxes.flatMap((box) => [...box.keys()])))
  if (table.derives && typeof table.derives.otherwise === 'object') used.add(table.derives.otherwise.keep)
  return used
}

type Thresholds = {
  readonly usual: number
  readonly fact: string | undefined
  readonly deviations: ReadonlyMap<number, readonly string[]>
  readonly all: readonly number[]
}

type Bound = { readonly bound: number | string; readonly above: boolean; readonly exclusive: boolean }

function boundOf(condition: Condition): Bound | undefined {
  if (typeof condition !== 'object' || Array.isArray(condition)) return undefined
  if ('atLeast' in condition) return { bound: condition.atLeast, above: true, exclusive: false }
  if ('below' in condition) return { bound: condition.below, above: false, exclusive: false }
  if ('above' in condition) return { bound: condition.above, above: true, exclusive: true }
  if ('atMost' in condition) return { bound: condition.atMost, above: false, exclusive: true }
  return undefined
}

/** Both sets of conditions at once; nothing when they exclude each other. */
function intersect(a: Conditions, b: Conditions): Map<string, ReadonlySet<number>>[] {
  const both = new Map(a)
  for (const [fact, atoms] of b) {
    const known = both.get(fact)
    const common = known ? new Set([...known].filter((atom) => atoms.has(atom))) : atoms
    if (common.size === 0 && atoms.size > 0) return []
    both.set(fact, common)
  }
  return [both]
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapStrings(item, change)]))
}
