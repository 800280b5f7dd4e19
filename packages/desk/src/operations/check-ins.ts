/** The weekly check-in of engineer and customer engineer (A13): prepared, held, moved, found again, and its trend. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { demandVersion } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { nextOf } from '../paging.ts'
import { demandParty, loadAssigned, programmeTeams, seesAll } from '../programme/assignment-party.ts'
import {
  type answer,
  byWeek,
  checkIn,
  checkInQuery,
  checkInRows,
  findCheckIns,
  goal,
  shownCheckIn,
  shownCheckIns,
  slopeOf,
  weekOfCheckIns,
} from '../programme/check-in-shown.ts'
import {
  type CheckIn,
  hold,
  loadCheckIn,
  loadWithAssigned,
  moveTo,
  openGoals,
} from '../programme/check-ins.ts'
import { awaited, openChains, stepsOf } from '../programme/document-chain.ts'
import { programmeIn } from '../programme/programme.ts'
import { id, line, paged, prose, time, version } from '../shapes.ts'
import type { Time } from '../store/tables.ts'

const checkInName = id('checkin').describe('The id of a check-in')
const onCheckIn = { checkIn: checkInName, version }
const mark = z.coerce.number().int().min(1).max(5)
const dayMs = 86_400_000

export const listCheckIns = operation({
  name: 'check_ins.list',
  about: 'Finds check-ins, newest first: by customer, engineer, state, or words of their answers and goals.',
  scope: 'cases:read',
  writes: false,
  teams: programmeTeams,
  http: { method: 'GET', path: '/check-ins' },
  tool: 'list_check_ins',
  input: checkInQuery,
  output: paged(checkIn),
  run: async (context, input) => {
    const rows = await findCheckIns(context, input)
    const { items, next } = nextOf(
      rows,
      input.limit,
      (row) => row,
      (row) => [row.dueAt, row.id],
    )
    return { items: await shownCheckIns(context, items), next }
  },
})

/** Throws `forbidden` unless the actor takes part, or may see all. */
async function demandSeen(context: Context, row: CheckIn): Promise<void> {
  if (!seesAll(context)) demandParty(context, await loadAssigned(context, row.assignmentId))
}

export const showCheckIn = operation({
  name: 'check_ins.show',
  about: 'Shows a check-in: when it is or was, what was answered, its goals and marks.',
  scope: 'cases:read',
  writes: false,
  teams: programmeTeams,
  http: { method: 'GET', path: '/check-ins/{checkIn}' },
  input: z.object({ checkIn: checkInName }),
  output: checkIn,
  run: async (context, input) => {
    const row = await loadCheckIn(context, input.checkIn)
    await demandSeen(context, row)
    return shownCheckIn(context, row)
  },
})

const shortCase = z.object({
  id: z.string(),
  number: z.number(),
  subject: z.string(),
  state: z.string(),
  openedAt: z.string(),
})

export const prepareCheckIn = operation({
  name: 'check_ins.prepare',
  about: 'What happened since the last check-in: cases, promises, documents under way, and the open goals.',
  scope: 'cases:read',
  writes: false,
  teams: programmeTeams,
  http: { method: 'GET', path: '/check-ins/{checkIn}/preparation' },
  tool: 'prepare_check_in',
  input: z.object({ checkIn: checkInName }),
  output: z.object({
    checkIn,
    since: z.string().describe('When the last one was held, or a week ago'),
    questions: z.array(z.string()).describe('The standing questions'),
    cases: z.array(shortCase).describe('Opened, changed or still open since then'),
    promises: z.array(
      z.object({
        id: z.string(),
        what: z.string(),
        dueAt: z.string(),
        state: z.string(),
        overdue: z.boolean(),
      }),
    ),
    documents: z.array(z.object({ id: z.string(), about: z.string(), awaits: z.string() })),
    goals: z.array(goal).describe('Open ones, from the last check-in'),
  }),
  run: async (context, input) => {
    const row = await loadCheckIn(context, input.checkIn)
    await demandSeen(context, row)
    const { accountId } = await loadAssigned(context, row.assignmentId)
    const since = await lastHeld(context, row)
    return {
      checkIn: await shownCheckIn(context, row),
      since,
      questions: [...programmeIn(context).checkIn.questions],
      cases: await casesSince(context, accountId, since),
      promises: await promisesSince(context, accountId, since),
      documents: (await openChains(context, accountId)).map((chain) => {
        const steps = stepsOf(chain)
        return { id: chain.id, about: chain.about, awaits: steps[awaited(steps)]?.what ?? '' }
      }),
      goals: await openGoals(context, row.assignmentId),
    }
  },
})

async function lastHeld(context: Context, { assignmentId }: CheckIn): Promise<Time> {
  const last = await context.db
    .selectFrom('checkIns')
    .select(({ fn }) => fn.max('heldAt').as('at'))
    .where('assignmentId', '=', assignmentId)
    .executeTakeFirst()
  const { everyDays } = programmeIn(context).checkIn
  return last?.at ?? new Date(Date.parse(context.at) - everyDays * dayMs).toISOString()
}

/** Cases named in a preparation; the newest. */
const casesMax = 50

const casesSince = ({ db }: Context, accountId: string, since: Time) =>
  db
    .selectFrom('cases')
    .select(['id', 'number', 'subject', 'state', 'openedAt'])
    .where('accountId', '=', accountId)
    .where('mergedInto', 'is', null)
    .where((where) =>
      where.or([where('updatedAt', '>=', since), where('state', 'not in', ['resolved', 'closed'])]),
    )
    .orderBy('number', 'desc')
    .limit(casesMax)
    .execute()

async function promisesSince({ db, at }: Context, accountId: string, since: Time) {
  const rows = await db
    .selectFrom('promises')
    .select(['id', 'what', 'dueAt', 'state'])
    .where('accountId', '=', accountId)
    .where((where) => where.or([where('state', '=', 'open'), where('settledAt', '>=', since)]))
    .orderBy('dueAt')
    .execute()
  return rows.map((row) => ({ ...row, overdue: row.state === 'open' && row.dueAt < at }))
}

export const holdCheckIn = operation({
  name: 'check_ins.hold',
  about: 'Writes down a check-in that took place: the standing questions answered, goals, and two marks.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'POST', path: '/check-ins/{checkIn}/hold' },
  tool: 'hold_check_in',
  input: z.object({
    ...onCheckIn,
    answers: z.array(prose(5_000)).max(20).describe('One for each standing question, in their order'),
    newGoals: z
      .array(line(500))
      .max(20)
      .default([])
      .describe('What we are trying to make happen from now on'),
    goalsDone: z.array(line()).max(50).default([]).describe('Ids of goals that were reached'),
    goingWell: mark.describe('How well it goes: 1 badly to 5 well'),
    frustration: mark.describe('How frustrating it is: 1 not at all to 5 very'),
  }),
  output: checkIn,
  run: async (context, { answers, newGoals, goalsDone, goingWell, frustration, ...input }) => {
    const [row, assigned] = await loadWithAssigned(context, input.checkIn)
    demandParty(context, assigned)
    demandVersion(row, input.version, 'check-in')
    demandUnheld(row)
    const { questions } = programmeIn(context).checkIn
    if (answers.length !== questions.length) {
      const message = `there are ${questions.length} standing questions and ${answers.length} answers`
      throw new Refusal('invalid', 'answers', message, 'check_ins.prepare lists the questions in order.')
    }
    const answered: z.input<typeof answer>[] = questions.map((question, n) => ({
      question,
      answer: answers[n]!,
    }))
    const said = { answers: answered, newGoals, goalsDone, goingWell, frustration }
    return shownCheckIn(context, await hold(context, row, assigned, said))
  },
})

/** A missed one may still be held, later than planned. */
function demandUnheld({ id: name, state }: CheckIn): void {
  if (state === 'planned' || state === 'missed') return
  throw new Refusal('conflict', 'checkIn', `check-in \`${name}\` is \`${state}\``, 'Take the next one.')
}

export const moveCheckIn = operation({
  name: 'check_ins.move',
  about: 'Moves a planned check-in to another time; both are reminded of the new one.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'POST', path: '/check-ins/{checkIn}/move' },
  input: z.object({ ...onCheckIn, to: time, reason: prose(2_000) }),
  output: checkIn,
  run: async (context, input) => {
    const [row, assigned] = await loadWithAssigned(context, input.checkIn)
    demandParty(context, assigned)
    demandVersion(row, input.version, 'check-in')
    const dueAt = new Date(input.to).toISOString()
    if (row.state !== 'planned' || dueAt <= context.at) {
      const help = 'Give a time to come, for a check-in that is planned.'
      throw new Refusal('conflict', 'to', `check-in \`${row.id}\` cannot be moved to \`${input.to}\``, help)
    }
    await demandFreeTime(context, row, dueAt)
    return shownCheckIn(context, await moveTo(context, row, { dueAt, note: input.reason }))
  },
})

async function demandFreeTime(
  { db }: Context,
  { assignmentId, id: self }: CheckIn,
  dueAt: Time,
): Promise<void> {
  const other = await db
    .selectFrom('checkIns')
    .select('id')
    .where('assignmentId', '=', assignmentId)
    .where('dueAt', '=', dueAt)
    .where('id', '<>', self)
    .executeTakeFirst()
  if (!other) return
  const message = `there is a check-in at \`${dueAt}\` already`
  throw new Refusal('conflict', 'to', message, 'Give another time.')
}

export const checkInTrend = operation({
  name: 'check_ins.trend',
  about: 'How check-ins went over the weeks, in numbers: held, missed, going well, frustration.',
  scope: 'cases:read',
  writes: false,
  teams: programmeTeams,
  http: { method: 'GET', path: '/check-in-trend' },
  input: z.object({
    assignment: line().optional().describe('An assignment id; absent: all that you may see'),
    weeks: z.coerce.number().int().min(1).max(104).default(12),
  }),
  output: z.object({
    weeks: z.array(weekOfCheckIns),
    goingWellChange: z.number().nullable().describe('Per week; above 0 is better'),
    frustrationChange: z.number().nullable().describe('Per week; above 0 is worse'),
  }),
  run: async (context, input) => {
    const from = new Date(Date.parse(context.at) - input.weeks * 7 * dayMs).toISOString()
    const rows = await checkInRows(context)
      .where('checkIns.state', 'in', ['held', 'missed'])
      .where('checkIns.dueAt', '>=', from)
      .$if(input.assignment !== undefined, (q) => q.where('checkIns.assignmentId', '=', input.assignment!))
      .execute()
    const weeks = byWeek(rows)
    return {
      weeks,
      goingWellChange: slopeOf(weeks.map(({ goingWell }) => goingWell)),
      frustrationChange: slopeOf(weeks.map(({ frustration }) => frustration)),
    }
  },
})
