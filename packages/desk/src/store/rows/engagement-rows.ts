/** What engagements of Developer Success are kept in, and what they found for others. */
import type { JsonText, Time } from '../values.ts'

/** By table. */
export type EngagementTables = {
  engagementSessions: EngagementSessionRow
  engagements: EngagementRow
  revenueSignals: RevenueSignalRow
}

export type EngagementRow = {
  id: string
  caseId: string | null
  accountId: string
  decisionId: string
  /** The topic whose rules granted it. */
  topic: string
  verdict: string
  kind: string
  /** The team that gives what goes beyond it. */
  referral: string | null
  state: string
  requestedBy: string
  leadId: string | null
  wantedSessions: number | null
  sessionsAllowed: number
  sessionsUsed: number
  startsAt: Time
  /** The end of the time-box; `endedAt` is when it really ended. */
  endsAt: Time
  extendedAt: Time | null
  summaryDueAt: Time | null
  outcome: string | null
  summary: string | null
  summaryAt: Time | null
  /** `[{ title, link }]` */
  material: JsonText
  origin: string
  version: number
  createdAt: Time
  endedAt: Time | null
}

export type EngagementSessionRow = {
  id: string
  engagementId: string
  /** When it took place. */
  at: Time
  notes: string
  /** Names of who was there. */
  people: JsonText
  actor: string
  loggedAt: Time
}

/** A sign of expansion, risk or renewal that was passed to the revenue team. */
export type RevenueSignalRow = {
  id: string
  accountId: string
  caseId: string | null
  at: Time
  actor: string
  kind: string
  words: string
  /** In USD a year. */
  amount: number | null
  team: string
  origin: string
}
