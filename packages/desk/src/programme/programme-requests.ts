/**
 * Requests for an assigned engineer, from being asked to being decided, and the places there are. Over the cap a request
 * that was vetted waits in an ordered list, and the next is offered when a place is free (A2, A3). Everything here that
 * writes is called after `oneAtATime`.
 */
import { Refusal } from '@rightdesk/engine'
import type { Updateable } from 'kysely'
import type { Context } from '../context.ts'
import { daysAfter } from '../engagements/engagements.ts'
import { fromJson } from '../store/json.ts'
import type { AssignmentRequestRow, Tables, Time } from '../store/tables.ts'
import { heldToWrite } from '../store/transaction.ts'
import { enqueue } from '../work/jobs.ts'
import { tell } from '../work/outbox.ts'
import { programmeIn, viewingRoles } from './programme.ts'

/**
 * `open` while it is vetted; `waiting` when it was found good and there is no place; `offered` when a place is free for
 * it; then `approved`, `declined` or `withdrawn`, which are final.
 */
export const requestStates = ['open', 'waiting', 'offered', 'approved', 'declined', 'withdrawn'] as const
export type RequestState = (typeof requestStates)[number]
export const unsettled: readonly RequestState[] = ['open', 'waiting', 'offered']

export type Request = AssignmentRequestRow

export const views = ['in-favour', 'no-objection', 'against'] as const

/** What a part of leadership says of a request. */
export type View = {
  readonly role: string
  readonly by: string
  readonly view: (typeof views)[number]
  readonly words: string
  readonly at: Time
  readonly surface: string
}

export const viewsOf = ({ views: text }: Pick<Request, 'views'>): readonly View[] => fromJson(text)

/** Roles of leadership that have not said anything yet. */
export function viewsMissing(context: Pick<Context, 'answering'>, row: Request): string[] {
  const given = new Set(viewsOf(row).map(({ role }) => role))
  return viewingRoles(programmeIn(context)).filter((role) => !given.has(role))
}

/** Throws `not_found` where there is none. Inside a writing operation the row is held until its end. */
export async function loadRequest(context: Context, id: string): Promise<Request> {
  const query = context.db.selectFrom('assignmentRequests').selectAll().where('id', '=', id)
  const row = await heldToWrite(context, query).executeTakeFirst()
  if (row) return row
  const help = 'requests.list has those that you may see.'
  throw new Refusal('not_found', 'request', `there is no request \`${id}\``, help)
}

/** Throws `conflict` for a request that is settled. */
export function demandUnsettled(row: Request): void {
  if ((unsettled as readonly string[]).includes(row.state)) return
  const message = `the request was ${row.state} already`
  throw new Refusal('conflict', 'request', message, 'Make a new request where it is wanted again.')
}

/** Changes the row and returns it as it then is. */
export async function changeRequest(
  { db }: Context,
  row: Request,
  change: Omit<Updateable<Tables['assignmentRequests']>, 'version'>,
): Promise<Request> {
  const changed = { ...change, version: row.version + 1 }
  await db.updateTable('assignmentRequests').set(changed).where('id', '=', row.id).execute()
  return { ...row, ...changed } as Request
}

export type Places = { readonly cap: number; readonly used: number; readonly offered: number }

/** How many customers the programme holds, and how many places are promised beside. */
export async function placesIn(context: Pick<Context, 'db' | 'answering'>): Promise<Places> {
  const { used } = await context.db
    .selectFrom('assignments')
    .select(({ fn }) => fn.countAll<number>().as('used'))
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow()
  const { offered } = await context.db
    .selectFrom('assignmentRequests')
    .select(({ fn }) => fn.countAll<number>().as('offered'))
    .where('state', '=', 'offered')
    .executeTakeFirstOrThrow()
  return { cap: programmeIn(context).cap, used, offered }
}

/**
 * Whether a request may have a place now: one that is offered has its own as long as the cap holds; any other needs one
 * that is promised to nobody, and nobody who waits longer is passed.
 */
export async function hasPlace(context: Context, row: Request): Promise<boolean> {
  const { cap, used, offered } = await placesIn(context)
  if (row.state === 'offered') return used < cap
  const waiting = await waitingRequests(context)
  const place = waiting.findIndex(({ id }) => id === row.id)
  const ahead = place === -1 ? waiting.length : place
  return used + offered + ahead < cap
}

/** Those who wait, in their order. */
export const waitingRequests = ({ db }: Pick<Context, 'db'>): Promise<Request[]> =>
  db
    .selectFrom('assignmentRequests')
    .selectAll()
    .where('state', '=', 'waiting')
    .orderBy('waitingSince')
    .orderBy('id')
    .execute()

/** Puts a request that was found good into the list, at its end or where it was, and looks each day whether the policy gives more room. */
export async function putInLine(context: Context, row: Request): Promise<Request> {
  const waitingSince = row.waitingSince ?? context.at
  const waiting = await changeRequest(context, row, { state: 'waiting', waitingSince, offeredAt: null })
  await lookAgain(context)
  return waiting
}

const lookAgain = async (context: Context): Promise<void> => {
  const runAt = daysAfter(context.at, 1)
  const key = `offer-places:${runAt.slice(0, 10)}`
  await enqueue(context, { queue: 'timer', kind: 'offer-places', key, payload: {}, runAt })
}

/** Offers the places that are free to those who wait, in order; returns who got one. */
export async function offerPlaces(context: Context): Promise<readonly Request[]> {
  const { cap, used, offered } = await placesIn(context)
  const waiting = await waitingRequests(context)
  const free = Math.max(0, cap - used - offered)
  const next = waiting.slice(0, free)
  const given: Request[] = []
  for (const row of next) {
    given.push(await changeRequest(context, row, { state: 'offered', offeredAt: context.at }))
    const { id: request, accountId: account, kind } = row
    await tell(context, 'programme.place_free', { request, account, kind })
  }
  // The cap is a parameter of the policy: it may have grown by tomorrow.
  if (waiting.length > next.length) await lookAgain(context)
  return given
}

/** Tells what became of a request. */
export const tellDecided = (
  context: Context,
  { id: request, accountId: account, state }: Request,
): Promise<void> => tell(context, 'programme.decided', { request, account, state })
