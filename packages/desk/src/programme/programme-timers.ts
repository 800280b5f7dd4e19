/**
 * What the programme does once a day, whatever else happened or failed to: every running assignment has its next
 * check-in, everybody's load is noted, rotations are suggested. Days are those of UTC; a day that passed without a
 * worker is not made up for.
 */

import type { Context } from '../context.ts'
import type { TimerHandler } from '../work/jobs.ts'
import { enqueue } from '../work/jobs.ts'
import { loadAssigned } from './assignment-party.ts'
import { callOff, keepPlanned } from './check-ins.ts'
import { sampleLoad, suggestRotations } from './fairness.ts'

/** Has the day's round done, once for all processes; nothing where nobody is assigned to anybody. */
export async function beginProgrammeDay(context: Context): Promise<void> {
  if (!context.answering.policy.compiled.programme) return
  const any = await context.db
    .selectFrom('assignments')
    .select('id')
    .where('endedAt', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (!any) return
  const day = context.at.slice(0, 10)
  await enqueue(context, {
    queue: 'timer',
    kind: 'programme-day',
    key: `programme-day:${day}`,
    payload: { day },
  })
}

/** The day's round. */
export const programmeDay: TimerHandler = async (context, payload) => {
  if (!context.answering.policy.compiled.programme) return
  const { db } = context
  const running = await db
    .selectFrom('assignments')
    .selectAll()
    .where('endedAt', 'is', null)
    .orderBy('id')
    .execute()
  await sampleLoad(context, (payload as { readonly day: string }).day)
  await suggestRotations(context, running)
  for (const { id } of running) await keepPlanned(context, await loadAssigned(context, id))
  for (const assignmentId of await plannedOfEnded(context)) await callOff(context, assignmentId)
}

/** Assignments that have ended and still have a check-in planned. */
async function plannedOfEnded({ db }: Context): Promise<string[]> {
  const rows = await db
    .selectFrom('checkIns')
    .innerJoin('assignments', 'assignments.id', 'checkIns.assignmentId')
    .select('assignments.id')
    .where('checkIns.state', '=', 'planned')
    .where('assignments.endedAt', 'is not', null)
    .execute()
  return rows.map(({ id }) => id)
}
