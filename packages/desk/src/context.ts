/**
 * What an operation works with. Everything from outside comes in here: the store, the clock, new ids, the policy that
 * answers. Nothing below reads the environment, the time or randomness by itself.
 */
import type { Correction, Decision, Policy } from '@rightdesk/engine'
import type { Transaction } from 'kysely'
import type { Actor } from './access.ts'
import type { Database, Store } from './store/open.ts'
import type { Tables, Time } from './store/tables.ts'
import type { Vault } from './work/vault.ts'

/** Answers asks by the policy in force. */
export interface Answering {
  readonly policy: Policy
  /** Decides anything that claims to be an ask; rejects with a `Refusal` where it is none. */
  answer(ask: unknown): Promise<Decision>
  /** Takes exactly these corrections into the reading of texts, replacing what it had learnt before. */
  learn(corrections: readonly Correction[]): void
}

/** What the process provides, once. */
export type Services = {
  readonly store: Store
  readonly answering: Answering
  /** The time, as ISO 8601 in UTC with milliseconds. */
  readonly now: () => Time
  /** A new id that sorts by time, such as `case_01kb…`. */
  readonly newId: (prefix: string) => string
  /** What marks the rows that are made: those of the demonstration can be removed again. */
  readonly origin: 'real' | 'demo'
  /** Secrets: so many random bytes, as URL-safe text. */
  readonly newSecret: (bytes: number) => string
  /** Where secrets are kept that must be given out again. */
  readonly vault: Vault
}

export type Surface = 'http' | 'mcp' | 'cli' | 'chat' | 'console' | 'system'

/** One call of one operation. */
export type Context = Services & {
  readonly actor: Actor
  readonly surface: Surface
  /** The open transaction of a writing operation; the store itself for one that reads. */
  readonly db: Database | Transaction<Tables>
  /** The time of this call: the same for all it writes. */
  readonly at: Time
}
