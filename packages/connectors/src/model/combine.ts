/**
 * Puts a language model's proposal beside the built-in reader's reading, as one more voice in the set of what is still
 * possible. It never decides: the built-in reader's first topic always stays possible, so whatever is decided in the
 * end is what that topic leads to as well.
 */
import type { Reading } from '@rightdesk/engine'
import type { Proposal } from './proposal.ts'

type TopicReading = Reading['topic']
type FactReading = Reading['facts'][number]

/**
 * How far agreement takes doubt away, and disagreement trust: by half. Chosen, not measured: the same words mislead both
 * readers, so their agreement is worth less than that of two that err apart from each other. A desk that scores its
 * model can move it, but not above 0.8.
 */
export const modelWeight = 0.5

/**
 * One reading of both voices. `outOfScope` is the policy's topic for asks that are nobody's.
 *
 * - Topics: where the model's first topic is one that the reader holds possible, the set narrows to what both hold
 *   possible, and the reader's first. Where it is not, nobody is outvoted: the set widens by all that the model names.
 * - A text that the reader cannot read stays unreadable, unless the model names a topic. Then the set is the model's
 *   topics and `outOfScope`: the reader found nothing it knows in the text, which is how asks look that are nobody's.
 *   With nobody's in the set the model settles no owner alone, but people see what it may be about and are asked that.
 *   Without `outOfScope`, or when the model names nothing else, the text stays unreadable.
 * - Confidence rises only when both name the same first topic, and falls when the model rules that topic out.
 * - Facts: the model adds those that the reader has not read. Where both have read one, all values stay possible.
 * - Of an ask that is several, the model has spoken of the whole: each part gets its facts and keeps its own topics.
 */
export function combine(reading: Reading, proposal: Proposal, outOfScope?: string): Reading {
  const facts = combineFacts(reading.facts, proposal.facts)
  const parts = reading.parts.map((part) => ({ ...part, facts: combineFacts(part.facts, proposal.facts) }))
  return { topic: combineTopic(reading.topic, proposal.topics, outOfScope), facts, parts }
}

function combineTopic(
  topic: TopicReading,
  topics: readonly string[],
  outOfScope: string | undefined,
): TopicReading {
  const proposed = [...new Set(topics)].filter((id) => topic.ranked.some((candidate) => candidate.id === id))
  if (proposed.length === 0) return topic
  const own = topic.possible[0]?.id
  if (!topic.readable || own === undefined) return unreadTopic(topic, proposed, outOfScope)
  const isPossible = (id: string): boolean => topic.possible.some((candidate) => candidate.id === id)
  const possible = isPossible(proposed[0]!)
    ? topic.possible.filter(({ id }) => id === own || proposed.includes(id))
    : [
        ...topic.possible,
        ...candidatesOf(
          topic,
          proposed.filter((id) => !isPossible(id)),
        ),
      ]
  return { ...topic, possible, confidence: confidenceOf(topic.confidence, own, proposed) }
}

function unreadTopic(
  topic: TopicReading,
  proposed: readonly string[],
  outOfScope: string | undefined,
): TopicReading {
  if (outOfScope === undefined || proposed.every((id) => id === outOfScope)) return topic
  return { ...topic, readable: true, possible: candidatesOf(topic, [...new Set([...proposed, outOfScope])]) }
}

/** Candidates with the reader's own probabilities: the model gives none that could be believed. */
const candidatesOf = (topic: TopicReading, ids: readonly string[]): TopicReading['possible'] =>
  ids.map((id) => topic.ranked.find((candidate) => candidate.id === id) ?? { id, probability: 0 })

function confidenceOf(confidence: number, own: string, proposed: readonly string[]): number {
  if (proposed[0] === own) return 1 - (1 - confidence) * (1 - modelWeight)
  return proposed.includes(own) ? confidence : confidence * (1 - modelWeight)
}

function combineFacts(
  read: readonly FactReading[],
  proposed: readonly FactReading[],
): readonly FactReading[] {
  const united = read.map((own) => {
    const others = proposed.filter(({ fact }) => fact === own.fact).flatMap(({ values }) => values)
    const further = new Set(others.filter((value) => !own.values.includes(value)))
    return further.size === 0 ? own : { ...own, values: [...own.values, ...further] }
  })
  return [...united, ...proposed.filter(({ fact }) => !read.some((own) => own.fact === fact))]
}
