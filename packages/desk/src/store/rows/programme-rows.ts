/** What the programme of assigned engineers is kept in. */
import type { JsonText, Time } from '../values.ts'

/** By table. */
export type ProgrammeTables = {
  accountPeople: AccountPersonRow
  assignmentEvents: AssignmentEventRow
  assignmentRequests: AssignmentRequestRow
  assignments: AssignmentRow
  checkIns: CheckInRow
  documentUpdates: DocumentUpdateRow
  leadershipChecks: LeadershipCheckRow
  loadSamples: LoadSampleRow
  meetings: MeetingRow
  practiceOffers: PracticeOfferRow
  practices: PracticeRow
  programmeRoles: ProgrammeRoleRow
  promises: PromiseRow
  transitions: TransitionRow
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
