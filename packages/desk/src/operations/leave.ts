/** When people are away. Nobody gets a case while on leave, and waiting cases are tried again when it ends. */
import { Refusal } from '@rightdesk/engine'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { holds } from '../access.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, nextOf } from '../paging.ts'
import { openWaiting, teamsOfPerson } from '../people/assignment.ts'
import {
  findColleague,
  holdColleague,
  personName,
  placesWith,
  shownPerson,
  teamsOfNamed,
  teamsSeen,
} from '../people/roster.ts'
import { dayOrTime, line, page, paged, prose } from '../shapes.ts'
import type { LeaveRow, PersonRow, Time } from '../store/tables.ts'

const leave = z.object({
  id: z.string(),
  person: z.string(),
  name: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  reason: z.string().nullable().describe('Told to the person and to who leads them; null for others'),
})

type Row = LeaveRow & Pick<PersonRow, 'name'>

const shown = (row: Row, toldWhy: boolean): z.input<typeof leave> => ({
  id: row.id,
  person: row.personId,
  name: row.name,
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  reason: toldWhy ? row.reason : null,
})

export const addLeave = operation({
  name: 'leave.add',
  about: 'Notes when somebody is away, by days of their own calendar or by times.',
  scope: 'people:write',
  writes: true,
  teams: teamsOfNamed,
  http: { method: 'POST', path: '/people/{person}/leave', status: 201 },
  input: z.object({
    person: personName,
    from: dayOrTime.describe('The first day, or a time'),
    until: dayOrTime.describe('The last day, which still belongs to it; or the time it ends'),
    reason: prose(500).default('Leave'),
  }),
  output: leave,
  run: async (context, input) => {
    const { id: personId, name, timeZone } = await findColleague(context, input.person)
    const startsAt = asTime(input.from, timeZone, 0)
    const endsAt = asTime(input.until, timeZone, 1)
    if (startsAt >= endsAt) {
      const said = `leave from \`${input.from}\` until \`${input.until}\` ends before it begins`
      throw new Refusal('invalid', 'until', said, 'Give a later day or time.')
    }
    const row = { id: context.newId('leave'), personId, startsAt, endsAt, reason: input.reason }
    await context.db.insertInto('leave').values(row).execute()
    return shown({ ...row, name }, true)
  },
})

/** A time as it is; of a day its beginning on the person's own wall, or that of a day some days later. */
function asTime(dayOrTime: string, timeZone: string, daysLater: number): Time {
  if (dayOrTime.includes('T')) return new Date(dayOrTime).toISOString()
  const day = Temporal.PlainDate.from(dayOrTime).add({ days: daysLater })
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds).toISOString()
}

const leaveRows = ({ db }: Context) =>
  db
    .selectFrom('leave')
    .innerJoin('people', 'people.id', 'leave.personId')
    .selectAll('leave')
    .select('people.name')

export const listLeave = operation({
  name: 'leave.list',
  about: 'Lists leave that has not ended, the earliest first.',
  scope: 'people:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/leave' },
  input: z.object({
    person: line().optional().describe('The id of a person'),
    team: line().optional().describe('Only members of this team'),
    ...page,
  }),
  output: paged(leave),
  run: async (context, input) => {
    const cursor = cursorOf(input.after, 2)
    const seen = teamsSeen(context)
    const rows = await leaveRows(context)
      .where('leave.endsAt', '>', context.at)
      .where('people.leftAt', 'is', null)
      .$if(input.person !== undefined, (query) => query.where('leave.personId', '=', input.person!))
      .$if(input.team !== undefined, (query) =>
        query.where('leave.personId', 'in', members(context, [input.team!])),
      )
      .$if(seen !== 'all', (query) =>
        query.where('leave.personId', 'in', members(context, seen as readonly string[])),
      )
      .$if(cursor !== undefined, (query) =>
        query.where((where) =>
          where.or([
            where('leave.startsAt', '>', cursor![0]!),
            where.and([where('leave.startsAt', '=', cursor![0]!), where('leave.id', '>', cursor![1]!)]),
          ]),
        ),
      )
      .orderBy('leave.startsAt')
      .orderBy('leave.id')
      .limit(input.limit + 1)
      .execute()
    const { items, next } = nextOf(
      rows,
      input.limit,
      (row) => row,
      (row) => [row.startsAt, row.id],
    )
    const told = []
    for (const row of items) told.push(shown(row, await isToldWhy(context, row.personId)))
    return { items: told, next }
  },
})

const members = ({ db }: Context, teams: readonly string[]) =>
  db.selectFrom('memberships').select('personId').where('teamId', 'in', teams)

/** Why somebody is away is between them and who leads them. */
async function isToldWhy(context: Context, personId: string): Promise<boolean> {
  if (personId === context.actor.id) return true
  return holds(context.actor, 'people:write', await teamsOfPerson(context, personId))
}

const findLeave = (context: Context, id: string): Promise<Row | undefined> =>
  leaveRows(context).where('leave.id', '=', id).executeTakeFirst()

export const removeLeave = operation({
  name: 'leave.remove',
  about: 'Takes leave back, or ends it: the person is there again.',
  scope: 'people:write',
  writes: true,
  teams: async (context, input) => {
    const row = await findLeave(context, input.leave)
    return row ? teamsOfPerson(context, row.personId) : []
  },
  http: { method: 'DELETE', path: '/leave/{leave}' },
  input: z.object({ leave: line().describe('The id of the leave, from leave.list') }),
  output: leave,
  run: async (context, input) => {
    const row = await findLeave(context, input.leave)
    if (!row) {
      const help = 'See leave.list for what there is.'
      throw new Refusal('not_found', 'leave', `there is no leave \`${input.leave}\``, help)
    }
    const { id: personId } = await holdColleague(context, row.personId)
    await context.db.deleteFrom('leave').where('id', '=', row.id).execute()
    const now = await shownPerson(context, await findColleague(context, personId))
    await openWaiting(context, { personId }, placesWith(now))
    return shown(row, true)
  },
})
