/**
 * Who may do what: seeing it, granting and taking roles, letting people in, and accounts for services. The rule
 * throughout: nobody gives away, or acts for, more than they hold themselves.
 */
import { Refusal, suggest } from '@rightdesk/engine'
import { z } from 'zod'
import { type Actor, type Grant, type Role, roleNames, scopes, teamsWith } from '../access.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, nextOf, pageById } from '../paging.ts'
import { invite } from '../people/invitations.ts'
import {
  demandAnotherAdmin,
  demandOver,
  demandRole,
  loadPerson,
  newPerson,
  personByEmail,
} from '../people/person.ts'
import { calledName, line, page, paged, time } from '../shapes.ts'

const role = z.enum(roleNames as [Role, ...Role[]])
const team = line().describe('A team of the policy; for all teams when left out')
const forTeams = z.union([z.literal('all'), z.array(z.string())])

const grant = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), kind: z.enum(['person', 'service']), name: z.string() }),
  role: z.string(),
  team: z.string().nullable().describe('Null: for all teams'),
  grantedAt: time,
  grantedBy: z.string(),
})

export const showMe = operation({
  name: 'me.show',
  about: 'Says as whom you act, which roles you hold and what you may do for which teams.',
  scope: 'self',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/me' },
  tool: 'who_am_i',
  input: z.object({}),
  output: z.object({
    id: z.string(),
    kind: z.enum(['person', 'service', 'system']),
    name: z.string(),
    email: z.string().nullable(),
    key: z.string().nullable().describe('The id of the API key in use'),
    grants: z.array(z.object({ role: z.string(), team: z.string().nullable() })),
    scopes: z.record(z.string(), forTeams).describe('What you may do, and for which teams'),
    teams: z.array(z.object({ team: z.string(), isLead: z.boolean() })).describe('Teams you are in'),
  }),
  run: async ({ db, actor }) => {
    const person = await db.selectFrom('people').select('email').where('id', '=', actor.id).executeTakeFirst()
    const memberships = await db
      .selectFrom('memberships')
      .select(['teamId', 'isLead'])
      .where('personId', '=', actor.id)
      .orderBy('teamId')
      .execute()
    return {
      id: actor.id,
      kind: actor.kind,
      name: actor.name,
      email: person?.email ?? null,
      key: actor.key ?? null,
      grants: actor.grants.map((one) => ({ ...one })),
      scopes: scopesOf(actor),
      teams: memberships.map(({ teamId, isLead }) => ({ team: teamId, isLead: isLead === 1 })),
    }
  },
})

function scopesOf(actor: Actor): Record<string, 'all' | string[]> {
  const held = scopes.map((scope) => [scope, teamsWith(actor, scope)] as const)
  return Object.fromEntries(
    held
      .filter(([, teams]) => teams.length > 0)
      .map(([scope, teams]) => [scope, teams === 'all' ? 'all' : [...teams]]),
  )
}

export const listAccess = operation({
  name: 'access.list',
  about: 'Lists who holds which role, for all teams or for one.',
  scope: 'access:write',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/access/grants' },
  input: z.object({
    person: line().optional().describe('The id of a person or service'),
    role: role.optional(),
    team: line().optional(),
    ...page,
  }),
  output: paged(grant),
  run: async ({ db, actor }, input) => {
    const held = teamsWith(actor, 'access:write')
    const mark = cursorOf(input.after, 1)
    const rows = await db
      .selectFrom('grants')
      .innerJoin('people', 'people.id', 'grants.personId')
      .selectAll('grants')
      .select(['people.kind', 'people.name'])
      .$if(held !== 'all', (q) => q.where('grants.team', 'in', held as string[]))
      .$if(input.person !== undefined, (q) => q.where('grants.personId', '=', input.person!))
      .$if(input.role !== undefined, (q) => q.where('grants.role', '=', input.role!))
      .$if(input.team !== undefined, (q) => q.where('grants.team', '=', input.team!))
      .$if(mark !== undefined, (q) => q.where('grants.id', '>', mark![0]!))
      .orderBy('grants.id')
      .limit(input.limit + 1)
      .execute()
    return nextOf(rows, input.limit, shownGrant, ({ id }) => [id])
  },
})

type GrantShown = {
  id: string
  personId: string
  kind: string
  name: string
  role: string
  team: string | null
  grantedAt: string
  grantedBy: string
}

const shownGrant = (row: GrantShown): z.input<typeof grant> => ({
  id: row.id,
  person: { id: row.personId, kind: row.kind as 'person' | 'service', name: row.name },
  role: row.role,
  team: row.team,
  grantedAt: row.grantedAt,
  grantedBy: row.grantedBy,
})

const ofTeam = async (_: Context, input: { readonly team?: string | undefined }): Promise<string[]> =>
  input.team === undefined ? [] : [input.team]

export const grantAccess = operation({
  name: 'access.grant',
  about: 'Gives a person or service a role, for one team or for all. You give only what you hold.',
  scope: 'access:write',
  writes: true,
  teams: ofTeam,
  http: { method: 'POST', path: '/access/grants', status: 201 },
  input: z.object({ person: line().describe('The id of a person or service'), role, team: team.optional() }),
  output: grant,
  run: async (context, input) => {
    const person = await loadPerson(context.db, input.person, 'person')
    return give(context, person, { role: input.role, team: input.team ?? null })
  },
})

/** Twice the same grant is one. */
async function give(
  context: Context,
  person: { id: string; kind: string; name: string },
  { role, team }: Grant,
): Promise<z.input<typeof grant>> {
  demandTeam(context, team)
  demandRole(context.actor, { role, team })
  const there = await context.db
    .selectFrom('grants')
    .selectAll()
    .where('personId', '=', person.id)
    .where('role', '=', role)
    .where('team', team === null ? 'is' : '=', team)
    .executeTakeFirst()
  const row =
    there ??
    (await context.db
      .insertInto('grants')
      .values({
        id: context.newId('grant'),
        personId: person.id,
        role,
        team,
        grantedAt: context.at,
        grantedBy: context.actor.id,
      })
      .returningAll()
      .executeTakeFirstOrThrow())
  return shownGrant({ ...row, kind: person.kind, name: person.name })
}

function demandTeam({ answering }: Context, name: string | null): void {
  const known = Object.keys(answering.policy.compiled.teams)
  if (name === null || known.includes(name)) return
  throw new Refusal('invalid', 'team', `the policy has no team \`${name}\``, suggest(name, known))
}

export const revokeAccess = operation({
  name: 'access.revoke',
  about: 'Takes a role away again. The last admin who can sign in keeps it.',
  scope: 'access:write',
  writes: true,
  teams: async ({ db }, input) => {
    const row = await db.selectFrom('grants').select('team').where('id', '=', input.grant).executeTakeFirst()
    return row?.team ? [row.team] : []
  },
  http: { method: 'DELETE', path: '/access/grants/{grant}' },
  input: z.object({ grant: line().describe('The id of the grant, from access.list') }),
  output: grant,
  run: async (context, input) => {
    const row = await context.db
      .selectFrom('grants')
      .innerJoin('people', 'people.id', 'grants.personId')
      .selectAll('grants')
      .select(['people.kind', 'people.name'])
      .where('grants.id', '=', input.grant)
      .executeTakeFirst()
    if (!row) {
      const help = 'See access.list for those there are.'
      throw new Refusal('not_found', 'grant', `there is no grant \`${input.grant}\``, help)
    }
    if (row.role === 'admin' && row.team === null) await demandAnotherAdmin(context, row.personId)
    await context.db.deleteFrom('grants').where('id', '=', row.id).execute()
    return shownGrant(row)
  },
})

export const invitePerson = operation({
  name: 'access.invite',
  about:
    'Makes a link that works once, with which a person chooses a password. For somebody who is here already it is a new start after a lost password.',
  scope: 'access:write',
  writes: true,
  teams: ofTeam,
  http: { method: 'POST', path: '/access/invitations', status: 201 },
  toldOnce: ['path'],
  input: z.object({
    email: z.email().max(254),
    name: calledName.optional().describe('Needed for somebody new'),
    role: role.optional().describe('What they may do; nothing when left out'),
    team: team.optional(),
  }),
  output: z.object({
    id: z.string(),
    person: z.string(),
    path: z
      .string()
      .nullable()
      .describe(
        'Put it behind the address of this desk and give it to nobody else. Told once; null when repeated',
      ),
    expiresAt: time,
  }),
  run: async (context, input) => {
    const person = await invitedPerson(context, input.email, input.name)
    await demandOver(context, person)
    if (input.role) await give(context, person, { role: input.role, team: input.team ?? null })
    const { id, secret, expiresAt } = await invite(context, person.id)
    return { id, person: person.id, path: `/join/${secret}`, expiresAt }
  },
})

async function invitedPerson(context: Context, email: string, name: string | undefined) {
  const known = await personByEmail(context.db, email)
  if (known?.leftAt || known?.kind === 'service') {
    const help = 'Use another address, or bring the person back first.'
    throw new Refusal('conflict', 'email', `\`${email}\` belongs to somebody who cannot sign in`, help)
  }
  if (known) return known
  if (name === undefined) {
    const help = 'Say how they are called, for people to recognise them.'
    throw new Refusal(
      'invalid',
      'name',
      `nobody has the address \`${email}\` yet, and \`name\` is missing`,
      help,
    )
  }
  return newPerson(context, { kind: 'person', name, email: email.toLowerCase() })
}

export const addService = operation({
  name: 'services.add',
  about: 'Adds an account for a program. It cannot sign in; it acts with API keys made for it.',
  scope: 'access:write',
  writes: true,
  teams: ofTeam,
  http: { method: 'POST', path: '/services', status: 201 },
  input: z.object({ name: calledName, role, team: team.optional() }),
  output: z.object({ id: z.string(), name: z.string(), grant }),
  run: async (context, input) => {
    const service = await newPerson(context, { kind: 'service', name: input.name, email: null })
    const given = await give(context, service, { role: input.role, team: input.team ?? null })
    return { id: service.id, name: service.name, grant: given }
  },
})

export const listServices = operation({
  name: 'services.list',
  about: 'Lists the accounts that programs act under.',
  scope: 'access:write',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/services' },
  input: z.object({ ...page }),
  output: paged(z.object({ id: z.string(), name: z.string(), createdAt: time })),
  run: async ({ db, actor }, { limit, after }) => {
    const mark = cursorOf(after, 1)
    const held = teamsWith(actor, 'access:write')
    const rows = await db
      .selectFrom('people')
      .select(['id', 'name', 'createdAt'])
      .where('kind', '=', 'service')
      .where('leftAt', 'is', null)
      .$if(held !== 'all', (q) =>
        q.where('id', 'in', (sub) =>
          sub
            .selectFrom('grants')
            .select('personId')
            .where('team', 'in', held as string[]),
        ),
      )
      .$if(mark !== undefined, (q) => q.where('id', '>', mark![0]!))
      .orderBy('id')
      .limit(limit + 1)
      .execute()
    return pageById(rows, limit)
  },
})
