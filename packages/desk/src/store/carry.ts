/** Carries all that a store holds into an empty one: whole and proved equal, or not at all. */
import { Refusal } from '@rightdesk/engine'
import { sql } from 'kysely'
import { type AuditVerification, verifyAudit } from '../audit.ts'
import {
  counterOf,
  type Plain,
  plain,
  putRows,
  type Row,
  rowsOf,
  setCounter,
  summing,
  sumOf,
  type TableShape,
  type TableSum,
  tableShapes,
} from './contents.ts'
import type { StoreKind } from './kind.ts'
import { movedKey, type Store } from './open.ts'

/** What is carried, piece by piece: some rows of a table, or that a table is through. */
export type Part =
  | {
      readonly kind: 'rows'
      readonly table: string
      readonly columns: readonly string[]
      readonly rows: readonly Row[]
    }
  | { readonly kind: 'end'; readonly table: string; readonly sum: TableSum; readonly counter: number }

/** Told after every piece: how many rows of which table are there so far, and whether that is all of them. */
export type Progress = (table: string, rows: number, isThrough: boolean) => void

export type Carried = { readonly tables: number; readonly rows: number }

/** Everything a store holds, each table after those it refers to. */
export async function* partsOf(db: Plain, kind: StoreKind): AsyncGenerator<Part> {
  for (const shape of await tableShapes(db, kind)) {
    const { add, sum } = summing()
    for await (const rows of rowsOf(db, kind, shape)) {
      add(rows)
      yield { kind: 'rows', table: shape.name, columns: shape.columns, rows }
    }
    const counter = shape.counter === null ? 0 : await counterOf(db, kind, shape)
    yield { kind: 'end', table: shape.name, sum: sum(), counter }
  }
}

/**
 * Fills an empty store in one transaction, then reads back all it took before that holds. Rejects with `conflict`
 * when the store is not empty, and with `invalid` when what arrives is not what was sent.
 */
export async function fill(
  store: Store,
  parts: AsyncIterable<Part>,
  progress: Progress,
): Promise<Carried & { audit: AuditVerification }> {
  const carried = await store.db.transaction().execute(async (transaction) => {
    const db = plain(transaction)
    const shapes = await tableShapes(db, store.kind)
    await keepOthersOut(db, store.kind, shapes)
    const taken = await firstTaken(db, shapes)
    if (taken) throw notEmpty(taken)
    const ends = await take(db, store.kind, shapes, parts, progress)
    for (const shape of shapes) await prove(db, store.kind, shape, ends.get(shape.name))
    // What was read from a store that was moved is a store of its own again.
    await sql`delete from meta where key = ${movedKey}`.execute(db)
    return { tables: ends.size, rows: [...ends.values()].reduce((total, { rows }) => total + rows, 0) }
  })
  return { ...carried, audit: await verifyAudit(store) }
}

/** A table of the store that already holds rows. */
export async function firstTaken(db: Plain, shapes: readonly TableShape[]): Promise<string | undefined> {
  for (const { name } of shapes) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db)
    if (rows.length > 0) return name
  }
  return undefined
}

export const notEmpty = (table: string): Refusal =>
  new Refusal(
    'conflict',
    '',
    `the store is not empty: there are rows in \`${table}\``,
    'Give the address of a new, empty one; nothing was changed.',
  )

async function keepOthersOut(db: Plain, kind: StoreKind, shapes: readonly TableShape[]): Promise<void> {
  if (kind === 'sqlite') return
  const tables = sql.join(shapes.map(({ name }) => sql.table(name)))
  await sql`lock table ${tables} in exclusive mode`.execute(db)
}

async function take(
  db: Plain,
  kind: StoreKind,
  shapes: readonly TableShape[],
  parts: AsyncIterable<Part>,
  progress: Progress,
): Promise<Map<string, TableSum>> {
  const ends = new Map<string, TableSum>()
  let rows = 0
  for await (const part of parts) {
    const shape = shapes.find(({ name }) => name === part.table)
    if (!shape) throw damaged(`there is no table \`${part.table}\``)
    if (part.kind === 'rows') {
      if (String(part.columns) !== String(shape.columns))
        throw damaged(`the columns of \`${part.table}\` differ`)
      await putRows(db, shape, part.rows)
      rows += part.rows.length
    } else {
      if (shape.counter !== null) await setCounter(db, kind, shape, part.counter)
      ends.set(part.table, part.sum)
    }
    progress(part.table, rows, part.kind === 'end')
    if (part.kind === 'end') rows = 0
  }
  return ends
}

async function prove(
  db: Plain,
  kind: StoreKind,
  shape: TableShape,
  sent: TableSum | undefined,
): Promise<void> {
  const arrived = await sumOf(db, kind, shape)
  if (arrived.rows === sent?.rows && arrived.sha256 === sent.sha256) return
  throw damaged(`\`${shape.name}\` has ${arrived.rows} rows that are not the ${sent?.rows ?? 'none'} sent`)
}

export const damaged = (what: string): Refusal =>
  new Refusal(
    'invalid',
    '',
    `what was carried is damaged: ${what}`,
    'Nothing was kept. Try again, or from another backup.',
  )
