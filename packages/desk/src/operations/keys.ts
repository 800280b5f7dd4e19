/** API keys: everybody makes and ends their own; who gives access does so for services, and ends anybody's. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { type Actor, demand, holds, type Scope, scopes } from '../access.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, nextOf } from '../paging.ts'
import { hintLength, keyBytes, keyPrefix, scopesFrom, secretHash } from '../people/keys.ts'
import { demandOver, loadPerson } from '../people/person.ts'
import { line, page, paged, time } from '../shapes.ts'
import { toJson } from '../store/json.ts'
import type { ApiKeyRow } from '../store/tables.ts'

const daysDefault = 90
const daysMax = 365
const keysMax = 50
const dayMs = 86_400_000

const key = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string().describe('How it begins'),
  expiresAt: time,
  lastUsedAt: time.nullable(),
  scopes: z.array(z.string()),
  revokedAt: time.nullable(),
  createdAt: time,
  owner: z.string().describe('The id of who it acts for'),
})

const shown = (row: ApiKeyRow): z.input<typeof key> => ({
  id: row.id,
  name: row.name,
  hint: `${row.hint}…`,
  expiresAt: row.expiresAt,
  lastUsedAt: row.lastUsedAt,
  scopes: scopesFrom(row.scopes),
  revokedAt: row.revokedAt,
  createdAt: row.createdAt,
  owner: row.personId,
})

export const createKey = operation({
  name: 'keys.create',
  about:
    'Makes an API key for yourself, or for a service. The secret is told in this answer alone; a key never does more than its owner may.',
  scope: 'keys:own',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/keys', status: 201 },
  toldOnce: ['secret'],
  input: z.object({
    name: line(100).describe('What it is for'),
    scopes: z.array(z.enum(scopes)).min(1).max(scopes.length).describe('What it may do at most'),
    days: z.coerce.number().int().min(1).max(daysMax).default(daysDefault).describe('Until it expires'),
    service: line().optional().describe('The id of the service it is for; yours when left out'),
  }),
  output: z.object({
    ...key.shape,
    secret: z.string().nullable().describe('The key itself. Told once; null when the request is repeated'),
  }),
  run: async (context, input) => {
    const owner = await ownerOf(context, input.service)
    const wanted = scopes.filter((scope) => input.scopes.includes(scope))
    for (const scope of wanted) demandSomewhere(context.actor, scope)
    await demandRoom(context, owner)
    const secret = `${keyPrefix}${context.newSecret(keyBytes)}`
    const row = await context.db
      .insertInto('apiKeys')
      .values({
        id: context.newId('key'),
        personId: owner,
        name: input.name,
        hint: secret.slice(0, hintLength),
        hash: secretHash(secret),
        scopes: toJson(wanted),
        createdAt: context.at,
        expiresAt: await expiry(context, input.days),
        lastUsedAt: null,
        revokedAt: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    return { ...shown(row), secret }
  },
})

/** Whom the key is for; for a service, the maker must hold all that the service holds. */
async function ownerOf(context: Context, service: string | undefined): Promise<string> {
  const { actor, db } = context
  if (service === undefined) return (await loadPerson(db, actor.id, '')).id
  demandSomewhere(actor, 'access:write')
  const row = await loadPerson(db, service, 'service')
  if (row.kind !== 'service') {
    const help = 'People make their own keys; services.list names the services.'
    throw new Refusal('invalid', 'service', `\`${service}\` is no service`, help)
  }
  await demandOver(context, row)
  return row.id
}

/** For some team at least; for which ones is a matter of what the owner of the key holds. */
const demandSomewhere = (actor: Actor, scope: Scope): void =>
  demand(
    actor,
    scope,
    actor.grants.flatMap(({ team }) => team ?? []),
  )

/** A key that makes keys does not outlive itself by them. */
async function expiry({ at, actor, db }: Context, days: number): Promise<string> {
  const wanted = new Date(Date.parse(at) + days * dayMs).toISOString()
  if (actor.key === undefined) return wanted
  const own = await db
    .selectFrom('apiKeys')
    .select('expiresAt')
    .where('id', '=', actor.key)
    .executeTakeFirstOrThrow()
  return own.expiresAt < wanted ? own.expiresAt : wanted
}

async function demandRoom({ db, at }: Context, owner: string): Promise<void> {
  const { count } = await db
    .selectFrom('apiKeys')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('personId', '=', owner)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', at)
    .executeTakeFirstOrThrow()
  if (count < keysMax) return
  const help = 'Revoke those that are used no more; keys.list says when each was used last.'
  throw new Refusal('limit_exceeded', 'name', `there are ${count} keys in force already`, help)
}

export const listKeys = operation({
  name: 'keys.list',
  about: 'Lists your API keys, or those of somebody whose access you manage; never the secrets.',
  scope: 'keys:own',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/keys' },
  input: z.object({
    owner: line().optional().describe('The id of a person or service, or `all`; yours when left out'),
    ...page,
  }),
  output: paged(key),
  run: async (context, { owner = context.actor.id, limit, after }) => {
    if (owner === 'all') demand(context.actor, 'access:write')
    else if (owner !== context.actor.id) await demandManaged(context, owner)
    const mark = cursorOf(after, 1)
    const rows = await context.db
      .selectFrom('apiKeys')
      .selectAll()
      .$if(owner !== 'all', (q) => q.where('personId', '=', owner))
      .$if(mark !== undefined, (q) => q.where('id', '<', mark![0]!))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
    return nextOf(rows, limit, shown, ({ id }) => [id])
  },
})

async function demandManaged(context: Context, owner: string): Promise<void> {
  demandSomewhere(context.actor, 'access:write')
  if (holds(context.actor, 'access:write')) return
  await demandOver(context, await loadPerson(context.db, owner, 'owner'))
}

export const revokeKey = operation({
  name: 'keys.revoke',
  about: 'Ends an API key at once: your own, or one of somebody whose access you manage.',
  scope: 'keys:own',
  writes: true,
  teams: 'any',
  http: { method: 'DELETE', path: '/keys/{key}' },
  input: z.object({ key: line().describe('The id of the key, from keys.list') }),
  output: key,
  run: async (context, input) => {
    const row = await context.db
      .selectFrom('apiKeys')
      .selectAll()
      .where('id', '=', input.key)
      .executeTakeFirst()
    const mine = row?.personId === context.actor.id
    if (row && !mine) await demandManaged(context, row.personId)
    if (!row) {
      throw new Refusal('not_found', 'key', `there is no key \`${input.key}\``, 'See keys.list for yours.')
    }
    return shown(
      await context.db
        .updateTable('apiKeys')
        .set({ revokedAt: row.revokedAt ?? context.at })
        .where('id', '=', row.id)
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
  },
})
