/**
 * All rows of a store, whatever its tables are: what a backup, a restore and a move work on. Tables, their order and
 * their columns are read from the schema itself, so that a table added tomorrow is carried as well. Rows come in the
 * order of their primary key, which is the same on both stores, so that the sums of what they hold can be compared.
 */
import { createHash } from 'node:crypto'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { StoreKind } from './kind.ts'
import type { Database } from './open.ts'

/** A handle without the plugin that renames columns: rows are carried under their own names. */
export type Plain = Kysely<Record<string, Record<string, Value>>>
export const plain = (db: Database): Plain => db.withoutPlugins() as unknown as Plain

export type Value = string | number | null
export type Row = readonly Value[]

export type TableShape = {
  readonly name: string
  readonly columns: readonly string[]
  /** The columns of the primary key, in order. */
  readonly key: readonly { readonly column: string; readonly isText: boolean }[]
  /** The column that counts up by itself, if one does. */
  readonly counter: string | null
}

export type TableSum = { readonly rows: number; readonly sha256: string }

type Column = { table: string; column: string; keyPlace: number; counts: number; type: string }
type Reference = { table: string; target: string }

/** Rows read at one time. */
const pageLength = 500
/** SQLite takes 32,766 parameters in a statement, PostgreSQL twice as many. */
const parametersMax = 15_000

/** The product's tables, each after those it refers to. Throws where a table could not be carried whole. */
export async function tableShapes(db: Plain, kind: StoreKind): Promise<TableShape[]> {
  const { rows: columns } = await (kind === 'sqlite' ? sqliteColumns : postgresColumns).execute(db)
  const { rows: references } = await (kind === 'sqlite' ? sqliteReferences : postgresReferences).execute(db)
  const names = [...new Set(columns.map(({ table }) => table))].sort()
  const shapes = names.map((name) => shapeOf(name, columns))
  return ordered(names, references).map((name) => shapes.find((shape) => shape.name === name)!)
}

function shapeOf(name: string, columns: readonly Column[]): TableShape {
  const own = columns.filter(({ table }) => table === name)
  const strange = own.find(({ type }) => !/^(text|integer|bigint)$/i.test(type))
  if (strange) throw new Error(`${name}.${strange.column} is of type ${strange.type}, which is not carried`)
  const key = own.filter(({ keyPlace }) => keyPlace > 0).sort((a, b) => a.keyPlace - b.keyPlace)
  if (key.length === 0) throw new Error(`${name} has no primary key, which carrying it needs`)
  return {
    name,
    columns: own.map(({ column }) => column).sort(),
    key: key.map(({ column, type }) => ({ column, isText: /text/i.test(type) })),
    counter: own.find(({ counts }) => counts > 0)?.column ?? null,
  }
}

/** Referenced tables first; a table may refer to itself. */
function ordered(names: readonly string[], references: readonly Reference[]): string[] {
  const done: string[] = []
  const visit = (name: string, above: readonly string[]): void => {
    if (done.includes(name) || above.includes(name)) return
    for (const { table, target } of references) if (table === name) visit(target, [...above, name])
    done.push(name)
  }
  for (const name of names) visit(name, [])
  return done
}

const sqliteColumns = sql<Column>`
  select t.name as "table", c.name as "column", c.type as type, c.pk as "keyPlace",
    case when c.pk > 0 and t.sql like '%autoincrement%' then 1 else 0 end as counts
  from sqlite_master t, pragma_table_info(t.name) c
  where t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\' and t.name not like 'kysely\\_%' escape '\\'`

const sqliteReferences = sql<Reference>`
  select distinct t.name as "table", f."table" as target
  from sqlite_master t, pragma_foreign_key_list(t.name) f where t.type = 'table' order by 1, 2`

const postgresColumns = sql<Column>`
  select t.relname as "table", c.attname as "column", format_type(c.atttypid, c.atttypmod) as type,
    coalesce(array_position(k.conkey, c.attnum), 0) as "keyPlace",
    case when c.attidentity <> '' then 1 else 0 end as counts
  from pg_class t
  join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
  left join pg_constraint k on k.conrelid = t.oid and k.contype = 'p'
  where t.relkind = 'r' and t.relnamespace = current_schema()::regnamespace and t.relname not like 'kysely\\_%'`

const postgresReferences = sql<Reference>`
  select distinct t.relname as "table", target.relname as target
  from pg_constraint f
  join pg_class t on t.oid = f.conrelid
  join pg_class target on target.oid = f.confrelid
  where f.contype = 'f' and t.relnamespace = current_schema()::regnamespace order by 1, 2`

/** All rows of a table in the order of its key, page by page. */
export async function* rowsOf(db: Plain, kind: StoreKind, shape: TableShape): AsyncGenerator<Row[]> {
  const columns = sql.join(shape.columns.map((column) => sql.ref(column)))
  // Said here, so that the order does not hang on the language of the database.
  const key = sql.join(
    shape.key.map(({ column, isText }) =>
      kind === 'postgres' && isText ? sql`${sql.ref(column)} collate "C"` : sql.ref(column),
    ),
  )
  const places = shape.key.map(({ column }) => shape.columns.indexOf(column))
  for (let last: Row | undefined; ; ) {
    const after = last
      ? sql`where (${key}) > (${sql.join(places.map((place) => sql`${last![place]}`))})`
      : sql``
    const { rows } = await sql<Record<string, Value>>`
      select ${columns} from ${sql.table(shape.name)} ${after} order by ${key} limit ${sql.lit(pageLength)}
    `.execute(db)
    if (rows.length > 0) yield rows.map((row) => shape.columns.map((column) => row[column]!))
    if (rows.length < pageLength) return
    last = shape.columns.map((column) => rows.at(-1)![column]!)
  }
}

/** Puts rows into a table as they are. */
export async function putRows(db: Plain, shape: TableShape, rows: readonly Row[]): Promise<void> {
  const columns = sql.join(shape.columns.map((column) => sql.ref(column)))
  const atOnce = Math.floor(parametersMax / shape.columns.length)
  for (let from = 0; from < rows.length; from += atOnce) {
    const values = rows.slice(from, from + atOnce).map((row) => sql`(${sql.join(row)})`)
    await sql`insert into ${sql.table(shape.name)} (${columns}) values ${sql.join(values)}`.execute(db)
  }
}

/** The last number that a table counted to; rows may have gone since. */
export async function counterOf(db: Plain, kind: StoreKind, shape: TableShape): Promise<number> {
  const { rows } = await (kind === 'sqlite'
    ? sql<{ last: number }>`select seq as last from sqlite_sequence where name = ${shape.name}`
    : sql<{
        last: number
      }>`select coalesce(pg_sequence_last_value(${sequenceOf(shape)}::regclass), 0) as last`
  ).execute(db)
  return rows[0]?.last ?? 0
}

/** Goes on counting after this number. */
export async function setCounter(db: Plain, kind: StoreKind, shape: TableShape, last: number): Promise<void> {
  if (last === 0) return
  if (kind === 'postgres') await sql`select setval(${sequenceOf(shape)}::regclass, ${last})`.execute(db)
  else {
    await sql`delete from sqlite_sequence where name = ${shape.name}`.execute(db)
    await sql`insert into sqlite_sequence (name, seq) values (${shape.name}, ${last})`.execute(db)
  }
}

const sequenceOf = ({ name, counter }: TableShape): RawBuilder<string> =>
  sql<string>`pg_get_serial_sequence(${name}, ${counter})`

/** Adds rows up to their number and one hash. */
export function summing(): { add: (rows: readonly Row[]) => void; sum: () => TableSum } {
  const hash = createHash('sha256')
  let count = 0
  return {
    add: (rows) => {
      count += rows.length
      for (const row of rows) hash.update(`${JSON.stringify(row)}\n`)
    },
    sum: () => ({ rows: count, sha256: hash.digest('hex') }),
  }
}

/** What a table holds, added up. */
export async function sumOf(db: Plain, kind: StoreKind, shape: TableShape): Promise<TableSum> {
  const { add, sum } = summing()
  for await (const rows of rowsOf(db, kind, shape)) add(rows)
  return sum()
}

/** Runs work on one unchanging view of the store while others go on writing. */
export function inSnapshot<T>(db: Database, kind: StoreKind, work: (db: Plain) => Promise<T>): Promise<T> {
  const begin = { sqlite: 'begin deferred', postgres: 'begin isolation level repeatable read, read only' }
  return db.connection().execute(async (connection) => {
    await sql.raw(begin[kind]).execute(connection)
    try {
      return await work(plain(connection))
    } finally {
      await sql.raw('rollback').execute(connection)
    }
  })
}
