/**
 * What is wrong with what comes in: policies that do not parse and asks that are none. Each fault is named where
 * it stands and with what to do next; nothing is thrown at the author of a policy, nothing but a refusal at who asks.
 */
import { describe, expect, test } from 'vitest'
import { checkAsk, textLengthMax } from '../src/ask.ts'
import { decide } from '../src/decide.ts'
import type { Diagnostic } from '../src/diagnostic.ts'
import { parsePolicy } from '../src/policy/parse.ts'
import { faultsMax } from '../src/policy/yaml-file.ts'
import { Refusal } from '../src/refusal.ts'
import { defaultSource, policy, textOf } from './default-policy.ts'

const concern = 'tables/concern.yaml'

/** The faults of one file, the rest of the policy left away. */
const faultsIn = (text: string, path = concern): readonly Diagnostic[] =>
  parsePolicy({ folder: 'policy', files: [{ path, text }] }).diagnostics.filter(
    ({ file }) => file === `policy/${path}`,
  )

/** Code and place, as `code line:column`. */
const brief = (faults: readonly Diagnostic[]): string[] =>
  faults.map(({ code, line, column }) => `${code} ${line}:${column}`)

/** The faults of the default policy with some files replaced, added or removed; its topics and tests left away. */
function faultsWith(changes: Readonly<Record<string, string | undefined>>): readonly Diagnostic[] {
  const kept = defaultSource.files.filter(({ path }) => !/^(topics|tests)\//.test(path) && !(path in changes))
  const added = Object.entries(changes).flatMap(([path, text]) =>
    text === undefined ? [] : [{ path, text }],
  )
  return parsePolicy({ folder: 'policy', files: [...kept, ...added] }).diagnostics
}

const edited = (path: string, from: string, to: string): string => {
  expect(textOf(path)).toContain(from)
  return textOf(path).replace(from, () => to)
}

describe('a policy file that is no sound YAML', () => {
  test('is a syntax fault at its line and column', () => {
    expect(brief(faultsIn('table: concern\nabout: "never closed\nhit: unique\n'))).toEqual([
      'yaml-syntax 4:1',
    ])
    expect(brief(faultsIn('table: concern\n\tabout: tabs\n'))).toEqual(['yaml-syntax 2:1'])
    expect(brief(faultsIn('table: concern\nrules: [1, 2\nabout: x\n'))).toContain('yaml-syntax 3:1')
    expect(brief(faultsIn('table: concern\n---\ntable: again\n'))).toEqual(['yaml-syntax 2:1'])
  })

  test('with a key twice is a fault at the second one', () => {
    const faults = faultsIn('table: concern\nabout: one\nrules:\n  - id: a\n    id: b\nabout: two\n')
    expect(brief(faults)).toEqual(['duplicate 5:5', 'duplicate 6:1'])
    expect(faults[0]!.help).toBe('Keep one of the two.')
  })

  test('with an alias is a fault at each of them, cyclic ones and merges included', () => {
    expect(brief(faultsIn('table: &t concern\nabout: *t\n'))).toEqual(['yaml-alias 2:8'])
    expect(brief(faultsIn('rules: &r\n  - *r\n'))).toEqual(['yaml-alias 2:5'])
    expect(brief(faultsIn('one: &o { a: 1 }\ntwo:\n  <<: *o\n'))).toEqual(['yaml-alias 3:7'])
    expect(faultsIn('table: &t concern\nabout: *t\n')[0]).toMatchObject({
      message: '`*t` is a YAML alias',
      help: 'Write the value out.',
    })
  })

  test('with aliases that multiply is refused without unfolding them', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz'.split('')
    const laughs = letters.map(
      (letter, k) =>
        `${letter}: &${letter} [${
          k === 0
            ? 'ha'
            : Array(9)
                .fill(`*${letters[k - 1]}`)
                .join(', ')
        }]`,
    )
    const before = process.memoryUsage().heapUsed
    const faults = faultsIn(laughs.join('\n'))
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['yaml-alias']))
    expect(faults).toHaveLength(faultsMax)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000)
  })

  test('nested too deeply is one fault that says so, whichever way it is nested', () => {
    const ways = [
      '['.repeat(200_000),
      `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      '- '.repeat(20_000),
      '{a: '.repeat(20_000),
    ]
    for (const text of ways) {
      const faults = faultsIn(text)
      expect(faults[0]!.message).toBe('the file is nested too deeply')
      expect(faults).toHaveLength(1)
      expect(faults[0]!.code).toBe('yaml-syntax')
    }
  })

  test('longer than two million characters is refused unread', () => {
    const faults = faultsIn(`# ${'x'.repeat(3_000_000)}`)
    expect(brief(faults)).toEqual(['file-too-large 1:1'])
    expect(faults[0]!.message).toContain('3000002')
    expect(brief(faultsIn(`# ${'x'.repeat(1_999_998)}`))).toEqual(brief(faultsIn('#')))
  })
})

describe('a policy file of another shape', () => {
  test('is a fault at the value that does not fit, saying what was found', () => {
    expect(brief(faultsIn(''))).toEqual(['shape 1:1'])
    expect(brief(faultsIn('- a list\n'))).toEqual(['shape 1:1'])
    const faults = faultsIn(edited('policy.yaml', 'version: 1.0.0', 'version: 1.5'), 'policy.yaml')
    expect(brief(faults)).toEqual(['shape 4:10'])
    expect(faults[0]!.message).toBe(
      '`version`: invalid input: expected string, received number (found `1.5`)',
    )
  })

  test('with a name that is none is a fault at its value', () => {
    const faults = faultsIn(edited(concern, 'id: cause-is-outside', 'id: Cause is outside'))
    expect(brief(faults)).toEqual(['shape 12:9'])
    expect(faults[0]!.message).toContain('`rules.1.id`')
  })

  test('with a value out of a closed list names the nearest', () => {
    const faults = faultsIn(
      edited('tables/escalation.yaml', 'hit: first', 'hit: firts'),
      'tables/escalation.yaml',
    )
    expect(brief(faults)).toEqual(['shape 4:6'])
    expect(faults[0]!.help).toBe('Did you mean `first`?')
  })

  test('with an unknown key names the nearest', () => {
    const help = (from: string, to: string, path = concern): string[] =>
      faultsIn(edited(path, from, to), path)
        .filter(({ message }) => message.includes('is not known'))
        .map((fault) => fault.help)
    expect(help('otherwise: ', 'othewise: ')).toEqual(['Did you mean `otherwise`?'])
    expect(help('because: The cause is known to be', 'becuase: The cause is known to be')).toEqual([
      'Did you mean `because`?',
    ])
    expect(help('version: 1.0.0', 'verison: 1.0.0', 'policy.yaml')).toEqual(['Did you mean `version`?'])
    expect(help('who: crm', 'woh: crm', 'facts.yaml')).toEqual(['Did you mean `who`?'])
  })

  test('with an unknown key is a fault on the line of that key', () => {
    const lines = (to: string): number[] =>
      faultsIn(edited('policy.yaml', 'sources:\n', to), 'policy.yaml')
        .filter(({ message }) => message.includes('`suorces` is not known'))
        .map(({ line }) => line)
    const line = textOf('policy.yaml').split('\n').indexOf('sources:') + 1
    expect(lines('suorces: 1\nsources:\n')).toEqual([line])
    expect(lines('suorces:\n  here: 1\nsources:\n')).toEqual([line])
  })

  test('in another format than this engine reads says which, and nothing else', () => {
    const faults = faultsIn(
      edited('policy.yaml', 'format: 1\n', 'format: 2\nnews: { of: format two }\n'),
      'policy.yaml',
    )
    expect(brief(faults)).toEqual(['policy-format 3:9'])
    expect(faults[0]!.message).toBe('the policy is written in format `2`, this engine reads 1')
  })

  test('that a policy has no place for is a fault, and so is one that it cannot do without', () => {
    const unknown = faultsWith({ 'notes/readme.txt': 'x' })
    expect(brief(unknown)).toEqual(['file-unknown 1:1'])
    expect(unknown[0]).toMatchObject({ file: 'policy/notes/readme.txt' })
    const missing = faultsWith({ 'teams.yaml': undefined })
    expect(missing).toMatchObject([{ code: 'file-missing', file: 'policy/teams.yaml' }])
    expect(brief(parsePolicy({ folder: 'policy', files: [] }).diagnostics)).toEqual(
      Array(3).fill('file-missing 1:1'),
    )
  })

  test('that stands there twice, as `.yaml` and as `.yml`, is a fault: one of them would not count', () => {
    const twice = faultsWith({
      'teams.yml': textOf('teams.yaml').replace('our support team', 'another team'),
    })
    expect(twice.map(({ code, severity }) => [code, severity])).toEqual([['duplicate', 'error']])
  })
})

describe('what an escalation requires', () => {
  const faultsOfItem = (item: string) =>
    faultsIn(
      edited('tables/escalation.yaml', '- { item: An SME of the area has given +1, by: expert }', item),
      'tables/escalation.yaml',
    )

  test('is a text or an item by an expert; anything else is a fault where it stands', () => {
    expect(faultsOfItem('- { item: An SME agrees, by: expert }')).toEqual([])
    for (const bad of [
      '- { item: An SME agrees, by: anybody }',
      '- { item: An SME agrees }',
      '- { by: expert }',
      '- 5',
    ]) {
      const [fault, ...more] = faultsOfItem(bad)
      expect(more).toEqual([])
      expect(fault).toMatchObject({ code: 'shape' })
      expect(fault!.message).toContain('{item, by: expert}')
    }
    const [extra] = faultsOfItem('- { item: An SME agrees, by: expert, of: cse }')
    expect(extra!.message).toContain('`of` is not known')
    expect(faultsOfItem('- { item: "", by: expert }')).toMatchObject([{ code: 'shape' }])
  })

  test('holds each item once: the gate knows them by their words', () => {
    const [fault] = faultsOfItem('- { item: Logs, by: expert }')
    expect(fault).toMatchObject({ code: 'shape' })
    expect(fault!.message).toContain('stands there twice')
  })
})

test('all faults of a policy are told at once, each in its file', () => {
  const diagnostics = faultsWith({
    'facts.yaml': 'facts: {}\nfacts: {}\n',
    'teams.yaml': undefined,
    'tables/concern.yaml': 'table: &t concern\nabout: *t\n',
    'tables/owner.yaml': edited('tables/owner.yaml', 'team: cse', 'team: [cse]'),
    'topics/v0.yaml': 'topic: V0\nname: 5\ndescription: d\nboundary: b\nsignals: []\nexamples: []\n',
    'extra.md': 'x',
  })
  const told = new Set(diagnostics.map(({ code, file }) => `${code} ${file}`))
  expect(told).toEqual(
    new Set([
      'duplicate policy/facts.yaml',
      'file-missing policy/teams.yaml',
      'yaml-alias policy/tables/concern.yaml',
      'shape policy/tables/owner.yaml',
      'shape policy/topics/v0.yaml',
      'file-unknown policy/extra.md',
    ]),
  )
  expect(brief(diagnostics.filter(({ file }) => file === 'policy/topics/v0.yaml'))).toEqual([
    'shape 1:8',
    'shape 2:7',
  ])
})

// --- Asks -----------------------------------------------------------------------------------------------------

/** The refusal that an ask meets; anything else that is thrown is a fault of the engine. */
function refusalOf(input: unknown): Refusal {
  try {
    checkAsk(policy, input)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('the ask was taken')
}

const brieflyRefused = (input: unknown): [code: string, at: string] => {
  const { code, at, message, help } = refusalOf(input)
  expect(message).not.toBe('')
  expect(help).not.toBe('')
  return [code, at]
}
const withFacts = (facts: unknown): unknown => ({ facts })

describe('an ask is refused', () => {
  test('when it is no object, or a part of it is of another kind', () => {
    for (const input of [undefined, null, 'text', 5, true, [], [{ text: 'x' }]])
      expect(brieflyRefused(input)).toEqual(['invalid', ''])
    expect(brieflyRefused({ text: 5 })).toEqual(['invalid', 'text'])
    expect(brieflyRefused({ id: 5 })).toEqual(['invalid', 'id'])
    for (const facts of ['plan', 5, [], [['plan', 'pro']]]) {
      expect(brieflyRefused({ facts })).toEqual(['invalid', 'facts'])
      expect(brieflyRefused({ accountFacts: facts })).toEqual(['invalid', 'accountFacts'])
    }
  })

  test('when its text is longer than a hundred thousand characters, and not one sooner', () => {
    const { code, at, message } = refusalOf({ text: 'x'.repeat(textLengthMax + 1) })
    expect([textLengthMax, code, at]).toEqual([100_000, 'limit_exceeded', 'text'])
    expect(message).toContain('100001')
    expect(checkAsk(policy, { text: 'x'.repeat(textLengthMax) }).text).toHaveLength(textLengthMax)
  })

  test('for a fact that there is not, naming the nearest', () => {
    const { message, help, at, code } = refusalOf(withFacts({ hasPlatformArchitekt: true }))
    expect([code, at, message, help]).toEqual([
      'invalid',
      'facts.hasPlatformArchitekt',
      'there is no fact `hasPlatformArchitekt`',
      'Did you mean `hasPlatformArchitect`?',
    ])
    expect(refusalOf(withFacts({ zzzzzzzz: 1 })).help).toMatch(/^Known: `topic`, `plan`/)
    expect(refusalOf({ accountFacts: { Plan: 'pro' } })).toMatchObject({
      at: 'accountFacts.Plan',
      help: 'Did you mean `plan`?',
    })
  })

  test('for a fact that the policy derives or sets itself', () => {
    for (const name of ['concern', 'answeredAs', 'stepByStep', 'workflowCasesInSupport']) {
      expect(brieflyRefused(withFacts({ [name]: true }))).toEqual(['invalid', `facts.${name}`])
    }
  })

  test('for a value that a fact cannot have, naming the nearest', () => {
    expect(refusalOf(withFacts({ plan: 'enterprize' }))).toMatchObject({
      at: 'facts.plan',
      message: '`"enterprize"` is not a value of `plan`',
      help: 'Did you mean `enterprise`?',
    })
    expect(refusalOf(withFacts({ topic: 'billing_usage' })).help).toBe('Did you mean `billing-usage`?')
    expect(refusalOf(withFacts({ plan: ['pro', 'hoby'] }))).toMatchObject({
      at: 'facts.plan.1',
      help: 'Did you mean `hobby`?',
    })
    // A group of values is a word of the policy, not of an ask.
    expect(brieflyRefused(withFacts({ plan: 'self-serve' }))).toEqual(['invalid', 'facts.plan'])
  })

  test('for a value of another kind', () => {
    for (const [name, value] of [
      ['strategic', 'true'],
      ['strategic', 1],
      ['strategic', 0],
      ['plan', true],
      ['plan', 1],
      ['plan', {}],
      ['plan', [['pro']]],
      ['arr', '5000'],
      ['arr', true],
      ['arr', [[5]]],
      ['topic', {}],
    ] as const) {
      expect(brieflyRefused(withFacts({ [name]: value }))[0]).toBe('invalid')
    }
    expect(refusalOf(withFacts({ strategic: 'true' })).help).toBe('Give true or false.')
  })

  test('for an amount that is none or out of bounds', () => {
    for (const arr of [Number.NaN, Infinity, -Infinity, -1, -0.01, 1e13]) {
      expect(brieflyRefused(withFacts({ arr }))).toEqual(['invalid', 'facts.arr'])
      expect(brieflyRefused(withFacts({ arr: [5, arr] }))).toEqual(['invalid', 'facts.arr.1'])
    }
    expect(refusalOf(withFacts({ arr: -1 })).help).toBe(
      'Give a number from 0 to 1000000000000, in USD a year.',
    )
    for (const arr of [0, -0, 1e12])
      expect(() => decide(policy, checkAsk(policy, withFacts({ arr })))).not.toThrow()
  })

  test('for an amount that is none, in its own words: `null` would have been allowed', () => {
    expect(refusalOf(withFacts({ arr: Number.NaN })).message).toContain('`NaN`')
    expect(refusalOf(withFacts({ arr: Infinity })).message).toContain('`Infinity`')
  })

  test('for a list without values or with too many', () => {
    expect(brieflyRefused(withFacts({ plan: [] }))).toEqual(['invalid', 'facts.plan'])
    expect(brieflyRefused(withFacts({ plan: Array(201).fill('pro') }))).toEqual(['invalid', 'facts.plan'])
    expect(brieflyRefused(withFacts({ plan: [null] }))).toEqual(['invalid', 'facts.plan.0'])
    expect(checkAsk(policy, withFacts({ plan: ['pro', 'hobby'] })).facts).toEqual({ plan: ['pro', 'hobby'] })
  })

  test('for names that every object has, as fact and as value', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      const facts = JSON.parse(`{ "${name}": "pro" }`) as unknown
      expect(brieflyRefused(withFacts(facts))).toEqual(['invalid', `facts.${name}`])
      for (const fact of ['plan', 'topic', 'arr', 'strategic']) {
        expect(brieflyRefused(withFacts({ [fact]: name }))).toEqual(['invalid', `facts.${fact}`])
        expect(brieflyRefused(withFacts({ [fact]: [name] }))).toEqual(['invalid', `facts.${fact}.0`])
      }
    }
    const polluting = JSON.parse('{ "text": "x", "__proto__": { "facts": { "plan": "pro" } } }') as unknown
    expect(checkAsk(policy, polluting)).toEqual({ text: 'x' })
  })

  test('and not broken off, whatever a value is', () => {
    const cyclic: Record<string, unknown> = {}
    cyclic['self'] = cyclic
    for (const value of [cyclic, [cyclic], 10n, Symbol('x'), () => 'pro', new Map(), new Date(0)]) {
      for (const fact of ['plan', 'arr', 'strategic'])
        expect(brieflyRefused(withFacts({ [fact]: value }))[0]).toBe('invalid')
    }
  })

  test('in a few words, however much was sent', () => {
    const long = 'x'.repeat(1_000_000)
    for (const input of [
      withFacts({ [long]: 1 }),
      withFacts({ plan: long }),
      withFacts({ plan: [{ long }] }),
      { text: long },
    ]) {
      const { message, help, at } = refusalOf(input)
      expect((message + help + at).length).toBeLessThan(2000)
    }
  })
})

test('null, absent and empty are all the same: nothing is known', () => {
  const nothing = decide(policy, checkAsk(policy, {}))
  for (const input of [
    { facts: null },
    { facts: {} },
    { facts: { plan: null, arr: undefined } },
    { id: null, text: null, accountFacts: null },
  ]) {
    expect(decide(policy, checkAsk(policy, input))).toEqual(nothing)
  }
  expect(nothing).toMatchObject({ status: 'fallback', owner: { team: 'cse' } })
})

test('a value that is stated twice counts once', () => {
  const once = decide(policy, checkAsk(policy, { facts: { topic: 'v0', plan: 'pro' } }))
  const twice = decide(policy, checkAsk(policy, { facts: { topic: ['v0', 'v0'], plan: ['pro', 'pro'] } }))
  expect(twice.topic).toEqual(once.topic)
  expect(twice.facts).toEqual(once.facts)
})
