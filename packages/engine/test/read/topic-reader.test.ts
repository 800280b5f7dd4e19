import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Correction,
  learn,
  type ReaderSource,
  readTopic,
  type TopicReader,
  trainTopicReader,
  unlearn,
} from '../../src/read/topic-reader.ts'
import { topicReader, topicSource } from './default-topics.ts'

const first = (reader: TopicReader, text: string): string => readTopic(reader, undefined, text).ranked[0]!.id

/** A policy of three topics: trained in milliseconds. */
const small: ReaderSource = {
  topics: [
    {
      topic: 'builds',
      name: 'Builds',
      description: 'Builds and deployments that fail.',
      signals: ['build failed', 'deployment stuck', 'exit code'],
      examples: [
        'our build fails since yesterday',
        'the deployment is stuck in the queue',
        'npm install breaks',
      ],
    },
    {
      topic: 'billing',
      name: 'Billing',
      description: 'Invoices, refunds and charges.',
      signals: ['wrong invoice', 'refund', 'charged twice'],
      examples: ['the invoice is wrong', 'please refund my payment', 'why was my card charged twice'],
    },
    {
      topic: 'domains',
      name: 'Domains',
      description: 'Domains, nameservers and certificates.',
      signals: ['dns record', 'certificate expired', 'nameservers'],
      examples: ['my domain does not resolve', 'the certificate has expired', 'which dns record do I need'],
    },
  ],
  smallTalk: ['hi there', 'thanks in advance', 'have a nice day', 'we are a small company'],
  aliases: [['invoice', 'bill', 'statement']],
  coverage: 0.9,
}
const smallReader = trainTopicReader(small)

const reversed = <T>(list: readonly T[]): T[] => [...list].reverse()

describe('training', () => {
  test('gives the same reader for the same policy', () => {
    expect(trainTopicReader(small)).toEqual(smallReader)
  })

  test('does not depend on the order of topics, signals, examples and small talk', () => {
    const topics = reversed(small.topics).map((topic) => ({
      ...topic,
      signals: reversed(topic.signals),
      examples: reversed(topic.examples),
    }))
    const shuffled = trainTopicReader({ ...small, topics, smallTalk: reversed(small.smallTalk) })
    expect(shuffled).toEqual(smallReader)
  })

  test('believes the name of a topic more than an example', () => {
    const sureness = (name: string, example: string): number => {
      const topic = { ...small.topics[0]!, name, signals: [], examples: [example] }
      const reader = trainTopicReader({ ...small, topics: [topic, ...small.topics.slice(1)] })
      return readTopic(reader, undefined, 'red lamp').ranked.find(({ id }) => id === 'builds')!.probability
    }
    expect(sureness('red lamp', 'green door')).toBeGreaterThan(sureness('green door', 'red lamp'))
  })

  test('believes an ask that somebody wrote more than a phrase', () => {
    const sureness = (signal: string, example: string): number => {
      const topic = { ...small.topics[0]!, signals: [signal], examples: [example] }
      const reader = trainTopicReader({ ...small, topics: [topic, ...small.topics.slice(1)] })
      return readTopic(reader, undefined, 'red lamp').ranked.find(({ id }) => id === 'builds')!.probability
    }
    expect(sureness('green door', 'red lamp')).toBeGreaterThan(sureness('red lamp', 'green door'))
  })

  test('works with whatever little a policy holds', () => {
    const nothing = { topics: [], smallTalk: [], aliases: [], coverage: 0.95 }
    expect(readTopic(trainTopicReader(nothing), undefined, 'build failed')).toMatchObject({
      ranked: [],
      readable: false,
    })
    const bare = { topic: 'builds', name: 'Builds', description: '', signals: [], examples: [] }
    expect(first(trainTopicReader({ ...nothing, topics: [bare], outOfScope: 'gone' }), 'builds')).toBe(
      'builds',
    )
  })
})

describe('reading', () => {
  test('ranks every topic, most probable first, with probabilities that sum to 1', () => {
    const { ranked } = readTopic(topicReader, undefined, 'our build fails with exit code 1')
    expect(ranked.map(({ id }) => id).sort()).toEqual(topicSource.topics.map(({ topic }) => topic).sort())
    expect(ranked.map(({ probability }) => probability)).toEqual(
      ranked.map(({ probability }) => probability).sort((a, b) => b - a),
    )
    expect(ranked.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1)
  })

  test.each([
    ['Our production build fails with exit code 1', 'builds-deployments'],
    ['please send me a corrected invoice', 'billing-usage'],
    ['The certificate of our domain has expired', 'domains-dns-ssl'],
    ['who is our csm', 'account-team'],
    ['Could you fill in this security questionnaire?', 'security-compliance'],
    ['tell me a joke about penguins', 'out-of-scope'],
  ])('is sure of the topic of a plain ask: %s', (text, topic) => {
    expect(readTopic(topicReader, undefined, text).possible.map(({ id }) => id)).toEqual([topic])
  })

  test('understands misspelt words and words that mean the same', () => {
    expect(first(topicReader, 'deploymnets are stuk in the queu')).toBe('builds-deployments')
    expect(first(smallReader, 'there is an error on my statement')).toBe('billing')
  })

  test.each([
    'HELP ME',
    'yes',
    'still waiting...',
    'hmm ok ???',
    'Hello? Anybody there?',
    'Something is wrong.',
  ])('names no topic for a text that says nothing of what it is about: %s', (text) => {
    expect(readTopic(topicReader, undefined, text)).toMatchObject({ possible: [], readable: false })
  })

  test('finds nothing to read in an empty text, in small talk and in words that nobody knows', () => {
    for (const text of [
      '',
      '  \n\t ',
      '?!… 🙂',
      'Hi there! Many thanks and have a great day.',
      'qzxv wvvk jjqqz',
    ]) {
      const reading = readTopic(topicReader, undefined, text)
      expect(reading).toMatchObject({ possible: [], confidence: 0, readable: false, evidence: [] })
      expect(reading.ranked).toHaveLength(topicSource.topics.length)
    }
  })

  test.each([
    ['Any chance to talk for ten minutes tomorrow? Speaking is easier for me', 'technical-call'],
    ['you guys still there? everything is dead', 'platform-fault'],
    ['that was it, many thanks, please close my ticket', 'out-of-scope'],
  ])('hears an ask in words that small talk is made of: %s', (text, topic) => {
    const { readable, ranked } = readTopic(topicReader, undefined, text)
    expect([readable, ranked[0]!.id]).toEqual([true, topic])
  })

  test('does not take an ask for small talk because it is polite', () => {
    const text = 'Hi there! I hope you had a good weekend. Our invoice is wrong. Many thanks and kind regards'
    const { readable, possible } = readTopic(topicReader, undefined, text)
    expect(readable).toBe(true)
    expect(possible.map(({ id }) => id)).toEqual(['billing-usage'])
  })

  test('is unsure of a text in which unknown words stand around a known one', () => {
    const sure = readTopic(topicReader, undefined, 'the build failed')
    const unsure = readTopic(topicReader, undefined, 'qzxv wvvk jjqqz build mmvx ttzzk qqyx vvbbz')
    expect(unsure.confidence).toBeLessThan(sure.confidence)
  })

  test('finds an ask hidden among sentences that are beside the point', () => {
    const ask = 'Our wildcard certificate was not renewed.'
    const around = [
      'We are a bakery with seven shops in the north.',
      'The weather was kind to us this summer.',
      'My colleague is on holiday until Monday.',
      'I have been with the company for three years.',
      'Everything else is going well on our side.',
      'We talked about it over lunch today.',
      'You can reply to this address at any time.',
      'The whole department sends its greetings.',
    ]
    for (let at = 0; at <= around.length; at++) {
      expect(first(topicReader, [...around.slice(0, at), ask, ...around.slice(at)].join(' '))).toBe(
        'domains-dns-ssl',
      )
    }
  })

  test('reads only the segments that are the ask itself', () => {
    const text = 'Please send the invoice again.\n> our build fails, exit code 1\n> deployment stuck'
    const end = text.indexOf('\n')
    expect(first(topicReader, text.slice(0, end))).toBe('billing-usage')
    expect(readTopic(topicReader, [{ start: 0, end }], text)).toEqual(
      readTopic(topicReader, undefined, text.slice(0, end)),
    )
    expect(readTopic(topicReader, [], text).readable).toBe(false)
  })

  test('reads any text without throwing, with sound numbers', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { ranked, possible, confidence, readable } = readTopic(smallReader, undefined, text)
        expect(ranked.every(({ probability }) => probability >= 0 && probability <= 1)).toBe(true)
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(1)
        expect(possible.length > 0).toBe(readable)
      }),
      { numRuns: 50 },
    )
  })

  // A reader whose time grows with the square of the length would not be done before the test's time is over.
  test('reads a very long text to its end', () => {
    const examples = topicSource.topics.flatMap((topic) => topic.examples)
    const mail = examples.join('\n').repeat(2).slice(0, 600_000)
    expect(mail).toHaveLength(600_000)
    expect(readTopic(topicReader, undefined, mail).ranked).not.toEqual([])
  })
})

describe('evidence', () => {
  test('points at words of the text, in order, and names the first topic', () => {
    const text = 'Hello, our invoice is wrong. Please refund the difference.'
    const { evidence, ranked } = readTopic(topicReader, undefined, text)
    const words = evidence.map(({ span }) => text.slice(span.start, span.end))
    expect(words).toContain('invoice')
    expect(words.every((word) => /^[\p{L}\p{N}]+$/u.test(word))).toBe(true)
    expect(evidence.map(({ span }) => span.start)).toEqual(
      evidence.map(({ span }) => span.start).sort((a, b) => a - b),
    )
    expect(new Set(evidence.map(({ topic }) => topic))).toEqual(new Set([ranked[0]!.id]))
  })

  test('weighs the words that spoke for the topic above 0, and lies inside the segments', () => {
    const text = 'quoted: build failed\nthe invoice is wrong'
    const start = text.indexOf('the invoice')
    const { evidence } = readTopic(topicReader, [{ start, end: text.length }], text)
    expect(evidence.every(({ span }) => span.start >= start && span.end <= text.length)).toBe(true)
    const invoice = evidence.find(({ span }) => text.slice(span.start, span.end) === 'invoice')
    expect(invoice!.weight).toBeGreaterThan(0)
  })
})

describe('sets of possible topics', () => {
  test('hold the true topic of unseen examples as often as promised, within 2 points', () => {
    const isHeld = (_: string, i: number): boolean => i % 5 === 4
    const topics = topicSource.topics.map((topic) => ({
      ...topic,
      examples: topic.examples.filter((text, i) => !isHeld(text, i)),
    }))
    const reader = trainTopicReader({ ...topicSource, topics })
    const readings = topicSource.topics.flatMap(({ topic, examples }) =>
      examples.filter(isHeld).map((text) => ({ topic, reading: readTopic(reader, undefined, text) })),
    )
    const readable = readings.filter(({ reading }) => reading.readable)
    const held = readable.filter(({ topic, reading }) => reading.possible.some(({ id }) => id === topic))
    expect(held.length / readable.length).toBeGreaterThanOrEqual(topicSource.coverage - 0.02)
    expect(readable.length / readings.length).toBeGreaterThan(0.97)
  })

  test('are the most probable topics, never without the first, and together no less likely than the rest', () => {
    const vague = [
      'it is about our account and the other thing',
      'something with functions, invoices and a contract',
    ]
    for (const text of [...topicSource.topics.map(({ examples }) => examples[0]!), ...vague]) {
      const { possible, ranked, readable } = readTopic(topicReader, undefined, text)
      if (!readable) continue
      expect(possible).toEqual(ranked.slice(0, Math.max(1, possible.length)))
      expect(possible.reduce((sum, { probability }) => sum + probability, 0)).toBeGreaterThanOrEqual(0.5)
    }
  })
})

describe('learning', () => {
  const correction: Correction = { text: 'the flux capacitor hums at night', topic: 'domains' }

  test('reads a corrected text as it was corrected, at once', () => {
    expect(first(learn(smallReader, correction), correction.text)).toBe('domains')
    expect(first(learn(smallReader, { ...correction, topic: 'billing' }), correction.text)).toBe('billing')
  })

  test('leaves the reader that it started from as it was', () => {
    const before = readTopic(smallReader, undefined, correction.text)
    learn(smallReader, correction)
    expect(readTopic(smallReader, undefined, correction.text)).toEqual(before)
  })

  test('forgets a correction that is taken back, whatever else was learned meanwhile', () => {
    const other: Correction = { text: 'zero point energy bill', topic: 'billing', account: 'acme' }
    expect(unlearn(learn(smallReader, correction), correction)).toEqual(smallReader)
    expect(unlearn(learn(learn(smallReader, correction), other), correction)).toEqual(
      learn(smallReader, other),
    )
  })

  test('gives the same reader in whatever order corrections came, or if they were there when it was trained', () => {
    const texts = fc.uniqueArray(fc.constantFrom('alpha beam', 'beta coil', 'gamma ray', 'delta wing'), {
      minLength: 1,
    })
    const topics = fc.constantFrom('builds', 'billing', 'domains')
    fc.assert(
      fc.property(texts, topics, (found, topic) => {
        const corrections = found.map((text) => ({ text, topic }))
        const learned = corrections.reduce(learn, smallReader)
        expect(reversed(corrections).reduce(learn, smallReader)).toEqual(learned)
        expect(trainTopicReader({ ...small, corrections })).toEqual(learned)
      }),
      { numRuns: 10 },
    )
  })

  test('takes the last word of an account on a text', () => {
    const twice = learn(learn(smallReader, correction), { ...correction, topic: 'billing' })
    expect(twice).toEqual(learn(smallReader, { ...correction, topic: 'billing' }))
  })

  test('keeps a correction for a topic that the policy does not have, without effect', () => {
    const lost = learn(smallReader, { ...correction, topic: 'gone' })
    expect(lost).toEqual({ ...smallReader, corrections: [{ ...correction, topic: 'gone' }] })
  })

  test('does not let one loud account move what others ask', { timeout: 30_000 }, () => {
    const asks = topicSource.topics.map(({ signals }) => signals.slice(0, 3).join(', '))
    const sure = asks.filter((text) => readTopic(topicReader, undefined, text).possible.length === 1)
    expect(sure.length).toBeGreaterThan(25)
    const examples = topicSource.topics.flatMap((topic) => topic.examples)
    const wrong = fc.record({
      text: fc.constantFrom(...examples),
      topic: fc.constantFrom(...topicSource.topics.map(({ topic }) => topic)),
      account: fc.constant('loud'),
    })
    fc.assert(
      fc.property(fc.array(wrong, { minLength: 50, maxLength: 300 }), (corrections) => {
        const moved = trainedWith(corrections)
        for (const text of sure) expect(first(moved, text)).toBe(first(topicReader, text))
      }),
      { numRuns: 6 },
    )
  })
})

/** The default reader with corrections that came in before the last of them. */
const trainedWith = (corrections: readonly Correction[]): TopicReader =>
  learn({ ...topicReader, corrections: corrections.slice(0, -1) }, corrections.at(-1)!)
