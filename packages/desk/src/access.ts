/**
 * Who may do what. A role is a set of scopes; a grant gives a role for one team or for all; a key narrows what its
 * owner has. What nobody granted is denied.
 */
import { Refusal } from '@rightdesk/engine'

/**
 * What an operation needs; one for each kind of thing and whether it changes it. `self` needs no grant: whoever is
 * signed in may see who they are and what they may do.
 */
export const scopes = [
  'self',
  'ask',
  'policy:read',
  'policy:write',
  'cases:read',
  'cases:write',
  'cases:lead',
  'accounts:read',
  'accounts:write',
  'engagements:read',
  'engagements:write',
  'incidents:write',
  'programme:read',
  'programme:write',
  'people:read',
  'people:write',
  'keys:own',
  'access:write',
  'deliveries:read',
  'deliveries:write',
  'audit:read',
] as const
export type Scope = (typeof scopes)[number]

const viewer: readonly Scope[] = [
  'self',
  'ask',
  'policy:read',
  'cases:read',
  'accounts:read',
  'engagements:read',
  'people:read',
  'keys:own',
]
const agent: readonly Scope[] = [
  ...viewer,
  'cases:write',
  'accounts:write',
  'engagements:write',
  'incidents:write',
]

/** The roles, from the least to the most. */
export const roles = {
  viewer,
  agent,
  lead: [...agent, 'cases:lead', 'people:write', 'deliveries:read'],
  author: [...viewer, 'policy:write'],
  'programme-lead': [...agent, 'programme:read', 'programme:write'],
  admin: scopes,
} as const satisfies Readonly<Record<string, readonly Scope[]>>
export type Role = keyof typeof roles
export const roleNames = Object.keys(roles) as Role[]

export type Grant = { readonly role: Role; readonly team: string | null }

/** Who acts; with an API key, `key` is its id and `only` what it was narrowed to. */
export type Actor = {
  readonly kind: 'person' | 'service' | 'system'
  readonly id: string
  readonly name: string
  readonly grants: readonly Grant[]
  readonly key?: string
  readonly only?: readonly Scope[]
}

/** Timers and start-up act as the system; what it does is audited under this name. */
export const systemActor: Actor = {
  kind: 'system',
  id: 'system',
  name: 'Rightdesk',
  grants: [{ role: 'admin', team: null }],
}

/** The teams for which an actor has a scope: all, or those named; none when the list is empty. */
export function teamsWith(actor: Pick<Actor, 'grants' | 'only'>, scope: Scope): 'all' | readonly string[] {
  if (scope === 'self') return 'all'
  if (actor.only && !actor.only.includes(scope)) return []
  const giving = actor.grants.filter(({ role }) => (roles[role] as readonly Scope[]).includes(scope))
  if (giving.some(({ team }) => team === null)) return 'all'
  return [...new Set(giving.map(({ team }) => team!))]
}

/** Whether the scope is held for one of the teams, or for all. Without teams, only a grant for all counts. */
export function holds(
  actor: Pick<Actor, 'grants' | 'only'>,
  scope: Scope,
  teams: readonly string[] = [],
): boolean {
  const held = teamsWith(actor, scope)
  return held === 'all' || teams.some((team) => held.includes(team))
}

/** Whether an actor may give a role away, or act for who holds it: only with every scope of it, for the same teams. */
export const holdsRole = (actor: Actor, { role, team }: Grant): boolean =>
  roles[role].every((scope) => holds(actor, scope, team === null ? [] : [team]))

/** Throws a `Refusal` unless the scope is held for some team at least. */
export function demandSomewhere(actor: Actor, scope: Scope): void {
  if (teamsWith(actor, scope).length === 0) demand(actor, scope)
}

/** Throws a `Refusal` unless the scope is held. */
export function demand(actor: Actor, scope: Scope, teams: readonly string[] = []): void {
  if (holds(actor, scope, teams)) return
  const forTeams = teams.length > 0 ? ` for ${teams.join(' or ')}` : ''
  throw new Refusal(
    'forbidden',
    '',
    `\`${actor.name}\` lacks the scope \`${scope}\`${forTeams}`,
    'Ask an admin for a role that has it; `GET /api/v1/me` lists what you may do.',
  )
}
