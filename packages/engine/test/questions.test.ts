/**
 * Which question comes first, and what following the questions costs, compared with the best that could be
 * done: the exact optimum, by dynamic programming over everything that may still be unknown.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide } from '../src/decide.ts'
import type { LoadedFact } from '../src/policy/compiled.ts'
import { type FactValue, valueOfAtom } from '../src/policy/domain.ts'
import type { Reading } from '../src/read/reading.ts'
import { answers, areTogetherPossible, type Facts } from '../src/walk.ts'
import { policy } from './default-policy.ts'

const topics = policy.factByName.get('topic')!.values
const factNamed = (name: string): LoadedFact => policy.factByName.get(name)!
const firstAsked = (facts: Facts): string | undefined => decide(policy, { facts }).questions[0]?.fact
const allAsked = (facts: Facts): string[] => decide(policy, { facts }).questions.map(({ fact }) => fact)

/** Facts with a default, as open as the others: all their values listed. */
const nothingTakenForGranted: Facts = Object.fromEntries(
  policy.facts
    .filter((fact) => fact.default !== undefined)
    .map((fact) => [fact.name, fact.any.map((atom) => valueOfAtom(fact, atom))]),
)

// --- What is possible, and what it leads to -------------------------------------------------------------------

/**
 * All combinations of the facts that an ask hangs on, impossible ones left out, each equally probable, and which
 * answer (owner and verdict together) each leads to. A state is what is known so far: an atom for each fact, or
 * none; states are numbered in a mixed radix in which the digit `atoms` stands for "unknown".
 */
type Game = {
  readonly facts: readonly LoadedFact[]
  readonly known: Facts
  readonly weight: readonly number[]
  /** For each state how many combinations it leaves, and the only answer that they lead to, or OPEN. */
  readonly left: readonly number[]
  readonly answer: readonly number[]
}
const OPEN = -1
const NOTHING = -2

const digit = ({ facts, weight }: Game, state: number, k: number): number =>
  Math.floor(state / weight[k]!) % (facts[k]!.atoms + 1)

const isUnknown = (game: Game, state: number, k: number): boolean =>
  digit(game, state, k) === game.facts[k]!.atoms

/** The state in which the unknown fact number k is known to have the atom. */
const told = ({ facts, weight }: Game, state: number, k: number, atom: number): number =>
  state - (facts[k]!.atoms - atom) * weight[k]!

function gameOf(known: Facts): Game {
  // What the answer hangs on. A fact that is not among them could at best hint at one that is.
  const facts = allAsked(known).map(factNamed)
  const weight: number[] = []
  const states = facts.reduce((product, fact) => {
    weight.push(product)
    return product * (fact.atoms + 1)
  }, 1)
  const left = new Array<number>(states).fill(0)
  const answer = new Array<number>(states).fill(NOTHING)
  const game: Game = { facts, known, weight, left, answer }
  const numbers = new Map<string, number>()
  for (let state = 0; state < states; state++) {
    const open = facts.findIndex((_, k) => isUnknown(game, state, k))
    if (open < 0) {
      const all = factsAt(game, state)
      if (!areTogetherPossible(policy, all)) continue
      const { owner, engagement } = answers(policy, all)
      const keys = [new Set(owner.map((one) => one.key)), new Set(engagement.map((one) => one.key))]
      // Nothing but what was asked for can matter.
      expect(keys.map(({ size }) => size)).toEqual([1, 1])
      const key = keys.flatMap((one) => [...one]).join()
      if (!numbers.has(key)) numbers.set(key, numbers.size)
      left[state] = 1
      answer[state] = numbers.get(key)!
    } else {
      // Known states have smaller numbers: unknown is the largest digit.
      for (let atom = 0; atom < facts[open]!.atoms; atom++) {
        const next = told(game, state, open, atom)
        left[state]! += left[next]!
        if (answer[next] === NOTHING) continue
        answer[state] = answer[state] === NOTHING || answer[state] === answer[next] ? answer[next]! : OPEN
      }
    }
  }
  return game
}

function factsAt(game: Game, state: number): Facts {
  const told: Record<string, FactValue> = {}
  for (const [k, fact] of game.facts.entries()) {
    if (!isUnknown(game, state, k)) told[fact.name] = valueOfAtom(fact, digit(game, state, k))
  }
  return { ...game.known, ...told }
}

const start = (game: Game): number => game.left.length - 1

/** The number of questions expected from a state on, when `choose` says which fact is asked for. */
function expected(game: Game, choose: (state: number, cost: (k: number) => number) => number): number {
  const memo = new Map<number, number>()
  const visit = (state: number): number => {
    if (game.answer[state] !== OPEN) return 0
    const before = memo.get(state)
    if (before !== undefined) return before
    const cost = (k: number): number => {
      let sum = 1
      for (let atom = 0; atom < game.facts[k]!.atoms; atom++) {
        const next = told(game, state, k, atom)
        if (game.left[next]! > 0) sum += (game.left[next]! / game.left[state]!) * visit(next)
      }
      return sum
    }
    const questions = choose(state, cost)
    memo.set(state, questions)
    return questions
  }
  return visit(start(game))
}

/** The fewest questions that any way of asking needs on average. */
const fewest = (game: Game): number =>
  expected(game, (state, cost) =>
    Math.min(...game.facts.flatMap((_, k) => (isUnknown(game, state, k) ? [cost(k)] : []))),
  )

/** The questions needed on average when the first one is always followed. */
const followed = (game: Game): number =>
  expected(game, (state, cost) => {
    const asked = game.facts.findIndex(({ name }) => name === firstAsked(factsAt(game, state)))
    expect(asked).toBeGreaterThanOrEqual(0)
    expect(isUnknown(game, state, asked)).toBe(true)
    return cost(asked)
  })

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

describe('following the first question', () => {
  test('needs within a tenth of the fewest questions possible, over all topics, the usual taken for granted', () => {
    const games = topics.map((topic) => gameOf({ topic }))
    const best = sum(games.map(fewest))
    expect(best).toBeGreaterThan(10)
    expect(sum(games.map(followed)) / best).toBeLessThan(1.1)
  })

  test('needs within a tenth of the fewest questions possible, over all topics, nothing taken for granted', () => {
    const games = topics.map((topic) => gameOf({ ...nothingTakenForGranted, topic }))
    const best = sum(games.map(fewest))
    expect(best).toBeGreaterThan(30)
    expect(sum(games.map(followed)) / best).toBeLessThan(1.1)
  })
})

// --- The first question ---------------------------------------------------------------------------------------

/** In bits, of equally probable answers. */
function entropy(keys: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return sum([...counts.values()].map((count) => (-count / keys.length) * Math.log2(count / keys.length)))
}

/** Bits about owner and verdict that are still open on average once the fact is known: counted, not computed. */
function remainingAfter(known: Facts, open: readonly LoadedFact[], asked: LoadedFact): number {
  const others = open.filter((fact) => fact !== asked)
  const bits = asked.any.map((atom) => {
    const full = others.reduce<Facts[]>(
      (all, fact) =>
        all.flatMap((one) => fact.any.map((a) => ({ ...one, [fact.name]: valueOfAtom(fact, a) }))),
      [{ ...known, [asked.name]: valueOfAtom(asked, atom) }],
    )
    const found = full.map((facts) => answers(policy, facts))
    return (
      entropy(found.map(({ owner }) => owner[0]!.key)) +
      entropy(found.map(({ engagement }) => engagement[0]!.key))
    )
  })
  return sum(bits) / bits.length
}

describe('the first question', () => {
  // On Enterprise every combination of the other facts can be.
  const others = policy.facts.filter(({ name }) => name !== 'topic' && name !== 'plan')
  const listed = Object.fromEntries(
    others.map((fact) => [fact.name, fact.any.map((atom) => valueOfAtom(fact, atom))]),
  )
  const onEnterprise = topics.map((topic) => ({
    topic,
    mattering: allAsked({ ...listed, topic, plan: 'enterprise' }).map(factNamed),
  }))

  test('is the one that leaves the least open', () => {
    const asks = fc
      .constantFrom(...onEnterprise.filter(({ mattering }) => mattering.length > 1))
      .chain(({ topic, mattering }) =>
        fc.record({
          topic: fc.constant(topic),
          open: fc.subarray(mattering, { minLength: 2 }),
          atoms: fc.tuple(...others.map((fact) => fc.nat(fact.atoms - 1))),
        }),
      )
    let several = 0
    fc.assert(
      fc.property(asks, ({ topic, open, atoms }) => {
        const settled = Object.fromEntries(others.map((fact, k) => [fact.name, valueOfAtom(fact, atoms[k]!)]))
        const known = { ...settled, plan: 'enterprise', topic }
        const stillOpen = Object.fromEntries(open.map(({ name }) => [name, listed[name]!]))
        const [first, ...rest] = allAsked({ ...known, ...stillOpen }).map((name) =>
          remainingAfter(known, open, factNamed(name)),
        )
        for (const other of rest) expect(first).toBeLessThanOrEqual(other + 1e-9)
        if (rest.length > 0) several++
      }),
      { numRuns: 200 },
    )
    expect(several).toBeGreaterThan(20)
  })

  test('is for the plan where the plan decides most', () => {
    for (const topic of ['onboarding-enablement', 'technical-call', 'long-term-ownership', 'billing-usage']) {
      expect(firstAsked({ topic })).toBe('plan')
    }
    expect(firstAsked({ topic: 'onboarding-enablement', plan: 'enterprise', strategic: false })).toBe('arr')
    expect(firstAsked({ topic: 'onboarding-enablement', plan: 'enterprise', arr: 5000 })).toBe('strategic')
    expect(firstAsked({ topic: 'onboarding-enablement', plan: 'enterprise', arr: 100_000 })).toBeUndefined()
  })

  test('weighs the topics that a text may be about by how probable they are', () => {
    const reading = (probability: number): Reading => {
      const possible = [
        { id: 'technical-call', probability },
        { id: 'v0', probability: 1 - probability },
      ]
      return {
        topic: { ranked: possible, possible, confidence: probability, readable: true, evidence: [] },
        facts: [],
        parts: [],
      }
    }
    const asked = (probability: number): string[] =>
      decide(policy, { facts: { plan: 'enterprise' } }, reading(probability)).questions.map(
        ({ fact }) => fact,
      )
    expect(asked(0.5)).toEqual(['topic', 'hasPlatformArchitect'])
    expect(asked(0.97)).toEqual(['hasPlatformArchitect', 'topic'])
  })
})

describe('a question', () => {
  test('for the plan is not put where a Platform Architect tells it: only Enterprise has one', () => {
    for (const topic of topics) {
      for (const rest of [{}, nothingTakenForGranted]) {
        const { questions, facts } = decide(policy, { facts: { ...rest, topic, hasPlatformArchitect: true } })
        expect(questions.map(({ fact }) => fact)).not.toContain('plan')
        expect(facts['plan']).toEqual({
          value: 'enterprise',
          from: 'stated',
          follows: 'hasPlatformArchitect',
        })
      }
    }
    expect(decide(policy, { facts: { topic: 'plan-pricing', hasPlatformArchitect: true } }).owner.team).toBe(
      'account-team',
    )
  })

  test('for the plan leaves out what an ARR rules out', () => {
    const [first] = decide(policy, { facts: { topic: 'billing-usage', arr: 1 } }).questions
    expect(first!.options!.map(({ value }) => value)).toEqual(['pro', 'enterprise'])
  })

  test('for the region, the lifecycle or the severity is never put by the default policy: it changes no owner and no verdict', () => {
    for (const topic of topics) {
      for (const rest of [{}, nothingTakenForGranted, { plan: 'enterprise', arr: [50_000, 100_000] }]) {
        const asked = allAsked({ ...rest, topic })
        expect(
          asked.filter((fact) => ['region', 'lifecycle', 'severity', 'askedBy', 'churnRisk'].includes(fact)),
        ).toEqual([])
      }
    }
    expect(allAsked({ topic: [...topics], ...nothingTakenForGranted })).not.toContain('region')
  })

  test('for the topic is not put where every topic in question has the same owner, but for the verdict it is', () => {
    const { status, owner, questions } = decide(policy, {
      facts: { topic: ['billing-usage', 'plan-pricing'], plan: 'pro' },
    })
    expect([status, owner.team]).toEqual(['decided', 'cse'])
    expect(questions.map(({ fact, decides }) => [fact, decides])).toEqual([['topic', ['engagement']]])
  })

  test('says in the words of the policy what is asked, of whom, and what the answers may be', () => {
    const [plan] = decide(policy, { facts: { topic: 'framework-oss' } }).questions
    expect(plan).toEqual({
      fact: 'plan',
      ask: 'Which plan is the customer on?',
      who: 'crm',
      decides: ['engagement'],
      options: [
        { value: 'hobby', say: 'on Hobby' },
        { value: 'pro', say: 'on Pro' },
        { value: 'enterprise', say: 'on Enterprise' },
      ],
    })
    const onboarding = { topic: 'onboarding-enablement', plan: 'enterprise', strategic: false }
    const [arr] = decide(policy, { facts: onboarding }).questions
    expect([arr!.fact, arr!.options]).toEqual(['arr', undefined])
  })
})
