/**
 * Who speaks for which part of leadership when a request for an assigned engineer is vetted. The roles are the policy's;
 * who decides in the end is whoever was granted `programme:write`. Giving a role is an admin's, so that nobody who
 * decides gives themselves the views that must be heard before.
 */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { findColleague, findPerson, personName } from '../people/roster.ts'
import { named, namesBy } from '../programme/assigned-shown.ts'
import { programmeIn, viewingRoles } from '../programme/programme.ts'
import { line } from '../shapes.ts'

const held = z.object({ role: z.string(), person: named, since: z.string() })

const input = z.object({
  role: line(80).describe('A role of the policy that gives a view'),
  person: personName,
})

function demandRoleKnown(context: Context, role: string): void {
  const known = viewingRoles(programmeIn(context))
  if (known.includes(role)) return
  const message = `no role \`${role}\` gives a view`
  throw new Refusal('not_found', 'role', message, `The policy has ${known.join(' and ')}.`)
}

export const giveProgrammeRole = operation({
  name: 'programme_roles.give',
  about: 'Says that somebody speaks for a part of leadership when requests are vetted.',
  scope: 'access:write',
  writes: true,
  teams: 'all',
  http: { method: 'PUT', path: '/programme-roles/{role}/people/{person}' },
  input,
  output: held,
  run: async (context, { role, person: name }) => {
    demandRoleKnown(context, role)
    const { id, name: called } = await findColleague(context, name)
    await context.db
      .insertInto('programmeRoles')
      .values({ role, personId: id, givenAt: context.at, givenBy: context.actor.id })
      .onConflict((conflict) => conflict.columns(['role', 'personId']).doNothing())
      .execute()
    const { givenAt } = await context.db
      .selectFrom('programmeRoles')
      .select('givenAt')
      .where('role', '=', role)
      .where('personId', '=', id)
      .executeTakeFirstOrThrow()
    return { role, person: { id, name: called }, since: givenAt }
  },
})

export const takeProgrammeRole = operation({
  name: 'programme_roles.take',
  about: 'Says that somebody does not speak for a part of leadership any more; the views they gave stay.',
  scope: 'access:write',
  writes: true,
  teams: 'all',
  http: { method: 'DELETE', path: '/programme-roles/{role}/people/{person}' },
  input,
  output: z.object({ role: z.string(), person: z.string() }),
  run: async (context, { role, person: name }) => {
    const { id } = await findPerson(context, name)
    await context.db
      .deleteFrom('programmeRoles')
      .where('role', '=', role)
      .where('personId', '=', id)
      .execute()
    return { role, person: id }
  },
})

export const listProgrammeRoles = operation({
  name: 'programme_roles.list',
  about: 'Lists who speaks for which part of leadership, and the roles for which nobody does.',
  scope: 'programme:read',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/programme-roles' },
  input: z.object({}),
  output: z.object({ items: z.array(held), unfilled: z.array(z.string()) }),
  run: async (context) => {
    const rows = await context.db
      .selectFrom('programmeRoles')
      .selectAll()
      .orderBy('role')
      .orderBy('givenAt')
      .execute()
    const person = await namesBy(
      context,
      'people',
      rows.map(({ personId }) => personId),
    )
    return {
      items: rows.map(({ role, personId, givenAt }) => ({ role, person: person(personId), since: givenAt })),
      unfilled: viewingRoles(programmeIn(context)).filter((role) => rows.every((row) => row.role !== role)),
    }
  },
})
