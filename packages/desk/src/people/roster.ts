/** Who is in which team and how they stand: free or not, with how many cases. What people read; picking is elsewhere. */
import { Refusal, suggest } from '@rightdesk/engine'
import { z } from 'zod'
import { teamsWith } from '../access.ts'
import type { Context } from '../context.ts'
import { line } from '../shapes.ts'
import { fromJson } from '../store/json.ts'
import type { PersonRow, TeamRow } from '../store/tables.ts'
import { held } from '../store/transaction.ts'
import { type Candidate, candidatesFor, hindranceOf, loadOf, teamsOfPerson } from './assignment.ts'
import { shownHours, type WeeklyHours } from './hours.ts'
import { holdTeam } from './team-settings.ts'

export const personName = line().describe('The id of a person, or their e-mail address')

/** How somebody stands: what people see before they count on them. */
export const standing = z.object({
  openCases: z.number().describe('Assigned, not resolved, not snoozed'),
  loadMax: z.number().describe('The most open cases at one time'),
  free: z.boolean().describe('Whether the next case may come to them'),
  reason: z.string().nullable().describe('Why not, as words that follow the name'),
  freeAgain: z.string().nullable().describe('When hours or leave allow again'),
})
export type Standing = z.input<typeof standing>

export const languages = z
  .array(z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'is not a language such as en or pt-BR'))
  .max(20)
  .describe('Languages, such as en or pt-BR')

export const areas = z.array(line(80)).max(60).describe('Topics of the policy')

/** Throws `not_found` for an area that is no topic of the policy. */
export function demandAreas({ answering }: Pick<Context, 'answering'>, named: readonly string[] = []): void {
  const { topics } = answering.policy.compiled
  const unknown = named.find((area) => !Object.hasOwn(topics, area))
  if (unknown === undefined) return
  const message = `the policy has no topic \`${unknown}\``
  throw new Refusal('not_found', 'areas', message, suggest(unknown, Object.keys(topics)))
}

export const person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  timeZone: z.string(),
  hours: shownHours,
  ...standing.shape,
  overloadedSince: z.string().nullable(),
  overloadUntil: z.string().nullable().describe('When the overload is over by itself'),
  languages,
  areas,
  teams: z.array(z.object({ team: z.string(), lead: z.boolean() })),
  demo: z.boolean(),
  version: z.number(),
  createdAt: z.string(),
  leftAt: z.string().nullable(),
})

export const member = z.object({
  id: z.string(),
  name: z.string(),
  lead: z.boolean().describe('Takes what bounces between teams'),
  ...standing.shape,
})

/** How a candidate stands at the time of the call. */
function standingOf(candidate: Candidate, { at }: Context): Standing {
  const { load: openCases, loadMax } = candidate
  const hindrance = hindranceOf(candidate, at)
  return {
    openCases,
    loadMax,
    free: hindrance === undefined,
    reason: hindrance?.reason ?? null,
    freeAgain: hindrance?.until ?? null,
  }
}

/** Places that somebody, or several, could fill. */
export const placesWith = (...all: readonly Pick<Standing, 'openCases' | 'loadMax'>[]): number =>
  all.reduce((sum, { openCases, loadMax }) => sum + Math.max(0, loadMax - openCases), 0)

/** A team's members in the order of their turn, with how they stand. */
export async function membersOf(context: Context, team: TeamRow): Promise<z.input<typeof member>[]> {
  const candidates = await candidatesFor(context, team)
  return candidates.map((candidate) => ({
    id: candidate.id,
    name: candidate.name,
    lead: candidate.isLead === 1,
    ...standingOf(candidate, context),
  }))
}

/** No team: people are shown by their own hours, without any team's holidays. */
const noTeam = { id: '', holidays: '[]' }

/** People as they are shown, in the order given. */
export async function shownPeople(
  context: Context,
  rows: readonly PersonRow[],
): Promise<z.input<typeof person>[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const candidates = await candidatesFor(context, noTeam, ids)
  const loads = await loadOf(context.db, ids, context.at)
  const memberships = await context.db
    .selectFrom('memberships')
    .select(['personId', 'teamId', 'isLead'])
    .where('personId', 'in', ids)
    .orderBy('teamId')
    .execute()
  return rows.map((row) => {
    const candidate = candidates.find(({ id }) => id === row.id)
    const gone = { free: false, reason: 'has left', freeAgain: null }
    return {
      id: row.id,
      name: row.name,
      email: row.email,
      timeZone: row.timeZone,
      hours: fromJson<WeeklyHours>(row.hours),
      ...(candidate
        ? standingOf(candidate, context)
        : { openCases: loads.get(row.id)!, loadMax: row.loadMax, ...gone }),
      overloadedSince: row.overloadedSince,
      overloadUntil: row.overloadUntil,
      languages: fromJson<string[]>(row.languages),
      areas: fromJson<string[]>(row.areas),
      teams: memberships
        .filter(({ personId }) => personId === row.id)
        .map(({ teamId, isLead }) => ({ team: teamId, lead: isLead === 1 })),
      demo: row.origin === 'demo',
      version: row.version,
      createdAt: row.createdAt,
      leftAt: row.leftAt,
    }
  })
}

export const shownPerson = async (context: Context, row: PersonRow): Promise<z.input<typeof person>> =>
  (await shownPeople(context, [row]))[0]!

/** Somebody by id or e-mail address, here or gone; programs are nobody. */
export async function findPerson({ db }: Context, name: string): Promise<PersonRow> {
  const row = await db
    .selectFrom('people')
    .selectAll()
    .where('kind', '=', 'person')
    .where(name.includes('@') ? 'email' : 'id', '=', name.includes('@') ? name.toLowerCase() : name)
    .executeTakeFirst()
  if (row) return row
  throw new Refusal('not_found', 'person', `there is nobody \`${name}\``, 'Look them up with people.list.')
}

/** The same, but throws `conflict` for who has left. */
export async function findColleague(context: Context, name: string): Promise<PersonRow> {
  const row = await findPerson(context, name)
  if (row.leftAt === null) return row
  throw new Refusal('conflict', 'person', `\`${row.name}\` has left`, 'Choose somebody who is here.')
}

/** The same, held until the transaction ends, after their teams: in this order, as assigning does. */
export async function holdColleague(context: Context, name: string): Promise<PersonRow> {
  const { db, store } = context
  const { id } = await findColleague(context, name)
  for (const team of await teamsOfPerson(context, id)) await holdTeam(context, team)
  await held(db.selectFrom('people').select('id').where('id', '=', id), store.kind).execute()
  return findColleague(context, id)
}

/** The teams of who is named: who leads one of them may change the person. */
export async function teamsOfNamed(
  context: Context,
  { person: name }: { readonly person: string },
): Promise<string[]> {
  const { id } = await findPerson(context, name)
  return teamsOfPerson(context, id)
}

/** The teams whose people an actor may see. */
export const teamsSeen = ({ actor }: Context): 'all' | readonly string[] => teamsWith(actor, 'people:read')
