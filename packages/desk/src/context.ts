/**
 * What an operation works with. Everything from outside comes in here: the store, the clock, new ids, the policy that
 * answers. Nothing below reads the environment, the time or randomness by itself.
 */
import type {
  Comparing,
  Correction,
  Decision,
  LinkedPolicy,
  Policy,
  PolicyComparison,
  PolicySource,
  PolicyStudy,
  Reader,
} from '@rightdesk/engine'
import type { Transaction } from 'kysely'
import type { Actor } from './access.ts'
import type { Database, Store } from './store/open.ts'
import type { Tables, Time } from './store/tables.ts'
import type { Vault } from './work/vault.ts'

/** Answers asks by the policy in force. */
export interface Answering {
  readonly policy: Policy
  /** The same with its names resolved, and as files: what pages about the policy need. */
  readonly linked: LinkedPolicy
  readonly source: PolicySource
  /** Decides anything that claims to be an ask; rejects with a `Refusal` where it is none. */
  answer(ask: unknown): Promise<Decision>
  /** Whether a language model has a voice in what texts are read as; left out, none has. */
  readonly model?: boolean
  /** Takes exactly these corrections into the reading of texts, replacing what it had learnt before. */
  learn(corrections: readonly Correction[]): void
  /** The reader as it reads now, with what corrections taught. */
  reader(): Reader
  /** Checks a policy and runs its tests: seconds of work, done beside what is served. */
  study(source: PolicySource, now: Time): Promise<PolicyStudy>
  /** Compares two policies and has both decide past asks; likewise, and within bounds of time. */
  compare(versions: Pick<Comparing, 'before' | 'after' | 'asks' | 'now'>): Promise<PolicyComparison>
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
