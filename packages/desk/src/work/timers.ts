/** What happens at a time: one handler for each kind of timer. The worker calls it in the transaction that ends the timer. */

import { acceptanceDue, retryAssignment, wakeSnoozed } from '../cases/case-timers.ts'
import { summaryDue, timeBoxEnds } from '../engagements/engagement-timers.ts'
import {
  assignmentEnds,
  assignmentEndsSoon,
  assignmentReview,
  overloadEnds,
  placesOffered,
} from '../programme/assigned-timers.ts'
import { checkInDue, checkInMissed } from '../programme/check-ins.ts'
import { chainReminder } from '../programme/document-chain.ts'
import { programmeDay } from '../programme/programme-timers.ts'
import { promiseOverdue } from '../programme/promises.ts'
import type { TimerHandler } from './jobs.ts'

/** By the kind that the job was enqueued with. */
export const timerHandlers: Readonly<Record<string, TimerHandler>> = {
  'acceptance-due': acceptanceDue,
  'wake-snoozed': wakeSnoozed,
  'retry-assignment': retryAssignment,
  'time-box-ends': timeBoxEnds,
  'summary-due': summaryDue,
  'assignment-ends-soon': assignmentEndsSoon,
  'assignment-ends': assignmentEnds,
  'assignment-review': assignmentReview,
  'offer-places': placesOffered,
  'overload-ends': overloadEnds,
  'check-in-due': checkInDue,
  'check-in-missed': checkInMissed,
  'chain-reminder': chainReminder,
  'promise-overdue': promiseOverdue,
  'programme-day': programmeDay,
}
