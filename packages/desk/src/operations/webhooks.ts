/** Who is told of what happens: addresses, what each wants to hear, and whether it is paused. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { flag, id, line } from '../shapes.ts'
import { fromJson, toJson } from '../store/json.ts'
import type { WebhookRow } from '../store/tables.ts'
import { keyEndingOf } from '../work/deliveries.ts'
import { enqueue } from '../work/jobs.ts'
import { type Message, messageKinds } from '../work/outbox.ts'

/** Every message is offered to each of them. */
const webhooksMax = 50
const secretBytes = 32

const webhook = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  internal: z.boolean().describe('Whether it hears what only colleagues may know'),
  createdAt: z.string(),
  pausedAt: z.string().nullable(),
})

const shown = ({ id, url, events, audience, createdAt, pausedAt }: WebhookRow): z.input<typeof webhook> => ({
  id,
  url,
  events: fromJson(events),
  internal: audience === 'internal',
  createdAt,
  pausedAt,
})

const named = z.object({ webhook: id('webhook') })

export const addWebhook = operation({
  name: 'webhooks.add',
  about:
    'Tells an address of what happens from now on. The secret that signs the messages is shown this once.',
  scope: 'deliveries:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/webhooks', status: 201 },
  input: z.object({
    url: line(2_000).describe('An https address; anybody who reads the list of webhooks sees it'),
    events: z
      .array(z.enum(['*', ...messageKinds]))
      .min(1)
      .max(messageKinds.length)
      .default(['*'])
      .describe('Kinds of messages; `*` for all, also those to come'),
    internal: flag
      .default(false)
      .describe('Whether only colleagues read it: others hear nothing of the programme and of no colleague'),
  }),
  output: webhook.extend({ secret: z.string().nullable().describe('Standard Webhooks; shown once') }),
  toldOnce: ['secret'],
  run: async (context, input) => {
    const { db, at, newId, vault } = context
    await demandRoom(context)
    const secret = newSigningSecret(context)
    const row = {
      id: newId('webhook'),
      url: checkedUrl(input.url),
      secret: vault.lock(secret),
      events: toJson([...new Set(input.events)]),
      audience: input.internal ? 'internal' : 'shared',
      createdAt: at,
      pausedAt: null,
    }
    await db.insertInto('webhooks').values(row).execute()
    return { ...shown(row), secret }
  },
})

/** Standard Webhooks writes its secrets in plain base 64. */
const newSigningSecret = ({ newSecret }: Context): string =>
  `whsec_${Buffer.from(newSecret(secretBytes), 'base64url').toString('base64')}`

async function demandRoom({ db }: Context): Promise<void> {
  const { count } = await db
    .selectFrom('webhooks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count < webhooksMax) return
  throw new Refusal(
    'limit_exceeded',
    '',
    `there are ${count} webhooks already`,
    'Remove one that is not needed.',
  )
}

/** What is wrong with an address at sight; whether it leads inside the network is seen when it is looked up. */
function checkedUrl(text: string): string {
  const url = URL.parse(text)
  const refuse = (message: string, help: string) => new Refusal('invalid', 'url', message, help)
  if (!url || !['https:', 'http:'].includes(url.protocol)) {
    throw refuse(`\`${text}\` is no web address`, 'Give one such as https://example.com/rightdesk.')
  }
  if (url.username || url.password) {
    throw refuse('the address holds a user name or password', 'Check the signature of the messages instead.')
  }
  return url.href
}

export const listWebhooks = operation({
  name: 'webhooks.list',
  about: 'Lists the addresses that are told of what happens, the oldest first.',
  scope: 'deliveries:read',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/webhooks' },
  input: z.object({}),
  output: z.object({ items: z.array(webhook) }),
  run: async ({ db }) => {
    const rows = await db.selectFrom('webhooks').selectAll().orderBy('id').execute()
    return { items: rows.map(shown) }
  },
})

export const pauseWebhook = operation({
  name: 'webhooks.pause',
  about: 'Tells an address nothing more until it is resumed. What happens meanwhile is not kept for it.',
  scope: 'deliveries:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/webhooks/{webhook}/pause' },
  input: named,
  output: webhook,
  run: async (context, input) => {
    const row = await find(context, input.webhook)
    if (row.pausedAt) return shown(row)
    return shown(await setPaused(context, row.id, context.at))
  },
})

export const resumeWebhook = operation({
  name: 'webhooks.resume',
  about: 'Tells an address of what happens again, beginning with what was on its way when it was paused.',
  scope: 'deliveries:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/webhooks/{webhook}/resume' },
  input: named,
  output: webhook.extend({ replayed: z.number().describe('Messages that are on their way again') }),
  run: async (context, input) => {
    const row = await find(context, input.webhook)
    if (!row.pausedAt) return { ...shown(row), replayed: 0 }
    const replayed = await replayDead(context, row.id, row.pausedAt)
    return { ...shown(await setPaused(context, row.id, null)), replayed }
  },
})

export const replayWebhook = operation({
  name: 'webhooks.replay',
  about: 'Sends all dead letters of an address again.',
  scope: 'deliveries:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/webhooks/{webhook}/replay' },
  input: named,
  output: z.object({ replayed: z.number() }),
  run: async (context, input) => {
    const row = await find(context, input.webhook)
    if (!row.pausedAt) return { replayed: await replayDead(context, row.id, '') }
    const message = 'a paused webhook is told nothing'
    throw new Refusal('precondition_failed', 'webhook', message, 'Resume it first with webhooks.resume.')
  },
})

export const removeWebhook = operation({
  name: 'webhooks.remove',
  about: 'Forgets an address; what is on its way there is discarded.',
  scope: 'deliveries:write',
  writes: true,
  teams: 'all',
  http: { method: 'DELETE', path: '/webhooks/{webhook}' },
  input: named,
  output: z.object({ id: z.string(), discarded: z.number() }),
  run: async (context, input) => {
    const { id } = await find(context, input.webhook)
    const { numUpdatedRows } = await context.db
      .updateTable('jobs')
      .set({ state: 'discarded', doneAt: context.at, leasedBy: null, leasedUntil: null })
      .where('queue', '=', 'delivery')
      .where('state', 'in', ['waiting', 'dead'])
      .where('key', 'like', `%${keyEndingOf(id)}`)
      .executeTakeFirstOrThrow()
    await context.db.deleteFrom('webhooks').where('id', '=', id).execute()
    return { id, discarded: Number(numUpdatedRows) }
  },
})

export const testWebhook = operation({
  name: 'webhooks.test',
  about: 'Sends an address a message that means nothing; `deliveries.show` tells what became of it.',
  scope: 'deliveries:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/webhooks/{webhook}/test', status: 202 },
  input: named,
  output: z.object({ delivery: z.string() }),
  run: async (context, input) => {
    const { id: webhook } = await find(context, input.webhook)
    const message: Message = {
      id: context.newId('msg'),
      type: 'webhook.test',
      timestamp: context.at,
      data: { webhook },
    }
    const key = message.id + keyEndingOf(webhook)
    const payload = { webhook, message }
    return { delivery: await enqueue(context, { queue: 'delivery', kind: message.type, key, payload }) }
  },
})

async function find({ db }: Context, webhook: string): Promise<WebhookRow> {
  const row = await db.selectFrom('webhooks').selectAll().where('id', '=', webhook).executeTakeFirst()
  if (row) return row
  throw new Refusal(
    'not_found',
    'webhook',
    `there is no webhook \`${webhook}\``,
    'webhooks.list has them all.',
  )
}

const setPaused = ({ db }: Context, webhook: string, pausedAt: string | null): Promise<WebhookRow> =>
  db
    .updateTable('webhooks')
    .set({ pausedAt })
    .where('id', '=', webhook)
    .returningAll()
    .executeTakeFirstOrThrow()

/** What was given up since a time is due again, with all its attempts. */
async function replayDead({ db, at }: Context, webhook: string, since: string): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('jobs')
    .set({ state: 'waiting', attempts: 0, runAt: at, doneAt: null })
    .where('queue', '=', 'delivery')
    .where('state', '=', 'dead')
    .where('doneAt', '>=', since)
    .where('key', 'like', `%${keyEndingOf(webhook)}`)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}
