/** Finding cases: what can be asked for, who may see which, and the order that the indexes serve. */
import { type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { teamsWith } from '../access.ts'
import { findAccount } from '../answering.ts'
import type { Context } from '../context.ts'
import { cursorOf } from '../paging.ts'
import { flag, line, page } from '../shapes.ts'
import { holdsText } from '../store/search.ts'
import { caseStates, openStates } from './case-states.ts'
import type { Case } from './cases.ts'

const order = z
  .enum(['updated', 'opened', 'accept-by'])
  .default('updated')
  .describe('updated and opened: newest first; accept-by: the most urgent first')

export const caseQuery = z.object({
  state: z.array(z.enum(caseStates)).max(8).optional().describe('Absent: every state'),
  open: flag.optional().describe('Only those in which somebody still has to do something'),
  team: line().optional(),
  assignee: line().optional().describe('A person id, `me`, or `nobody`'),
  account: line().optional().describe('An account id or external id'),
  topic: line().optional(),
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
    .$if(wanted.team !== undefined, (q) => q.where('ownerTeam', '=', wanted.team!))
    .$if(wanted.assignee === 'nobody', (q) => q.where('assigneeId', 'is', null))
    .$if(wanted.assignee !== undefined && wanted.assignee !== 'nobody', (q) =>
      q.where('assigneeId', '=', wanted.assignee === 'me' ? actor.id : wanted.assignee!),
    )
    .$if(accountId !== undefined, (q) => q.where('accountId', '=', accountId!))
    .$if(wanted.topic !== undefined, (q) => q.where('topic', '=', wanted.topic!))
    .$if(wanted.incident !== undefined, (q) => q.where('incidentId', '=', wanted.incident!))
    .$if(wanted.followed === true, (q) => q.where(followedBy(actor.id)))
    .$if(wanted.is !== undefined, (q) => q.where(conditions[wanted.is!]))
    .$if(wanted.q !== undefined, (q) => q.where(matching(wanted.q!)))
    .$if(wanted.order === 'accept-by', (q) => q.where('acceptBy', 'is not', null))
    .$if(cursor !== undefined, (q) => q.where(beyond(column, way, cursor!)))
    .orderBy(column, way)
    .orderBy('cases.number', way)
    .limit(wanted.limit + 1)
}

const conditions = {
  overdue: sql<SqlBool>`${sql.ref('cases.overdueSince')} is not null and ${sql.ref('cases.closedAt')} is null`,
  waiting: sql<SqlBool>`${sql.ref('cases.waitingSince')} is not null`,
  'in-triage': sql<SqlBool>`${sql.ref('cases.triageSince')} is not null`,
  snoozed: sql<SqlBool>`${sql.ref('cases.snoozedUntil')} is not null`,
  bounced: sql<SqlBool>`${sql.ref('cases.bounces')} > 0`,
}

const ownedByOneOf = (teams: readonly string[]) =>
  sql<SqlBool>`exists (select 1 from case_teams where case_teams.case_id = cases.id
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

const beyond = (column: string, way: 'asc' | 'desc', [by, number]: readonly string[]) => {
  const than = sql.raw(way === 'desc' ? '<' : '>')
  return sql<SqlBool>`(${sql.ref(column)}, ${sql.ref('cases.number')}) ${than} (${by}, ${Number(number)})`
}
