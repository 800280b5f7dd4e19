/**
 * A customer goes from one engineer to another (A16), asked for at any time and for any reason, which is nobody's
 * business but theirs and leadership's: it enters no figure. History, documents and the rhythm of check-ins stay;
 * open cases and promises go along.
 */
import { Refusal } from '@rightdesk/engine'
import type { Selectable } from 'kysely'
import { record } from '../cases/case-log.ts'
import { findAssignee } from '../cases/case-routing.ts'
import { type Case, changeCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { isOpenCase, openWaiting } from '../people/assignment.ts'
import { findColleague } from '../people/roster.ts'
import { toJson } from '../store/json.ts'
import type { PersonRow, Tables } from '../store/tables.ts'
import { held, heldToWrite } from '../store/transaction.ts'
import { tell } from '../work/outbox.ts'
import { changeCarers } from './assigned.ts'
import {
  type Assigned,
  changeAssigned,
  demandRunning,
  handedOver,
  loadAssigned,
  recordAssigned,
} from './assignment-party.ts'
import { kindNamed, programmeIn } from './programme.ts'
import { openPromises, passPromise } from './promises.ts'
import { readinessOf, supportEngineers, whyNot } from './transition-readiness.ts'

export const transitionStates = ['asked', 'handed-over', 'withdrawn'] as const

export type Transition = Selectable<Tables['transitions']>

/** Throws `not_found` where there is none. Inside a writing operation the row is held until its end. */
export async function loadTransition(context: Context, id: string): Promise<Transition> {
  const query = context.db.selectFrom('transitions').selectAll().where('id', '=', id)
  const row = await heldToWrite(context, query).executeTakeFirst()
  if (row) return row
  throw new Refusal(
    'not_found',
    'transition',
    `there is no transition \`${id}\``,
    'transitions.list has them.',
  )
}

/** Throws `conflict` for a transition that is settled. */
export function demandAsked({ id, state }: Transition): void {
  if (state === 'asked') return
  throw new Refusal('conflict', 'transition', `transition \`${id}\` is \`${state}\``, 'Ask for a new one.')
}

/** Changes the row and returns it as it then is. */
export async function changeTransition(
  { db }: Context,
  row: Transition,
  change: Partial<Omit<Transition, 'id' | 'version'>>,
): Promise<Transition> {
  const changed = { ...change, version: row.version + 1 }
  await db.updateTable('transitions').set(changed).where('id', '=', row.id).execute()
  return { ...row, ...changed }
}

export type HandOver = {
  readonly successor: string
  /** Who stands in from now on; absent: who did before. */
  readonly backup?: string | undefined
  readonly note: string
  /** What is still to be done, where the hand-over is not ready. */
  readonly openPoints?: string | undefined
}

/**
 * Hands the customer over: the assignment, its open cases, promises and check-ins together. Call `oneAtATime` before
 * the transition is read.
 */
export async function handOver(
  context: Context,
  transition: Transition,
  asked: HandOver,
): Promise<Transition> {
  demandAsked(transition)
  const { id } = transition
  const before = await loadAssigned(context, transition.assignmentId)
  demandRunning(before)
  const successor = await successorNamed(context, before, asked.successor)
  const ready = await readinessOf(context, before)
  demandReady(ready, asked.openPoints)
  const cases = await openCasesWith(context, before)
  const carers = { engineerId: successor.id, backupId: await backupAfter(context, before, asked.backup) }
  const changed = await changeCarers(context, before, carers, 'The customer was handed over.')
  const after = await changeAssigned(context, changed, { toldAt: null, toldBy: null })
  await recordAssigned(context, after.id, handedOver, {
    from: before.engineerId,
    to: successor.id,
    transition: id,
    note: asked.note,
    openPoints: asked.openPoints ?? null,
  })
  await handOverPromises(context, before, successor)
  await handOverCases(context, cases, before, successor)
  await tell(context, 'transition.handed_over', {
    transition: id,
    assignment: after.id,
    account: after.accountId,
    from: before.engineerId,
    engineer: successor.id,
    backup: after.backupId,
  })
  return changeTransition(context, transition, {
    state: 'handed-over',
    successorId: successor.id,
    note: asked.note,
    readiness: toJson(ready),
    settledAt: context.at,
  })
}

/** Throws unless this is somebody else of the programme's teams who has room. */
export async function successorNamed(context: Context, before: Assigned, name: string): Promise<PersonRow> {
  const person = await findColleague(context, name)
  const refuse = (said: string): never => {
    const help = 'transitions.show lists who could take over, and why.'
    throw new Refusal('precondition_failed', 'successor', `\`${person.name}\` ${said}`, help)
  }
  if (person.id === before.engineerId) refuse('has this customer already')
  const engineer = (await supportEngineers(context)).find(({ id }) => id === person.id)
  if (!engineer) return refuse('is in no team that takes cases of assigned customers')
  const against = whyNot(engineer)
  if (against) refuse(`${against}, and nobody takes over above their usual load`)
  return person
}

/** Who stands in for the new engineer: who is named, or who did before where the kind has a backup at all (A8). */
async function backupAfter(
  context: Context,
  { backupId, kind }: Assigned,
  wanted: string | undefined,
): Promise<string | null> {
  if (wanted !== undefined) return (await findColleague(context, wanted)).id
  return kindNamed(programmeIn(context), kind).backup === 'none' ? null : backupId
}

/** Throws `precondition_failed` where something is open and nothing says what becomes of it. */
function demandReady(ready: Awaited<ReturnType<typeof readinessOf>>, openPoints: string | undefined): void {
  if (ready.ready || openPoints !== undefined) return
  const open = ready.items.filter((one) => !one.ready).map(({ said }) => said)
  throw new Refusal(
    'precondition_failed',
    'openPoints',
    `the hand-over is not ready: ${open.join(' ')}`,
    'Put it in order first, or say in `openPoints` who does what until when.',
  )
}

async function handOverPromises(context: Context, before: Assigned, successor: PersonRow): Promise<void> {
  for (const one of await openPromises(context, before.accountId, before.engineerId)) {
    await passPromise(context, one, successor.id, `Handed over to ${successor.name}.`)
  }
}

/** The customer's open cases that its engineer has; held, in a fixed order. */
async function openCasesWith({ db, store }: Context, before: Assigned): Promise<Case[]> {
  const query = db
    .selectFrom('cases')
    .selectAll()
    .where('accountId', '=', before.accountId)
    .where('assigneeId', '=', before.engineerId)
    .where(isOpenCase)
    .orderBy('id')
  return (await held(query, store.kind).execute()) as Case[]
}

/** Gives the successor the cases there is room for; for the others somebody is found as for any case (A15). */
async function handOverCases(
  context: Context,
  cases: readonly Case[],
  { engineerId }: Assigned,
  { id: to, name }: PersonRow,
): Promise<void> {
  const successor = (await supportEngineers(context)).find(({ id }) => id === to)
  let places = successor ? successor.loadMax - successor.load : 0
  for (const row of cases) {
    if (places-- <= 0) {
      await findAssignee(context, row, { assigneeId: null })
      continue
    }
    const reason = `The customer was handed over to ${name}.`
    await record(context, row.id, 'assigned', { to, from: engineerId, reason })
    await tell(context, 'case.assigned', { case: row.id, number: row.number, person: to })
    await changeCase(context, row, { assigneeId: to })
  }
  if (cases.length > 0) await openWaiting(context, { personId: engineerId }, cases.length)
}
