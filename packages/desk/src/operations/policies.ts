/**
 * The policy as people look at it: what is in force, its rules and rows, the matrix, how sound it is, its versions here
 * and what moves from one to another. Nothing here changes the policy: its files are its owners'.
 */
import { type Programme, Refusal, suggest } from '@rightdesk/engine'
import { z } from 'zod'
import { operation } from '../operation.ts'
import { cursorOf, nextOf } from '../paging.ts'
import { matrixOf } from '../policies/matrix.ts'
import { compared, comparison, shownStudy, studied } from '../policies/policy-shown.ts'
import { historySince, type Past } from '../policies/rule-history.ts'
import { studyInForce } from '../policies/studies.ts'
import { fingerprintOf, sourceOfVersion } from '../policies/versions.ts'
import { viewingRoles } from '../programme/programme.ts'
import { line, page, paged } from '../shapes.ts'

export const explainRule = operation({
  name: 'policy.explain',
  about: 'Explains a rule of the policy by its name, or every rule that cites a row such as M7.',
  scope: 'policy:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/policy/rules/{rule}' },
  tool: 'explain',
  input: z.object({ rule: line().describe('A rule such as owner/billing-self-serve, or a row such as M7') }),
  output: z.object({
    rules: z.array(
      z.object({
        table: z.string(),
        rule: z.string(),
        because: z.string(),
        source: z.string(),
        rows: z.array(z.string()),
        at: z.string(),
      }),
    ),
  }),
  run: async ({ answering }, input) => {
    const wanted = input.rule.toLowerCase()
    const all = answering.policy.compiled.rules.map(({ table, id, because, source, rows, at }) => ({
      table,
      rule: id,
      because,
      source,
      rows: [...rows],
      at,
    }))
    const rules = all.filter(
      ({ table, rule, rows }) =>
        rule === wanted || `${table}/${rule}` === wanted || rows.some((row) => row.toLowerCase() === wanted),
    )
    if (rules.length > 0) return { rules }
    const help = suggest(input.rule, [...all.map(({ rule }) => rule), ...all.flatMap(({ rows }) => rows)])
    throw new Refusal('not_found', 'rule', `no rule or row is called \`${input.rule}\``, help)
  },
})

const programme = z.object({
  kinds: z.array(
    z.object({
      kind: z.string(),
      about: z.string(),
      lifecycle: z.string().describe('Of the customers that it is for'),
      internal: z.boolean().describe('Whether the customer must not know of it'),
      backup: z.boolean().describe('Whether it has a backup: always, or never'),
      temporary: z.boolean().describe('Whether it ends at a date'),
    }),
  ),
  takes: z.array(z.string()).describe('Teams whose cases go to the assigned engineer'),
  views: z.array(z.string()).describe('Roles of leadership that are heard before a request is decided'),
  temporaryDaysMax: z.number(),
  transitionReasons: z.array(z.string()).describe('Offered to who asks for a transition'),
  rotationSuggestedAfterDays: z.number(),
})

const shownProgramme = (its: Programme): z.input<typeof programme> => ({
  kinds: Object.entries(its.kinds).map(([kind, { about, lifecycle, customerIsTold, backup, temporary }]) => ({
    kind,
    about,
    lifecycle,
    internal: !customerIsTold,
    backup: backup === 'required',
    temporary,
  })),
  takes: [...its.takes],
  views: [...viewingRoles(its)],
  temporaryDaysMax: its.temporaryDaysMax,
  transitionReasons: [...its.transitionReasons],
  rotationSuggestedAfterDays: its.rotationSuggestedAfterDays,
})

export const showPolicy = operation({
  name: 'policy.show',
  about: 'Says which policy is in force, with its facts, topics and teams.',
  scope: 'policy:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/policy' },
  tool: 'policy',
  input: z.object({}),
  output: z.object({
    name: z.string(),
    version: z.string(),
    model: z
      .boolean()
      .describe(
        'Whether a language model has a voice in reading: only the desk then answers as the desk does',
      ),
    topics: z.array(z.object({ id: z.string(), name: z.string() })),
    teams: z.array(z.object({ id: z.string(), name: z.string(), channels: z.array(z.string()) })),
    facts: z.array(z.object({ name: z.string(), kind: z.string(), ask: z.string() })),
    programme: programme.nullable().describe('Null where the policy has no assigned support engineers'),
    engagements: z
      .object({
        team: z.string().describe('The team that is engaged'),
        kinds: z.array(
          z.object({ kind: z.string(), about: z.string(), days: z.number(), sessions: z.number() }),
        ),
      })
      .nullable()
      .describe('Null where the policy has no engagements'),
  }),
  run: async ({ answering }) => {
    const { compiled } = answering.policy
    return {
      name: compiled.name,
      version: compiled.version,
      model: answering.model === true,
      topics: Object.entries(compiled.topics).map(([id, { name }]) => ({ id, name })),
      teams: Object.entries(compiled.teams).map(([id, { name, channels }]) => ({
        id,
        name,
        channels: [...channels],
      })),
      facts: compiled.facts
        .filter(({ derived }) => !derived)
        .map(({ name, kind, ask: question }) => ({ name, kind, ask: question ?? '' })),
      programme: compiled.programme ? shownProgramme(compiled.programme) : null,
      engagements: compiled.engagements
        ? {
            team: compiled.engages,
            kinds: Object.entries(compiled.engagements.kinds).map(([kind, { about, days, sessions }]) => ({
              kind,
              about,
              days,
              sessions,
            })),
          }
        : null,
    }
  },
})

// ---------------------------------------------------------------- matrix

/** Cases count for so many days. */
const pastDays = 90
const dayMs = 86_400_000

const past = z
  .object({ cases: z.number(), corrected: z.number() })
  .describe(`Cases of the last ${pastDays} days, and how many of them had to be put right`)
const cited = z.object({
  table: z.string(),
  rule: z.string(),
  text: z.string(),
  source: z.string(),
  at: z.string().describe('file:line'),
})
const shared = {
  owners: z
    .array(
      z.object({
        value: z.string(),
        say: z.string().describe('The plan in words'),
        teams: z
          .array(z.object({ id: z.string().nullable(), name: z.string() }))
          .describe('Several where further facts decide'),
        verdicts: z.array(z.string()),
      }),
    )
    .describe('Whose it is, for each value of the fact that the fall-back goes by'),
  tests: z.array(z.object({ id: z.string(), at: z.string() })),
  examples: z.object({ count: z.number(), some: z.array(z.string()) }),
  past,
}

const nothing: Past = { cases: 0, corrected: 0 }

const matrix = z.object({
  version: z.string(),
  rows: z.array(
    z.object({
      row: z.string(),
      source: z.string(),
      text: z.string(),
      topics: z.array(z.string()).describe('Topics whose owner this row decides'),
      rules: z.array(cited.extend({ past: past.optional().describe('Of rules that decide an owner') })),
      ...shared,
    }),
  ),
  topics: z.array(
    z.object({
      topic: z.string(),
      name: z.string(),
      description: z.string(),
      rules: z.array(cited),
      ...shared,
    }),
  ),
})

export const policyMatrix = operation({
  name: 'policy.matrix',
  about:
    'Gives every row and every topic with whose it is on each plan, its rules, tests and examples, and what became of its cases.',
  scope: 'policy:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/policy/matrix' },
  input: z.object({}),
  output: matrix,
  run: async ({ answering, db, at }) => {
    const { byRule, byTopic } = await historySince(
      db,
      new Date(Date.parse(at) - pastDays * dayMs).toISOString(),
    )
    const { rows, topics } = matrixOf(answering)
    return {
      version: answering.policy.compiled.version,
      rows: rows.map((row) => {
        const rules = row.rules.map((rule) => ({
          ...rule,
          ...(rule.table === 'owner' && { past: byRule.get(rule.rule) ?? nothing }),
        }))
        return { ...row, rules, past: total(rules.flatMap((rule) => rule.past ?? [])) }
      }),
      topics: topics.map((topic) => ({ ...topic, past: byTopic.get(topic.topic) ?? nothing })),
    } as z.input<typeof matrix>
  },
})

const total = (all: readonly Past[]): Past => ({
  cases: all.reduce((sum, { cases }) => sum + cases, 0),
  corrected: all.reduce((sum, { corrected }) => sum + corrected, 0),
})

// ---------------------------------------------------------------- check

export const checkPolicy = operation({
  name: 'policy.check',
  about:
    'Says how sound the policy in force is: faults, proofs, its own tests, and rules that no test reaches.',
  scope: 'policy:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/policy/check' },
  input: z.object({}),
  output: studied.extend({ version: z.string() }),
  prepare: async ({ answering, at }) => studyInForce(answering, at),
  run: async ({ answering }, _, study) => ({
    version: answering.policy.compiled.version,
    ...shownStudy(study),
  }),
})

// ---------------------------------------------------------------- versions

export const listPolicies = operation({
  name: 'policies.list',
  about: 'Lists the versions of the policy that this desk has answered by, the newest first.',
  scope: 'policy:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/policies' },
  input: z.object({ ...page }),
  output: paged(
    z.object({
      id: z.string(),
      name: z.string(),
      version: z.string(),
      fingerprint: z.string().describe('SHA-256 of its files: two states under one number differ in it'),
      firstSeenAt: z.string(),
      lastSeenAt: z.string(),
      inForce: z.boolean(),
    }),
  ),
  run: async ({ db, answering }, { limit, after }) => {
    const [last] = cursorOf(after, 1) ?? []
    const rows = await db
      .selectFrom('policies')
      .select(['id', 'name', 'version', 'fingerprint', 'firstSeenAt', 'lastSeenAt'])
      .$if(last !== undefined, (query) => query.where('id', '<', last!))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
    const present = fingerprintOf(answering.source)
    return nextOf(
      rows,
      limit,
      (row) => ({ ...row, inForce: row.fingerprint === present }),
      ({ id }) => [id],
    )
  },
})

export const comparePolicies = operation({
  name: 'policies.compare',
  about:
    'Says what moves from one version of the policy to another: facts, rules, and asks that were put here.',
  scope: 'policy:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/policies/compare' },
  input: z.object({
    from: line().describe('The id of a version; policies.list has them'),
    to: line().optional().describe('Left out: the version in force'),
  }),
  output: comparison,
  prepare: async (context, { from, to }) => {
    const before = await sourceOfVersion(context, from)
    const after = to === undefined ? context.answering.source : await sourceOfVersion(context, to)
    return compared(context, { before, after })
  },
  run: async (_, __, made) => made,
})
