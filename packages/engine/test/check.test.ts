/**
 * What `policy check` finds. Every fault is sown into the default policy as an author would make it, and has to
 * be found where it stands, with help, and with a counter-example that shows it when it is asked.
 */
import { describe, expect, test } from 'vitest'
import { decide } from '../src/decide.ts'
import type { Diagnostic, DiagnosticCode } from '../src/diagnostic.ts'
import { checkPolicy, prove } from '../src/policy/check.ts'
import { type Compilation, compilePolicy } from '../src/policy/compile.ts'
import { loadPolicy, type Policy } from '../src/policy/compiled.ts'
import { valueOfAtom } from '../src/policy/domain.ts'
import { compileToData, freeze } from '../src/policy/freeze.ts'
import { type DecidingTable, decidingTables, type LinkedPolicy, linkPolicy } from '../src/policy/link.ts'
import { type ParsedPolicy, parsePolicy } from '../src/policy/parse.ts'
import { answers, type Facts, walk } from '../src/walk.ts'
import { compilation, defaultSource, linked, now, policy, sourceWith, textOf } from './default-policy.ts'

type Changes = Readonly<Record<string, string | undefined>>

/** The default policy without what only reading a text and running its tests need: it is checked in half the time. */
const lean: Changes = Object.fromEntries(
  defaultSource.files.flatMap(({ path, text }): [string, string | undefined][] => {
    if (path.startsWith('tests/') || path === 'reader.yaml') return [[path, undefined]]
    if (path === 'facts.yaml') return [[path, text.replace(/^ +signals:\n(?: +- .*\n)+/gm, '')]]
    if (!path.startsWith('topics/')) return []
    return [
      [
        path,
        `${/^topic: .*\nname: .*\n/m.exec(text)![0]}description: d\nboundary: b\nsignals: []\nexamples: [one]\n`,
      ],
    ]
  }),
)
const leanText = (path: string): string => lean[path] ?? textOf(path)

const check = (changes: Changes, at = now) => checkPolicy(sourceWith({ ...lean, ...changes }), at)

/** All findings but those on rows without tests: the lean policy has no tests. */
const findings = (changes: Changes, at = now): Diagnostic[] =>
  check(changes, at).diagnostics.filter(({ code }) => code !== 'row-untested')

const only = (code: DiagnosticCode, changes: Changes): Diagnostic => {
  const found = findings(changes)
  expect(found.map((one) => one.code)).toEqual([code])
  return found[0]!
}

/** One file with one stretch of its text replaced; the stretch has to be there. */
function edit(path: string, from: string, to: string): Record<string, string> {
  const text = leanText(path)
  expect(text, `${path} holds it once`).toContain(from)
  return { [path]: text.replace(from, () => to) }
}

const addTo = (path: string, before: string, added: string): Record<string, string> =>
  edit(path, before, added + before)

/** Where a stretch of a file's text stands, as a diagnostic says it. */
function placeIn(
  changes: Changes,
  path: string,
  stretch: string,
): Pick<Diagnostic, 'file' | 'line' | 'column'> {
  const before = (changes[path] ?? leanText(path)).split(stretch)[0]!.split('\n')
  return { file: `policy/${path}`, line: before.length, column: before.at(-1)!.length + 1 }
}

const parseLean = (changes: Changes = {}): ParsedPolicy =>
  parsePolicy(sourceWith({ ...lean, ...changes })).policy!
const linkParsed = (parsed: ParsedPolicy, at = now, parameters = {}): LinkedPolicy =>
  linkPolicy(parsed, { now: at, parameters }).policy!
const load = (changes: Changes, at = now): Policy =>
  loadPolicy(compileToData(linkParsed(parseLean(changes), at)))

const tableNamed = (one: Policy, name: DecidingTable) => one[name]
const verdict = (one: Policy, facts: Facts): string[] =>
  walk(one, one.engagement, facts).map(({ key }) => key)

test('the default policy has no fault, and is proven to have none', () => {
  const { diagnostics, proven, figures } = checkPolicy(defaultSource, now)
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(proven).toBe(true)
  expect(figures!.combinations).toBeGreaterThan(100_000_000)
  expect(findings({})).toEqual([])
})

// --- Gaps, overlaps, dead rules -------------------------------------------------------------------------------

type Removal = { readonly table: string; readonly rule: string; readonly parsed: ParsedPolicy }

/** Every `unique` table with each of its rules left out in turn. */
function removals(): Removal[] {
  const parsed = parseLean()
  return parsed.tables.flatMap((file, at) =>
    file.content.hit === 'first'
      ? []
      : file.content.rules.map((rule, k) => {
          const rules = file.content.rules.toSpliced(k, 1)
          const content = { ...file.content, rules } as typeof file.content
          return {
            table: file.content.table,
            rule: rule.id,
            parsed: { ...parsed, tables: parsed.tables.with(at, { ...file, content }) },
          }
        }),
  )
}

const ruleIds = (one: Policy, facts: Facts): string[] =>
  decidingTables
    .flatMap((name) => walk<unknown>(one, tableNamed(one, name), facts))
    .flatMap(({ rules }) => rules.map(({ id }) => id))

/** Concrete asks that a rule has a part in, one for each answer it leads to. */
function asksOf({ builder, proofs, leaves, rules, facts }: Compilation, rule: string): Facts[] {
  return decidingTables.flatMap((name) =>
    [...builder.leaves(proofs[name])].flatMap((ref) => {
      const leaf = leaves[~ref]!
      if (leaf.kind !== 'rules' || !leaf.rules.some((number) => rules[number]!.id === rule)) return []
      const box = builder.widestBox(proofs[name], (other) => other === ref)!
      return [
        Object.fromEntries(
          box.flatMap((atoms, level) =>
            atoms ? [[facts[level]!.name, valueOfAtom(facts[level]!, Math.min(...atoms))]] : [],
          ),
        ),
      ]
    }),
  )
}

describe('a rule that is left out', () => {
  const all = removals()

  test('is found as a gap, for every rule of every deciding table, by an ask that it would have answered', () => {
    const supporting = loadPolicy(
      compileToData(linkParsed(parseLean(), now, { workflowCasesInSupport: true })),
    )
    const deciding = all.filter(({ table }) => decidingTables.includes(table as DecidingTable))
    const missed = deciding.filter(({ table, rule, parsed }) => {
      // The rules of a switch that is off apply once it is on.
      const on = rule.endsWith('-in-support')
      const broken = compilePolicy(linkParsed(parsed, now, on ? { workflowCasesInSupport: true } : {}))!
      const gaps = prove(broken).filter(({ code }) => code === 'gap')
      const asked = loadPolicy(freeze(broken))
      const whole = on ? supporting : policy
      const shown = gaps.filter(({ example, message }) => {
        const facts = example as Facts
        const left = walk<unknown>(asked, tableNamed(asked, table as DecidingTable), facts)
        return (
          message.includes(`table \`${table}\``) &&
          left.length === 1 &&
          left[0]!.then === undefined &&
          ruleIds(whole, facts).includes(rule.replace('{product}', 'workflow'))
        )
      })
      return gaps.length === 0 || shown.length !== gaps.length
    })
    expect(missed.map(({ table, rule }) => `${table}/${rule}`)).toEqual([])
    expect(deciding.length).toBeGreaterThan(100)
  })

  test('changes an answer, for every rule of every deriving table', () => {
    const deriving = all.filter(({ table }) => !decidingTables.includes(table as DecidingTable))
    const missed = deriving.filter(({ rule, parsed }) => {
      const broken = loadPolicy(compileToData(linkParsed(parsed)))
      const keys = (one: Policy, facts: Facts): string =>
        JSON.stringify(Object.values(answers(one, facts)).map((found) => found.map(({ key }) => key)))
      return !asksOf(compilation, rule).some((facts) => keys(broken, facts) !== keys(policy, facts))
    })
    expect(missed.map(({ table, rule }) => `${table}/${rule}`)).toEqual([])
    expect(deriving.length).toBeGreaterThan(5)
  })
})

describe('two rules for one ask', () => {
  const widened = edit(
    'tables/owner.yaml',
    'answeredAs: billing-usage, plan: self-serve',
    'answeredAs: billing-usage',
  )

  test('are an overlap that names both, each with its line', () => {
    const { message, help, ...at } = only('overlap', widened)
    const first = placeIn(widened, 'tables/owner.yaml', 'billing-self-serve')
    expect(message).toContain(`\`billing-self-serve\` (${first.file}:${first.line}:`)
    expect(message).toContain('`billing-enterprise`')
    expect(at).toMatchObject({
      severity: 'error',
      ...placeIn(widened, 'tables/owner.yaml', 'billing-enterprise'),
    })
    expect(help).toContain('Narrow one of them')
  })

  test('are shown by an ask that either of them answers once the other is gone', () => {
    const { example } = only('overlap', widened)
    const without = (id: string): string[] => {
      const parsed = parseLean(widened)
      const tables = parsed.tables.map((file) => {
        const rules = file.content.rules.filter((rule) => rule.id !== id)
        return { ...file, content: { ...file.content, rules } as typeof file.content }
      })
      const one = loadPolicy(compileToData(linkParsed({ ...parsed, tables })))
      return walk(one, one.owner, example as Facts).map(({ rules }) => rules.at(-1)!.id)
    }
    expect(without('billing-enterprise')).toEqual(['billing-self-serve'])
    expect(without('billing-self-serve')).toEqual(['billing-enterprise'])
  })

  test('are found in a deriving table as well', () => {
    const both = edit(
      'tables/concern.yaml',
      'topic: platform-group, cause: outside-cause',
      'topic: platform-group, cause: [application, third-party, external-dns]',
    )
    const overlaps = findings(both).filter(({ code }) => code === 'overlap')
    expect(overlaps[0]!.message).toMatch(/`cause-is-the-application` .*`cause-is-outside`/)
    expect(overlaps[0]!.example).toMatchObject({ cause: 'application' })
  })

  test('are no fault where the order is meant', () => {
    const first = edit('tables/owner.yaml', 'rules:\n', 'hit: first\nrules:\n')
    const changes = {
      'tables/owner.yaml': first['tables/owner.yaml']!.replace(
        'answeredAs: billing-usage, plan: self-serve',
        'answeredAs: billing-usage',
      ),
    }
    expect(findings(changes).map(({ code }) => code)).toEqual(['unreachable-rule'])
  })
})

describe('a rule that can never apply', () => {
  test('is named where it stands, when rules before it take all it asks for', () => {
    const changes = edit(
      'tables/escalation.yaml',
      '  - id: limit-increase\n',
      '  - { id: any-limit, when: { answeredAs: limit-increase }, then: { path: Ask. }, because: It is so., cites: [M18] }\n  - id: limit-increase\n',
    )
    const { message, ...at } = only('unreachable-rule', changes)
    expect(message).toContain('`limit-increase` of table `escalation` can never apply')
    const { line, file } = placeIn(changes, 'tables/escalation.yaml', 'id: limit-increase\n')
    expect(at).toMatchObject({ severity: 'error', file, line })
  })

  test('is named when it asks for what cannot be together', () => {
    const changes = addTo(
      'tables/owner.yaml',
      '  - id: call-with-architect\n',
      '  - { id: call-hobby-architect, when: { answeredAs: technical-call, plan: hobby, hasPlatformArchitect: true }, then: { team: cse }, because: It is so., cites: [D5] }\n',
    )
    expect(
      findings(changes).map(({ code, message }) => [code, message.includes('`call-hobby-architect`')]),
    ).toEqual([['unreachable-rule', true]])
  })

  test('is named when a threshold leaves no amount for it, and the amount is not asked for', () => {
    const changes = edit('policy.yaml', 'value: 100000', 'value: 0')
    const dead = findings(changes).filter(({ code }) => code === 'unreachable-rule')
    expect(dead.map(({ message }) => /`([a-z-]+)`/.exec(message)![1])).toEqual([
      'onboarding-strategic',
      'onboarding-below-threshold',
      'onboarding-below-threshold-several-sessions',
    ])
    const { questions } = decide(load(changes), {
      facts: { topic: 'onboarding-enablement', plan: 'enterprise' },
    })
    expect(questions).toEqual([])
  })
})

test('a threshold beyond what an amount can be is answered or found, and never breaks an answer', () => {
  const changes = edit('policy.yaml', 'value: 100000', 'value: 2000000000000')
  const facts = { topic: 'onboarding-enablement', plan: 'enterprise', arr: 5, strategic: false }
  expect(() => decide(load(changes), { facts })).not.toThrow()
})

describe('a hand-off that comes back', () => {
  test('is found where a team gets what it declines', () => {
    const changes = edit(
      'teams.yaml',
      '{ topics: [queue-ownership], to: cse }',
      '{ topics: [incident-command], to: cse }',
    )
    const { message, example, ...at } = only('hand-off-loop', changes)
    expect(message).toContain('engineering → cse → engineering')
    expect(at).toMatchObject({ severity: 'error', file: 'policy/tables/owner.yaml' })
    expect(walk(policy, policy.owner, example as Facts).map(({ then }) => then!.team)).toEqual([
      'engineering',
    ])
  })

  test('is found where the engaged team re-routes in a circle', () => {
    const declining = '    declines:\n      - { topics: [plan-pricing], to: developer-success }\n'
    const circle = addTo('teams.yaml', '  deal-desk:\n', declining)
    const { message, example } = only('hand-off-loop', circle)
    expect(message).toContain('developer-success → finops → developer-success')
    expect(walk(policy, policy.engagement, example as Facts).map(({ then }) => then!.to)).toEqual(['finops'])
  })
})

// --- Names ----------------------------------------------------------------------------------------------------

describe('a misspelt name', () => {
  const misspelt: readonly [
    what: string,
    code: DiagnosticCode,
    path: string,
    from: string,
    wrong: string,
    meant: string,
  ][] = [
    [
      'team',
      'unknown-team',
      'tables/owner.yaml',
      'team: cse\n      with: [finfra, billing-ops]',
      'csee',
      'cse',
    ],
    [
      'team that helps',
      'unknown-team',
      'tables/owner.yaml',
      'with: [finfra, billing-ops]',
      'finfa',
      'finfra',
    ],
    [
      'role',
      'unknown-team',
      'tables/owner.yaml',
      'roles: [sme-build-deployments]',
      'sme-build-deploymets',
      'sme-build-deployments',
    ],
    ['target of a re-route', 'unknown-team', 'tables/engagement.yaml', 'to: finops', 'finop', 'finops'],
    ['channel', 'unknown-channel', 'tables/owner.yaml', '"#help-compute"', '#help-computer', '#help-compute'],
    ['topic', 'unknown-topic', 'tables/engagement.yaml', '- v0-billing', 'v0-biling', 'v0-billing'],
    [
      'topic that a team declines',
      'unknown-topic',
      'teams.yaml',
      'topics: [incident-command], to: engineering',
      'incident-comand',
      'incident-command',
    ],
    [
      'fact',
      'unknown-fact',
      'tables/owner.yaml',
      'incidentDeclared: true',
      'incidentDeclare',
      'incidentDeclared',
    ],
    [
      'fact of an impossible combination',
      'unknown-fact',
      'facts.yaml',
      'plan: hobby, arr: { above: 0 }',
      'plann',
      'plan',
    ],
    ['row', 'unknown-row', 'tables/owner.yaml', 'cites: [M7, P3]', 'M77', 'M7'],
    [
      'value',
      'unknown-value',
      'tables/engagement.yaml',
      'cause: [platform, application, unknown]',
      'platfrom',
      'platform',
    ],
    [
      'group of values',
      'unknown-value',
      'tables/owner.yaml',
      'plan: self-serve }',
      'self-serv',
      'self-serve',
    ],
    [
      'parameter',
      'unknown-parameter',
      'tables/engagement.yaml',
      'programmeThreshold',
      'programThreshold',
      'programmeThreshold',
    ],
    [
      'macro',
      'bad-template',
      'tables/owner.yaml',
      'macro: Enterprise Hand Off',
      'Enterprise Hand-Of',
      'Enterprise Hand Off',
    ],
    ['fact of the fall-back', 'unknown-fact', 'policy.yaml', 'fact: plan', 'plann', 'plan'],
    ['derived fact', 'unknown-fact', 'tables/concern.yaml', 'derives: concern', 'concerm', 'concern'],
    [
      'team of a record type',
      'unknown-team',
      'policy.yaml',
      'Services: [professional-services, partners]',
      'partnrs',
      'partners',
    ],
    [
      'team that puts a record right',
      'unknown-team',
      'policy.yaml',
      'fixedBy: { recordType: sfdc-ops',
      'sfdc-opps',
      'sfdc-ops',
    ],
    [
      'topic of a case reason',
      'unknown-topic',
      'policy.yaml',
      'Functions: [functions-compute]',
      'functions-comput',
      'functions-compute',
    ],
    ['row of the records', 'unknown-row', 'policy.yaml', 'cites: [X2, M20]', 'X22', 'X2'],
    [
      'row of a kind of engagement',
      'unknown-row',
      'policy.yaml',
      'days: 14, sessions: 0, cites: [D5, O7]',
      'O77',
      'O7',
    ],
  ]

  test.each(misspelt)(
    'of a %s is found on its line, with the nearest that exists',
    (_, code, path, from, wrong, meant) => {
      const changed = from.replace(meant, wrong)
      expect(changed).not.toBe(from)
      const changes = edit(path, from, changed)
      const found = findings(changes).filter((one) => one.code === code)
      expect(found.length).toBeGreaterThan(0)
      expect(found[0]!.message).toContain(`\`${wrong}\``)
      expect(found[0]!.help).toBe(`Did you mean \`${meant}\`?`)
      expect(found[0]!.severity).toBe('error')
      if (code === 'unknown-fact' && path === 'policy.yaml') return
      const { file, line } = placeIn(changes, path, changed)
      const offset = changed.slice(0, changed.indexOf(wrong)).split('\n').length - 1
      expect([found[0]!.file, found[0]!.line]).toEqual([file, line + offset])
    },
  )

  test('is found in a deviation of a parameter, by fact and by value', () => {
    const byFact = findings(edit('policy.yaml', 'region: {}', 'regoin: { emea: 150000 }'))
    expect(byFact.map(({ code, help }) => [code, help])).toContainEqual([
      'unknown-fact',
      'Did you mean `region`?',
    ])
    const byValue = findings(edit('policy.yaml', 'region: {}', 'region: { emeaa: 150000 }'))
    expect(byValue.map(({ code, help }) => [code, help])).toContainEqual([
      'unknown-value',
      'Did you mean `emea`?',
    ])
  })

  test('is found in the programme: parameter, row and channel', () => {
    const found = (from: string, to: string): string[] =>
      findings(edit('programme.yaml', from, to)).map(({ help }) => help)
    expect(found('cap: assignedCustomersMax', 'cap: assignedCustomerMax')).toContain(
      'Did you mean `assignedCustomersMax`?',
    )
    expect(found('cites: [A5, A7, A8]', 'cites: [A5, A77, A8]')).toContain('Did you mean `A7`?')
    expect(found('requestChannel: "#customer-support"', 'requestChannel: "#customer-suport"')).toContain(
      'Did you mean `#customer-support`?',
    )
    expect(found('lifecycle: post-sales', 'lifecycle: postsales')).toContain('Did you mean `post-sales`?')
  })

  test('is found among the placeholders of a message', () => {
    expect(only('bad-template', edit('policy.yaml', 'For {owner}', 'For {ownr}')).help).toBe(
      'Did you mean `owner`?',
    )
  })

  test('is found though every object has something of that name', () => {
    for (const name of ['constructor', 'toString']) {
      const team = edit('tables/owner.yaml', 'team: v0-product', `team: ${name}`)
      expect(findings(team).map(({ code }) => code)).toContain('unknown-team')
    }
    const role = edit('tables/owner.yaml', 'roles: [sme-build-deployments]', 'roles: [constructor]')
    expect(findings(role).map(({ code }) => code)).toContain('unknown-team')
    const engages = edit('policy.yaml', 'engages: developer-success', 'engages: constructor')
    expect(findings(engages).map(({ code }) => code)).toContain('unknown-team')
  })

  test('is found when it is `__proto__`, which must not fall away and leave a wider rule', () => {
    const when = '{ topic: platform-group, cause: application }'
    const changes = edit(
      'tables/concern.yaml',
      when,
      '{ topic: platform-group, cause: application, __proto__: x }',
    )
    expect(findings(changes).filter(({ severity }) => severity === 'error')).not.toEqual([])
  })
})

// --- Records and engagements ----------------------------------------------------------------------------------

describe('the time-box of a kind of engagement', () => {
  const kind = 'days: 14, sessions: 0, cites: [D5, O7]'

  test('has days, sessions and a row, within bounds', () => {
    for (const wrong of [
      'days: 0, sessions: 0, cites: [D5, O7]',
      'days: 367, sessions: 0, cites: [D5, O7]',
      'days: 14, sessions: -1, cites: [D5, O7]',
      'days: 14, sessions: 1.5, cites: [D5, O7]',
      'days: 14, sessions: 0, cites: []',
      'days: 14, cites: [D5, O7]',
      'days: 14, sessions: 0, weeks: 2, cites: [D5, O7]',
    ]) {
      const changes = edit('policy.yaml', kind, wrong)
      const { line } = placeIn(changes, 'policy.yaml', wrong)
      expect(findings(changes)[0]).toMatchObject({ code: 'shape', file: 'policy/policy.yaml', line })
    }
  })

  test('is there for every kind that a rule gives', () => {
    const changes = edit('policy.yaml', 'escalation-support: {', 'escalation-help: {')
    const fault = findings(changes).find(({ code }) => code === 'unknown-value')
    expect(fault).toMatchObject({
      file: 'policy/tables/engagement.yaml',
      message: expect.stringContaining('time-box'),
    })
  })

  test('is compiled with the policy, as are the records', () => {
    const { engagements, records } = load({}).compiled
    expect(engagements?.kinds['async']).toMatchObject({ days: 14, sessions: 0 })
    expect(records?.fixedBy).toEqual({ recordType: 'sfdc-ops', caseReason: 'cse-ops' })
  })
})

test('a policy without records and engagements has no fault: it decides all the same', () => {
  const text = leanText('policy.yaml').replace(/^(?:records|engagements):\n(?: .*\n|\n)+/gm, '')
  expect(text).not.toMatch(/^(records|engagements):/m)
  expect(findings({ 'policy.yaml': text })).toEqual([])
  const { compiled } = load({ 'policy.yaml': text })
  expect([compiled.records, compiled.engagements]).toEqual([undefined, undefined])
})

// --- Facts ----------------------------------------------------------------------------------------------------

describe('a fact', () => {
  test('that depends on itself is found, directly and by way of another', () => {
    const direct = edit(
      'tables/step-by-step.yaml',
      'concern: [technical-call',
      'stepByStep: false\n      concern: [technical-call',
    )
    expect(only('derivation-order', direct)).toMatchObject({
      severity: 'error',
      file: 'policy/tables/step-by-step.yaml',
      line: 2,
    })
    const around = edit('tables/step-by-step.yaml', 'concern: [technical-call', 'answeredAs: [technical-call')
    expect(findings(around).map(({ code }) => code)).toEqual(['derivation-order'])
  })

  test('that no table derives is found, instead of breaking every answer', () => {
    const found = findings({ 'tables/step-by-step.yaml': undefined }).filter(
      ({ severity }) => severity === 'error',
    )
    expect(found.map(({ message }) => message).join()).toContain('`stepByStep`')
  })

  test('that two tables derive is found', () => {
    const again = textOf('tables/step-by-step.yaml')
      .replace('table: stepByStep', 'table: stepAgain')
      .replace('then: true', 'then: false')
    const found = findings({ 'tables/step-again.yaml': again }).filter(({ severity }) => severity === 'error')
    expect(found.map(({ message }) => message).join()).toContain('`stepByStep`')
  })

  test('that changes no answer is a warning at its place', () => {
    const changes = addTo(
      'facts.yaml',
      '  concern:\n',
      '  tier:\n    kind: yes-no\n    about: Nothing.\n    yes: { say: so }\n    no: { say: not so }\n',
    )
    const { message, severity, file, line } = only('fact-unused', changes)
    expect([message, severity, file, line]).toEqual([
      '`tier` changes no answer',
      'warning',
      'policy/facts.yaml',
      placeIn(changes, 'facts.yaml', '    kind: yes-no\n    about: Nothing.').line,
    ])
  })

  test('must not share its name with a parameter', () => {
    const changes = addTo(
      'policy.yaml',
      '  assignedCustomersMax:\n',
      '  strategic:\n    about: Something else.\n    value: false\n',
    )
    expect(
      findings(changes)
        .filter(({ severity }) => severity === 'error')
        .map(({ code }) => code),
    ).toContain('duplicate')
  })

  test('must not have defaults that cannot be together: no answer could be given', () => {
    const changes = edit(
      'facts.yaml',
      'impossible:\n',
      'impossible:\n  - { id: usual, when: { commitment: one-off, askedBy: customer }, because: It cannot be. }\n',
    )
    expect(findings(changes).filter(({ severity }) => severity === 'error')).not.toEqual([])
  })

  test('that is derived has no part in impossible combinations, which speak of what can be stated', () => {
    const changes = edit(
      'facts.yaml',
      'impossible:\n',
      'impossible:\n  - { id: odd, when: { concern: v0, plan: pro }, because: It cannot be. }\n',
    )
    expect(findings(changes).filter(({ severity }) => severity === 'error')).not.toEqual([])
  })
})

test('a topic without examples is a warning at its place', () => {
  const path = 'topics/v0.yaml'
  const { message, ...at } = only('topic-without-examples', { [path]: lean[path]!.replace('[one]', '[]') })
  expect(message).toContain('`v0`')
  expect(at).toMatchObject({ severity: 'warning', file: `policy/${path}`, line: 1 })
})

// --- Parameters -----------------------------------------------------------------------------------------------

const override = (fields: string): Record<string, string> =>
  edit(
    'policy.yaml',
    'channels: ["#help-compute"',
    `overrides:\n  - { id: trial, ${fields}, owner: Support operations, reason: A trial. }\nchannels: ["#help-compute"`,
  )

describe('a dated override', () => {
  const trial = override(
    'parameter: workflowCasesInSupport, value: true, from: 2026-11-20, until: 2026-11-30',
  )
  const owner = (at: string): string[] => {
    const one = load(trial, at)
    return walk(one, one.owner, { topic: 'workflow' }).map(({ key }) => key)
  }

  test('changes answers from its first day to the end of its last, and neither before nor after', () => {
    expect(owner('2026-11-19T23:59:59Z')).toEqual(['workflow-product'])
    expect(owner('2026-11-20T00:00:00Z')).toEqual(['cse'])
    expect(owner('2026-11-30T23:59:59Z')).toEqual(['cse'])
    expect(owner('2026-12-01T00:00:00Z')).toEqual(['workflow-product'])
  })

  test('is a warning once it is over, naming who removes it', () => {
    for (const at of ['2026-11-01T00:00:00Z', '2026-11-30T12:00:00Z']) expect(findings(trial, at)).toEqual([])
    const [expired, ...others] = findings(trial, '2026-12-01T00:00:00Z')
    expect(others).toEqual([])
    expect(expired).toMatchObject({
      code: 'override-expired',
      severity: 'warning',
      ...placeIn(trial, 'policy.yaml', '{ id: trial'),
    })
    expect(expired!.message).toContain('2026-11-30')
    expect(expired!.help).toContain('Support operations')
  })

  test('of a threshold moves it', () => {
    const raised = override(
      'parameter: programmeThreshold, value: 150000, from: 2026-11-20, until: 2026-11-30',
    )
    const facts = { topic: 'onboarding-enablement', plan: 'enterprise', arr: 120_000, strategic: false }
    expect(verdict(load(raised), facts)).toEqual(['limited single-session '])
    expect(verdict(load(raised, '2026-12-01T00:00:00Z'), facts)).toEqual(['engage onboarding '])
  })

  test('is checked before it comes into force: its parameter, the kind of its value, the order of its days', () => {
    const codes = (fields: string): string[] =>
      findings(override(fields))
        .filter(({ severity }) => severity === 'error')
        .map(({ code }) => code)
    expect(codes('parameter: programmeThreshhold, value: 5, from: 2027-01-01, until: 2027-02-01')).toEqual([
      'unknown-parameter',
    ])
    expect(codes('parameter: programmeThreshold, value: true, from: 2027-01-01, until: 2027-02-01')).toEqual([
      'bad-condition',
    ])
    expect(codes('parameter: programmeThreshold, value: 5, from: 2027-02-01, until: 2027-01-01')).not.toEqual(
      [],
    )
  })
})

describe('a threshold that deviates by region', () => {
  const onboarding = { topic: 'onboarding-enablement', plan: 'enterprise', strategic: false }
  const asked = (one: Policy, facts: Facts): string[] =>
    decide(one, { facts }).questions.map(({ fact }) => fact)

  test('makes the region a question exactly when the ARR lies between the thresholds', () => {
    const changes = edit('policy.yaml', 'region: {}', 'region: { emea: 150000 }')
    expect(findings(changes)).toEqual([])
    const one = load(changes)
    const asking = [0, 99_999, 100_000, 120_000, 149_999, 150_000, 1_000_000].filter((arr) =>
      asked(one, { ...onboarding, arr }).includes('region'),
    )
    expect(asking).toEqual([100_000, 120_000, 149_999])
    for (const arr of [0, 99_999, 150_000]) expect(asked(one, { ...onboarding, arr })).toEqual([])
  })

  test('holds in its region alone', () => {
    const one = load(edit('policy.yaml', 'region: {}', 'region: { emea: 150000, apac: 50000 }'))
    const verdicts = (arr: number): string[] =>
      ['amer', 'emea', 'apac', 'other'].flatMap((region) =>
        verdict(one, { ...onboarding, arr, region }).map((key) => key.split(' ')[0]!),
      )
    expect(verdicts(49_999)).toEqual(['limited', 'limited', 'limited', 'limited'])
    expect(verdicts(50_000)).toEqual(['limited', 'limited', 'engage', 'limited'])
    expect(verdicts(100_000)).toEqual(['engage', 'limited', 'engage', 'engage'])
    expect(verdicts(150_000)).toEqual(['engage', 'engage', 'engage', 'engage'])
    expect(asked(one, { ...onboarding, arr: 120_000, region: ['amer', 'apac'] })).toEqual([])
    expect(asked(one, { ...onboarding, arr: 120_000, region: ['amer', 'emea'] })).toEqual(['region'])
  })

  test('by two facts at once is refused, as only one of them would count', () => {
    const changes = edit(
      'policy.yaml',
      'region: {}',
      'region: { emea: 150000 }\n      lifecycle: { pre-sales: 50000 }',
    )
    expect(findings(changes).filter(({ severity }) => severity === 'error')).not.toEqual([])
  })
})

// --- Policies that are too large --------------------------------------------------------------------------------

describe('a policy that needs more nodes than the budget', () => {
  test('is never passed in silence: it is proven, or the check says that it is not', () => {
    const needed = compilePolicy(linkParsed(parseLean()))!.builder.nodeCount
    const said = [1, 100, needed - 1, needed].map((nodesMax) => {
      const { diagnostics, proven } = checkPolicy(sourceWith(lean), now, { nodesMax })
      return [proven, diagnostics.filter(({ code }) => code === 'not-proven').length]
    })
    expect(said).toEqual([
      [false, 1],
      [false, 1],
      [false, 1],
      [true, 0],
    ])
  })

  const gaps = (): Changes =>
    edit(
      'tables/owner.yaml',
      'answeredAs: billing-usage, plan: self-serve',
      'answeredAs: billing-usage, plan: hobby',
    )
  const justEnough = (changes: Changes): number[] => {
    const needed = compilePolicy(linkParsed(parseLean(changes)))!.builder.nodeCount
    return [0, 1, 20].map((more) => needed + more)
  }

  test('is checked to the end, however little of the budget is left for the proofs', () => {
    for (const changes of [{}, gaps()]) {
      for (const nodesMax of justEnough(changes)) {
        expect(() => checkPolicy(sourceWith({ ...lean, ...changes }), now, { nodesMax })).not.toThrow()
      }
    }
  })

  test('is compiled to the end, however little of the budget is left for storing it', () => {
    const one = linkParsed(parseLean())
    for (const nodesMax of justEnough({})) expect(() => compileToData(one, { nodesMax })).not.toThrow()
  })

  test('answers a fully known ask as it would within the budget', () => {
    const large = loadPolicy(compileToData(linked, { nodesMax: 10 }))
    const known = {
      plan: 'enterprise',
      arr: 50_000,
      lifecycle: 'post-sales',
      region: 'other',
      strategic: false,
      hasPlatformArchitect: false,
      hasTechnicalConsultant: true,
    }
    const different = policy.factByName.get('topic')!.values.flatMap((topic) =>
      ['one-off', 'ongoing'].flatMap((commitment) =>
        ['unknown', 'application'].flatMap((cause) =>
          [known, { ...known, plan: 'hobby', arr: 0 }].flatMap((rest) => {
            const facts = { ...rest, topic, commitment, cause, asyncGuidanceGiven: cause === 'application' }
            const [a, b] = [decide(large, { facts }), decide(policy, { facts })]
            return JSON.stringify(a) === JSON.stringify(b) ? [] : [facts]
          }),
        ),
      ),
    )
    expect(different).toEqual([])
  })
})
