/**
 * What a team of the policy works by: its hours, its days off, how soon it accepts. Which teams there are is the
 * policy's to say; a team nobody has set up works by the defaults here.
 */
import { Refusal, suggest } from '@rightdesk/engine'
import type { Context } from '../context.ts'
import { fromJson, toJson } from '../store/json.ts'
import { openTransaction } from '../store/pending.ts'
import type { TeamRow } from '../store/tables.ts'
import { held } from '../store/transaction.ts'
import { type Calendar, officeHours } from './hours.ts'

const acceptMinutesDefault = 240

const asDefault = (id: string): TeamRow => ({
  id,
  timeZone: 'UTC',
  hours: toJson(officeHours),
  holidays: toJson([]),
  acceptMinutes: acceptMinutesDefault,
  version: 1,
})

/** The teams of the policy that an actor may see, as they are set up; writes nothing. */
export async function teamRows(
  { answering, db }: Context,
  seen: 'all' | readonly string[],
): Promise<TeamRow[]> {
  const rows = new Map((await db.selectFrom('teams').selectAll().execute()).map((row) => [row.id, row]))
  const ids = Object.keys(answering.policy.compiled.teams)
  return ids.filter((id) => seen === 'all' || seen.includes(id)).map((id) => rows.get(id) ?? asDefault(id))
}

/** Throws `not_found` unless the policy has such a team. */
export function demandTeam({ answering }: Context, id: string): void {
  const { teams } = answering.policy.compiled
  if (Object.hasOwn(teams, id)) return
  throw new Refusal('not_found', 'team', `the policy has no team \`${id}\``, suggest(id, Object.keys(teams)))
}

/** How a team is set up; writes nothing. Throws `not_found` for a team that the policy does not have. */
export async function teamRow(context: Context, id: string): Promise<TeamRow> {
  const known = heldIn(context.db)?.get(id)
  if (known) return known
  const row = await context.db.selectFrom('teams').selectAll().where('id', '=', id).executeTakeFirst()
  if (row) return row
  demandTeam(context, id)
  return asDefault(id)
}

/**
 * The same, held until the transaction ends, so that one assignment at a time is made in a team, and none while its
 * people change. The team's row is made where it is missing. Hold several in the order of their ids.
 */
export async function holdTeam(context: Context, id: string): Promise<TeamRow> {
  const { db, store } = context
  const known = heldIn(db)?.get(id)
  if (known) return known
  const query = held(db.selectFrom('teams').selectAll().where('id', '=', id), store.kind)
  const row = await query.executeTakeFirst()
  if (row) return row
  demandTeam(context, id)
  await db
    .insertInto('teams')
    .values(asDefault(id))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  return query.executeTakeFirstOrThrow()
}

/** By open transaction: teams that it held together, and changes nothing of. */
const heldTogether = new WeakMap<object, ReadonlyMap<string, TeamRow>>()
const heldIn = (db: Context['db']): ReadonlyMap<string, TeamRow> | undefined =>
  heldTogether.get(openTransaction(db))

/** Holds several teams, in the order of their ids, for a transaction that from then on only gives out cases in them. */
export async function holdTeams(context: Context, ids: readonly string[]): Promise<TeamRow[]> {
  const rows: TeamRow[] = []
  for (const id of [...new Set(ids)].sort()) rows.push(await holdTeam(context, id))
  heldTogether.set(openTransaction(context.db), new Map(rows.map((row) => [row.id, row])))
  return rows
}

const calendars = new Map<string, Calendar>()
/** Calendars kept; more people than this with hours of their own are worked out anew. */
const calendarsMax = 2_000

/** The calendar in a row. The same settings give the same object, for which days already worked out are known. */
export function calendarOf(settings: {
  readonly timeZone: string
  readonly hours: string
  readonly holidays: string
}): Calendar {
  const { timeZone, hours, holidays } = settings
  const key = `${timeZone}\n${hours}\n${holidays}`
  let calendar = calendars.get(key)
  if (!calendar) {
    if (calendars.size >= calendarsMax) calendars.clear()
    calendar = { timeZone, hours: fromJson(hours), holidays: fromJson(holidays) }
    calendars.set(key, calendar)
  }
  return calendar
}
