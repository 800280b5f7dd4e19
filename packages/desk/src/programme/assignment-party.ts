/**
 * Who works for an assigned customer, and what follows from being one of them: the engineer, the backup and the
 * customer engineer act on what is kept of the customer; leadership may too; everybody else is refused.
 */
import { Refusal } from '@rightdesk/engine'
import type { Selectable, Updateable } from 'kysely'
import { demand, holds } from '../access.ts'
import { type Case, teamsOfCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { id } from '../shapes.ts'
import { toJson } from '../store/json.ts'
import type { Tables, Time } from '../store/tables.ts'
import { heldToWrite } from '../store/transaction.ts'

export type Assigned = Selectable<Tables['assignments']>

export const assignmentName = id('assignment').describe('The id of an assignment')

const customerEngineers = 'customer-engineer'

/** The teams that work for assigned customers: support's, and the customer engineers. */
export const programmeTeams = async ({ answering }: Pick<Context, 'answering'>): Promise<string[]> => [
  ...(answering.policy.compiled.programme?.takes ?? []),
  customerEngineers,
]

/** Throws `not_found` where there is none. Inside a writing operation the row is held until its end. */
export async function loadAssigned(context: Context, assignment: string): Promise<Assigned> {
  const query = context.db.selectFrom('assignments').selectAll().where('id', '=', assignment)
  const row = await heldToWrite(context, query).executeTakeFirst()
  if (row) return row
  const help = 'The customer exceptions page lists those that run.'
  throw new Refusal('not_found', 'assignment', `there is no assignment \`${assignment}\``, help)
}

/** The assignment of a customer that runs now, if one does. */
export const runningFor = ({ db }: Pick<Context, 'db'>, accountId: string): Promise<Assigned | undefined> =>
  db
    .selectFrom('assignments')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .executeTakeFirst()

/** Throws `conflict` for an assignment that has ended. */
export function demandRunning({ id, endedAt }: Pick<Assigned, 'id' | 'endedAt'>): void {
  if (endedAt === null) return
  const message = `assignment \`${id}\` ended on ${endedAt.slice(0, 10)}`
  throw new Refusal('conflict', 'assignment', message, 'Its history stays; nothing new is added to it.')
}

type Party = Pick<Assigned, 'engineerId' | 'backupId' | 'customerEngineerId'>

/** Whether somebody is the engineer, the backup or the customer engineer. */
export const isParty = (personId: string, { engineerId, backupId, customerEngineerId }: Party): boolean =>
  [engineerId, backupId, customerEngineerId].includes(personId)

/** Throws `forbidden` unless the actor works for the customer, or leads the programme. */
export function demandParty({ actor }: Context, row: Party): void {
  if (isParty(actor.id, row) || holds(actor, 'programme:write')) return
  throw new Refusal(
    'forbidden',
    'assignment',
    `\`${actor.name}\` does not work for this customer`,
    'The engineer, the backup and the customer engineer do; so does who leads the programme.',
  )
}

/**
 * Throws `forbidden` unless the actor may write on a case: their teams have or had it, or they work for its customer. A
 * team of the programme is not let into the cases of every other team by it.
 */
export async function demandOnCase(context: Context, { id: caseId, accountId }: Case): Promise<void> {
  const assigned = accountId === null ? undefined : await runningFor(context, accountId)
  if (assigned && isParty(context.actor.id, assigned)) return
  demand(context.actor, 'cases:write', await teamsOfCase(context, { case: caseId }))
}

/** The same for what only the engineer and leadership may do. */
export function demandEngineer({ actor }: Context, { engineerId }: Pick<Assigned, 'engineerId'>): void {
  if (actor.id === engineerId || holds(actor, 'programme:write')) return
  throw new Refusal(
    'forbidden',
    'assignment',
    `\`${actor.name}\` is not the engineer of this customer`,
    'The engineer does this, or who leads the programme.',
  )
}

/** Whether the actor sees what every assigned engineer says; others see what they take part in. */
export const seesAll = ({ actor }: Pick<Context, 'actor'>): boolean => holds(actor, 'programme:read')

/** Puts an event into the history of an assignment. */
export async function recordAssigned(
  { db, newId, at, actor }: Context,
  assignmentId: string,
  kind: string,
  data: object = {},
): Promise<void> {
  await db
    .insertInto('assignmentEvents')
    .values({ id: newId('event'), assignmentId, at, kind, actor: actor.id, data: toJson(data) })
    .execute()
}

/** Changes the row and returns it as it then is. */
export async function changeAssigned(
  { db }: Context,
  row: Assigned,
  change: Omit<Updateable<Tables['assignments']>, 'version'>,
): Promise<Assigned> {
  const changed = { ...change, version: row.version + 1 }
  await db.updateTable('assignments').set(changed).where('id', '=', row.id).execute()
  return { ...row, ...changed } as Assigned
}

/** Since when the present engineer has had each customer: the last hand-over, or the beginning. */
export async function sinceOf(
  { db }: Pick<Context, 'db'>,
  rows: readonly Pick<Assigned, 'id' | 'startedAt'>[],
): Promise<ReadonlyMap<string, Time>> {
  const since = new Map(rows.map(({ id, startedAt }) => [id, startedAt]))
  if (rows.length === 0) return since
  const handed = await db
    .selectFrom('assignmentEvents')
    .select(['assignmentId', ({ fn }) => fn.max('at').as('at')])
    .where('assignmentId', 'in', [...since.keys()])
    .where('kind', '=', handedOver)
    .groupBy('assignmentId')
    .execute()
  for (const { assignmentId, at } of handed) since.set(assignmentId, at)
  return since
}

/** The event by which a customer goes from one engineer to another. */
export const handedOver = 'handed-over'
