/** Requests for an assigned engineer: asking, leadership's views, taking back. Deciding on them is next door. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { demand, holds } from '../access.ts'
import { findAccount } from '../answering.ts'
import { demandVersion } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { areas, demandAreas, findColleague, languages, personName } from '../people/roster.ts'
import { runningFor } from '../programme/assignment-party.ts'
import {
  demandLifecycle,
  kindNamed,
  oneAtATime,
  programmeIn,
  rolesOf,
  untilFor,
  viewingRoles,
} from '../programme/programme.ts'
import { request, shownRequest, shownRequests } from '../programme/programme-request-shown.ts'
import {
  changeRequest,
  demandUnsettled,
  loadRequest,
  offerPlaces,
  placesIn,
  type Request,
  requestStates,
  tellDecided,
  unsettled,
  type View,
  views,
  viewsOf,
} from '../programme/programme-requests.ts'
import { id, line, prose, time, version } from '../shapes.ts'
import { toJson } from '../store/json.ts'
import type { AccountRow } from '../store/tables.ts'
import { tell } from '../work/outbox.ts'

/** Requests shown at once: those that are settled come last and are cut off. */
const listedMax = 200

/** Who runs the programme or speaks for leadership sees every request; everybody else their own. */
const seesAll = async (context: Context): Promise<boolean> =>
  holds(context.actor, 'programme:read') || (await rolesOf(context, context.actor)).length > 0

/** Throws `not_found` also where there is one that is not the actor's to see. */
async function loadSeen(context: Context, name: string): Promise<Request> {
  const row = await loadRequest(context, name)
  if (row.askedBy === context.actor.id || (await seesAll(context))) return row
  const help = 'requests.list has those that you may see.'
  throw new Refusal('not_found', 'request', `there is no request \`${name}\``, help)
}

export const openRequest = operation({
  name: 'requests.open',
  about: 'Asks for an assigned engineer for a customer; leadership vets it and gives a reason either way.',
  scope: 'cases:read',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/requests', status: 201 },
  tool: 'request_assigned_engineer',
  input: z.object({
    account: line().describe('An account id or external id'),
    kind: line(80).describe('A kind of the policy, such as post-sales-strategic or pre-sales'),
    reason: prose(4_000).describe('Why it would help'),
    until: time.optional().describe('For a temporary kind'),
    engineer: personName.optional().describe('Who is wished for'),
    languages: languages.default([]),
    areas: areas.default([]).describe('What the customer asks about; absent: what it asked about so far'),
    startedBy: z
      .enum(['colleague', 'support'])
      .default('colleague')
      .describe('`support` where its leadership starts one that nobody asked for'),
  }),
  output: request,
  run: async (context, input) => {
    if (input.startedBy === 'support') demand(context.actor, 'programme:write')
    await oneAtATime(context)
    const programme = programmeIn(context)
    const account = await findAccount(context.db, input.account)
    demandLifecycle(account, kindNamed(programme, input.kind), input.kind)
    demandAreas(context, input.areas)
    await demandNone(context, account)
    const wanted = input.engineer === undefined ? null : await findColleague(context, input.engineer)
    const row = await context.db
      .insertInto('assignmentRequests')
      .values({
        id: context.newId('request'),
        accountId: account.id,
        kind: input.kind,
        untilAt: untilFor(context, input.kind, input.until),
        reason: input.reason,
        askedBy: context.actor.id,
        startedBy: input.startedBy,
        wantedEngineerId: wanted?.id ?? null,
        languages: toJson(input.languages),
        areas: toJson(input.areas),
        state: 'open',
        views: toJson([]),
        decidedBy: null,
        decisionReason: null,
        waitingSince: null,
        offeredAt: null,
        assignmentId: null,
        origin: context.origin,
        version: 1,
        askedAt: context.at,
        decidedAt: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const told = { request: row.id, account: account.id, kind: row.kind, channel: programme.requestChannel }
    await tell(context, 'programme.requested', told)
    return shownRequest(context, row)
  },
})

/** Throws `conflict` where the customer has an engineer, or somebody asked already. */
async function demandNone(context: Context, account: AccountRow): Promise<void> {
  const message = (what: string): string => `\`${account.name}\` ${what}`
  const running = await runningFor(context, account.id)
  if (running) {
    const help = 'See assignments.show; it can be converted or ended.'
    throw new Refusal('conflict', 'account', message('has an assigned engineer already'), help)
  }
  const asked = await context.db
    .selectFrom('assignmentRequests')
    .select('id')
    .where('accountId', '=', account.id)
    .where('state', 'in', unsettled)
    .executeTakeFirst()
  if (!asked) return
  const help = `It is ${asked.id}; leadership decides on it.`
  throw new Refusal('conflict', 'account', message('was asked for already'), help)
}

export const listRequests = operation({
  name: 'requests.list',
  about:
    'Lists requests in their order: places offered, those in line, those being vetted, then the settled.',
  scope: 'cases:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/requests' },
  input: z.object({
    state: z.enum(requestStates).optional(),
    account: line().optional().describe('An account id or external id'),
  }),
  output: z.object({
    items: z.array(request),
    places: z.object({ cap: z.number(), used: z.number(), offered: z.number() }),
  }),
  run: async (context, input) => {
    const account = input.account === undefined ? undefined : await findAccount(context.db, input.account)
    const all = await seesAll(context)
    const rows = await context.db
      .selectFrom('assignmentRequests')
      .selectAll()
      .$if(input.state !== undefined, (query) => query.where('state', '=', input.state!))
      .$if(account !== undefined, (query) => query.where('accountId', '=', account!.id))
      .$if(!all, (query) => query.where('askedBy', '=', context.actor.id))
      .orderBy((one) =>
        one
          .case()
          .when('state', '=', 'offered')
          .then(0)
          .when('state', '=', 'waiting')
          .then(1)
          .when('state', '=', 'open')
          .then(2)
          .else(3)
          .end(),
      )
      .orderBy('waitingSince')
      .orderBy('id')
      .limit(listedMax)
      .execute()
    return { items: await shownRequests(context, rows), places: await placesIn(context) }
  },
})

const requestId = id('request')

export const showRequest = operation({
  name: 'requests.show',
  about: 'Shows a request with the views that were given and those that are missing.',
  scope: 'cases:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/requests/{request}' },
  input: z.object({ request: requestId }),
  output: request,
  run: async (context, input) => shownRequest(context, await loadSeen(context, input.request)),
})

export const viewRequest = operation({
  name: 'requests.view',
  about: 'Records what a part of leadership says of a request; only for who speaks for it.',
  scope: 'cases:read',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/requests/{request}/views', status: 201 },
  tool: 'give_view_on_request',
  input: z.object({
    request: requestId,
    role: line(80).optional().describe('Absent: the one that you speak for'),
    view: z.enum(views),
    words: prose(4_000),
    version,
  }),
  output: request,
  run: async (context, input) => {
    await oneAtATime(context)
    const role = await roleSpokenFor(context, input.role)
    const row = await loadRequest(context, input.request)
    demandVersion(row, input.version, 'request')
    demandUnsettled(row)
    const { view, words } = input
    const { at, surface, actor } = context
    const given: View = { role, by: actor.id, view, words, at, surface }
    const changed = await changeRequest(context, row, { views: toJson([...viewsOf(row), given]) })
    const told = { request: row.id, account: row.accountId, role, view }
    await tell(context, 'programme.view_given', told)
    return shownRequest(context, changed)
  },
})

/** Throws `forbidden` unless the actor speaks for the role, or for exactly one where none is named. */
async function roleSpokenFor(context: Context, wanted: string | undefined): Promise<string> {
  const known = viewingRoles(programmeIn(context))
  const held = (await rolesOf(context, context.actor)).filter((role) => known.includes(role))
  if (wanted === undefined && held.length > 1) {
    const message = `\`${context.actor.name}\` speaks for ${held.join(' and ')}`
    throw new Refusal('invalid', 'role', message, 'Say in `role` for whom this is.')
  }
  const role = wanted ?? held[0]
  if (role !== undefined && held.includes(role)) return role
  throw new Refusal(
    'forbidden',
    'role',
    `\`${context.actor.name}\` does not speak for ${wanted ?? known.join(' or ')}`,
    'An admin says who does, with programme_roles.give.',
  )
}

export const withdrawRequest = operation({
  name: 'requests.withdraw',
  about: 'Takes a request back: for who asked, or who runs the programme.',
  scope: 'cases:read',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/requests/{request}/withdrawal' },
  input: z.object({ request: requestId, reason: prose(4_000), version }),
  output: request,
  run: async (context, input) => {
    await oneAtATime(context)
    const row = await loadSeen(context, input.request)
    if (row.askedBy !== context.actor.id) demand(context.actor, 'programme:write')
    demandVersion(row, input.version, 'request')
    demandUnsettled(row)
    const withdrawn = await changeRequest(context, row, {
      state: 'withdrawn',
      decidedBy: context.actor.id,
      decisionReason: input.reason,
      decidedAt: context.at,
      waitingSince: null,
    })
    await tellDecided(context, withdrawn)
    if (row.state === 'offered') await offerPlaces(context)
    return shownRequest(context, withdrawn)
  },
})
