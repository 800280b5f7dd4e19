/** One ask of the demonstration, as the tables of asks say it. */
import type { CustomerKey, Facts } from './customers.ts'
import type { Fate } from './fates.ts'

export type DemoAsk = {
  /** Absent: nobody knows the account. */
  readonly from: CustomerKey | undefined
  readonly text: string
  readonly fate: Fate
  readonly facts?: Facts
  readonly recordType?: string
  readonly caseReason?: string
  readonly requester?: { readonly name: string; readonly email?: string }
  /** By which later asks refer to its case. */
  readonly called?: string
}

type More = Omit<DemoAsk, 'from' | 'text' | 'fate'>

export const ask = (from: CustomerKey | undefined, text: string, fate: Fate, more: More = {}): DemoAsk => ({
  from,
  text,
  fate,
  ...more,
})
