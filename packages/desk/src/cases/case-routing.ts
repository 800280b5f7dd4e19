/**
 * Putting a case on a team's desk: where a decision sends it, the clock on acceptance, who takes it, and the guard
 * against being sent round in circles. Who is free is `assignment.ts`'s to say.
 */
import type { Decision, Policy } from '@rightdesk/engine'
import type { Context } from '../context.ts'
import { marksOfRouting } from '../insights/case-marks.ts'
import { assignCase, openWaiting, teamsOfPerson } from '../people/assignment.ts'
import { addWorkingMinutes } from '../people/hours.ts'
import { calendarOf, holdTeams, teamRow } from '../people/team-settings.ts'
import { assignedFor, attachContext, firstOf } from '../programme/assigned-routing.ts'
import { addRow } from '../store/pending.ts'
import type { Time } from '../store/tables.ts'
import { enqueue } from '../work/jobs.ts'
import { tell } from '../work/outbox.ts'
import { record } from './case-log.ts'
import { decisionOf } from './case-shown.ts'
import { type CaseState, isOpenState, isUnsettled, isUntaken } from './case-states.ts'
import { type Case, changeCase } from './cases.ts'

/** A case that changed teams this often goes to the triage lead instead of to a third team. */
const bouncesMax = 2

/** Who holds what cannot be settled, by the policy's fall-back (X4). */
function fallbackTeam({ compiled }: Policy, decision: Decision): string {
  const { fact, by, otherwise } = compiled.fallback
  return by[String(decision.facts[fact]?.value)]?.team ?? otherwise.team
}

/** The team whose lead sorts out what the policy and the teams could not. */
const triageTeam = ({ compiled }: Policy): string => compiled.fallback.otherwise.team

export type Destination = { readonly team: string; readonly state: CaseState }

/** Where a decision sends a case: its owner, or who holds it until it can be told. */
export function destinationOf(policy: Policy, decision: Decision): Destination {
  const team = decision.owner.team ?? fallbackTeam(policy, decision)
  if (decision.status === 'needs-info') return { team, state: 'needs-info' }
  const settled = decision.status === 'decided' && decision.owner.team !== null
  return { team, state: settled ? 'routed' : 'new' }
}

type Moved = {
  readonly reason: string
  readonly decisionId?: string
  readonly bounces?: number
  readonly triageSince?: Time
}

/** Puts a case on a team's desk: its clock starts and somebody is found for it. */
export async function routeTo(
  context: Context,
  row: Case,
  { team, state }: Destination,
  { reason, ...also }: Moved,
): Promise<Case> {
  const { db, at } = context
  // Order matters: whoever has it gets a place free, so their teams are held with this one, in the order of all.
  if (row.assigneeId !== null && isOpenState(row.state)) {
    await holdTeams(context, [team, ...(await teamsOfPerson(context, row.assigneeId))])
  }
  const settings = await teamRow(context, team)
  const acceptBy = addWorkingMinutes(calendarOf(settings), at, settings.acceptMinutes)
  await addRow(db, 'caseTeams', { caseId: row.id, team, since: at })
  await record(context, row.id, 'routed', { from: row.ownerTeam, to: team, reason })
  if (acceptBy) {
    await enqueue(context, {
      queue: 'timer',
      kind: 'acceptance-due',
      key: `accept:${row.id}:${acceptBy}`,
      payload: { case: row.id, acceptBy },
      runAt: acceptBy,
    })
  }
  const marks = marksOfRouting(row, team)
  const onDesk = {
    ownerTeam: team,
    state,
    acceptBy,
    overdueSince: null,
    triageSince: null,
    snoozedUntil: null,
    waitingSince: null,
    assigneeId: null,
    ...marks,
  }
  return findAssignee(context, row, { ...onDesk, ...also })
}

/**
 * Gives a case to the customer's own engineer or to whom round-robin says; where nobody is free says why, raises the
 * alarm, and tries again later.
 */
export async function findAssignee(
  context: Context,
  before: Case,
  change: Parameters<typeof changeCase>[2] = {},
): Promise<Case> {
  const row = { ...before, ...change } as Case
  const { id, number, ownerTeam: team } = row
  const from = before.assigneeId
  const assigned = await assignedFor(context, row)
  const leads = await firstInTurn(context, row)
  const isLead = (id: string): boolean => leads.some(({ personId }) => personId === id)
  const own = assigned ? firstOf(assigned).filter(({ personId }) => !isLead(personId)) : []
  const found = await assignCase(context, { caseId: id, team: team!, first: [...leads, ...own] })
  if (found.kind === 'assigned') {
    await record(context, id, 'assigned', { to: found.personId, from, reason: found.reason })
    if (assigned) await attachContext(context, row, assigned, found.personId)
    await tell(context, 'case.assigned', { case: id, number, person: found.personId })
    return changeCase(context, before, { ...change, assigneeId: found.personId, waitingSince: null })
  }
  if (found.retryAt) {
    await enqueue(context, {
      queue: 'timer',
      kind: 'retry-assignment',
      key: `assign:${id}:${found.retryAt}`,
      payload: { case: id },
      runAt: found.retryAt,
    })
  }
  // Trying again without success is no news.
  if (row.waitingSince !== null) return row
  await record(context, id, 'nobody-free', { from, reason: found.reason, retryAt: found.retryAt })
  await tell(context, 'case.nobody_free', { case: id, number, team })
  return changeCase(context, before, { ...change, waitingSince: context.at })
}

/** Who is asked before the turn goes round: the leads of the team, for a case that they have to sort out. */
async function firstInTurn({ db }: Context, row: Case): Promise<{ personId: string; as: string }[]> {
  if (row.triageSince === null) return []
  const leads = await db
    .selectFrom('memberships')
    .select('personId')
    .where('teamId', '=', row.ownerTeam)
    .where('isLead', '=', 1)
    .orderBy('lastAssignedAt')
    .orderBy('personId')
    .execute()
  return leads.map(({ personId }) => ({ personId, as: 'triage lead' }))
}

/** A place came free with whoever had a case before: the cases that wait for them are tried again. */
export async function freePlace(context: Context, before: Case, after: Case): Promise<Case> {
  const { assigneeId } = before
  const keeps = after.assigneeId === assigneeId && after.snoozedUntil === null && isOpenState(after.state)
  if (assigneeId !== null && !keeps) await openWaiting(context, { personId: assigneeId })
  return after
}

/**
 * A case follows what is decided of it anew. Where that names no other team than before, it stays on its desk, also on one
 * that a lead chose, with who has it and how long it has waited; what the triage lead has stays with them; what a team
 * only held until its owner was known moves without a bounce.
 */
export async function followDecision(
  context: Context,
  before: Case,
  decided: Case,
  decision: Decision,
  reason: string,
): Promise<Case> {
  if (before.triageSince !== null) return decided
  const { policy } = context.answering
  const destination = destinationOf(policy, decision)
  const was = destinationOf(policy, await decisionOf(context, before))
  if (destination.team === before.ownerTeam || destination.team === was.team) {
    return isUntaken(before.state) ? changeCase(context, decided, { state: destination.state }) : decided
  }
  const moved = isUnsettled(before.state)
    ? await routeTo(context, decided, destination, { reason })
    : await moveOn(context, decided, decision, reason)
  return freePlace(context, before, moved)
}

/** Moves a case on to where a new decision sends it, or to the triage lead once it has been sent around enough. */
export async function moveOn(context: Context, row: Case, decision: Decision, reason: string): Promise<Case> {
  const destination = destinationOf(context.answering.policy, decision)
  const bounces = row.bounces + 1
  if (destination.team === row.ownerTeam) {
    return sendToTriage(context, row, bounces, `${reason} The policy still says ${destination.team}.`)
  }
  if (bounces >= bouncesMax) {
    return sendToTriage(context, row, bounces, `${reason} It would go to ${destination.team}, one more team.`)
  }
  return routeTo(context, row, destination, { reason, bounces })
}

/** Gives a case to the lead of the triage team, who decides where it stays. */
async function sendToTriage(context: Context, row: Case, bounces: number, reason: string): Promise<Case> {
  const team = triageTeam(context.answering.policy)
  await record(context, row.id, 'sent-to-triage', { from: row.ownerTeam, team, reason })
  return routeTo(context, row, { team, state: 'new' }, { reason, bounces, triageSince: context.at })
}

/** Back to work: to who had it and is there to go on, or to the desk of the team that had it. */
export async function reopen(context: Context, row: Case, reason: string): Promise<Case> {
  await record(context, row.id, 'reopened', { reason })
  await tell(context, 'case.updated', { case: row.id, number: row.number, what: 'reopened' })
  const again = { resolvedAt: null, closedAt: null }
  if (await isThere(context, row.assigneeId)) return changeCase(context, row, { ...again, state: 'accepted' })
  const reopened = await changeCase(context, row, again)
  return routeTo(context, reopened, { team: row.ownerTeam!, state: 'routed' }, { reason })
}

/** Whether somebody has neither left nor is on leave: else a case would wait for them unseen. */
async function isThere({ db, at }: Context, personId: string | null): Promise<boolean> {
  if (personId === null) return false
  const away = db.selectFrom('leave').select('personId').where('startsAt', '<=', at).where('endsAt', '>', at)
  const query = db
    .selectFrom('people')
    .select('id')
    .where('id', '=', personId)
    .where('leftAt', 'is', null)
    .where('id', 'not in', away)
  return (await query.executeTakeFirst()) !== undefined
}
