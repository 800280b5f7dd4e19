/** What happens to the programme by itself: an assignment nears its end and ends, is due for review, a place comes free. */

import { liftOverload } from '../people/overload.ts'
import type { TimerHandler } from '../work/jobs.ts'
import { tell } from '../work/outbox.ts'
import { endAssigned, toldOfAssigned } from './assigned.ts'
import { loadAssigned, recordAssigned } from './assignment-party.ts'
import { oneAtATime } from './programme.ts'
import { offerPlaces } from './programme-requests.ts'

type Due = { readonly assignment: string; readonly until: string; readonly reviewAt: string }

/** Says that a temporary assignment ends soon, unless it ended or got another date. */
export const assignmentEndsSoon: TimerHandler = async (context, payload) => {
  const due = payload as Due
  const row = await loadAssigned(context, due.assignment)
  if (row.endedAt !== null || row.untilAt !== due.until) return
  await recordAssigned(context, row.id, 'end-reminded', { until: row.untilAt })
  await tell(context, 'assignment.ends_soon', { ...toldOfAssigned(row), until: row.untilAt })
}

/** Ends a temporary assignment at its date; the next in line is offered the place. */
export const assignmentEnds: TimerHandler = async (context, payload) => {
  const due = payload as Due
  await oneAtATime(context)
  const row = await loadAssigned(context, due.assignment)
  if (row.endedAt !== null || row.untilAt !== due.until) return
  await endAssigned(context, row, 'It was temporary, and its time is over.')
  await offerPlaces(context)
}

/** Says that an assignment should be looked at anew. */
export const assignmentReview: TimerHandler = async (context, payload) => {
  const due = payload as Due
  const row = await loadAssigned(context, due.assignment)
  if (row.endedAt !== null || row.reviewAt !== due.reviewAt) return
  await recordAssigned(context, row.id, 'review-due', { reviewAt: row.reviewAt })
  await tell(context, 'assignment.review_due', { ...toldOfAssigned(row), reviewAt: row.reviewAt })
}

/** Looks whether there is room for who waits. */
export const placesOffered: TimerHandler = async (context) => {
  await oneAtATime(context)
  await offerPlaces(context)
}

/** Lifts an overload on the day that was said, unless it was lifted or said anew. */
export const overloadEnds: TimerHandler = async (context, payload) => {
  const { person, until } = payload as { readonly person: string; readonly until: string }
  await liftOverload(context, person, until)
}
