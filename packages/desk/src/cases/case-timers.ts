/** What happens to a case by itself: nobody accepted it in time, it wakes, somebody may be free for it now. */

import { openWaiting } from '../people/assignment.ts'
import type { TimerHandler } from '../work/jobs.ts'
import { tell } from '../work/outbox.ts'
import { record } from './case-log.ts'
import { findAssignee } from './case-routing.ts'
import { isOpenState, isUntaken } from './case-states.ts'
import { changeCase, loadCase } from './cases.ts'

type CasePayload = { readonly case: string; readonly acceptBy: string; readonly until: string }

/** Says that a case waits too long. What was set for an earlier desk or an accepted case is past. */
export const acceptanceDue: TimerHandler = async (context, payload) => {
  const due = payload as CasePayload
  const row = await loadCase(context, due.case)
  if (!isUntaken(row.state) || row.acceptBy !== due.acceptBy) return
  await record(context, row.id, 'acceptance-overdue', { team: row.ownerTeam, acceptBy: due.acceptBy })
  const { id, number, ownerTeam: team, assigneeId: person } = row
  await tell(context, 'case.acceptance_overdue', { case: id, number, team, person })
  await changeCase(context, row, { overdueSince: context.at })
}

/** Wakes a case, unless it was woken or snoozed anew. */
export const wakeSnoozed: TimerHandler = async (context, payload) => {
  const due = payload as CasePayload
  const row = await loadCase(context, due.case)
  if (row.snoozedUntil !== due.until) return
  await record(context, row.id, 'woken')
  await tell(context, 'case.updated', { case: row.id, number: row.number, what: 'woken' })
  await changeCase(context, row, { snoozedUntil: null })
}

/**
 * Tries once more to find somebody, for a case that still waits. Where somebody is found there may be room for more: a
 * place that came free while nobody was at work was offered to the oldest cases alone.
 */
export const retryAssignment: TimerHandler = async (context, payload) => {
  const row = await loadCase(context, (payload as CasePayload).case)
  if (row.waitingSince === null || !isOpenState(row.state)) return
  const { assigneeId, ownerTeam } = await findAssignee(context, row)
  if (assigneeId !== null && ownerTeam !== null) await openWaiting(context, ownerTeam)
}
