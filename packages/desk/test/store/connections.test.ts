import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { connect as connectTo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '@rightdesk/engine'
import { sql } from 'kysely'
import { afterEach, expect, it } from 'vitest'
import { asRefusal } from '../../src/store/failure.ts'
import { connect, openStore, type Store } from '../../src/store/open.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { describeOnStores } from '../stores.ts'

const stores: Store[] = []
const servers: Server[] = []
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
  for (const server of servers.splice(0)) server.close()
})

async function opened(...args: Parameters<typeof openStore>): Promise<Store> {
  const store = await openStore(...args)
  stores.push(store)
  return store
}

const put = (store: Store, key: string) =>
  inTransaction(store, (db) => db.insertInto('meta').values({ key, value: '' }).execute())

/** A way to a PostgreSQL that listens on a socket; what is on it can be made to vanish without a word. */
async function wayTo(address: string): Promise<{ address: string; vanish: () => void }> {
  const url = new URL(address)
  const name = '.s.PGSQL.5432'
  const behind = join(url.searchParams.get('host')!, name)
  const folder = mkdtempSync(join(tmpdir(), 'rightdesk-way-'))
  const lines: [Socket, Socket][] = []
  const server = createServer((near) => {
    const far = connectTo(behind)
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) socket.on('error', () => {})
    near.on('close', () => far.destroy())
    lines.push([near, far])
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(join(folder, name), resolve))
  url.searchParams.set('host', folder)
  const vanish = (): void => {
    for (const [near, far] of lines.splice(0)) {
      near.unpipe(far)
      far.unpipe(near)
      near.resume()
      far.resume()
    }
  }
  return { address: url.href, vanish }
}

it('says of a pool whose connections are all at work that there is too much to do', () => {
  expect(asRefusal(new Error('timeout exceeded when trying to connect'))).toMatchObject({
    code: 'unavailable',
    message: 'the store has too much to do',
  })
})

describeOnStores('an address', (_open, { kind, newAddress }) => {
  it('of another kind of store makes no file of that name, and is not repeated', async () => {
    const refused = await openStore('mysql://desk:hunter2@db.example/desk').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Refusal)
    expect(refused).toMatchObject({ code: 'invalid', help: expect.stringContaining('postgres://') })
    expect(JSON.stringify([refused, (refused as Refusal).message])).not.toContain('hunter2')
  })
  if (kind === 'sqlite') return

  it('of a user who may make no tables says what to do', async () => {
    const address = await newAddress('empty')
    const role = `guest_${randomUUID().slice(0, 8)}`
    const db = connect(address)
    await sql`create role ${sql.id(role)} login`.execute(db)
    await db.destroy()
    const url = new URL(address)
    url.username = role
    await expect(openStore(url.href)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'PostgreSQL does not let this user do what the desk needs',
      help: expect.stringContaining('owner'),
    })
  })

  it('that no longer answers is given up and taken anew', async () => {
    const way = await wayTo(await newAddress())
    const store = await opened(way.address, { connectionsMax: 1, statementTimeoutMs: 400 })
    await put(store, 'before')
    way.vanish()
    await expect(put(store, 'lost')).rejects.toMatchObject({ code: 'unavailable' })
    await put(store, 'after')
    way.vanish()
    await expect(store.db.selectFrom('meta').selectAll().execute()).rejects.toMatchObject({
      code: 'unavailable',
    })
    const rows = await store.db.selectFrom('meta').select('key').orderBy('key').execute()
    expect(rows.map(({ key }) => key)).toEqual(['after', 'before'])
  })

  it('that lost its writer in the middle of a transaction lets others go on', async () => {
    const way = await wayTo(await newAddress())
    const lost = await opened(way.address, { statementTimeoutMs: 500 })
    await put(lost, 'row')
    const held = Promise.withResolvers<void>()
    const over = Promise.withResolvers<void>()
    const losing = inTransaction(lost, async (db) => {
      await db.updateTable('meta').set({ value: 'lost' }).where('key', '=', 'row').execute()
      held.resolve()
      await over.promise
    }).catch((error: unknown) => error)
    await held.promise
    way.vanish()
    const other = await opened(way.address)
    await other.db.updateTable('meta').set({ value: 'kept' }).where('key', '=', 'row').execute()
    over.resolve()
    expect(await losing).toMatchObject({ code: 'unavailable' })
    const row = await other.db.selectFrom('meta').select('value').where('key', '=', 'row').executeTakeFirst()
    expect(row).toEqual({ value: 'kept' })
  })

  it('that turned into a copy that takes no writes is left for what is there now', async () => {
    const address = await newAddress()
    const name = new URL(address).pathname.slice(1)
    const store = await opened(address, { connectionsMax: 1 })
    const setting = sql`alter database ${sql.id(name)} set default_transaction_read_only = on`
    await setting.execute(store.db)
    await sql`set default_transaction_read_only = on`.execute(store.db)
    const refused = { code: 'unavailable', message: 'the store takes no writes at present' }
    await expect(put(store, 'x')).rejects.toMatchObject(refused)
    await expect(put(store, 'x')).rejects.toMatchObject(refused)
    const db = connect(address)
    await sql`set default_transaction_read_only = off`.execute(db)
    await sql`alter database ${sql.id(name)} reset default_transaction_read_only`.execute(db)
    await db.destroy()
    await put(store, 'y')
  })
})
