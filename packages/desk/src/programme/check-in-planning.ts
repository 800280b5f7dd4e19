/**
 * When engineer and customer engineer talk (A13): every so many days of the policy, at a time at which both work, by
 * their own clocks, leave and holidays, and neither has another check-in. Where they share no hours it is the
 * engineer's time, and the check-in says so. What becomes of a planned one is `check-ins.ts`'s to say.
 */
import { Temporal } from 'temporal-polyfill'
import type { Context } from '../context.ts'
import { type Candidate, candidatesFor, nextAtWork } from '../people/assignment.ts'
import { addWorkingMinutes } from '../people/hours.ts'
import { fromJson, toJson } from '../store/json.ts'
import type { Time } from '../store/tables.ts'
import type { Assigned } from './assignment-party.ts'
import { programmeIn } from './programme.ts'

/** How long a check-in takes, and on which minutes one may begin. */
const lengthMs = 30 * 60_000
const stepMs = 15 * 60_000
const dayMs = 86_400_000
/** Days within which a shared time is looked for. */
const horizonDays = 14

type Diary = Pick<Candidate, 'id' | 'name' | 'calendar' | 'leave'>

/** A time for the next check-in, and what is to be said of it. */
export type Plan = { readonly dueAt: Time; readonly note: string | null }

/** The first day of the rhythm that leaves at least half of it since the last one, on the engineer's calendar. */
function nextDay(context: Context, row: Assigned, last: Time | null, zone: string): Time {
  const { everyDays } = programmeIn(context).checkIn
  const dateOf = (time: Time) => Temporal.Instant.from(time).toZonedDateTimeISO(zone).toPlainDate()
  const first = dateOf(row.startedAt).add({ days: 1 })
  const today = dateOf(context.at)
  const spaced = last === null ? first : dateOf(last).add({ days: Math.ceil(everyDays / 2) })
  const earliest = Temporal.PlainDate.compare(spaced, today) > 0 ? spaced : today
  const rounds = Math.ceil(first.until(earliest, { largestUnit: 'day' }).days / everyDays)
  const begins = first.add({ days: Math.max(0, rounds) * everyDays }).toZonedDateTime(zone)
  return new Date(Math.max(begins.epochMilliseconds, Date.parse(context.at))).toISOString()
}

/** Finds the next time for an assignment's check-in; `last` is when the one before was due. */
export async function planFor(context: Context, row: Assigned, last: Time | null): Promise<Plan> {
  const { engineer, partner } = await diariesOf(context, row)
  if (!engineer) return { dueAt: context.at, note: 'The engineer has left: the customer needs another one.' }
  const from = onStep(nextDay(context, row, last, engineer.calendar.timeZone))
  const until = new Date(Date.parse(from) + horizonDays * dayMs).toISOString()
  const taken = await takenBy(context, row, from, until)
  const shared = partner && meetingTime([engineer, partner], taken, from, until)
  if (shared) return { dueAt: shared, note: null }
  const alone = meetingTime([engineer], taken, from, until) ?? nextAtWork(engineer, from) ?? from
  return {
    dueAt: alone,
    note: partner
      ? `${engineer.name} and ${partner.name} share no working time in the ${horizonDays} days from ${from.slice(0, 10)}: it is ${engineer.name}’s time.`
      : `No customer engineer is named: it is ${engineer.name}’s time.`,
  }
}

/** Whether a planned time has become one at which somebody is away. */
export async function isStillGood(context: Context, row: Assigned, dueAt: Time): Promise<boolean> {
  const { engineer, partner } = await diariesOf(context, row)
  const away = ({ leave }: Diary) => leave.some(({ startsAt, endsAt }) => startsAt <= dueAt && dueAt < endsAt)
  return engineer === undefined || ![engineer, ...(partner ? [partner] : [])].some(away)
}

/** The two who meet, with the days off of the teams that work for assigned customers. */
async function diariesOf(context: Context, { engineerId, customerEngineerId }: Assigned) {
  const { takes } = programmeIn(context)
  const teams = await context.db.selectFrom('teams').select('holidays').where('id', 'in', takes).execute()
  const holidays = toJson([...new Set(teams.flatMap((team) => fromJson<string[]>(team.holidays)))].sort())
  const ids = [engineerId, ...(customerEngineerId === null ? [] : [customerEngineerId])]
  const people = await candidatesFor(context, { id: '', holidays }, ids)
  const find = (id: string | null): Diary | undefined => people.find((one) => one.id === id)
  return { engineer: find(engineerId), partner: find(customerEngineerId) }
}

const onStep = (time: Time): Time => new Date(Math.ceil(Date.parse(time) / stepMs) * stepMs).toISOString()

/** When the two have other check-ins. */
async function takenBy(
  { db }: Context,
  { id, engineerId, customerEngineerId }: Assigned,
  from: Time,
  until: Time,
): Promise<number[]> {
  const people = [engineerId, customerEngineerId ?? engineerId]
  const rows = await db
    .selectFrom('checkIns')
    .innerJoin('assignments', 'assignments.id', 'checkIns.assignmentId')
    .select('checkIns.dueAt')
    .where('checkIns.state', '=', 'planned')
    .where('checkIns.dueAt', '>', new Date(Date.parse(from) - lengthMs).toISOString())
    .where('checkIns.dueAt', '<', until)
    .where('assignments.id', '<>', id)
    .where((where) =>
      where.or([
        where('assignments.engineerId', 'in', people),
        where('assignments.customerEngineerId', 'in', people),
      ]),
    )
    .execute()
  return rows.map(({ dueAt }) => Date.parse(dueAt))
}

/** The first time at which all are at work for the whole length and none of them is taken. */
function meetingTime(
  diaries: readonly Diary[],
  taken: readonly number[],
  from: Time,
  until: Time,
): Time | null {
  for (let at = from; at < until; ) {
    const openings = diaries.map((diary) => nextAtWork(diary, at))
    if (openings.includes(null)) return null
    const all = openings.sort().at(-1)!
    if (all === at && fits(diaries, taken, at)) return at
    at = all > at ? all : new Date(Date.parse(at) + stepMs).toISOString()
  }
  return null
}

function fits(diaries: readonly Diary[], taken: readonly number[], at: Time): boolean {
  const begins = Date.parse(at)
  const ends = new Date(begins + lengthMs).toISOString()
  return (
    taken.every((other) => Math.abs(other - begins) >= lengthMs) &&
    diaries.every(
      ({ calendar, leave }) =>
        addWorkingMinutes(calendar, at, lengthMs / 60_000) === ends &&
        leave.every(({ startsAt, endsAt }) => endsAt <= at || startsAt >= ends),
    )
  )
}
