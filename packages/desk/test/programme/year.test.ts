import { expect, it } from 'vitest'
import type { Context } from '../../src/index.ts'
import { candidatesFor, hindranceOf } from '../../src/people/assignment.ts'
import { isOpen } from '../../src/people/hours.ts'
import { calendarOf, teamRow } from '../../src/people/team-settings.ts'
import { openDesk, type TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'
import { internally } from './assigned-desk.ts'
import { dayMs, live, setStage } from './year.ts'

/** What was told, kept from day to day so that nothing told twice stays unseen. */
type Told = { readonly kind: string; readonly at: string; readonly data: Readonly<Record<string, unknown>> }

const openStates = ['new', 'needs-info', 'routed', 'accepted', 'working', 'escalated']

/** Takes what was told since the last time out of the store. */
async function takeTold({ store }: TestDesk): Promise<Told[]> {
  const jobs = await store.db
    .deleteFrom('jobs')
    .where('queue', '=', 'delivery')
    .returning('payload')
    .execute()
  return jobs.map(({ payload }) => {
    const { type, timestamp, data } = JSON.parse(payload).message
    return { kind: type, at: timestamp, data }
  })
}

/** Every open case is somebody's; or it waits because nobody is free, which was said, and is tried again. */
async function noLimbo(context: Context): Promise<void> {
  const { db, at } = context
  const waiting = await db
    .selectFrom('cases')
    .select(['number', 'ownerTeam', 'waitingSince'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('events')
          .select('id')
          .whereRef('events.caseId', '=', 'cases.id')
          .where('kind', '=', 'nobody-free'),
      ).as('said'),
    )
    .where('state', 'in', openStates)
    .where('assigneeId', 'is', null)
    .execute()
  for (const { number, waitingSince, said } of waiting) {
    expect(waitingSince, `case ${number} is nobody’s and does not wait`).not.toBeNull()
    expect(Boolean(said), `nothing says why case ${number} waits`).toBe(true)
  }
  for (const team of new Set(waiting.map(({ ownerTeam }) => ownerTeam!))) {
    const members = await candidatesFor(context, await teamRow(context, team))
    const free = members.filter((member) => !hindranceOf(member, at)).map(({ name }) => name)
    expect(free, `cases of ${team} wait at ${at}`).toEqual([])
  }
}

/** Nobody has more than their usual load, whatever was handed to them. */
async function noneAbove(context: Context): Promise<void> {
  const team = await teamRow(context, 'cse')
  for (const { name, load, loadMax } of await candidatesFor(context, team)) {
    expect(load, `${name} at ${context.at}`).toBeLessThanOrEqual(loadMax)
  }
}

/** What must hold at every moment. */
async function lookClosely(context: Context): Promise<void> {
  await noLimbo(context)
  await noneAbove(context)
}

/** The cap, and backups after the sale only. */
async function assignmentsRight({ db, answering }: Context): Promise<void> {
  const programme = answering.policy.compiled.programme!
  const running = await db.selectFrom('assignments').selectAll().where('endedAt', 'is', null).execute()
  expect(running.length).toBeLessThanOrEqual(programme.cap)
  for (const { kind, backupId, engineerId, toldAt, id } of running) {
    const { backup, customerIsTold } = programme.kinds[kind]!
    expect(backupId !== null, `the backup of ${id}`).toBe(backup === 'required')
    expect(backupId).not.toBe(engineerId)
    if (!customerIsTold) expect(toldAt).toBeNull()
  }
}

/** A running assignment has one check-in ahead, at a time when both work unless it says otherwise; others have none. */
async function checkInsRight({ db, at }: Context): Promise<void> {
  const people = await db.selectFrom('people').selectAll().execute()
  const planned = await db
    .selectFrom('checkIns')
    .innerJoin('assignments', 'assignments.id', 'checkIns.assignmentId')
    .select(['assignments.id', 'endedAt', 'engineerId', 'customerEngineerId', 'dueAt', 'checkIns.note'])
    .where('checkIns.state', '=', 'planned')
    .execute()
  const running = await db.selectFrom('assignments').select('id').where('endedAt', 'is', null).execute()
  expect(planned.map(({ id }) => id).sort()).toEqual(running.map(({ id }) => id).sort())
  for (const one of planned) {
    expect(Date.parse(one.dueAt) + dayMs).toBeGreaterThan(Date.parse(at) - 1)
    if (one.note !== null) continue
    for (const id of [one.engineerId, one.customerEngineerId]) {
      const person = people.find((row) => row.id === id)!
      expect(isOpen(calendarOf({ ...person, holidays: '[]' }), one.dueAt), one.dueAt).toBe(true)
    }
  }
}

/** What was told of promises and documents is what was due, each once and at its time. */
function remindersRight(told: readonly Told[], expected: ReadonlySet<string>): void {
  const of = told.flatMap(({ kind, at, data }) => {
    if (kind === 'promise.overdue') return [`${data['promise']} ${at}`]
    return kind === 'documents.reminder' ? [`${data['update']} ${at}`] : []
  })
  expect(of.toSorted()).toEqual([...expected].sort())
}

/** Check-ins are told of as due once for each time they had, and as missed exactly where they are. */
async function checkInsTold({ db }: Context, told: readonly Told[]): Promise<void> {
  const of = (kind: string) => told.filter((one) => one.kind === kind)
  const due = of('check_in.due').map(({ data }) => `${data['checkIn']} ${data['dueAt']}`)
  expect(new Set(due).size).toBe(due.length)
  const missed = of('check_in.missed').map(({ data }) => String(data['checkIn']))
  const past = await db.selectFrom('checkIns').selectAll().where('state', 'in', ['held', 'missed']).execute()
  const rows = past.filter(({ state }) => state === 'missed').map(({ id }) => id)
  expect(missed.toSorted()).toEqual(rows.toSorted())
  for (const { id, dueAt } of past) expect(due).toContain(`${id} ${dueAt}`)
}

/** Temporary assignments are announced to end once, seven days before, and end on their day. */
async function endsRight({ db, at }: Context, told: readonly Told[]): Promise<void> {
  const soon = told
    .filter(({ kind }) => kind === 'assignment.ends_soon')
    .map(({ data }) => data['assignment'])
  expect(new Set(soon).size).toBe(soon.length)
  const rows = await db.selectFrom('assignments').selectAll().where('untilAt', 'is not', null).execute()
  for (const { id, untilAt, endedAt, startedAt } of rows) {
    if (untilAt! <= at) expect(endedAt).not.toBeNull()
    const remindAt = new Date(Date.parse(untilAt!) - 7 * dayMs).toISOString()
    if (remindAt > startedAt && remindAt < (endedAt ?? at)) expect(soon).toContain(id)
  }
}

describeOnStores('the programme', (open, { kind }) => {
  const [first, days] = kind === 'sqlite' ? ['2026-01-01', 365] : ['2026-03-01', 40]

  it(`keeps its promises over ${days} days: no case in limbo, nothing missed, nothing told twice`, async () => {
    const desk = kind === 'sqlite' ? await openDesk() : await open()
    const start = Date.parse(`${first}T00:00:00.000Z`)
    desk.setTime(new Date(start).toISOString())
    const stage = await setStage(desk, 2026)
    const told: Told[] = []
    for (let day = 0; day < days; day++) {
      await live(stage, start + day * dayMs, () => internally(desk, lookClosely))
      told.push(...(await takeTold(desk)))
      await internally(desk, async (context) => {
        await lookClosely(context)
        await assignmentsRight(context)
        await checkInsRight(context)
        await checkInsTold(context, told)
        await endsRight(context, told)
      })
      remindersRight(told, stage.expected)
    }
    if (kind === 'postgres') return
    expect([...stage.happened.keys()].sort()).toEqual(everything)
    await desk.close()
  }, 300_000)
})

/** All that a year must have had, so that it shows something. */
const everything = [
  'assigned',
  'case',
  'chain closed',
  'converted',
  'documented',
  'ended by hand',
  'handed over',
  'held',
  'kept',
  'leave',
  'lifted by hand',
  'moved',
  'overloaded',
  'promised',
  'put in line',
  'taken from the line',
]
