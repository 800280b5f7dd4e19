/**
 * Roles and scopes in words. Which role holds which scope is the desk's to say; here stands the least role that opens
 * each page, for people who lack it. A test holds both against the desk's own table.
 */
import type { InputOf } from '../../app/api.ts'
import type { Me } from '../../app/session.ts'

export type Role = NonNullable<InputOf<'access.grant'>['role']>
export type Scope = InputOf<'keys.create'>['scopes'][number]

/** From the least to the most. */
export const roleWords: Readonly<Record<Role, { readonly name: string; readonly about: string }>> = {
  viewer: { name: 'Viewer', about: 'Asks, and reads cases, customers and the policy.' },
  agent: { name: 'Agent', about: 'Works on cases, engagements and incidents.' },
  lead: { name: 'Lead', about: 'Decides what bounces, and sets hours, leave and members of teams.' },
  author: { name: 'Policy author', about: 'Changes the policy; reads the rest.' },
  'programme-lead': { name: 'Programme lead', about: 'Vets requests and runs the programme.' },
  admin: { name: 'Admin', about: 'Everything, also access, connectors and the audit log.' },
}

export const roleNames = Object.keys(roleWords) as Role[]

export const sayRole = (role: string): string =>
  Object.hasOwn(roleWords, role) ? roleWords[role as Role].name : role

export const scopeWords: Readonly<Record<Scope, string>> = {
  self: 'See who it acts for',
  ask: 'Ask who owns something',
  'policy:read': 'Read the policy',
  'policy:write': 'Change the policy',
  'cases:read': 'Read cases',
  'cases:write': 'Work on cases',
  'cases:lead': 'Decide as a lead',
  'accounts:read': 'Read customers',
  'accounts:write': 'Change customers',
  'engagements:read': 'Read engagements',
  'engagements:write': 'Run engagements',
  'incidents:write': 'Open and end incidents',
  'programme:read': 'Read the programme',
  'programme:write': 'Run the programme',
  'people:read': 'Read people and teams',
  'people:write': 'Change people and teams',
  'keys:own': 'Make keys of its own',
  'access:write': 'Give and take access',
  'deliveries:read': 'Read connectors and jobs',
  'deliveries:write': 'Change connectors',
  'audit:read': 'Read the audit log',
}

export const scopeNames = Object.keys(scopeWords) as Scope[]

/** What each page of the admin area needs, for how many teams, and the least role that gives it. */
export const needs = {
  people: { scope: 'people:read', everywhere: false, role: 'viewer' },
  teams: { scope: 'people:read', everywhere: false, role: 'viewer' },
  roles: { scope: 'access:write', everywhere: false, role: 'admin' },
  keys: { scope: 'keys:own', everywhere: false, role: 'viewer' },
  connectors: { scope: 'deliveries:read', everywhere: true, role: 'lead' },
  audit: { scope: 'audit:read', everywhere: true, role: 'admin' },
  jobs: { scope: 'deliveries:read', everywhere: true, role: 'lead' },
  demo: { scope: 'access:write', everywhere: true, role: 'admin' },
} as const satisfies Readonly<
  Record<string, { readonly scope: Scope; readonly everywhere: boolean; readonly role: Role }>
>

export type AdminTab = keyof typeof needs

/** Whether a scope is held for all teams: what belongs to no team needs that. */
export const mayEverywhere = ({ scopes }: Pick<Me, 'scopes'>, scope: Scope): boolean =>
  scopes[scope] === 'all'

/** Whether somebody may open a page of the admin area. */
export function mayOpen(me: Pick<Me, 'scopes'>, tab: AdminTab): boolean {
  const { scope, everywhere } = needs[tab]
  return everywhere ? mayEverywhere(me, scope) : me.scopes[scope] !== undefined
}
