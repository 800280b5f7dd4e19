/** Handing a customer to another engineer (A16): asked for, seen how ready it is and who could, handed over, or taken back. */

import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { demandVersion } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, pageById } from '../paging.ts'
import { named, namesBy } from '../programme/assigned-shown.ts'
import {
  type Assigned,
  assignmentName,
  demandEngineer,
  demandRunning,
  loadAssigned,
  programmeTeams,
  recordAssigned,
  seesAll,
} from '../programme/assignment-party.ts'
import { oneAtATime, programmeIn } from '../programme/programme.ts'
import {
  candidate,
  type Readiness,
  readiness,
  readinessOf,
  successorsOf,
} from '../programme/transition-readiness.ts'
import {
  changeTransition,
  demandAsked,
  handOver,
  loadTransition,
  successorNamed,
  type Transition,
  transitionStates,
} from '../programme/transitions.ts'
import { id, line, page, paged, prose, version } from '../shapes.ts'
import { fromJson, toJson } from '../store/json.ts'
import { tell } from '../work/outbox.ts'

const transitionName = id('transition').describe('The id of a transition')
const onTransition = { transition: transitionName, version }

const summary = z.object({
  id: z.string(),
  assignment: z.string(),
  account: named,
  askedBy: named,
  reason: z.string(),
  state: z.enum(transitionStates),
  successor: named.nullable().describe('Proposed, or who took over'),
  note: z.string().nullable(),
  askedAt: z.string(),
  settledAt: z.string().nullable(),
  version: z.number(),
})

const whole = z.object({
  ...summary.shape,
  readiness,
  candidates: z
    .array(candidate)
    .describe('Who could take over, who fits best first; empty once it is settled'),
  reasons: z.array(z.string()).describe('Reasons that the policy offers; any other is as good'),
})

async function shown(context: Context, rows: readonly Transition[]): Promise<z.input<typeof summary>[]> {
  const ids = [...new Set(rows.map(({ assignmentId }) => assignmentId))]
  const assigned =
    ids.length === 0
      ? []
      : await context.db
          .selectFrom('assignments')
          .select(['id', 'accountId'])
          .where('id', 'in', ids)
          .execute()
  const accounts = new Map(assigned.map(({ id: assignment, accountId }) => [assignment, accountId]))
  const account = await namesBy(context, 'accounts', [...accounts.values()])
  const person = await namesBy(
    context,
    'people',
    rows.flatMap(({ askedBy, successorId }) => [askedBy, successorId]),
  )
  return rows.map((row) => ({
    id: row.id,
    assignment: row.assignmentId,
    account: account(accounts.get(row.assignmentId)!),
    askedBy: person(row.askedBy),
    reason: row.reason,
    state: row.state as (typeof transitionStates)[number],
    successor: row.successorId === null ? null : person(row.successorId),
    note: row.note,
    askedAt: row.askedAt,
    settledAt: row.settledAt,
    version: row.version,
  }))
}

async function shownWhole(
  context: Context,
  row: Transition,
  assigned: Assigned,
): Promise<z.input<typeof whole>> {
  const open = row.state === 'asked'
  return {
    ...(await shown(context, [row]))[0]!,
    readiness: open ? await readinessOf(context, assigned) : fromJson<Readiness>(row.readiness),
    candidates: open ? await successorsOf(context, assigned) : [],
    reasons: [...programmeIn(context).transitionReasons],
  }
}

export const askTransition = operation({
  name: 'transitions.ask',
  about: 'Asks that a customer goes to another engineer, at any time and for any reason.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'POST', path: '/assignments/{assignment}/transitions', status: 201 },
  tool: 'ask_for_transition',
  input: z.object({
    assignment: assignmentName,
    reason: prose(2_000).describe('One that the policy offers, or your own words'),
  }),
  output: whole,
  run: async (context, input) => {
    const { db, newId, at, actor } = context
    const assigned = await loadAssigned(context, input.assignment)
    demandRunning(assigned)
    demandEngineer(context, assigned)
    await demandNoneOpen(context, assigned)
    const row: Transition = {
      id: newId('transition'),
      assignmentId: assigned.id,
      askedBy: actor.id,
      reason: input.reason,
      state: 'asked',
      successorId: null,
      readiness: toJson(await readinessOf(context, assigned)),
      note: null,
      version: 1,
      askedAt: at,
      settledAt: null,
    }
    await db.insertInto('transitions').values(row).execute()
    await recordAssigned(context, assigned.id, 'transition-asked', { transition: row.id })
    const told = { transition: row.id, assignment: assigned.id, account: assigned.accountId }
    await tell(context, 'transition.asked', told)
    return shownWhole(context, row, assigned)
  },
})

async function demandNoneOpen({ db }: Context, { id: assignment }: Assigned): Promise<void> {
  const open = await db
    .selectFrom('transitions')
    .select('id')
    .where('assignmentId', '=', assignment)
    .where('state', '=', 'asked')
    .executeTakeFirst()
  if (!open) return
  const message = `transition \`${open.id}\` of this customer is asked for already`
  throw new Refusal('conflict', 'assignment', message, 'Go on with that one, or withdraw it first.')
}

/** A transition and its assignment; why it is asked for is between the engineer and leadership. */
async function take(
  context: Context,
  input: { readonly transition: string; readonly version?: number | undefined },
): Promise<[Transition, Assigned]> {
  const row = await loadTransition(context, input.transition)
  demandVersion(row, input.version, 'transition')
  const assigned = await loadAssigned(context, row.assignmentId)
  if (row.askedBy !== context.actor.id) demandEngineer(context, assigned)
  return [row, assigned]
}

export const showTransition = operation({
  name: 'transitions.show',
  about: 'Shows a transition: how ready the hand-over is, and who could take over, with the reasons.',
  scope: 'cases:read',
  writes: false,
  teams: programmeTeams,
  http: { method: 'GET', path: '/transitions/{transition}' },
  tool: 'show_transition',
  input: z.object({ transition: transitionName }),
  output: whole,
  run: async (context, input) => {
    const [row, assigned] = await take(context, input)
    return shownWhole(context, row, assigned)
  },
})

export const proposeSuccessor = operation({
  name: 'transitions.propose',
  about: 'Writes the hand-over note of a transition, and says who could take over.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'PUT', path: '/transitions/{transition}/proposal' },
  input: z.object({
    ...onTransition,
    note: prose().describe('What the next engineer must know'),
    successor: line().optional().describe('A person id'),
  }),
  output: whole,
  run: async (context, input) => {
    const [row, assigned] = await take(context, input)
    demandAsked(row)
    const successor =
      input.successor === undefined ? null : await successorNamed(context, assigned, input.successor)
    const changed = await changeTransition(context, row, {
      note: input.note,
      successorId: successor?.id ?? row.successorId,
    })
    return shownWhole(context, changed, assigned)
  },
})

export const handOverCustomer = operation({
  name: 'transitions.hand_over',
  about: 'Hands the customer over, with open cases and promises, in one step. History stays.',
  scope: 'programme:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/transitions/{transition}/hand-over' },
  input: z.object({
    ...onTransition,
    successor: line().optional().describe('A person id; absent: who was proposed'),
    backup: line().optional().describe('Who stands in from now on; absent: who did before'),
    note: prose().optional().describe('What the next engineer must know; absent: the note that was written'),
    openPoints: prose(5_000)
      .optional()
      .describe('Who still does what until when; needed where it is not ready'),
  }),
  output: whole,
  run: async (context, { transition, backup, openPoints, ...input }) => {
    await oneAtATime(context)
    const row = await loadTransition(context, transition)
    demandVersion(row, input.version, 'transition')
    const successor = input.successor ?? row.successorId
    const note = input.note ?? row.note
    if (successor === null) throw missing('successor', 'nobody was proposed to take over')
    if (note === null) throw missing('note', 'there is no note for the next engineer')
    const done = await handOver(context, row, { successor, backup, note, openPoints })
    return shownWhole(context, done, await loadAssigned(context, done.assignmentId))
  },
})

const missing = (at: string, message: string): Refusal =>
  new Refusal(
    'precondition_failed',
    at,
    message,
    `Give \`${at}\`, or have it written with transitions.propose.`,
  )

export const withdrawTransition = operation({
  name: 'transitions.withdraw',
  about: 'Takes a wish for a transition back.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'POST', path: '/transitions/{transition}/withdraw' },
  input: z.object(onTransition),
  output: summary,
  run: async (context, input) => {
    const [row, assigned] = await take(context, input)
    demandAsked(row)
    await recordAssigned(context, assigned.id, 'transition-withdrawn', { transition: row.id })
    const gone = await changeTransition(context, row, { state: 'withdrawn', settledAt: context.at })
    return (await shown(context, [gone]))[0]!
  },
})

export const listTransitions = operation({
  name: 'transitions.list',
  about: 'Lists transitions, newest first; your own, or all for who leads the programme.',
  scope: 'cases:read',
  writes: false,
  teams: programmeTeams,
  http: { method: 'GET', path: '/transitions' },
  input: z.object({
    state: z.enum(transitionStates).optional(),
    assignment: line().optional().describe('An assignment id'),
    ...page,
  }),
  output: paged(summary),
  run: async (context, input) => {
    const [last] = cursorOf(input.after, 1) ?? []
    const rows = await context.db
      .selectFrom('transitions')
      .innerJoin('assignments', 'assignments.id', 'transitions.assignmentId')
      .selectAll('transitions')
      .$if(!seesAll(context), (q) =>
        q.where((where) =>
          where.or([
            where('transitions.askedBy', '=', context.actor.id),
            where('assignments.engineerId', '=', context.actor.id),
          ]),
        ),
      )
      .$if(input.state !== undefined, (q) => q.where('transitions.state', '=', input.state!))
      .$if(input.assignment !== undefined, (q) => q.where('transitions.assignmentId', '=', input.assignment!))
      .$if(last !== undefined, (q) => q.where('transitions.id', '<', last!))
      .orderBy('transitions.id', 'desc')
      .limit(input.limit + 1)
      .execute()
    const { items, next } = pageById(rows, input.limit)
    return { items: await shown(context, items), next }
  },
})
