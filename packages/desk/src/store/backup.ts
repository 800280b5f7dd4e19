/**
 * Backups: one file that holds everything a store holds at one moment, made while the desk runs, and restored into
 * either kind of store. It is gzipped text, one JSON value a line: what it is, the rows of each table as arrays, after
 * each table its count and hash, and a last line that shows that nothing is cut off.
 */
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { Refusal } from '@rightdesk/engine'
import type { AuditVerification } from '../audit.ts'
import { type Carried, damaged, fill, type Part, type Progress, partsOf } from './carry.ts'
import { inSnapshot, type Row, summing } from './contents.ts'
import { storeKindOf } from './kind.ts'
import { appliedMigrations } from './migrate.ts'
import { connect, openStore } from './open.ts'
import type { Time } from './tables.ts'

const formatName = 'rightdesk-backup'
const formatVersion = 1

type Header = {
  readonly format: string
  readonly version: number
  readonly at: Time
  readonly migrations: readonly string[]
}

/**
 * Writes everything the store holds into a new file that only its owner can read, and reads it back. The file appears
 * when it is whole. It holds what the store holds, secrets as the store keeps them.
 */
export async function backUp(address: string, file: string, at: Time, progress: Progress): Promise<Carried> {
  if (storeKindOf(address) === 'sqlite' && !existsSync(address)) throw noStore(address)
  if (existsSync(file)) {
    throw new Refusal('conflict', file, 'the file exists', 'Name a new one: backups are not overwritten.')
  }
  const partial = `${file}.partial`
  try {
    await write(address, partial, at, progress)
    const carried = await readBack(partial)
    await rename(partial, file)
    return carried
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {})
    throw asUnwritten(error, file)
  }
}

async function write(address: string, partial: string, at: Time, progress: Progress): Promise<void> {
  const kind = storeKindOf(address)
  const db = connect(address, { connectionsMax: 1, statementTimeoutMs: 0 })
  try {
    await inSnapshot(db, kind, async (snapshot) => {
      const migrations = await appliedMigrations(snapshot).catch((error) => {
        throw error instanceof Refusal ? error : noStore(kind === 'sqlite' ? address : '')
      })
      const header: Header = { format: formatName, version: formatVersion, at, migrations }
      await pipeline(
        // One page at a time waits to be written; 16 would be hundreds of megabytes.
        Readable.from(linesOf(header, partsOf(snapshot, kind), progress), { highWaterMark: 1 }),
        createGzip({ level: 6 }),
        createWriteStream(partial, { mode: 0o600, flush: true }),
      )
    })
  } finally {
    await db.destroy()
  }
}

async function readBack(file: string): Promise<Carried> {
  const carried = { tables: 0, rows: 0 }
  for await (const part of openArchive(file).parts) {
    if (part.kind === 'end') carried.tables += 1
    else carried.rows += part.rows.length
  }
  return carried
}

/** What the system says of the file, as a refusal; a bug stays one. */
function asUnwritten(error: unknown, file: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (syscall === undefined) return error
  const help = 'Name a file in a folder that is there, may be written, and has room.'
  return new Refusal('unavailable', file, `the backup cannot be written: ${code}`, help)
}

/** Throws where there is no embedded store to read: opening would make an empty one. */
export const noStore = (path: string): Refusal =>
  new Refusal('not_found', path, 'there is no store', 'Check `DATABASE_URL` or `RIGHTDESK_DATA`.')

/** Fills an empty store from a backup; `audit` says whether the chain that it holds is intact. */
export async function restore(
  file: string,
  address: string,
  progress: Progress,
): Promise<Carried & { at: Time; audit: AuditVerification }> {
  if (!existsSync(file)) throw new Refusal('not_found', file, 'there is no such file', 'Check its path.')
  const archive = openArchive(file)
  const header = await archive.header()
  const store = await openStore(address, { connectionsMax: 2, statementTimeoutMs: 0 })
  try {
    const here = await appliedMigrations(store.db)
    if (String(here) !== String(header.migrations)) throw otherSchema(header, here)
    return { at: header.at, ...(await fill(store, archive.parts, progress)) }
  } finally {
    await store.close()
  }
}

const otherSchema = ({ migrations }: Header, here: readonly string[]): Refusal =>
  new Refusal(
    'precondition_failed',
    '',
    `the backup has the schema \`${migrations.at(-1)}\`, this program makes \`${here.at(-1)}\``,
    'Restore it with the version of Rightdesk that made it, then start the newer one on that store.',
  )

async function* linesOf(
  header: Header,
  parts: AsyncIterable<Part>,
  progress: Progress,
): AsyncGenerator<string> {
  yield line(header)
  let rows = 0
  let tables = 0
  for await (const part of parts) {
    if (part.kind === 'rows') {
      yield line({ table: part.table, columns: part.columns })
      yield part.rows.map(line).join('')
      rows += part.rows.length
    } else yield line({ end: part.table, ...part.sum, counter: part.counter })
    progress(part.table, rows, part.kind === 'end')
    if (part.kind === 'end') {
      rows = 0
      tables += 1
    }
  }
  yield line({ complete: true, tables })
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`

type Line =
  | Row
  | { readonly table: string; readonly columns: readonly string[] }
  | { readonly end: string; readonly rows: number; readonly sha256: string; readonly counter: number }
  | { readonly complete: true; readonly tables: number }

/** Rows handed on at one time. */
const rowsAtOnce = 500

/** A backup as it is read: every sum checked, and that it is whole. */
function openArchive(file: string): { header: () => Promise<Header>; parts: AsyncIterable<Part> } {
  const header = async (): Promise<Header> => {
    for await (const first of values(file)) return checkHeader(first)
    throw damaged('the file is empty')
  }
  async function* parts(): AsyncGenerator<Part> {
    let at: { table: string; columns: readonly string[] } | undefined
    let rows: Row[] = []
    let sums = summing()
    let whole = false
    let isFirst = true
    for await (const value of values(file)) {
      if (isFirst) {
        checkHeader(value)
        isFirst = false
        continue
      }
      const next = value as Line
      if (Array.isArray(next)) {
        rows.push(next as Row)
        if (rows.length < rowsAtOnce) continue
      }
      if (rows.length > 0) {
        if (!at) throw damaged('rows without a table')
        sums.add(rows)
        yield { kind: 'rows', ...at, rows }
        rows = []
      }
      if ('table' in next) at = next
      else if ('end' in next) {
        const sum = sums.sum()
        if (sum.rows !== next.rows || sum.sha256 !== next.sha256)
          throw damaged(`\`${next.end}\` is not what it was`)
        yield { kind: 'end', table: next.end, sum, counter: next.counter }
        at = undefined
        sums = summing()
      } else if ('complete' in next) whole = true
    }
    if (!whole) throw damaged('its end is missing')
  }
  return { header, parts: { [Symbol.asyncIterator]: parts } }
}

function checkHeader(value: unknown): Header {
  const header = value as Header
  if (header.format !== formatName) throw damaged('this is no backup of Rightdesk')
  if (header.version === formatVersion) return header
  throw new Refusal(
    'precondition_failed',
    '',
    `backups of version ${header.version} are unknown here`,
    'Use the version of Rightdesk that made it, or a newer one.',
  )
}

/** The lines of the file, parsed. Only a line feed ends one: texts hold all other separators. */
async function* values(file: string): AsyncGenerator<unknown> {
  const source = createReadStream(file)
  const text = createGunzip()
  source.on('error', (error) => text.destroy(error))
  source.pipe(text).setEncoding('utf8')
  try {
    let rest = ''
    for await (const chunk of text as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop()!
      for (const one of lines) yield JSON.parse(one)
    }
    if (rest !== '') throw damaged('its end is missing')
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw damaged(error instanceof Error ? error.message : String(error))
  } finally {
    source.destroy()
  }
}
