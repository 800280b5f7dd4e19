/** Transactions, and the few statements in which the two stores differ. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '@rightdesk/engine'
import { type SelectQueryBuilder, sql, type Transaction } from 'kysely'
import { isPassing } from './failure.ts'
import type { StoreKind } from './kind.ts'
import type { Database, Store } from './open.ts'
import { gatherPending, writePending } from './pending.ts'
import type { Tables } from './tables.ts'

/** Two that wait for each other are both right: one of them is tried again. It waits longer each time, in milliseconds. */
const triesMax = 8
const waitMs = 15
/** Spreads those who try again at the same time. */
let turn = 0

/** Runs a piece of work that is done whole or not at all; `unavailable` when others hold the store for too long. */
export async function inTransaction<T>(
  store: Store,
  work: (db: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await store.db.transaction().execute(async (db) => {
        gatherPending(db)
        const result = await work(db)
        await writePending(db)
        return result
      })
    } catch (error) {
      // On SQLite a statement has waited already for as long as it may.
      if (!isPassing(error) || error instanceof Refusal) throw error
      if (tries === triesMax)
        throw new Refusal('unavailable', '', 'the store is busy', 'Try again in a moment.')
      turn = (turn + 1) % 7
      await sleep(waitMs * (2 ** tries + turn))
    }
  }
}

/** Whether a unique index refused a row. */
export const isTaken = (error: unknown): boolean => {
  const { code, errcode } = error as { code?: string; errcode?: number }
  return code === '23505' || errcode === 2067 || errcode === 1555
}

/** Holds the selected rows until the transaction ends. SQLite has one writer at a time and needs nothing. */
export const held = <T extends keyof Tables, O>(
  query: SelectQueryBuilder<Tables, T, O>,
  kind: StoreKind,
): SelectQueryBuilder<Tables, T, O> => (kind === 'postgres' ? query.forUpdate() : query)

/** As `held` where something is written; where somebody only looks, nothing is held. */
export const heldToWrite = <T extends keyof Tables, O>(
  { db, store }: { readonly db: Database; readonly store: { readonly kind: StoreKind } },
  query: SelectQueryBuilder<Tables, T, O>,
): SelectQueryBuilder<Tables, T, O> => (db.isTransaction ? held(query, store.kind) : query)

/** As `held`, but passes over rows that somebody else holds. */
export const heldIfFree = <T extends keyof Tables, O>(
  query: SelectQueryBuilder<Tables, T, O>,
  kind: StoreKind,
): SelectQueryBuilder<Tables, T, O> => (kind === 'postgres' ? query.forUpdate().skipLocked() : query)

/** One process at a time does what the name says, until its transaction ends. */
export async function alone(db: Transaction<Tables>, kind: StoreKind, name: string): Promise<void> {
  if (kind === 'postgres') {
    await sql`select pg_advisory_xact_lock(hashtext(${`rightdesk:${name}`}))`.execute(db)
  }
}
