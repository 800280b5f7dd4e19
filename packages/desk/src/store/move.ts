/**
 * From the embedded store to PostgreSQL. The file is held alone for the time, so that nothing is written that would
 * stay behind; afterwards it says where everything is, and no desk starts on it again. A move that was broken off left
 * PostgreSQL either empty or whole, so doing it again ends it.
 */
import { existsSync } from 'node:fs'
import { Refusal } from '@rightdesk/engine'
import { sql } from 'kysely'
import { type AuditVerification, sealAudit, verifyAudit } from '../audit.ts'
import { noStore } from './backup.ts'
import { type Carried, fill, firstTaken, notEmpty, type Progress, partsOf } from './carry.ts'
import { type Plain, plain, sumOf, tableShapes } from './contents.ts'
import { isPassing } from './failure.ts'
import { storeKindOf } from './kind.ts'
import { connect, movedKey, openStore, type Store } from './open.ts'
import type { Time } from './tables.ts'

/** Moves everything from a file to an empty PostgreSQL database, and proves it row by row before either keeps it. */
export async function move(
  file: string,
  to: string,
  at: Time,
  progress: Progress,
): Promise<Carried & { audit: AuditVerification }> {
  if (storeKindOf(file) !== 'sqlite' || storeKindOf(to) !== 'postgres') {
    const help = 'Between others, use `rightdesk backup` and `rightdesk restore`.'
    throw new Refusal('invalid', '--to', 'a move goes from the embedded store to `postgres://…`', help)
  }
  if (!existsSync(file)) throw noStore(file)
  const ready = await openStore(file)
  // Sealed here, for proving the chain over there would seal it: then the two were no longer the same.
  await sealAudit(ready).finally(ready.close)
  const target = await openStore(to, { connectionsMax: 2, statementTimeoutMs: 0 })
  try {
    return await heldAlone(file, async (source) => {
      const moved =
        (await alreadyThere(source, target)) ?? (await fill(target, partsOf(source, 'sqlite'), progress))
      await sql`insert into meta (key, value) values (${movedKey}, ${`${at}, ${placeOf(to)}`})`.execute(
        source,
      )
      return moved
    })
  } finally {
    await target.close()
  }
}

/** Runs work in a transaction on the file while no other process has it open. */
async function heldAlone<T>(file: string, work: (db: Plain) => Promise<T>): Promise<T> {
  const db = connect(file, { busyWaitMs: 500 })
  try {
    return await db.connection().execute(async (connection) => {
      await leaveWal(plain(connection))
      return connection.transaction().execute((transaction) => work(plain(transaction)))
    })
  } finally {
    await db.destroy()
  }
}

/** Possible only for the one process that has the file open; and out of this mode, who writes keeps readers out. */
async function leaveWal(db: Plain): Promise<void> {
  try {
    await sql`pragma journal_mode = delete`.execute(db)
  } catch (error) {
    if (!isPassing(error)) throw error
    const help = 'Stop the desk that runs on it, then move again; nothing was changed.'
    throw new Refusal('conflict', '', 'the store is in use by another process', help)
  }
}

/** What is in PostgreSQL, if that is exactly what the file holds: from a move that was broken off at its end. */
async function alreadyThere(
  source: Plain,
  target: Store,
): Promise<(Carried & { audit: AuditVerification }) | undefined> {
  const there = plain(target.db)
  const shapes = await tableShapes(there, 'postgres')
  const taken = await firstTaken(there, shapes)
  if (taken === undefined) return undefined
  let rows = 0
  for (const shape of shapes) {
    const [here, arrived] = [await sumOf(source, 'sqlite', shape), await sumOf(there, 'postgres', shape)]
    if (here.sha256 !== arrived.sha256) throw notEmpty(taken)
    rows += here.rows
  }
  return { tables: shapes.length, rows, audit: await verifyAudit(target) }
}

/** Host and database: an address may hold a password, which is written nowhere. */
function placeOf(address: string): string {
  const { host, pathname } = new URL(address)
  return `${host}${pathname}`
}
