/** A decision field by field, for the API reference. The engine makes it; a test holds this beside what it makes. */
import type { JsonSchema } from './schemas.ts'

const text = (description?: string): JsonSchema => ({ type: 'string', ...(description && { description }) })
const oneOf = (values: readonly string[], description?: string): JsonSchema => ({
  type: 'string',
  ...(description && { description }),
  enum: values,
})
const list = (items: JsonSchema, description?: string): JsonSchema => ({
  type: 'array',
  ...(description && { description }),
  items,
})
const number = (description?: string): JsonSchema => ({ type: 'number', ...(description && { description }) })
/** All properties are required but those whose name ends in `?`. */
const object = (properties: Readonly<Record<string, JsonSchema>>, description?: string): JsonSchema => ({
  type: 'object',
  ...(description && { description }),
  properties: Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name.replace('?', ''), schema]),
  ),
  required: Object.keys(properties).filter((name) => !name.endsWith('?')),
})
const orNull = (description: string): JsonSchema => ({ type: ['string', 'null'], description })

const value: JsonSchema = { type: ['string', 'number', 'boolean'] }
const when = object({ team: text(), when: text() })

export const decisionSchema: JsonSchema = object(
  {
    'id?': text('As given'),
    status: oneOf(
      ['decided', 'needs-info', 'fallback'],
      'About the owner: settled, open until a question is answered, or held by the fall-back',
    ),
    topic: object(
      {
        id: orNull('Null where the text cannot be read well enough'),
        confidence: number('Probability that `id` is right; 1 when it was stated'),
        possible: list(object({ id: text(), probability: number() })),
        'answeredAs?': text('The topic whose rows answer, where a cause, a plan or a commitment redirects'),
      },
      'What the ask is about',
    ),
    facts: {
      type: 'object',
      description: 'Everything known, by name',
      additionalProperties: object({
        value: { anyOf: [value, list(value, 'Values still possible')] },
        from: oneOf(['stated', 'account', 'text', 'default']),
        'words?': text('What was read'),
        'span?': object({ start: number(), end: number() }, 'Where it stands in the text, in UTF-16 units'),
        'follows?': text('The fact it follows from'),
      }),
    },
    owner: object({ team: orNull('Null where nobody owns it'), roles: list(text()) }),
    'owners?': list(when, 'While the owner is open: whose it would be, and when'),
    with: list(text(), 'Teams that help'),
    'withIf?': list(when, 'Teams that help under a condition that is still open'),
    not: list(object({ team: text(), reason: text() }), 'Teams that must not be given it'),
    engagement: object({
      verdict: oneOf(['engage', 'limited', 'reroute', 'not-needed', 'needs-info']),
      'kind?': text(),
      'to?': text('A team'),
      'limits?': list(text()),
      reason: text(),
    }),
    escalation: object({
      path: text(),
      requires: list(text()),
      'byExpert?': list(text(), 'Those of `requires` that an expert of the topic gives; absent without any'),
      immediate: { type: 'boolean' },
    }),
    customerPath: text('What the customer does, or whom they talk to'),
    internal: list(text(), 'Channels, queue, tracker and label'),
    speaks: text('Who speaks to the customer: a team, or a role of one'),
    gather: list(text(), 'What to have before it is handed on'),
    draft: object({
      internal: text('The hand-off for the colleague'),
      customer: text('A reply that may be sent; empty where nothing is to be said'),
      'macro?': text(),
    }),
    questions: list(
      object({
        fact: text(),
        ask: text(),
        who: oneOf(['customer', 'colleague', 'crm']),
        decides: list(oneOf(['owner', 'engagement'])),
        'options?': list(object({ value, say: text() })),
      }),
      'Missing facts that change the answer, the one that settles most first',
    ),
    because: list(
      object({
        table: text(),
        rule: text(),
        source: text(),
        row: text(),
        rows: list(text()),
        at: text('File and line of the rule'),
        text: text(),
      }),
      'The rules that decided',
    ),
    otherwise: list(
      object({
        fact: text(),
        values: list(value),
        owner: orNull('The team it would be'),
        verdict: text(),
        text: text(),
      }),
      'What one fact would have to be for another answer',
    ),
    evidence: list({ type: 'object' }, 'The words that spoke for a topic'),
    parts: list(
      { $ref: '#/components/schemas/Decision' },
      'One decision for each part of an ask that is really two',
    ),
    warnings: list(text()),
    policy: object({ name: text(), version: text() }),
  },
  'Who owns an ask, who helps, who must not get it, where it goes, and why',
)
