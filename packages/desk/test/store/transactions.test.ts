import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { operation, perform } from '../../src/operation.ts'
import { openStore } from '../../src/store/open.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { actorWith, openDesk, type TestDesk } from '../desk.ts'
import { describeOnStores, newFile } from '../stores.ts'

/** Counts one up, reading first: what is lost when two do so at once shows. */
const countUp = operation({
  name: 'meta.count',
  about: 'Counts one up.',
  scope: 'cases:write',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/count' },
  input: z.object({ key: z.string(), by: z.number().default(1) }),
  output: z.object({ count: z.number() }),
  run: async ({ db }, { key, by }) => {
    const made = await db
      .insertInto('meta')
      .values({ key, value: String(by) })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((set) => ({ value: set.ref('meta.value') })),
      )
      .returning('value')
      .executeTakeFirstOrThrow()
    await sleep(1)
    const { value } = await db
      .selectFrom('meta')
      .select('value')
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
    const count = Number(value) + (made.value === String(by) ? 0 : by)
    await db
      .updateTable('meta')
      .set({ value: String(count) })
      .where('key', '=', key)
      .execute()
    return { count }
  },
})

/** Writes two rows, in the order it is told: two of them in opposite orders wait for each other. */
const writeTwo = operation({
  name: 'meta.two',
  about: 'Writes two rows.',
  scope: 'cases:write',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/two' },
  input: z.object({ first: z.string(), second: z.string() }),
  output: z.object({}),
  run: async ({ db }, { first, second }) => {
    for (const key of [first, second]) {
      await db.updateTable('meta').set({ value: randomUUID() }).where('key', '=', key).execute()
      await sleep(20)
    }
    return {}
  },
})

const call = { actor: actorWith('admin', null, 'ada'), surface: 'http' } as const

describeOnStores('a writing operation', (open) => {
  let desk: TestDesk
  beforeAll(async () => {
    desk = await open()
  })
  const audited = async (name: string) =>
    (await desk.store.db.selectFrom('audit').select('id').where('operation', '=', name).execute()).length

  it('with one key at the same time from many has one effect and one answer', async () => {
    const keyed = { ...call, idempotencyKey: randomUUID() }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => perform(desk.services, countUp, { key: 'once' }, keyed)),
    )
    expect(answers).toEqual(Array(8).fill({ count: 1 }))
    const { value } = await desk.store.db
      .selectFrom('meta')
      .select('value')
      .where('key', '=', 'once')
      .executeTakeFirstOrThrow()
    expect(value).toBe('1')
    expect(await audited('meta.count')).toBe(1)
  })

  it('refuses a key that was used for something else, by the same actor only', async () => {
    const keyed = { ...call, idempotencyKey: randomUUID() }
    await perform(desk.services, countUp, { key: 'mine' }, keyed)
    await expect(perform(desk.services, countUp, { key: 'mine', by: 2 }, keyed)).rejects.toMatchObject({
      code: 'conflict',
    })
    const other = { ...keyed, actor: actorWith('admin', null, 'bo') }
    await expect(perform(desk.services, countUp, { key: 'other' }, other)).resolves.toEqual({ count: 1 })
  })

  it('that fails keeps neither its effect nor its key', async () => {
    const failing = operation({
      ...countUp,
      run: async (context, input) => {
        await countUp.run(context, input, undefined)
        throw new Error('broken')
      },
    })
    const keyed = { ...call, idempotencyKey: randomUUID() }
    await expect(perform(desk.services, failing, { key: 'broken' }, keyed)).rejects.toThrow('broken')
    await expect(perform(desk.services, countUp, { key: 'broken' }, keyed)).resolves.toEqual({ count: 1 })
  })

  it('is tried again when two wait for each other', async () => {
    await desk.store.db
      .insertInto('meta')
      .values([
        { key: 'a', value: '' },
        { key: 'b', value: '' },
      ])
      .execute()
    const before = await audited('meta.two')
    await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        perform(
          desk.services,
          writeTwo,
          i % 2 ? { first: 'a', second: 'b' } : { first: 'b', second: 'a' },
          call,
        ),
      ),
    )
    expect(await audited('meta.two')).toBe(before + 6)
  }, 60_000)

  it('lets others read while it waits for something', async () => {
    let release = (): void => {}
    const held = new Promise<void>((done) => {
      release = done
    })
    const writing = inTransaction(desk.store, async (db) => {
      await db.insertInto('meta').values({ key: 'slow', value: '' }).execute()
      await held
    })
    const reading = desk.store.db.selectFrom('meta').select('key').where('key', '=', 'slow').execute()
    await sleep(50)
    release()
    await writing
    // Before it was written or after, and never half of it or not at all.
    expect([0, 1]).toContain((await reading).length)
  })
})

describe('one embedded file', () => {
  it('is shared by two processes that write, and neither loses a row', async () => {
    const file = newFile()
    const store = await openStore(file)
    const writes = new URL('./writes-rows.ts', import.meta.url).pathname
    const children = ['one', 'two'].map((name) =>
      spawn(process.execPath, [writes, file, name, '300'], { stdio: ['ignore', 'inherit', 'inherit'] }),
    )
    let mine = 0
    const ended = Promise.all(children.map((child) => new Promise((done) => child.on('exit', done))))
    const all = ended.then(() => true)
    while (!(await Promise.race([all, sleep(1, false)]))) {
      await inTransaction(store, async (db) => {
        await db
          .insertInto('meta')
          .values({ key: `mine ${mine++}`, value: '' })
          .execute()
        await sleep(1)
      })
    }
    expect(await ended).toEqual([0, 0])
    const rows = await store.db.selectFrom('meta').select('key').execute()
    expect(rows).toHaveLength(mine + 600)
    await store.close()
  }, 60_000)

  it('refuses what takes too long as busy, and goes on afterwards', async () => {
    const file = newFile()
    const desk = await openDesk(file)
    const holder = await openStore(file)
    let release = (): void => {}
    const held = new Promise<void>((done) => {
      release = done
    })
    const holding = inTransaction(holder, async () => held)
    await expect(perform(desk.services, countUp, { key: 'busy' }, call)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'the store is busy',
    })
    release()
    await holding
    await expect(perform(desk.services, countUp, { key: 'busy' }, call)).resolves.toEqual({ count: 1 })
    await desk.close()
    await holder.close()
  }, 60_000)
})
