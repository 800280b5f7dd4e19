/**
 * Rows that a transaction only adds and does not read again: history and jobs. They are kept until its end and written
 * in one statement a table, so that a case's history costs one round trip and locks are held for less long.
 */
import type { Transaction } from 'kysely'
import type { Database } from './open.ts'
import type { EventRow, JobRow, Tables } from './tables.ts'

type Pending = { readonly events: EventRow[]; readonly jobs: JobRow[] }

/** By open transaction. */
const pending = new WeakMap<object, Pending>()
/** Rows of one statement; SQLite takes some 32,000 values in one. */
const rowsAtOnce = 500

/** From now on, what the transaction adds is kept for its end. */
export const gatherPending = (db: Transaction<Tables>): void => {
  pending.set(db, { events: [], jobs: [] })
}

/** Adds a row to the history, at the latest when the transaction ends. */
export async function addEvent(db: Database, row: EventRow): Promise<void> {
  const later = pending.get(db)
  if (later) later.events.push(row)
  else await insertPending(db, { events: [row], jobs: [] })
}

/** Adds a job, at the latest when the transaction ends; one whose key is taken is not made. */
export async function addJob(db: Database, row: JobRow): Promise<void> {
  const later = pending.get(db)
  if (later) later.jobs.push(row)
  else await insertPending(db, { events: [], jobs: [row] })
}

/** Writes what is still to be added; needed only before the same transaction looks for it. */
export async function writePending(db: Database): Promise<void> {
  const later = pending.get(db)
  if (!later) return
  await insertPending(db, { events: later.events.splice(0), jobs: later.jobs.splice(0) })
}

async function insertPending(db: Database, { events, jobs }: Pending): Promise<void> {
  for (let from = 0; from < events.length; from += rowsAtOnce) {
    await db
      .insertInto('events')
      .values(events.slice(from, from + rowsAtOnce))
      .execute()
  }
  for (let from = 0; from < jobs.length; from += rowsAtOnce) {
    await db
      .insertInto('jobs')
      .values(jobs.slice(from, from + rowsAtOnce))
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute()
  }
}
