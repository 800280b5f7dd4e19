import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '@rightdesk/engine'
import { afterEach, expect, it } from 'vitest'
import { systemActor } from '../../src/access.ts'
import type { Context } from '../../src/context.ts'
import { type Deliver, type Message, startWorker, verifyAudit, type Worker } from '../../src/index.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import { attemptDelivery, type DeliveryOutcome } from '../../src/work/deliveries.ts'
import type { TimerHandler } from '../../src/work/jobs.ts'
import { claim, enqueue, type NewJob } from '../../src/work/jobs.ts'
import { tell } from '../../src/work/outbox.ts'
import type { TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'

const silent = { warn: () => {}, error: () => {} }
const taken: Deliver = async () => ({ kind: 'delivered' })

const running: Worker[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()))
})

type Parts = { timers?: Record<string, TimerHandler>; deliver?: Deliver; holder?: string }

function work(desk: TestDesk, { timers = {}, deliver = taken, holder = 'a' }: Parts): Worker {
  const worker = startWorker(desk.services, { holder, deliver, log: silent, timers, pollMs: 5 })
  running.push(worker)
  return worker
}

const within = <T>(desk: TestDesk, doing: (context: Context) => Promise<T>): Promise<T> =>
  inTransaction(desk.store, (db) =>
    doing({ ...desk.services, actor: systemActor, surface: 'system', db, at: desk.services.now() }),
  )

const set = (desk: TestDesk, job: Partial<NewJob> & { key: string }): Promise<string> =>
  within(desk, (context) => enqueue(context, { queue: 'timer', kind: 'ring', payload: {}, ...job }))

const jobOf = (desk: TestDesk, key: string) =>
  desk.store.db.selectFrom('jobs').selectAll().where('key', '=', key).executeTakeFirstOrThrow()

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (const end = Date.now() + 8_000; Date.now() < end; await sleep(5)) {
    const seen = await look()
    if (seen) return seen
  }
  throw new Error('it did not come to that')
}

const ended = (desk: TestDesk, key: string, state = 'done') =>
  until(async () => {
    const job = await jobOf(desk, key)
    return job.state === state && job
  })

/** Leaves a mark in the store by which every run of a timer is seen. */
const marking: TimerHandler = async ({ db, newId }, payload) => {
  await db
    .insertInto('meta')
    .values({ key: newId('ran'), value: String(payload['name']) })
    .execute()
}
const marks = (desk: TestDesk) =>
  desk.store.db.selectFrom('meta').selectAll().where('key', 'like', 'ran_%').execute()

describeOnStores('timers', (open) => {
  it('run when they are due and not before, and leave an audit entry', async () => {
    const desk = await open()
    await set(desk, { key: 'later', runAt: '2026-03-02T09:00:01.000Z', payload: { name: 'x' } })
    work(desk, { timers: { ring: marking } })
    await sleep(60)
    expect(await marks(desk)).toHaveLength(0)
    desk.setTime(1_000)
    await ended(desk, 'later')
    expect(await marks(desk)).toHaveLength(1)
    const entry = await desk.store.db
      .selectFrom('audit')
      .selectAll()
      .where('operation', '=', 'timers.ring')
      .executeTakeFirstOrThrow()
    expect(entry).toMatchObject({ actor: 'system', outcome: 'done' })
  })

  it('have their effect once, however many workers run', async () => {
    const desk = await open()
    for (let i = 0; i < 60; i++) await set(desk, { key: `ring ${i}`, payload: { name: `${i}` } })
    for (const holder of ['a', 'b', 'c']) work(desk, { timers: { ring: marking }, holder })
    await until(async () => (await marks(desk)).length >= 60)
    await sleep(50)
    expect(new Set((await marks(desk)).map(({ value }) => value)).size).toBe(60)
    expect(await marks(desk)).toHaveLength(60)
  })

  it('are done again by another when a worker died between taking and finishing', async () => {
    const desk = await open()
    await set(desk, { key: 'orphan', payload: { name: 'x' } })
    const until = '2026-03-02T09:00:30.000Z'
    expect(await claim(desk.store, 'timer', 'dead worker', desk.services.now(), until, 1)).toHaveLength(1)
    work(desk, { timers: { ring: marking } })
    await sleep(40)
    expect(await marks(desk)).toHaveLength(0)
    desk.setTime(31_000)
    await ended(desk, 'orphan')
    expect(await marks(desk)).toHaveLength(1)
  })

  it('undo what they did when they fail, and are tried again', async () => {
    const desk = await open()
    await set(desk, { key: 'shaky', payload: { name: 'x' } })
    let tries = 0
    const shaky: TimerHandler = async (context, payload) => {
      await marking(context, payload)
      if (++tries < 3) throw new Error('not yet')
    }
    work(desk, { timers: { ring: shaky } })
    await until(async () => (await jobOf(desk, 'shaky')).lastError !== null)
    expect(await marks(desk)).toHaveLength(0)
    await until(async () => {
      desk.setTime(3_600_000)
      await sleep(20)
      return (await jobOf(desk, 'shaky')).state === 'done'
    })
    expect(await marks(desk)).toHaveLength(1)
    expect(tries).toBe(3)
  })

  it('end when what they were for is gone', async () => {
    const desk = await open()
    await set(desk, { key: 'moot' })
    const gone: TimerHandler = async (context, payload) => {
      await marking(context, payload)
      throw new Refusal('not_found', 'case', 'there is no such case', 'None.')
    }
    work(desk, { timers: { ring: gone } })
    expect((await ended(desk, 'moot')).attempts).toBe(1)
    expect(await marks(desk)).toHaveLength(0)
  })

  it('that were given up are set off again by hand, and only those', async () => {
    const desk = await open()
    const timer = await set(desk, { key: 'given up', payload: { name: 'x' } })
    await expect(desk.do('timers.replay', { timer })).rejects.toMatchObject({ code: 'conflict' })
    const worker = work(desk, {})
    await until(async () => {
      desk.setTime(3_600_000)
      await sleep(20)
      return (await jobOf(desk, 'given up')).state === 'dead'
    })
    await worker.stop()
    expect(await desk.do('timers.replay', { timer })).toMatchObject({ state: 'waiting', attempts: 0 })
    work(desk, { timers: { ring: marking } })
    await ended(desk, 'given up')
    expect(await marks(desk)).toHaveLength(1)
    await expect(desk.do('timers.replay', { timer })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('of a kind that is not known wait for a version that knows it', async () => {
    const desk = await open()
    await set(desk, { key: 'new', kind: 'of-tomorrow' })
    work(desk, {})
    const job = await until(async () => {
      const seen = await jobOf(desk, 'new')
      return seen.lastError !== null && seen
    })
    expect(job).toMatchObject({ state: 'waiting', lastError: expect.stringContaining('of-tomorrow') })
  })

  it('are neither lost nor doubled when the clock jumps', async () => {
    const desk = await open()
    work(desk, { timers: { ring: marking } })
    await set(desk, { key: 'one', payload: { name: '1' } })
    await ended(desk, 'one')
    desk.setTime(-86_400_000)
    await set(desk, { key: 'two', payload: { name: '2' } })
    await ended(desk, 'two')
    desk.setTime(10 * 86_400_000)
    await set(desk, { key: 'three', payload: { name: '3' } })
    await ended(desk, 'three')
    await sleep(50)
    expect((await marks(desk)).map(({ value }) => value).sort()).toEqual(['1', '2', '3'])
  })

  it('leave what runs finished when the worker stops', async () => {
    const desk = await open()
    await set(desk, { key: 'slow', payload: { name: 'x' } })
    const begun = Promise.withResolvers<void>()
    const slow: TimerHandler = async (context, payload) => {
      begun.resolve()
      await sleep(100)
      await marking(context, payload)
    }
    const worker = work(desk, { timers: { ring: slow } })
    await begun.promise
    await worker.stop()
    expect(await marks(desk)).toHaveLength(1)
    expect((await jobOf(desk, 'slow')).state).toBe('done')
  })
})

describeOnStores('the audit log', (open) => {
  it('is sealed by the worker within a second or two', async () => {
    const desk = await open()
    work(desk, {})
    await set(desk, { key: 'x' })
    const { id } = await desk.do('webhooks.add', { url: 'https://example.com/hook' })
    const sealed = await until(() =>
      desk.store.db
        .selectFrom('audit')
        .select(['seq', 'hash'])
        .where('target', '=', id)
        .where('seq', 'is not', null)
        .executeTakeFirst(),
    )
    expect(sealed.hash).toMatch(/^[0-9a-f]{64}$/)
    expect((await verifyAudit(desk.store)).fault).toBeNull()
  })
})

describeOnStores('deliveries', (open) => {
  const hook = (desk: TestDesk, url = 'https://example.com/hook') => desk.do('webhooks.add', { url })
  const announce = (desk: TestDesk, number = 1): Promise<void> =>
    within(desk, (context) => tell(context, 'case.opened', { case: `case_${number}` }))
  const only = async (desk: TestDesk) => {
    const { items } = await desk.do('deliveries.list', {})
    expect(items).toHaveLength(1)
    return items[0]!
  }
  const answering = (...outcomes: DeliveryOutcome[]) => {
    const sent: { url: string; secret: string; message: Message }[] = []
    const deliver: Deliver = async (target, message) => {
      sent.push({ ...target, message })
      return outcomes[Math.min(sent.length, outcomes.length) - 1]!
    }
    return { deliver, sent }
  }

  it('reach a webhook with its own secret, which is stored locked', async () => {
    const desk = await open()
    const { secret, id } = await hook(desk)
    const { deliver, sent } = answering({ kind: 'delivered' })
    work(desk, { deliver })
    await announce(desk)
    await until(async () => (await only(desk)).state === 'done')
    expect(sent).toMatchObject([{ secret, message: { type: 'case.opened', data: { case: 'case_1' } } }])
    const row = await desk.store.db.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
    expect(row?.secret).not.toContain(secret!.slice(6, 20))
  })

  it('go only to who asked for such messages', async () => {
    const desk = await open()
    await desk.do('webhooks.add', { url: 'https://example.com/a', events: ['case.resolved'] })
    await announce(desk)
    expect((await desk.do('deliveries.list', {})).items).toEqual([])
  })

  it('are listed by whether they are due', async () => {
    const desk = await open()
    await hook(desk)
    await announce(desk)
    expect((await desk.do('deliveries.list', { due: true })).items).toHaveLength(1)
    await desk.store.db.updateTable('jobs').set({ runAt: '2999-01-01T00:00:00.000Z' }).execute()
    expect((await desk.do('deliveries.list', { due: true })).items).toEqual([])
    expect((await desk.do('deliveries.list', { state: 'waiting' })).items).toHaveLength(1)
  })

  it('are put off by as long as the receiver asks', async () => {
    const desk = await open()
    await hook(desk)
    const { deliver, sent } = answering(
      { kind: 'later', reason: 'the receiver answered 429', waitMs: 120_000 },
      { kind: 'delivered' },
    )
    work(desk, { deliver })
    await announce(desk)
    const put = await until(async () => {
      const seen = await only(desk)
      return seen.lastError !== null && seen
    })
    expect(put).toMatchObject({ state: 'waiting', dueAt: '2026-03-02T09:02:00.000Z' })
    desk.setTime(121_000)
    await until(async () => (await only(desk)).state === 'done')
    expect(sent.map(({ message }) => message.id)).toEqual([put.message, put.message])
  })

  it('become dead letters that can be seen, replayed and discarded', async () => {
    const desk = await open()
    await hook(desk)
    const { deliver, sent } = answering({ kind: 'refused', reason: 'the receiver answered 404' })
    const worker = work(desk, { deliver })
    await announce(desk)
    await until(async () => {
      desk.setTime(3_600_000)
      await sleep(20)
      return (await only(desk)).state === 'dead'
    })
    expect(sent).toHaveLength(4)
    await worker.stop()
    const [dead] = (await desk.do('deliveries.list', { state: 'dead', kind: 'case.opened' })).items
    expect(await desk.do('deliveries.show', { delivery: dead!.id })).toMatchObject({
      lastError: 'the receiver answered 404',
      body: { type: 'case.opened' },
    })
    expect(await desk.do('deliveries.replay', { delivery: dead!.id })).toMatchObject({
      state: 'waiting',
      attempts: 0,
    })
    expect((await desk.do('deliveries.discard', { delivery: dead!.id })).state).toBe('discarded')
    work(desk, { deliver })
    await sleep(40)
    expect(sent).toHaveLength(4)
  })

  it('pause a webhook that says it is gone; resuming sends what was held up', async () => {
    const desk = await open()
    const { id } = await hook(desk)
    const { deliver, sent } = answering(
      { kind: 'gone', reason: 'the receiver answered 410' },
      { kind: 'delivered' },
    )
    work(desk, { deliver })
    await announce(desk)
    await until(async () => (await desk.do('webhooks.list', {})).items[0]!.pausedAt !== null)
    await expect(desk.do('deliveries.replay', { delivery: (await only(desk)).id })).rejects.toMatchObject({
      code: 'precondition_failed',
    })
    expect(await desk.do('webhooks.resume', { webhook: id })).toMatchObject({ pausedAt: null, replayed: 1 })
    await until(async () => (await only(desk)).state === 'done')
    expect(sent).toHaveLength(2)
  })

  it('that met the end of a webhook are sent when it is resumed, though time goes on', async () => {
    const desk = await open()
    const { id } = await hook(desk)
    const { deliver, sent } = answering(
      { kind: 'gone', reason: 'the receiver answered 410' },
      { kind: 'delivered' },
    )
    const now = (): string => {
      desk.setTime(1)
      return desk.services.now()
    }
    await announce(desk)
    running.push(
      startWorker({ ...desk.services, now }, { holder: 'a', deliver, log: silent, timers: {}, pollMs: 5 }),
    )
    await until(async () => (await only(desk)).state === 'dead')
    await until(async () => (await desk.do('webhooks.list', {})).items[0]!.pausedAt !== null)
    expect(await desk.do('webhooks.resume', { webhook: id })).toMatchObject({ replayed: 1 })
    await until(async () => (await only(desk)).state === 'done')
    expect(sent).toHaveLength(2)
  })

  it('are discarded with their webhook', async () => {
    const desk = await open()
    const { id } = await hook(desk)
    await announce(desk)
    expect(await desk.do('webhooks.remove', { webhook: id })).toEqual({ id, discarded: 1 })
    const { deliver, sent } = answering({ kind: 'delivered' })
    work(desk, { deliver })
    await sleep(40)
    expect(sent).toEqual([])
  })

  it('do not wait for a receiver that hangs', async () => {
    const desk = await open()
    await hook(desk, 'https://hangs.example/')
    for (let i = 0; i < 40; i++) await announce(desk, i)
    await hook(desk, 'https://works.example/')
    await announce(desk, 41)
    const hanging = Promise.withResolvers<DeliveryOutcome>()
    const arrived: string[] = []
    work(desk, {
      deliver: async ({ url }, message) => {
        if (url.includes('hangs')) return hanging.promise
        arrived.push(message.id)
        return { kind: 'delivered' }
      },
    })
    await until(async () => arrived.length === 1)
    hanging.resolve({ kind: 'delivered' })
  })

  it('go on to one receiver without waiting for the next look', async () => {
    const desk = await open()
    await hook(desk)
    for (let i = 0; i < 60; i++) await announce(desk, i)
    let arrived = 0
    const deliver: Deliver = async () => {
      arrived++
      return { kind: 'delivered' }
    }
    running.push(startWorker(desk.services, { holder: 'a', deliver, log: silent, pollMs: 5_000 }))
    await until(async () => arrived === 60)
  })

  it('are written as done only by who holds them', async () => {
    const desk = await open()
    await hook(desk)
    await announce(desk)
    const now = desk.services.now()
    const [job] = await claim(desk.store, 'delivery', 'first', now, now, 1)
    desk.setTime(1)
    const later = desk.services.now()
    await claim(desk.store, 'delivery', 'second', later, '2026-03-02T09:05:00.000Z', 1)
    await expect(attemptDelivery(desk.services, taken, job!, 'first')).rejects.toMatchObject({
      code: 'conflict',
    })
    expect((await only(desk)).state).toBe('waiting')
  })

  it('of a test say nothing and go through the same queue', async () => {
    const desk = await open()
    const { id } = await hook(desk)
    const { delivery } = await desk.do('webhooks.test', { webhook: id })
    work(desk, {})
    await until(async () => (await desk.do('deliveries.show', { delivery })).state === 'done')
  })
})

describeOnStores('webhooks', (open) => {
  it('show their secret once, also to who repeats the request', async () => {
    const desk = await open()
    const input = { url: 'https://example.com/hook' }
    const first = await desk.do('webhooks.add', input, { idempotencyKey: 'k' })
    const again = await desk.do('webhooks.add', input, { idempotencyKey: 'k' })
    expect(first.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(again).toEqual({ ...first, secret: null })
    expect(JSON.stringify(await desk.do('webhooks.list', {}))).not.toContain('whsec')
  })

  it('refuse what is no web address, or holds a password', async () => {
    const desk = await open()
    for (const url of [
      'ftp://example.com',
      'example.com',
      'https://u:p@example.com',
      'javascript:alert(1)',
    ]) {
      await expect(desk.do('webhooks.add', { url })).rejects.toMatchObject({ code: 'invalid', at: 'url' })
    }
  })
})
