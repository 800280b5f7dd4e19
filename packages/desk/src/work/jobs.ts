/**
 * The lease queue, for what must happen later (timers) and elsewhere (deliveries). A worker leases a job, does it, and
 * finishes it; a lease that runs out is taken by another. Only who holds the lease may finish, so that a timer's effect,
 * written in the same transaction, happens once; a delivery happens at least once, with a key for the receiver.
 */
import { Refusal } from '@rightdesk/engine'
import type { Transaction } from 'kysely'
import type { Context, Services } from '../context.ts'
import { fromJson, toJson } from '../store/json.ts'
import type { Database, Store } from '../store/open.ts'
import { addRow, writePending } from '../store/pending.ts'
import type { JobRow, Tables, Time } from '../store/tables.ts'
import { heldIfFree, inTransaction } from '../store/transaction.ts'

export type Queue = 'timer' | 'delivery'

export type NewJob = {
  readonly queue: Queue
  readonly kind: string
  /** A second job with the key of another is not made. */
  readonly key: string
  readonly payload: object
  readonly runAt?: Time
}

export type Job = {
  readonly id: string
  readonly kind: string
  readonly key: string
  readonly attempts: number
  readonly payload: Readonly<Record<string, unknown>>
}

const attemptsMaxDefault = 12
const backOffFirstMs = 2_000
const backOffMaxMs = 3_600_000
const errorLengthMax = 500
/** A lease that ends later than this was made by a clock that was wrong since: whoever made it may be gone. */
const leaseMaxMs = 3_600_000

/**
 * Does what a timer was set for, as the system. It looks at what is now: the thing may have moved on since the timer
 * was set. A refusal `not_found` or `conflict` means that there is nothing left to do; anything else is tried again.
 */
export type TimerHandler = (context: Context, payload: Readonly<Record<string, unknown>>) => Promise<void>

/** Adds a job in the transaction of what it belongs to; its id, unless the key was taken. */
export async function enqueue({ db, newId, at }: Context, job: NewJob): Promise<string> {
  const id = newId('job')
  await addRow(db, 'jobs', {
    id,
    queue: job.queue,
    kind: job.kind,
    key: job.key,
    payload: toJson(job.payload),
    state: 'waiting',
    attempts: 0,
    runAt: job.runAt ?? at,
    leasedBy: null,
    leasedUntil: null,
    lastError: null,
    createdAt: at,
    doneAt: null,
  })
  return id
}

/** Takes a job back that has not run, by its key. */
export async function cancel({ db }: Context, key: string): Promise<void> {
  await writePending(db)
  await db.deleteFrom('jobs').where('key', '=', key).where('state', '=', 'waiting').execute()
}

/**
 * Leases up to `limit` jobs that are due; each is then this holder's until `until`. Jobs whose key ends in one of
 * `passOver` are left to others or to later.
 */
export async function claim(
  store: Store,
  queue: Queue,
  holder: string,
  now: Time,
  until: Time,
  limit: number,
  passOver: readonly string[] = [],
): Promise<Job[]> {
  const rows = await inTransaction(store, async (db) => {
    const due = await heldIfFree(
      db
        .selectFrom('jobs')
        .select('id')
        .where('queue', '=', queue)
        .where('state', '=', 'waiting')
        .where('runAt', '<=', now)
        .where((where) =>
          where.or([
            where('leasedUntil', 'is', null),
            where('leasedUntil', '<', now),
            where('leasedUntil', '>', after(now, leaseMaxMs)),
          ]),
        )
        .where((where) => where.and(passOver.map((ending) => where('key', 'not like', `%${ending}`))))
        .orderBy('runAt')
        .limit(limit),
      store.kind,
    ).execute()
    if (due.length === 0) return []
    return db
      .updateTable('jobs')
      .set((set) => ({ leasedBy: holder, leasedUntil: until, attempts: set('attempts', '+', 1) }))
      .where(
        'id',
        'in',
        due.map(({ id }) => id),
      )
      .returningAll()
      .execute()
  })
  return rows.map(asJob)
}

const asJob = ({ id, kind, key, attempts, payload }: JobRow): Job => ({
  id,
  kind,
  key,
  attempts,
  payload: fromJson(payload),
})

/** Marks a job done; rejects when the lease was lost, which undoes the transaction it stands in. */
export async function finish(
  db: Transaction<Tables> | Database,
  id: string,
  holder: string,
  now: Time,
): Promise<void> {
  const done = await db
    .updateTable('jobs')
    .set({ state: 'done', doneAt: now, leasedBy: null, leasedUntil: null })
    .where('id', '=', id)
    .where('leasedBy', '=', holder)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst()
  if (!done) throw new Refusal('conflict', id, 'the lease was lost', 'Another worker does it.')
}

/** Gives a job back for later, or buries it after the last attempt; `waitMs` overrides the back-off. */
export async function fail(
  { store, now }: Pick<Services, 'store' | 'now'>,
  job: Job,
  holder: string,
  error: unknown,
  waitMs?: number,
  attemptsMax = attemptsMaxDefault,
): Promise<'later' | 'dead'> {
  const dead = job.attempts >= attemptsMax
  const at = now()
  const message = error instanceof Error ? error.message : String(error)
  await store.db
    .updateTable('jobs')
    .set({
      state: dead ? 'dead' : 'waiting',
      runAt: after(at, waitMs ?? backOffMs(job)),
      leasedBy: null,
      leasedUntil: null,
      lastError: message.slice(0, errorLengthMax),
      doneAt: dead ? at : null,
    })
    .where('id', '=', job.id)
    .where('leasedBy', '=', holder)
    .execute()
  return dead ? 'dead' : 'later'
}

const after = (time: Time, ms: number): Time => new Date(Date.parse(time) + ms).toISOString()

/** Doubles with each attempt, spread by the job's id so that many do not come back at once. */
function backOffMs({ id, attempts }: Job): number {
  const spread = 0.75 + (id.charCodeAt(id.length - 1) % 16) / 32
  return Math.min(backOffMaxMs, backOffFirstMs * 2 ** (attempts - 1)) * spread
}
