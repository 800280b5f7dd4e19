import { beforeAll, beforeEach, expect, it } from 'vitest'
import { systemActor } from '../../src/access.ts'
import type { Context } from '../../src/context.ts'
import { openStore } from '../../src/store/open.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { cancel, claim, enqueue, fail, finish } from '../../src/work/jobs.ts'
import type { TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'
import { at, jobRow } from './rows.ts'

const later = (seconds: number): string => new Date(Date.parse(at) + seconds * 1_000).toISOString()

describeOnStores('the job queue', (open, { newAddress }) => {
  let desk: TestDesk
  const context = (): Context => ({
    ...desk.services,
    actor: systemActor,
    surface: 'system',
    db: desk.store.db,
    at,
  })
  beforeAll(async () => {
    desk = await open()
  })
  beforeEach(async () => {
    await desk.store.db.deleteFrom('jobs').execute()
    desk.setTime(at)
  })
  const take = (holder: string, now = at, until = later(30), limit = 10) =>
    claim(desk.store, 'timer', holder, now, until, limit)
  const stateOf = (id: string) =>
    desk.store.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  it('gives a job to one holder, and to nobody before it is due', async () => {
    await desk.store.db
      .insertInto('jobs')
      .values([jobRow('job_now'), jobRow('job_later', { runAt: later(1) })])
      .execute()
    expect((await take('one')).map(({ id }) => id)).toEqual(['job_now'])
    expect(await take('two')).toEqual([])
    expect((await take('two', later(1))).map(({ id }) => id)).toEqual(['job_later'])
  })

  it('gives it to another when the lease has run out, and the first may not finish it then', async () => {
    await desk.store.db.insertInto('jobs').values(jobRow('job_1')).execute()
    await take('slow')
    const [again] = await take('quick', later(31), later(61))
    expect(again).toMatchObject({ id: 'job_1', attempts: 2 })
    await expect(finish(desk.store.db, 'job_1', 'slow', later(32))).rejects.toMatchObject({
      code: 'conflict',
    })
    await finish(desk.store.db, 'job_1', 'quick', later(33))
    expect(await stateOf('job_1')).toMatchObject({ state: 'done', doneAt: later(33), leasedBy: null })
    await expect(finish(desk.store.db, 'job_1', 'quick', later(34))).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('does not wait for a lease that was made while the clock was a day ahead', async () => {
    await desk.store.db.insertInto('jobs').values(jobRow('job_1')).execute()
    await take('gone', later(86_400), later(86_430))
    expect((await take('here')).map(({ id }) => id)).toEqual(['job_1'])
    await expect(finish(desk.store.db, 'job_1', 'gone', later(1))).rejects.toMatchObject({ code: 'conflict' })
    await finish(desk.store.db, 'job_1', 'here', later(1))
  })

  it('undoes the effect of who lost the lease', async () => {
    await desk.store.db.insertInto('jobs').values(jobRow('job_1')).execute()
    await take('slow')
    await take('quick', later(31), later(61))
    await expect(
      inTransaction(desk.store, async (db) => {
        await db.insertInto('meta').values({ key: 'effect', value: '' }).execute()
        await finish(db, 'job_1', 'slow', later(32))
      }),
    ).rejects.toMatchObject({ code: 'conflict' })
    expect(await desk.store.db.selectFrom('meta').selectAll().execute()).toEqual([])
  })

  it('waits longer after each failure, says why, and buries a job after the last attempt', async () => {
    await desk.store.db.insertInto('jobs').values(jobRow('job_1')).execute()
    const waits: number[] = []
    for (let attempt = 1; ; attempt++) {
      const now = desk.services.now()
      const [job] = await take('one', now, later(100_000))
      expect(job?.attempts).toBe(attempt)
      const outcome = await fail(desk.services, job!, 'one', new Error('no answer'))
      const row = await stateOf('job_1')
      expect(row.lastError).toBe('no answer')
      if (outcome === 'dead') {
        expect(row).toMatchObject({ state: 'dead', doneAt: now })
        break
      }
      waits.push(Date.parse(row.runAt) - Date.parse(now))
      desk.setTime(row.runAt)
    }
    expect(waits).toHaveLength(11)
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect(waits.at(-1)).toBeLessThan(3_600_000 * 1.3)
    expect(await take('one', later(10_000_000), later(10_000_001))).toEqual([])
  })

  it('lets nobody fail a job that another holds', async () => {
    await desk.store.db.insertInto('jobs').values(jobRow('job_1')).execute()
    const [job] = await take('slow')
    await take('quick', later(31), later(61))
    await fail(desk.services, job!, 'slow', new Error('late'))
    expect(await stateOf('job_1')).toMatchObject({ leasedBy: 'quick', lastError: null })
  })

  it('makes one job of one key, and takes back what has not run', async () => {
    const job = { queue: 'timer', kind: 'wake', key: 'wake:case_1', payload: {} } as const
    await enqueue(context(), job)
    await enqueue(context(), job)
    expect(await take('one')).toHaveLength(1)
    await cancel(context(), job.key)
    await enqueue(context(), job)
    expect(await desk.store.db.selectFrom('jobs').selectAll().execute()).toHaveLength(1)
  })

  it('gives each of many jobs to exactly one of several processes', async () => {
    const address = await newAddress()
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(address)))
    const ids = Array.from({ length: 200 }, (_, i) => `job_${i}`)
    await stores[0]!.db
      .insertInto('jobs')
      .values(ids.map((id) => jobRow(id)))
      .execute()
    const taken = await Promise.all(
      stores.map(async (store, i) => {
        const own: string[] = []
        for (;;) {
          const jobs = await claim(store, 'timer', `holder ${i}`, at, later(30), 7)
          if (jobs.length === 0) return own
          for (const { id } of jobs) await finish(store.db, id, `holder ${i}`, at)
          own.push(...jobs.map(({ id }) => id))
        }
      }),
    )
    expect(taken.flat().sort()).toEqual(ids.sort())
    for (const store of stores) await store.close()
  })
})
