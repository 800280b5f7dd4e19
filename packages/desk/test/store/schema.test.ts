import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Refusal } from '@rightdesk/engine'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { dumpSchema } from '../../src/store/dump.ts'
import { migrate, migrations } from '../../src/store/migrate.ts'
import { openStore } from '../../src/store/open.ts'
import { describeOnStores } from '../stores.ts'

const run = promisify(execFile)
const opens = new URL('./opens-store.ts', import.meta.url).pathname

describeOnStores('the schema', (_open, { kind, newAddress }) => {
  it('is the committed one', async () => {
    const store = await openStore(await newAddress())
    const text = await dumpSchema(store.db, kind).finally(store.close)
    // `npm run generate` writes it anew; where it differs, the change of schema was not meant or not committed.
    await expect(text).toMatchFileSnapshot(`../../schema/${kind}.sql`)
  })

  it('is made once by four processes that start at the same time', async () => {
    for (let round = 0; round < 2; round++) {
      const address = await newAddress('empty')
      const outcomes = await Promise.all(
        Array.from({ length: 4 }, () => run(process.execPath, [opens, address])),
      )
      expect(outcomes.map(({ stdout }) => stdout)).toEqual(
        Array(4).fill(`${Object.keys(migrations).join(' ')}\n`),
      )
    }
  }, 60_000)

  it('stays as it was when a migration fails', async () => {
    const address = await newAddress()
    const store = await openStore(address)
    const before = await dumpSchema(store.db, kind)
    const failing = {
      ...migrations,
      '0998-fails': () => ({
        up: async (db: typeof store.db) => {
          await sql`create table left_behind (id text primary key)`.execute(db)
          await sql`insert into no_such_table values (1)`.execute(db)
        },
      }),
    }
    await expect(migrate(store.db, kind, failing as never)).rejects.toThrow('no_such_table')
    expect(await dumpSchema(store.db, kind)).toBe(before)
    await store.close()
    await (await openStore(address)).close()
  })

  it('is refused when it is newer than the program, with what to do', async () => {
    const address = await newAddress()
    const store = await openStore(address)
    const newer = { ...migrations, '0999-tomorrow': () => ({ up: async () => {} }) }
    await migrate(store.db, kind, newer)
    await store.close()
    await expect(openStore(address)).rejects.toMatchObject({
      code: 'precondition_failed',
      message: expect.stringContaining('`0999-tomorrow`'),
      help: expect.stringContaining('newer'),
    })
  })
})

it('says that a store is away without a word of its password', async () => {
  const refused = await openStore('postgres://desk:hunter2@127.0.0.1:1/desk').catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(Refusal)
  expect(refused).toMatchObject({ code: 'unavailable', message: 'the store cannot be reached' })
  expect(JSON.stringify([refused, (refused as Refusal).message])).not.toContain('hunter2')
})

it('says that a file is no store', async () => {
  await expect(openStore(new URL(import.meta.url).pathname)).rejects.toMatchObject({ code: 'unavailable' })
  await expect(openStore('/dev/null/rightdesk.db')).rejects.toMatchObject({ code: 'unavailable' })
})
