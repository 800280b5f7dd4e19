/** What comes out: the decision as other programs rely on it. Names are fixed; fields may be added. */
import type { Origin } from './knowledge.ts'
import type { FactValue } from './policy/domain.ts'
import type { Evidence, TopicCandidate } from './read/reading.ts'
import type { Span } from './read/words.ts'

/** `status` speaks of the owner alone; the engagement's verdict is decided apart. */
export type Status = 'decided' | 'needs-info' | 'fallback'

export type DecisionFact = {
  /** A list where several values are still possible. */
  readonly value: FactValue | readonly FactValue[]
  readonly from: Origin
  readonly words?: string
  /** Where they stand in the text of the ask, in UTF-16 units. */
  readonly span?: Span
  /** The fact that this one follows from. */
  readonly follows?: string
}

export type Question = {
  readonly fact: string
  readonly ask: string
  readonly who: 'customer' | 'colleague' | 'crm'
  readonly decides: readonly ('owner' | 'engagement')[]
  /** The answers that are still possible and make a difference, for one-click replies; none for amounts. */
  readonly options?: readonly { readonly value: FactValue; readonly say: string }[]
}

export type Because = {
  readonly table: string
  readonly rule: string
  readonly source: string
  readonly row: string
  readonly rows: readonly string[]
  readonly at: string
  readonly text: string
}

/** What one fact would have to be for another answer. */
export type Otherwise = {
  readonly fact: string
  /** Values of the fact that all lead there. */
  readonly values: readonly FactValue[]
  readonly owner: string | null
  readonly verdict: string
  readonly text: string
}

export type Decision = {
  readonly id?: string
  readonly status: Status
  readonly topic: {
    readonly id: string | null
    /** Probability that `id` is right, 0 to 1; 1 when it was stated. */
    readonly confidence: number
    readonly possible: readonly TopicCandidate[]
    /** The topic whose rows answer, where a cause, a plan or a commitment redirects the ask. */
    readonly answeredAs?: string
  }
  readonly facts: Readonly<Record<string, DecisionFact>>
  readonly owner: { readonly team: string | null; readonly roles: readonly string[] }
  /** While the owner is open: whose it would be, and when. */
  readonly owners?: readonly { readonly team: string; readonly when: string }[]
  readonly with: readonly string[]
  /** Teams that help only under a condition which is still open. */
  readonly withIf?: readonly { readonly team: string; readonly when: string }[]
  readonly not: readonly { readonly team: string; readonly reason: string }[]
  readonly engagement: {
    readonly verdict: 'engage' | 'limited' | 'reroute' | 'not-needed' | 'needs-info'
    readonly kind?: string
    readonly to?: string
    readonly limits?: readonly string[]
    readonly reason: string
  }
  readonly escalation: {
    readonly path: string
    readonly requires: readonly string[]
    /** Those of `requires` that an expert of the topic gives; absent where there are none. */
    readonly byExpert?: readonly string[]
    readonly immediate: boolean
  }
  readonly customerPath: string
  readonly internal: readonly string[]
  /** A team or a role of one (`account-team/ae`). */
  readonly speaks: string
  readonly gather: readonly string[]
  readonly draft: {
    readonly internal: string
    /** Empty where nothing is to be said to the customer. */
    readonly customer: string
    readonly macro?: string
  }
  readonly questions: readonly Question[]
  readonly because: readonly Because[]
  readonly otherwise: readonly Otherwise[]
  readonly evidence: readonly Evidence[]
  readonly parts: readonly Decision[]
  readonly warnings: readonly string[]
  readonly policy: { readonly name: string; readonly version: string }
}
