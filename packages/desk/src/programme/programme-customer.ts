/**
 * All that is known of a customer in one place, as a case arrives (A9): facts, people, cases, and for those who work
 * with it also its engineer, environment, meetings, and what is open. Who may see that inner part is decided here.
 */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { holds } from '../access.ts'
import { findCases } from '../cases/case-search.ts'
import { caseSummary, summariseAll } from '../cases/case-shown.ts'
import type { Context } from '../context.ts'
import { teamsOfPerson } from '../people/assignment.ts'
import { facts } from '../shapes.ts'
import { fromJson } from '../store/json.ts'
import type { AccountPersonRow, AccountRow, MeetingRow } from '../store/tables.ts'
import { type Environment, environmentOf } from './assigned.ts'
import { assignment, named, namesBy, shownOneAssigned } from './assigned-shown.ts'
import { type Assigned, isParty, runningFor } from './assignment-party.ts'
import { openChains, stepsOf } from './document-chain.ts'
import { rolesOf } from './programme.ts'

/** What somebody is to a customer. */
export const accountRoles = ['ce', 'ae', 'csm', 'se', 'pa', 'tc', 'customer'] as const

/** Cases and meetings shown; the newest of each. */
const shownMax = 20

export const accountPerson = z.object({
  id: z.string(),
  role: z.enum(accountRoles).describe('`customer` for somebody of the customer itself'),
  person: z.string().nullable().describe('The id of one of us'),
  name: z.string(),
  contact: z.string().nullable(),
  since: z.string(),
})

export const environment = z.object({
  where: z.string().nullable().describe('Null for who has no access'),
  about: z.string().nullable(),
  keptBy: named,
  since: z.string(),
  access: z.array(named).describe('The customer engineers; beside them every support engineer has access'),
})

export const meeting = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(['regular', 'ad-hoc']),
  people: z.array(z.string()),
  agreedWith: named.nullable().describe('The customer engineer who agreed to it'),
  agreedAt: z.string().nullable(),
  notes: z.string().nullable(),
  recordedBy: named,
})

const inner = z.object({
  assignment: assignment.nullable().describe('Its engineer now'),
  earlier: z.number().describe('Assignments that have ended'),
  environment: environment.nullable(),
  meetings: z.array(meeting).describe('The newest first'),
  promises: z.array(z.object({ id: z.string(), what: z.string(), owedBy: named, dueAt: z.string() })),
  documents: z.array(
    z.object({ id: z.string(), about: z.string(), openedAt: z.string(), awaits: z.string().nullable() }),
  ),
  checkIns: z.object({
    next: z.string().nullable(),
    last: z
      .object({ at: z.string(), goingWell: z.number().nullable(), frustration: z.number().nullable() })
      .nullable(),
  }),
})

export const customer = z.object({
  account: z.object({
    id: z.string(),
    externalId: z.string().nullable(),
    name: z.string(),
    facts,
    version: z.number(),
  }),
  people: z.array(accountPerson),
  openCases: z.array(caseSummary).describe('Those that you may see, the newest first'),
  pastCases: z.array(caseSummary),
  inner: inner
    .nullable()
    .describe('For who works with the customer or runs the programme; never for the customer'),
})

export const shownAccountPerson = (row: AccountPersonRow): z.input<typeof accountPerson> => ({
  id: row.id,
  role: row.role as (typeof accountRoles)[number],
  person: row.personId,
  name: row.name,
  contact: row.contact,
  since: row.since,
})

export const peopleOf = ({ db }: Pick<Context, 'db'>, accountId: string): Promise<AccountPersonRow[]> =>
  db
    .selectFrom('accountPeople')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('role')
    .orderBy('since')
    .execute()

/** The customer engineers among us: of the assignment, and on the customer's page. */
export function customerEngineers(
  assigned: Assigned | undefined,
  people: readonly AccountPersonRow[],
): string[] {
  const onPage = people.filter(({ role, personId }) => role === 'ce' && personId !== null)
  const ids = [assigned?.customerEngineerId ?? null, ...onPage.map(({ personId }) => personId)]
  return [...new Set(ids.filter((id) => id !== null))]
}

/** Whether the actor is a support engineer: in a team whose cases go to assigned engineers. */
async function isSupport({ db, answering, actor }: Context): Promise<boolean> {
  const takes = answering.policy.compiled.programme?.takes ?? []
  if (takes.length === 0) return false
  const member = await db
    .selectFrom('memberships')
    .select('teamId')
    .where('personId', '=', actor.id)
    .where('teamId', 'in', takes)
    .limit(1)
    .executeTakeFirst()
  return member !== undefined
}

/** Shows a customer to an actor. */
export async function shownCustomer(
  context: Context,
  account: AccountRow,
): Promise<z.input<typeof customer>> {
  const people = await peopleOf(context, account.id)
  const query = { account: account.id, order: 'opened', limit: shownMax } as const
  const open = await findCases(context, { ...query, open: true })
  const past = await findCases(context, { ...query, state: ['resolved', 'closed'] })
  return {
    account: {
      id: account.id,
      externalId: account.externalId,
      name: account.name,
      facts: fromJson(account.facts),
      version: account.version,
    },
    people: people.map(shownAccountPerson),
    openCases: await summariseAll(context, open.slice(0, shownMax)),
    pastCases: await summariseAll(context, past.slice(0, shownMax)),
    inner: await innerPart(context, account, people),
  }
}

/** How far somebody may look into what is kept of a customer. */
type Sight = {
  readonly inner: boolean
  /** Also where a copy of the customer's environment is. */
  readonly environment: boolean
}

/** What the actor sees of a customer by working with it, as support, or in the programme. */
async function sightOf(
  context: Context,
  assigned: Assigned | undefined,
  people: readonly AccountPersonRow[],
): Promise<Sight> {
  const { actor } = context
  const partner = customerEngineers(assigned, people).includes(actor.id)
  const leads = holds(actor, 'programme:read') || (await rolesOf(context, actor)).length > 0
  const environment = partner || leads || (await isSupport(context))
  const works =
    people.some(({ personId }) => personId === actor.id) || (assigned && isParty(actor.id, assigned))
  return { inner: environment || works === true, environment }
}

/**
 * Throws `forbidden` unless the actor may say that a colleague is something to a customer, or is no more: that opens the
 * inner part to them, or closes it. Who sees that part may, and who leads the colleague's team; nobody opens it to
 * themselves.
 */
export async function demandSight(
  context: Context,
  account: AccountRow,
  { role, personId }: { readonly role: string; readonly personId: string },
): Promise<void> {
  const { actor } = context
  const leadsThem = holds(actor, 'people:write', await teamsOfPerson(context, personId))
  if (leadsThem && personId !== actor.id) return
  const assigned = await runningFor(context, account.id)
  const sight = await sightOf(context, assigned, await peopleOf(context, account.id))
  if (role === 'ce' ? sight.environment : sight.inner) return
  throw new Refusal(
    'forbidden',
    'person',
    `\`${actor.name}\` does not work with \`${account.name}\` and cannot say which colleagues do`,
    'Ask a support engineer, or who leads the team of the colleague.',
  )
}

async function innerPart(
  context: Context,
  { id: accountId }: AccountRow,
  people: readonly AccountPersonRow[],
): Promise<z.input<typeof inner> | null> {
  const assigned = await runningFor(context, accountId)
  const sight = await sightOf(context, assigned, people)
  if (!sight.inner) return null
  const { count: earlier } = await context.db
    .selectFrom('assignments')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('accountId', '=', accountId)
    .where('endedAt', 'is not', null)
    .executeTakeFirstOrThrow()
  return {
    assignment: assigned ? await shownOneAssigned(context, assigned) : null,
    earlier,
    environment: assigned ? await shownEnvironment(context, assigned, people, sight.environment) : null,
    meetings: await meetingsOf(context, accountId),
    ...(await openThings(context, accountId, assigned)),
  }
}

/** A copy of the environment, where one is kept: the customer engineer and support's engineers have access (A10). */
export async function shownEnvironment(
  context: Context,
  assigned: Assigned,
  people: readonly AccountPersonRow[],
  hasAccess: boolean,
): Promise<z.input<typeof environment> | null> {
  const kept: Environment | null = environmentOf(assigned)
  if (kept === null) return null
  const access = customerEngineers(assigned, people)
  const person = await namesBy(context, 'people', [kept.by, ...access])
  return {
    where: hasAccess ? kept.where : null,
    about: kept.about,
    keptBy: person(kept.by),
    since: kept.at,
    access: access.map(person),
  }
}

async function meetingsOf(context: Context, accountId: string): Promise<z.input<typeof meeting>[]> {
  const rows = await context.db
    .selectFrom('meetings')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('at', 'desc')
    .limit(shownMax)
    .execute()
  return shownMeetings(context, rows)
}

export async function shownMeetings(
  context: Context,
  rows: readonly MeetingRow[],
): Promise<z.input<typeof meeting>[]> {
  const person = await namesBy(
    context,
    'people',
    rows.flatMap(({ agreedWith, recordedBy }) => [agreedWith, recordedBy]),
  )
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    kind: row.kind as 'regular' | 'ad-hoc',
    people: fromJson<string[]>(row.people),
    agreedWith: row.agreedWith === null ? null : person(row.agreedWith),
    agreedAt: row.agreedAt,
    notes: row.notes,
    recordedBy: person(row.recordedBy),
  }))
}

/** What is promised, what the documents wait for, and how the two who look after the customer say it goes. */
async function openThings(context: Context, accountId: string, assigned: Assigned | undefined) {
  const { db } = context
  const promises = await db
    .selectFrom('promises')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('settledAt', 'is', null)
    .orderBy('dueAt')
    .execute()
  const person = await namesBy(
    context,
    'people',
    promises.map(({ owedBy }) => owedBy),
  )
  const checkIns = assigned
    ? await db
        .selectFrom('checkIns')
        .selectAll()
        .where('assignmentId', '=', assigned.id)
        .orderBy('dueAt')
        .execute()
    : []
  const last = checkIns.findLast(({ heldAt }) => heldAt !== null)
  return {
    promises: promises.map(({ id, what, owedBy, dueAt }) => ({ id, what, owedBy: person(owedBy), dueAt })),
    documents: (await openChains(context, accountId)).map((row) => ({
      id: row.id,
      about: row.about,
      openedAt: row.openedAt,
      awaits: stepsOf(row).find(({ at }) => at === null)?.what ?? null,
    })),
    checkIns: {
      next: checkIns.find(({ state }) => state === 'planned')?.dueAt ?? null,
      last: last ? { at: last.heldAt!, goingWell: last.goingWell, frustration: last.frustration } : null,
    },
  }
}
