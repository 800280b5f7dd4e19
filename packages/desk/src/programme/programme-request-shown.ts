/** Requests for an assigned engineer as colleagues see them. */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { areas, languages } from '../people/roster.ts'
import { fromJson } from '../store/json.ts'
import { named, namesBy } from './assigned-shown.ts'
import {
  type Request,
  requestStates,
  views,
  viewsMissing,
  viewsOf,
  waitingRequests,
} from './programme-requests.ts'

const view = z.object({
  role: z.string(),
  by: named,
  view: z.enum(views),
  words: z.string(),
  at: z.string(),
  surface: z.string().describe('Where it was given'),
})

export const request = z.object({
  id: z.string(),
  account: named,
  kind: z.string(),
  until: z.string().nullable(),
  reason: z.string(),
  askedBy: named,
  startedBy: z.enum(['colleague', 'support']).describe('Whether support started it without being asked'),
  wantedEngineer: named.nullable(),
  languages,
  areas,
  state: z.enum(requestStates),
  place: z.number().nullable().describe('In the line of those who wait; the first is 1'),
  views: z.array(view).describe('Oldest first; the last of a role counts'),
  missing: z.array(z.string()).describe('Roles whose views are not there yet'),
  decidedBy: named.nullable(),
  decisionReason: z.string().nullable(),
  assignment: z.string().nullable(),
  askedAt: z.string(),
  waitingSince: z.string().nullable(),
  offeredAt: z.string().nullable(),
  decidedAt: z.string().nullable(),
  demo: z.boolean(),
  version: z.number(),
})

/** Requests as they are shown, in the order given. */
export async function shownRequests(
  context: Context,
  rows: readonly Request[],
): Promise<z.input<typeof request>[]> {
  const person = await namesBy(
    context,
    'people',
    rows.flatMap((row) => [
      row.askedBy,
      row.wantedEngineerId,
      row.decidedBy,
      ...viewsOf(row).map(({ by }) => by),
    ]),
  )
  const account = await namesBy(
    context,
    'accounts',
    rows.map(({ accountId }) => accountId),
  )
  const line = (await waitingRequests(context)).map((one) => one.id)
  return rows.map((row) => ({
    id: row.id,
    account: account(row.accountId),
    kind: row.kind,
    until: row.untilAt,
    reason: row.reason,
    askedBy: person(row.askedBy),
    startedBy: row.startedBy as 'colleague' | 'support',
    wantedEngineer: row.wantedEngineerId === null ? null : person(row.wantedEngineerId),
    languages: fromJson<string[]>(row.languages),
    areas: fromJson<string[]>(row.areas),
    state: row.state as (typeof requestStates)[number],
    place: line.includes(row.id) ? line.indexOf(row.id) + 1 : null,
    views: viewsOf(row).map(({ by, ...rest }) => ({ ...rest, by: person(by) })),
    missing: viewsMissing(context, row),
    decidedBy: row.decidedBy === null ? null : person(row.decidedBy),
    decisionReason: row.decisionReason,
    assignment: row.assignmentId,
    askedAt: row.askedAt,
    waitingSince: row.waitingSince,
    offeredAt: row.offeredAt,
    decidedAt: row.decidedAt,
    demo: row.origin === 'demo',
    version: row.version,
  }))
}

export const shownRequest = async (context: Context, row: Request): Promise<z.input<typeof request>> =>
  (await shownRequests(context, [row]))[0]!
