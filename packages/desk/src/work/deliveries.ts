/**
 * One delivery of one message to one webhook: what became of it decides whether it is tried again, buried or done.
 * How a message travels is the connector's; that it travels at least once is decided here and by the lease.
 */
import { systemActor } from '../access.ts'
import { writeAudit } from '../audit.ts'
import type { Services } from '../context.ts'
import type { WebhookRow } from '../store/tables.ts'
import { inTransaction } from '../store/transaction.ts'
import { fail, finish, type Job } from './jobs.ts'
import type { Message } from './outbox.ts'

export type DeliveryTarget = { readonly url: string; readonly secret: string }

/** What became of an attempt; `reason` holds nothing of what the receiver sent. */
export type DeliveryOutcome =
  | { readonly kind: 'delivered' }
  /** The receiver cannot take it now; `waitMs` is what it asked for. */
  | { readonly kind: 'later'; readonly reason: string; readonly waitMs?: number }
  /** The receiver will hardly take it as it is. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The receiver wants no more messages. */
  | { readonly kind: 'gone'; readonly reason: string }

/** The port to the connector that carries messages. Never rejects; ends within the lease. */
export type Deliver = (target: DeliveryTarget, message: Message) => Promise<DeliveryOutcome>

/** With the back-off of the queue about half a day: a receiver may be away for a night. */
const attemptsMax = 24
/** A message that is refused as it is goes to the dead letters after this many attempts. */
const refusedAttemptsMax = 4
/** The longest that a receiver may put us off. */
const waitMaxMs = 6 * 3_600_000

/** What dead letters of a paused webhook say; resuming it sends them out again. */
const pausedReason = 'the webhook is paused'

/** The webhook that a delivery goes to, as the ending of its job's key. */
export const keyEndingOf = (webhook: string): string => `:${webhook}`

/** Makes one attempt and writes down what became of it. */
export async function attemptDelivery(
  services: Services,
  deliver: Deliver,
  job: Job,
  holder: string,
): Promise<DeliveryOutcome> {
  const { webhook: id, message } = job.payload as { webhook: string; message: Message }
  const hook = await services.store.db
    .selectFrom('webhooks')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  const outcome = hook ? await send(services, deliver, hook, message) : unwanted('the webhook was removed')
  // Order matters: resuming sends what was given up since the pause, which this message is part of.
  if (hook && outcome.kind === 'gone' && hook.pausedAt === null) await pauseGone(services, id)
  await conclude(services, job, holder, outcome)
  return outcome
}

const unwanted = (reason: string): DeliveryOutcome => ({ kind: 'gone', reason })

async function send(
  { vault }: Services,
  deliver: Deliver,
  { url, secret, pausedAt }: WebhookRow,
  message: Message,
): Promise<DeliveryOutcome> {
  if (pausedAt !== null) return unwanted(pausedReason)
  try {
    return await deliver({ url, secret: vault.unlock(secret) }, message)
  } catch (error) {
    return { kind: 'later', reason: error instanceof Error ? error.message : 'the delivery broke off' }
  }
}

async function conclude(
  services: Services,
  job: Job,
  holder: string,
  outcome: DeliveryOutcome,
): Promise<void> {
  switch (outcome.kind) {
    case 'delivered':
      return finish(services.store.db, job.id, holder, services.now())
    case 'later': {
      const waitMs = outcome.waitMs === undefined ? undefined : Math.min(outcome.waitMs, waitMaxMs)
      await fail(services, job, holder, outcome.reason, waitMs, attemptsMax)
      return
    }
    case 'refused':
      await fail(services, job, holder, outcome.reason, undefined, refusedAttemptsMax)
      return
    case 'gone':
      await fail(services, job, holder, outcome.reason, undefined, 0)
  }
}

/** A receiver that said it is gone is told nothing more until somebody resumes it. */
async function pauseGone(services: Services, webhook: string): Promise<void> {
  const at = services.now()
  await inTransaction(services.store, async (db) => {
    await db
      .updateTable('webhooks')
      .set({ pausedAt: at })
      .where('id', '=', webhook)
      .where('pausedAt', 'is', null)
      .execute()
    const context = { ...services, actor: systemActor, surface: 'system', db, at } as const
    await writeAudit(context, { operation: 'webhooks.pause', outcome: 'done', input: { webhook } })
  })
}
