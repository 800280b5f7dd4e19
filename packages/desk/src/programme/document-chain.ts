/**
 * What was learnt of a customer goes into the design document, to the customer engineer and into the CRM (A12): the
 * steps of the policy, in order, each with who confirmed it and when. An open chain is remembered until it is closed.
 */
import { Refusal } from '@rightdesk/engine'
import type { Selectable, Updateable } from 'kysely'
import type { Context } from '../context.ts'
import { fromJson } from '../store/json.ts'
import type { Tables, Time } from '../store/tables.ts'
import { heldToWrite } from '../store/transaction.ts'
import type { TimerHandler } from '../work/jobs.ts'
import { cancel, enqueue } from '../work/jobs.ts'
import { tell } from '../work/outbox.ts'
import { loadAssigned } from './assignment-party.ts'
import { programmeIn } from './programme.ts'

export type Chain = Selectable<Tables['documentUpdates']>

/** One step; nobody has confirmed it while `at` is null. The words stay those of the policy it began under. */
export type Step = {
  readonly what: string
  readonly by: string | null
  readonly at: Time | null
  readonly note: string | null
}

const dayMs = 86_400_000
const reminderKey = (id: string, round: number): string => `chain:${id}:${round}`

/** Throws `not_found` where there is none. Inside a writing operation the row is held until its end. */
export async function loadChain(context: Context, id: string): Promise<Chain> {
  const query = context.db.selectFrom('documentUpdates').selectAll().where('id', '=', id)
  const row = await heldToWrite(context, query).executeTakeFirst()
  if (row) return row
  const help = 'documents.list has them.'
  throw new Refusal('not_found', 'update', `there is no document update \`${id}\``, help)
}

/** Changes the row and returns it as it then is. */
export async function changeChain(
  { db }: Context,
  row: Chain,
  change: Omit<Updateable<Tables['documentUpdates']>, 'version'>,
): Promise<Chain> {
  const changed = { ...change, version: row.version + 1 }
  await db.updateTable('documentUpdates').set(changed).where('id', '=', row.id).execute()
  return { ...row, ...changed } as Chain
}

export const stepsOf = (row: Pick<Chain, 'steps'>): Step[] => fromJson<Step[]>(row.steps)

/** The place of the step that is awaited; -1 once all are confirmed. */
export const awaited = (steps: readonly Step[]): number => steps.findIndex(({ at }) => at === null)

const everyMs = (context: Context): number => programmeIn(context).chainRemindDays * dayMs

/** Has an open chain remembered, for the given time since it began. */
export const watchChain = (context: Context, { id, openedAt }: Chain, round = 1): Promise<string> =>
  enqueue(context, {
    queue: 'timer',
    kind: 'chain-reminder',
    key: reminderKey(id, round),
    payload: { update: id, round },
    runAt: new Date(Date.parse(openedAt) + round * everyMs(context)).toISOString(),
  })

const roundAfter = (context: Context, { openedAt }: Chain): number =>
  Math.floor((Date.parse(context.at) - Date.parse(openedAt)) / everyMs(context)) + 1

/** Takes the reminder back that waits. */
export const unwatchChain = (context: Context, row: Chain): Promise<void> =>
  cancel(context, reminderKey(row.id, roundAfter(context, row)))

/** Says which step of a chain is awaited, and again after the policy's days. */
export const chainReminder: TimerHandler = async (context, payload) => {
  const row = await loadChain(context, (payload as { readonly update: string }).update)
  if (row.state !== 'open') return
  const { accountId, engineerId, customerEngineerId } = await loadAssigned(context, row.assignmentId)
  const step = awaited(stepsOf(row))
  await tell(context, 'documents.reminder', {
    update: row.id,
    assignment: row.assignmentId,
    account: accountId,
    step: step + 1,
    person: engineerId,
    customerEngineer: customerEngineerId,
  })
  await watchChain(context, row, roundAfter(context, row))
}

/** Chains of a customer that are not closed, the oldest first. */
export const openChains = ({ db }: Pick<Context, 'db'>, accountId: string): Promise<Chain[]> =>
  db
    .selectFrom('documentUpdates')
    .innerJoin('assignments', 'assignments.id', 'documentUpdates.assignmentId')
    .selectAll('documentUpdates')
    .where('assignments.accountId', '=', accountId)
    .where('documentUpdates.state', '=', 'open')
    .orderBy('documentUpdates.id')
    .execute()

/** When something was last written down of a customer; null where nothing ever was. */
export async function lastDocumented({ db }: Pick<Context, 'db'>, accountId: string): Promise<Time | null> {
  const row = await db
    .selectFrom('documentUpdates')
    .innerJoin('assignments', 'assignments.id', 'documentUpdates.assignmentId')
    .select(({ fn }) => fn.max('documentUpdates.openedAt').as('at'))
    .where('assignments.accountId', '=', accountId)
    .executeTakeFirst()
  return row?.at ?? null
}
