/**
 * Resolves the names in a parsed policy: facts, values, groups, teams, channels, rows, parameters at a date,
 * rules repeated for each record of a parameter. The result speaks only of atoms and is ready to compile. Every
 * name that leads nowhere is a Diagnostic with the nearest one that exists.
 */
import type { Diagnostic, Report } from '../diagnostic.ts'
import { own, suggest } from '../names.ts'
import { boxesOf, type Conditions } from './conditions.ts'
import type { FactDomain, FactValue } from './domain.ts'
import { type LinkOptions, type ParameterValue, resolveParameters } from './parameters.ts'
import type { Parsed, ParsedPolicy, Path, Place } from './parse.ts'
import { checkReferences } from './references.ts'
import type { DerivingTable, EngagementThen, EscalationThen, OwnerThen, TableFile } from './schema.ts'
import { Scope } from './scope.ts'

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
  readonly derives:
    | { readonly fact: string; readonly otherwise: FactValue | { readonly keep: string } }
    | undefined
  readonly rules: readonly LinkedRule[]
}

export type LinkedPolicy = {
  readonly parsed: ParsedPolicy
  readonly facts: ReadonlyMap<string, FactDomain>
  readonly parameters: ReadonlyMap<string, ParameterValue>
  /** Deriving tables first, each after those it depends on; then owner, engagement, escalation. */
  readonly tables: readonly LinkedTable[]
  readonly impossible: readonly {
    readonly id: string
    readonly because: string
    readonly boxes: readonly Conditions[]
  }[]
  /** The source that each row belongs to. */
  readonly sourceOfRow: ReadonlyMap<string, string>
}

/** The tables that decide, in the order in which an answer is put together. */
export const decidingTables = ['owner', 'engagement', 'escalation'] as const
export type DecidingTable = (typeof decidingTables)[number]

/** One value for each of them. */
export const forEachDeciding = <T>(make: (name: DecidingTable) => T): Record<DecidingTable, T> => ({
  owner: make('owner'),
  engagement: make('engagement'),
  escalation: make('escalation'),
})

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
  const impossible = linkImpossible(scope)
  const tables = orderTables(
    parsed.tables.map((file) => linkTable(scope, file)),
    scope,
  )
  checkReferences(scope)
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

/** The impossible combinations. They speak of what can be stated, and the defaults alone must be possible. */
function linkImpossible(scope: Scope): LinkedPolicy['impossible'] {
  const { facts } = scope.parsed
  return facts.content.impossible.map(({ id, because, when }, at) => {
    const path = ['impossible', at, 'when']
    for (const name of Object.keys(when)) scope.statable(name, facts.place([...path, name]))
    const boxes = boxesOf(scope, when, facts, path)
    const isDefault = (name: string, atoms: ReadonlySet<number>): boolean =>
      atoms.has(scope.facts.get(name)?.default ?? -1)
    if (boxes.some((box) => [...box].every(([name, atoms]) => isDefault(name, atoms)))) {
      const message = `\`${id}\` rules out what the defaults of its facts say`
      scope.report(
        'bad-condition',
        facts.place(path),
        message,
        'Change a default, or narrow the combination.',
      )
    }
    return { id, because, boxes }
  })
}

function linkTable(scope: Scope, file: Parsed<TableFile>): LinkedTable {
  const { content } = file
  const derives = 'derives' in content ? derivationOf(scope, content, file) : undefined
  const seen = new Set<string>()
  const rules = content.rules
    .flatMap((rule, at) => repeat(scope, rule, file, at))
    .map((rule) => {
      if (seen.has(rule.id)) {
        scope.report(
          'duplicate',
          rule.place,
          `table \`${content.table}\` has two rules \`${rule.id}\``,
          'Rename one of them.',
        )
      }
      seen.add(rule.id)
      return rule
    })
  return {
    name: content.table,
    place: file.place(['table']),
    hit: content.hit,
    about: content.about,
    derives,
    rules,
  }
}

function derivationOf(scope: Scope, content: DerivingTable, file: Parsed<TableFile>): LinkedTable['derives'] {
  const place = file.place(['derives'])
  const fact = scope.facts.get(content.derives)
  if (!fact?.derived) {
    const derived = [...scope.facts.values()].filter((f) => f.derived).map((f) => f.name)
    scope.report(
      'unknown-fact',
      place,
      `\`${content.derives}\` is not a derived fact`,
      suggest(content.derives, derived),
    )
    return undefined
  }
  const { otherwise } = content
  if (typeof otherwise === 'object') {
    const kept = scope.facts.get(otherwise.keep)
    if (!kept || kept.kind !== fact.kind || kept.atoms !== fact.atoms) {
      const alike = [...scope.facts.values()]
        .filter((f) => f.kind === fact.kind && f !== fact)
        .map((f) => f.name)
      const message = `\`${otherwise.keep}\` has not the same values as \`${fact.name}\``
      scope.report('unknown-fact', file.place(['otherwise', 'keep']), message, suggest(otherwise.keep, alike))
    }
  } else scope.atomsNamed(fact, otherwise, file.place(['otherwise']))
  return { fact: fact.name, otherwise }
}

/** The rule itself, or one for each record of the parameter that `each` names. */
function repeat(
  scope: Scope,
  rule: TableFile['rules'][number],
  file: Parsed<TableFile>,
  at: number,
): LinkedRule[] {
  const path = ['rules', at]
  if (!rule.each) return [linkRule(scope, rule, file, path)]
  const [[variable, parameter] = ['', '']] = Object.entries(rule.each)
  const records = scope.parameters.get(parameter)
  if (typeof records !== 'object') {
    const names = [...scope.parameters].filter(([, value]) => typeof value === 'object').map(([name]) => name)
    const message = `there are no records called \`${parameter}\` among the parameters`
    scope.report(
      'unknown-parameter',
      file.place([...path, 'each', variable]),
      message,
      suggest(parameter, names),
    )
    return []
  }
  return Object.entries(records).map(([key, record]) => {
    const fill = (template: string): string =>
      template.replace(
        /\{([a-z][A-Za-z0-9]*)(?:\.([A-Za-z0-9]+))?\}/g,
        (whole, name: string, field?: string) => {
          if (name !== variable) return whole
          const value = field === undefined ? key : own(record, field)
          if (value !== undefined) return String(value)
          const message = `record \`${key}\` of \`${parameter}\` has no \`${field}\``
          scope.report('bad-template', file.place(path), message, suggest(field ?? '', Object.keys(record)))
          return whole
        },
      )
    return linkRule(scope, mapStrings(rule, fill) as typeof rule, file, path)
  })
}

function linkRule(
  scope: Scope,
  rule: TableFile['rules'][number],
  file: Parsed<TableFile>,
  path: Path,
): LinkedRule {
  const { table } = file.content
  for (const [at, row] of rule.cites.entries()) scope.row(row, file.place([...path, 'cites', at]))
  checkThen(scope, rule.then, file, [...path, 'then'])
  return {
    id: rule.id,
    table,
    place: file.place([...path, 'id']),
    boxes: boxesOf(scope, rule.when, file, [...path, 'when']),
    then: rule.then,
    because: rule.because,
    tell: rule.tell,
    warn: rule.warn,
    cites: rule.cites,
  }
}

function checkThen(scope: Scope, then: LinkedRule['then'], file: Parsed<TableFile>, path: Path): void {
  if (typeof then !== 'object') {
    const derived = 'derives' in file.content ? scope.facts.get(file.content.derives) : undefined
    if (derived) scope.atomsNamed(derived, then, file.place(path))
  } else if ('team' in then) {
    if (then.team !== null) scope.team(then.team, file.place([...path, 'team']))
    for (const [at, role] of then.roles.entries())
      scope.team(`${then.team}/${role}`, file.place([...path, 'roles', at]))
    for (const [at, helper] of then.with.entries()) scope.team(helper, file.place([...path, 'with', at]))
    for (const [at, { team }] of then.not.entries()) scope.team(team, file.place([...path, 'not', at]))
    if (then.speaks !== undefined) scope.team(then.speaks, file.place([...path, 'speaks']))
    for (const [at, place] of then.internal.entries()) {
      if (place.startsWith('#')) scope.channel(place, file.place([...path, 'internal', at]))
    }
    if (then.macro !== undefined) scope.macro(then.macro, file.place([...path, 'macro']))
  } else if ('verdict' in then && then.to !== undefined) scope.team(then.to, file.place([...path, 'to']))
}

/** Deriving tables in the order of their dependencies, then the deciding ones; exactly one for each. */
function orderTables(tables: readonly LinkedTable[], scope: Scope): LinkedTable[] {
  const derived = [...scope.facts.values()].filter((fact) => fact.derived).map((fact) => fact.name)
  const givenBy = new Map(
    derived.flatMap((fact) => {
      const giving = exactlyOne(
        tables,
        (table) => table.derives?.fact === fact,
        `deriving \`${fact}\``,
        scope,
      )
      return giving ? [[fact, giving] as const] : []
    }),
  )
  const ordered: LinkedTable[] = []
  const open = new Set<LinkedTable>()
  const place = (table: LinkedTable): void => {
    if (ordered.includes(table)) return
    if (open.has(table)) {
      const message = `table \`${table.name}\` depends on the fact that it derives itself`
      scope.report('derivation-order', table.place, message, 'Take that fact out of its conditions.')
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
  for (const table of givenBy.values()) place(table)
  const deciding = decidingTables.flatMap(
    (name) => exactlyOne(tables, (table) => table.name === name, `\`${name}\``, scope) ?? [],
  )
  return [...ordered, ...deciding]
}

function exactlyOne(
  tables: readonly LinkedTable[],
  wanted: (table: LinkedTable) => boolean,
  what: string,
  { parsed, report }: Scope,
): LinkedTable | undefined {
  const [found, second] = tables.filter(wanted)
  const help = 'There is one table each for owner, engagement, escalation and every derived fact.'
  if (second) report('unknown-table', second.place, `there are two tables ${what}`, help)
  else if (!found) report('unknown-table', parsed.policy.place([]), `the table ${what} is missing`, help)
  return found
}

/** The facts that a table's answer depends on. */
export function factsUsed(table: LinkedTable): Set<string> {
  const used = new Set(table.rules.flatMap((rule) => rule.boxes.flatMap((box) => [...box.keys()])))
  if (table.derives && typeof table.derives.otherwise === 'object') used.add(table.derives.otherwise.keep)
  return used
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [change(key), mapStrings(item, change)]),
  )
}
