/** Cases as the outside sees them: short for lists and answers, whole for one. */
import type { Decision } from '@rightdesk/engine'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { decision, facts } from '../shapes.ts'
import { fromJson } from '../store/json.ts'
import { openTransaction, writePending } from '../store/pending.ts'
import { caseStates } from './case-states.ts'
import type { Case } from './cases.ts'

const named = z.object({ id: z.string(), name: z.string() })

const summaryFields = {
  id: z.string(),
  number: z.number().describe('For people'),
  state: z.enum(caseStates),
  subject: z.string(),
  topic: z.string().nullable(),
  ownerTeam: z.string().nullable(),
  assignee: named.nullable(),
  account: named.nullable(),
  bounces: z.number().describe('How often it changed teams'),
  triageSince: z.string().nullable().describe('Set while the triage lead decides where it stays'),
  acceptBy: z.string().nullable(),
  overdueSince: z.string().nullable().describe('Set where nobody accepted it in time'),
  waitingSince: z.string().nullable().describe('Set while nobody is free to take it'),
  snoozedUntil: z.string().nullable(),
  mergedInto: z.string().nullable(),
  partOf: z.string().nullable().describe('The case of whose ask it is one part'),
  incidentId: z.string().nullable(),
  demo: z.boolean().describe('Part of the demonstration'),
  version: z.number(),
  openedAt: z.string(),
  updatedAt: z.string(),
}
export const caseSummary = z.object(summaryFields).meta({ id: 'Case' })

export const caseWhole = z.object({
  ...summaryFields,
  text: z.string(),
  requester: z.object({ name: z.string().optional(), email: z.string().optional() }),
  facts,
  recordType: z.string().nullable(),
  caseReason: z.string().nullable(),
  sources: z.array(z.object({ kind: z.string(), id: z.string() })),
  followers: z.array(named),
  parts: z
    .array(
      z.object({
        id: z.string(),
        number: z.number(),
        topic: z.string().nullable(),
        ownerTeam: z.string().nullable(),
      }),
    )
    .describe('Cases that other parts of the ask became'),
  decisionId: z.string(),
  decision,
  resolvedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
})

/** By open transaction: one that takes in many cases looks the few names up once. */
const looked = new WeakMap<object, Map<string, string>>()

function namesIn(db: Context['db']): Map<string, string> {
  const names = looked.get(openTransaction(db)) ?? new Map<string, string>()
  if (db.isTransaction) looked.set(openTransaction(db), names)
  return names
}

/** Names of people and accounts are looked up for all rows at once. */
export async function summariseAll(
  { db }: Pick<Context, 'db'>,
  rows: readonly Case[],
): Promise<z.input<typeof caseSummary>[]> {
  const known = namesIn(db)
  const names = async (table: 'people' | 'accounts', ids: readonly (string | null)[]) => {
    const wanted = [...new Set(ids.filter((id) => id !== null && !known.has(id)))] as string[]
    if (wanted.length === 0) return known
    const found = await db.selectFrom(table).select(['id', 'name']).where('id', 'in', wanted).execute()
    for (const { id, name } of found) known.set(id, name)
    return known
  }
  const people = await names(
    'people',
    rows.map(({ assigneeId }) => assigneeId),
  )
  const accounts = await names(
    'accounts',
    rows.map(({ accountId }) => accountId),
  )
  const who = (id: string | null, by: Map<string, string>) =>
    id === null ? null : { id, name: by.get(id) ?? id }
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    state: row.state as (typeof caseStates)[number],
    subject: row.subject,
    topic: row.topic,
    ownerTeam: row.ownerTeam,
    assignee: who(row.assigneeId, people),
    account: who(row.accountId, accounts),
    bounces: row.bounces,
    triageSince: row.triageSince,
    acceptBy: row.acceptBy,
    overdueSince: row.overdueSince,
    waitingSince: row.waitingSince,
    snoozedUntil: row.snoozedUntil,
    mergedInto: row.mergedInto,
    partOf: row.partOf,
    incidentId: row.incidentId,
    demo: row.origin === 'demo',
    version: row.version,
    openedAt: row.openedAt,
    updatedAt: row.updatedAt,
  }))
}

export const summarise = async (
  context: Pick<Context, 'db'>,
  row: Case,
): Promise<z.input<typeof caseSummary>> => (await summariseAll(context, [row]))[0]!

/** The decision that is in force for a case. */
export async function decisionOf({ db }: Pick<Context, 'db'>, row: Case): Promise<Decision> {
  await writePending(db)
  const stored = await db
    .selectFrom('decisions')
    .select('decision')
    .where('id', '=', row.decisionId)
    .executeTakeFirstOrThrow()
  return fromJson<Decision>(stored.decision)
}

export async function showWhole(context: Pick<Context, 'db'>, row: Case): Promise<z.input<typeof caseWhole>> {
  const { db } = context
  const sources = await db
    .selectFrom('caseSources')
    .select(['kind', 'sourceId as id'])
    .where('caseId', '=', row.id)
    .orderBy('at')
    .execute()
  const followers = await db
    .selectFrom('caseFollowers')
    .innerJoin('people', 'people.id', 'caseFollowers.personId')
    .select(['people.id', 'people.name'])
    .where('caseId', '=', row.id)
    .orderBy('people.name')
    .execute()
  const parts = await db
    .selectFrom('cases')
    .select(['id', 'number', 'topic', 'ownerTeam'])
    .where('partOf', '=', row.id)
    .orderBy('number')
    .execute()
  return {
    ...(await summarise(context, row)),
    text: row.text,
    requester: fromJson(row.requester),
    facts: fromJson(row.facts),
    recordType: row.recordType,
    caseReason: row.caseReason,
    sources,
    followers,
    parts,
    decisionId: row.decisionId,
    decision: await decisionOf(context, row),
    resolvedAt: row.resolvedAt,
    closedAt: row.closedAt,
  }
}
