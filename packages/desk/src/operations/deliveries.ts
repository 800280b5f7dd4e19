/** Messages on their way to others, those that arrived and those given up; and the timers, which share their queue. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, nextOf } from '../paging.ts'
import { flag, id, line, page, paged } from '../shapes.ts'
import { fromJson } from '../store/json.ts'
import type { JobRow } from '../store/tables.ts'
import { heldToWrite } from '../store/transaction.ts'
import type { Queue } from '../work/jobs.ts'
import { messageKinds } from '../work/outbox.ts'

const states = ['waiting', 'done', 'dead', 'discarded'] as const

const job = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.enum(states),
  attempts: z.number(),
  dueAt: z.string(),
  lastError: z.string().nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
})

const delivery = job.extend({ webhook: z.string(), message: z.string() })

const jobShown = (row: JobRow): z.input<typeof job> => ({
  id: row.id,
  kind: row.kind,
  state: row.state as (typeof states)[number],
  attempts: row.attempts,
  dueAt: row.runAt,
  lastError: row.lastError,
  createdAt: row.createdAt,
  endedAt: row.doneAt,
})

type Payload = { readonly webhook: string; readonly message: { readonly id: string } }

const timer = job.extend({ about: z.record(z.string(), z.unknown()) })

const timerShown = (row: JobRow): z.input<typeof timer> => ({
  ...jobShown(row),
  about: fromJson(row.payload),
})

const deliveryShown = (row: JobRow): z.input<typeof delivery> => {
  const { webhook, message } = fromJson<Payload>(row.payload)
  return { ...jobShown(row), webhook, message: message.id }
}

const state = z.enum(states).optional().describe('`dead` are those that were given up')
const due = flag.optional().describe('Only what waits although its time has come')
const named = z.object({ delivery: id('job') })

export const listDeliveries = operation({
  name: 'deliveries.list',
  about: 'Lists messages to webhooks, the newest first, by state and kind.',
  scope: 'deliveries:read',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/deliveries' },
  input: z.object({ state, due, kind: z.enum(messageKinds).optional(), ...page }),
  output: paged(delivery),
  run: (context, input) => list(context, 'delivery', input, deliveryShown),
})

export const listTimers = operation({
  name: 'timers.list',
  about: 'Lists what is set to happen at a time, the newest first, by state and kind.',
  scope: 'deliveries:read',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/timers' },
  input: z.object({ state, due, kind: line().optional().describe('Such as acceptance-due'), ...page }),
  output: paged(timer),
  run: (context, input) => list(context, 'timer', input, timerShown),
})

export const replayTimer = operation({
  name: 'timers.replay',
  about:
    'Sets a timer off again that was given up. It looks at what is now, and may find nothing left to do.',
  scope: 'deliveries:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/timers/{timer}/replay' },
  input: z.object({ timer: id('job') }),
  output: timer,
  run: async (context, input) => {
    const row = await find(context, 'timer', input.timer)
    if (row.state !== 'dead') {
      const said = row.state === 'waiting' ? 'it is still to run' : 'it has run'
      throw new Refusal('conflict', 'timer', said, 'Only what was given up can be set off again.')
    }
    return timerShown(
      await change(context, row, { state: 'waiting', attempts: 0, runAt: context.at, doneAt: null }),
    )
  },
})

type ListInput = {
  readonly state?: string | undefined
  readonly due?: boolean | undefined
  readonly kind?: string | undefined
  readonly limit: number
  readonly after?: string | undefined
}

async function list<Item>(
  { db, at }: Context,
  queue: Queue,
  { state: inState, due: isDue, kind, limit, after }: ListInput,
  shown: (row: JobRow) => Item,
): Promise<{ items: Item[]; next: string | null }> {
  const cursor = cursorOf(after, 1)
  const rows = await db
    .selectFrom('jobs')
    .selectAll()
    .where('queue', '=', queue)
    .$if(inState !== undefined, (query) => query.where('state', '=', inState!))
    .$if(isDue === true, (query) => query.where('state', '=', 'waiting').where('runAt', '<=', at))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind!))
    .$if(cursor !== undefined, (query) => query.where('id', '<', cursor![0]!))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return nextOf(rows, limit, shown, (row) => [row.id])
}

export const showDelivery = operation({
  name: 'deliveries.show',
  about: 'Shows a message to a webhook whole, with how often it was tried and what went wrong last.',
  scope: 'deliveries:read',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/deliveries/{delivery}' },
  input: named,
  output: delivery.extend({ body: z.record(z.string(), z.unknown()) }),
  run: async (context, input) => {
    const row = await find(context, 'delivery', input.delivery)
    const { message } = fromJson<{ message: Record<string, unknown> }>(row.payload)
    return { ...deliveryShown(row), body: message }
  },
})

export const replayDelivery = operation({
  name: 'deliveries.replay',
  about:
    'Sends a message again that was given up, discarded or delivered. Its id stays, so receivers know it.',
  scope: 'deliveries:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/deliveries/{delivery}/replay' },
  input: named,
  output: delivery,
  run: async (context, input) => {
    const row = await find(context, 'delivery', input.delivery)
    if (row.state === 'waiting') {
      throw new Refusal(
        'conflict',
        'delivery',
        'it is on its way',
        'Look again when it has arrived or failed.',
      )
    }
    await demandReceiver(context, deliveryShown(row).webhook)
    return deliveryShown(
      await change(context, row, { state: 'waiting', attempts: 0, runAt: context.at, doneAt: null }),
    )
  },
})

export const discardDelivery = operation({
  name: 'deliveries.discard',
  about: 'Gives a message up for good that waits or was given up.',
  scope: 'deliveries:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/deliveries/{delivery}/discard' },
  input: named,
  output: delivery,
  run: async (context, input) => {
    const row = await find(context, 'delivery', input.delivery)
    if (row.state === 'done') {
      throw new Refusal('conflict', 'delivery', 'it was delivered', 'Nothing is left to discard.')
    }
    return deliveryShown(await change(context, row, { state: 'discarded', doneAt: context.at }))
  },
})

/** Inside a writing operation the row is held until its end: whoever ends the job just now comes before or after. */
async function find({ db, store }: Context, queue: Queue, job: string): Promise<JobRow> {
  const query = db.selectFrom('jobs').selectAll().where('id', '=', job).where('queue', '=', queue)
  const row = await heldToWrite({ db, store }, query).executeTakeFirst()
  if (row) return row
  const help = {
    delivery: 'deliveries.list has them; what arrived is forgotten after 30 days.',
    timer: 'timers.list has them; what has run is forgotten after 30 days.',
  }
  throw new Refusal('not_found', queue, `there is no ${queue} \`${job}\``, help[queue])
}

/** Whoever is at it just now loses the lease: the change stands. */
const change = ({ db }: Context, { id }: JobRow, to: Partial<JobRow>): Promise<JobRow> =>
  db
    .updateTable('jobs')
    .set({ ...to, leasedBy: null, leasedUntil: null })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

async function demandReceiver({ db }: Context, webhook: string): Promise<void> {
  const row = await db.selectFrom('webhooks').select('pausedAt').where('id', '=', webhook).executeTakeFirst()
  if (row && !row.pausedAt) return
  const message = row ? 'its webhook is paused' : 'its webhook was removed'
  const help = row ? 'Resume it first with webhooks.resume.' : 'Add it again; new messages go there.'
  throw new Refusal('precondition_failed', 'delivery', message, help)
}
