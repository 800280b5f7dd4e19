/** What cases are kept in, and what is known of customers. */
import type { Generated } from 'kysely'
import type { JsonText, Time } from '../values.ts'

/** By table. */
export type CaseTables = {
  accounts: AccountRow
  caseFollowers: { caseId: string; personId: string; at: Time }
  caseSources: { kind: string; sourceId: string; caseId: string; at: Time }
  caseTeams: { caseId: string; team: string; since: Time }
  cases: CaseRow
  corrections: CorrectionRow
  decisions: DecisionRow
  escalations: EscalationRow
  events: EventRow
  incidents: IncidentRow
  recordFixes: RecordFixRow
}

export type AccountRow = {
  id: string
  externalId: string | null
  name: string
  /** Facts of the contract by name. */
  facts: JsonText
  /** What holds of the whole record: `demo` marks what came with the demonstration. */
  origin: string
  version: number
  createdAt: Time
  updatedAt: Time
}

export type CaseRow = {
  /** Counts up, for people; `id` is for programs. */
  number: Generated<number>
  id: string
  state: string
  subject: string
  text: string
  /** SHA-256 of account and normalised text: what makes a repeat. */
  fingerprint: string
  accountId: string | null
  /** `{ name?, email? }` of who asked. */
  requester: JsonText
  /** What was stated, by intake and by everybody since. */
  facts: JsonText
  recordType: string | null
  caseReason: string | null
  topic: string | null
  decisionId: string
  ownerTeam: string | null
  assigneeId: string | null
  /** Changes of team since it was first routed. */
  bounces: number
  /** Set while the case waits for the triage lead. */
  triageSince: Time | null
  acceptBy: Time | null
  overdueSince: Time | null
  /** Set while nobody is free to take it. */
  waitingSince: Time | null
  snoozedUntil: Time | null
  mergedInto: string | null
  /** The case of whose ask it is one part (X5). */
  partOf: string | null
  incidentId: string | null
  /** The team it was routed to first; with the next five what figures are made of, see insights/case-marks.ts. */
  firstOwner: string | null
  /** Status of the first decision. */
  firstStatus: string | null
  /** The rule by which its owner was first decided. */
  ownerRule: string | null
  /** What was asked for first, where the owner could not be told at intake. */
  missingFact: string | null
  /** From opening until that was known. */
  answeredMinutes: number | null
  /** From opening until the team that has it accepted. */
  acceptedMinutes: number | null
  origin: string
  version: number
  openedAt: Time
  updatedAt: Time
  resolvedAt: Time | null
  closedAt: Time | null
}

export type DecisionRow = {
  id: string
  caseId: string | null
  at: Time
  policyName: string
  policyVersion: string
  status: string
  ownerRule: string | null
  /** What was asked: text, stated facts, the account's facts. */
  ask: JsonText
  decision: JsonText
}

/** One thing that happened to a case; never changed, never deleted. */
export type EventRow = {
  id: string
  caseId: string
  at: Time
  kind: string
  actor: string
  /** `customer` for what the customer sees, else `internal`. */
  visibility: string
  data: JsonText
}

export type CorrectionRow = {
  id: string
  caseId: string
  at: Time
  actor: string
  kind: string
  accountId: string | null
  text: string
  /** What was answered, and what is right. */
  was: JsonText
  right: JsonText
  reason: string
  /** A test for the policy, as YAML. */
  proposedTest: string
  undoneAt: Time | null
}

export type EscalationRow = {
  id: string
  caseId: string
  state: string
  /** `[{ item, evidence, by, at }]`, `by` absent while it is missing. */
  gate: JsonText
  trackerText: string | null
  trackerRef: string | null
  version: number
  openedAt: Time
  filedAt: Time | null
  closedAt: Time | null
}

export type IncidentRow = {
  id: string
  title: string
  state: string
  topic: string | null
  origin: string
  version: number
  openedAt: Time
  resolvedAt: Time | null
}

export type RecordFixRow = {
  id: string
  caseId: string
  field: string
  isValue: string
  shouldBe: string
  team: string
  state: string
  reason: string
  openedAt: Time
  doneAt: Time | null
  doneBy: string | null
}
