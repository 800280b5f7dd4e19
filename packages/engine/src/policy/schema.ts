/**
 * The shape of the policy files, once: parsing checks against it, the JSON Schema that editors use is generated
 * from it (`npm run generate`), and docs/policy.md explains it. What names refer to is `link.ts`'s business.
 */
import { z } from 'zod'

/** The version of the policy language that this engine reads. */
export const POLICY_FORMAT = 1

const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'an id is lower-case words joined by `-`, such as `billing-usage`')
const templateId = z.string().regex(/^[a-z{][a-z0-9{}.-]*$/, 'an id is lower-case words joined by `-`')
const name = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, 'a fact or parameter is named in camelCase, such as `hasPlatformArchitect`')
const text = z.string().trim().min(1)
const row = z.string().regex(/^[A-Z]+[0-9]+[a-z]?$/, 'a row is a letter and a number, such as `M7`')
const day = z.iso.date()
const signals = z.array(text).describe('Phrases that speak for this; see docs/policy.md, "Signals".')
const scalar = z.union([z.boolean(), z.number(), z.string()])

const channel = z.string().regex(/^#[a-z0-9<>-]+$/, 'a channel starts with `#`, such as `#help-finfra`')

const parameter = z
  .strictObject({
    about: text,
    value: z.union([z.boolean(), z.number(), z.string(), z.record(id, z.record(name, scalar))]),
    by: z.record(name, z.record(z.string(), z.number())).optional(),
  })
  .describe('A value that rules refer to by name. `by` gives deviations: {region: {emea: 120000}}.')

const override = z
  .strictObject({
    id,
    parameter: name,
    value: scalar,
    owner: text,
    from: day,
    until: day,
    reason: text,
  })
  .describe('Another value for a parameter from one day until another, with a name and a reason.')

const fallbackOwner = z.strictObject({ team: id, roles: z.array(id).default([]) })

/** policy.yaml */
const policyFile = z.strictObject({
  policy: id,
  format: z.literal(POLICY_FORMAT),
  version: text,
  about: text,
  sources: z.record(id, z.strictObject({ name: text, about: text, rows: z.record(row, text) })),
  parameters: z.record(name, parameter).default({}),
  overrides: z.array(override).default([]),
  channels: z.array(channel).default([]).describe('Channels that belong to no single team.'),
  fallback: z
    .strictObject({
      fact: name,
      by: z.record(z.string(), fallbackOwner),
      otherwise: fallbackOwner,
      because: text,
      cites: z.array(row).min(1),
    })
    .describe('Who holds an ask while it cannot be decided, by the value of one fact.'),
  engages: id.describe('The team whose engagement the engagement table decides.'),
  messages: z.strictObject({ handOff: text, reply: text, replyWithQuestions: text, holding: text }),
  macros: z.record(text, text).default({}),
  records: z
    .strictObject({
      types: z
        .record(text, z.array(id).min(1))
        .describe('Each record type of the CRM with the teams whose cases have it; a team has its first.'),
      fixedBy: z.strictObject({ recordType: id, caseReason: id }).describe('Who puts which field right.'),
      reasons: z
        .record(text, z.array(id).min(1))
        .default({})
        .describe('Each case reason of the CRM with the topics it fits; a topic has its first.'),
      cites: z.array(row).min(1),
    })
    .optional()
    .describe('What the CRM should say of a case, so that it is not in the wrong queue.'),
  engagements: z
    .strictObject({
      summaryDueDays: z.int().min(0).max(60).describe('Days after its end in which the summary is due.'),
      kinds: z.record(
        id,
        z.strictObject({
          about: text,
          days: z.int().min(1).max(366).describe('The time-box, in calendar days.'),
          sessions: z.int().min(0).max(50).describe('The most sessions with the customer.'),
          cites: z.array(row).min(1),
        }),
      ),
    })
    .optional()
    .describe('The time-box of each kind of engagement.'),
})

const words = z.strictObject({
  say: text.describe('Completes "the customer is …" / "when it is …".'),
  signals: signals.default([]),
})
const exceptions = signals
  .default([])
  .describe('Phrases that say nothing of this fact, and keep shorter ones in them from being read.')
const factCommon = {
  about: text,
  ask: text.optional().describe('The question that settles this fact.'),
  who: z.enum(['customer', 'colleague', 'crm']).optional().describe('Who can answer it.'),
}
const fact = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('choice'),
    ...factCommon,
    values: z.record(
      id,
      words.extend({
        called: text.optional().describe('What `<value>` stands for in the signals of the fact.'),
      }),
    ),
    signals: signals
      .default([])
      .describe(
        'Phrases for every value, which `<value>` stands for; without it: phrases that say nothing of this fact.',
      ),
    default: id.optional(),
  }),
  z.strictObject({
    kind: z.literal('yes-no'),
    ...factCommon,
    yes: words,
    no: words,
    signals: exceptions,
    default: z.boolean().optional(),
    derived: z.literal(true).optional(),
  }),
  z.strictObject({
    kind: z.literal('amount'),
    ...factCommon,
    unit: text,
    min: z.number().default(0),
    max: z.number().default(1e12),
    signals: signals.default([]),
  }),
  z.strictObject({
    kind: z.literal('topic'),
    ...factCommon,
    derived: z.literal(true).optional().describe('Given by a table that derives it, never stated.'),
  }),
])

const conditionValue = z.union([scalar, z.array(scalar).min(1)])
const bound = z.union([z.number(), name]).describe('A number, or the name of a parameter.')
const condition = z.union(
  [
    conditionValue,
    z.strictObject({ not: conditionValue }),
    z.strictObject({ atLeast: bound }),
    z.strictObject({ below: bound }),
    z.strictObject({ above: bound }),
    z.strictObject({ atMost: bound }),
  ],
  {
    error: 'a condition is a value, a list of values, or one of {not}, {atLeast}, {below}, {above}, {atMost}',
  },
)
const when = z.record(z.string(), condition)

/** facts.yaml */
export const factsFile = z.strictObject({
  facts: z.record(name, fact),
  words: z
    .record(id, z.union([text.transform((phrase) => [phrase]), z.array(text).min(1)]))
    .default({})
    .describe('Groups of words that signals, and groups below, use as `<name>`.'),
  groups: z.record(id, z.strictObject({ fact: name, values: z.array(z.string()).min(1) })).default({}),
  impossible: z.array(z.strictObject({ id, when, because: text })).default([]),
})

/** teams.yaml */
const teamsFile = z.strictObject({
  teams: z.record(
    id,
    z.strictObject({
      name: text,
      about: text,
      public: text.optional().describe('How a customer may hear of the team; absent: never named to one.'),
      path: text.optional().describe('What the customer does to reach the team.'),
      queue: text.optional().describe('The queue in which the team finds its cases.'),
      channels: z.array(channel).default([]),
      roles: z.record(id, text).default({}),
      declines: z
        .array(z.strictObject({ topics: z.array(id).min(1), to: id }))
        .default([])
        .describe('Asks that the team never takes, and where it sends them. Checked for loops.'),
    }),
  ),
})

/** topics/*.yaml, one topic a file */
const topicFile = z.strictObject({
  topic: id,
  name: text,
  description: text,
  boundary: text,
  signals,
  examples: z.array(text),
})

/** reader.yaml */
const readerFile = z.strictObject({
  coverage: z
    .number()
    .min(0.5)
    .max(0.999)
    .default(0.95)
    .describe('How often the set of possible topics must hold the true one.'),
  outOfScope: id.optional().describe("The topic of asks that are nobody's."),
  smallTalk: z.array(text).default([]),
  aliases: z.array(z.array(text).min(2)).default([]),
})

const rule = <T extends z.ZodType>(then: T) =>
  z.strictObject({
    id: templateId,
    each: z.record(name, name).optional().describe('One rule for each record of a parameter.'),
    when,
    then,
    because: text.describe('The reason, for a colleague.'),
    tell: text.optional().describe('The same, as a customer may read it.'),
    warn: text.optional().describe('A warning that goes with the decision.'),
    cites: z.array(row).min(1),
  })
const teamRef = z.string().describe('A team, or a role of one: `account-team/ae`.')
const hit = z.enum(['unique', 'first']).default('unique')
const ownerThen = z.strictObject({
  team: z.string().nullable(),
  roles: z.array(id).default([]),
  with: z.array(teamRef).default([]),
  not: z.array(z.strictObject({ team: id, reason: text })).default([]),
  path: text.optional(),
  internal: z.array(text).default([]),
  speaks: teamRef.optional(),
  gather: z.array(text).default([]),
  macro: text.optional(),
})
const engagementThen = z.strictObject({
  verdict: z.enum(['engage', 'limited', 'reroute', 'not-needed']),
  kind: id.optional(),
  to: id.optional(),
  limits: z.array(text).default([]),
  gather: z.array(text).default([]),
})
const required = z
  .union([text, z.strictObject({ item: text, by: z.literal('expert') })], {
    error: 'an entry is a text, or {item, by: expert}',
  })
  .transform((entry) =>
    typeof entry === 'string' ? { item: entry, byExpert: false } : { item: entry.item, byExpert: true },
  )
const escalationThen = z
  .strictObject({
    path: text,
    requires: z
      .array(required)
      .refine((all) => new Set(all.map(({ item }) => item)).size === all.length, 'an item stands there twice')
      .default([])
      .describe('What must be there first. `by: expert`: given by an expert of the topic.'),
    immediate: z.boolean().default(false),
  })
  .transform(({ path, requires, immediate }) => {
    const byExpert = requires.filter((one) => one.byExpert).map(({ item }) => item)
    return {
      path,
      requires: requires.map(({ item }) => item),
      ...(byExpert.length > 0 && { byExpert }),
      immediate,
    }
  })

const tableCommon = { about: text, hit }
const ownerTable = z.strictObject({
  table: z.literal('owner'),
  ...tableCommon,
  rules: z.array(rule(ownerThen)),
})
const engagementTable = z.strictObject({
  table: z.literal('engagement'),
  ...tableCommon,
  rules: z.array(rule(engagementThen)),
})
const escalationTable = z.strictObject({
  table: z.literal('escalation'),
  ...tableCommon,
  rules: z.array(rule(escalationThen)),
})
const derivingTable = z.strictObject({
  table: name,
  ...tableCommon,
  derives: name.describe('The fact that this table gives.'),
  otherwise: z
    .union([scalar, z.strictObject({ keep: name })])
    .describe('The value where no rule applies; `keep` takes it from another fact.'),
  rules: z.array(rule(scalar)),
})
/** tables/*.yaml */
const tableFile = z.union([ownerTable, engagementTable, escalationTable, derivingTable])
/** The one definition that a table's file is meant to follow, so that its faults are named precisely. */
export function tableSchemaFor(raw: unknown): z.ZodType {
  const table = typeof raw === 'object' && raw !== null && 'table' in raw ? raw.table : undefined
  if (table === 'owner') return ownerTable
  if (table === 'engagement') return engagementTable
  return table === 'escalation' ? escalationTable : derivingTable
}

const expectation = z.strictObject({
  status: z.enum(['decided', 'needs-info', 'fallback']).optional(),
  topic: id.optional(),
  owner: z.strictObject({ team: id.nullable(), roles: z.array(id).optional() }).optional(),
  with: z.array(teamRef).optional(),
  not: z.array(id).optional(),
  engagement: z
    .strictObject({
      verdict: z.enum(['engage', 'limited', 'reroute', 'not-needed', 'needs-info']).optional(),
      kind: id.nullable().optional(),
      to: id.nullable().optional(),
    })
    .optional(),
  escalation: z
    .strictObject({ immediate: z.boolean().optional(), requires: z.boolean().optional() })
    .optional(),
  internal: z.array(text).optional(),
  speaks: teamRef.optional(),
  gather: z.array(text).optional(),
  questions: z
    .array(z.strictObject({ fact: name, decides: z.array(z.enum(['owner', 'engagement'])).optional() }))
    .optional(),
  rules: z.array(z.string()).optional(),
  rows: z.array(row).optional(),
  warnings: z.boolean().optional(),
  macro: text.nullable().optional(),
})
/** One expected answer, in part: what is not named is not looked at. */
export type Expectation = z.infer<typeof expectation>

const factValue = z.union([scalar, z.null(), z.array(scalar).min(1)])
/** tests/*.yaml */
const testsFile = z.strictObject({
  tests: z.array(
    z.strictObject({
      id,
      row,
      now: z.iso.datetime().optional(),
      parameters: z.record(name, scalar).optional(),
      given: z.strictObject({ text: text.optional(), facts: z.record(z.string(), factValue).default({}) }),
      expect: expectation,
    }),
  ),
})

/** programme.yaml: the parameters of the assigned support engineers (rows A). */
const programmeFile = z.strictObject({
  programme: z.strictObject({
    about: text,
    requestChannel: channel,
    supportChannel: channel,
    cap: bound,
    kinds: z.record(
      id,
      z.strictObject({
        about: text,
        lifecycle: id,
        customerIsTold: z.boolean(),
        backup: z.enum(['required', 'none']),
        temporary: z.boolean(),
        cites: z.array(row).min(1),
      }),
    ),
    vetting: z
      .array(z.strictObject({ role: id, says: z.enum(['decides', 'gives a view']) }))
      .min(1)
      .describe('Who decides on a request, and whose views come before.'),
    takes: z.array(id).min(1).describe('The teams whose cases go to the assigned engineer.'),
    reviewAfterDays: z.int().positive().describe('After so many days an assignment is looked at anew.'),
    temporaryDaysMax: z.int().positive().describe('The longest time of a temporary assignment.'),
    remindBeforeDays: z
      .int()
      .positive()
      .describe('So many days before a temporary one ends, people are told.'),
    announcement: z
      .strictObject({ text, backup: text })
      .describe(
        'How a customer is told; `backup` follows where there is one. {customer}, {engineer}, {backup}',
      ),
    checkIn: z.strictObject({ everyDays: z.int().positive(), questions: z.array(text).min(1) }),
    rotationSuggestedAfterDays: z.int().positive(),
    transitionReasons: z.array(text).min(1).describe('Reasons to choose from; a free text is as good.'),
    documentsFreshDays: z.int().positive().describe('How old the customer documents may be at a hand-over.'),
    chainRemindDays: z.int().positive().describe('How often an open chain is remembered.'),
    designDocumentChain: z.array(text).min(1),
    looksLikeServices: z
      .array(id)
      .min(1)
      .describe('Topics that need a leadership check-in before anyone says yes.'),
    rules: z.array(z.strictObject({ row, text })),
  }),
})

export type FallbackOwner = z.infer<typeof fallbackOwner>
export type PolicyFile = z.infer<typeof policyFile>
export type FactsFile = z.infer<typeof factsFile>
export type FactDefinition = z.infer<typeof fact>
export type TeamsFile = z.infer<typeof teamsFile>
export type TopicFile = z.infer<typeof topicFile>
export type ReaderFile = z.infer<typeof readerFile>
export type TableFile = z.infer<typeof tableFile>
export type DerivingTable = z.infer<typeof derivingTable>
export type OwnerThen = z.infer<typeof ownerThen>
export type EngagementThen = z.infer<typeof engagementThen>
export type EscalationThen = z.infer<typeof escalationThen>
export type TestsFile = z.infer<typeof testsFile>
export type ProgrammeFile = z.infer<typeof programmeFile>
export type Condition = z.infer<typeof condition>

/** Which definition a file of the policy folder follows, by its path inside the folder. */
export const fileKinds = {
  policy: { pattern: /^policy\.ya?ml$/, schema: policyFile, where: 'policy.yaml' },
  facts: { pattern: /^facts\.ya?ml$/, schema: factsFile, where: 'facts.yaml' },
  teams: { pattern: /^teams\.ya?ml$/, schema: teamsFile, where: 'teams.yaml' },
  reader: { pattern: /^reader\.ya?ml$/, schema: readerFile, where: 'reader.yaml' },
  programme: { pattern: /^programme\.ya?ml$/, schema: programmeFile, where: 'programme.yaml' },
  topic: { pattern: /^topics\/[^/]+\.ya?ml$/, schema: topicFile, where: 'topics/<topic>.yaml' },
  table: { pattern: /^tables\/[^/]+\.ya?ml$/, schema: tableFile, where: 'tables/<table>.yaml' },
  tests: { pattern: /^tests\/[^/]+\.ya?ml$/, schema: testsFile, where: 'tests/<any name>.yaml' },
} as const
export type FileKind = keyof typeof fileKinds
