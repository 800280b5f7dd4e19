/**
 * Work that looks like Professional Services goes to leadership before anybody says yes (A14). By the topics of the
 * policy a case of an assigned customer opens such a check itself; anybody may open one by hand. While it is open, a
 * reply to the customer on that case must be marked as one that takes nothing on: then a talk can go on, and no yes slips out.
 */
import { type Decision, Refusal } from '@rightdesk/engine'
import type { Selectable, Updateable } from 'kysely'
import { record } from '../cases/case-log.ts'
import type { Case } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import type { Tables } from '../store/tables.ts'
import { heldToWrite } from '../store/transaction.ts'
import { tell } from '../work/outbox.ts'
import { runningFor } from './assignment-party.ts'

/** `lapsed`: the case turned out to be about something else. */
export const leadershipCheckStates = ['open', 'yes', 'no', 'lapsed'] as const
export type LeadershipCheckState = (typeof leadershipCheckStates)[number]

export type LeadershipCheck = Selectable<Tables['leadershipChecks']>

type Asked = {
  readonly accountId: string
  readonly caseId: string | null
  /** The topic that looks like such work; null where somebody asks by hand. */
  readonly topic: string | null
  readonly what: string
}

/** Throws `not_found` where there is none. Inside a writing operation the row is held until its end. */
export async function loadLeadershipCheck(context: Context, id: string): Promise<LeadershipCheck> {
  const query = context.db.selectFrom('leadershipChecks').selectAll().where('id', '=', id)
  const row = await heldToWrite(context, query).executeTakeFirst()
  if (row) return row
  const help = 'leadership_checks.list has them.'
  throw new Refusal('not_found', 'check', `there is no leadership check-in \`${id}\``, help)
}

/** The check that waits for leadership's word on a case. */
export const openCheckOf = (
  { db }: Pick<Context, 'db'>,
  caseId: string,
): Promise<LeadershipCheck | undefined> =>
  db
    .selectFrom('leadershipChecks')
    .selectAll()
    .where('caseId', '=', caseId)
    .where('state', '=', 'open')
    .executeTakeFirst()

/** Opens a check; the case, where there is one, says so. */
export async function openCheck(context: Context, asked: Asked): Promise<LeadershipCheck> {
  const { db, newId, at, actor } = context
  const { accountId, caseId, what } = asked
  const row: LeadershipCheck = {
    id: newId('leadershipcheck'),
    ...asked,
    askedBy: actor.id,
    state: 'open',
    decidedBy: null,
    reason: null,
    version: 1,
    openedAt: at,
    decidedAt: null,
  }
  await db.insertInto('leadershipChecks').values(row).execute()
  if (caseId !== null) await record(context, caseId, 'leadership-check-opened', { check: row.id, what })
  await tell(context, 'leadership_check.opened', { check: row.id, account: accountId, case: caseId })
  return row
}

/** Ends a check with leadership's word, or because nothing is left to be said. */
export async function settleCheck(
  context: Context,
  row: LeadershipCheck,
  change: Omit<Updateable<Tables['leadershipChecks']>, 'version'> & { readonly state: LeadershipCheckState },
): Promise<LeadershipCheck> {
  const changed = { ...change, decidedAt: context.at, version: row.version + 1 }
  await context.db.updateTable('leadershipChecks').set(changed).where('id', '=', row.id).execute()
  const { state, reason = null } = change
  if (row.caseId !== null) {
    await record(context, row.caseId, 'leadership-check-settled', { check: row.id, state, reason })
  }
  await tell(context, 'leadership_check.decided', {
    check: row.id,
    account: row.accountId,
    case: row.caseId,
    state,
  })
  return { ...row, ...changed } as LeadershipCheck
}

/** Opens or ends the check of a case by what its decision says it is about; once settled, it stays so. */
export async function checkWithLeadership(context: Context, row: Case, { topic }: Decision): Promise<void> {
  const { programme } = context.answering.policy.compiled
  if (!programme || row.accountId === null) return
  const about = topic.answeredAs ?? topic.id
  const looksLike = about !== null && programme.looksLikeServices.includes(about)
  const before = await context.db
    .selectFrom('leadershipChecks')
    .selectAll()
    .where('caseId', '=', row.id)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  if (before?.state === 'open' && before.topic !== null && !looksLike) {
    const reason = 'The case is not about such work after all.'
    await settleCheck(context, before, { state: 'lapsed', decidedBy: context.actor.id, reason })
  }
  if (!looksLike || (before && before.state !== 'lapsed')) return
  if (!(await runningFor(context, row.accountId))) return
  await openCheck(context, { accountId: row.accountId, caseId: row.id, topic: about, what: row.subject })
}

/** Throws `precondition_failed` for a reply that could be a yes while leadership has not said one. */
export async function demandLeadershipsWord(
  context: Context,
  caseId: string,
  takesNothingOn: boolean,
): Promise<void> {
  if (takesNothingOn) return
  const open = await openCheckOf(context, caseId)
  if (!open) return
  throw new Refusal(
    'precondition_failed',
    'takesNothingOn',
    `leadership has not said yet whether this work is taken on: \`${open.id}\` is open`,
    'Wait for leadership_checks.decide, or give `takesNothingOn` as true for a reply that says neither yes nor when.',
  )
}
