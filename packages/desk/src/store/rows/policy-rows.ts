/** What is kept of the policy: the versions it was in force in, and what was proposed. */
import type { JsonText, Time } from '../values.ts'

/** By table. */
export type PolicyTables = {
  policies: PolicyRow
  proposals: ProposalRow
}

/** A version of the policy that this desk answered by. */
export type PolicyRow = {
  id: string
  name: string
  version: string
  /** SHA-256 of its files: what makes it a version. */
  fingerprint: string
  /** How messages name the folder. */
  folder: string
  /** `[{ path, text }]` */
  files: JsonText
  firstSeenAt: Time
  /** When a process last began to answer by it. */
  lastSeenAt: Time
}

/** What somebody decided about a proposal to change the policy. */
export type ProposalRow = {
  id: string
  kind: string
  topic: string | null
  /** As it is to stand in the policy. */
  text: string
  why: string
  /** Ids of the cases it came from. */
  cases: JsonText
  state: string
  reason: string | null
  decidedBy: string
  decidedAt: Time
}
