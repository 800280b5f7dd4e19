/**
 * Who could take a customer, the most suitable first, each with what speaks for and against them: what is looked at
 * before a request is decided. It proposes; people decide.
 */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { daysAfter } from '../engagements/engagements.ts'
import { shownPeople } from '../people/roster.ts'
import { fromJson } from '../store/json.ts'
import type { LeaveRow } from '../store/tables.ts'
import { programmeIn } from './programme.ts'
import type { Request } from './programme-requests.ts'

export const candidate = z.object({
  person: z.string(),
  name: z.string(),
  suits: z.boolean().describe('Whether nothing speaks against it'),
  for: z.array(z.string()),
  against: z.array(z.string()),
  timeZone: z.string(),
  openCases: z.number(),
  loadMax: z.number(),
  customers: z.number().describe('Customers whose engineer they are'),
  backupFor: z.number().describe('Customers whose backup they are'),
  casesOfCustomer: z.number().describe('Cases of this customer that they have had'),
})
type Candidate = z.input<typeof candidate>

/** Leave that begins within so many days speaks against starting now. */
const leaveSoonDays = 14
/** The topics that a customer asks about most stand for its areas where the request names none. */
const areasGuessed = 3

/** What is known of everybody at once, by person. */
type Known = {
  readonly engineerOf: ReadonlyMap<string, number>
  readonly backupOf: ReadonlyMap<string, number>
  readonly cases: ReadonlyMap<string, number>
  readonly leave: ReadonlyMap<string, LeaveRow>
  readonly areas: readonly string[]
}

/** The people who take such cases, as they suit a request. */
export async function candidatesOf(context: Context, request: Request): Promise<Candidate[]> {
  const { takes } = programmeIn(context)
  const rows = await context.db
    .selectFrom('people')
    .selectAll()
    .where('leftAt', 'is', null)
    .where('kind', '=', 'person')
    .where('id', 'in', (query) =>
      query.selectFrom('memberships').select('personId').where('teamId', 'in', takes),
    )
    .orderBy('name')
    .execute()
  const known = await whatIsKnown(context, request)
  const people = await shownPeople(context, rows)
  return people
    .map((person) => weighed(person, request, known))
    .sort((a, b) => b.weight - a.weight || (a.shown.name < b.shown.name ? -1 : 1))
    .map(({ shown }) => shown)
}

async function whatIsKnown(context: Context, { accountId, areas }: Request): Promise<Known> {
  const { db, at } = context
  const running = await db
    .selectFrom('assignments')
    .select(['engineerId', 'backupId'])
    .where('endedAt', 'is', null)
    .execute()
  const cases = await db
    .selectFrom('cases')
    .select(({ fn }) => ['assigneeId', 'topic', fn.countAll<number>().as('count')])
    .where('accountId', '=', accountId)
    .groupBy(['assigneeId', 'topic'])
    .execute()
  const leave = await db
    .selectFrom('leave')
    .selectAll()
    .where('endsAt', '>', at)
    .where('startsAt', '<', daysAfter(at, leaveSoonDays))
    .orderBy('startsAt', 'desc')
    .execute()
  const wanted = fromJson<string[]>(areas)
  const topics = [...summed(cases.map(({ topic, count }) => [topic, count]))]
  const asked = topics.sort((a, b) => b[1] - a[1]).map(([topic]) => topic)
  return {
    engineerOf: summed(running.map(({ engineerId }) => [engineerId, 1])),
    backupOf: summed(running.map(({ backupId }) => [backupId, 1])),
    cases: summed(cases.map(({ assigneeId, count }) => [assigneeId, count])),
    leave: new Map(leave.map((one) => [one.personId, one])),
    areas: wanted.length > 0 ? wanted : asked.slice(0, areasGuessed),
  }
}

function summed(pairs: readonly (readonly [string | null, number])[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const [key, count] of pairs) if (key !== null) sums.set(key, (sums.get(key) ?? 0) + count)
  return sums
}

type Person = Awaited<ReturnType<typeof shownPeople>>[number]
/** What speaks for somebody counts up, what speaks against them down. */
type Point = { readonly weight: number; readonly words: string; readonly hinders?: true }

function weighed(person: Person, request: Request, known: Known) {
  const points = [
    ...loadPoints(person),
    ...customerPoints(person, known),
    ...skillPoints(person, request, known),
    ...(person.id === request.wantedEngineerId ? [{ weight: 1, words: 'was wished for' }] : []),
  ]
  const shown: Candidate = {
    person: person.id,
    name: person.name,
    suits: !points.some(({ hinders }) => hinders),
    for: points.filter(({ weight }) => weight >= 0).map(({ words }) => words),
    against: points.filter(({ weight }) => weight < 0).map(({ words }) => words),
    timeZone: person.timeZone,
    openCases: person.openCases,
    loadMax: person.loadMax,
    customers: known.engineerOf.get(person.id) ?? 0,
    backupFor: known.backupOf.get(person.id) ?? 0,
    casesOfCustomer: known.cases.get(person.id) ?? 0,
  }
  return { shown, weight: points.reduce((sum, { weight }) => sum + weight, 0) }
}

function loadPoints({ openCases, loadMax, overloadedSince, free, reason, hours, timeZone }: Person): Point[] {
  const points: Point[] = []
  const room = loadMax === 0 ? 0 : (loadMax - openCases) / loadMax
  if (room > 0) points.push({ weight: 2 * room, words: `has ${openCases} of ${loadMax} cases` })
  else points.push({ weight: -3, words: `is at ${openCases} of ${loadMax} cases`, hinders: true })
  if (overloadedSince !== null) points.push({ weight: -3, words: 'is overloaded', hinders: true })
  const days = Object.values(hours).filter((shifts) => shifts !== undefined && shifts.length > 0).length
  if (days === 0) points.push({ weight: -3, words: 'has no working hours', hinders: true })
  else points.push({ weight: 0, words: `works ${days} days a week in ${timeZone}` })
  if (!free && reason !== null && overloadedSince === null && room > 0 && days > 0) {
    points.push({ weight: 0, words: `${reason} just now` })
  }
  return points
}

function customerPoints({ id }: Person, { engineerOf, backupOf, cases, leave }: Known): Point[] {
  const points: Point[] = []
  const had = cases.get(id) ?? 0
  if (had > 0) points.push({ weight: Math.min(3, had / 2), words: `has had ${had} of this customer's cases` })
  const others = engineerOf.get(id) ?? 0
  if (others > 0) points.push({ weight: -others, words: `is the engineer of ${counted(others, 'customer')}` })
  const backups = backupOf.get(id) ?? 0
  if (backups > 0)
    points.push({ weight: -backups / 2, words: `is backup for ${counted(backups, 'customer')}` })
  const away = leave.get(id)
  if (away)
    points.push({ weight: -1, words: `is on leave from ${day(away.startsAt)} to ${day(away.endsAt)}` })
  return points
}

function skillPoints(person: Person, request: Request, { areas }: Known): Point[] {
  const languages = fromJson<string[]>(request.languages).map((language): Point => {
    return person.languages.includes(language)
      ? { weight: 2, words: `works in ${language}` }
      : { weight: -2, words: `does not work in ${language}`, hinders: true }
  })
  const knows = areas.filter((area) => person.areas.includes(area))
  return [...languages, ...knows.map((area): Point => ({ weight: 1, words: `knows ${area}` }))]
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
const day = (time: string): string => time.slice(0, 10)
