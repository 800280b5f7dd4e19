/**
 * Reads an ask's text: takes it apart, reads the possible topics and the facts, and tells two asks in one apart.
 * Only proposes: what it read goes into the decision as sets with the words they stand on.
 */
import type { ParsedPolicy } from '../policy/parse.ts'
import { type FactReader, type FactSources, factSources, readFacts, trainFactReader } from './fact-reader.ts'
import { withoutOrders } from './orders.ts'
import { splitAsks } from './parts.ts'
import type { Reading } from './reading.ts'
import { type Segment, segment } from './segment.ts'
import {
  type Correction,
  learnAll,
  readTopic,
  type TopicModel,
  type TopicReader,
  type ReaderSource as TopicReaderSource,
  trainTopicReader,
  unlearn,
} from './topic-reader.ts'
import type { Span } from './words.ts'

/** What a reader is trained from: the policy's topics and facts. */
export type ReaderSource = { readonly topics: TopicReaderSource; readonly facts: FactSources }
/** As much of a reader as reading takes, plain data. */
export type ReadingModel = { readonly topics: TopicModel; readonly facts: FactReader }
/** A trained reader that can also learn, plain data. */
export type Reader = ReadingModel & { readonly topics: TopicReader }

/** The share of asks whose topic set must hold the true topic, where the policy sets none. */
const coverageDefault = 0.95
/** How sure both topics must be before an ask is taken for two. */
const partConfidenceMin = 0.8

/** Takes from a parsed policy what a reader is trained from. */
export function readerSourceOf({ topics, reader, facts }: ParsedPolicy): ReaderSource {
  return {
    topics: {
      topics: topics.map(({ content: { topic, name, description, signals, examples } }) => ({
        topic,
        name,
        description,
        signals,
        examples,
      })),
      smallTalk: reader?.content.smallTalk ?? [],
      aliases: reader?.content.aliases ?? [],
      coverage: reader?.content.coverage ?? coverageDefault,
      ...(reader?.content.outOfScope !== undefined && { outOfScope: reader.content.outOfScope }),
    },
    facts: factSources(facts.content),
  }
}

/** Trains both readers; same source, same reader. */
export const trainReader = (source: ReaderSource): Reader => ({
  topics: trainTopicReader(source.topics),
  facts: trainFactReader(source.facts),
})

/**
 * Takes corrections in, weighed against what the policy holds. All at once take hardly longer than one, a tenth of a
 * training, and give exactly what one after the other gives.
 */
export const learnCorrections = (reader: Reader, corrections: readonly Correction[]): Reader => ({
  ...reader,
  topics: learnAll(reader.topics, corrections),
})

/** The reader as the policy alone taught it. */
export const withoutCorrections = (reader: Reader): Reader => {
  const { learned: _, ...topics } = reader.topics
  return { ...reader, topics: { ...topics, corrections: [] } }
}

/** Takes a correction back: the reader is then as if it had never been given. */
export const unlearnCorrection = (
  reader: Reader,
  correction: Pick<Correction, 'text' | 'account'>,
): Reader => ({
  ...reader,
  topics: unlearn(reader.topics, correction),
})

/** Reads a text; linear in its length. */
export function read(reader: ReadingModel, text: string): Reading {
  const segments = withoutOrders(text, segment(text))
  const facts = readFacts(reader.facts, text, segments)
  const asks = withoutAsides(
    text,
    segments.filter(({ kind }) => kind === 'ask'),
    accountFacts(reader, facts),
  )
  return { topic: readTopic(reader.topics, asks, text), facts, parts: partsOf(reader, text, segments, facts) }
}

/** A longer claim holds words that may say what the ask is about. */
const asideWordsMax = 4

/**
 * The facts that are of the account alone, said in few words: those that nobody takes for granted. What has a default
 * (who asks, what is wished for, what was found) is part of what is asked.
 */
function accountFacts(reader: ReadingModel, facts: Reading['facts']): Reading['facts'] {
  const ofAsks = new Set(reader.facts.facts.filter(({ hasDefault }) => hasDefault).map(({ name }) => name))
  return facts.filter(({ fact, words }) => !ofAsks.has(fact) && words.split(/\s+/).length <= asideWordsMax)
}

/**
 * The stretches without those in which nothing but such a fact is said ("…, Enterprise, …", "We are on Pro."): they say for
 * whom it is asked, not what about. All of them where nothing else would be left to read.
 */
function withoutAsides(text: string, stretches: readonly Span[], facts: Reading['facts']): readonly Span[] {
  const asides = facts.map(({ span }) => span).filter((span) => standsAlone(text, span))
  const kept = asides.reduce(
    (left, aside) => left.flatMap((stretch) => without(stretch, aside)),
    stretches.map(({ start, end }): Span => ({ start, end })),
  )
  return kept.some(({ start, end }) => hasWord.test(text.slice(start, end))) ? kept : stretches
}

const hasWord = /[\p{L}\p{N}]/u
const pauseBefore = /(?:^|[.!?;:,()\u2013\u2014\n-])\s*$/
const pauseAfter = /^\s*(?:$|[.!?;:,()\u2013\u2014\n]|-\s)/
/** So far beyond a span it is looked for a pause. */
const pauseWithin = 8

const standsAlone = (text: string, { start, end }: Span): boolean =>
  pauseBefore.test(text.slice(Math.max(0, start - pauseWithin), start)) &&
  pauseAfter.test(text.slice(end, end + pauseWithin))

/** What is left of a stretch, in up to two parts. */
function without(stretch: Span, { start, end }: Span): Span[] {
  if (end <= stretch.start || start >= stretch.end) return [stretch]
  const parts = [
    { start: stretch.start, end: start },
    { start: end, end: stretch.end },
  ]
  return parts.filter((part) => part.start < part.end)
}

/** The parts of an ask that is really several: stretches whose topics differ and are each read with confidence. */
function partsOf(
  reader: ReadingModel,
  text: string,
  segments: readonly Segment[],
  facts: Reading['facts'],
): Reading['parts'] {
  const parts = splitAsks(text, segments).map((span) => ({
    span,
    topic: readTopic(reader.topics, withoutAsides(text, [span], accountFacts(reader, facts)), text),
    facts,
  }))
  const sure = parts.filter(({ topic }) => topic.readable && topic.confidence >= partConfidenceMin)
  const apart = sure.filter(
    ({ topic }, at) => sure.findIndex((other) => other.topic.ranked[0]!.id === topic.ranked[0]!.id) === at,
  )
  return apart.length > 1 ? apart : []
}
