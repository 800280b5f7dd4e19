/** What teams and people are kept in, what they may, and how they sign in. */
import type { JsonText, Time } from '../values.ts'

/** By table. */
export type PeopleTables = {
  apiKeys: ApiKeyRow
  grants: GrantRow
  invitations: InvitationRow
  leave: LeaveRow
  memberships: MembershipRow
  people: PersonRow
  signInAccounts: SignInAccountRow
  signInChecks: SignInCheckRow
  signInSessions: SignInSessionRow
  signInUsers: SignInUserRow
  teams: TeamRow
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
