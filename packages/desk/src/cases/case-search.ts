/** Finding cases: what can be asked for, who may see which, and the order that the indexes serve. */
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { teamsWith } from '../access.ts'
import { findAccount } from '../answering.ts'
import type { Context } from '../context.ts'
import { dayAfter, startOf } from '../insights/period.ts'
import { countIn, cursorOf } from '../paging.ts'
import { day, flag, line, page } from '../shapes.ts'
import { holdsText } from '../store/search.ts'
import type { Tables, Time } from '../store/tables.ts'
import { caseStates, openStates } from './case-states.ts'
import type { Case } from './cases.ts'

const order = z
  .enum(['updated', 'opened', 'accept-by'])
  .default('updated')
  .describe('updated and opened: newest first; accept-by: the most urgent first')

export const caseQuery = z.object({
  state: z.array(z.enum(caseStates)).max(8).optional().describe('Absent: every state'),
  open: flag.optional().describe('Only those in which somebody still has to do something'),
  team: line().optional().describe('The team that has it, or `none`'),
  assignee: line().optional().describe('A person id, `me`, or `nobody`'),
  account: line().optional().describe('An account id or external id'),
  topic: line().optional().describe('A topic, or `none`'),
  firstOwner: line().optional().describe('The team that got it first, or `none`'),
  ownerRule: line().optional().describe('The rule by which its owner was first decided'),
  missingFact: line().optional().describe('What was asked for first, where the owner could not be told'),
  firstStatus: z.enum(['decided', 'needs-info', 'fallback']).optional().describe('Of the first decision'),
  bounces: z.enum(['0', '1', '2', '3+']).optional().describe('How often it changed teams'),
  corrected: z
    .enum(['any', 'topic', 'fact', 'rule', 'record-type'])
    .optional()
    .describe('Put right by a correction that holds; any: of topic, fact or rule'),
  misrouted: flag.optional().describe('Only those that were rejected, or corrected in topic, fact or rule'),
  openedFrom: day.optional().describe('First day, in UTC'),
  openedTo: day.optional().describe('Last day, counted too'),
  incident: line().optional(),
  followed: flag.optional().describe('Only those that you follow'),
  is: z
    .enum(['overdue', 'waiting', 'in-triage', 'snoozed', 'bounced'])
    .optional()
    .describe('Not accepted in time; nobody free; at the triage lead; asleep; changed teams'),
  q: line().optional().describe('Words of the subject, or a case number'),
  order,
  ...page,
})

export type CaseQuery = z.output<typeof caseQuery>

/** What each order sorts by, and the way. */
const orders = {
  updated: { column: 'cases.updatedAt', way: 'desc' },
  opened: { column: 'cases.openedAt', way: 'desc' },
  'accept-by': { column: 'cases.acceptBy', way: 'asc' },
} as const

/** The place of a case in an order, for the mark of a page. */
export const markOf =
  (name: CaseQuery['order']) =>
  (row: Case): readonly string[] => {
    const by = { updated: row.updatedAt, opened: row.openedAt, 'accept-by': row.acceptBy! }[name]
    return [by, String(row.number)]
  }

/** One case more than the page holds, where there are more; only those that the actor may see. */
export async function findCases(context: Context, wanted: CaseQuery): Promise<Case[]> {
  const account = wanted.account === undefined ? undefined : await findAccount(context.db, wanted.account)
  return (await casesQuery(context, wanted, account?.id).execute()) as Case[]
}

/** The query behind a list; each is served by an index, whatever it asks for. */
export function casesQuery(
  { db, actor }: Pick<Context, 'db' | 'actor'>,
  wanted: CaseQuery,
  accountId?: string,
) {
  const { column, way } = orders[wanted.order]
  const visible = teamsWith(actor, 'cases:read')
  const cursor = cursorOf(wanted.after, 2)
  return db
    .selectFrom('cases')
    .selectAll()
    .$if(visible !== 'all', (q) => q.where(ownedByOneOf(visible as readonly string[])))
    .$if(wanted.state !== undefined, (q) => q.where('state', 'in', wanted.state!))
    .$if(wanted.open === true, (q) => q.where('state', 'in', openStates))
    .$if(wanted.team !== undefined, (q) => q.where(isOrNone('ownerTeam', wanted.team!)))
    .$if(wanted.assignee === 'nobody', (q) => q.where('assigneeId', 'is', null))
    .$if(wanted.assignee !== undefined && wanted.assignee !== 'nobody', (q) =>
      q.where('assigneeId', '=', wanted.assignee === 'me' ? actor.id : wanted.assignee!),
    )
    .$if(accountId !== undefined, (q) => q.where('accountId', '=', accountId!))
    .$if(wanted.topic !== undefined, (q) => q.where(isOrNone('topic', wanted.topic!)))
    .$if(wanted.firstOwner !== undefined, (q) => q.where(isOrNone('firstOwner', wanted.firstOwner!)))
    .$if(wanted.ownerRule !== undefined, (q) => q.where('ownerRule', '=', wanted.ownerRule!))
    .$if(wanted.missingFact !== undefined, (q) => q.where('missingFact', '=', wanted.missingFact!))
    .$if(wanted.firstStatus !== undefined, (q) => q.where('firstStatus', '=', wanted.firstStatus!))
    .$if(wanted.bounces !== undefined, (q) => q.where(changedTeams[wanted.bounces!]))
    .$if(wanted.corrected !== undefined, (q) => q.where(correctedIn(wanted.corrected!)))
    .$if(wanted.misrouted === true, (q) => q.where(misrouted))
    .$if(wanted.openedFrom !== undefined, (q) => q.where('openedAt', '>=', startOf(wanted.openedFrom!)))
    .$if(wanted.openedTo !== undefined, (q) => q.where('openedAt', '<', startOf(dayAfter(wanted.openedTo!))))
    .$if(wanted.incident !== undefined, (q) => q.where('incidentId', '=', wanted.incident!))
    .$if(wanted.followed === true, (q) => q.where(followedBy(actor.id)))
    .$if(wanted.is !== undefined, (q) => q.where(conditions[wanted.is!]))
    .$if(wanted.q !== undefined, (q) => q.where(matching(wanted.q!)))
    .$if(wanted.order === 'accept-by', (q) => q.where('acceptBy', 'is not', null))
    .$if(cursor !== undefined, (q) =>
      q.where(beyond(column, way, cursor![0]!, countIn(wanted.after!, cursor![1]!))),
    )
    .orderBy(column, way)
    .orderBy('cases.number', way)
    .limit(wanted.limit + 1)
}

/** What a column has to hold; `none` asks for nothing in it. */
const isOrNone =
  (column: 'ownerTeam' | 'topic' | 'firstOwner', value: string) =>
  (where: ExpressionBuilder<Tables, 'cases'>) =>
    value === 'none' ? where(column, 'is', null) : where(column, '=', value)

const conditions = {
  overdue: sql<SqlBool>`${sql.ref('cases.overdueSince')} is not null and ${sql.ref('cases.closedAt')} is null`,
  waiting: sql<SqlBool>`${sql.ref('cases.waitingSince')} is not null`,
  'in-triage': sql<SqlBool>`${sql.ref('cases.triageSince')} is not null`,
  snoozed: sql<SqlBool>`${sql.ref('cases.snoozedUntil')} is not null`,
  bounced: sql<SqlBool>`${sql.ref('cases.bounces')} > 0`,
}

// A condition that an index has stands in the statement as a literal, else the index is not used.
const changedTeams = {
  '0': sql<SqlBool>`${sql.ref('cases.bounces')} = 0`,
  '1': sql<SqlBool>`${sql.ref('cases.bounces')} > 0 and ${sql.ref('cases.bounces')} = 1`,
  '2': sql<SqlBool>`${sql.ref('cases.bounces')} > 0 and ${sql.ref('cases.bounces')} = 2`,
  '3+': sql<SqlBool>`${sql.ref('cases.bounces')} > 0 and ${sql.ref('cases.bounces')} >= 3`,
}

/** Of `corrections`: those that hold, given since a time. */
export const correctedSince = (at: Time) => sql<SqlBool>`undone_at is null and at >= ${at}`

/** Of `events`: cases sent back since a time; word for word as the index says that makes it quick. */
export const rejectedSince = (at: Time) =>
  sql<SqlBool>`kind in ('assigned', 'accepted', 'rejected') and kind = 'rejected' and at >= ${at}`

/** Before every case there is. */
const always = ''

const correctedIn = (kind: NonNullable<CaseQuery['corrected']>) => {
  const wanted = kind === 'any' ? sql`kind <> 'record-type'` : sql`kind = ${kind}`
  return sql<SqlBool>`cases.id in (select case_id from corrections where ${correctedSince(always)} and ${wanted})`
}

const misrouted = sql<SqlBool>`cases.id in (
  select case_id from corrections where ${correctedSince(always)} and kind <> 'record-type'
  union all select case_id from events where ${rejectedSince(always)})`

/** Cases that one of these teams has or had; the case is named by a column. */
export const ownedByOneOf = (teams: readonly string[], id = 'cases.id') =>
  sql<SqlBool>`exists (select 1 from case_teams where case_teams.case_id = ${sql.ref(id)}
    and case_teams.team in (${sql.join(teams)}))`

const followedBy = (person: string) =>
  sql<SqlBool>`cases.id in (select case_id from case_followers where person_id = ${person})`

const matching = (words: string) => {
  const inSubject = holdsText('cases.subject', words)
  const number = Number(words.replace(/^#/, ''))
  return Number.isSafeInteger(number) && number < 2 ** 31
    ? sql<SqlBool>`(${inSubject} or ${sql.ref('cases.number')} = ${number})`
    : inSubject
}

const beyond = (column: string, way: 'asc' | 'desc', by: string, number: number) => {
  const than = sql.raw(way === 'desc' ? '<' : '>')
  return sql<SqlBool>`(${sql.ref(column)}, ${sql.ref('cases.number')}) ${than} (${by}, ${number})`
}
