/**
 * Does what is due: timers, each in one transaction with its end, and deliveries, outside of one. Any number of
 * workers may run; leases keep them apart, and what a worker leaves undone is taken by another when its lease ends.
 * It polls. Rejected: NOTIFY with every job. PostgreSQL lets such transactions commit one at a time.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '@rightdesk/engine'
import { systemActor } from '../access.ts'
import { sealAudit, writeAudit } from '../audit.ts'
import type { Context, Services } from '../context.ts'
import { forgetSignIns } from '../people/invitations.ts'
import { beginProgrammeDay } from '../programme/programme-timers.ts'
import { inTransaction } from '../store/transaction.ts'
import { forgetKeys, idempotencyDays } from '../writing.ts'
import { attemptDelivery, type Deliver, keyEndingOf } from './deliveries.ts'
import type { TimerHandler } from './jobs.ts'
import { claim, fail, finish, type Job, type Queue } from './jobs.ts'
import { timerHandlers } from './timers.ts'

/** Where the worker says what went wrong. */
export type WorkerLog = {
  readonly warn: (detail: object, message: string) => void
  readonly error: (detail: object, message: string) => void
}

export type WorkerOptions = {
  /** Tells this worker from all others, also from itself before a restart. */
  readonly holder: string
  readonly deliver: Deliver
  readonly log: WorkerLog
  readonly timers?: Readonly<Record<string, TimerHandler>>
  /** How often it looks for what is due. */
  readonly pollMs?: number
}

export type Worker = {
  /** Looks for what is due without waiting for the next poll. */
  readonly wake: () => void
  /** Takes nothing new and resolves when what runs is done. */
  readonly stop: () => Promise<void>
}

const pollMsDefault = 250
/** Longer than any delivery or timer takes. */
const leaseMs = 30_000
const timersAtOnce = 4
const deliveriesAtOnce = 32
/** So many to one receiver: one that hangs must not hold up the others. */
const toOneReceiver = 8
const sealEveryMs = 1_000
const cleanEveryMs = 3_600_000
const beginDayEveryMs = 600_000
const doneJobDays = 30
/** After a fault, such as a store that is away. */
const faultPauseMs = 1_000

/** Starts at once and goes on until stopped; a fault is logged and never ends it. */
export function startWorker(services: Services, options: WorkerOptions): Worker {
  const { log, pollMs = pollMsDefault } = options
  const deliveries = deliveryRound(services, options)
  const loops = [
    repeat(pollMs, log, 'timers', timerRound(services, options)),
    repeat(pollMs, log, 'deliveries', deliveries.round),
    repeat(sealEveryMs, log, 'sealing the audit log', async () => {
      await sealAudit(services.store)
    }),
    repeat(cleanEveryMs, log, 'cleaning up', () => clean(services)),
    repeat(beginDayEveryMs, log, 'beginning the day', () => beginDay(services)),
  ]
  return {
    wake: () => {
      for (const { wake } of loops) wake()
    },
    stop: async () => {
      await Promise.all(loops.map(({ stop }) => stop()))
      await deliveries.settled()
    },
  }
}

type Loop = { readonly wake: () => void; readonly stop: () => Promise<void> }

/** Does a round again and again; one that gives `true` has more to do and is followed by the next at once. */
function repeat(everyMs: number, log: WorkerLog, name: string, round: () => Promise<unknown>): Loop {
  let stopped = false
  let woken = Promise.withResolvers<void>()
  const pause = async (ms: number): Promise<void> => {
    const timeout = setTimeout(woken.resolve, ms)
    await woken.promise
    clearTimeout(timeout)
    woken = Promise.withResolvers()
  }
  const running = (async () => {
    while (!stopped) {
      try {
        if ((await round()) === true) continue
        if (!stopped) await pause(everyMs)
      } catch (error) {
        log.error({ err: error }, `${name} failed; it is tried again`)
        if (!stopped) await pause(Math.max(everyMs, faultPauseMs))
      }
    }
  })()
  return {
    wake: () => woken.resolve(),
    stop: () => {
      stopped = true
      woken.resolve()
      return running
    },
  }
}

/** Names each claim apart, so that a lease that ran out is lost to whoever held it, also within one process. */
function claimer({ store, now }: Services, queue: Queue, holder: string) {
  let round = 0
  return async (limit: number, passOver: readonly string[] = []) => {
    const at = now()
    if (!(await anyDue(store.db, queue, at))) return { jobs: [], lessee: '' }
    const lessee = `${holder}/${queue}/${++round}`
    const until = new Date(Date.parse(at) + leaseMs).toISOString()
    return { jobs: await claim(store, queue, lessee, at, until, limit, passOver), lessee }
  }
}

/** Asked before claiming: a claim takes the one write lock of the embedded store. */
async function anyDue(db: Services['store']['db'], queue: Queue, at: string): Promise<boolean> {
  const due = await db
    .selectFrom('jobs')
    .select('id')
    .where('queue', '=', queue)
    .where('state', '=', 'waiting')
    .where('runAt', '<=', at)
    .limit(1)
    .executeTakeFirst()
  return due !== undefined
}

/** Does the timers that are due now, once; gives how many there were. */
export async function runTimers(
  services: Services,
  { holder, log, timers = timerHandlers }: Pick<WorkerOptions, 'holder' | 'log' | 'timers'>,
): Promise<number> {
  const { jobs, lessee } = await claimer(
    services,
    'timer',
    `${holder}/${services.newId('run')}`,
  )(timersAtOnce)
  for (const job of jobs) await runTimer(services, timers, log, job, lessee)
  return jobs.length
}

function timerRound(services: Services, { holder, log, timers = timerHandlers }: WorkerOptions) {
  const claimSome = claimer(services, 'timer', holder)
  return async (): Promise<boolean> => {
    const { jobs, lessee } = await claimSome(timersAtOnce)
    await Promise.all(jobs.map((job) => runTimer(services, timers, log, job, lessee)))
    return jobs.length === timersAtOnce
  }
}

/** The effect and the end of a timer are one transaction: it happens once, whoever else holds it meanwhile. */
async function runTimer(
  services: Services,
  timers: Readonly<Record<string, TimerHandler>>,
  log: WorkerLog,
  job: Job,
  holder: string,
): Promise<void> {
  const { kind, payload } = job
  const handler = timers[kind]
  try {
    if (!handler) throw new Error(`this version has no timer \`${kind}\``)
    await endingWith(services, job, holder, async (context) => {
      await handler(context, payload)
      await writeAudit(context, { operation: `timers.${kind}`, outcome: 'done', input: payload })
    })
  } catch (error) {
    await settle(services, log, job, holder, error)
  }
}

class LeaseLost extends Error {}

async function endingWith(
  services: Services,
  { id }: Job,
  holder: string,
  work: (context: Context) => Promise<void>,
): Promise<void> {
  const at = services.now()
  await inTransaction(services.store, async (db) => {
    // Order matters: the end is written first, so that another holder waits for it rather than doing the work too.
    await finish(db, id, holder, at).catch((error) => {
      throw error instanceof Refusal ? new LeaseLost(id) : error
    })
    await work({ ...services, actor: systemActor, surface: 'system', db, at })
  })
}

/** A timer that could not do its work: there is nothing left to do, somebody else has it, or it is tried again. */
async function settle(
  services: Services,
  log: WorkerLog,
  job: Job,
  holder: string,
  error: unknown,
): Promise<void> {
  if (error instanceof LeaseLost) return
  if (error instanceof Refusal && (error.code === 'not_found' || error.code === 'conflict')) {
    await endingWith(services, job, holder, async () => {}).catch(ignoreLost)
    return
  }
  const next = await fail(services, job, holder, error)
  const detail = { err: error, job: job.id, kind: job.kind, attempts: job.attempts }
  if (next === 'dead') log.error(detail, 'a timer is given up')
  else log.warn(detail, 'a timer failed and is tried again')
}

const ignoreLost = (error: unknown): void => {
  if (!(error instanceof LeaseLost)) throw error
}

/** Deliveries run on while the next are claimed; what is free says how many. */
function deliveryRound(services: Services, { holder, deliver, log, pollMs = pollMsDefault }: WorkerOptions) {
  const claimSome = claimer(services, 'delivery', holder)
  const running = new Map<Promise<void>, string>()
  let ended = 0
  const start = (job: Job, lessee: string): void => {
    const webhook = String(job.payload['webhook'])
    const one = attemptLogged(services, deliver, log, job, lessee).finally(() => {
      running.delete(one)
      ended++
    })
    running.set(one, webhook)
  }
  const round = async (): Promise<boolean> => {
    const limit = Math.min(toOneReceiver, deliveriesAtOnce - running.size)
    if (limit === 0) return Promise.race(running.keys()).then(() => true)
    const busy = saturated(running.values())
    const endedBefore = ended
    const { jobs, lessee } = await claimSome(limit, busy.map(keyEndingOf))
    for (const job of jobs) start(job, lessee)
    if (jobs.length === limit) return true
    if (busy.length === 0) return false
    // More may wait for a receiver that has its share: it goes on as soon as one of those has arrived.
    if (ended === endedBefore)
      await Promise.race([...running.keys(), sleep(pollMs, undefined, { ref: false })])
    return true
  }
  return { round, settled: () => Promise.all(running.keys()) }
}

function saturated(webhooks: Iterable<string>): string[] {
  const counts = Map.groupBy(webhooks, (webhook) => webhook)
  return [...counts].filter(([, own]) => own.length >= toOneReceiver).map(([webhook]) => webhook)
}

async function attemptLogged(
  services: Services,
  deliver: Deliver,
  log: WorkerLog,
  job: Job,
  holder: string,
): Promise<void> {
  const detail = { job: job.id, webhook: job.payload['webhook'], attempts: job.attempts }
  try {
    const outcome = await attemptDelivery(services, deliver, job, holder)
    if (outcome.kind !== 'delivered') log.warn({ ...detail, reason: outcome.reason }, 'a delivery failed')
  } catch (error) {
    // Its lease runs out and it is delivered again.
    log.error({ ...detail, err: error }, 'the end of a delivery was not written')
  }
}

async function clean(services: Services): Promise<void> {
  const { store, now } = services
  const before = (days: number) => new Date(Date.parse(now()) - days * 86_400_000).toISOString()
  await forgetKeys(store.db, before(idempotencyDays))
  await forgetSignIns(store.db, now())
  await store.db
    .deleteFrom('jobs')
    .where('state', 'in', ['done', 'discarded'])
    .where('doneAt', '<', before(doneJobDays))
    .execute()
}

/** Every day has its round of the programme, whichever worker is there to begin it. */
export async function beginDay(services: Services): Promise<void> {
  await inTransaction(services.store, (db) =>
    beginProgrammeDay({ ...services, actor: systemActor, surface: 'system', db, at: services.now() }),
  )
}
