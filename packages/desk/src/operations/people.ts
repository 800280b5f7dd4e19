/** The people of the desk: when they work, how much they carry, whether they are overloaded, and when they leave. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { findAssignee } from '../cases/case-routing.ts'
import { demandVersion, loadCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, nextOf } from '../paging.ts'
import { isOpenCase, openWaiting } from '../people/assignment.ts'
import { timeZone, weeklyHours } from '../people/hours.ts'
import { signInFollows } from '../people/invitations.ts'
import { endOverload, markOverloaded } from '../people/overload.ts'
import { demandAnotherAdmin, demandOver, grantsOf, newPerson, personByEmail } from '../people/person.ts'
import {
  areas,
  demandAreas,
  findColleague,
  findPerson,
  holdColleague,
  languages,
  person,
  personName,
  placesWith,
  shownPeople,
  shownPerson,
  standing,
  teamsOfNamed,
  teamsSeen,
} from '../people/roster.ts'
import { demandTeam, holdTeam } from '../people/team-settings.ts'
import { customersOf } from '../programme/assigned.ts'
import { passPromisesOf } from '../programme/promises.ts'
import { calledName, line, page, paged, time, version } from '../shapes.ts'
import { toJson } from '../store/json.ts'
import { beginsWith } from '../store/search.ts'
import type { PersonRow } from '../store/tables.ts'
import { held } from '../store/transaction.ts'

const email = z.email().max(254).toLowerCase()
const loadMax = z.number().int().min(0).max(500).describe('The most open cases at one time')
const settings = {
  timeZone: timeZone.optional(),
  hours: weeklyHours.optional(),
  loadMax: loadMax.optional(),
  languages: languages.optional(),
  areas: areas.optional(),
}

/** Cases named in one refusal; more are counted. */
const casesNamedMax = 20

export const listPeople = operation({
  name: 'people.list',
  about: 'Lists the people who are here, by name, with their teams and how they stand; `q` begins the name.',
  scope: 'people:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/people' },
  input: z.object({
    q: line().optional().describe('Beginning of the name'),
    team: line().optional().describe('Only members of this team'),
    ...page,
  }),
  output: paged(person),
  run: async (context, { q, team, limit, after }) => {
    const cursor = cursorOf(after, 2)
    const seen = teamsSeen(context)
    const rows = await context.db
      .selectFrom('people')
      .selectAll()
      .where('kind', '=', 'person')
      .where('leftAt', 'is', null)
      .$if(q !== undefined, (query) => query.where(beginsWith('people.name', q!)))
      .$if(team !== undefined, (query) => query.where('id', 'in', membersOfAny(context, [team!])))
      .$if(seen !== 'all', (query) =>
        query.where('id', 'in', membersOfAny(context, seen as readonly string[])),
      )
      .$if(cursor !== undefined, (query) =>
        query.where((where) =>
          where.or([
            where('name', '>', cursor![0]!),
            where.and([where('name', '=', cursor![0]!), where('id', '>', cursor![1]!)]),
          ]),
        ),
      )
      .orderBy('name')
      .orderBy('id')
      .limit(limit + 1)
      .execute()
    const { items, next } = nextOf(
      rows,
      limit,
      (row) => row,
      (row) => [row.name, row.id],
    )
    return { items: await shownPeople(context, items), next }
  },
})

const membersOfAny = ({ db }: Context, teams: readonly string[]) =>
  db.selectFrom('memberships').select('personId').where('teamId', 'in', teams)

export const showPerson = operation({
  name: 'people.show',
  about: 'Shows a person: hours, teams, load, and whether the next case may come to them.',
  scope: 'people:read',
  writes: false,
  teams: teamsOfNamed,
  http: { method: 'GET', path: '/people/{person}' },
  input: z.object({ person: personName }),
  output: person,
  run: async (context, input) => shownPerson(context, await findPerson(context, input.person)),
})

export const loadOfPerson = operation({
  name: 'people.load',
  about: 'Says how many open cases somebody has, how many they may have, and whether they are free now.',
  scope: 'people:read',
  writes: false,
  teams: teamsOfNamed,
  http: { method: 'GET', path: '/people/{person}/load' },
  input: z.object({ person: personName }),
  output: z.object({
    person: z.string(),
    name: z.string(),
    ...standing.shape,
    places: z.number().describe('How many more cases they may have'),
  }),
  run: async (context, input) => {
    const { id, ...rest } = await shownPerson(context, await findPerson(context, input.person))
    return { ...rest, person: id, places: placesWith(rest) }
  },
})

export const addPerson = operation({
  name: 'people.add',
  about: 'Adds a person, with office hours in UTC unless said otherwise; signing in is access.invite.',
  scope: 'people:write',
  writes: true,
  teams: async (_, input) => (input.team === undefined ? [] : [input.team]),
  http: { method: 'POST', path: '/people', status: 201 },
  input: z.object({
    name: calledName,
    email: email.optional(),
    ...settings,
    team: line().optional().describe('A team to join at once'),
    lead: z.boolean().default(false).describe('Whether they lead that team'),
  }),
  output: person,
  run: async (context, input) => {
    if (input.team !== undefined) {
      demandTeam(context, input.team)
      await holdTeam(context, input.team)
    }
    await demandFree(context, input.email)
    demandAreas(context, input.areas)
    const made = await newPerson(context, { kind: 'person', name: input.name, email: input.email ?? null })
    const row = await change(context, made, { ...settingsIn(input), version: 1, origin: context.origin })
    if (input.team === undefined) return shownPerson(context, row)
    await context.db
      .insertInto('memberships')
      .values({
        teamId: input.team,
        personId: row.id,
        isLead: input.lead ? 1 : 0,
        lastAssignedAt: context.at,
      })
      .execute()
    await openWaiting(context, input.team, row.loadMax)
    return shownPerson(context, row)
  },
})

const settingsIn = (input: {
  readonly timeZone?: string | undefined
  readonly hours?: object | undefined
  readonly loadMax?: number | undefined
  readonly languages?: readonly string[] | undefined
  readonly areas?: readonly string[] | undefined
}) => ({
  ...(input.timeZone !== undefined && { timeZone: input.timeZone }),
  ...(input.hours !== undefined && { hours: toJson(input.hours) }),
  ...(input.loadMax !== undefined && { loadMax: input.loadMax }),
  ...(input.languages !== undefined && { languages: toJson(input.languages) }),
  ...(input.areas !== undefined && { areas: toJson(input.areas) }),
})

const change = (
  context: Context,
  { id, version: from }: PersonRow,
  to: Partial<PersonRow>,
): Promise<PersonRow> =>
  context.db
    .updateTable('people')
    .set({ version: from + 1, ...to })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

/** Throws `conflict` where somebody has the address, here or gone: it would say who signs in. */
async function demandFree({ db }: Context, address: string | undefined, except?: string): Promise<void> {
  const owner = address === undefined ? undefined : await personByEmail(db, address)
  if (!owner || owner.id === except) return
  const help = 'Everybody has an address of their own; look it up with people.list.'
  throw new Refusal('conflict', 'email', `\`${address}\` is somebody's already`, help)
}

export const updatePerson = operation({
  name: 'people.update',
  about:
    'Changes hours, load, languages or areas of a person; name and address only for who holds all that they hold.',
  scope: 'people:write',
  writes: true,
  teams: teamsOfNamed,
  http: { method: 'PATCH', path: '/people/{person}' },
  input: z.object({
    person: personName,
    name: calledName.optional(),
    email: email.optional(),
    ...settings,
    version,
  }),
  output: person,
  run: async (context, input) => {
    const row = await holdColleague(context, input.person)
    demandVersion(row, input.version, 'person')
    // Whoever sets an address could have a new start sent there, and act as that person.
    if (input.name !== undefined || input.email !== undefined) await demandOver(context, row)
    await demandFree(context, input.email, row.id)
    demandAreas(context, input.areas)
    const changed = await change(context, row, {
      ...settingsIn(input),
      ...(input.name !== undefined && { name: input.name }),
      ...(input.email !== undefined && { email: input.email }),
    })
    if (changed.email !== row.email) await signInFollows(context, row.id, changed.email)
    return afterFreed(context, changed)
  },
})

/** Shows somebody, and tries waiting cases again where they can take some now. */
async function afterFreed(context: Context, row: PersonRow): Promise<z.input<typeof person>> {
  const now = await shownPerson(context, row)
  const places = placesWith(now)
  if (places > 0) await openWaiting(context, { personId: row.id }, places)
  return now
}

export const setOverload = operation({
  name: 'people.overload',
  about:
    'Says that somebody is overloaded, so that no new cases come to them, until a time or until it is taken back.',
  scope: 'cases:write',
  writes: true,
  teams: teamsOfNamed,
  http: { method: 'PUT', path: '/people/{person}/overload' },
  input: z.object({
    person: personName,
    overloaded: z.boolean(),
    until: time.optional().describe('When it is over by itself; absent: until it is taken back'),
  }),
  output: person,
  run: async (context, input) => {
    const row = await holdColleague(context, input.person)
    const until = input.until === undefined ? null : new Date(input.until).toISOString()
    if (until !== null && (!input.overloaded || until <= context.at)) {
      const message = `\`${input.until}\` is no time at which an overload could end`
      throw new Refusal('invalid', 'until', message, 'Give a later time, with `overloaded` as true.')
    }
    const changed = input.overloaded
      ? await markOverloaded(context, row, until)
      : await endOverload(context, row)
    return shownPerson(context, changed)
  },
})

export const deactivatePerson = operation({
  name: 'people.deactivate',
  about: 'Notes that somebody has left: no cases, no access. Their open cases go to others, when told so.',
  scope: 'people:write',
  writes: true,
  teams: teamsOfNamed,
  http: { method: 'POST', path: '/people/{person}/deactivate' },
  input: z.object({
    person: personName,
    reassign: z.boolean().default(false).describe('Find somebody else for each of their open cases'),
    version,
  }),
  output: z.object({
    person,
    handedOn: z.array(z.string()).describe('Ids of cases that somebody else has now'),
    waiting: z.array(z.string()).describe('Ids of cases that wait until somebody is free'),
    promises: z.array(z.string()).describe('Ids of promises to customers that somebody else keeps now'),
  }),
  run: async (context, input) => {
    const { id } = await findColleague(context, input.person)
    // Cases before teams, as everything does that acts on a case.
    await openCasesOf(context, id)
    const row = await holdColleague(context, id)
    demandVersion(row, input.version, 'person')
    await demandOver(context, row)
    const grants = await grantsOf(context.db, id)
    const isAdmin = grants.some(({ role, team }) => role === 'admin' && team === null)
    if (isAdmin) await demandAnotherAdmin(context, id)
    const cases = await openCasesOf(context, id)
    if (cases.length > 0 && !input.reassign) throw stillHolds(row, cases)
    await demandNoCustomers(context, row)
    const gone = await change(context, row, { leftAt: context.at })
    await endAccess(context, id)
    const handedOn: string[] = []
    const waiting: string[] = []
    for (const one of cases) {
      const after = await findAssignee(context, await loadCase(context, one), { assigneeId: null })
      ;(after.assigneeId === null ? waiting : handedOn).push(one)
    }
    const promises = await passPromisesOf(context, gone)
    return { person: await shownPerson(context, gone), handedOn, waiting, promises }
  },
})

/** Ids of cases not resolved, snoozed ones too; held, in a fixed order. */
async function openCasesOf({ db, store }: Context, personId: string): Promise<string[]> {
  const query = db
    .selectFrom('cases')
    .select('id')
    .where('assigneeId', '=', personId)
    .where(isOpenCase)
    .orderBy('id')
  return (await held(query, store.kind).execute()).map(({ id }) => id)
}

/** A customer with an assigned engineer is handed over by people, who know to whom. */
async function demandNoCustomers(context: Context, row: PersonRow): Promise<void> {
  const customers = await customersOf(context, row.id)
  if (customers.length === 0) return
  const names = customers.map(({ name }) => name).join(', ')
  throw new Refusal(
    'precondition_failed',
    'person',
    `\`${row.name}\` still takes care of ${names}`,
    'Hand these customers over, name another backup, or end the assignments first.',
  )
}

function stillHolds({ name: who }: PersonRow, cases: readonly string[]): Refusal {
  const named = cases.slice(0, casesNamedMax).join(', ')
  const more = cases.length > casesNamedMax ? ` and ${cases.length - casesNamedMax} more` : ''
  return new Refusal(
    'precondition_failed',
    'reassign',
    `\`${who}\` still has open cases: ${named}${more}`,
    'Hand them on, or give `reassign` as true to have somebody found for each.',
  )
}

/** Whoever has left holds nothing: no key works, no role is left, no turn comes, and what they led is nobody's. */
async function endAccess({ db, at }: Context, personId: string): Promise<void> {
  await db
    .updateTable('apiKeys')
    .set({ revokedAt: at })
    .where('personId', '=', personId)
    .where('revokedAt', 'is', null)
    .execute()
  await db.deleteFrom('grants').where('personId', '=', personId).execute()
  await db.deleteFrom('programmeRoles').where('personId', '=', personId).execute()
  await db.deleteFrom('memberships').where('personId', '=', personId).execute()
  await db
    .updateTable('engagements')
    .set((set) => ({ leadId: null, version: set('version', '+', 1) }))
    .where('leadId', '=', personId)
    .where('state', 'in', ['open', 'ended'])
    .execute()
}
