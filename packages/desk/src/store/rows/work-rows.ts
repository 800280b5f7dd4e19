/** What is kept for the desk's own work: the audit log, jobs, keys of requests, who listens and looks. */
import type { JsonText, Time } from '../values.ts'

/** By table. */
export type WorkTables = {
  audit: AuditRow
  idempotency: IdempotencyRow
  jobs: JobRow
  meta: { key: string; value: string }
  presence: PresenceRow
  views: ViewRow
  webhooks: WebhookRow
}

/** Append-only; `seq` and `hash` are filled once, by the sealer. */
export type AuditRow = {
  id: string
  at: Time
  actor: string
  surface: string
  operation: string
  outcome: string
  target: string | null
  detail: JsonText
  seq: number | null
  hash: string | null
}

export type IdempotencyRow = {
  actor: string
  key: string
  operation: string
  requestHash: string
  response: JsonText
  at: Time
}

/** One lease queue for timers and deliveries. */
export type JobRow = {
  id: string
  queue: string
  kind: string
  /** One job for one key, for ever. */
  key: string
  payload: JsonText
  state: string
  attempts: number
  runAt: Time
  leasedBy: string | null
  leasedUntil: Time | null
  lastError: string | null
  createdAt: Time
  doneAt: Time | null
}

export type WebhookRow = {
  id: string
  url: string
  secret: string
  /** Kinds of messages it wants, or `["*"]`. */
  events: JsonText
  /** `internal`, or `shared` where a customer might read it. */
  audience: string
  createdAt: Time
  pausedAt: Time | null
}

/** One open page of a case; it counts until `seenUntil`, unless it is renewed. */
export type PresenceRow = {
  connection: string
  caseId: string
  personId: string
  seenUntil: Time
}

/** A list as somebody wants to find it again; with a team, for everybody in it. */
export type ViewRow = {
  id: string
  personId: string
  team: string | null
  name: string
  page: string
  /** The query string of the page, as it was given. */
  query: string
  position: number
  createdAt: Time
}
