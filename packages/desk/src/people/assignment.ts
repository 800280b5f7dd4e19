/**
 * Who gets a case: the member of the team who has waited longest among those at work, not on leave, not overloaded
 * and below their load (A1, A15). What becomes of the case is its operations' business; this only picks, and says why.
 *
 * INVARIANT: a team's row is held from picking until the transaction ends, and again while a place becomes free.
 * So turns are taken in order, and no case starts to wait unseen while a place comes free. Cases that are taken in
 * together are given out by one look (`holdTurns`): the people are held as well, so that it stays true.
 */
import { teamName } from '@rightdesk/engine'
import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Context } from '../context.ts'
import { openTransaction, writeLast, writePending } from '../store/pending.ts'
import type { LeaveRow, PersonRow, TeamRow, Time } from '../store/tables.ts'
import { held } from '../store/transaction.ts'
import { enqueue } from '../work/jobs.ts'
import { type Calendar, isOpen, nextOpening } from './hours.ts'
import { calendarOf, holdTeam, holdTeams } from './team-settings.ts'

export type Assignment =
  | { readonly kind: 'assigned'; readonly personId: string; readonly reason: string }
  | {
      readonly kind: 'nobody-free'
      readonly reason: string
      /** When somebody is back by hours or leave; null where only a resolved case or a change of people helps. */
      readonly retryAt: Time | null
    }

export type Wanted = {
  readonly caseId: string
  readonly team: string
  /** People tried before the others, in this order, members or not, each with what they are to the customer. */
  readonly first?: readonly { readonly personId: string; readonly as: string }[]
  /** People who do not get it. */
  readonly exclude?: readonly string[]
}

/** Somebody who may get a case, and what of them decides whether they do. */
export type Candidate = Pick<PersonRow, 'id' | 'name' | 'loadMax' | 'overloadedSince'> & {
  readonly calendar: Calendar
  readonly leave: readonly Leave[]
  /** Open cases now. */
  readonly load: number
  /** Absent for who is not a member of the team, as is whether they lead it. */
  readonly lastAssignedAt: Time | null
  readonly isLead: number | null
}
type Leave = Pick<LeaveRow, 'startsAt' | 'endsAt'>

/** Why somebody gets no case now, as words that follow the name, and when that ends by itself. */
export type Hindrance = { readonly reason: string; readonly until: Time | null }

/** People named in one reason; more are counted. */
const namedMax = 12
/** Waiting cases tried beyond the places that came free: the oldest may not suit who became free. */
const spareTries = 4

/** Neither resolved nor closed; word for word as the indexes say that make counting quick. */
export const isOpenCase = sql<boolean>`cases.state not in ('resolved', 'closed')`
const isAwake = (at: Time) => sql<boolean>`(cases.snoozed_until is null or cases.snoozed_until <= ${at})`

/** Open cases by person: assigned, not resolved, not snoozed. Everybody asked for is in it. */
export async function loadOf(
  db: Context['db'],
  personIds: readonly string[],
  at: Time,
): Promise<ReadonlyMap<string, number>> {
  const loads = new Map(personIds.map((id) => [id, 0]))
  if (personIds.length === 0) return loads
  const rows = await db
    .selectFrom('cases')
    .select(({ fn }) => ['assigneeId', fn.countAll<number>().as('count')])
    .where('assigneeId', 'in', personIds)
    .where(isOpenCase)
    .where(isAwake(at))
    .groupBy('assigneeId')
    .execute()
  for (const { assigneeId, count } of rows) loads.set(assigneeId!, count)
  return loads
}

/** The members of a team in the order of their turn; and those of `others`, members or not. One statement. */
export async function candidatesFor(
  { db, at }: Context,
  { id: team, holidays }: Pick<TeamRow, 'id' | 'holidays'>,
  others: readonly string[] = [],
): Promise<Candidate[]> {
  const rows = await db
    .selectFrom('people')
    .leftJoin('memberships', (join) =>
      join.onRef('memberships.personId', '=', 'people.id').on('memberships.teamId', '=', team),
    )
    .leftJoin('leave', (join) => join.onRef('leave.personId', '=', 'people.id').on('leave.endsAt', '>', at))
    .select(['people.id', 'name', 'timeZone', 'hours', 'loadMax', 'overloadedSince'])
    .select(['lastAssignedAt', 'isLead', 'startsAt', 'endsAt'])
    .select((person) =>
      person
        .selectFrom('cases')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('cases.assigneeId', '=', 'people.id')
        .where(isOpenCase)
        .where(isAwake(at))
        .as('load'),
    )
    .where('leftAt', 'is', null)
    .where('kind', '=', 'person')
    .where((where) =>
      others.length === 0
        ? where('memberships.teamId', 'is not', null)
        : where.or([where('memberships.teamId', 'is not', null), where('people.id', 'in', others)]),
    )
    .orderBy('lastAssignedAt')
    .orderBy('people.id')
    .orderBy('startsAt')
    .execute()
  const candidates = new Map<string, Candidate & { readonly leave: Leave[] }>()
  for (const { timeZone, hours, startsAt, endsAt, load, ...row } of rows) {
    const calendar = calendarOf({ timeZone, hours, holidays })
    const candidate = candidates.get(row.id) ?? { ...row, calendar, load: load!, leave: [] }
    candidates.set(row.id, candidate)
    if (startsAt !== null && endsAt !== null) candidate.leave.push({ startsAt, endsAt })
  }
  return [...candidates.values()]
}

/** What keeps somebody from a new case at a time, if anything does. */
export function hindranceOf(candidate: Candidate, at: Time): Hindrance | undefined {
  const { calendar, leave, load, loadMax, overloadedSince } = candidate
  const away = leave.find(({ startsAt, endsAt }) => startsAt <= at && at < endsAt)
  if (away) {
    const reason = `is on leave until ${lastOf(away.endsAt, calendar.timeZone)}`
    return { reason, until: nextAtWork(candidate, away.endsAt) }
  }
  if (!isOpen(calendar, at)) {
    const opening = nextAtWork(candidate, at)
    if (opening === null) return { reason: 'has no working hours', until: null }
    const reason = `is off until ${dayAndTime(opening, calendar.timeZone)} (${calendar.timeZone})`
    return { reason, until: opening }
  }
  if (overloadedSince !== null) return { reason: 'is overloaded', until: null }
  if (load >= loadMax) return { reason: `is at ${load} of ${loadMax} cases`, until: null }
  return undefined
}

/** When somebody is next at work and not on leave. */
export function nextAtWork(
  { calendar, leave }: Pick<Candidate, 'calendar' | 'leave'>,
  from: Time,
): Time | null {
  let at = nextOpening(calendar, from)
  for (;;) {
    const away = leave.find(({ startsAt, endsAt }) => at !== null && startsAt <= at && at < endsAt)
    if (!away) return at
    at = nextOpening(calendar, away.endsAt)
  }
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
)

const dayOf = ({ day, month }: Temporal.ZonedDateTime): string => `${day} ${months[month - 1]}`

/** "9 March 14:00" on somebody's own wall. */
function dayAndTime(time: Time, zone: string): string {
  const shown = Temporal.Instant.from(time).toZonedDateTimeISO(zone)
  return `${dayOf(shown)} ${shown.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

/** The last day of what ends at a midnight; else the day and time of its end. */
function lastOf(end: Time, zone: string): string {
  const shown = Temporal.Instant.from(end).toZonedDateTimeISO(zone)
  const midnight = shown.startOfDay().epochMilliseconds === shown.epochMilliseconds
  return midnight ? dayOf(shown.subtract({ days: 1 })) : dayAndTime(end, zone)
}

/** By open transaction: the members of the teams it holds, by team, as they stand after what it has given out. */
const looks = new WeakMap<object, Map<string, readonly Candidate[]>>()
const lookOf = (db: Context['db']): Map<string, readonly Candidate[]> | undefined =>
  looks.get(openTransaction(db))

/**
 * Holds teams and all their people, and looks once how they stand, for a transaction that then gives out many cases.
 * Call it before anything else is held: everybody who holds several takes them in this order, and none waits in a ring.
 */
export async function holdTurns(context: Context, teamIds: readonly string[]): Promise<void> {
  const { db, store } = context
  const teams = await holdTeams(context, teamIds)
  const members = db.selectFrom('memberships').select('personId').where('teamId', 'in', teamIds)
  const people = db.selectFrom('people').select('id').where('id', 'in', members).orderBy('id')
  await held(people, store.kind).execute()
  const look = new Map<string, readonly Candidate[]>()
  for (const team of teams) look.set(team.id, await candidatesFor(context, team))
  looks.set(openTransaction(db), look)
}

/** From now on the transaction looks anew for each case: something else than giving out cases has moved somebody's load. */
export async function lookAnew({ db }: Context): Promise<void> {
  if (looks.delete(openTransaction(db))) await writePending(db)
}

/**
 * Picks who gets a case, inside the caller's transaction, and counts it as their turn; the caller then puts it on the
 * case. Call it late: until the transaction ends, nobody else is picked in this team.
 */
export async function assignCase(context: Context, wanted: Wanted): Promise<Assignment> {
  const team = await holdTeam(context, wanted.team)
  const others = (wanted.first ?? []).map(({ personId }) => personId)
  const look = lookOf(context.db)
  const seen = others.length === 0 ? look?.get(team.id) : undefined
  // Turns that were only counted so far are in what is read now.
  if (look && !seen) await writePending(context.db)
  const candidates = seen ?? (await candidatesFor(context, team, others))
  const hindered: { readonly name: string; readonly hindrance: Hindrance }[] = []
  for (const { candidate, as } of inOrder(candidates, wanted)) {
    const excluded = wanted.exclude?.includes(candidate.id)
    const hindrance = excluded
      ? passedOver
      : seen
        ? hindranceOf(candidate, context.at)
        : await hindranceOnceHeld(context, candidate)
    if (!hindrance) {
      const lastAssignedAt = await takeTurn(context, team.id, candidate, candidates)
      countIn(context, team.id, { ...candidate, lastAssignedAt })
      const lead = as ? `${capitalised(as)} ${candidate.name} takes it` : turnOf(candidate.name)
      return { kind: 'assigned', personId: candidate.id, reason: sentence(lead, '; ', hindered) }
    }
    hindered.push({ name: as ? `${as} ${candidate.name}` : candidate.name, hindrance })
  }
  const name = teamName(context.answering.policy, team.id)
  if (candidates.length === 0) {
    return { kind: 'nobody-free', reason: `Nobody is set up in ${name} yet.`, retryAt: null }
  }
  const [retryAt] = hindered.flatMap(({ hindrance }) => hindrance.until ?? []).sort()
  const reason = sentence(`Nobody in ${name} is free`, ': ', hindered)
  return { kind: 'nobody-free', reason, retryAt: retryAt ?? null }
}

const passedOver: Hindrance = { reason: 'is passed over for this case', until: null }
const turnOf = (name: string): string => `Round-robin: ${name} has waited longest`
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

type Turn = { readonly candidate: Candidate; readonly as?: string }

/** Those who come first, then the members by their turn. */
function inOrder(candidates: readonly Candidate[], { first = [] }: Wanted): Turn[] {
  const firsts = first.flatMap(({ personId, as }): Turn[] => {
    const candidate = candidates.find(({ id }) => id === personId)
    return candidate ? [{ candidate, as }] : []
  })
  const rest = candidates.filter(({ id }) => first.every(({ personId }) => personId !== id))
  return [...firsts, ...rest.map((candidate) => ({ candidate }))]
}

/** Looks twice: another team may have given the same person a case since, until their row is held. */
async function hindranceOnceHeld(
  { db, store, at }: Context,
  candidate: Candidate,
): Promise<Hindrance | undefined> {
  const before = hindranceOf(candidate, at)
  if (before) return before
  const { id } = candidate
  await held(db.selectFrom('people').select('id').where('id', '=', id), store.kind).execute()
  const load = (await loadOf(db, [id], at)).get(id)!
  return hindranceOf({ ...candidate, load }, at)
}

/** Sends somebody to the end of the line, whatever the clocks of other processes say; returns their place in it. */
async function takeTurn(
  { db, at }: Context,
  teamId: string,
  { id, lastAssignedAt }: Candidate,
  all: readonly Candidate[],
): Promise<Time | null> {
  if (lastAssignedAt === null) return null
  const newest = all
    .map((one) => one.lastAssignedAt ?? '')
    .sort()
    .at(-1)!
  const next = newest < at ? at : new Date(Date.parse(newest) + 1).toISOString()
  const turn = db
    .updateTable('memberships')
    .set({ lastAssignedAt: next })
    .where('teamId', '=', teamId)
    .where('personId', '=', id)
  if (lookOf(db)) await writeLast(db, `turn:${teamId}:${id}`, () => turn.execute())
  else await turn.execute()
  return next
}

/** What was looked at follows what was given out: one case more in every team of theirs, and a turn in this one. */
function countIn({ db }: Context, teamId: string, { id, lastAssignedAt }: Candidate): void {
  const look = lookOf(db)
  for (const [team, candidates] of look ?? []) {
    const one = candidates.find((candidate) => candidate.id === id)
    if (!one) continue
    const more = { ...one, load: one.load + 1, ...(team === teamId && { lastAssignedAt }) }
    const rest = candidates.filter((candidate) => candidate !== one)
    look!.set(team, [...rest, more].sort(byTurn))
  }
}

/** As the store orders them: by their turn, then by id. */
const byTurn = (one: Candidate, other: Candidate): number => (placeInLine(one) < placeInLine(other) ? -1 : 1)
const placeInLine = ({ lastAssignedAt, id }: Candidate): string => `${lastAssignedAt} ${id}`

/** "… is free: Ana is on leave until 9 March, Bo is at 12 of 12 cases." */
function sentence(
  lead: string,
  join: string,
  hindered: readonly { readonly name: string; readonly hindrance: Hindrance }[],
): string {
  const named = hindered.slice(0, namedMax).map(({ name, hindrance }) => `${name} ${hindrance.reason}`)
  const more = hindered.length - named.length
  const list = [...named, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
  return `${list ? lead + join + list : lead}.`
}

/**
 * Tries the cases again that have waited longest, when places came free in a team, or with a person for every team
 * they are in: each by a timer `retry-assignment` with `{ case }`, so that a crash forgets none. Returns their ids.
 * Call it after the change that frees the places, in the same transaction.
 */
export async function openWaiting(
  context: Context,
  where: string | { readonly personId: string },
  places = 1,
): Promise<readonly string[]> {
  const teams = typeof where === 'string' ? [where] : await teamsOfPerson(context, where.personId)
  for (const team of teams) await holdTeam(context, team)
  if (teams.length === 0) return []
  const waiting = await context.db
    .selectFrom('cases')
    .select('id')
    .where('waitingSince', 'is not', null)
    .where((one) =>
      one.or([
        one('ownerTeam', 'in', teams),
        // An assigned engineer is free for their customers' cases, also those of another team.
        one.and([
          one('ownerTeam', 'in', takingTeams(context)),
          one('accountId', 'in', customersOfMembers(context, where)),
        ]),
      ]),
    )
    .where(isOpenCase)
    .orderBy('waitingSince')
    .orderBy('number')
    .limit(places + spareTries)
    .execute()
  const ids = waiting.map(({ id }) => id)
  await tryAgain(context, ids)
  return ids
}

/** Has somebody looked for once more, for cases that wait: each by a timer, so that a crash forgets none. */
export async function tryAgain(context: Context, cases: readonly string[]): Promise<void> {
  for (const id of cases) {
    await enqueue(context, {
      queue: 'timer',
      kind: 'retry-assignment',
      // Each is a try of its own: one that already runs may not have seen what came free.
      key: `assign:${id}:${context.newId('try')}`,
      payload: { case: id },
    })
  }
}

const takingTeams = ({ answering }: Context): readonly string[] =>
  answering.policy.compiled.programme?.takes ?? ['']

/** Customers whose assigned engineer or backup is in a team, or is a person. */
function customersOfMembers({ db }: Context, where: string | { readonly personId: string }) {
  const members =
    typeof where === 'string'
      ? db.selectFrom('memberships').select('personId').where('teamId', '=', where)
      : [where.personId]
  return db
    .selectFrom('assignments')
    .select('assignments.accountId')
    .where('endedAt', 'is', null)
    .where((one) => one.or([one('engineerId', 'in', members), one('backupId', 'in', members)]))
}

/** The teams of a person, in the order in which they are held. */
export async function teamsOfPerson({ db }: Context, personId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('memberships')
    .select('teamId')
    .where('personId', '=', personId)
    .orderBy('teamId')
    .execute()
  return rows.map(({ teamId }) => teamId)
}
