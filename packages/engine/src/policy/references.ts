/** Checks every name in a policy that no rule resolves: in groups, teams, fall-back, parameters, messages, programme, tests. */
import { own, suggest } from '../names.ts'
import type { FactValue } from './domain.ts'
import type { Parsed, Place } from './parse.ts'
import type { FallbackOwner, TestsFile } from './schema.ts'
import type { Scope } from './scope.ts'

/** Reports all names that lead nowhere. */
export function checkReferences(scope: Scope): void {
  checkGroups(scope)
  checkTeams(scope)
  checkFallback(scope)
  checkParameters(scope)
  checkMessages(scope)
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
