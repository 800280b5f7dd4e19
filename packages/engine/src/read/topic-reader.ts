/**
 * Reads which topics a text may be about: trains on what the policy holds, reads with the words it went by, and
 * learns from corrections. What the topics mean for the decision is not its business.
 *
 * A reader is plain data. What corrections change is computed from what the policy taught and from all corrections
 * that hold now, never from the reader before: taking one back leaves exactly the reader that never had it.
 */
import { type Calibration, type Case, calibrate, confidenceOf, probabilitiesOf } from './calibrate.ts'
import { appended, type Examples, fit, type Rows } from './classifier.ts'
import {
  type Corpus,
  corpusOf,
  extractorFor,
  type Features,
  featuresOf,
  type Lexicon,
  lexiconOf,
  type Vector,
  vectorOf,
  vocabularyWith,
  vocabularyWithout,
} from './features.ts'
import { type Model, type Scored, scoreText, sentencesOf, weightStep } from './pooling.ts'
import type { Evidence, TopicCandidate, TopicReading } from './reading.ts'
import { type Span, type Word, wordsOf } from './words.ts'

/** What a policy says of one topic. */
export type TopicSource = {
  readonly topic: string
  readonly name: string
  readonly description: string
  readonly signals: readonly string[]
  readonly examples: readonly string[]
}

/** A text that somebody put right. `account` is the customer it came from, if it came from one. */
export type Correction = { readonly text: string; readonly topic: string; readonly account?: string }

/** All that a reader is trained from. `coverage` is how often the set of possible topics must hold the true one. */
export type ReaderSource = {
  readonly topics: readonly TopicSource[]
  readonly smallTalk: readonly string[]
  readonly aliases: readonly (readonly string[])[]
  readonly coverage: number
  /** The topic of asks that are nobody's business. */
  readonly outOfScope?: string
  readonly corrections?: readonly Correction[]
}

/** As much of a reader as reading takes. */
export type TopicModel = {
  /** Topic ids in alphabetical order. */
  readonly topics: readonly string[]
  readonly lexicon: Lexicon
  readonly calibration: Calibration
  readonly taught: Model
  /** What was taught, put right by the corrections; absent without any. */
  readonly learned?: Model
}

/** A trained reader. */
export type TopicReader = TopicModel & {
  /** What the policy taught, with what further training starts from. */
  readonly taught: Model & { readonly examples: Examples; readonly alpha: Float32Array }
  readonly corrections: readonly Correction[]
}

// ---------------------------------------------------------------- training

/** One text of the policy. Only examples are asks as people write them: the reader is calibrated on those. */
type Lesson = {
  readonly text: string
  readonly label: number
  readonly isExample: boolean
  readonly cap: number
}

/** How hard one text may pull. Measured: from 10 to 40 all the same. */
const cap = 20

/** A phrase is less than an ask somebody wrote. Measured on 200 asks: an eighth fewer sets of several topics. */
const phraseCap = 0.4 * cap

/** A topic's name says most plainly what it is about. Measured: twice the pull gains .2 points at 10 examples. */
const nameCap = 2 * cap

/** Passes over all texts. Measured: after four, further ones change next to nothing. */
const epochs = 4

/** Trains a reader. The order of topics, signals and examples does not matter. */
export function trainTopicReader(source: ReaderSource): TopicReader {
  const topics = source.topics.map(({ topic }) => topic).sort()
  const lexicon = lexiconOf(source.aliases)
  const lessons = lessonsOf(source, topics)
  const words = lessons.map(({ text }) => sentencesOf(wordsOf(text), text))
  const corpus = corpusOf(lexicon, words)
  const taught = teach(lessons, corpus, topics.length + 1)
  const cases = crossFit(lessons, corpus, taught)
  const outOfScope = source.outOfScope === undefined ? -1 : topics.indexOf(source.outOfScope)
  const calibration = calibrate(cases, outOfScope, source.coverage)
  const stepped = { ...taught, weights: inSteps(taught.weights) }
  return corrected(
    { topics, lexicon, calibration, taught: stepped, corrections: [] },
    source.corrections ?? [],
  )
}

function teach(
  lessons: readonly Lesson[],
  { vocabulary, texts }: Corpus,
  classes: number,
): TopicReader['taught'] {
  const examples = {
    rows: rowsOf(texts.map((sentences) => vectorOf(vocabulary, sentences))),
    labels: Int32Array.from(lessons, ({ label }) => label),
    caps: Float32Array.from(lessons, (lesson) => lesson.cap),
  }
  const fitted = fit(examples, { classes, columns: vocabulary.counts.length, epochs })
  return { vocabulary, examples, ...fitted }
}

/** The policy's texts in an order that does not depend on the order they are written in; small talk comes last. */
function lessonsOf(source: ReaderSource, topics: readonly string[]): Lesson[] {
  const lessons: Lesson[] = source.topics.flatMap(({ topic, name, description, signals, examples }) => {
    const label = topics.indexOf(topic)
    const lesson = (isExample: boolean) => (text: string) => ({
      text,
      label,
      isExample,
      cap: text === name ? nameCap : isExample ? cap : phraseCap,
    })
    return [
      ...unique([name, description, ...signals]).map(lesson(false)),
      ...unique(examples).map(lesson(true)),
    ]
  })
  const smallTalk = unique(source.smallTalk).map((text) => ({
    text,
    label: topics.length,
    isExample: false,
    cap,
  }))
  return [...lessons, ...smallTalk].sort(
    (a, b) => a.label - b.label || Number(a.isExample) - Number(b.isExample) || compare(a.text, b.text),
  )
}

const unique = (texts: readonly string[]): string[] =>
  [...new Set(texts)].filter((text) => text.trim() !== '')

/** By UTF-16 units, so that the same policy gives the same reader everywhere. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function rowsOf(vectors: readonly Vector[]): Rows {
  const starts = new Int32Array(vectors.length + 1)
  for (const [i, { columns }] of vectors.entries()) starts[i + 1] = starts[i]! + columns.length
  const rows = { starts, columns: new Int32Array(starts.at(-1)!), values: new Float32Array(starts.at(-1)!) }
  for (const [i, { columns, values }] of vectors.entries()) {
    rows.columns.set(columns, starts[i]!)
    rows.values.set(values, starts[i]!)
  }
  return rows
}

// ---------------------------------------------------------------- calibrating

/** Into how many parts the examples are dealt; each part is read by a model trained on all else. */
const folds = 5

/** With so many cases there is nothing more to learn from further folds. */
const casesMax = 1_400

/** From the weights of all texts, two more passes without the part bring back what a training from nothing gives. */
const foldEpochs = 2

/** Reads examples with models that have not seen them. */
function crossFit(lessons: readonly Lesson[], { texts }: Corpus, taught: TopicReader['taught']): Case[] {
  const foldOf = new Int32Array(lessons.length).fill(-1)
  let dealt = 0
  for (const [i, { isExample }] of lessons.entries()) if (isExample) foldOf[i] = dealt++ % folds
  const cases: Case[] = []
  for (let fold = 0; fold < folds && cases.length < casesMax; fold++) {
    const held = Array.from(lessons.keys()).filter((i) => foldOf[i] === fold)
    const model = withoutTexts(taught, texts, held)
    for (const i of held) cases.push({ ...scoreText(model, texts[i]!), label: lessons[i]!.label })
  }
  return cases
}

/** What would have been taught without some of the texts. */
function withoutTexts(taught: TopicReader['taught'], texts: Corpus['texts'], held: readonly number[]): Model {
  const { examples, vocabulary, weights, alpha } = taught
  const without = new Set(held)
  const training = { columns: vocabulary.counts.length, classes: classesOf(taught), epochs: foldEpochs }
  const fitted = fit(examples, { ...training, from: { weights, alpha }, without })
  const seen = held.map((i) => texts[i]!)
  return { vocabulary: vocabularyWithout(vocabulary, seen), weights: fitted.weights }
}

const classesOf = ({ vocabulary, weights }: Model): number => weights.length / vocabulary.counts.length

// ---------------------------------------------------------------- learning

/**
 * All corrections of one account together weigh as much as so many examples of the policy. Measured: 300 wrong ones
 * then turn no ask that was read with one possible topic.
 */
const accountWeightMax = 2

/** Takes a correction in at once. One for the same text of the same account takes the place of an earlier one. */
export const learn = (reader: TopicReader, correction: Correction): TopicReader =>
  learnAll(reader, [correction])

/** Takes many in with one pass of training: what comes out is what one after the other gives. */
export const learnAll = (reader: TopicReader, corrections: readonly Correction[]): TopicReader =>
  corrected(
    reader,
    corrections.reduce<readonly Correction[]>(
      (kept, correction) => [...kept.filter((other) => !isSame(other, correction)), correction],
      reader.corrections,
    ),
  )

/** Takes a correction back: the reader is then the same as if it had never been given. */
export const unlearn = (reader: TopicReader, correction: Pick<Correction, 'text' | 'account'>): TopicReader =>
  corrected(
    reader,
    reader.corrections.filter((other) => !isSame(other, correction)),
  )

const isSame = (a: Pick<Correction, 'text' | 'account'>, b: Pick<Correction, 'text' | 'account'>): boolean =>
  a.text === b.text && a.account === b.account

/** What the policy taught, put right by these corrections. Those for a topic that the policy does not have wait. */
function corrected(reader: TopicReader, corrections: readonly Correction[]): TopicReader {
  const { topics, lexicon, calibration, taught } = reader
  const ordered = [...corrections].sort(
    (a, b) =>
      compare(a.text, b.text) || compare(a.topic, b.topic) || compare(a.account ?? '', b.account ?? ''),
  )
  const untouched = { topics, lexicon, calibration, taught, corrections: ordered }
  const used = ordered.filter(({ topic }) => topics.includes(topic))
  return used.length === 0 ? untouched : { ...untouched, learned: learnedFrom(untouched, used) }
}

/** One pass over all texts is enough: measured 90.1 % right after it, 90.9 % after training anew. */
function learnedFrom({ topics, lexicon, taught }: TopicReader, corrections: readonly Correction[]): Model {
  const texts = corrections.map(({ text }) => sentencesOf(wordsOf(text), text))
  const vocabulary = vocabularyWith(taught.vocabulary, texts.flat())
  const extractor = extractorFor(lexicon, vocabulary)
  const vectors = texts.map((sentences) =>
    vectorOf(
      vocabulary,
      sentences.map((words) => featuresOf(extractor, words)),
    ),
  )
  const added = {
    rows: rowsOf(vectors),
    labels: Int32Array.from(corrections, ({ topic }) => topics.indexOf(topic)),
    caps: Float32Array.from(corrections, ({ account }) => cap * weightOf(account, corrections)),
  }
  const { weights } = fit(appended(taught.examples, added), {
    classes: classesOf(taught),
    columns: vocabulary.counts.length,
    epochs: 1,
    from: taught,
  })
  return { vocabulary, weights: inSteps(weights) }
}

/**
 * Every weight to the nearest step, so that a reader sent elsewhere is small and reads to the last digit as the one here.
 * Measured: of 437 asks none has another decision; the numbers behind them move by less than .003.
 */
const inSteps = (weights: Float32Array): Float32Array =>
  weights.map((weight) => Math.round(weight / weightStep) * weightStep)

/** What a correction counts. Those without an account come from the people who run the desk, and count in full. */
function weightOf(account: string | undefined, corrections: readonly Correction[]): number {
  if (account === undefined) return 1
  return Math.min(1, accountWeightMax / corrections.filter((other) => other.account === account).length)
}

// ---------------------------------------------------------------- reading

/** Above this probability of being small talk, a text holds no ask. */
const smallTalkMax = 0.5

/** With a smaller share of known words and letters, nothing in a text is understood. */
const knownMin = 0.1

/**
 * Reads the topic of a text, or of the stretches of it that are the ask itself. Linear in its length; never throws.
 * A text that cannot be read has an order of topics all the same, but none of them is possible.
 */
export function readTopic(
  reader: TopicModel,
  segments: readonly Span[] | undefined,
  text: string,
): TopicReading {
  const { topics, lexicon, calibration } = reader
  const model = reader.learned ?? reader.taught
  const sentences = sentencesOf(wordsWithin(segments, text), text)
  const extractor = extractorFor(lexicon, model.vocabulary)
  const features = sentences.map((words) => featuresOf(extractor, words))
  const scored = scoreText(model, features)
  const probabilities = probabilitiesOf(calibration, scored)
  const ranked = topics
    .map((id, k): TopicCandidate => ({ id, probability: probabilities[k]! }))
    .sort((a, b) => b.probability - a.probability || compare(a.id, b.id))
  const readable = topics.length > 0 && scored.known >= knownMin && scored.smallTalk <= smallTalkMax
  if (!readable) return { ranked, possible: [], confidence: 0, readable, evidence: [] }
  return {
    ranked,
    possible: possibleOf(ranked, calibration, topics),
    confidence: confidenceOf(calibration, probabilities, scored.sentences),
    readable,
    evidence: evidenceOf(topics, model, ranked, sentences, features, scored),
  }
}

/** Turning away what was somebody's costs more than a question too many: beside "nobody's", half is probable enough. */
const besideNobodysShare = 0.5

/**
 * The topics that are probable enough, and so many more that together they are likelier than all others: a first topic
 * that is only the best of many bad ones decides nothing by itself.
 */
function possibleOf(
  ranked: readonly TopicCandidate[],
  { probabilityMin, outOfScope }: Calibration,
  topics: readonly string[],
): TopicCandidate[] {
  const isNobodys = ranked[0]?.id === topics[outOfScope]
  const enough = isNobodys ? probabilityMin * besideNobodysShare : probabilityMin
  let before = 0
  return ranked.filter(({ probability }) => {
    const isPossible = before < 0.5 || probability >= enough
    before += probability
    return isPossible
  })
}

/** The words that lie in one of the segments, which are in order and do not overlap. */
function wordsWithin(segments: readonly Span[] | undefined, text: string): Word[] {
  if (segments === undefined) return wordsOf(text)
  return segments.flatMap(({ start, end }) =>
    wordsOf(text.slice(start, end)).map((word) => ({
      ...word,
      start: start + word.start,
      end: start + word.end,
    })),
  )
}

// ---------------------------------------------------------------- evidence

/** So many words are shown at most, and none that weighs less than this share of the weightiest. */
const evidenceMax = 12
const evidenceShareMin = 0.1

/** The words that spoke most for the first topic (or, below 0, for the second), in the order of the text. */
function evidenceOf(
  topics: readonly string[],
  { weights }: Model,
  [first, second]: readonly TopicCandidate[],
  sentences: readonly (readonly Word[])[],
  features: readonly Features[],
  scored: Scored,
): Evidence[] {
  if (first === undefined || second === undefined) return []
  const [leader, runnerUp] = [topics.indexOf(first.id), topics.indexOf(second.id)]
  const pulls = pullsOf(features, scored, (column) => {
    const at = column * (topics.length + 1)
    return weights[at + leader]! - weights[at + runnerUp]!
  })
  const words = sentences.flatMap((sentence, i) => {
    const sums = new Float64Array(sentence.length)
    eachPart(features[i]!, (word, column, part) => {
      sums[word]! += part * scored.weights[i]! * (pulls.get(column) ?? 0)
    })
    return sentence.map(({ start, end }, n) => ({ span: { start, end }, topic: first.id, weight: sums[n]! }))
  })
  return weightiest(words)
}

/** What one occurrence of each column pulls: all its occurrences share what the column adds to the score. */
function pullsOf(
  features: readonly Features[],
  { vector, weights }: Scored,
  leaning: (column: number) => number,
): Map<number, number> {
  const occurrences = new Map<number, number>()
  for (const [i, found] of features.entries()) {
    eachPart(found, (_, column, part) => {
      occurrences.set(column, (occurrences.get(column) ?? 0) + part * weights[i]!)
    })
  }
  const pulls = new Map<number, number>()
  for (const [n, column] of vector.columns.entries()) {
    pulls.set(column, (vector.values[n]! * leaning(column)) / occurrences.get(column)!)
  }
  return pulls
}

/** Visits the columns that each word has a part in: a pair of words belongs half to each. */
function eachPart(
  { terms, pairs, grams }: Features,
  visit: (word: number, column: number, part: number) => void,
): void {
  for (const { numbers, at } of [terms, grams]) {
    for (let n = 0; n < numbers.length; n++) visit(at[n]!, numbers[n]!, 1)
  }
  const last = terms.at.reduce((a, b) => Math.max(a, b), 0)
  for (let n = 0; n < pairs.numbers.length; n++) {
    visit(pairs.at[n]!, pairs.numbers[n]!, 0.5)
    visit(Math.min(last, pairs.at[n]! + 1), pairs.numbers[n]!, 0.5)
  }
}

function weightiest(words: readonly Evidence[]): Evidence[] {
  const byWeight = [...words].sort(
    (a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.span.start - b.span.start,
  )
  const least = Math.abs(byWeight[0]?.weight ?? 0) * evidenceShareMin
  return byWeight
    .slice(0, evidenceMax)
    .filter(({ weight }) => weight !== 0 && Math.abs(weight) >= least)
    .sort((a, b) => a.span.start - b.span.start)
}
