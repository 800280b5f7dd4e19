/** Checks every name in a policy that no rule resolves: in groups, teams, fall-back, parameters, messages, programme, tests. */
import { own, suggest } from '../names.ts'
import { valueName } from '../read/fact-reader.ts'
import { groupsIn } from '../read/signals.ts'
import type { FactValue } from './domain.ts'
import type { Parsed, Path, Place } from './parse.ts'
import type { EngagementThen, FactsFile, FallbackOwner, TestsFile } from './schema.ts'
import type { Scope } from './scope.ts'

/** Reports all names that lead nowhere. */
export function checkReferences(scope: Scope): void {
  checkGroups(scope)
  checkSignals(scope)
  checkTeams(scope)
  checkFallback(scope)
  checkParameters(scope)
  checkMessages(scope)
  checkRecords(scope)
  checkEngagements(scope)
  checkProgramme(scope)
  checkTopics(scope)
  checkTests(scope)
}

function checkGroups(scope: Scope): void {
  const { facts } = scope.parsed
  for (const [id, group] of Object.entries(facts.content.groups)) {
    group.values.forEach((value, at) => {
      scope.value(group.fact, value, facts.place(['groups', id, 'values', at]))
    })
  }
}

/** The most words in a group, those of the groups in it among them: what it stands for must stay fit for review. */
const groupWordsMax = 1000

/** What signals use angle brackets for besides groups. */
const takenNames = new Set([valueName, 'number', 'money'])

/** The groups of words: each signal names those there are, each group those above it. */
function checkSignals(scope: Scope): void {
  const { facts } = scope.parsed
  const sizes = new Map<string, number>()
  const check = (phrase: string, path: Path, marks: readonly string[] = []): void => {
    for (const name of groupsIn(phrase)) {
      if (sizes.has(name) || marks.includes(name)) continue
      const message =
        `there is no group of words \`${name}\` ${path[0] === 'words' ? 'above this one' : ''}`.trim()
      scope.report('bad-signal', facts.place(path), message, suggest(name, [...sizes.keys(), ...marks]))
    }
  }
  for (const [name, phrases] of Object.entries(facts.content.words)) {
    if (takenNames.has(name)) {
      const message = `\`<${name}>\` means something else in signals`
      scope.report('bad-signal', facts.place(['words', name]), message, 'Give the group another name.')
    }
    for (const [at, phrase] of phrases.entries()) check(phrase, ['words', name, at])
    const size = phrases.reduce((sum, phrase) => sum + sizeOf(phrase, sizes), 0)
    if (size > groupWordsMax) {
      const message = `group \`${name}\` stands for ${size} words, more than ${groupWordsMax}`
      scope.report('bad-signal', facts.place(['words', name]), message, 'Write out what is meant.')
    }
    sizes.set(name, size)
  }
  for (const { path, signals, marks } of signalsOf(facts.content.facts)) {
    for (const [at, signal] of signals.entries()) check(signal, [...path, at], marks)
  }
}

const sizeOf = (phrase: string, sizes: ReadonlyMap<string, number>): number =>
  phrase.split(/[\s|]+/).length + groupsIn(phrase).reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0)

type SignalList = {
  readonly path: Path
  readonly signals: readonly string[]
  /** What may stand in angle brackets there besides groups. */
  readonly marks: readonly string[]
}

function signalsOf(facts: FactsFile['facts']): SignalList[] {
  return Object.entries(facts).flatMap(([name, fact]) => {
    const list = (path: Path, signals: readonly string[], ...marks: string[]): SignalList => ({
      path: ['facts', name, ...path, 'signals'],
      signals,
      marks,
    })
    if (fact.kind === 'topic') return []
    if (fact.kind === 'amount') return [list([], fact.signals)]
    if (fact.kind === 'yes-no')
      return [list([], fact.signals), list(['yes'], fact.yes.signals), list(['no'], fact.no.signals)]
    const ofValues = Object.entries(fact.values).map(([value, { signals }]) =>
      list(['values', value], signals),
    )
    return [list([], fact.signals, valueName), ...ofValues]
  })
}

function checkTeams(scope: Scope): void {
  const { teams } = scope.parsed
  for (const [id, team] of Object.entries(teams.content.teams)) {
    for (const [at, { topics, to }] of team.declines.entries()) {
      const path = ['teams', id, 'declines', at]
      scope.team(to, teams.place([...path, 'to']))
      topics.forEach((topic, n) => {
        scope.topic(topic, teams.place([...path, 'topics', n]))
      })
    }
  }
}

function checkFallback(scope: Scope): void {
  const { policy } = scope.parsed
  const { fallback, engages } = policy.content
  const at = (...path: string[]): Place => policy.place(['fallback', ...path])
  const owner = ({ team, roles }: FallbackOwner, place: Place): void => {
    scope.team(team, place)
    for (const role of roles) scope.team(`${team}/${role}`, place)
  }
  owner(fallback.otherwise, at('otherwise'))
  scope.statable(fallback.fact, at('fact'))
  for (const [value, held] of Object.entries(fallback.by)) {
    scope.value(fallback.fact, value, at('by', value))
    owner(held, at('by', value))
  }
  for (const row of fallback.cites) scope.row(row, at('cites'))
  scope.team(engages, policy.place(['engages']))
}

/** Deviations of thresholds, and parameters that would hide a fact. */
function checkParameters(scope: Scope): void {
  const { policy, facts } = scope.parsed
  for (const [name, { value, by = {} }] of Object.entries(policy.content.parameters)) {
    if (own(facts.content.facts, name)) {
      const message = `parameter \`${name}\` has the name of a fact`
      scope.report('duplicate', policy.place(['parameters', name]), message, 'Rename one of them.')
    }
    const byPlace = policy.place(['parameters', name, 'by'])
    const deviating = Object.entries(by)
    if (deviating.length > 1 || (deviating.length === 1 && typeof value !== 'number')) {
      const message = `parameter \`${name}\` cannot deviate like this`
      scope.report('bad-condition', byPlace, message, 'Only an amount can deviate, and by one fact.')
    }
    for (const [fact, values] of deviating) {
      const place = policy.place(['parameters', name, 'by', fact])
      for (const one of Object.keys(values)) scope.value(fact, one, place)
    }
  }
}

const placeholders: Readonly<Record<string, readonly string[]>> = {
  handOff: ['owner', 'topic', 'facts', 'because', 'gather', 'path'],
  reply: ['tell', 'path'],
  replyWithQuestions: ['questions'],
  holding: ['public'],
}

function checkMessages(scope: Scope): void {
  const { policy } = scope.parsed
  for (const [name, text] of Object.entries(policy.content.messages)) {
    const known = placeholders[name] ?? []
    for (const [, placeholder = ''] of text.matchAll(/\{([a-zA-Z]+)\}/g)) {
      if (known.includes(placeholder)) continue
      const message = `message \`${name}\` has no placeholder \`{${placeholder}}\``
      scope.report('bad-template', policy.place(['messages', name]), message, suggest(placeholder, known))
    }
  }
}

function checkRecords(scope: Scope): void {
  const { policy } = scope.parsed
  const { records } = policy.content
  if (!records) return
  const at = (...path: (string | number)[]): Place => policy.place(['records', ...path])
  for (const [type, teams] of Object.entries(records.types)) {
    teams.forEach((team, n) => {
      scope.team(team, at('types', type, n))
    })
  }
  for (const [reason, topics] of Object.entries(records.reasons)) {
    topics.forEach((topic, n) => {
      scope.topic(topic, at('reasons', reason, n))
    })
  }
  for (const [field, team] of Object.entries(records.fixedBy)) scope.team(team, at('fixedBy', field))
  for (const row of records.cites) scope.row(row, at('cites'))
}

/** Every kind that a rule gives has its time-box; without any, the policy leaves engagements to others. */
function checkEngagements(scope: Scope): void {
  const { policy, tables } = scope.parsed
  const kinds = policy.content.engagements?.kinds
  if (!kinds) return
  for (const [kind, { cites }] of Object.entries(kinds)) {
    for (const row of cites) scope.row(row, policy.place(['engagements', 'kinds', kind, 'cites']))
  }
  for (const { content, place } of tables) {
    if (content.table !== 'engagement') continue
    content.rules.forEach(({ then }, n) => {
      const { kind } = then as EngagementThen
      if (kind === undefined || own(kinds, kind)) return
      const message = `engagements of kind \`${kind}\` have no time-box`
      const help = `Add it to \`engagements.kinds\` of policy.yaml. ${suggest(kind, Object.keys(kinds))}`
      scope.report('unknown-value', place(['rules', n, 'then', 'kind']), message, help)
    })
  }
}

function checkProgramme(scope: Scope): void {
  const file = scope.parsed.programme
  if (!file) return
  const { programme } = file.content
  const at = (...path: (string | number)[]): Place => file.place(['programme', ...path])
  if (typeof programme.cap === 'string' && typeof scope.parameters.get(programme.cap) !== 'number') {
    const amounts = [...scope.parameters]
      .filter(([, value]) => typeof value === 'number')
      .map(([name]) => name)
    const message = `there is no amount among the parameters called \`${programme.cap}\``
    scope.report('unknown-parameter', at('cap'), message, suggest(programme.cap, amounts))
  }
  scope.channel(programme.requestChannel, at('requestChannel'))
  scope.channel(programme.supportChannel, at('supportChannel'))
  for (const [kind, { lifecycle, cites }] of Object.entries(programme.kinds)) {
    scope.value('lifecycle', lifecycle, at('kinds', kind, 'lifecycle'))
    for (const row of cites) scope.row(row, at('kinds', kind, 'cites'))
  }
  programme.takes.forEach((team, n) => {
    scope.team(team, at('takes', n))
  })
  programme.looksLikeServices.forEach((topic, n) => {
    scope.topic(topic, at('looksLikeServices', n))
  })
  programme.rules.forEach(({ row }, n) => {
    scope.row(row, at('rules', n))
  })
}

function checkTopics(scope: Scope): void {
  const { topics, reader } = scope.parsed
  const seen = new Map<string, Place>()
  for (const file of topics) {
    const { topic } = file.content
    const place = file.place(['topic'])
    const first = seen.get(topic)
    if (first)
      scope.report('duplicate', place, `topic \`${topic}\` stands in \`${first.file}\` too`, 'Keep one.')
    seen.set(topic, place)
  }
  if (reader?.content.outOfScope !== undefined) {
    scope.topic(reader.content.outOfScope, reader.place(['outOfScope']))
  }
}

function checkTests(scope: Scope): void {
  const seen = new Set<string>()
  for (const file of scope.parsed.tests) {
    file.content.tests.forEach((test, at) => {
      if (seen.has(test.id)) {
        scope.report(
          'duplicate',
          file.place(['tests', at, 'id']),
          `there are two tests \`${test.id}\``,
          'Rename one.',
        )
      }
      seen.add(test.id)
      checkTest(scope, file, test, at)
    })
  }
}

function checkTest(
  scope: Scope,
  file: Parsed<TestsFile>,
  test: TestsFile['tests'][number],
  at: number,
): void {
  scope.row(test.row, file.place(['tests', at, 'row']))
  for (const [name, value] of Object.entries(test.given.facts)) {
    const place = file.place(['tests', at, 'given', 'facts', name])
    const values: readonly (FactValue | null)[] = Array.isArray(value) ? value : [value]
    for (const one of values) {
      if (one === null) scope.statable(name, place)
      else scope.value(name, one, place)
    }
  }
  for (const name of Object.keys(test.parameters ?? {})) {
    if (scope.parameters.has(name)) continue
    const place = file.place(['tests', at, 'parameters', name])
    scope.report(
      'unknown-parameter',
      place,
      `there is no parameter \`${name}\``,
      suggest(name, scope.parameters.keys()),
    )
  }
}
