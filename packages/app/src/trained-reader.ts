/**
 * Readers trained once and kept: in memory, and in the user's cache folder between runs of the command. Training
 * takes about a second; reading it back takes some milliseconds. The cache only ever saves time: whatever is wrong
 * with it, the reader is trained anew.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deserialize, serialize } from 'node:v8'
import { type Reader, type ReaderSource, trainReader } from '@rightdesk/engine'
import { cacheFolder } from './config.ts'

const inMemory = new Map<string, Reader>()

/** So many trained readers are kept on disk; each has some megabytes. */
const keptMax = 4

/** The reader for a source: kept, or trained now. */
export function trainedReader(source: ReaderSource, folder = cacheFolder()): Reader {
  const key = createHash('sha256')
    .update(JSON.stringify(source))
    .update(engineStamp())
    .digest('hex')
    .slice(0, 32)
  const reader = inMemory.get(key) ?? load(folder, key) ?? store(folder, key, trainReader(source))
  inMemory.set(key, reader)
  return reader
}

/** Changes whenever the code of the engine does, so that a reader never outlives the code that trained it. */
function engineStamp(): string {
  const folder = fileURLToPath(new URL('.', import.meta.resolve('@rightdesk/engine')))
  const times = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs)
  return `${times.length} ${Math.max(...times)}`
}

function load(folder: string, key: string): Reader | undefined {
  try {
    return deserialize(readFileSync(join(folder, `${key}.reader`))) as Reader
  } catch {
    return undefined
  }
}

function store(folder: string, key: string, reader: Reader): Reader {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const temporary = join(folder, `${key}.${process.pid}.part`)
    writeFileSync(temporary, serialize(reader), { mode: 0o600 })
    renameSync(temporary, join(folder, `${key}.reader`))
    dropOldest(folder)
  } catch {
    // No place to keep it, such as a read-only home: it is trained again next time.
  }
  return reader
}

function dropOldest(folder: string): void {
  const kept = readdirSync(folder)
    .filter((name) => name.endsWith('.reader'))
    .map((name) => ({ name, time: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time)
  for (const { name } of kept.slice(keptMax)) rmSync(join(folder, name), { force: true })
}
