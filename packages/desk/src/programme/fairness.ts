/**
 * Whether the load of assigned customers is fair: samples of everybody's load by day, who is above their limit, and
 * whose customer could rotate. Being overloaded or asking for a transition enters no figure (A15, A16).
 */
import { Temporal } from 'temporal-polyfill'
import type { Context } from '../context.ts'
import type { LoadSampleRow, Time } from '../store/tables.ts'
import { tell } from '../work/outbox.ts'
import { type Assigned, recordAssigned, sinceOf } from './assignment-party.ts'
import { programmeIn } from './programme.ts'
import { supportEngineers } from './transition-readiness.ts'

const dayMs = 86_400_000
const rotationSuggested = 'rotation-suggested'

/** Notes everybody's open cases for a day, once. */
export async function sampleLoad(context: Context, day: string): Promise<void> {
  const people = await supportEngineers(context)
  if (people.length === 0) return
  await context.db
    .insertInto('loadSamples')
    .values(
      people.map(({ id: personId, load: openCases, loadMax }) => ({ day, personId, openCases, loadMax })),
    )
    .onConflict((conflict) => conflict.columns(['personId', 'day']).doNothing())
    .execute()
}

export type WeekOfLoad = {
  readonly week: string
  readonly average: number
  readonly most: number
  readonly daysAbove: number
}

/** Samples of a time, by person, each person's oldest first. */
export async function samplesBetween(
  { db }: Pick<Context, 'db'>,
  from: string,
  to: string,
): Promise<Map<string, LoadSampleRow[]>> {
  const rows = await db
    .selectFrom('loadSamples')
    .selectAll()
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .execute()
  return Map.groupBy(rows, ({ personId }) => personId)
}

/** The ISO week of a day, such as 2026-W10. */
export function weekOf(day: string): string {
  const { yearOfWeek, weekOfYear } = Temporal.PlainDate.from(day)
  return `${yearOfWeek}-W${String(weekOfYear).padStart(2, '0')}`
}

/** Samples of one person by week, the oldest first. */
export function loadByWeek(samples: readonly LoadSampleRow[]): WeekOfLoad[] {
  const weeks = Map.groupBy(samples, ({ day }) => weekOf(day))
  return [...weeks]
    .map(([week, days]) => ({
      week,
      average: rounded(days.reduce((sum, { openCases }) => sum + openCases, 0) / days.length),
      most: Math.max(...days.map(({ openCases }) => openCases)),
      daysAbove: days.filter(({ openCases, loadMax }) => openCases > loadMax).length,
    }))
    .sort((a, b) => (a.week < b.week ? -1 : 1))
}

/** To one decimal. */
export const rounded = (value: number): number => Math.round(value * 10) / 10

export type Rotation = { readonly row: Assigned; readonly since: Time; readonly days: number }

/** Assignments that the same engineer has had for longer than the policy finds good, the longest first. */
export async function rotationsDue(context: Context, running: readonly Assigned[]): Promise<Rotation[]> {
  const after = programmeIn(context).rotationSuggestedAfterDays
  const since = await sinceOf(context, running)
  return running
    .map((row) => {
      const from = since.get(row.id)!
      return { row, since: from, days: Math.floor((Date.parse(context.at) - Date.parse(from)) / dayMs) }
    })
    .filter(({ days }) => days >= after)
    .sort((a, b) => b.days - a.days)
}

/** Suggests a rotation, once for each time that somebody has had a customer. */
export async function suggestRotations(context: Context, running: readonly Assigned[]): Promise<void> {
  for (const { row, since } of await rotationsDue(context, running)) {
    const before = await context.db
      .selectFrom('assignmentEvents')
      .select('id')
      .where('assignmentId', '=', row.id)
      .where('kind', '=', rotationSuggested)
      .where('at', '>', since)
      .executeTakeFirst()
    if (before) continue
    await recordAssigned(context, row.id, rotationSuggested, { engineer: row.engineerId, since })
    const { id: assignment, accountId: account, engineerId: engineer } = row
    await tell(context, 'rotation.suggested', { assignment, account, engineer, since })
  }
}
