/**
 * The weekly check-in of engineer and customer engineer (A13): planned ahead, held with answers and goals, or missed,
 * which is seen and never lost. INVARIANT: a running assignment has one planned check-in; each that is held or missed
 * plans the next.
 */
import { Refusal } from '@rightdesk/engine'
import type { Selectable, Updateable } from 'kysely'
import type { Context } from '../context.ts'
import { fromJson, toJson } from '../store/json.ts'
import type { Tables, Time } from '../store/tables.ts'
import { heldToWrite } from '../store/transaction.ts'
import type { TimerHandler } from '../work/jobs.ts'
import { cancel, enqueue } from '../work/jobs.ts'
import { tell } from '../work/outbox.ts'
import { type Assigned, loadAssigned, recordAssigned } from './assignment-party.ts'
import { isStillGood, type Plan, planFor } from './check-in-planning.ts'

/** `planned`; then `held`, `missed` (and perhaps held later), or `called-off` with the end of the assignment. */
export const checkInStates = ['planned', 'held', 'missed', 'called-off'] as const

export type CheckIn = Selectable<Tables['checkIns']>

/** What engineer and customer engineer try to make happen; it goes from check-in to check-in until it is done. */
export type Goal = {
  readonly id: string
  readonly what: string
  readonly since: Time
  readonly doneAt: Time | null
}

const dayMs = 86_400_000
const later = (time: Time, ms: number): Time => new Date(Date.parse(time) + ms).toISOString()

const dueKey = (id: string, dueAt: Time): string => `check-in-due:${id}:${dueAt}`
const missedKey = (id: string, dueAt: Time): string => `check-in-missed:${id}:${dueAt}`

/** Throws `not_found` where there is none. Inside a writing operation the row is held until its end. */
export async function loadCheckIn(context: Context, id: string): Promise<CheckIn> {
  const query = context.db.selectFrom('checkIns').selectAll().where('id', '=', id)
  const row = await heldToWrite(context, query).executeTakeFirst()
  if (row) return row
  throw new Refusal('not_found', 'checkIn', `there is no check-in \`${id}\``, 'check_ins.list has them.')
}

/** The same with its assignment, which is held first: whoever changes check-ins does so in this order. */
export async function loadWithAssigned(context: Context, id: string): Promise<[CheckIn, Assigned]> {
  const known = await context.db
    .selectFrom('checkIns')
    .select('assignmentId')
    .where('id', '=', id)
    .executeTakeFirst()
  const { assignmentId } = known ?? (await loadCheckIn(context, id))
  const assigned = await loadAssigned(context, assignmentId)
  return [await loadCheckIn(context, id), assigned]
}

/** Changes the row and returns it as it then is. */
async function changeCheckIn(
  { db }: Context,
  row: CheckIn,
  change: Omit<Updateable<Tables['checkIns']>, 'version'>,
): Promise<CheckIn> {
  const changed = { ...change, version: row.version + 1 }
  await db.updateTable('checkIns').set(changed).where('id', '=', row.id).execute()
  return { ...row, ...changed } as CheckIn
}

const plannedOf = ({ db }: Context, assignmentId: string): Promise<CheckIn | undefined> =>
  db
    .selectFrom('checkIns')
    .selectAll()
    .where('assignmentId', '=', assignmentId)
    .where('state', '=', 'planned')
    .executeTakeFirst()

const lastDue = async ({ db }: Context, assignmentId: string): Promise<Time | null> => {
  const row = await db
    .selectFrom('checkIns')
    .select(({ fn }) => fn.max('dueAt').as('dueAt'))
    .where('assignmentId', '=', assignmentId)
    .executeTakeFirst()
  return row?.dueAt ?? null
}

/** Sees to it that a running assignment has its next check-in, at a time when both are there. Call it as often as wanted. */
export async function keepPlanned(context: Context, row: Assigned): Promise<void> {
  if (row.endedAt !== null) return callOff(context, row.id)
  const planned = await plannedOf(context, row.id)
  if (!planned) return planNext(context, row)
  if (planned.dueAt <= context.at || (await isStillGood(context, row, planned.dueAt))) return
  await moveTo(context, planned, await planFor(context, row, await heldBefore(context, row.id)))
}

/** Finds a new time for the planned check-in: its people have changed. */
export async function planAnew(context: Context, row: Assigned): Promise<void> {
  const planned = await plannedOf(context, row.id)
  if (!planned) return planNext(context, row)
  await moveTo(context, planned, await planFor(context, row, await heldBefore(context, row.id)))
}

const heldBefore = async ({ db }: Context, assignmentId: string): Promise<Time | null> => {
  const row = await db
    .selectFrom('checkIns')
    .select(({ fn }) => fn.max('dueAt').as('dueAt'))
    .where('assignmentId', '=', assignmentId)
    .where('state', 'in', ['held', 'missed'])
    .executeTakeFirst()
  return row?.dueAt ?? null
}

/** Plans the next check-in of an assignment, with its reminder and what happens when nobody holds it. */
async function planNext(context: Context, row: Assigned): Promise<void> {
  const last = await lastDue(context, row.id)
  const { dueAt, note } = await planFor(context, row, last)
  const planned: CheckIn = {
    id: context.newId('checkin'),
    assignmentId: row.id,
    dueAt,
    state: 'planned',
    heldAt: null,
    answers: toJson([]),
    goals: toJson([]),
    goingWell: null,
    frustration: null,
    words: '',
    remindedAt: null,
    note,
    version: 1,
  }
  await context.db.insertInto('checkIns').values(planned).execute()
  await setTimers(context, planned)
  if (note !== null) await noteOnce(context, row.id, note)
}

/** The assignment says why a time suits one of the two only, once for as long as the reason stays. */
async function noteOnce(context: Context, assignmentId: string, note: string): Promise<void> {
  const kind = 'check-in-hours-not-shared'
  const last = await context.db
    .selectFrom('assignmentEvents')
    .select('data')
    .where('assignmentId', '=', assignmentId)
    .where('kind', '=', kind)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  const undated = (text: string) => text.replace(/ from \d{4}-\d\d-\d\d/, '')
  if (last && undated(fromJson<{ note: string }>(last.data).note) === undated(note)) return
  await recordAssigned(context, assignmentId, kind, { note })
}

async function setTimers(context: Context, { id, dueAt }: CheckIn): Promise<void> {
  const remindAt = later(dueAt, -dayMs)
  const payload = { checkIn: id, dueAt }
  await enqueue(context, {
    queue: 'timer',
    kind: 'check-in-due',
    key: dueKey(id, dueAt),
    payload,
    runAt: remindAt > context.at ? remindAt : context.at,
  })
  await enqueue(context, {
    queue: 'timer',
    kind: 'check-in-missed',
    key: missedKey(id, dueAt),
    payload,
    runAt: later(dueAt, dayMs),
  })
}

const cancelTimers = async (context: Context, { id, dueAt }: CheckIn): Promise<void> => {
  await cancel(context, dueKey(id, dueAt))
  await cancel(context, missedKey(id, dueAt))
}

/** Moves a planned check-in; people are reminded of its new time. */
export async function moveTo(context: Context, row: CheckIn, { dueAt, note }: Plan): Promise<CheckIn> {
  if (dueAt === row.dueAt) return note === row.note ? row : changeCheckIn(context, row, { note })
  await cancelTimers(context, row)
  const moved = await changeCheckIn(context, row, { dueAt, note, remindedAt: null })
  await setTimers(context, moved)
  return moved
}

/** Nothing is due of an assignment that has ended. */
export async function callOff(context: Context, assignmentId: string): Promise<void> {
  const planned = await plannedOf(context, assignmentId)
  if (!planned) return
  await cancelTimers(context, planned)
  await changeCheckIn(context, planned, { state: 'called-off' })
}

/** The goals that are not done yet, as the last check-in left them. */
export async function openGoals({ db }: Context, assignmentId: string): Promise<Goal[]> {
  const last = await db
    .selectFrom('checkIns')
    .select('goals')
    .where('assignmentId', '=', assignmentId)
    .where('state', '=', 'held')
    .orderBy('heldAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last ? fromJson<Goal[]>(last.goals).filter(({ doneAt }) => doneAt === null) : []
}

export type Held = {
  readonly answers: readonly { readonly question: string; readonly answer: string }[]
  readonly newGoals: readonly string[]
  readonly goalsDone: readonly string[]
  readonly goingWell: number
  readonly frustration: number
}

/** Writes down a check-in that took place, carries open goals on, and plans the next. */
export async function hold(context: Context, row: CheckIn, assigned: Assigned, said: Held): Promise<CheckIn> {
  const { at, newId } = context
  const carried = await openGoals(context, assigned.id)
  demandGoals(carried, said.goalsDone)
  const goals: Goal[] = [
    ...carried.map((goal) => (said.goalsDone.includes(goal.id) ? { ...goal, doneAt: at } : goal)),
    ...said.newGoals.map((what) => ({ id: newId('goal'), what, since: at, doneAt: null })),
  ]
  if (row.state === 'planned') await cancelTimers(context, row)
  const done = await changeCheckIn(context, row, {
    state: 'held',
    heldAt: at,
    answers: toJson(said.answers),
    goals: toJson(goals),
    goingWell: said.goingWell,
    frustration: said.frustration,
    words: [...said.answers.map(({ answer }) => answer), ...goals.map(({ what }) => what)].join('\n'),
  })
  await keepPlanned(context, assigned)
  return done
}

function demandGoals(goals: readonly Goal[], done: readonly string[]): void {
  const strange = done.find((id) => goals.every((goal) => goal.id !== id))
  if (strange === undefined) return
  const message = `\`${strange}\` is no open goal of this customer`
  throw new Refusal('not_found', 'goalsDone', message, 'check_ins.prepare lists the open goals.')
}

type CheckInPayload = { readonly checkIn: string; readonly dueAt: Time }

/** The check-in that a timer was set for; nothing where it was held, moved or called off since. */
async function stillPlanned(
  context: Context,
  payload: Readonly<Record<string, unknown>>,
): Promise<[CheckIn, Assigned] | undefined> {
  const due = payload as CheckInPayload
  const [row, assigned] = await loadWithAssigned(context, due.checkIn)
  if (row.state !== 'planned' || row.dueAt !== due.dueAt) return undefined
  if (assigned.endedAt === null) return [row, assigned]
  await callOff(context, assigned.id)
  return undefined
}

const toldOf = ({ id, dueAt }: CheckIn, { id: assignment, accountId, engineerId }: Assigned) => ({
  checkIn: id,
  assignment,
  account: accountId,
  person: engineerId,
  dueAt,
})

/** Reminds of a check-in, a day before. */
export const checkInDue: TimerHandler = async (context, payload) => {
  const [row, assigned] = (await stillPlanned(context, payload)) ?? []
  if (!row || !assigned) return
  await tell(context, 'check_in.due', toldOf(row, assigned))
  await changeCheckIn(context, row, { remindedAt: context.at })
}

/** A day later nobody has held it: that is seen, and the next one is planned. */
export const checkInMissed: TimerHandler = async (context, payload) => {
  const [row, assigned] = (await stillPlanned(context, payload)) ?? []
  if (!row || !assigned) return
  await changeCheckIn(context, row, { state: 'missed' })
  await tell(context, 'check_in.missed', toldOf(row, assigned))
  await recordAssigned(context, assigned.id, 'check-in-missed', { checkIn: row.id, dueAt: row.dueAt })
  await keepPlanned(context, assigned)
}
