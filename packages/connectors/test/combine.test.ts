import { decide, type Reading } from '@rightdesk/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { combine, modelWeight } from '../src/model/combine.ts'
import type { FactReading, Proposal } from '../src/model/proposal.ts'
import { outOfScope, policy } from './default-policy.ts'

type Topics = readonly string[]
const all = Object.keys(policy.compiled.topics)

/** A reading in which `possible` are the first of all topics. */
function readingOf(possible: Topics, confidence = 0.6, facts: readonly FactReading[] = []): Reading {
  const order = [...possible, ...all.filter((id) => !possible.includes(id))]
  const ranked = order.map((id, n) => ({ id, probability: 2 ** -(n + 1) }))
  const readable = possible.length > 0
  const topic = { ranked, possible: ranked.slice(0, possible.length), confidence, readable, evidence: [] }
  return { topic, facts, parts: [] }
}
const proposalOf = (topics: Topics, facts: readonly FactReading[] = []): Proposal => ({
  topics,
  facts,
  warnings: [],
})
const ids = ({ topic }: Reading): string[] => topic.possible.map(({ id }) => id)
const fact = (name: string, ...values: FactReading['values']): FactReading => ({
  fact: name,
  values,
  words: `words of ${name}`,
  span: { start: 0, end: 3 },
})

const [a, b, c, d] = ['billing-usage', 'plan-pricing', 'contracts-legal', 'workflow'] as const

test.each([
  ['the model agrees', [a, b, c], [a], [a]],
  ['the model holds two of them possible', [a, b, c], [a, b], [a, b]],
  ['the model prefers the second', [a, b, c], [b], [a, b]],
  ['the model adds a weaker one of its own', [a, b, c], [a, d], [a]],
  ['the model names another one', [a, b], [d], [a, b, d]],
  ['the model names another one first', [a, b], [d, b], [a, b, d]],
  ['the model names none', [a, b], [], [a, b]],
  ['the model names what no reader knows', [a, b], ['nope'], [a, b]],
] as const)('the possible topics when %s', (_, possible, proposed, expected) => {
  expect(ids(combine(readingOf(possible), proposalOf(proposed)))).toEqual(expected)
})

test('confidence rises when both name the same topic, and falls when the model rules it out', () => {
  const confidence = (topics: Topics) => combine(readingOf([a, b], 0.6), proposalOf(topics)).topic.confidence
  expect(confidence([a])).toBeCloseTo(1 - 0.4 * (1 - modelWeight))
  expect(confidence([b, a])).toBe(0.6)
  expect(confidence([b])).toBeCloseTo(0.3)
  expect(confidence([d])).toBeCloseTo(0.3)
  expect(modelWeight).toBeLessThanOrEqual(0.8)
})

test('an unreadable text becomes a question between the model’s topics and nobody’s, never an answer', () => {
  const unread = readingOf([], 0)
  const read = combine(unread, proposalOf([a]), outOfScope)
  expect(read.topic).toMatchObject({ readable: true, confidence: 0 })
  expect(ids(read)).toEqual([a, outOfScope])
  const decision = decide(policy, { text: 'xyz', facts: { plan: 'pro' } }, read)
  expect(decision.status).toBe('fallback')
  expect(decision.questions.find((question) => question.fact === 'topic')?.options).toHaveLength(2)
  for (const stays of [
    combine(unread, proposalOf([])),
    combine(unread, proposalOf([a])),
    combine(unread, proposalOf([outOfScope]), outOfScope),
  ]) {
    expect(stays).toEqual(unread)
  }
})

test('facts are added where none was read, and united where both read one', () => {
  const own = [fact('plan', 'pro'), fact('strategic', true)]
  const others = [fact('plan', 'enterprise'), fact('strategic', true), fact('severity', 'high')]
  const { facts } = combine(readingOf([a], 0.6, own), proposalOf([], others))
  expect(facts.map(({ fact: name, values }) => [name, values])).toEqual([
    ['plan', ['pro', 'enterprise']],
    ['strategic', [true]],
    ['severity', ['high']],
  ])
})

test('the parts of an ask get the facts and keep their topics', () => {
  const { topic } = readingOf([b])
  const parts = [{ span: { start: 0, end: 3 }, topic, facts: [fact('plan', 'pro')] }]
  const combined = combine({ ...readingOf([a]), parts }, proposalOf([d], [fact('plan', 'hobby')]))
  expect(combined.parts).toEqual([
    { ...parts[0], facts: [{ ...fact('plan', 'pro'), values: ['pro', 'hobby'] }] },
  ])
})

// ---------------------------------------------------------------- properties

const topicsOf = (maxLength: number) => fc.uniqueArray(fc.constantFrom(...all), { maxLength })
const factOf = fc.oneof(
  fc.constantFrom('hobby', 'pro', 'enterprise').map((value) => fact('plan', value)),
  fc.boolean().map((value) => fact('strategic', value)),
  fc.constantFrom('low', 'critical').map((value) => fact('severity', value)),
  fc.nat({ max: 500_000 }).map((value) => fact('arr', value)),
)
const factsOf = fc.uniqueArray(factOf, { selector: (one) => one.fact })
const confidences = fc.double({ min: 0, max: 1, noNaN: true })
const readings = fc
  .tuple(topicsOf(5), confidences, factsOf)
  .map(([topics, p, facts]) => readingOf(topics, p, facts))
const proposals = fc.tuple(topicsOf(3), factsOf).map(([topics, facts]) => proposalOf(topics, facts))

test('the set holds what both hold possible, the reader’s first topic, and nothing that nobody named', () => {
  fc.assert(
    fc.property(readings, proposals, (reading, proposal) => {
      const [before, after] = [ids(reading), ids(combine(reading, proposal, outOfScope))]
      for (const id of before.filter((one) => proposal.topics.includes(one))) expect(after).toContain(id)
      expect(after[0]).toBe(before[0] ?? after[0])
      expect(new Set(after).size).toBe(after.length)
      for (const id of after) expect([...before, ...proposal.topics, outOfScope]).toContain(id)
      const first = proposal.topics[0]
      if (first !== undefined && before.length > 0 && !before.includes(first)) {
        for (const id of [...before, ...proposal.topics]) expect(after).toContain(id)
      }
    }),
  )
})

test('confidence never rises but by agreement, and then by no more than a model’s weight', () => {
  fc.assert(
    fc.property(readings, proposals, (reading, proposal) => {
      const { confidence } = combine(reading, proposal, outOfScope).topic
      const before = reading.topic.confidence
      const agrees = reading.topic.readable && proposal.topics[0] === reading.topic.possible[0]!.id
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(agrees ? 1 - (1 - before) * (1 - modelWeight) + 1e-12 : before)
    }),
  )
})

test('no value that was read is ever lost, and no fact is read twice', () => {
  fc.assert(
    fc.property(readings, proposals, (reading, proposal) => {
      const { facts } = combine(reading, proposal, outOfScope)
      expect(new Set(facts.map((one) => one.fact)).size).toBe(facts.length)
      for (const own of reading.facts) {
        const now = facts.find((one) => one.fact === own.fact)!
        expect(now).toMatchObject({ words: own.words, span: own.span })
        for (const value of own.values) expect(now.values).toContain(value)
      }
    }),
  )
})

test('an empty proposal changes nothing', () => {
  fc.assert(
    fc.property(readings, (reading) => {
      expect(combine(reading, proposalOf([]), outOfScope)).toEqual(reading)
    }),
  )
})

test('an owner that is decided with a model is the one that the reader’s own first topic leads to', () => {
  fc.assert(
    fc.property(readings, proposals, factsOf, (reading, { topics }, stated) => {
      const facts = Object.fromEntries(stated.map(({ fact: name, values }) => [name, values[0]!]))
      const without = { ...reading, facts: [] }
      const decision = decide(policy, { text: 'x', facts }, combine(without, proposalOf(topics), outOfScope))
      if (decision.status !== 'decided') return
      expect(reading.topic.readable).toBe(true)
      const own = decide(policy, { facts: { ...facts, topic: reading.topic.possible[0]!.id } })
      expect([own.status, own.owner.team]).toEqual(['decided', decision.owner.team])
    }),
  )
})
