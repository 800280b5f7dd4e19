import { execFile, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { verifyAudit } from '../../src/audit.ts'
import { backUp, restore } from '../../src/store/backup.ts'
import { partsOf } from '../../src/store/carry.ts'
import { plain, type TableSum } from '../../src/store/contents.ts'
import { move } from '../../src/store/move.ts'
import { connect, type Database, openStore, type Store } from '../../src/store/open.ts'
import { describeOnStores, newFile } from '../stores.ts'
import { addCase, at, auditRow, caseRow } from './rows.ts'

const silent = () => {}
// Separators that line readers take for line ends, and what escapes in JSON.
const awkward = 'one\u2028two\u2029three\r\nfour "quoted" \\ \u0001 🧯 ﷺ'

/** Some of everything that could go wrong: odd texts, nulls, gaps in the numbers, more rows than a page. */
async function addContents(db: Database): Promise<void> {
  await addCase(db, 'case_1')
  await db
    .insertInto('cases')
    .values(caseRow('case_2', { text: awkward, subject: '' }))
    .execute()
  await db.insertInto('cases').values(caseRow('case_gone')).execute()
  await db.deleteFrom('cases').where('id', '=', 'case_gone').execute()
  await db.insertInto('caseTeams').values({ caseId: 'case_1', team: 'cse', since: at }).execute()
  await db.insertInto('caseTeams').values({ caseId: 'case_1', team: 'Ops', since: at }).execute()
  await db.insertInto('meta').values({ key: 'Ä', value: awkward }).execute()
  const entries = Array.from({ length: 1_234 }, (_, i) => auditRow(`audit_${String(i).padStart(5, '0')}`))
  for (let from = 0; from < entries.length; from += 500) {
    await db
      .insertInto('audit')
      .values(entries.slice(from, from + 500))
      .execute()
  }
}

async function sumsOf(store: Store): Promise<Record<string, TableSum>> {
  const sums: Record<string, TableSum> = {}
  for await (const part of partsOf(plain(store.db), store.kind)) {
    if (part.kind === 'end') sums[part.table] = part.sum
  }
  return sums
}

describeOnStores('a backup', (_open, { newAddress }) => {
  it('holds everything, and is restored into either kind of store', async () => {
    const address = await newAddress()
    const store = await openStore(address)
    await addContents(store.db)
    await verifyAudit(store)
    const before = await sumsOf(store)
    const file = newFile()
    const written = await backUp(address, file, at, silent)
    expect(written.rows).toBe(Object.values(before).reduce((total, { rows }) => total + rows, 0))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    for (const to of [newFile(), await newAddress()]) {
      const restored = await restore(file, to, silent)
      expect(restored).toMatchObject({ ...written, at, audit: { fault: null, entries: 1_234 } })
      const again = await openStore(to)
      expect(await sumsOf(again)).toEqual(before)
      // Numbers of cases that are gone are not given again.
      const { number } = await again.db
        .insertInto('cases')
        .values(caseRow('case_next'))
        .returning('number')
        .executeTakeFirstOrThrow()
      expect(number).toBe(4)
      await again.close()
    }
    await store.close()
  })

  it('is one moment of the store while others go on writing', async () => {
    const address = await newAddress()
    const store = await openStore(address)
    await addContents(store.db)
    let isWriting = true
    let written = 0
    const writing = (async () => {
      while (isWriting) {
        await addCase(store.db, `case_new_${written++}`)
        await setImmediate()
      }
    })()
    const file = newFile()
    await backUp(address, file, at, () => {})
    isWriting = false
    await writing
    const to = newFile()
    await restore(file, to, silent)
    const copy = await openStore(to)
    const { rows } = await sql`select id from cases where id <> 'case_2' and not exists
      (select 1 from events where case_id = cases.id)`.execute(copy.db)
    expect(rows).toEqual([])
    await copy.close()
    await store.close()
  })

  it('is not restored over anything', async () => {
    const address = await newAddress()
    const store = await openStore(address)
    await addCase(store.db, 'case_1')
    const file = newFile()
    await backUp(address, file, at, silent)
    await expect(restore(file, address, silent)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('not empty'),
    })
    await expect(backUp(address, file, at, silent)).rejects.toMatchObject({ code: 'conflict' })
    await store.close()
  })

  it('is refused when it was cut off or changed, and leaves the store empty', async () => {
    const address = await newAddress()
    const store = await openStore(address)
    await addContents(store.db)
    await store.close()
    const file = newFile()
    await backUp(address, file, at, silent)
    const whole = readFileSync(file)
    const text = gunzipSync(whole).toString()
    const lines = text.split('\n')
    const damages: Record<string, Buffer> = {
      'cut in the middle': whole.subarray(0, whole.length / 2),
      'without its last line': gzipSync(lines.slice(0, -2).join('\n')),
      'with a word changed': gzipSync(text.replace('Our builds fail', 'Our builds work')),
      'without a row': gzipSync(lines.filter((line) => !line.includes('audit_00777')).join('\n')),
      'without a table': gzipSync(lines.filter((line) => !/"(end|table)":"webhooks"/.test(line)).join('\n')),
      'not a backup': gzipSync('{"hello":1}\n'),
      'no gzip': Buffer.from('hello'),
      empty: Buffer.alloc(0),
    }
    const to = await newAddress()
    for (const [what, bytes] of Object.entries(damages)) {
      writeFileSync(file, bytes)
      await expect(restore(file, to, silent), what).rejects.toMatchObject({ code: 'invalid' })
    }
    writeFileSync(file, whole)
    await restore(file, to, silent)
  })
})

it('says that there is nothing to back up or restore', async () => {
  await expect(backUp(newFile(), newFile(), at, silent)).rejects.toMatchObject({ code: 'not_found' })
  await expect(restore(newFile(), newFile(), silent)).rejects.toMatchObject({ code: 'not_found' })
})

describeOnStores('a backup that cannot be made', (_open, { newAddress }) => {
  it('says what stands in its way, and leaves nothing behind', async () => {
    const address = await newAddress()
    await (await openStore(address)).close()
    const file = `${newFile()}/monday.rightdesk`
    await expect(backUp(address, file, at, silent)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'the backup cannot be written: ENOENT',
    })
    const folder = newFile()
    mkdirSync(folder)
    const stops = () => {
      throw new Error('broken off')
    }
    await expect(backUp(address, `${folder}/monday`, at, stops)).rejects.toThrow('broken off')
    expect(readdirSync(folder)).toEqual([])
  })

  it('says that a database without a desk in it is no store', async () => {
    const address = await newAddress('empty')
    const db = connect(address)
    await sql`create table of_others (id integer)`.execute(db)
    await db.destroy()
    await expect(backUp(address, newFile(), at, silent)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describeOnStores('a move', (_open, { kind, newAddress }) => {
  it('goes from a file to PostgreSQL and nowhere else', async () => {
    await expect(move(newFile(), newFile(), at, silent)).rejects.toMatchObject({ code: 'invalid' })
  })
  if (kind === 'sqlite') return

  it('carries everything to PostgreSQL and closes the file', async () => {
    const file = newFile()
    const store = await openStore(file)
    await addContents(store.db)
    await verifyAudit(store)
    const before = await sumsOf(store)
    const to = await newAddress('empty')
    // As long as a desk has the file open, nothing is moved.
    await expect(move(file, to, at, silent)).rejects.toMatchObject({
      code: 'conflict',
      message: 'the store is in use by another process',
    })
    await addCase(store.db, 'case_later')
    const later = await sumsOf(store)
    await store.close()
    const moved = await move(file, to, at, silent)
    expect(moved.audit).toMatchObject({ fault: null, entries: 1_234 })
    const there = await openStore(to)
    expect(await sumsOf(there)).toEqual(later)
    expect(later).not.toEqual(before)
    await there.close()
    await expect(openStore(file)).rejects.toMatchObject({
      code: 'precondition_failed',
      message: expect.stringContaining('was moved'),
    })
    // What is left is a backup still.
    const copy = newFile()
    const archive = newFile()
    await backUp(file, archive, at, silent)
    await restore(archive, copy, silent)
    const back = await openStore(copy)
    expect(await sumsOf(back)).toEqual(later)
    await back.close()
  })

  it('is ended by doing it again, wherever it was killed', async () => {
    const to = await newAddress('empty')
    const file = newFile()
    const store = await openStore(file)
    await addContents(store.db)
    await store.close()
    const moves = new URL('./moves-store.ts', import.meta.url).pathname
    for (const stopAt of ['audit', 'cases']) {
      const child = spawn(process.execPath, [moves, file, to, stopAt], {
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      await new Promise((done) => child.on('exit', done))
      expect(child.signalCode).toBe('SIGKILL')
      await expect(openStore(file).then((open) => open.close())).resolves.toBeUndefined()
    }
    // What a kill after PostgreSQL had everything leaves: the file was not told.
    const archive = newFile()
    await backUp(file, archive, at, silent)
    await restore(archive, to, silent)
    await move(file, to, at, silent)
    await expect(openStore(file)).rejects.toMatchObject({ code: 'precondition_failed' })
    const there = await openStore(to)
    const { rows } = await sql<{ n: number }>`select count(*) as n from audit`.execute(there.db)
    expect(rows[0]?.n).toBe(1_234)
    await there.close()
  })

  it('refuses a database that holds anything else', async () => {
    const to = await newAddress()
    const there = await openStore(to)
    await addCase(there.db, 'case_of_others')
    await there.close()
    const file = newFile()
    await (await openStore(file)).close()
    await expect(move(file, to, at, silent)).rejects.toMatchObject({ code: 'conflict' })
    await (await openStore(file)).close()
  })
})

const run = promisify(execFile)
const command = new URL('../../../app/bin/rightdesk.js', import.meta.url).pathname

describeOnStores('the commands', (_open, { kind, newAddress }) => {
  it('back up and restore the store that the environment names', async () => {
    const folder = newFile()
    const address = kind === 'sqlite' ? `${folder}/rightdesk.db` : await newAddress()
    const store = await openStore(address)
    await addContents(store.db)
    await store.close()
    const file = newFile()
    const place = kind === 'sqlite' ? { RIGHTDESK_DATA: folder } : { DATABASE_URL: address }
    const env = { ...process.env, ...place }
    const backup = await run(process.execPath, [command, 'backup', file], { env })
    expect(backup.stdout).toMatch(/^Wrote 1,24\d rows of \d+ tables to /)
    const to = await newAddress('empty')
    const restored = await run(process.execPath, [command, 'restore', file, '--to', to], { env })
    expect(restored.stdout).toContain('The audit chain is intact: 1,234 entries.')
    expect(restored.stderr).toMatch(/^audit +1,234$/m)
    const refused = await run(process.execPath, [command, 'restore', file], { env }).catch((error) => error)
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('the store is not empty') })
    if (kind === 'sqlite') return
    const embedded = { ...process.env, RIGHTDESK_DATA: folder }
    await restore(file, `${folder}/rightdesk.db`, silent)
    const there = await newAddress('empty')
    const moved = await run(process.execPath, [command, 'move', '--to', there], { env: embedded })
    expect(moved.stdout).toContain('Set DATABASE_URL')
  }, 120_000)
})
