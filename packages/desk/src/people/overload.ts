/**
 * Being overloaded: somebody says so, is told of where support's people read it, and gets no new cases until they or a
 * date they gave say that it is over (A15). It is a state and not a mark: nothing counts how often or how long.
 */

import type { Context } from '../context.ts'
import type { PersonRow, Time } from '../store/tables.ts'
import { enqueue } from '../work/jobs.ts'
import { tell } from '../work/outbox.ts'
import { openWaiting } from './assignment.ts'
import { holdColleague, placesWith, shownPerson } from './roster.ts'

/** Where an overload is said: the programme's channel, where the policy has one. */
const channelOf = ({ answering }: Context): string | null =>
  answering.policy.compiled.programme?.supportChannel ?? null

/** Marks somebody as overloaded, from now on or still; announced once. The row is held by the caller. */
export async function markOverloaded(
  context: Context,
  row: PersonRow,
  until: Time | null,
): Promise<PersonRow> {
  const changed = await setOverload(context, row, row.overloadedSince ?? context.at, until)
  if (until !== null) {
    await enqueue(context, {
      queue: 'timer',
      kind: 'overload-ends',
      // Each is a date of its own: the same day may be said, lifted and said again.
      key: `overload-ends:${row.id}:${changed.version}`,
      payload: { person: row.id, until },
      runAt: until,
    })
  }
  if (row.overloadedSince === null) {
    await tell(context, 'person.overloaded', { person: row.id, until, channel: channelOf(context) })
  }
  return changed
}

/** Ends an overload; cases that wait are tried again. The row is held by the caller. */
export async function endOverload(context: Context, row: PersonRow): Promise<PersonRow> {
  const changed = await setOverload(context, row, null, null)
  if (row.overloadedSince === null) return changed
  await tell(context, 'person.overload_lifted', { person: row.id, channel: channelOf(context) })
  const places = placesWith(await shownPerson(context, changed))
  if (places > 0) await openWaiting(context, { personId: row.id }, places)
  return changed
}

/** The same by the date that was given, unless another was given since. */
export async function liftOverload(context: Context, person: string, until: Time): Promise<void> {
  const row = await holdColleague(context, person)
  if (row.overloadUntil === until) await endOverload(context, row)
}

const setOverload = (
  { db }: Context,
  { id, version }: PersonRow,
  overloadedSince: Time | null,
  overloadUntil: Time | null,
): Promise<PersonRow> =>
  db
    .updateTable('people')
    .set({ overloadedSince, overloadUntil, version: version + 1 })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
