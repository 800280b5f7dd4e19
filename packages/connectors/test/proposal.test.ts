import fc from 'fast-check'
import { expect, test } from 'vitest'
import { segment } from '../../engine/src/read/segment.ts'
import { readableFacts } from '../src/model/prompt.ts'
import { proposalOf } from '../src/model/proposal.ts'
import { redact, unredacted } from '../src/model/redact.ts'
import { policy } from './default-policy.ts'

const propose = (text: string, answer: unknown) =>
  proposalOf(policy, { text, sent: unredacted(text) }, answer)
const topics = (...all: readonly [topic: string, quote: string][]) => ({
  topics: all.map(([topic, quote]) => ({ topic, quote })),
  facts: [],
})
const facts = (...all: readonly [fact: string, value: unknown, quote: string][]) => ({
  topics: [],
  facts: all.map(([fact, value, quote]) => ({ fact, value, quote })),
})

const text = 'Our Pro team was charged\n twice. Our problem: about $40k a year, 500 errors.'

test('topics and facts with words of the text are proposed, in the words of the text', () => {
  const answer = {
    ...facts(['plan', 'pro', 'Our Pro team'], ['arr', 40_000, '$40k a year']),
    ...{ topics: topics(['billing-usage', 'charged twice']).topics },
  }
  expect(propose(text, answer)).toEqual({
    topics: ['billing-usage'],
    facts: [
      { fact: 'plan', values: ['pro'], words: 'Our Pro team', span: { start: 0, end: 12 } },
      { fact: 'arr', values: [40_000], words: '$40k a year', span: { start: 52, end: 63 } },
    ],
    warnings: [],
  })
})

test('white space in quotes does not matter, letters and word bounds do', () => {
  const quotes = [
    'charged twice',
    ' was\tcharged\n\ntwice.',
    'our pro team',
    'pro',
    'charged',
    'x',
    '',
    '  ',
    'a',
  ]
  const found = quotes.map((quote) => propose(text, topics(['billing-usage', quote])).topics.length)
  expect(found).toEqual([1, 1, 0, 0, 1, 0, 0, 0, 0])
})

test('a quote is looked for until it stands in own words', () => {
  const mail = 'We pay too much.\n\nOn Mon, 3 May 2025 at 10:00, Ann wrote:\n> We are on Enterprise.\n'
  const ownWords = segment(mail).filter(({ kind }) => kind === 'ask')
  const source = { text: mail, sent: unredacted(mail), ownWords }
  const { facts: found, warnings } = proposalOf(
    policy,
    source,
    facts(['plan', 'enterprise', 'We are on Enterprise']),
  )
  expect(found).toEqual([])
  expect(warnings).toEqual([
    'The language model proposed `plan` without words of the ask that it could stand on; it was left out.',
  ])
  const twice = `We are on Enterprise.\n\n${mail}`
  const own = segment(twice).filter(({ kind }) => kind === 'ask')
  const again = proposalOf(
    policy,
    { text: twice, sent: unredacted(twice), ownWords: own },
    facts(['plan', 'enterprise', 'We are on Enterprise']),
  )
  expect(again.facts[0]?.span).toEqual({ start: 0, end: 20 })
})

test('what the policy does not have is left out with a warning that does not repeat it', () => {
  const answer = {
    topics: [{ topic: 'HACKED', quote: 'charged' }, 'text', { topic: 'constructor', quote: 'charged' }],
    facts: [
      { fact: 'HACKED', value: true, quote: 'charged' },
      { fact: 'plan', value: 'HACKED', quote: 'charged' },
      { fact: 'strategic', value: 'true', quote: 'charged' },
      { fact: 'arr', value: -1, quote: '$40k' },
      { fact: 'answeredAs', value: 'billing-usage', quote: 'charged' },
      { fact: 'topic', value: 'billing-usage', quote: 'charged' },
      null,
    ],
  }
  const { warnings, ...rest } = propose(text, answer)
  expect(rest).toEqual({ topics: [], facts: [] })
  expect(warnings).toHaveLength(5)
  expect(JSON.stringify(warnings)).not.toContain('HACKED')
})

test('"none" proposes nothing, nor what is less probable than it', () => {
  expect(propose(text, topics(['none', '']))).toEqual({ topics: [], facts: [], warnings: [] })
  const ranked = topics(['billing-usage', 'charged'], ['none', ''], ['plan-pricing', 'charged'])
  expect(propose(text, ranked).topics).toEqual(['billing-usage'])
})

test('at most three topics are proposed, each once', () => {
  const ids = Object.keys(policy.compiled.topics).slice(0, 5)
  const all = ids.map((id): [string, string] => [id, 'charged'])
  expect(propose(text, topics(...all)).topics).toEqual(ids.slice(0, 3))
  expect(propose(text, topics(all[0]!, all[0]!)).topics).toEqual([ids[0]])
})

test('several values of a fact are all possible; every value says nothing', () => {
  const both = facts(['plan', 'pro', 'Our Pro team'], ['plan', 'hobby', 'charged'])
  expect(propose(text, both).facts).toMatchObject([{ values: ['pro', 'hobby'], words: 'Our Pro team' }])
  const all = facts(['strategic', true, 'charged'], ['strategic', false, 'charged'])
  expect(propose(text, all)).toMatchObject({ facts: [], warnings: [expect.stringContaining('every value')] })
})

test.each([
  ['$40k', 40_000, true],
  ['1.2M a year', 1_200_000, true],
  ['40,000 USD', 40_000, true],
  ['40 000', 40_000, true],
  ['1.234.567,89', 1_234_567.89, true],
  ['2k MRR', 24_000, true],
  ['$40k', 400_000, false],
  ['a lot', 40_000, false],
  ['200 of 300', 40_000, false],
])('%j is words for %d: %s', (words, value, stands) => {
  const said = `we pay ${words}`
  expect(propose(said, facts(['arr', value, words])).facts).toHaveLength(stands ? 1 : 0)
})

test('a quote of a placeholder stands on what was there', () => {
  const mail = 'Ask jo@acme.com: we are on Pro.'
  const answer = facts(['plan', 'pro', 'Ask [email]: we are on Pro'])
  const proposal = proposalOf(policy, { text: mail, sent: redact(mail) }, answer)
  expect(proposal.facts[0]).toMatchObject({
    words: 'Ask jo@acme.com: we are on Pro',
    span: { start: 0, end: 30 },
  })
})

test('whatever a model answers, only closed lists and words of the text come out, and nothing is thrown', () => {
  const ids = [...Object.keys(policy.compiled.topics), 'none', 'nope']
  const names = [...policy.facts.map(({ name }) => name), 'nope', '__proto__']
  const values = [...policy.facts.flatMap((fact) => fact.values), true, false, 40_000, 'nope', null]
  const quote = fc.oneof(fc.string(), fc.constantFrom('charged', '$40k', 'Our Pro team', '500', 'twice. Our'))
  const entry = fc.record({
    topic: fc.constantFrom(...ids),
    fact: fc.constantFrom(...names),
    value: fc.constantFrom(...values),
    quote,
  })
  const list = fc.array(fc.oneof({ arbitrary: entry, weight: 5 }, fc.jsonValue()))
  const answer = fc.oneof({ arbitrary: fc.record({ topics: list, facts: list }), weight: 5 }, fc.jsonValue())
  fc.assert(
    fc.property(answer, (said) => {
      const proposal = propose(text, said)
      expect(proposal.topics.length).toBeLessThanOrEqual(3)
      for (const id of proposal.topics) expect(Object.keys(policy.compiled.topics)).toContain(id)
      for (const reading of proposal.facts) {
        const fact = readableFacts(policy).find(({ name }) => name === reading.fact)!
        expect(reading.words).toBe(text.slice(reading.span.start, reading.span.end))
        expect(reading.words.trim()).not.toBe('')
        for (const value of reading.values) {
          expect(
            fact.kind === 'amount' ? typeof value === 'number' : fact.values.includes(String(value)),
          ).toBe(true)
        }
      }
      expect(new Set(proposal.facts.map(({ fact }) => fact)).size).toBe(proposal.facts.length)
    }),
  )
})
