/** Which words of an ask its decision was read from: those for its topic, and those that gave a fact. */
import type { OutputOf } from '../../app/api.ts'
import type { Highlight } from '../../ui/words.tsx'

type Read = Pick<OutputOf<'cases.show'>, 'text'> & {
  readonly decision: Pick<OutputOf<'cases.show'>['decision'], 'topic' | 'facts' | 'evidence'>
}

/** The highlights of a case; marks of facts go before those of the topic where they meet. */
export function highlightsOf({ decision }: Read): readonly Highlight[] {
  const { topic, facts, evidence } = decision
  const ofFacts = Object.entries(facts).flatMap(([name, { span, from }]): Highlight[] =>
    span && from === 'text' && name !== 'topic'
      ? [{ ...span, mark: 2, title: `Read as a fact: ${name}` }]
      : [],
  )
  const ofTopic = evidence
    .filter((one) => one.topic === topic.id && one.weight > 0)
    .map(({ span }): Highlight => ({ ...span, mark: 1, title: 'Spoke for the topic' }))
  return [
    ...ofFacts,
    ...ofTopic.filter((one) => ofFacts.every((fact) => fact.end <= one.start || fact.start >= one.end)),
  ]
}
