import type { Decision } from '@rightdesk/engine/answer'
import { expect, test } from 'vitest'
import { draftFrom, newDraft } from '../src/pages/ask/draft.ts'
import { headlineOf, kindOf, sayShare } from '../src/pages/ask/headline-words.ts'
import { excerptsOf, marksOf, marksOn, piecesOf, unseenIn } from '../src/pages/ask/marks.ts'
import { amountIn } from '../src/parts/amount.ts'
import { sayingsOf } from '../src/parts/fact-words.ts'

const decision = (of: Partial<Decision>): Decision => ({
  status: 'decided',
  topic: { id: 'billing', confidence: 0.9, possible: [{ id: 'billing', probability: 0.9 }] },
  facts: {},
  owner: { team: 'cse', roles: [] },
  with: [],
  not: [],
  engagement: { verdict: 'not-needed', reason: '' },
  escalation: { path: '', requires: [], immediate: false },
  customerPath: '',
  internal: [],
  speaks: 'cse',
  gather: [],
  draft: { internal: '', customer: '' },
  questions: [],
  because: [],
  otherwise: [],
  evidence: [],
  parts: [],
  warnings: [],
  policy: { name: 'p', version: '1' },
  ...of,
})
const plan = { fact: 'plan', ask: 'Which plan?', who: 'crm', decides: ['owner'] } as const
const evidence = (start: number, end: number, weight: number) => ({
  span: { start, end },
  topic: 'billing',
  weight,
})

// ---------------------------------------------------------------- headline

test('the four kinds of answer have four labels', () => {
  const kinds = [
    decision({}),
    decision({ owner: { team: null, roles: [] } }),
    decision({ status: 'needs-info', questions: [plan] }),
    decision({ status: 'fallback', topic: { id: null, confidence: 0, possible: [] } }),
  ]
  expect(kinds.map(kindOf)).toEqual(['decided', 'out-of-scope', 'needs-info', 'fallback'])
  const labels = kinds.map((one) => headlineOf(one, String).label)
  expect(new Set(labels).size).toBe(4)
})

test('an open answer says who has it for now and what to do', () => {
  const said = headlineOf(decision({ status: 'needs-info', questions: [plan] }), (team) => `team ${team}`)
  expect(said).toMatchObject({ title: 'One fact is missing', holder: 'team cse' })
  expect(said.next).toMatch(/^Answer the question/)
})

test('a share short of certain is never said to be certain', () => {
  expect([0.004, 0.766, 0.9991, 1].map(sayShare)).toEqual(['0%', '77%', '99%', '100%'])
})

// ---------------------------------------------------------------- marks

test('marks never overlap, facts go before the topic, and weak or contrary words get none', () => {
  const one = decision({
    facts: { plan: { value: 'pro', from: 'text', words: 'on Pro', span: { start: 10, end: 16 } } },
    evidence: [evidence(0, 6, 3), evidence(13, 16, 2), evidence(20, 24, 0.1), evidence(30, 34, -2)],
  })
  const other = decision({ evidence: [evidence(4, 8, 1), evidence(40, 44, 1)] })
  const marks = marksOf(one, [other], String)
  expect(marks.map(({ start, end, mark }) => [start, end, mark])).toEqual([
    [0, 6, 1],
    [10, 16, 2],
    [40, 44, 3],
  ])
})

test('pieces put together again are the text', () => {
  const text = 'charged twice 👩‍👩‍👧 on \u202ethe invoice'
  const marks = [
    { start: 0, end: 7, mark: 1, title: '' },
    { start: 5, end: 9, mark: 1, title: '' },
    { start: 20, end: 26, mark: 2, title: '' },
    { start: 900, end: 905, mark: 2, title: '' },
  ] as const
  expect(
    piecesOf(text, marks)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text)
  expect(piecesOf('', marks)).toEqual([])
})

test('marks move with what is typed before them, and go where it is typed into them', () => {
  const marks = [
    { start: 0, end: 3, mark: 1, title: '' },
    { start: 8, end: 13, mark: 1, title: '' },
  ] as const
  expect(marksOn('our new build', 'our build', [{ ...marks[0], start: 4, end: 9 }])).toMatchObject([
    { start: 8, end: 13 },
  ])
  expect(marksOn('our buxild', 'our build', [marks[0], { ...marks[1], start: 4, end: 9 }])).toEqual([
    marks[0],
  ])
  expect(marksOn('our build', 'our build', marks)).toBe(marks)
})

test('excerpts of a long text hold its marks', () => {
  const text = `${'a '.repeat(5_000)}invoice ${'b '.repeat(5_000)}on Pro${' c'.repeat(5_000)}`
  const at = (word: string) => ({
    start: text.indexOf(word),
    end: text.indexOf(word) + word.length,
    mark: 1 as const,
    title: '',
  })
  const excerpts = excerptsOf(text, [at('invoice'), at('on Pro')], 5)
  expect(excerpts.map((pieces) => pieces.filter(({ mark }) => mark).map((piece) => piece.text))).toEqual([
    ['invoice'],
    ['on Pro'],
  ])
  expect(excerpts.flat().every((piece) => piece.text.length < 100)).toBe(true)
})

test('signs that cannot be seen are counted; line ends and joined emoji are none', () => {
  expect(unseenIn('a\u200bb\u202ec\u0007')).toBe(3)
  expect(unseenIn('a\r\n\tb 👩‍👩‍👧')).toBe(0)
})

// ---------------------------------------------------------------- draft

test('a draft survives being stored, and anything else in its place becomes a fresh one', () => {
  const draft = {
    ...newDraft(),
    text: 'x',
    facts: { plan: 'pro', topic: ['a', 'b'] },
    account: 'acme',
    gathered: ['log'],
  }
  expect(draftFrom(JSON.stringify(draft))).toEqual(draft)
  for (const odd of [null, '', '{', '[]', '7', '{"text":5,"facts":[1],"requester":"x","gathered":{}}']) {
    expect(draftFrom(odd)).toMatchObject({
      text: '',
      facts: {},
      requester: { name: '', email: '' },
      gathered: [],
    })
  }
  expect(draftFrom('{"facts":{"plan":{"a":1},"arr":5}}').facts).toEqual({ arr: 5 })
})

// ---------------------------------------------------------------- words

const names = {
  team: (id: string | null | undefined) => `Team ${id}`,
  topic: (id: string | null | undefined) => `Topic ${id}`,
}

test('facts are said without ids even before the policy is there', () => {
  const sayings = sayingsOf(undefined, names)
  expect(sayings.label('hasPlatformArchitect')).toBe('Has platform architect')
  expect(sayings.label('arr')).toBe('ARR')
  expect(sayings.value('topic', ['a', 'b'])).toBe('Topic a or Topic b')
  expect(sayings.value('arr', 120_000)).toBe('120,000')
  expect(sayings.value('severity', ['1', '2', '3', '4', '5', '6'])).toBe('1 or 2 or 3 or 4 or 2 more')
  expect(sayings.team('account-team/ae')).toBe('Team account-team: AE')
})

test('amounts are read as people type them', () => {
  expect(['120000', '120,000', '$120k', '1.5M', ' 0 ', "1'000"].map(amountIn)).toEqual([
    120_000, 120_000, 120_000, 1_500_000, 0, 1_000,
  ])
  expect(['', 'many', '12 apples', 'k', '1.2.3'].map(amountIn)).toEqual(Array(5).fill(undefined))
})
