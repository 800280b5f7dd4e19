/**
 * How ready a customer is to be handed to another engineer, and to whom (A16): what of the documents, chains, promises
 * and environment is in order, and who could take over, with what speaks for and against. It computes; it decides nothing.
 */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { type Candidate, candidatesFor, hindranceOf } from '../people/assignment.ts'
import { type Calendar, isOpen } from '../people/hours.ts'
import { teamRow } from '../people/team-settings.ts'
import type { Time } from '../store/tables.ts'
import { environmentOf } from './assigned.ts'
import { named } from './assigned-shown.ts'
import type { Assigned } from './assignment-party.ts'
import { lastDocumented, openChains } from './document-chain.ts'
import { programmeIn } from './programme.ts'
import { openPromises } from './promises.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000

const item = z.object({
  item: z.enum(['documents', 'chains', 'promises', 'environment']),
  ready: z.boolean(),
  said: z.string().describe('What is there, or what is missing'),
})
export const readiness = z.object({ ready: z.boolean(), items: z.array(item) })
export type Readiness = z.output<typeof readiness>
type Item = z.output<typeof item>

export const candidate = z.object({
  person: named,
  fits: z.boolean().describe('Whether they may take over now: here, not overloaded, below their load'),
  sharedHours: z.number().nullable().describe('Working hours a week shared with the customer engineer'),
  openCases: z.number(),
  loadMax: z.number(),
  customers: z.number().describe('Customers they are assigned to now'),
  casesBefore: z.number().describe('Cases of this customer that they have or had'),
  reasons: z.array(z.string()).describe('What speaks for and against, in words'),
})
export type SuccessorCandidate = z.output<typeof candidate>

/** What is in order for a hand-over, and what is not. */
export async function readinessOf(context: Context, row: Assigned): Promise<Readiness> {
  const items = [
    await documentsReady(context, row),
    await chainsReady(context, row),
    await promisesReady(context, row),
    environmentReady(row),
  ]
  return { ready: items.every(({ ready }) => ready), items }
}

async function documentsReady(context: Context, { accountId }: Assigned): Promise<Item> {
  const days = programmeIn(context).documentsFreshDays
  const last = await lastDocumented(context, accountId)
  const ready = last !== null && Date.parse(last) >= Date.parse(context.at) - days * dayMs
  const when = last === null ? 'were never updated here' : `were last updated on ${last.slice(0, 10)}`
  return { item: 'documents', ready, said: `The documents ${when}; they may be ${days} days old.` }
}

async function chainsReady(context: Context, { accountId }: Assigned): Promise<Item> {
  const open = await openChains(context, accountId)
  const said =
    open.length === 0
      ? 'Every update has reached the CRM.'
      : `Not closed: ${open.map(({ about }) => about).join('; ')}.`
  return { item: 'chains', ready: open.length === 0, said }
}

async function promisesReady(context: Context, { accountId, engineerId }: Assigned): Promise<Item> {
  const open = await openPromises(context, accountId, engineerId)
  const overdue = open.filter(({ dueAt }) => dueAt < context.at)
  const said =
    open.length === 0
      ? 'Every promise is kept.'
      : `Still owed: ${open.map(({ what, dueAt }) => `${what} (${dueAt.slice(0, 10)})`).join('; ')}${overdue.length > 0 ? `; ${overdue.length} overdue` : ''}.`
  return { item: 'promises', ready: open.length === 0, said }
}

/** Keeping a copy of the environment is the engineer's choice (A10); saying whether there is one is not. */
function environmentReady(row: Assigned): Item {
  const noted = environmentOf(row) !== null
  const said = noted
    ? 'What is kept of the environment is noted.'
    : 'Nothing says whether a copy of the environment is kept.'
  return { item: 'environment', ready: noted, said }
}

/** Everybody of the programme's teams but the engineer, who fits best first. */
export async function successorsOf(context: Context, row: Assigned): Promise<SuccessorCandidate[]> {
  const people = (await supportEngineers(context)).filter(({ id }) => id !== row.engineerId)
  const partner = row.customerEngineerId && (await partnerOf(context, row.customerEngineerId))
  const customers = await customersBy(context)
  const cases = await casesBefore(context, row.accountId)
  const rated = people.map((one): SuccessorCandidate => {
    const shared = partner ? sharedHours(one.calendar, partner.calendar, context.at) : null
    const known = {
      customers: customers.get(one.id) ?? 0,
      casesBefore: cases.get(one.id) ?? 0,
      sharedHours: shared,
    }
    const { id, name, load: openCases, loadMax } = one
    const against = whyNot(one)
    const reasons = [
      ...(against ? [`${name} ${against}`] : []),
      ...reasonsFor(one, known, context.at, partner),
    ]
    return { person: { id, name }, fits: against === null, openCases, loadMax, ...known, reasons }
  })
  return rated.sort(
    (a, b) =>
      Number(b.fits) - Number(a.fits) ||
      (b.sharedHours ?? 0) - (a.sharedHours ?? 0) ||
      b.casesBefore - a.casesBefore ||
      a.customers - b.customers ||
      a.openCases - b.openCases ||
      (a.person.id < b.person.id ? -1 : 1),
  )
}

/** Who of the programme's teams is here: each once. */
export async function supportEngineers(context: Context): Promise<Candidate[]> {
  const found = new Map<string, Candidate>()
  for (const team of programmeIn(context).takes) {
    const members = await candidatesFor(context, await teamRow(context, team))
    for (const one of members) if (!found.has(one.id)) found.set(one.id, one)
  }
  return [...found.values()]
}

/** What keeps somebody from taking a customer over; being off or away for a while does not. */
export function whyNot({ overloadedSince, load, loadMax }: Candidate): string | null {
  if (overloadedSince !== null) return 'is overloaded'
  return load >= loadMax ? `is at ${load} of ${loadMax} cases` : null
}

const partnerOf = async (context: Context, id: string): Promise<Candidate | undefined> =>
  (await candidatesFor(context, { id: '', holidays: '[]' }, [id]))[0]

async function customersBy({ db }: Context): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('assignments')
    .select(['engineerId', ({ fn }) => fn.countAll<number>().as('count')])
    .where('endedAt', 'is', null)
    .groupBy('engineerId')
    .execute()
  return new Map(rows.map(({ engineerId, count }) => [engineerId, Number(count)]))
}

async function casesBefore({ db }: Context, accountId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('cases')
    .select(['assigneeId', ({ fn }) => fn.countAll<number>().as('count')])
    .where('accountId', '=', accountId)
    .where('assigneeId', 'is not', null)
    .groupBy('assigneeId')
    .execute()
  return new Map(rows.map(({ assigneeId, count }) => [assigneeId!, Number(count)]))
}

/** Whole hours of the coming seven days in which both work, leave aside. */
function sharedHours(a: Calendar, b: Calendar, at: Time): number {
  const begins = Math.ceil(Date.parse(at) / hourMs) * hourMs
  let shared = 0
  for (let hour = 0; hour < 7 * 24; hour++) {
    const time = new Date(begins + hour * hourMs).toISOString()
    if (isOpen(a, time) && isOpen(b, time)) shared++
  }
  return shared
}

function reasonsFor(
  one: Candidate,
  known: Pick<SuccessorCandidate, 'customers' | 'casesBefore' | 'sharedHours'>,
  at: Time,
  partner: Candidate | undefined | '' | null,
): string[] {
  const now = hindranceOf(one, at)
  const away = now && now.until !== null ? [`${one.name} ${now.reason}`] : []
  const hours =
    partner && known.sharedHours !== null
      ? [`shares ${known.sharedHours} working hours a week with ${partner.name}`]
      : []
  const history = known.casesBefore > 0 ? [`knows the customer from ${known.casesBefore} of its cases`] : []
  const customers = known.customers === 1 ? '1 customer' : `${known.customers} customers`
  return [...away, ...hours, ...history, `has ${one.load} of ${one.loadMax} cases and ${customers} assigned`]
}
