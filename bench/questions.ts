/**
 * `npm run bench -- questions`: how long it takes to find the next question once the topic is known, and how many
 * questions an ask needs in the mean when the first one proposed is always asked, beside the least that is possible.
 */

import type { LoadedTable } from '../packages/engine/src/policy/compiled.ts'
import { type FactValue, valueOfAtom } from '../packages/engine/src/policy/domain.ts'
import { relevantFacts } from '../packages/engine/src/questions.ts'
import { atomsOf, type Facts, walk } from '../packages/engine/src/walk.ts'
import { policy } from '../packages/engine/test/default-policy.ts'
import { duration, type Line, median, quantile, type Section, timeEach } from './measure.ts'

type Open = { readonly table: LoadedTable<unknown>; readonly facts: Facts }

const anyValue = (name: string): FactValue[] => {
  const fact = policy.factByName.get(name)!
  return fact.any.map((atom) => valueOfAtom(fact, atom))
}

/** Every fact open, also those that have a default: each may still have any value. */
const nothingKnown: Facts = Object.fromEntries(policy.facts.map(({ name }) => [name, anyValue(name)]))

/** The topics and tables whose answer hangs on more than the topic. */
const openCases = (rest: Facts): Open[] =>
  anyValue('topic').flatMap((topic) =>
    [policy.owner, policy.engagement].flatMap((table: LoadedTable<unknown>) => {
      const facts = { ...rest, topic }
      return relevantFacts(policy, table, facts).facts.length > 0 ? [{ table, facts }] : []
    }),
  )

/** Median time of one call for each case, in nanoseconds. */
function timeQuestions(cases: readonly Open[]): number[] {
  const perCase = cases.map((): number[] => [])
  const repeats = 10
  for (let round = -10; round < 60; round++) {
    cases.forEach(({ table, facts }, at) => {
      const [ms] = timeEach(
        1,
        () => undefined,
        () => {
          let open = 0
          for (let again = 0; again < repeats; again++) open += relevantFacts(policy, table, facts).open
          return open
        },
      )
      if (round >= 0) perCase[at]!.push((ms! * 1e6) / repeats)
    })
  }
  return perCase.map(median)
}

function timeLines(what: string, cases: readonly Open[]): Line[] {
  const times = timeQuestions(cases)
  const worst = Math.max(...times)
  return [
    {
      what: `${what}: median of ${cases.length} topics and tables`,
      figure: duration(median(times)),
      target: 'at most 20 µs',
      met: median(times) <= 20_000,
    },
    { what: `${what}: nine in ten within`, figure: duration(quantile(times, 0.9)) },
    { what: `${what}: slowest`, figure: duration(worst), target: 'at most 20 µs', met: worst <= 20_000 },
  ]
}

/** The share of all combinations still open that can be. */
function shareOfPossible(facts: Facts): number {
  const { nodes, root } = policy.compiled.possible
  const share = (ref: number): number => {
    if (ref < 0) return ref === ~0 ? 1 : 0
    const fact = policy.facts[nodes[ref]!]!
    const atoms = atomsOf(fact, facts[fact.name])
    if (typeof atoms === 'number') return share(nodes[ref + 1 + atoms]!)
    return atoms.reduce((sum, atom) => sum + share(nodes[ref + 1 + atom]!), 0) / atoms.length
  }
  return share(root)
}

/**
 * How many questions are asked in the mean until a table's answer is settled, every combination that can be being
 * equally likely. `best` tries every fact that matters at every step, so it is the exact optimum.
 */
function questionsAsked({ table, facts }: Open, best: boolean): number {
  const known = new Map<string, number>()
  const visit = (facts: Facts): number => {
    const found = relevantFacts(policy, table, facts).facts
    if (found.length === 0) return 0
    const key = policy.facts.map(({ name }) => (Array.isArray(facts[name]) ? '' : String(facts[name]))).join()
    const before = known.get(key)
    if (before !== undefined) return before
    const expected = Math.min(
      ...(best ? found : found.slice(0, 1)).map(({ fact }) => afterAsking(facts, fact)),
    )
    known.set(key, expected)
    return expected
  }
  const afterAsking = (facts: Facts, index: number): number => {
    const fact = policy.facts[index]!
    const atoms = atomsOf(fact, facts[fact.name]) as readonly number[]
    const outcomes = atoms.map((atom) => ({ ...facts, [fact.name]: valueOfAtom(fact, atom) }))
    const shares = outcomes.map(shareOfPossible)
    const total = shares.reduce((sum, share) => sum + share, 0)
    return outcomes.reduce(
      (sum, outcome, at) => (shares[at]! > 0 ? sum + (shares[at]! / total) * visit(outcome) : sum),
      1,
    )
  }
  return visit(facts)
}

function askedLine(what: string, cases: readonly Open[]): Line {
  const sum = (best: boolean): number =>
    cases.reduce((total, open) => total + questionsAsked(open, best), 0) / cases.length
  const [asked, least] = [sum(false), sum(true)]
  const above = (asked / least - 1) * 100
  return {
    what: `${what}: questions asked in the mean, beside the optimum`,
    figure: `${asked.toFixed(3)} / ${least.toFixed(3)} (+${above.toFixed(1)} %)`,
    target: 'at most 10 % above',
    met: above <= 10,
  }
}

export function questions(): Section[] {
  const withDefaults = openCases({})
  const withoutDefaults = openCases(nothingKnown)
  const open = walk(policy, policy.owner, nothingKnown).length
  const unread: Open[] = [policy.owner, policy.engagement].map((table: LoadedTable<unknown>) => ({
    table,
    facts: nothingKnown,
  }))
  return [
    {
      title: 'the next question, topic known',
      lines: [
        ...timeLines('the rest unknown, defaults taken', withDefaults),
        ...timeLines('all the rest open, no defaults', withoutDefaults),
        {
          what: `nothing known at all, ${open} owner answers open`,
          figure: duration(median(timeQuestions(unread))),
        },
        askedLine('defaults taken', withDefaults),
        askedLine('no defaults', withoutDefaults),
      ],
    },
  ]
}
