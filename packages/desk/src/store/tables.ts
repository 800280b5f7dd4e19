/**
 * The schema as the code sees it: camelCase here, snake_case in the database. Kept to what SQLite and PostgreSQL share:
 * ids are text and sort by time, times are ISO 8601 in UTC as text, yes-or-no is a time or its absence, JSON is text.
 */
import type { Generated } from 'kysely'

/** JSON kept as text: the same bytes come back from both stores, which hashes and replays stand on. */
export type JsonText = string
/** `2026-11-21T09:30:00.000Z`; sorts as text. */
export type Time = string

export type Tables = {
  accountPeople: AccountPersonRow
  assignmentRequests: AssignmentRequestRow
  assignments: AssignmentRow
  assignmentEvents: AssignmentEventRow
  checkIns: CheckInRow
  promises: PromiseRow
  documentUpdates: DocumentUpdateRow
  meetings: MeetingRow
  transitions: TransitionRow
  practices: PracticeRow
  practiceOffers: PracticeOfferRow
  programmeRoles: ProgrammeRoleRow
  leadershipChecks: LeadershipCheckRow
  loadSamples: LoadSampleRow
  accounts: AccountRow
  apiKeys: ApiKeyRow
  audit: AuditRow
  caseFollowers: { caseId: string; personId: string; at: Time }
  caseSources: { kind: string; sourceId: string; caseId: string; at: Time }
  caseTeams: { caseId: string; team: string; since: Time }
  cases: CaseRow
  corrections: CorrectionRow
  decisions: DecisionRow
  engagements: EngagementRow
  engagementSessions: EngagementSessionRow
  escalations: EscalationRow
  events: EventRow
  grants: GrantRow
  idempotency: IdempotencyRow
  incidents: IncidentRow
  invitations: InvitationRow
  jobs: JobRow
  leave: LeaveRow
  memberships: MembershipRow
  meta: { key: string; value: string }
  people: PersonRow
  presence: PresenceRow
  policies: PolicyRow
  proposals: ProposalRow
  recordFixes: RecordFixRow
  revenueSignals: RevenueSignalRow
  signInAccounts: SignInAccountRow
  signInChecks: SignInCheckRow
  signInSessions: SignInSessionRow
  signInUsers: SignInUserRow
  teams: TeamRow
  views: ViewRow
  webhooks: WebhookRow
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

export type TeamRow = {
  /** A team of the policy. */
  id: string
  timeZone: string
  /** Working hours by weekday, as `hours.ts` reads them. */
  hours: JsonText
  /** Days off, as ISO dates. */
  holidays: JsonText
  acceptMinutes: number
  version: number
}

export type PersonRow = {
  id: string
  /** `person`, or `service` for what acts by API key alone. */
  kind: string
  name: string
  email: string | null
  timeZone: string
  hours: JsonText
  /** The most open cases at one time. */
  loadMax: number
  /** Set while the person says to be overloaded: no new cases come. */
  overloadedSince: Time | null
  /** When the overload is over by itself, where the person said so. */
  overloadUntil: Time | null
  /** Languages they work in, as `en` or `pt-BR`. */
  languages: JsonText
  /** Topics of the policy they know best. */
  areas: JsonText
  origin: string
  version: number
  createdAt: Time
  leftAt: Time | null
}

export type MembershipRow = {
  teamId: string
  personId: string
  /** The team's lead takes what bounces; every team has any number of them. */
  isLead: number
  /** Round-robin goes by the longest wait. */
  lastAssignedAt: Time
}

export type LeaveRow = {
  id: string
  personId: string
  startsAt: Time
  endsAt: Time
  reason: string
}

export type GrantRow = {
  id: string
  personId: string
  role: string
  /** Absent: for all teams. */
  team: string | null
  grantedAt: Time
  grantedBy: string
}

export type ApiKeyRow = {
  id: string
  personId: string
  name: string
  /** First letters, so that people tell keys apart. */
  hint: string
  /** SHA-256 of the secret; the secret itself is shown once and kept nowhere. */
  hash: string
  scopes: JsonText
  createdAt: Time
  expiresAt: Time
  lastUsedAt: Time | null
  revokedAt: Time | null
}

/** A link that lets one person in once, to choose a password. */
export type InvitationRow = {
  id: string
  /** Absent: for whoever becomes the first admin. */
  personId: string | null
  /** SHA-256 of the link's secret. */
  hash: string
  createdAt: Time
  createdBy: string
  expiresAt: Time
  usedAt: Time | null
}

/** Somebody who can sign in; `id` is a person's. This table and the next three are what better-auth works on. */
export type SignInUserRow = {
  id: string
  name: string
  email: string
  emailVerified: number
  image: string | null
  createdAt: Time
  updatedAt: Time
}

/** One way to sign in: a password, or an identity at a provider. No provider's tokens are kept. */
export type SignInAccountRow = {
  id: string
  userId: string
  providerId: string
  accountId: string
  /** The hash of a password, where this is one. */
  password: string | null
  accessToken: string | null
  refreshToken: string | null
  idToken: string | null
  accessTokenExpiresAt: Time | null
  refreshTokenExpiresAt: Time | null
  scope: string | null
  createdAt: Time
  updatedAt: Time
}

/** Of no use by itself: a cookie holds the token signed. */
export type SignInSessionRow = {
  id: string
  userId: string
  token: string
  ipAddress: string | null
  userAgent: string | null
  expiresAt: Time
  createdAt: Time
  updatedAt: Time
}

/** What a sign-in by a provider must bring back. */
export type SignInCheckRow = {
  id: string
  identifier: string
  value: string
  expiresAt: Time
  createdAt: Time
  updatedAt: Time
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

export type AccountPersonRow = {
  id: string
  accountId: string
  role: string
  personId: string | null
  name: string
  contact: string | null
  since: Time
}

export type AssignmentRequestRow = {
  id: string
  accountId: string
  kind: string
  untilAt: Time | null
  reason: string
  askedBy: string
  /** `support` where support's leadership starts one that nobody asked for. */
  startedBy: string
  wantedEngineerId: string | null
  /** What the customer wants of an engineer. */
  languages: JsonText
  areas: JsonText
  state: string
  /** `[{ role, by, view, words, at, surface }]`, oldest first; the last of a role counts. */
  views: JsonText
  decidedBy: string | null
  decisionReason: string | null
  waitingSince: Time | null
  offeredAt: Time | null
  assignmentId: string | null
  origin: string
  version: number
  askedAt: Time
  decidedAt: Time | null
}

export type AssignmentRow = {
  id: string
  accountId: string
  requestId: string | null
  kind: string
  state: string
  engineerId: string
  backupId: string | null
  customerEngineerId: string | null
  untilAt: Time | null
  reviewAt: Time
  toldAt: Time | null
  toldBy: string | null
  /** `{ where, about, by, at }`, or null where none is kept. */
  environment: JsonText
  note: string | null
  origin: string
  version: number
  startedAt: Time
  endedAt: Time | null
  endReason: string | null
}

export type AssignmentEventRow = {
  id: string
  assignmentId: string
  at: Time
  kind: string
  actor: string
  data: JsonText
}

export type CheckInRow = {
  id: string
  assignmentId: string
  dueAt: Time
  state: string
  heldAt: Time | null
  answers: JsonText
  goals: JsonText
  goingWell: number | null
  frustration: number | null
  words: string
  remindedAt: Time | null
  note: string | null
  version: number
}

export type PromiseRow = {
  id: string
  accountId: string
  caseId: string | null
  what: string
  madeBy: string
  /** Who keeps it now: who made it, until the customer is handed over. */
  owedBy: string
  dueAt: Time
  state: string
  moves: JsonText
  keptNote: string | null
  version: number
  madeAt: Time
  settledAt: Time | null
}

export type DocumentUpdateRow = {
  id: string
  assignmentId: string
  about: string
  learnt: string
  steps: JsonText
  state: string
  version: number
  openedAt: Time
  closedAt: Time | null
}

export type MeetingRow = {
  id: string
  accountId: string
  at: Time
  kind: string
  people: JsonText
  agreedWith: string | null
  /** When the customer engineer agreed; before the meeting. */
  agreedAt: Time | null
  notes: string | null
  recordedBy: string
  version: number
}

export type TransitionRow = {
  id: string
  assignmentId: string
  askedBy: string
  reason: string
  state: string
  successorId: string | null
  readiness: JsonText
  note: string | null
  version: number
  askedAt: Time
  settledAt: Time | null
}

export type PracticeRow = {
  id: string
  accountId: string
  caseId: string | null
  title: string
  body: string
  markedBy: string
  state: string
  version: number
  markedAt: Time
}

export type PracticeOfferRow = {
  practiceId: string
  accountId: string
  state: string
  offeredBy: string
  offeredAt: Time
  settledAt: Time | null
}

/** Who speaks for a part of leadership when a request is vetted. */
export type ProgrammeRoleRow = {
  role: string
  personId: string
  givenAt: Time
  givenBy: string
}

export type LeadershipCheckRow = {
  id: string
  accountId: string
  caseId: string | null
  /** The topic by which the desk opened it; absent where somebody did. */
  topic: string | null
  what: string
  askedBy: string
  state: string
  decidedBy: string | null
  reason: string | null
  version: number
  openedAt: Time
  decidedAt: Time | null
}

export type LoadSampleRow = {
  day: string
  personId: string
  openCases: number
  loadMax: number
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
