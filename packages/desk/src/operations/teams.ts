/** Teams as they work: who is in them, when, how soon they accept. Which teams there are is the policy's to say. */
import { Refusal, teamName } from '@rightdesk/engine'
import { z } from 'zod'
import { demandVersion } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { isOpenCase, openWaiting } from '../people/assignment.ts'
import { holidays, isOpen, nextOpening, shownHours, timeZone, weeklyHours } from '../people/hours.ts'
import {
  findColleague,
  findPerson,
  member,
  membersOf,
  personName,
  placesWith,
  teamsSeen,
} from '../people/roster.ts'
import { calendarOf, demandTeam, holdTeam, teamRow, teamRows } from '../people/team-settings.ts'
import { line, version } from '../shapes.ts'
import { fromJson, toJson } from '../store/json.ts'
import type { TeamRow } from '../store/tables.ts'

/** The longest time in which a team may promise to accept a case, in minutes of its hours: four weeks of office hours. */
const acceptMinutesMax = 9_600

const team = z.object({
  id: z.string(),
  name: z.string(),
  timeZone: z.string(),
  hours: shownHours,
  holidays: z.array(z.string()),
  acceptMinutes: z.number().describe('Within how many minutes of its hours the team accepts a case'),
  version: z.number(),
  open: z.boolean().describe('Whether the team is within its hours now'),
  opens: z.string().nullable().describe('When it next is; null where it never is'),
  members: z.array(member).describe('In the order of their turn'),
  free: z.number().describe('How many of them the next case may come to'),
  openCases: z.number(),
  waitingCases: z.number().describe('Cases that nobody was free for'),
})

const teamId = line().describe('A team of the policy')
const ofTeam = async (_: Context, input: { readonly team: string }): Promise<string[]> => [input.team]

type Counts = { readonly open: number; readonly waiting: number }
const none: Counts = { open: 0, waiting: 0 }

/** Open and waiting cases by team. */
async function countCases({ db }: Context, team?: string): Promise<ReadonlyMap<string, Counts>> {
  const rows = await db
    .selectFrom('cases')
    .select(({ fn }) => [
      'ownerTeam',
      fn.countAll<number>().as('open'),
      fn.count<number>('waitingSince').as('waiting'),
    ])
    .where(isOpenCase)
    .$if(team !== undefined, (query) => query.where('ownerTeam', '=', team!))
    .groupBy('ownerTeam')
    .execute()
  return new Map(rows.map(({ ownerTeam, open, waiting }) => [ownerTeam ?? '', { open, waiting }]))
}

function shown(
  context: Context,
  row: TeamRow,
  members: z.input<typeof member>[],
  counts: Counts,
): z.input<typeof team> {
  const calendar = calendarOf(row)
  return {
    id: row.id,
    name: teamName(context.answering.policy, row.id),
    timeZone: row.timeZone,
    hours: calendar.hours,
    holidays: fromJson<string[]>(row.holidays),
    acceptMinutes: row.acceptMinutes,
    version: row.version,
    open: isOpen(calendar, context.at),
    opens: nextOpening(calendar, context.at),
    members,
    free: members.filter(({ free }) => free).length,
    openCases: counts.open,
    waitingCases: counts.waiting,
  }
}

async function shownNow(context: Context, id: string): Promise<z.input<typeof team>> {
  const row = await teamRow(context, id)
  const counts = await countCases(context, id)
  return shown(context, row, await membersOf(context, row), counts.get(id) ?? none)
}

export const listTeams = operation({
  name: 'teams.list',
  about:
    'Lists the teams with their hours and members, who is free now, and how many cases are open or wait.',
  scope: 'people:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/teams' },
  input: z.object({}),
  output: z.object({ items: z.array(team) }),
  run: async (context) => {
    const counts = await countCases(context)
    const staffed = await context.db.selectFrom('memberships').select('teamId').distinct().execute()
    const items = []
    for (const row of await teamRows(context, teamsSeen(context))) {
      const hasMembers = staffed.some(({ teamId }) => teamId === row.id)
      const members = hasMembers ? await membersOf(context, row) : []
      items.push(shown(context, row, members, counts.get(row.id) ?? none))
    }
    return { items }
  },
})

export const showTeam = operation({
  name: 'teams.show',
  about: 'Shows a team: its hours, its members in the order of their turn and how each stands, its cases.',
  scope: 'people:read',
  writes: false,
  teams: ofTeam,
  http: { method: 'GET', path: '/teams/{team}' },
  tool: 'show_team',
  input: z.object({ team: teamId }),
  output: team,
  run: async (context, input) => {
    demandTeam(context, input.team)
    return shownNow(context, input.team)
  },
})

export const updateTeam = operation({
  name: 'teams.update',
  about: "Sets a team's time zone, hours, holidays and how soon it accepts. Clocks that run already go on.",
  scope: 'people:write',
  writes: true,
  teams: ofTeam,
  http: { method: 'PATCH', path: '/teams/{team}' },
  input: z.object({
    team: teamId,
    timeZone: timeZone.optional(),
    hours: weeklyHours.optional(),
    holidays: holidays.optional(),
    acceptMinutes: z.number().int().min(1).max(acceptMinutesMax).optional(),
    version,
  }),
  output: team,
  run: async (context, input) => {
    demandTeam(context, input.team)
    const row = await holdTeam(context, input.team)
    demandVersion(row, input.version, 'team')
    await context.db
      .updateTable('teams')
      .set({
        timeZone: input.timeZone ?? row.timeZone,
        hours: input.hours ? toJson(input.hours) : row.hours,
        holidays: input.holidays ? toJson([...new Set(input.holidays)].sort()) : row.holidays,
        acceptMinutes: input.acceptMinutes ?? row.acceptMinutes,
        version: row.version + 1,
      })
      .where('id', '=', row.id)
      .execute()
    const changed = await shownNow(context, row.id)
    // A holiday taken back brings people back to work.
    await openWaiting(context, row.id, placesWith(...changed.members))
    return changed
  },
})

export const joinTeam = operation({
  name: 'teams.join',
  about: 'Puts a person into a team, last in line for cases; or says of a member whether they lead it.',
  scope: 'people:write',
  writes: true,
  teams: ofTeam,
  http: { method: 'PUT', path: '/teams/{team}/members/{person}' },
  input: z.object({
    team: teamId,
    person: personName,
    lead: z.boolean().optional().describe('Left out: as before, and not for who is new'),
  }),
  output: team,
  run: async (context, input) => {
    demandTeam(context, input.team)
    const row = await holdTeam(context, input.team)
    const { id: personId } = await findColleague(context, input.person)
    const { lead } = input
    await context.db
      .insertInto('memberships')
      .values({ teamId: row.id, personId, isLead: lead ? 1 : 0, lastAssignedAt: context.at })
      .onConflict((conflict) => {
        const known = conflict.columns(['teamId', 'personId'])
        return lead === undefined ? known.doNothing() : known.doUpdateSet({ isLead: lead ? 1 : 0 })
      })
      .execute()
    const changed = await shownNow(context, row.id)
    const places = placesWith(...changed.members.filter(({ id }) => id === personId))
    if (places > 0) await openWaiting(context, row.id, places)
    return changed
  },
})

export const leaveTeam = operation({
  name: 'teams.leave',
  about:
    'Takes a person out of a team. Cases of the team that they still hold stay with them; they are listed.',
  scope: 'people:write',
  writes: true,
  teams: ofTeam,
  http: { method: 'DELETE', path: '/teams/{team}/members/{person}' },
  input: z.object({ team: teamId, person: personName }),
  output: z.object({ team, stillHeld: z.array(z.string()).describe('Ids of cases to hand on') }),
  run: async (context, input) => {
    demandTeam(context, input.team)
    const row = await holdTeam(context, input.team)
    const { id: personId, name } = await findPerson(context, input.person)
    const gone = await context.db
      .deleteFrom('memberships')
      .where('teamId', '=', row.id)
      .where('personId', '=', personId)
      .returning('personId')
      .executeTakeFirst()
    if (!gone) {
      const help = 'See teams.show for who is.'
      throw new Refusal('not_found', 'person', `\`${name}\` is not in \`${row.id}\``, help)
    }
    const cases = await context.db
      .selectFrom('cases')
      .select('id')
      .where('assigneeId', '=', personId)
      .where('ownerTeam', '=', row.id)
      .where(isOpenCase)
      .orderBy('number')
      .execute()
    return { team: await shownNow(context, row.id), stillHeld: cases.map(({ id }) => id) }
  },
})
