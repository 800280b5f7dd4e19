import { describe, expect, test } from 'vitest'
import {
  corpusOf,
  extractorFor,
  featuresOf,
  lexiconOf,
  vectorOf,
  vocabularyWith,
  vocabularyWithout,
} from '../../src/read/features.ts'
import { wordsOf } from '../../src/read/words.ts'

const lexicon = lexiconOf([
  ['certificate', 'ssl', 'tls cert'],
  ['slow', 'takes forever'],
])
const texts = [
  'the certificates were renewed',
  'renewing a certificate takes long',
  "deployments can't be started",
  'starting deployments',
  'pages are slow',
  'slow pages again',
].map((text) => [wordsOf(text)])
const corpus = corpusOf(lexicon, texts)

/** The vector of a text as column → value. */
function weights(text: string, vocabulary = corpus.vocabulary): Map<number, number> {
  const extractor = extractorFor(lexicon, vocabulary)
  const { columns, values } = vectorOf(vocabulary, [featuresOf(extractor, wordsOf(text))])
  return new Map(Array.from(columns, (column, n) => [column, values[n]!]))
}

function likeness(a: string, b: string): number {
  const other = weights(b)
  return [...weights(a)].reduce((sum, [column, value]) => sum + value * (other.get(column) ?? 0), 0)
}

const known = (text: string): number =>
  vectorOf(corpus.vocabulary, [featuresOf(extractorFor(lexicon, corpus.vocabulary), wordsOf(text))]).known

describe('features', () => {
  test('find inflected, misspelt and contracted words alike', () => {
    expect(likeness('deployment start', 'starting deployments')).toBeGreaterThan(0.5)
    expect(likeness('deploiments', 'deployments')).toBeGreaterThan(0.1)
    expect(likeness('cannot', "can't")).toBeGreaterThan(0.5)
  })

  test('find phrases that mean the same alike, also where one has several words', () => {
    expect(likeness('ssl', 'certificate')).toBeGreaterThan(0.1)
    expect(likeness('it takes forever', 'slow')).toBeGreaterThan(likeness('it takes forever', 'again'))
  })

  test('bring each of the two blocks to length 1, unless words are unknown', () => {
    const length = (text: string): number =>
      [...weights(text).values()].reduce((sum, value) => sum + value ** 2, 0)
    expect(length('slow pages')).toBeLessThanOrEqual(2 + 1e-6)
    expect(length('slow pages')).toBeGreaterThan(length('slow pages qqqq wwww'))
  })

  test('tell how much of a text is known', () => {
    expect(known('')).toBe(0)
    expect(known('qqqq xxxx')).toBe(0)
    expect(known('slow pages')).toBeGreaterThan(known('slow zebra'))
  })
})

describe('the vocabulary', () => {
  test('keeps every sequence of few texts, and of many only those in two of them', () => {
    const columns = (copies: number): number => {
      const many = Array.from({ length: copies }, () => [wordsOf('deployments')])
      return corpusOf(lexicon, [...many, [wordsOf('zebra')]]).vocabulary.counts.length
    }
    // ` zebra `: its word, its two ends of three letters and its four sequences of four.
    expect(columns(1_999) - columns(2_000)).toBe(6)
  })

  test('does not depend on the order of the texts', () => {
    expect(corpusOf(lexicon, [...texts].reverse()).vocabulary).toEqual(corpus.vocabulary)
  })

  test('forgets what only the texts taken out had, and keeps the columns of all else', () => {
    const rest = vocabularyWithout(corpus.vocabulary, corpus.texts.slice(4))
    expect(weights('slow', rest).size).toBe(0)
    expect([...weights('certificate', rest).keys()]).toEqual([...weights('certificate').keys()])
  })

  test('takes new words in behind the columns there are', () => {
    const more = vocabularyWith(corpus.vocabulary, [wordsOf('zebra crossing certificate')])
    expect(more.counts.length).toBe(corpus.vocabulary.counts.length + 2)
    expect([...weights('certificate', more).keys()]).toEqual([...weights('certificate').keys()])
    expect(weights('zebra', more).size).toBe(1)
    expect(vocabularyWith(corpus.vocabulary, [wordsOf('slow')])).toBe(corpus.vocabulary)
  })
})
