/**
 * API keys: secrets that act for a person or a service account, narrowed to some scopes, until they expire. What a key
 * may do is decided when it is used: its scopes, as far as its owner holds them then.
 */
import { createHash } from 'node:crypto'
import { Refusal } from '@rightdesk/engine'
import { type Actor, type Scope, scopes } from '../access.ts'
import { writeAudit } from '../audit.ts'
import type { Services, Surface } from '../context.ts'
import { fromJson } from '../store/json.ts'
import type { Database, Store } from '../store/open.ts'
import type { ApiKeyRow, Time } from '../store/tables.ts'
import { done, together } from '../together.ts'
import { grantsFrom, type PersonKind } from './person.ts'

export const keyPrefix = 'rd_'
export const keyBytes = 32
/** How much of a key is kept in clear, so that people tell keys apart. */
export const hintLength = 7

const usedEveryMs = 60_000

/** How secrets of full randomness are kept and looked up; nothing is gained by hashing them slowly. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** As whom a key acts; null for what is no key, was revoked, has expired, or whose owner has left. */
export async function actorOfKey(
  services: Services,
  secret: string,
  surface: Surface,
): Promise<Actor | null> {
  if (!secret.startsWith(keyPrefix)) return null
  const rows = await keyRows(services.store.db, secretHash(secret))
  const key = rows[0]
  if (!key) return null
  const actor: Actor = {
    kind: key.kind as PersonKind,
    id: key.personId,
    name: key.name,
    grants: grantsFrom(rows),
    key: key.id,
    only: scopesFrom(key.scopes),
  }
  const over = whyOver(key, key.leftAt, services.now())
  if (over === undefined) {
    await noteUse(services, key)
    return actor
  }
  await auditRefused(services, actor, surface, key, over)
  return null
}

/** Keys that are looked up in one statement. */
const lookedUpMax = 100

/** A key with each grant of its owner, by its hash; requests that come while others are looked up go together. */
const keyRows = together(lookedUpMax, async (db: Database, hashes: readonly string[]) => {
  const rows = await db
    .selectFrom('apiKeys')
    .innerJoin('people', 'people.id', 'apiKeys.personId')
    .leftJoin('grants', 'grants.personId', 'people.id')
    .select(['people.kind', 'people.name', 'people.leftAt', 'grants.role', 'grants.team'])
    .select(['apiKeys.id', 'apiKeys.hash', 'apiKeys.personId', 'apiKeys.scopes', 'apiKeys.hint'])
    .select(['apiKeys.expiresAt', 'apiKeys.revokedAt', 'apiKeys.lastUsedAt'])
    .where('apiKeys.hash', 'in', [...new Set(hashes)])
    .execute()
  return hashes.map((hash) => done(rows.filter((row) => row.hash === hash)))
})

/** A scope that this version does not know gives nothing. */
export const scopesFrom = (text: string): Scope[] =>
  fromJson<string[]>(text).filter((one): one is Scope => (scopes as readonly string[]).includes(one))

const whyOver = (
  key: Pick<ApiKeyRow, 'expiresAt' | 'revokedAt'>,
  leftAt: string | null,
  now: string,
): string | undefined => {
  if (key.revokedAt !== null) return 'revoked'
  if (key.expiresAt <= now) return 'expired'
  return leftAt === null ? undefined : 'its owner has left'
}

type Used = Pick<ApiKeyRow, 'id' | 'lastUsedAt'>

const within = (earlier: Time | null, now: Time): boolean =>
  earlier !== null && Math.abs(Date.parse(now) - Date.parse(earlier)) < usedEveryMs

async function noteUse({ store, now }: Services, key: Used): Promise<void> {
  const at = now()
  if (within(key.lastUsedAt, at)) return
  const noted = store.db.updateTable('apiKeys').set({ lastUsedAt: at }).where('id', '=', key.id).execute()
  await noted.catch((error) => {
    // Where the store takes no writes, on a full disk say, whoever only reads goes on.
    if (!(error instanceof Refusal && error.code === 'unavailable')) throw error
  })
}

/** When each key that is over was tried last, as far as this process knows. */
const triedAt = new WeakMap<Store, Map<string, Time>>()

/** Whoever still tries a key that is over is of interest; that they try it a thousand times a minute is not. */
async function auditRefused(
  services: Services,
  actor: Actor,
  surface: Surface,
  key: Used,
  reason: string,
): Promise<void> {
  const at = services.now()
  const tried = triedAt.get(services.store) ?? new Map<string, Time>()
  triedAt.set(services.store, tried)
  if (within(tried.get(key.id) ?? null, at)) return
  tried.set(key.id, at)
  const context = { ...services, actor, surface, db: services.store.db, at }
  await writeAudit(context, { operation: 'keys.use', outcome: 'refused', input: { key: key.id, reason } })
}
