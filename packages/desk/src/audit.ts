/**
 * Who did what, for ever. An entry is written in the transaction of what it tells of; a sealer then numbers entries
 * and chains each to the one before by its hash, so that a changed, removed or added entry shows.
 * Rejected: chaining inside each transaction. It lets one writer at a time through a PostgreSQL that takes many.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from './context.ts'
import { cutText } from './cut-text.ts'
import { toJson } from './store/json.ts'
import type { Store } from './store/open.ts'
import { addRow } from './store/pending.ts'
import type { AuditRow } from './store/tables.ts'
import { alone, inTransaction } from './store/transaction.ts'

export type AuditEntry = {
  readonly operation: string
  readonly outcome: 'done' | 'refused'
  readonly input: object
  readonly output?: unknown
}

/** Texts are kept with the case; the audit says what was done, not what the customer wrote. In characters. */
const textLengthMax = 120
/** Things of a list that are kept. */
const listLengthMax = 50
const secretNames = /secret|password|token|hash|authorization/i
/** Entries sealed in one transaction. */
const sealedAtOnce = 500

export async function writeAudit(context: Context, entry: AuditEntry): Promise<void> {
  await addRow(context.db, 'audit', {
    id: context.newId('audit'),
    at: context.at,
    actor: context.actor.id,
    surface: context.surface,
    operation: entry.operation,
    outcome: entry.outcome,
    target: targetOf(entry),
    detail: toJson({
      ...(brief(entry.input) as object),
      ...(context.actor.key !== undefined && { byKey: context.actor.key }),
    }),
    seq: null,
    hash: null,
  })
}

/** What it was done to: what came out, or what was named. */
function targetOf({ input, output }: AuditEntry): string | null {
  const made = (output as { id?: unknown } | undefined)?.id
  if (typeof made === 'string') return made
  const named = Object.values(input).find(
    (value) => typeof value === 'string' && /^[a-z]+_[0-9a-z]{26}$/.test(value),
  )
  return typeof named === 'string' ? named : null
}

function brief(value: unknown, name = ''): unknown {
  if (secretNames.test(name)) return '(withheld)'
  if (typeof value === 'string')
    return value.length > textLengthMax ? `${cutText(value, textLengthMax)}…` : value
  if (Array.isArray(value)) return value.slice(0, listLengthMax).map((one) => brief(one))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, brief(one, key)]))
}

type Link = { readonly seq: number; readonly hash: string }
const chainStart: Link = { seq: 0, hash: '' }

/** The hash of an entry at its place in the chain. */
const linkHash = (previous: string, seq: number, row: Omit<AuditRow, 'seq' | 'hash'>): string =>
  createHash('sha256')
    .update(
      toJson([
        previous,
        seq,
        row.id,
        row.at,
        row.actor,
        row.surface,
        row.operation,
        row.outcome,
        row.target,
        row.detail,
      ]),
    )
    .digest('hex')

/** Chains everything that is not chained yet; returns how many entries. Any number of processes may call it. */
export async function sealAudit(store: Store): Promise<number> {
  for (let total = 0; ; ) {
    const sealed = await inTransaction(store, async (db) => {
      await alone(db, store.kind, 'audit')
      const fresh = await db
        .selectFrom('audit')
        .selectAll()
        .where('seq', 'is', null)
        .orderBy('id')
        .limit(sealedAtOnce)
        .execute()
      if (fresh.length === 0) return 0
      let link = await lastLink(db)
      const links = fresh.map((row) => {
        link = { seq: link.seq + 1, hash: linkHash(link.hash, link.seq + 1, row) }
        return sql`(${row.id}, cast(${link.seq} as integer), ${link.hash})`
      })
      await sql`with sealed(id, seq, hash) as (values ${sql.join(links)})
        update audit set seq = sealed.seq, hash = sealed.hash from sealed where audit.id = sealed.id`.execute(
        db,
      )
      return fresh.length
    })
    total += sealed
    if (sealed < sealedAtOnce) return total
  }
}

async function lastLink(db: Store['db']): Promise<Link> {
  const last = await db
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .where('seq', 'is not', null)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.seq && last.hash ? { seq: last.seq, hash: last.hash } : chainStart
}

export type AuditVerification = {
  readonly entries: number
  /** Where the chain ends; note it elsewhere, and a later cut of its end shows too. */
  readonly head: Link
  /** The first entry that does not follow from the one before. */
  readonly fault: { readonly seq: number; readonly id: string; readonly message: string } | null
}

/** Walks the whole chain, in pages. `since` is a head noted earlier, which must still be in it. */
export async function verifyAudit(store: Store, since?: Link): Promise<AuditVerification> {
  await sealAudit(store)
  let link = chainStart
  for (;;) {
    const page = await store.db
      .selectFrom('audit')
      .selectAll()
      .where('seq', 'is not', null)
      .$if(link.seq > 0, (query) => query.where('seq', '>', link.seq))
      .orderBy('seq')
      .limit(2_000)
      .execute()
    for (const row of page) {
      const seq = link.seq + 1
      const fault = (message: string): AuditVerification => ({
        entries: link.seq,
        head: link,
        fault: { seq, id: row.id, message },
      })
      if (row.seq! < 1) return fault('an entry was put before the first')
      if (row.seq !== seq) return fault(`entry ${seq} is missing`)
      if (row.hash !== linkHash(link.hash, seq, row)) return fault(`entry ${seq} was changed`)
      link = { seq, hash: row.hash }
      if (since?.seq === seq && since.hash !== row.hash)
        return fault('the chain was rewritten before this entry')
    }
    if (page.length === 0) break
  }
  const cut = since !== undefined && since.seq > link.seq
  return {
    entries: link.seq,
    head: link,
    fault: cut
      ? { seq: link.seq + 1, id: '', message: `entries ${link.seq + 1} to ${since.seq} are missing` }
      : null,
  }
}
