/** The embedded store: the SQLite that comes with Node, as Kysely's dialect wants it. */
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '@rightdesk/engine'
import {
  type DatabaseConnection,
  type Dialect,
  type DialectAdapter,
  type Driver,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely'
import { asRefusal, isPassing } from './failure.ts'

/** How long SQLite itself waits for another process; this whole process stands still for it, so it is short. */
const standStillMs = 20
/** How long a statement then waits in all, while this process goes on. */
const busyWaitMsDefault = 10_000
const pollMs = 10
/** How long opening waits for others that open the same new file. */
const enterWalMs = 2_000
/** Prepared statements kept; the product has a few hundred shapes of query. */
const statementsMax = 500

/** Opens or makes the file, for its owner alone; `:memory:` is for tests. */
export function sqliteDialect(path: string, busyWaitMs = busyWaitMsDefault): Dialect {
  let database: DatabaseSync | undefined
  const open = async () => {
    database = openFile(path)
    return asKyselyWants(database)
  }
  const driver = () =>
    new WaitingDriver({ database: open }, busyWaitMs, () => database?.isTransaction === true)
  return new DesksSqlite({ database: open }, driver)
}

function openFile(path: string): DatabaseSync {
  // Not repeated: what looks like an address may hold a password.
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) {
    const help = 'Write postgres://user:password@host:5432/database, or the path of a file.'
    throw new Refusal('invalid', '', 'this is no address of a store', help)
  }
  try {
    if (path !== ':memory:') makeFile(path)
    const database = new DatabaseSync(path, { timeout: standStillMs })
    enterWal(database)
    database.exec('pragma synchronous = full')
    database.exec('pragma foreign_keys = on')
    return database
  } catch (error) {
    throw asRefusal(error)
  }
}

function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  closeSync(openSync(path, 'a', 0o600))
}

/** Several processes that start on a new file change its mode at once; SQLite has them fail rather than wait. */
function enterWal(database: DatabaseSync): void {
  for (const until = Date.now() + enterWalMs; ; ) {
    try {
      database.exec('pragma journal_mode = wal')
      return
    } catch (error) {
      if (!isPassing(error) || Date.now() > until) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}

class DesksSqlite extends SqliteDialect {
  readonly #driver: () => Driver

  constructor(config: SqliteDialectConfig, driver: () => Driver) {
    super(config)
    this.#driver = driver
  }

  override createDriver(): Driver {
    return this.#driver()
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter()
  }
}

/** SQLite rolls schema changes back as well; said so, migrations run in one transaction, which is their lock. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Waits for other processes that hold the file, without holding up this one. */
class WaitingDriver extends SqliteDriver {
  readonly #waitMs: number
  readonly #isInTransaction: () => boolean
  #connection: DatabaseConnection | undefined

  constructor(config: SqliteDialectConfig, waitMs: number, isInTransaction: () => boolean) {
    super(config)
    this.#waitMs = waitMs
    this.#isInTransaction = isInTransaction
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= this.#waiting(await super.acquireConnection())
    return this.#connection
  }

  #waiting(connection: DatabaseConnection): DatabaseConnection {
    return {
      streamQuery: (...query) => connection.streamQuery(...query),
      executeQuery: async (query) => {
        for (const until = Date.now() + this.#waitMs; ; await sleep(pollMs)) {
          try {
            return await connection.executeQuery(query)
          } catch (error) {
            // Inside a transaction the file is ours already; then waiting would not help.
            if (!isPassing(error) || this.#isInTransaction() || Date.now() > until) throw error
          }
        }
      },
    }
  }
}

function asKyselyWants(database: DatabaseSync): {
  close: () => void
  prepare: (sql: string) => SqliteStatement
} {
  const prepared = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare: (sql) => {
      // A full disk ends a transaction by itself; rolling that back would hide why.
      if (sql === 'rollback' && !database.isTransaction) return nothingToDo
      // A transaction here always writes: taking the lock at once waits for others, taking it later fails.
      const shape = sql === 'begin' ? 'begin immediate' : sql
      const known = prepared.get(shape)
      if (known) return known
      if (prepared.size >= statementsMax) prepared.clear()
      const statement = told(() => asStatement(database.prepare(shape)))
      prepared.set(shape, statement)
      return statement
    },
  }
}

const nothingToDo: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
}

function asStatement(statement: StatementSync): SqliteStatement {
  type Parameters = readonly (null | number | bigint | string)[]
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => told(() => statement.all(...(parameters as Parameters))),
    run: (parameters) => told(() => statement.run(...(parameters as Parameters))),
    iterate: (parameters) => told(() => statement.iterate(...(parameters as Parameters))),
  }
}

function told<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asRefusal(error)
  }
}
