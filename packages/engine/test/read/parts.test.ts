import { describe, expect, test } from 'vitest'
import { splitAsks } from '../../src/read/parts.ts'
import { segment } from '../../src/read/segment.ts'

const parts = (text: string): string[] =>
  splitAsks(text, segment(text)).map(({ start, end }) => text.slice(start, end))

describe('splitting an ask', () => {
  test.each<[string, string, string[]]>([
    [
      'also',
      'Our functions time out since Monday. Also, when does our contract renew?',
      ['Our functions time out since Monday.', 'Also, when does our contract renew?'],
    ],
    [
      'an "also" inside a sentence',
      'My build fails, also how much is Pro?',
      ['My build fails', 'also how much is Pro?'],
    ],
    [
      'a complaint about money, and an "also"',
      'We were charged twice this month. Also our builds fail with exit code 137.',
      ['We were charged twice this month.', 'Also our builds fail with exit code 137.'],
    ],
    [
      'a request with "also"',
      'Edge config writes give 429. Could you also tell me who our account manager is?',
      ['Edge config writes give 429.', 'Could you also tell me who our account manager is?'],
    ],
    [
      'numbers with brackets',
      '1) How do I add a domain? 2) What does Enterprise cost?',
      ['1) How do I add a domain?', '2) What does Enterprise cost?'],
    ],
    [
      'numbers with dots and an introduction',
      'Two questions:\n1. Why do builds fail with OOM?\n2. Who is our AE?',
      ['Two questions:\n1. Why do builds fail with OOM?', '2. Who is our AE?'],
    ],
    [
      'another matter',
      'Functions return 500, logs attached.\n\nUnrelated: the May invoice has the wrong VAT id.',
      ['Functions return 500, logs attached.', 'Unrelated: the May invoice has the wrong VAT id.'],
    ],
    [
      'a second question, without greeting and signature',
      'Hi all,\n\nour checkout is slow.\n\nSecond question: can we move seats?\n\nThanks\nAnna',
      ['our checkout is slow.', 'Second question: can we move seats?'],
    ],
    [
      'a question about something else',
      'Why does our deployment hang at the upload step? How much is a seat for designers?',
      ['Why does our deployment hang at the upload step?', 'How much is a seat for designers?'],
    ],
  ])('proposes parts for %s', (_, text, expected) => expect(parts(text)).toEqual(expected))

  test.each([
    ['an empty text', ''],
    ['one question', 'How do I rotate the token?'],
    ['what leads up to it', 'We run on Pro. How do I rotate the token?'],
    ['a closing request', 'The build fails with OOM. Any idea? Can you help?'],
    [
      'a question that refers back',
      'Our checkout is slow since Monday. Is that related to the last release?',
    ],
    ['a question on the same thing', 'Builds fail since noon. Why would builds fail on a cached lockfile?'],
    ['an addition that asks nothing', 'Builds fail since noon. I also attached the log.'],
    ['a list without asks', 'a) b) c)'],
    ['what is only quoted', 'Builds fail since noon on every branch of ours.\n\n> Also, how much is Pro?'],
  ])('proposes none for %s', (_, text) => expect(parts(text)).toEqual([]))

  test('leads each part with its own context', () => {
    const text =
      'Builds fail since noon.\n\nOur contract ends in May. We also plan two more brands. Who talks with us?'
    expect(parts(text)).toEqual([
      'Builds fail since noon.',
      'Our contract ends in May. We also plan two more brands. Who talks with us?',
    ])
  })

  test('proposes at most four parts, the last with what is left', () => {
    const text = [1, 2, 3, 4, 5, 6].map((n) => `${n}) What is thing${n} for?`).join(' ')
    expect(parts(text)).toHaveLength(4)
    expect(parts(text).at(-1)).toMatch(/^4\).*thing6 for\?$/)
  })

  test('keeps parts in order, apart, and inside the ask', () => {
    const text = 'Dear all,\n\n1) Builds fail. 2) Who is our AE? Also, what is Pro?\n\nRegards\nAnna'
    const spans = splitAsks(text, segment(text))
    expect(spans).toHaveLength(3)
    for (const [i, { start, end }] of spans.entries()) {
      expect(start).toBeLessThan(end)
      expect(start).toBeGreaterThanOrEqual(spans[i - 1]?.end ?? 0)
    }
    expect(spans.at(-1)!.end).toBeLessThanOrEqual(text.indexOf('Regards'))
  })

  test.each(['x', '? ', 'also? ', '1) ', 'how do i ', '😀', '\u202e', 'Also, what? '])(
    'ends within the time-out: 200 000 characters of %j',
    (unit) => {
      const text = unit.repeat(Math.ceil(200_000 / unit.length))
      expect(splitAsks(text, segment(text)).length).toBeLessThanOrEqual(4)
    },
  )
})
