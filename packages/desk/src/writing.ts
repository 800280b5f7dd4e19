/**
 * How a call is written: once for its idempotency key, in one transaction with its audit entry. Calls of an operation
 * that allows it share a transaction when they come faster than the store can end one: a commit, the locks and the
 * looks at what all of them need are then paid once. What a call does is its operation's business.
 */
import { createHash } from 'node:crypto'
import { Refusal } from '@rightdesk/engine'
import { writeAudit } from './audit.ts'
import type { Context } from './context.ts'
import type { Operation } from './operation.ts'
import { fromJson, toJson } from './store/json.ts'
import type { Database, Store } from './store/open.ts'
import { inTransaction } from './store/transaction.ts'
import { done, together } from './together.ts'

/** A call that was checked, allowed and prepared. */
export type Write = {
  readonly context: Context
  readonly operation: Operation
  readonly rawInput: unknown
  readonly input: Record<string, unknown>
  readonly prepared: unknown
  readonly key: string | undefined
}

/** The longest idempotency key, in characters. */
const keyLengthMax = 200
/** No store keeps NUL in a text, nor half a character. */
const isKey = (key: string): boolean =>
  key !== '' && key.length <= keyLengthMax && !key.includes('\u0000') && key.isWellFormed()
/** Calls in one transaction: beyond, the first of them would wait longer than the last of them gains. */
const groupMax = 32

/** Writes a call and gives its output, which then is durable. */
export function write(one: Write): Promise<unknown> {
  const { context, operation, prepared } = one
  return operation.together?.joins(prepared) ? entranceTo(operation)(context.store, one) : writeAlone(one)
}

const writeAlone = (one: Write): Promise<unknown> =>
  inTransaction(one.context.store, (db) => writeOne({ ...one.context, db }, one))

const entrances = new WeakMap<Operation, (store: Store, one: Write) => Promise<unknown>>()

/** Where calls of one operation meet. */
function entranceTo(operation: Operation): (store: Store, one: Write) => Promise<unknown> {
  const entrance = entrances.get(operation) ?? together(groupMax, writeTogether)
  entrances.set(operation, entrance)
  return entrance
}

/** Writes calls in one transaction, in the order in which they came; each by itself where one of them spoils that. */
async function writeTogether(
  store: Store,
  group: readonly Write[],
): Promise<PromiseSettledResult<unknown>[]> {
  const { context, operation } = group[0]!
  try {
    const outputs = await inTransaction(store, async (db) => {
      const prepared = group.map((one) => one.prepared)
      await operation.together?.hold({ ...context, db }, prepared)
      const written: unknown[] = []
      for (const one of group) written.push(await writeOne({ ...one.context, db }, one))
      return written
    })
    return outputs.map(done)
  } catch (reason) {
    // Where the store is away, it may have kept the whole group: none is written a second time.
    const isAway = reason instanceof Refusal && reason.code === 'unavailable'
    if (isAway || group.length === 1) return group.map(() => ({ status: 'rejected', reason }))
    return Promise.allSettled(group.map(writeAlone))
  }
}

/** What one call writes, inside a transaction. */
async function writeOne(
  context: Context,
  { operation, rawInput, input, prepared, key }: Write,
): Promise<unknown> {
  const earlier = await rememberedAnswer(context, operation.name, key, rawInput)
  if (earlier) return operation.output.parse(fromJson(earlier))
  const output = operation.output.parse(await operation.run(context, input, prepared))
  await writeAudit(context, { operation: operation.name, outcome: 'done', input, output })
  await rememberAnswer(context, key, withoutSecrets(output, operation.toldOnce))
  return output
}

const withoutSecrets = (output: unknown, toldOnce: readonly string[] = []): unknown =>
  toldOnce.length === 0
    ? output
    : { ...(output as object), ...Object.fromEntries(toldOnce.map((name) => [name, null])) }

/** The stored answer of an earlier call with this key, if there was one; else the key is taken. */
async function rememberedAnswer(
  { db, actor, at }: Context,
  name: string,
  key: string | undefined,
  rawInput: unknown,
): Promise<string | undefined> {
  if (key === undefined) return undefined
  if (!isKey(key)) {
    const message = 'the idempotency key is empty, too long, or holds what no text has'
    const help = `Use 1 to ${keyLengthMax} characters, such as a UUID.`
    throw new Refusal('invalid', 'Idempotency-Key', message, help)
  }
  const requestHash = hashOf(name, rawInput)
  const taken = await db
    .insertInto('idempotency')
    .values({ actor: actor.id, key, operation: name, requestHash, response: '', at })
    .onConflict((conflict) => conflict.columns(['actor', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  if (taken) return undefined
  const earlier = (await rowOfKey(db, actor.id, key))!
  if (earlier.requestHash === requestHash) return earlier.response
  throw new Refusal(
    'conflict',
    'Idempotency-Key',
    `the idempotency key \`${key}\` was used for another request`,
    'Use a new key for a new request.',
  )
}

const hashOf = (name: string, rawInput: unknown): string =>
  createHash('sha256')
    .update(toJson([name, rawInput]))
    .digest('hex')

const rowOfKey = (db: Context['db'], actor: string, key: string) =>
  db
    .selectFrom('idempotency')
    .select(['requestHash', 'response'])
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst()

/** The answer that this very call got before under its key; undefined where it has none, or did not end. */
export async function answeredBefore({
  context: { db, actor },
  operation,
  rawInput,
  key,
}: Omit<Write, 'prepared'>): Promise<unknown> {
  if (key === undefined || !isKey(key)) return undefined
  const earlier = await rowOfKey(db, actor.id, key)
  if (earlier?.requestHash !== hashOf(operation.name, rawInput)) return undefined
  return operation.output.parse(fromJson(earlier.response))
}

async function rememberAnswer(
  { db, actor }: Context,
  key: string | undefined,
  output: unknown,
): Promise<void> {
  if (key === undefined) return
  await db
    .updateTable('idempotency')
    .set({ response: toJson(output) })
    .where('actor', '=', actor.id)
    .where('key', '=', key)
    .execute()
}

/** For how long an idempotency key is remembered, in days. */
export const idempotencyDays = 7

/** Forgets keys that are older than a time. */
export const forgetKeys = async (db: Database, before: string): Promise<void> => {
  await db.deleteFrom('idempotency').where('at', '<', before).execute()
}
