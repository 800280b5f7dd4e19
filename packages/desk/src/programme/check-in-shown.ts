/** Check-ins as they are shown: one, several with what was said, and how they went over the weeks. */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { cursorOf } from '../paging.ts'
import { line, page } from '../shapes.ts'
import { fromJson } from '../store/json.ts'
import { holdsText } from '../store/search.ts'
import { named, namesBy } from './assigned-shown.ts'
import { seesAll } from './assignment-party.ts'
import { type CheckIn, checkInStates, type Goal } from './check-ins.ts'
import { rounded, weekOf } from './fairness.ts'

export const goal = z.object({
  id: z.string(),
  what: z.string(),
  since: z.string(),
  doneAt: z.string().nullable(),
})

export const answer = z.object({ question: z.string(), answer: z.string() })

export const checkIn = z.object({
  id: z.string(),
  assignment: z.string(),
  account: named,
  engineer: named,
  customerEngineer: named.nullable(),
  dueAt: z.string(),
  localTimes: z.array(z.object({ person: z.string(), time: z.string() })).describe('On each one’s own wall'),
  state: z.enum(checkInStates),
  heldAt: z.string().nullable(),
  note: z.string().nullable().describe('What is to be said of the time'),
  answers: z.array(answer),
  goals: z.array(goal),
  goingWell: z.number().nullable().describe('1 to 5'),
  frustration: z.number().nullable().describe('1 to 5'),
  version: z.number(),
})

type People = { accountId: string; engineerId: string; customerEngineerId: string | null }
export type CheckInWithPeople = CheckIn & People

/** Check-ins with whose they are; who does not lead the programme sees those they take part in. */
export const checkInRows = (context: Context) =>
  context.db
    .selectFrom('checkIns')
    .innerJoin('assignments', 'assignments.id', 'checkIns.assignmentId')
    .selectAll('checkIns')
    .select(['assignments.accountId', 'assignments.engineerId', 'assignments.customerEngineerId'])
    .$if(!seesAll(context), (query) =>
      query.where((where) =>
        where.or([
          where('assignments.engineerId', '=', context.actor.id),
          where('assignments.backupId', '=', context.actor.id),
          where('assignments.customerEngineerId', '=', context.actor.id),
        ]),
      ),
    )

export const checkInQuery = z.object({
  assignment: line().optional().describe('An assignment id'),
  account: line().optional().describe('An account id'),
  engineer: line().optional().describe('A person id, or `me`'),
  state: z.array(z.enum(checkInStates)).max(4).optional().describe('Absent: every state'),
  q: line().optional().describe('Words of the answers or goals'),
  ...page,
})

/** Newest first; one more than the page holds, where there are more. */
export function findCheckIns(
  context: Context,
  wanted: z.output<typeof checkInQuery>,
): Promise<CheckInWithPeople[]> {
  const [dueAt, last] = cursorOf(wanted.after, 2) ?? []
  const engineer = wanted.engineer === 'me' ? context.actor.id : wanted.engineer
  return checkInRows(context)
    .$if(wanted.assignment !== undefined, (q) => q.where('checkIns.assignmentId', '=', wanted.assignment!))
    .$if(wanted.account !== undefined, (q) => q.where('assignments.accountId', '=', wanted.account!))
    .$if(engineer !== undefined, (q) => q.where('assignments.engineerId', '=', engineer!))
    .$if(wanted.state !== undefined, (q) => q.where('checkIns.state', 'in', wanted.state!))
    .$if(wanted.q !== undefined, (q) => q.where(holdsText('checkIns.words', wanted.q!)))
    .$if(last !== undefined, (q) =>
      q.where((where) =>
        where.or([
          where('checkIns.dueAt', '<', dueAt!),
          where.and([where('checkIns.dueAt', '=', dueAt!), where('checkIns.id', '<', last!)]),
        ]),
      ),
    )
    .orderBy('checkIns.dueAt', 'desc')
    .orderBy('checkIns.id', 'desc')
    .limit(wanted.limit + 1)
    .execute()
}

/** Names and zones are looked up for all rows at once. */
export async function shownCheckIns(
  context: Context,
  rows: readonly CheckInWithPeople[],
): Promise<z.input<typeof checkIn>[]> {
  const ids = rows.flatMap(({ engineerId, customerEngineerId }) => [engineerId, customerEngineerId])
  const person = await namesBy(context, 'people', ids)
  const account = await namesBy(
    context,
    'accounts',
    rows.map(({ accountId }) => accountId),
  )
  const zones = await zonesOf(context, ids)
  return rows.map((row) => ({
    id: row.id,
    assignment: row.assignmentId,
    account: account(row.accountId),
    engineer: person(row.engineerId),
    customerEngineer: row.customerEngineerId === null ? null : person(row.customerEngineerId),
    dueAt: row.dueAt,
    localTimes: [row.engineerId, row.customerEngineerId]
      .filter((id) => id !== null)
      .map((id) => ({ person: person(id).name, time: wallTime(row.dueAt, zones.get(id) ?? 'UTC') })),
    state: row.state as (typeof checkInStates)[number],
    heldAt: row.heldAt,
    note: row.note,
    answers: fromJson<z.input<typeof answer>[]>(row.answers),
    goals: fromJson<Goal[]>(row.goals),
    goingWell: row.goingWell,
    frustration: row.frustration,
    version: row.version,
  }))
}

/** One check-in, with whose it is. */
export async function shownCheckIn(context: Context, row: CheckIn): Promise<z.input<typeof checkIn>> {
  const people = await context.db
    .selectFrom('assignments')
    .select(['accountId', 'engineerId', 'customerEngineerId'])
    .where('id', '=', row.assignmentId)
    .executeTakeFirstOrThrow()
  return (await shownCheckIns(context, [{ ...row, ...people }]))[0]!
}

async function zonesOf({ db }: Context, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await db.selectFrom('people').select(['id', 'timeZone']).where('id', 'in', wanted).execute()
  return new Map(rows.map(({ id, timeZone }) => [id, timeZone]))
}

/** "2026-03-30 10:00 (Europe/Berlin)" */
function wallTime(time: string, zone: string): string {
  const shown = new Date(time).toLocaleString('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  return `${shown} (${zone})`
}

export const weekOfCheckIns = z.object({
  week: z.string().describe('An ISO week such as 2026-W10'),
  held: z.number(),
  missed: z.number(),
  goingWell: z.number().nullable().describe('The average of the week'),
  frustration: z.number().nullable().describe('The average of the week'),
})
export type WeekOfCheckIns = z.input<typeof weekOfCheckIns>

/** How check-ins went, week by week, the oldest first; weeks without any are left out. */
export function byWeek(rows: readonly CheckIn[]): WeekOfCheckIns[] {
  const weeks = Map.groupBy(rows, ({ dueAt }) => weekOf(dueAt.slice(0, 10)))
  return [...weeks]
    .map(([week, those]) => ({
      week,
      held: those.filter(({ state }) => state === 'held').length,
      missed: those.filter(({ state }) => state === 'missed').length,
      goingWell: average(those.map(({ goingWell }) => goingWell)),
      frustration: average(those.map(({ frustration }) => frustration)),
    }))
    .sort((a, b) => (a.week < b.week ? -1 : 1))
}

function average(values: readonly (number | null)[]): number | null {
  const given = values.filter((value) => value !== null)
  return given.length === 0 ? null : rounded(given.reduce((sum, value) => sum + value, 0) / given.length)
}

/** By how much a mark changes a week over these weeks: the slope of the line through them; null for fewer than two. */
export function slopeOf(values: readonly (number | null)[]): number | null {
  const points = values.flatMap((value, index) => (value === null ? [] : [[index, value] as const]))
  if (points.length < 2) return null
  const count = points.length
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  const under = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  return Math.round((over / under) * 100) / 100
}
