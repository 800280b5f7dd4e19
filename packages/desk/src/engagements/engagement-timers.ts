/** What happens to an engagement by itself: its time-box runs out, and later its summary is missed. */

import type { TimerHandler } from '../work/jobs.ts'
import { tell } from '../work/outbox.ts'
import { endEngagement, loadEngagement, recordChange, remindOfSummary, toldOf } from './engagements.ts'

type EngagementPayload = { readonly engagement: string; readonly endsAt: string }

/** Ends an engagement, unless it ended before or was extended since the timer was set. */
export const timeBoxEnds: TimerHandler = async (context, payload) => {
  const due = payload as EngagementPayload
  const row = await loadEngagement(context, due.engagement)
  if (row.state !== 'open' || row.endsAt !== due.endsAt) return
  const ended = await endEngagement(context, row, { state: 'ended', endedAt: row.endsAt })
  await remindOfSummary(context, ended)
  await recordChange(context, ended, 'ended', { summaryDueAt: ended.summaryDueAt })
}

/** Says that a summary is due, unless it was given. */
export const summaryDue: TimerHandler = async (context, payload) => {
  const row = await loadEngagement(context, (payload as EngagementPayload).engagement)
  if (row.state !== 'ended') return
  await recordChange(context, row, 'summary-due', { summaryDueAt: row.summaryDueAt })
  await tell(context, 'engagement.summary_due', { ...toldOf(row), summaryDueAt: row.summaryDueAt })
}
