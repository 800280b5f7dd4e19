/**
 * Scores a text of any length against a trained model. A long text is mostly beside the point: greetings, who we
 * are, what was tried. So each sentence first says for itself how surely it speaks of some topic, and the text is
 * then scored as a whole, with every sentence counting by that, the more strictly the more sentences there are.
 *
 * Measured on 146 asks (evals, dev): 95 % right, 93 % when hidden among eight neutral sentences; scored as one plain
 * whole, those fall to 43 %.
 */
import { scoreVector, softmax } from './classifier.ts'
import { type Features, type Vector, type Vocabulary, vectorOf } from './features.ts'
import type { Span, Word } from './words.ts'

/** What scores are computed from: `weights[column * classes + class]`; the last class is small talk. */
export type Model = { readonly vocabulary: Vocabulary; readonly weights: Float32Array }

/** Every weight is a multiple of this; a power of two, so that whole numbers give the very same weights back. */
export const weightStep = 1 / 256

/** A scored text. */
export type Scored = {
  /** Its score for every topic. */
  readonly scores: Float64Array
  /** The probability, 0 to 1 and not calibrated, that it is no ask at all. */
  readonly smallTalk: number
  /** The share of its weight, 0 to 1, on words and letters that training texts hold. */
  readonly known: number
  readonly sentences: number
  readonly vector: Vector
  /** What each sentence counted, at most 1. */
  readonly weights: Float64Array
}

/** From how many sentences on a sentence counts by its sureness itself; below, by a root of it. */
const sentencesOfPlainWeight = 6
/** However long the text, a sentence counts by no more than the square of its sureness. */
const strictnessMax = 2

/** Scores a text given by its sentences. Linear in its length; an empty text scores 0 everywhere. */
export function scoreText(model: Model, sentences: readonly Features[]): Scored {
  const weights = sentences.length > 1 ? sentenceWeights(model, sentences) : Float64Array.of(1)
  const vector = vectorOf(model.vocabulary, sentences, weights)
  const scores = scoresOf(model, vector)
  return {
    scores: scores.slice(0, -1),
    smallTalk: softmax(scores).at(-1)!,
    known: vector.known,
    sentences: sentences.length,
    vector,
    weights,
  }
}

function scoresOf({ vocabulary, weights }: Model, vector: Vector): Float64Array {
  const classes = weights.length / vocabulary.counts.length
  return scoreVector(vector, 0, vector.columns.length, weights, new Float64Array(classes))
}

function sentenceWeights(model: Model, sentences: readonly Features[]): Float64Array {
  const strictness = Math.min(strictnessMax, sentences.length / sentencesOfPlainWeight)
  const sureness = Float64Array.from(sentences, (sentence) => {
    const probabilities = softmax(scoresOf(model, vectorOf(model.vocabulary, [sentence])))
    return probabilities.subarray(0, -1).reduce((a, b) => Math.max(a, b), 0) ** strictness
  })
  const surest = sureness.reduce((a, b) => Math.max(a, b), 0)
  return sureness.map((sure) => sure / surest)
}

/** Whether a sentence ends in what stands between two words. A dot inside a name (`next.js`) does not end one. */
const sentenceEnd = /[.!?;](?:\s|$)|\n/

/** Groups words into sentences. A gap between segments ends a sentence if it holds an end. */
export function sentencesOf(words: readonly Word[], text: string): Word[][] {
  const sentences: Word[][] = []
  let previous: Span | undefined
  for (const word of words) {
    // What stands between two words is looked at only so far that blobs without words cost no time.
    const between = previous && text.slice(previous.end, Math.min(word.start, previous.end + 64))
    if (between === undefined || sentenceEnd.test(between)) sentences.push([])
    sentences.at(-1)!.push(word)
    previous = word
  }
  return sentences
}
