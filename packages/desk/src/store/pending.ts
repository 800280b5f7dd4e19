/**
 * Rows that a transaction only adds and does not read again: history, jobs, audit, and what a new case stands on. They
 * are kept until its end and written in one statement a table, so that a case costs fewer round trips, many cases that
 * are taken in together cost hardly more than one, and locks are held for less long.
 */
import type { InsertQueryBuilder, InsertResult, Transaction } from 'kysely'
import type { Database } from './open.ts'
import type { Tables } from './tables.ts'

/** How rows of each such table are written. The order is that of their writing. */
const writing = {
  decisions: (db, rows) => db.insertInto('decisions').values(rows),
  caseTeams: (db, rows) =>
    db
      .insertInto('caseTeams')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['caseId', 'team']).doNothing()),
  events: (db, rows) => db.insertInto('events').values(rows),
  jobs: (db, rows) =>
    db
      .insertInto('jobs')
      .values(rows)
      .onConflict((conflict) => conflict.column('key').doNothing()),
  audit: (db, rows) => db.insertInto('audit').values(rows),
} satisfies {
  readonly [T in keyof Tables]?: (
    db: Database,
    rows: Tables[T][],
  ) => InsertQueryBuilder<Tables, T, InsertResult>
}
type Addable = keyof typeof writing
type Pending = {
  readonly rows: { readonly [T in Addable]: Tables[T][] }
  readonly last: Map<string, () => Promise<unknown>>
}

/** By open transaction. */
const pending = new WeakMap<object, Pending>()
/** Rows of one statement; SQLite takes some 32,000 values in one. */
const rowsAtOnce = 500

/** From now on, what the transaction adds is kept for its end. */
export const gatherPending = (db: Transaction<Tables>): void => {
  const rows = { decisions: [], caseTeams: [], events: [], jobs: [], audit: [] }
  pending.set(db, { rows, last: new Map() })
}

/** A key for what is known until the open transaction ends: one handle may serve several, as savepoints of another. */
export const openTransaction = (db: Database): object => pending.get(db) ?? db

/** Adds a row, at the latest when the transaction ends. A job whose key is taken, or a team a case has had, is not added. */
export async function addRow<T extends Addable>(db: Database, table: T, row: Tables[T]): Promise<void> {
  const later = pending.get(db)
  if (later) later.rows[table].push(row as never)
  else await insertRows(db, table, [row])
}

/** Does some writing, at the latest when the transaction ends: of several by one name only the last. */
export async function writeLast(db: Database, name: string, write: () => Promise<unknown>): Promise<void> {
  const later = pending.get(db)
  if (later) later.last.set(name, write)
  else await write()
}

/** Writes what is still to be written; needed only before the same transaction looks for it. */
export async function writePending(db: Database): Promise<void> {
  const later = pending.get(db)
  if (!later) return
  for (const table of Object.keys(writing) as Addable[]) {
    await insertRows(db, table, later.rows[table].splice(0))
  }
  const last = [...later.last.values()]
  later.last.clear()
  for (const write of last) await write()
}

async function insertRows<T extends Addable>(
  db: Database,
  table: T,
  rows: readonly Tables[T][],
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await writing[table](db, rows.slice(from, from + rowsAtOnce) as never).execute()
  }
}
