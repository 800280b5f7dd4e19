/**
 * Assignments of support engineers to customers: starting, changing, converting and ending one. Who works for a customer
 * and what follows from that is in `assignment-party.ts`. Whether there is room and who decides is the requests' business (`programme-requests.ts`); what happens by itself is
 * in `assigned-timers.ts`; which case goes to whom in `assigned-routing.ts`.
 */
import { Refusal } from '@rightdesk/engine'
import type { Context } from '../context.ts'
import { daysAfter } from '../engagements/engagements.ts'
import { fromJson, toJson } from '../store/json.ts'
import type { PersonRow, Time } from '../store/tables.ts'
import { held } from '../store/transaction.ts'
import { cancel, enqueue } from '../work/jobs.ts'
import { tell } from '../work/outbox.ts'
import { retryWaitingOf } from './assigned-routing.ts'
import { type Assigned, changeAssigned, demandRunning, recordAssigned } from './assignment-party.ts'
import { keepPlanned, planAnew } from './check-ins.ts'
import { kindNamed, type ProgrammeKind, programmeIn } from './programme.ts'

export const assignmentStates = ['active', 'ended'] as const

/** What others are told of an assignment: ids, no words. */
export const toldOfAssigned = ({ id, accountId, kind, engineerId, backupId }: Assigned) => ({
  assignment: id,
  account: accountId,
  kind,
  engineer: engineerId,
  backup: backupId,
})

/** Who takes care of a customer. */
export type Carers = { readonly engineerId: string; readonly backupId: string | null }

/**
 * Throws unless these two may take care of a customer of this kind: both are here and take such cases, they are two
 * people, and there is a backup exactly where the kind wants one (A8).
 */
async function demandCarers(context: Context, carers: Carers, kind: ProgrammeKind): Promise<void> {
  const { engineerId, backupId } = carers
  if (kind.backup === 'none' && backupId !== null) {
    const message = 'a customer before the sale has no backup'
    throw new Refusal('precondition_failed', 'backup', message, 'Leave `backup` out.')
  }
  if (kind.backup === 'required' && backupId === null) {
    const message = 'a customer after the sale needs a backup'
    throw new Refusal('precondition_failed', 'backup', message, 'Name another engineer as `backup`.')
  }
  if (engineerId === backupId) {
    const message = 'engineer and backup are the same person'
    throw new Refusal('invalid', 'backup', message, 'Name somebody else as `backup`.')
  }
  await demandEngineer(context, engineerId, 'engineer')
  if (backupId !== null) await demandEngineer(context, backupId, 'backup')
}

/** Somebody who is here and in one of the teams whose cases go to assigned engineers; held until the transaction ends. */
async function demandEngineer(context: Context, id: string, at: string): Promise<PersonRow> {
  const { takes } = programmeIn(context)
  const { db, store } = context
  const query = db.selectFrom('people').selectAll().where('id', '=', id).where('kind', '=', 'person')
  const row = await held(query, store.kind).executeTakeFirst()
  if (!row) throw new Refusal('not_found', at, `there is nobody \`${id}\``, 'people.list has the ids.')
  if (row.leftAt !== null) {
    throw new Refusal('conflict', at, `\`${row.name}\` has left`, 'Choose somebody who is here.')
  }
  const member = await db
    .selectFrom('memberships')
    .select('teamId')
    .where('personId', '=', id)
    .where('teamId', 'in', takes)
    .limit(1)
    .executeTakeFirst()
  if (member) return row
  const message = `\`${row.name}\` takes no such cases`
  throw new Refusal('precondition_failed', at, message, `Choose a member of ${takes.join(' or ')}.`)
}

export type NewAssigned = Carers & {
  readonly accountId: string
  readonly requestId: string | null
  readonly kind: string
  readonly untilAt: Time | null
  readonly customerEngineerId: string | null
  readonly note: string | null
}

/** Starts an assignment with the timers that look after it. The cap was seen to before. */
export async function startAssigned(context: Context, made: NewAssigned): Promise<Assigned> {
  const programme = programmeIn(context)
  await demandCarers(context, made, kindNamed(programme, made.kind))
  const row = await context.db
    .insertInto('assignments')
    .values({
      ...made,
      id: context.newId('assignment'),
      state: 'active',
      reviewAt: daysAfter(context.at, programme.reviewAfterDays),
      toldAt: null,
      toldBy: null,
      environment: toJson(null),
      origin: context.origin,
      version: 1,
      startedAt: context.at,
      endedAt: null,
      endReason: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await setTimers(context, row)
  const { engineerId: engineer, backupId: backup, kind, untilAt: until } = row
  await recordAssigned(context, row.id, 'started', { kind, engineer, backup, until })
  await keepPlanned(context, row)
  await retryWaitingOf(context, row.accountId)
  await tell(context, 'assignment.started', toldOfAssigned(row))
  return row
}

const timerKeys = ({ id, untilAt, reviewAt }: Assigned) => ({
  ends: `assignment-ends:${id}:${untilAt}`,
  soon: `assignment-ends-soon:${id}:${untilAt}`,
  review: `assignment-review:${id}:${reviewAt}`,
})

/** Sets what happens by itself; what was set for other dates finds them changed and does nothing. */
async function setTimers(context: Context, row: Assigned): Promise<void> {
  const keys = timerKeys(row)
  const set = (kind: string, key: string, runAt: Time, payload: object): Promise<string> =>
    enqueue(context, { queue: 'timer', kind, key, payload: { assignment: row.id, ...payload }, runAt })
  await set('assignment-review', keys.review, row.reviewAt, { reviewAt: row.reviewAt })
  if (row.untilAt === null) return
  const soon = daysAfter(row.untilAt, -programmeIn(context).remindBeforeDays)
  await set('assignment-ends-soon', keys.soon, soon, { until: row.untilAt })
  await set('assignment-ends', keys.ends, row.untilAt, { until: row.untilAt })
}

async function dropTimers(context: Context, row: Assigned): Promise<void> {
  for (const key of Object.values(timerKeys(row))) await cancel(context, key)
}

/**
 * Names another engineer or backup, with the reason on the history. Held and checked here; who may ask for it, and what
 * becomes of open cases, is the caller's business.
 */
export async function changeCarers(
  context: Context,
  row: Assigned,
  change: Partial<Carers>,
  reason: string,
): Promise<Assigned> {
  demandRunning(row)
  const carers: Carers = { engineerId: row.engineerId, backupId: row.backupId, ...change }
  await demandCarers(context, carers, kindNamed(programmeIn(context), row.kind))
  const changed = await changeAssigned(context, row, carers)
  if (changed.engineerId !== row.engineerId) await planAnew(context, changed)
  await recordAssigned(context, row.id, 'people-changed', {
    from: { engineer: row.engineerId, backup: row.backupId },
    to: { engineer: changed.engineerId, backup: changed.backupId },
    reason,
  })
  await retryWaitingOf(context, row.accountId)
  await tell(context, 'assignment.changed', toldOfAssigned(changed))
  return changed
}

/** Looked at anew and found right: the next review comes after as many days again. */
export async function reviewAssigned(context: Context, row: Assigned, note: string): Promise<Assigned> {
  demandRunning(row)
  await cancel(context, timerKeys(row).review)
  const reviewAt = daysAfter(context.at, programmeIn(context).reviewAfterDays)
  const changed = await changeAssigned(context, row, { reviewAt })
  await setTimers(context, changed)
  await recordAssigned(context, row.id, 'reviewed', { note, reviewAt })
  return changed
}

/** After the signature: another kind, a backup where it wants one, and from now on the customer may be told (A20). */
export async function convertAssigned(
  context: Context,
  row: Assigned,
  to: { readonly kind: string; readonly backupId: string | null; readonly untilAt: Time | null },
): Promise<Assigned> {
  demandRunning(row)
  const carers = { engineerId: row.engineerId, backupId: to.backupId }
  await demandCarers(context, carers, kindNamed(programmeIn(context), to.kind))
  await dropTimers(context, row)
  const changed = await changeAssigned(context, row, {
    kind: to.kind,
    backupId: to.backupId,
    untilAt: to.untilAt,
    reviewAt: daysAfter(context.at, programmeIn(context).reviewAfterDays),
    toldAt: null,
    toldBy: null,
  })
  await setTimers(context, changed)
  await retryWaitingOf(context, row.accountId)
  await recordAssigned(context, row.id, 'converted', { from: row.kind, to: to.kind, backup: to.backupId })
  await tell(context, 'assignment.converted', toldOfAssigned(changed))
  return changed
}

/** Ends an assignment; the place is free from then on, and whoever calls this offers it. */
export async function endAssigned(context: Context, row: Assigned, reason: string): Promise<Assigned> {
  demandRunning(row)
  await dropTimers(context, row)
  const ended = await changeAssigned(context, row, { state: 'ended', endedAt: context.at, endReason: reason })
  await keepPlanned(context, ended)
  await recordAssigned(context, row.id, 'ended', { reason })
  await tell(context, 'assignment.ended', toldOfAssigned(ended))
  return ended
}

/** A copy of the customer's environment that the engineer keeps (A10). */
export type Environment = {
  readonly where: string
  readonly about: string | null
  readonly by: string
  readonly at: Time
}

export const environmentOf = ({ environment }: Assigned): Environment | null => fromJson(environment)

/** Customers whose engineer or backup somebody is: they must not be left without. */
export async function customersOf(
  { db }: Pick<Context, 'db'>,
  personId: string,
): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('assignments')
    .innerJoin('accounts', 'accounts.id', 'assignments.accountId')
    .select(['accounts.id', 'accounts.name'])
    .where('endedAt', 'is', null)
    .where((where) => where.or([where('engineerId', '=', personId), where('backupId', '=', personId)]))
    .orderBy('accounts.name')
    .execute()
}
