/** Assigned engineers: who has which customer, telling the customer, reviewing, converting and ending. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { findAccount } from '../answering.ts'
import { demandVersion } from '../cases/cases.ts'
import { customerText } from '../cases/customer-text.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, pageById } from '../paging.ts'
import { findColleague, personName } from '../people/roster.ts'
import {
  assignmentStates,
  changeCarers,
  convertAssigned,
  endAssigned,
  reviewAssigned,
  toldOfAssigned,
} from '../programme/assigned.ts'
import {
  assignment,
  draftAnnouncement,
  namesBy,
  shownAssigned,
  shownOneAssigned,
} from '../programme/assigned-shown.ts'
import {
  type Assigned,
  changeAssigned,
  demandRunning,
  isParty,
  loadAssigned,
  recordAssigned,
  seesAll,
} from '../programme/assignment-party.ts'
import { planAnew } from '../programme/check-ins.ts'
import { secretsOf } from '../programme/discretion.ts'
import { isTold, kindNamed, oneAtATime, programmeIn, untilFor } from '../programme/programme.ts'
import { offerPlaces } from '../programme/programme-requests.ts'
import { id, line, page, paged, prose, time, version } from '../shapes.ts'
import { fromJson, toJson } from '../store/json.ts'
import { tell } from '../work/outbox.ts'

const assignmentId = id('assignment')

/** Throws `not_found` also where there is one that is not the actor's to see. */
async function loadSeen(context: Context, name: string): Promise<Assigned> {
  const row = await loadAssigned(context, name)
  if (seesAll(context) || isParty(context.actor.id, row)) return row
  const help = 'assignments.list has those that you may see.'
  throw new Refusal('not_found', 'assignment', `there is no assignment \`${name}\``, help)
}

export const listAssignments = operation({
  name: 'assignments.list',
  about:
    'Lists assigned engineers, the newest first: all for who runs the programme, else those you are part of.',
  scope: 'cases:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/assignments' },
  input: z.object({
    state: z.enum(assignmentStates).optional().describe('Absent: both'),
    account: line().optional().describe('An account id or external id'),
    person: line().optional().describe('Whose engineer or backup, by id'),
    kind: line(80).optional(),
    ...page,
  }),
  output: paged(assignment),
  run: async (context, input) => {
    const [last] = cursorOf(input.after, 1) ?? []
    const account = input.account === undefined ? undefined : await findAccount(context.db, input.account)
    const me = context.actor.id
    const rows = await context.db
      .selectFrom('assignments')
      .selectAll()
      .$if(input.state !== undefined, (query) => query.where('state', '=', input.state!))
      .$if(account !== undefined, (query) => query.where('accountId', '=', account!.id))
      .$if(input.kind !== undefined, (query) => query.where('kind', '=', input.kind!))
      .$if(input.person !== undefined, (query) =>
        query.where((one) =>
          one.or([one('engineerId', '=', input.person!), one('backupId', '=', input.person!)]),
        ),
      )
      .$if(!seesAll(context), (query) =>
        query.where((one) =>
          one.or([one('engineerId', '=', me), one('backupId', '=', me), one('customerEngineerId', '=', me)]),
        ),
      )
      .$if(last !== undefined, (query) => query.where('id', '<', last!))
      .orderBy('id', 'desc')
      .limit(input.limit + 1)
      .execute()
    const { items, next } = pageById(rows, input.limit)
    return { items: await shownAssigned(context, items), next }
  },
})

const happened = z.object({
  at: z.string(),
  kind: z.string(),
  actor: z.object({ id: z.string(), name: z.string() }),
  data: z.record(z.string(), z.unknown()),
})

export const showAssignment = operation({
  name: 'assignments.show',
  about: 'Shows an assignment and everything that happened to it, oldest first.',
  scope: 'cases:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/assignments/{assignment}' },
  input: z.object({ assignment: assignmentId }),
  output: assignment.extend({
    history: z.array(happened),
  }),
  run: async (context, input) => {
    const row = await loadSeen(context, input.assignment)
    const events = await context.db
      .selectFrom('assignmentEvents')
      .selectAll()
      .where('assignmentId', '=', row.id)
      .orderBy('id')
      .execute()
    const actor = await namesBy(
      context,
      'people',
      events.map((one) => one.actor),
    )
    const history = events.map((one) => ({
      at: one.at,
      kind: one.kind,
      actor: actor(one.actor),
      data: fromJson<Record<string, unknown>>(one.data),
    }))
    return { ...(await shownOneAssigned(context, row)), history }
  },
})

export const draftForCustomer = operation({
  name: 'assignments.draft',
  about:
    'Drafts how the customer is told of its engineer. Refused before the sale: the customer is never told.',
  scope: 'cases:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/assignments/{assignment}/announcement' },
  input: z.object({ assignment: assignmentId }),
  output: z.object({ body: z.string(), toldAt: z.string().nullable() }),
  run: async (context, input) => {
    const row = await loadSeen(context, input.assignment)
    demandTellable(context, row)
    return { body: await draftAnnouncement(context, row), toldAt: row.toldAt }
  },
})

/** Throws unless the customer may know of it (A6, A7). */
function demandTellable(context: Context, row: Assigned): void {
  demandRunning(row)
  if (isTold(programmeIn(context), row.kind)) return
  throw new Refusal(
    'precondition_failed',
    'assignment',
    `an assignment of the kind \`${row.kind}\` is internal: the customer is never told`,
    'After the signature, convert it with assignments.convert.',
  )
}

export const announceAssignment = operation({
  name: 'assignments.announce',
  about: 'Notes that the customer was told of its engineer, with the words that were sent.',
  scope: 'cases:write',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/assignments/{assignment}/announcement' },
  input: z.object({
    assignment: assignmentId,
    body: prose().describe('What was sent, by the draft or changed'),
    version,
  }),
  output: assignment,
  run: async (context, input) => {
    const row = await loadSeen(context, input.assignment)
    demandVersion(row, input.version, 'assignment')
    demandTellable(context, row)
    if (row.toldAt !== null) {
      const message = 'the customer was told already'
      throw new Refusal('conflict', 'assignment', message, 'assignments.show says when and by whom.')
    }
    const body = customerText(context.answering.policy, input.body, await secretsOf(context, row.accountId))
    const told = await changeAssigned(context, row, { toldAt: context.at, toldBy: context.actor.id })
    await recordAssigned(context, row.id, 'announced', { body })
    await tell(context, 'assignment.announced', toldOfAssigned(told))
    return shownOneAssigned(context, told)
  },
})

export const changeAssignment = operation({
  name: 'assignments.change',
  about: 'Names another backup or customer engineer, or a note. Another engineer comes by a transition.',
  scope: 'programme:write',
  writes: true,
  teams: 'all',
  http: { method: 'PATCH', path: '/assignments/{assignment}' },
  input: z.object({
    assignment: assignmentId,
    backup: personName.optional(),
    customerEngineer: personName.optional(),
    note: prose(2_000).optional(),
    reason: prose(2_000).describe('Why; it stays in the history'),
    version,
  }),
  output: assignment,
  run: async (context, input) => {
    await oneAtATime(context)
    const row = await loadAssigned(context, input.assignment)
    demandVersion(row, input.version, 'assignment')
    demandRunning(row)
    const backup = input.backup === undefined ? undefined : await findColleague(context, input.backup)
    const carers = backup ? await changeCarers(context, row, { backupId: backup.id }, input.reason) : row
    const { customerEngineer: named, note } = input
    if (named === undefined && note === undefined) return shownOneAssigned(context, carers)
    const ce = named === undefined ? undefined : await findColleague(context, named)
    const changed = await changeAssigned(context, carers, {
      ...(ce && { customerEngineerId: ce.id }),
      ...(note !== undefined && { note }),
    })
    if (ce) await planAnew(context, changed)
    await recordAssigned(context, row.id, 'people-changed', {
      customerEngineer: changed.customerEngineerId,
      note: changed.note,
      reason: input.reason,
    })
    return shownOneAssigned(context, changed)
  },
})

export const reviewAssignment = operation({
  name: 'assignments.review',
  about: 'Notes that an assignment was looked at anew and goes on; the next review is set.',
  scope: 'programme:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/assignments/{assignment}/review' },
  input: z.object({ assignment: assignmentId, note: prose(2_000), version }),
  output: assignment,
  run: async (context, input) => {
    const row = await loadAssigned(context, input.assignment)
    demandVersion(row, input.version, 'assignment')
    return shownOneAssigned(context, await reviewAssigned(context, row, input.note))
  },
})

export const convertAssignment = operation({
  name: 'assignments.convert',
  about:
    'After the signature, in one step: names the backup, drafts what the customer is told, sets its lifecycle.',
  scope: 'programme:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/assignments/{assignment}/conversion' },
  input: z.object({
    assignment: assignmentId,
    kind: line(80).describe('A kind whose customers are told'),
    backup: personName.optional().describe('Needed where the kind wants one'),
    until: time.optional().describe('For a temporary kind'),
    version,
  }),
  output: z.object({ assignment, draft: z.string().describe('What to tell the customer') }),
  run: async (context, input) => {
    await oneAtATime(context)
    const row = await loadAssigned(context, input.assignment)
    demandVersion(row, input.version, 'assignment')
    demandRunning(row)
    const programme = programmeIn(context)
    const to = kindNamed(programme, input.kind)
    if (isTold(programme, row.kind) || !to.customerIsTold) {
      const message = `a \`${row.kind}\` does not become a \`${input.kind}\``
      const help = 'Only what is internal is converted, to a kind whose customers are told.'
      throw new Refusal('precondition_failed', 'kind', message, help)
    }
    const untilAt = untilFor(context, input.kind, input.until)
    const backup = input.backup === undefined ? null : await findColleague(context, input.backup)
    await signed(context, row.accountId, to.lifecycle)
    const change = { kind: input.kind, backupId: backup?.id ?? null, untilAt }
    const converted = await convertAssigned(context, row, change)
    const draft = await draftAnnouncement(context, converted)
    return { assignment: await shownOneAssigned(context, converted), draft }
  },
})

/** The account's record says from now on what the signature changed. */
async function signed({ db, at }: Context, accountId: string, lifecycle: string): Promise<void> {
  const account = await db
    .selectFrom('accounts')
    .select(['facts', 'version'])
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  const facts = fromJson<Record<string, unknown>>(account.facts)
  if (facts['lifecycle'] === lifecycle) return
  await db
    .updateTable('accounts')
    .set({ facts: toJson({ ...facts, lifecycle }), version: account.version + 1, updatedAt: at })
    .where('id', '=', accountId)
    .execute()
}

export const endAssignment = operation({
  name: 'assignments.end',
  about: 'Ends an assignment, with the reason; its place is offered to the next in line.',
  scope: 'programme:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/assignments/{assignment}/end' },
  input: z.object({ assignment: assignmentId, reason: prose(2_000), version }),
  output: z.object({
    assignment,
    offeredTo: z.array(z.string()).describe('Ids of the requests that a place is free for now'),
  }),
  run: async (context, input) => {
    await oneAtATime(context)
    const row = await loadAssigned(context, input.assignment)
    demandVersion(row, input.version, 'assignment')
    const ended = await endAssigned(context, row, input.reason)
    const offered = await offerPlaces(context)
    return {
      assignment: await shownOneAssigned(context, ended),
      offeredTo: offered.map((request) => request.id),
    }
  },
})
