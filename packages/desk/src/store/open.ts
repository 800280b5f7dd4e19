/** Opens a store by its address: a file is SQLite, `postgres://…` is PostgreSQL; the schema is brought up to date. */
import { Refusal } from '@rightdesk/engine'
import {
  CamelCasePlugin,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  sql,
} from 'kysely'
import pg from 'pg'
import { asRefusal, isReadOnly, isSilence } from './failure.ts'
import { type StoreKind, storeKindOf } from './kind.ts'
import { migrate } from './migrate.ts'
import { sqliteDialect } from './sqlite.ts'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

export type Store = {
  readonly kind: StoreKind
  readonly db: Database
  /** Rejects when the store cannot be reached. */
  readonly ping: () => Promise<void>
  readonly close: () => Promise<void>
}

export type OpenOptions = {
  /** Connections to PostgreSQL at one time. */
  readonly connectionsMax?: number
  /** Told of connections that break while idle. */
  readonly onError?: (error: Error) => void
  /**
   * How long one statement may take on PostgreSQL, in milliseconds, and a transaction between two of them; 0 is for
   * ever.
   */
  readonly statementTimeoutMs?: number
  /** How long a statement waits for another process that holds the embedded store, in milliseconds. */
  readonly busyWaitMs?: number
}

const connectionsMaxDefault = 10
const connectTimeoutMs = 10_000
const statementTimeoutMsDefault = 30_000
/** PostgreSQL ends a statement that takes too long by itself; one that says nothing for this much longer is gone. */
const silenceFactor = 1.5

// Counts come as 64-bit numbers; none of ours leaves what a double holds.
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

/** Rejects when the store cannot be reached, was moved elsewhere, or has a schema newer than this program. */
export async function openStore(address: string, options: OpenOptions = {}): Promise<Store> {
  const kind = storeKindOf(address)
  const db = connect(address, options)
  try {
    await bringUpToDate(db, kind, address)
    await refuseMoved(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return {
    kind,
    db,
    ping: async () => {
      await sql`select 1`.execute(db)
    },
    close: () => db.destroy(),
  }
}

/** A handle on whatever is there: nothing is migrated or checked. */
export function connect(address: string, options: OpenOptions = {}): Database {
  const dialect =
    storeKindOf(address) === 'sqlite'
      ? sqliteDialect(address, options.busyWaitMs)
      : postgresDialect(address, options)
  return new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] })
}

/** A migration, or waiting for another process's, may take longer than any statement that serves a request. */
async function bringUpToDate(db: Database, kind: StoreKind, address: string): Promise<void> {
  if (kind === 'sqlite') return migrate(db, kind)
  const patient = connect(address, { connectionsMax: 1, statementTimeoutMs: 0 })
  try {
    await migrate(patient, kind)
  } finally {
    await patient.destroy()
  }
}

/** Under this key a store that was moved says when and where to. */
export const movedKey = 'moved'

async function refuseMoved(db: Database): Promise<void> {
  const moved = await db.selectFrom('meta').select('value').where('key', '=', movedKey).executeTakeFirst()
  if (!moved) return
  throw new Refusal(
    'precondition_failed',
    '',
    `this store was moved to PostgreSQL: ${moved.value}`,
    'Set `DATABASE_URL` to where it is now; this file is only kept as it was then.',
  )
}

function postgresDialect(address: string, options: OpenOptions): PostgresDialect {
  const statementTimeoutMs = options.statementTimeoutMs ?? statementTimeoutMsDefault
  const pool = new pg.Pool({
    connectionString: address,
    max: options.connectionsMax ?? connectionsMaxDefault,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    // A machine that is gone in the middle of a transaction would keep its locks until TCP notices: hours.
    idle_in_transaction_session_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs * silenceFactor,
    application_name: 'rightdesk',
    types,
  })
  // Without a listener, a connection that the server closes while idle would end the process.
  pool.on('error', (error) => options.onError?.(error))
  // And without one of its own, so would a connection that breaks while it is lent out, between two statements.
  pool.on('connect', (client) => client.on('error', () => {}))
  return new PostgresDialect({ pool: telling(pool) })
}

/** The pool, with its errors told as refusals where they are that. */
function telling(pool: pg.Pool): PostgresPool {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect().catch(rethrow)
      const told = known.get(client) ?? clientThatTells(client)
      known.set(client, told)
      return told
    },
  }
}

/** A connection that leads nowhere any more is not used again: the next one may lead to where the database is now. */
function clientThatTells(client: pg.PoolClient): PostgresPoolClient {
  let isSpent = false
  const noticed = (error: unknown): never => {
    if (isReadOnly(error)) isSpent = true
    // Otherwise all that follows, such as the end of the transaction, would wait for the silent statement.
    if (isSilence(error)) void (client as unknown as pg.Client).end().catch(() => {})
    return rethrow(error)
  }
  return {
    query: ((text: string, parameters: unknown[]) =>
      client.query(text, parameters).catch(noticed)) as unknown as PostgresPoolClient['query'],
    release: (destroy?: boolean) => client.release(destroy || isSpent),
  }
}

const rethrow = (error: unknown): never => {
  throw asRefusal(error)
}
