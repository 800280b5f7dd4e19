/** How migrations say tables and indexes: once for both stores. */
import { type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { StoreKind } from '../kind.ts'

/** By table and column: `text! key` must be there and is the primary key; `->table` refers to its id. */
export type Tables = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Primary keys of more than one column. */
export type PrimaryKeys = Readonly<Record<string, readonly string[]>>

/** `where` makes an index small where only few rows are ever looked for. */
export type Index = {
  readonly on: string
  readonly columns: readonly string[]
  readonly where?: string
  readonly unique?: true
  /** Its name, where that of its columns would be too long. */
  readonly called?: string
}

/** Makes tables, in an order in which each refers only to those before it. */
export async function createTables(
  db: Kysely<unknown>,
  kind: StoreKind,
  tables: Tables,
  primaryKeys: PrimaryKeys = {},
): Promise<void> {
  for (const [name, columns] of Object.entries(tables)) {
    let table: CreateTableBuilder<string, string> = db.schema.createTable(name)
    for (const [column, spec] of Object.entries(columns)) table = addColumn(table, kind, name, column, spec)
    const key = primaryKeys[name]
    if (key) table = table.addPrimaryKeyConstraint(`${name}_pkey`, key as never)
    await table.execute()
  }
}

/** Sorted by code, as SQLite does; it also spares PostgreSQL new indexes when the machine's languages change. */
const text = { sqlite: sql`text`, postgres: sql`text collate "C"` }

function addColumn(
  table: CreateTableBuilder<string, string>,
  kind: StoreKind,
  tableName: string,
  column: string,
  spec: string,
): CreateTableBuilder<string, string> {
  if (spec === 'counts') {
    return table.addColumn(column, 'integer', (c) =>
      kind === 'sqlite' ? c.primaryKey().autoIncrement() : c.primaryKey().generatedByDefaultAsIdentity(),
    )
  }
  const type = spec.startsWith('integer') ? 'integer' : text[kind]
  const target = /->(\w+)/.exec(spec)?.[1]
  const withKeys = table.addColumn(column, type, (c) => {
    let built = spec.includes('!') ? c.notNull() : c
    if (spec.includes(' key')) built = built.primaryKey()
    if (spec.includes(' unique')) built = built.unique()
    return built
  })
  if (!target) return withKeys
  return withKeys.addForeignKeyConstraint(
    `${tableName}_${column}_fkey`,
    [column] as never,
    target,
    ['id'],
    // A case and its first decision name each other; the check waits for the end of the transaction.
    (c) => c.deferrable().initiallyDeferred(),
  )
}

/** Adds columns that may be empty to a table that is there. */
export async function addColumns(
  db: Kysely<unknown>,
  kind: StoreKind,
  table: string,
  columns: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [column, spec] of Object.entries(columns)) {
    const type = spec === 'integer' ? 'integer' : text[kind]
    await db.schema.alterTable(table).addColumn(column, type).execute()
  }
}

/** Makes an index, or a promise that what it covers occurs once. */
export async function createIndex(
  db: Kysely<unknown>,
  { on, columns, where, unique, called }: Index,
): Promise<void> {
  const name = called ?? `${on}_${columns.join('_')}_${unique ? 'once' : 'idx'}`
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const condition = where ? sql` where ${sql.raw(where)}` : sql``
  await sql`create ${sql.raw(unique ? 'unique ' : '')}index ${sql.id(name)} on ${sql.table(on)} (${list})${condition}`.execute(
    db,
  )
}
