/**
 * What a text was read as: sets of possible topics and facts, each with the words it stands on. A reading only
 * proposes; `decide.ts` decides.
 */
import type { Span } from './words.ts'

/** One value (or several that are still possible) of a fact, and the words it was read from. */
export type FactReading = {
  readonly fact: string
  readonly values: readonly (string | boolean | number)[]
  readonly words: string
  readonly span: Span
}

export type TopicCandidate = { readonly id: string; readonly probability: number }

/** How strongly a stretch of text spoke for `topic` (weight > 0) or for the next best one (weight < 0). */
export type Evidence = { readonly span: Span; readonly topic: string; readonly weight: number }

export type TopicReading = {
  /** All topics, most probable first. Probabilities sum to at most 1; the rest is "none of them". */
  readonly ranked: readonly TopicCandidate[]
  /** The smallest set that holds the true topic with the policy's coverage; empty when unreadable. */
  readonly possible: readonly TopicCandidate[]
  /** Calibrated probability, 0 to 1, that the first of `ranked` is right. */
  readonly confidence: number
  /** False for a text without an ask: empty, small talk, or nothing known in it. */
  readonly readable: boolean
  readonly evidence: readonly Evidence[]
}

export type Reading = {
  readonly topic: TopicReading
  readonly facts: readonly FactReading[]
  /** Where an ask is really several: the stretch of text of each; empty otherwise. */
  readonly parts: readonly {
    readonly span: Span
    readonly topic: TopicReading
    readonly facts: readonly FactReading[]
  }[]
}
