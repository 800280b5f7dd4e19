/**
 * What holds for every answer of the engine, whatever is known: checked on random knowledge about the default
 * policy, with values, sets, unknowns and contradictions. The oracle is the walk with every fact known, which
 * `first-principles.test.ts` compares with an evaluator of its own.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { type Ask, checkAsk } from '../src/ask.ts'
import { decide } from '../src/decide.ts'
import type { Because, Decision } from '../src/decision.ts'
import { type CompiledPolicy, type LoadedFact, loadPolicy, type Policy } from '../src/policy/compiled.ts'
import { type FactValue, valueOfAtom } from '../src/policy/domain.ts'
import { compileToData } from '../src/policy/freeze.ts'
import { answers, type Facts, walk } from '../src/walk.ts'
import { compiled, defaultSource, link, linked, policy, sourceWith, textOf } from './default-policy.ts'

type Known = Record<string, FactValue | readonly FactValue[]>

/** Amounts on both sides of every threshold, and at its ends. */
const amounts = [0, 0.5, 50_000, 99_999.99, 100_000, 250_000, 1e12]

const valuesOf = (fact: LoadedFact): readonly FactValue[] => {
  if (fact.kind === 'amount') return amounts
  return fact.kind === 'yes-no' ? [false, true] : fact.values
}
const factNamed = (name: string): LoadedFact => policy.factByName.get(name)!
const topics = valuesOf(factNamed('topic')) as readonly string[]
const topic = fc.constantFrom(...topics)

const anyValueOf = (fact: LoadedFact): fc.Arbitrary<FactValue> => fc.constantFrom(...valuesOf(fact))
const setOf = (fact: LoadedFact): fc.Arbitrary<readonly FactValue[]> =>
  fc.subarray([...valuesOf(fact)], { minLength: 1, maxLength: Math.min(4, valuesOf(fact).length) })

/** Anything that a caller may state, contradictions included. Topic: mostly one, sometimes a few, seldom none. */
const anyFacts: fc.Arbitrary<Facts> = fc.record(
  Object.fromEntries(
    policy.facts.map((fact): [string, fc.Arbitrary<Facts[string]>] => {
      const known = { arbitrary: anyValueOf(fact), weight: 2 }
      const open = { arbitrary: setOf(fact), weight: 1 }
      if (fact.kind === 'topic') return [fact.name, fc.oneof({ ...known, weight: 6 }, open)]
      return [fact.name, fc.oneof(known, open, { arbitrary: fc.constant(null), weight: 1 })]
    }),
  ),
  { requiredKeys: [] },
)

/** What cannot be together, by the mission alone: a self-serve plan with an architect, Hobby with an ARR. */
function isPossible(facts: Facts): boolean {
  const open = (name: string): readonly FactValue[] =>
    [facts[name] ?? valuesOf(factNamed(name))].flat() as FactValue[]
  return open('plan').some(
    (plan) =>
      open('hasPlatformArchitect').some((has) => plan === 'enterprise' || has === false) &&
      open('arr').some((arr) => plan !== 'hobby' || arr === 0),
  )
}

const listable = policy.facts.filter((fact) => fact.kind !== 'topic')
const neverDefaulted = listable.filter((fact) => fact.default === undefined)

/**
 * Knowledge in which every fact is spelt out: all known but a few, which have several values left. Facts with a
 * default are listed like the others, so that nothing is added behind the test's back; they mostly have it, and
 * what has none is open more often, so that the rows of the tables are reached evenly.
 */
const knowledge = (openMax: number, topicsMax = 1): fc.Arbitrary<Known> =>
  fc
    .record({
      topic: fc.subarray([...topics], { minLength: 1, maxLength: topicsMax }),
      known: fc.tuple(
        ...listable.map((fact) => {
          const usual =
            fact.default === undefined ? anyValueOf(fact) : fc.constant(valueOfAtom(fact, fact.default))
          return fc.oneof({ arbitrary: usual, weight: 3 }, { arbitrary: anyValueOf(fact), weight: 1 })
        }),
      ),
      open: fc.uniqueArray(fc.constantFrom(...listable, ...neverDefaulted, ...neverDefaulted), {
        maxLength: openMax,
      }),
      sets: fc.tuple(
        ...listable.map((fact) => {
          const all = [...valuesOf(fact)]
          return fc.subarray(all, { minLength: 2, maxLength: Math.min(4, all.length) })
        }),
      ),
    })
    .map(({ topic, known, open, sets }) => ({
      ...Object.fromEntries(
        listable.map((fact, k) => [fact.name, open.includes(fact) ? sets[k]! : known[k]!]),
      ),
      topic: topic.length === 1 ? topic[0]! : topic,
    }))
    .filter(isPossible)

/** Every way in which open facts may turn out, impossible ones left out. */
function completions(facts: Known): Record<string, FactValue>[] {
  return Object.entries(facts)
    .reduce<Record<string, FactValue>[]>(
      (all, [name, values]) =>
        all.flatMap((one) => [values].flat().map((value) => ({ ...one, [name]: value as FactValue }))),
      [{}],
    )
    .filter(isPossible)
}

const answerKeys = (full: Facts): { owner: string; engagement: string } => {
  const { owner, engagement } = answers(policy, full)
  expect([owner.length, engagement.length]).toEqual([1, 1])
  const { verdict, kind, to } = engagement[0]!.then!
  return { owner: owner[0]!.then!.team ?? 'nobody', engagement: [verdict, kind, to].join(' ') }
}

const verdictOf = ({ engagement: { verdict, kind, to } }: Decision): string => [verdict, kind, to].join(' ')

describe('a decision', () => {
  test('is the same for the same ask, in whatever order its facts come, and leaves the ask as it was', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (facts, accountFacts) => {
        const ask: Ask = { id: 'one', facts, accountFacts }
        const before = structuredClone(ask)
        const decision = JSON.stringify(decide(policy, ask))
        const backwards = Object.fromEntries(Object.entries(facts).reverse())
        expect(JSON.stringify(decide(policy, { ...ask, facts: backwards }))).toBe(decision)
        expect(ask).toEqual(before)
      }),
      { numRuns: 100 },
    )
  })

  test('names an owner that the policy knows, or nobody for what is out of scope alone', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (facts, accountFacts) => {
        const { status, owner, facts: known } = decide(policy, checkAsk(policy, { facts, accountFacts }))
        if (owner.team === null) {
          expect(status).toBe('decided')
          expect([known['topic']!.value].flat()).toEqual(['out-of-scope'])
        } else expect(Object.keys(compiled.teams)).toContain(owner.team)
      }),
      { numRuns: 200 },
    )
    expect(decide(policy, { facts: { topic: 'out-of-scope' } }).owner.team).toBeNull()
    expect(decide(policy, {}).owner.team).toBe('cse')
  })

  test('is the same from a policy that was stored as JSON and loaded again', () => {
    const stored = loadPolicy(JSON.parse(JSON.stringify(compiled)) as CompiledPolicy)
    fc.assert(
      fc.property(anyFacts, anyFacts, (facts, accountFacts) => {
        const ask: Ask = { facts, accountFacts }
        expect(JSON.stringify(decide(stored, ask))).toBe(JSON.stringify(decide(policy, ask)))
      }),
      { numRuns: 100 },
    )
  })
})

// --- Citations ------------------------------------------------------------------------------------------------

type RuleInYaml = { id: string; because: string; cites: string[] }
type TableInYaml = { table: string; hit?: string; rules: RuleInYaml[] }
type PolicyInYaml = { sources: Record<string, { rows: Record<string, string> }> }

const tableFiles = defaultSource.files.filter(({ path }) => path.startsWith('tables/'))
const tables = tableFiles.map(({ path, text }) => ({ path, ...(parse(text) as TableInYaml) }))
const { sources } = parse(textOf('policy.yaml')) as PolicyInYaml

/** Whether a text is what a template in the file becomes: rules made from one exist once for each record. */
function isFrom(template: string, text: string): boolean {
  const literal = template.split(/\{[^}]+\}/).map((part) => part.replace(/[.?+*()[\]{}^$|\\]/g, '\\$&'))
  return new RegExp(`^${literal.join('.+')}$`).test(text)
}

/** All that is wrong with a citation, looked up in the text of the policy's files. */
function faultsOf({ table, rule, source, row, rows, at, text }: Because): string[] {
  const [path = '', line = ''] = at.replace(/^policy\//, '').split(':')
  const file = defaultSource.files.find((other) => other.path === path)
  const lines = file?.text.split('\n') ?? []
  const allRows = Object.values(sources).flatMap((one) => Object.keys(one.rows))
  const faults = rows.filter((one) => !allRows.includes(one)).map((one) => `${one} is no row`)
  if (!Object.hasOwn(sources[source]?.rows ?? {}, row)) faults.push(`${row} is no row of ${source}`)
  if (row !== rows[0]) faults.push(`${row} is not the first of ${rows}`)
  if (table === 'fallback') {
    const start = lines.findIndex((one) => one.startsWith('fallback:'))
    if (![start + 1, start + 2].includes(Number(line))) faults.push(`the fall-back does not stand at ${at}`)
    return faults
  }
  const candidates =
    tables.find((one) => one.table === table)?.rules.filter(({ id }) => isFrom(id, rule)) ?? []
  const [declared] = candidates.sort((a, b) => b.id.length - a.id.length)
  if (!declared) return [...faults, `table ${table} has no rule ${rule}`]
  if (tables.find((one) => one.table === table)!.path !== path)
    faults.push(`${table} does not stand in ${path}`)
  if (lines[Number(line) - 1]?.replace(/^ *- id: /, '') !== declared.id)
    faults.push(`${rule} does not stand at ${at}`)
  if (!isFrom(declared.because, text)) faults.push(`the reason of ${rule} is another`)
  if (rows.join() !== declared.cites.join()) faults.push(`${rule} cites ${declared.cites}`)
  return faults
}

describe('what a decision cites', () => {
  test('exists in the policy: each rule at its line, each row in its source', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { because } = decide(policy, { facts })
        expect(because.length).toBeGreaterThan(0)
        expect(because.flatMap(faultsOf)).toEqual([])
        const cited = because.map(({ table, rule }) => `${table}/${rule}`)
        expect(new Set(cited).size).toBe(cited.length)
      }),
      { numRuns: 200 },
    )
  })

  test('exists for every rule that could ever be cited', () => {
    const faults = compiled.rules.flatMap(({ id, table, source, rows, at, because }) =>
      faultsOf({ table, rule: id, source, row: rows[0]!, rows, at, text: because }),
    )
    expect(faults).toEqual([])
    expect(compiled.rules.length).toBeGreaterThan(120)
  })
})

// --- What is not known ----------------------------------------------------------------------------------------

/** The facts of which two possible completions differ in that fact alone and in the answer. */
function factsThatMatter(facts: Known): Record<'owner' | 'engagement', string[]> {
  const all = completions(facts).map((full) => ({ full, keys: answerKeys(full) }))
  const open = Object.keys(facts).filter((name) => Array.isArray(facts[name]))
  const matters = (name: string, answer: 'owner' | 'engagement'): boolean => {
    const others = open.filter((other) => other !== name)
    const byTheOthers = new Map<string, string>()
    return all.some(({ full, keys }) => {
      const rest = others.map((other) => full[other]).join()
      const before = byTheOthers.get(rest) ?? keys[answer]
      byTheOthers.set(rest, keys[answer])
      return before !== keys[answer]
    })
  }
  return {
    owner: open.filter((name) => matters(name, 'owner')).sort(),
    engagement: open.filter((name) => matters(name, 'engagement')).sort(),
  }
}

const askedFor = ({ questions }: Decision, answer: 'owner' | 'engagement'): string[] =>
  questions
    .filter(({ decides }) => decides.includes(answer))
    .map(({ fact }) => fact)
    .sort()

const asked = (facts: Facts): Record<'owner' | 'engagement', string[]> => {
  const decision = decide(policy, { facts })
  return { owner: askedFor(decision, 'owner'), engagement: askedFor(decision, 'engagement') }
}

describe('an unknown fact', () => {
  test('is asked for exactly if two possible completions that differ in it alone differ in the answer', () => {
    fc.assert(
      fc.property(knowledge(4), (facts) => {
        expect(asked(facts)).toEqual(factsThatMatter(facts))
      }),
      { numRuns: 250 },
    )
  })

  test('is asked for just so on every topic, whatever is left of plan, ARR and architect', () => {
    const usual = Object.fromEntries(
      listable.map((fact) => [
        fact.name,
        fact.default === undefined ? 'unset' : valueOfAtom(fact, fact.default),
      ]),
    )
    const rest = {
      lifecycle: 'post-sales',
      region: 'other',
      strategic: [false, true],
      hasTechnicalConsultant: [false, true],
    }
    const plans = [
      ['hobby', 'pro', 'enterprise'],
      ['hobby', 'pro'],
      ['hobby', 'enterprise'],
      ['pro', 'enterprise'],
      'enterprise',
    ]
    const cases = topics.flatMap((about) =>
      plans.flatMap((plan) =>
        [0, 50_000, [0, 50_000, 250_000]].flatMap((arr) =>
          [false, [false, true]].map(
            (has): Known => ({ ...usual, ...rest, topic: about, plan, arr, hasPlatformArchitect: has }),
          ),
        ),
      ),
    )
    const wrong = cases.flatMap((facts) => {
      const [got, want] = [asked(facts), factsThatMatter(facts)]
      const { topic, plan, arr, hasPlatformArchitect } = facts
      return JSON.stringify(got) === JSON.stringify(want)
        ? []
        : [{ topic, plan, arr, hasPlatformArchitect, got, want }]
    })
    expect(wrong).toEqual([])
  })

  test('leaves the owner and the verdict open exactly if completions differ in them', () => {
    fc.assert(
      fc.property(knowledge(4), (facts) => {
        const keys = completions(facts).map(answerKeys)
        const owners = new Set(keys.map(({ owner }) => owner))
        const verdicts = new Set(keys.map(({ engagement }) => engagement))
        const decision = decide(policy, { facts })
        expect(decision.status).toBe(owners.size === 1 ? 'decided' : 'needs-info')
        if (owners.size === 1) expect(decision.owner.team ?? 'nobody').toBe([...owners][0])
        expect(verdictOf(decision)).toBe(verdicts.size === 1 ? [...verdicts][0] : 'needs-info  ')
      }),
      { numRuns: 250 },
    )
  })

  test('comes with a question that decides the owner or the verdict, wherever one of them is open', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const decision = decide(policy, { facts })
        const read = decision.facts['topic'] !== undefined
        if (decision.status !== 'decided') expect(askedFor(decision, 'owner')).not.toEqual([])
        if (decision.engagement.verdict === 'needs-info' && decision.status !== 'fallback') {
          expect(askedFor(decision, 'engagement')).not.toEqual([])
        }
        if (decision.status === 'needs-info' || read) {
          for (const { decides } of decision.questions) expect(decides).not.toEqual([])
        }
        for (const { fact, options } of decision.questions.filter(() => read)) {
          for (const { value } of options ?? []) {
            const known = Object.entries(decision.facts).map(([name, { value: one }]) => [name, one] as const)
            expect(isPossible({ ...Object.fromEntries(known), [fact]: value })).toBe(true)
          }
        }
      }),
      { numRuns: 200 },
    )
  })

  test('once known, never undoes what was decided without it', () => {
    const narrowed = knowledge(8, 3).chain((before) =>
      fc
        .record(
          Object.fromEntries(
            Object.entries(before).map(([name, value]): [string, fc.Arbitrary<Known[string]>] => {
              if (!Array.isArray(value)) return [name, fc.constant(value as FactValue)]
              const some = fc.subarray([...(value as FactValue[])], { minLength: 1 })
              return [name, fc.oneof(some, fc.constantFrom(...(value as FactValue[])))]
            }),
          ),
        )
        .filter(isPossible)
        .map((after) => ({ before, after: after as Known })),
    )
    let compared = 0
    fc.assert(
      fc.property(narrowed, ({ before, after }) => {
        const [was, is] = [decide(policy, { facts: before }), decide(policy, { facts: after })]
        if (was.status === 'decided') {
          expect([is.status, is.owner.team]).toEqual(['decided', was.owner.team])
          compared++
        }
        if (was.engagement.verdict !== 'needs-info') expect(verdictOf(is)).toBe(verdictOf(was))
      }),
      { numRuns: 250 },
    )
    expect(compared).toBeGreaterThan(40)
  })

  test('that has no default may be left out, listed whole, or be null: it is the same', () => {
    const open = policy.facts.filter(
      (fact) => fact.default === undefined && fact.kind !== 'topic' && fact.kind !== 'amount',
    )
    fc.assert(
      fc.property(topic, fc.subarray(open), fc.subarray(open), (about, left, nulled) => {
        const listed = Object.fromEntries(left.map((fact) => [fact.name, valuesOf(fact)]))
        const nothing = Object.fromEntries(nulled.map((fact) => [fact.name, null]))
        const [plain, other] = [{}, { ...nothing, ...listed }].map((facts) =>
          decide(policy, { facts: { ...facts, topic: about } }),
        )
        expect({ ...other, facts: {}, draft: {} }).toEqual({ ...plain, facts: {}, draft: {} })
      }),
      { numRuns: 100 },
    )
  })
})

describe('the walk', () => {
  test('gives for sets of values what it gives for each of their possible members, and no more', () => {
    fc.assert(
      fc.property(knowledge(4, 3), (facts) => {
        for (const table of [policy.owner, policy.engagement, policy.escalation] as const) {
          const members = completions(facts).flatMap((full) => walk<unknown>(policy, table, full))
          expect(new Set(walk<unknown>(policy, table, facts))).toEqual(new Set(members))
          expect(walk<unknown>(policy, table, facts)).toHaveLength(new Set(members).size)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('gives from bit sets, where diagrams would be too large, at least what it gives from diagrams', () => {
    const large = loadPolicy(compileToData(linked, { nodesMax: 10 }))
    const found = (one: Policy, facts: Facts): string[] =>
      Object.entries(answers(one, facts)).flatMap(([table, all]) => all.map(({ key }) => `${table} ${key}`))
    fc.assert(
      fc.property(knowledge(4, 3), (facts) => {
        const listed = new Set(found(large, facts))
        expect(found(policy, facts).filter((key) => !listed.has(key))).toEqual([])
        for (const full of completions(facts).slice(0, 3))
          expect(found(large, full)).toEqual(found(policy, full))
      }),
      { numRuns: 200 },
    )
  })
})

// --- The order of rules ---------------------------------------------------------------------------------------

/** Topics without what only reading a text needs, and no tests: that parses in half the time. */
const lean = Object.fromEntries(
  defaultSource.files.flatMap(({ path, text }): [string, string | undefined][] => {
    if (path.startsWith('tests/')) return [[path, undefined]]
    if (!path.startsWith('topics/')) return []
    return [[path, `${text.slice(0, text.indexOf('signals:'))}signals: []\nexamples: []\n`]]
  }),
)

const loadWith = (changes: Readonly<Record<string, string | undefined>>): Policy =>
  loadPolicy(compileToData(link(sourceWith({ ...lean, ...changes }))))

const reordered = (path: string, order: readonly number[]): Record<string, string> => {
  const table = parse(textOf(path)) as TableInYaml
  return { [path]: stringify({ ...table, rules: order.map((at) => table.rules[at]!) }) }
}

/** All answers of all tables, by the rules that lead to them. */
const answersOf = (one: Policy, facts: Facts): string[] =>
  Object.values(answers(one, facts))
    .flat()
    .map(({ rules }) => rules.map(({ table, id }) => `${table}/${id}`).join(' '))
    .sort()

describe('the order of rules in the file', () => {
  const shuffles = (hit: 'unique' | 'first') =>
    fc.tuple(
      ...tables
        .filter((table) => (table.hit ?? 'unique') === hit)
        .map(({ path, rules }) => {
          const inOrder = rules.map((_, at) => at)
          return fc
            .shuffledSubarray(inOrder, { minLength: rules.length })
            .map((order) => reordered(path, order))
        }),
    )

  test('does not matter where a table is `unique`', () => {
    const asked = fc.array(anyFacts, { minLength: 100, maxLength: 100 })
    fc.assert(
      fc.property(shuffles('unique'), asked, (changes, many) => {
        const shuffled = loadWith(Object.assign({}, ...changes))
        const different = many.filter(
          (facts) => answersOf(shuffled, facts).join() !== answersOf(policy, facts).join(),
        )
        expect(different).toEqual([])
      }),
      { numRuns: 3 },
    )
  })

  test('does matter where it is `first`', () => {
    const backwards = tables
      .filter(({ hit }) => hit === 'first')
      .map(({ path, rules }) =>
        reordered(
          path,
          rules.map((_, at) => rules.length - 1 - at),
        ),
      )
    const reversed = loadWith(Object.assign({}, ...backwards))
    const facts = { topic: 'platform-fault', severalCustomers: true }
    expect(answersOf(reversed, facts)).not.toEqual(answersOf(policy, facts))
  })
})

// --- Contradictions -------------------------------------------------------------------------------------------

const sameButFor = (decision: Decision, ...keys: (keyof Decision)[]): Partial<Decision> =>
  Object.fromEntries(Object.entries(decision).filter(([key]) => !keys.includes(key as keyof Decision)))

describe('facts that cannot be together', () => {
  const others = fc.record({
    topic,
    cause: anyValueOf(factNamed('cause')),
    commitment: anyValueOf(factNamed('commitment')),
  })
  const contradictions = fc.constantFrom<readonly [Known, Known]>(
    [{ plan: 'hobby' }, { hasPlatformArchitect: true }],
    [{ plan: ['hobby', 'pro'] }, { hasPlatformArchitect: true }],
    [{ plan: 'hobby' }, { arr: 5000 }],
    [{ plan: 'hobby' }, { arr: [1, 250_000] }],
  )

  test('are set aside with a warning that names both, when both are stated', () => {
    fc.assert(
      fc.property(others, contradictions, (facts, [one, other]) => {
        const decision = decide(policy, { facts: { ...facts, ...one, ...other } })
        const without = decide(policy, { facts })
        expect(decision.warnings.filter((warning) => /cannot be together/.test(warning))).toHaveLength(1)
        for (const name of Object.keys({ ...one, ...other })) expect(decision.warnings.join()).toContain(name)
        expect(sameButFor(decision, 'warnings')).toEqual(sameButFor(without, 'warnings'))
      }),
      { numRuns: 100 },
    )
  })

  test('set the weaker one aside, when one is stated and the other is from the account', () => {
    fc.assert(
      fc.property(others, contradictions, fc.boolean(), (facts, [one, other], swap) => {
        const [stated, recorded] = swap ? [other, one] : [one, other]
        const decision = decide(policy, { facts: { ...facts, ...stated }, accountFacts: recorded })
        const without = decide(policy, { facts: { ...facts, ...stated } })
        expect(decision.warnings.filter((warning) => /cannot be together/.test(warning))).toHaveLength(1)
        expect(sameButFor(decision, 'warnings')).toEqual(sameButFor(without, 'warnings'))
      }),
      { numRuns: 100 },
    )
  })

  test('never make an answer fail, whatever is stated', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (facts, accountFacts) => {
        const decision = decide(policy, checkAsk(policy, { facts, accountFacts }))
        const stated = Object.entries(facts).filter(([, value]) => value !== null && value !== undefined)
        if (!isPossible(Object.fromEntries(stated)))
          expect(decision.warnings.join()).toMatch(/cannot be together/)
        expect(
          isPossible(
            Object.fromEntries(Object.entries(decision.facts).map(([name, { value }]) => [name, value])),
          ),
        ).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  const alsoImpossible = (...whens: string[]): Policy => {
    const more = whens
      .map((when, k) => `  - { id: more-${k}, because: It cannot be., when: ${when} }\n`)
      .join('')
    return loadWith({ 'facts.yaml': textOf('facts.yaml').replace('impossible:\n', `impossible:\n${more}`) })
  }

  test('never set a stated fact aside for one that is only a default', () => {
    const strict = alsoImpossible('{ topic: partnership, askedBy: customer }')
    const { topic: about, facts, status } = decide(strict, { facts: { topic: 'partnership', plan: 'pro' } })
    expect([about.id, facts['topic'], facts['plan'], status]).toEqual([
      'partnership',
      { value: 'partnership', from: 'stated' },
      { value: 'pro', from: 'stated' },
      'decided',
    ])
  })

  test('leave facts alone that have no part in it, also where two combinations rule a set out together', () => {
    const strict = alsoImpossible('{ plan: pro, region: emea }', '{ plan: hobby, lifecycle: pre-sales }')
    const apart = { plan: ['hobby', 'pro'], region: 'emea', lifecycle: 'pre-sales' }
    const { facts, warnings } = decide(strict, { facts: { topic: 'v0', ...apart } })
    expect(facts['topic']).toEqual({ value: 'v0', from: 'stated' })
    expect(warnings).toHaveLength(1)
  })
})
