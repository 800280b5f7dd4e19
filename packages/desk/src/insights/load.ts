/**
 * Who carries how much: open cases now, and what came to whom over a time beside what would have been their share by
 * the load they may have and the days they were there. Being overloaded enters no figure (A15).
 */
import { sql } from 'kysely'
import { teamsWith } from '../access.ts'
import { ownedByOneOf } from '../cases/case-search.ts'
import type { Context } from '../context.ts'
import { loadOf } from '../people/assignment.ts'
import { loadByWeek, samplesBetween, type WeekOfLoad } from '../programme/fairness.ts'
import { textIn } from '../store/search.ts'
import type { LeaveRow } from '../store/tables.ts'
import type { Counted } from './figures.ts'
import type { Period } from './period.ts'

export type LoadOfMember = {
  readonly team: string
  readonly person: { readonly id: string; readonly name: string }
  readonly openCases: number
  readonly loadMax: number
  readonly assigned: number
  readonly accepted: number
  readonly expectedShare: number | null
  readonly share: number | null
  readonly weeks: readonly WeekOfLoad[]
}

/** Everybody in the teams that the actor sees, team by team; what somebody got counts in each of their teams. */
export async function loadOfMembers(context: Context, counted: Counted): Promise<LoadOfMember[]> {
  const members = await membersIn(context, counted.team)
  const ids = [...new Set(members.map(({ id }) => id))]
  if (ids.length === 0) return []
  const [loads, given, leave, samples] = [
    await loadOf(context.db, ids, context.at),
    await givenTo(context, counted.period),
    await leaveIn(context, counted.period),
    await samplesBetween(context, counted.period.from, counted.period.to),
  ]
  const shares = [...Map.groupBy(members, ({ team }) => team).values()].flatMap((all) => {
    const weights = all.map(
      (one) => one.loadMax * presentMs(context, one, counted.period, leave.get(one.id) ?? []),
    )
    const weightOfAll = sum(weights)
    const assignedToAll = sum(all.map(({ id }) => given.get(id)?.assigned ?? 0))
    return all.map((one, n) => ({
      ...one,
      expectedShare: weightOfAll === 0 ? null : weights[n]! / weightOfAll,
      share: assignedToAll === 0 ? null : (given.get(one.id)?.assigned ?? 0) / assignedToAll,
    }))
  })
  return shares.map(({ id, name, team, loadMax, expectedShare, share }) => ({
    team,
    person: { id, name },
    openCases: loads.get(id)!,
    loadMax,
    assigned: given.get(id)?.assigned ?? 0,
    accepted: given.get(id)?.accepted ?? 0,
    expectedShare,
    share,
    weeks: loadByWeek(samples.get(id) ?? []),
  }))
}

type Member = {
  readonly id: string
  readonly name: string
  readonly team: string
  readonly loadMax: number
  readonly createdAt: string
}

async function membersIn({ db, actor }: Context, team: string | undefined): Promise<Member[]> {
  const visible = teamsWith(actor, 'cases:read')
  return db
    .selectFrom('memberships')
    .innerJoin('people', 'people.id', 'memberships.personId')
    .select(['people.id', 'name', 'teamId as team', 'loadMax', 'createdAt'])
    .where('leftAt', 'is', null)
    .where('kind', '=', 'person')
    .$if(visible !== 'all', (query) => query.where('teamId', 'in', visible as readonly string[]))
    .$if(team !== undefined, (query) => query.where('teamId', '=', team!))
    .orderBy('teamId')
    .orderBy('name')
    .orderBy('people.id')
    .execute()
}

/** How often cases that the actor may see were given to somebody, and accepted by them. */
async function givenTo({ db, actor, store }: Context, { starts, ends }: Period) {
  const visible = teamsWith(actor, 'cases:read')
  const person = sql`case when kind = 'assigned' then ${textIn(store.kind, 'events.data', 'to')}
    else ${textIn(store.kind, 'events.data', 'by')} end`
  const seen = visible === 'all' ? sql`` : sql`and ${ownedByOneOf(visible, 'events.case_id')}`
  type Row = { readonly kind: 'assigned' | 'accepted'; readonly person: string; readonly times: number }
  const { rows } = await sql<Row>`select kind, ${person} as person, count(*) as times from events
    where kind in ('assigned', 'accepted', 'rejected') and kind <> 'rejected'
      and at >= ${starts} and at < ${ends} ${seen}
    group by kind, ${person}`.execute(db)
  const byPerson = new Map<string, { assigned: number; accepted: number }>()
  for (const { kind, person: id, times } of rows) {
    byPerson.set(id, { ...(byPerson.get(id) ?? { assigned: 0, accepted: 0 }), [kind]: times })
  }
  return byPerson
}

type Leave = Pick<LeaveRow, 'startsAt' | 'endsAt'>

async function leaveIn({ db }: Context, { starts, ends }: Period): Promise<Map<string, Leave[]>> {
  const rows = await db
    .selectFrom('leave')
    .select(['personId', 'startsAt', 'endsAt'])
    .where('endsAt', '>', starts)
    .where('startsAt', '<', ends)
    .execute()
  return Map.groupBy(rows, ({ personId }) => personId)
}

/** How long somebody was here and not on leave, as far as the period is over. */
function presentMs(
  { at }: Context,
  { createdAt }: Member,
  { starts, ends }: Period,
  leave: readonly Leave[],
): number {
  const from = createdAt > starts ? createdAt : starts
  const to = ends < at ? ends : at
  const away = leave.map(({ startsAt, endsAt }) =>
    msBetween(startsAt > from ? startsAt : from, endsAt < to ? endsAt : to),
  )
  return Math.max(0, msBetween(from, to) - sum(away))
}

const msBetween = (from: string, to: string): number => Math.max(0, Date.parse(to) - Date.parse(from))
const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)
