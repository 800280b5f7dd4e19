/**
 * "I don't know, I'll find out by Thursday" (A17): a promise has a time, and is tracked until it is kept. It may be
 * moved, but not silently. Once its time is past, who owes it hears of it every day.
 */
import { Refusal } from '@rightdesk/engine'
import type { Selectable, Updateable } from 'kysely'
import { type EventKind, record } from '../cases/case-log.ts'
import { changeCase, loadCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { fromJson, toJson } from '../store/json.ts'
import type { PersonRow, Tables, Time } from '../store/tables.ts'
import { held, heldToWrite } from '../store/transaction.ts'
import type { TimerHandler } from '../work/jobs.ts'
import { cancel, enqueue } from '../work/jobs.ts'
import { tell } from '../work/outbox.ts'
import { demandParty, runningFor } from './assignment-party.ts'

export const promiseStates = ['open', 'kept'] as const
export type Promised = Selectable<Tables['promises']>

/** One time that a promise got another date, or another person. */
export type Move = {
  readonly at: Time
  readonly by: string
  readonly from: Time
  readonly to: Time
  readonly explanation: string
}

const dayMs = 86_400_000
const overdueKey = (id: string, dueAt: Time, day: number): string => `promise:${id}:${dueAt}:${day}`

/** Throws `not_found` where there is none. Inside a writing operation the row is held until its end. */
export async function loadPromise(context: Context, id: string): Promise<Promised> {
  const query = context.db.selectFrom('promises').selectAll().where('id', '=', id)
  const row = await heldToWrite(context, query).executeTakeFirst()
  if (row) return row
  throw new Refusal('not_found', 'promise', `there is no promise \`${id}\``, 'promises.list has them.')
}

/** Throws unless it is open, and the actor's to settle: who owes it, works for the customer, or leads the programme. */
export async function demandOwed(context: Context, row: Promised): Promise<void> {
  if (row.state !== 'open') {
    const message = `promise \`${row.id}\` was kept on ${row.settledAt?.slice(0, 10)}`
    throw new Refusal('conflict', 'promise', message, 'Make a new one for what is still to be done.')
  }
  if (row.owedBy === context.actor.id) return
  const assigned = await runningFor(context, row.accountId)
  demandParty(context, assigned ?? { engineerId: row.owedBy, backupId: null, customerEngineerId: null })
}

/** Changes the row and returns it as it then is. */
export async function changePromise(
  { db }: Context,
  row: Promised,
  change: Omit<Updateable<Tables['promises']>, 'version'>,
): Promise<Promised> {
  const changed = { ...change, version: row.version + 1 }
  await db.updateTable('promises').set(changed).where('id', '=', row.id).execute()
  return { ...row, ...changed } as Promised
}

/** The promise shows in the history of its case, where it has one. */
export async function recordOnCase(
  context: Context,
  { id, caseId, what, dueAt }: Promised,
  kind: EventKind,
  data: object = {},
): Promise<void> {
  if (caseId === null) return
  const row = await loadCase(context, caseId)
  await record(context, caseId, kind, { promise: id, what, dueAt, ...data })
  await changeCase(context, row, {})
}

/** Has who owes it hear of it once it is overdue, `day` days after its time. */
export const watchPromise = (context: Context, { id, dueAt }: Promised, day = 0): Promise<string> =>
  enqueue(context, {
    queue: 'timer',
    kind: 'promise-overdue',
    key: overdueKey(id, dueAt, day),
    payload: { promise: id, dueAt, day },
    runAt: new Date(Date.parse(dueAt) + day * dayMs).toISOString(),
  })

/** Takes the reminder back that waits: the promise is kept or moved. */
export async function unwatchPromise(context: Context, { id, dueAt }: Promised): Promise<void> {
  await cancel(context, overdueKey(id, dueAt, daysOver(context.at, dueAt)))
}

/** The number of the next daily reminder: 0 is the one at the promised time itself. */
const daysOver = (at: Time, dueAt: Time): number =>
  Math.max(0, Math.floor((Date.parse(at) - Date.parse(dueAt)) / dayMs) + 1)

/** Gives a promise another time; the explanation stays with it. */
export async function movePromise(
  context: Context,
  row: Promised,
  to: Time,
  explanation: string,
): Promise<Promised> {
  await unwatchPromise(context, row)
  const moves = movesWith(context, row, to, explanation)
  const moved = await changePromise(context, row, { dueAt: to, moves })
  await watchPromise(context, moved)
  await recordOnCase(context, moved, 'promise-moved', { from: row.dueAt, explanation })
  return moved
}

/** Has somebody else keep a promise, at its time; the explanation stays with it. */
export const passPromise = (
  context: Context,
  row: Promised,
  owedBy: string,
  explanation: string,
): Promise<Promised> =>
  changePromise(context, row, { owedBy, moves: movesWith(context, row, row.dueAt, explanation) })

function movesWith(
  { at, actor }: Context,
  { dueAt, moves }: Promised,
  to: Time,
  explanation: string,
): string {
  const move: Move = { at, by: actor.id, from: dueAt, to, explanation }
  return toJson([...fromJson<Move[]>(moves), move])
}

/**
 * Passes on what somebody who leaves still owes: to who has its case now, else to the customer's engineer, else to who
 * notes that they left. Returns the ids.
 */
export async function passPromisesOf(context: Context, leaver: PersonRow): Promise<string[]> {
  const { db, store, actor } = context
  const owed = db
    .selectFrom('promises')
    .selectAll()
    .where('state', '=', 'open')
    .where('owedBy', '=', leaver.id)
  const passed: string[] = []
  for (const row of await held(owed.orderBy('id'), store.kind).execute()) {
    const ofCase = row.caseId === null ? null : (await loadCase(context, row.caseId)).assigneeId
    const engineer = (await runningFor(context, row.accountId))?.engineerId
    const owedBy = ofCase ?? engineer ?? (actor.kind === 'person' ? actor.id : undefined)
    if (owedBy === undefined || owedBy === leaver.id) continue
    await passPromise(context, row, owedBy, `${leaver.name} has left.`)
    passed.push(row.id)
  }
  return passed
}

type PromisePayload = { readonly promise: string; readonly dueAt: Time; readonly day: number }

/** Says that a promise is overdue, and again a day later unless it is settled by then. */
export const promiseOverdue: TimerHandler = async (context, payload) => {
  const due = payload as PromisePayload
  const row = await loadPromise(context, due.promise)
  if (row.state !== 'open' || row.dueAt !== due.dueAt) return
  const { id, accountId, caseId, owedBy, dueAt } = row
  await tell(context, 'promise.overdue', {
    promise: id,
    account: accountId,
    case: caseId,
    person: owedBy,
    dueAt,
  })
  // Days on which no worker ran are not made up for.
  await watchPromise(context, row, daysOver(context.at, dueAt))
}

/** Promises of a customer that are still owed, by somebody or anybody; the most urgent first. */
export const openPromises = (
  { db }: Pick<Context, 'db'>,
  accountId: string,
  owedBy?: string,
): Promise<Promised[]> =>
  db
    .selectFrom('promises')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('state', '=', 'open')
    .$if(owedBy !== undefined, (query) => query.where('owedBy', '=', owedBy!))
    .orderBy('dueAt')
    .orderBy('id')
    .execute()
