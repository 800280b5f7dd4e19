/** Engagements as the outside sees them: short for lists, whole for one; and finding those that somebody may see. */
import type { Decision } from '@rightdesk/engine'
import { type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { teamsWith } from '../access.ts'
import { findAccount } from '../answering.ts'
import { caseName, loadCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { cursorOf } from '../paging.ts'
import { decision, line, page, time } from '../shapes.ts'
import { fromJson } from '../store/json.ts'
import { type Engagement, engagedTeam, engagementStates } from './engagements.ts'

export const outcomes = ['achieved', 'partly', 'not-achieved', 'referred'] as const

const named = z.object({ id: z.string(), name: z.string() })

const summaryFields = {
  id: z.string(),
  state: z
    .enum(engagementStates)
    .describe('open; ended: the time-box ran out, the summary is owed; finished: with a summary; withdrawn'),
  kind: z.string(),
  verdict: z.enum(['engage', 'limited']),
  topic: z.string(),
  account: named,
  case: z.string().nullable(),
  lead: named.nullable(),
  sessionsAllowed: z.number(),
  sessionsUsed: z.number(),
  sessionsLeft: z.number(),
  startsAt: z.string(),
  endsAt: z.string().describe('The end of the time-box'),
  extendedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  referral: z.string().nullable().describe('The team that gives what goes beyond it'),
  summaryDueAt: z.string().nullable(),
  outcome: z.enum(outcomes).nullable(),
  demo: z.boolean(),
  version: z.number(),
}
export const engagementSummary = z.object(summaryFields)

export const engagementWhole = z.object({
  ...summaryFields,
  text: z.string().nullable().describe('What was asked for; null where the case has the words'),
  requestedBy: named,
  wantedSessions: z.number().nullable(),
  limits: z.array(z.string()).describe('What the policy says it is limited to'),
  sessions: z.array(
    z.object({ id: z.string(), at: z.string(), notes: z.string(), people: z.array(z.string()) }),
  ),
  material: z.array(z.object({ title: z.string(), link: z.string() })),
  summary: z.string().nullable(),
  summaryAt: z.string().nullable(),
  decisionId: z.string(),
  decision,
})

export type Material = z.input<typeof engagementWhole>['material'][number]

/** Names of people and accounts are looked up for all rows at once. */
export async function summariseEngagements(
  { db }: Pick<Context, 'db'>,
  rows: readonly Engagement[],
): Promise<z.input<typeof engagementSummary>[]> {
  const names = async (table: 'people' | 'accounts', ids: readonly (string | null)[]) => {
    const wanted = [...new Set(ids.filter((id) => id !== null))]
    if (wanted.length === 0) return new Map<string, string>()
    const found = await db.selectFrom(table).select(['id', 'name']).where('id', 'in', wanted).execute()
    return new Map(found.map(({ id, name }) => [id, name]))
  }
  const [accountIds, leadIds] = [rows.map(({ accountId }) => accountId), rows.map(({ leadId }) => leadId)]
  const accounts = await names('accounts', accountIds)
  const people = await names('people', leadIds)
  return rows.map((row) => ({
    id: row.id,
    state: row.state as (typeof engagementStates)[number],
    kind: row.kind,
    verdict: row.verdict as 'engage' | 'limited',
    topic: row.topic,
    account: { id: row.accountId, name: accounts.get(row.accountId) ?? row.accountId },
    case: row.caseId,
    lead: row.leadId === null ? null : { id: row.leadId, name: people.get(row.leadId) ?? row.leadId },
    sessionsAllowed: row.sessionsAllowed,
    sessionsUsed: row.sessionsUsed,
    sessionsLeft: row.sessionsAllowed - row.sessionsUsed,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    extendedAt: row.extendedAt,
    endedAt: row.endedAt,
    referral: row.referral,
    summaryDueAt: row.summaryDueAt,
    outcome: row.outcome as (typeof outcomes)[number] | null,
    demo: row.origin === 'demo',
    version: row.version,
  }))
}

export const summariseEngagement = async (
  context: Pick<Context, 'db'>,
  row: Engagement,
): Promise<z.input<typeof engagementSummary>> => (await summariseEngagements(context, [row]))[0]!

export async function showEngagementWhole(
  context: Pick<Context, 'db'>,
  row: Engagement,
): Promise<z.input<typeof engagementWhole>> {
  const { db } = context
  const stored = await db
    .selectFrom('decisions')
    .select(['ask', 'decision'])
    .where('id', '=', row.decisionId)
    .executeTakeFirstOrThrow()
  const made = fromJson<Decision>(stored.decision)
  const sessions = await db
    .selectFrom('engagementSessions')
    .select(['id', 'at', 'notes', 'people'])
    .where('engagementId', '=', row.id)
    .orderBy('at')
    .orderBy('id')
    .execute()
  const asker = await db
    .selectFrom('people')
    .select('name')
    .where('id', '=', row.requestedBy)
    .executeTakeFirst()
  return {
    ...(await summariseEngagement(context, row)),
    text: fromJson<{ text: string | null }>(stored.ask).text,
    requestedBy: { id: row.requestedBy, name: asker?.name ?? row.requestedBy },
    wantedSessions: row.wantedSessions,
    limits: [...(made.engagement.limits ?? [])],
    sessions: sessions.map(({ people, ...one }) => ({ ...one, people: fromJson<string[]>(people) })),
    material: fromJson<Material[]>(row.material),
    summary: row.summary,
    summaryAt: row.summaryAt,
    decisionId: row.decisionId,
    decision: made,
  }
}

export const engagementQuery = z.object({
  state: z.array(z.enum(engagementStates)).max(4).optional().describe('Absent: every state'),
  account: line().optional().describe('An account id or external id'),
  case: caseName.optional(),
  lead: line().optional().describe('A person id, `me`, or `nobody`'),
  kind: line(60).optional(),
  endsBefore: time.optional().describe('Only those whose time-box ends before'),
  ...page,
})

/** Newest first; one more than the page holds, where there are more; only those that the actor may see. */
export async function findEngagements(
  context: Context,
  wanted: z.output<typeof engagementQuery>,
): Promise<Engagement[]> {
  const { db, actor } = context
  const account = wanted.account === undefined ? undefined : await findAccount(db, wanted.account)
  const ofCase = wanted.case === undefined ? undefined : await loadCase(context, wanted.case)
  const [last] = cursorOf(wanted.after, 1) ?? []
  const before = wanted.endsBefore === undefined ? undefined : new Date(wanted.endsBefore).toISOString()
  const visible = teamsWith(actor, 'engagements:read')
  const all = visible === 'all' || visible.includes(engagedTeam(context))
  return db
    .selectFrom('engagements')
    .selectAll()
    .$if(!all, (q) => q.where(ofTheirCases(visible as readonly string[])))
    .$if(wanted.state !== undefined, (q) => q.where('state', 'in', wanted.state!))
    .$if(account !== undefined, (q) => q.where('accountId', '=', account!.id))
    .$if(ofCase !== undefined, (q) => q.where('caseId', '=', ofCase!.id))
    .$if(wanted.lead === 'nobody', (q) => q.where('leadId', 'is', null))
    .$if(wanted.lead !== undefined && wanted.lead !== 'nobody', (q) =>
      q.where('leadId', '=', wanted.lead === 'me' ? actor.id : wanted.lead!),
    )
    .$if(wanted.kind !== undefined, (q) => q.where('kind', '=', wanted.kind!))
    .$if(before !== undefined, (q) => q.where('endsAt', '<', before!))
    .$if(last !== undefined, (q) => q.where('id', '<', last!))
    .orderBy('id', 'desc')
    .limit(wanted.limit + 1)
    .execute()
}

const ofTheirCases = (teams: readonly string[]) => sql<SqlBool>`exists (select 1 from case_teams
  where case_teams.case_id = engagements.case_id and case_teams.team in (${sql.join(teams)}))`

export const signalKinds = ['expansion', 'churn-risk', 'renewal'] as const

export const signal = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(signalKinds),
  account: named,
  case: z.string().nullable(),
  words: z.string(),
  amount: z.number().nullable().describe('In USD a year'),
  team: z.string().describe('The team it was passed to'),
  by: named,
  demo: z.boolean(),
})

export const signalQuery = z.object({
  account: line().optional().describe('An account id or external id'),
  kind: z.enum(signalKinds).optional(),
  ...page,
})

/** Newest first. The engaged team sees all, the teams that signals were passed to see theirs. */
export async function findSignals(context: Context, wanted: z.output<typeof signalQuery>) {
  const { db, actor } = context
  const account = wanted.account === undefined ? undefined : await findAccount(db, wanted.account)
  const [last] = cursorOf(wanted.after, 1) ?? []
  const visible = teamsWith(actor, 'engagements:read')
  const all = visible === 'all' || visible.includes(engagedTeam(context))
  return db
    .selectFrom('revenueSignals')
    .innerJoin('accounts', 'accounts.id', 'revenueSignals.accountId')
    .leftJoin('people', 'people.id', 'revenueSignals.actor')
    .selectAll('revenueSignals')
    .select(['accounts.name as accountName', 'people.name as actorName'])
    .$if(!all, (q) => q.where('revenueSignals.team', 'in', visible as readonly string[]))
    .$if(account !== undefined, (q) => q.where('revenueSignals.accountId', '=', account!.id))
    .$if(wanted.kind !== undefined, (q) => q.where('revenueSignals.kind', '=', wanted.kind!))
    .$if(last !== undefined, (q) => q.where('revenueSignals.id', '<', last!))
    .orderBy('revenueSignals.id', 'desc')
    .limit(wanted.limit + 1)
    .execute()
}

export const showSignal = (row: Awaited<ReturnType<typeof findSignals>>[number]): z.input<typeof signal> => ({
  id: row.id,
  at: row.at,
  kind: row.kind as (typeof signalKinds)[number],
  account: { id: row.accountId, name: row.accountName },
  case: row.caseId,
  words: row.words,
  amount: row.amount,
  team: row.team,
  by: { id: row.actor, name: row.actorName ?? row.actor },
  demo: row.origin === 'demo',
})
