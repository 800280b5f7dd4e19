/**
 * A year of the programme, event by event, with seeded randomness: people in three time zones, leave, holidays,
 * overload, requests over the cap, conversions, temporary ends, transitions, check-ins, promises, documents. Timers run
 * at their times. It also keeps what must be told of promises and documents, to be compared with what was.
 */
import type { OutputOf } from '../../src/index.ts'
import { beginProgrammeDay } from '../../src/programme/programme-timers.ts'
import type { AssignmentRow } from '../../src/store/tables.ts'
import { actorWith, type TestDesk } from '../desk.ts'
import { runTimers } from '../timers.ts'
import { type AssignedDesk, assignedDesk, type Colleague, internally } from './assigned-desk.ts'

export const dayMs = 86_400_000
const hourMs = 3_600_000
const lead = actorWith('programme-lead')
const zones = ['America/New_York', 'Europe/Berlin', 'Asia/Tokyo']
const kinds = ['post-sales-strategic', 'pre-sales', 'temporary-post-sales', 'temporary-pre-sales']
const holidays = ['2026-01-01', '2026-04-06', '2026-05-01', '2026-07-03', '2026-12-25']
const customersMax = 40

/** A promise or document that is open: when it is told of next, and how often. */
type Owed = { readonly everyMs: number; readonly nextAt: number }

/** What the year is played on. */
type Stage = {
  readonly desk: TestDesk
  readonly programme: AssignedDesk
  readonly engineers: readonly Colleague[]
  readonly partners: readonly Colleague[]
  /** From 0 to 1. */
  readonly random: () => number
  readonly open: Map<string, Owed>
  /** What had to be told of promises and documents so far, as `id at`. */
  readonly expected: Set<string>
  /** How often each thing happened. */
  readonly happened: Map<string, number>
  customers: number
}

/** Numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const chance = ({ random }: Stage, share: number): boolean => random() < share
const oneOf = <T>({ random }: Stage, all: readonly T[]): T | undefined =>
  all[Math.floor(random() * all.length)]
const count = ({ happened }: Stage, what: string): void => {
  happened.set(what, (happened.get(what) ?? 0) + 1)
}
const nowOf = ({ desk }: Stage): number => Date.parse(desk.services.now())
const inDays = (stage: Stage, days: number): string => new Date(nowOf(stage) + days * dayMs).toISOString()

/** Sets the stage: two engineers and a customer engineer in each zone, holidays, somebody who is told everything. */
export async function setStage(desk: TestDesk, seed: number): Promise<Stage> {
  const programme = assignedDesk(desk)
  const engineers: Colleague[] = []
  const partners: Colleague[] = []
  for (const timeZone of zones) {
    const city = timeZone.split('/')[1]!
    for (const name of ['Ana', 'Ben']) {
      engineers.push(await programme.person(`${name} ${city}`, { timeZone, loadMax: 3 }))
    }
    partners.push(await programme.person(`Cay ${city}`, { team: 'customer-engineer', timeZone }))
  }
  await desk.do('teams.update', { team: 'cse', holidays })
  await programme.listen()
  const nothingYet = { open: new Map(), expected: new Set<string>(), happened: new Map(), customers: 0 }
  return { desk, programme, engineers, partners, random: randomFrom(seed), ...nothingYet }
}

/** Something starts to be owed, and is told of again and again from a time on until it is settled. */
const owe = ({ open }: Stage, id: string, nextAt: number, everyMs: number): void => {
  open.set(id, { everyMs, nextAt })
}

/** Notes all that had to be told by now of what is open. */
function expectSoFar(stage: Stage): void {
  for (const [id, { everyMs, nextAt }] of stage.open) {
    let next = nextAt
    for (; next <= nowOf(stage); next += everyMs) stage.expected.add(`${id} ${new Date(next).toISOString()}`)
    stage.open.set(id, { everyMs, nextAt: next })
  }
}

const owedOf = (stage: Stage, prefix: string): string | undefined =>
  oneOf(
    stage,
    [...stage.open.keys()].filter((id) => id.startsWith(prefix)),
  )

async function runningOf(stage: Stage, kind?: string): Promise<AssignmentRow | undefined> {
  const rows = await stage.desk.store.db
    .selectFrom('assignments')
    .selectAll()
    .where('endedAt', 'is', null)
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind!))
    .orderBy('id')
    .execute()
  return oneOf(stage, rows)
}

const engineerOf = ({ engineers }: Stage, { engineerId }: AssignmentRow): Colleague =>
  engineers.find(({ id }) => id === engineerId)!

async function askForEngineer(stage: Stage): Promise<void> {
  const { desk, programme, partners } = stage
  if (stage.customers >= customersMax) return
  const kind = oneOf(stage, kinds)!
  const account = `customer-${++stage.customers}`
  const lifecycle = kind.includes('pre-sales') ? 'pre-sales' : 'post-sales'
  await programme.customer(account, `Customer ${stage.customers}`, { lifecycle })
  const partner = oneOf(stage, [...partners, undefined])
  if (partner) await desk.do('customers.add_person', { account, role: 'ce', person: partner.id })
  const until = kind.startsWith('temporary') ? inDays(stage, 20 + stage.random() * 60) : undefined
  const request = await programme.vetted(account, kind, until)
  await approve(stage, await desk.do('requests.show', { request }))
}

/** Approves a request; over the cap it goes in line. */
async function approve(stage: Stage, { id, kind }: OutputOf<'requests.show'>): Promise<void> {
  const [engineer, backup] = stage.engineers.toSorted(() => stage.random() - 0.5)
  const { assignment } = await stage.desk.do('requests.decide', {
    request: id,
    decision: 'approve',
    reason: 'It helps',
    engineer: engineer!.id,
    ...(kind.includes('post-sales') && { backup: backup!.id }),
  })
  count(stage, assignment ? 'assigned' : 'put in line')
}

async function takeFromLine(stage: Stage): Promise<void> {
  const { desk } = stage
  const [next] = (await desk.do('requests.list', { state: 'offered' })).items
  if (!next) return
  if (next.until === null || next.until > desk.services.now()) {
    await approve(stage, next)
    count(stage, 'taken from the line')
    return
  }
  await desk.do('requests.decide', { request: next.id, decision: 'decline', reason: 'Its time is over' })
}

async function goOnLeave(stage: Stage): Promise<void> {
  const days = 1 + stage.random() * 10
  const from = inDays(stage, days).slice(0, 10)
  const until = inDays(stage, days + 2 + stage.random() * 10).slice(0, 10)
  await stage.desk.do('leave.add', { person: oneOf(stage, stage.engineers)!.id, from, until })
  count(stage, 'leave')
}

async function changeOverload(stage: Stage): Promise<void> {
  const { desk, engineers, random } = stage
  const person = oneOf(stage, engineers)!.id
  const overloaded = (await desk.do('people.show', { person })).overloadedSince === null
  const until = overloaded && chance(stage, 0.5) ? inDays(stage, 1 + random() * 5) : undefined
  await desk.do('people.overload', { person, overloaded, ...(until && { until }) })
  count(stage, overloaded ? 'overloaded' : 'lifted by hand')
}

async function handOver(stage: Stage): Promise<void> {
  const { desk } = stage
  const assigned = await runningOf(stage)
  if (!assigned) return
  const input = { assignment: assigned.id, reason: 'Other issues' }
  const actor = engineerOf(stage, assigned)
  const { id: transition, candidates } = await desk.do('transitions.ask', input, { actor })
  const successor = candidates.find(({ fits, person }) => fits && person.id !== assigned.backupId)?.person.id
  if (!successor) {
    await desk.do('transitions.withdraw', { transition }, { actor })
    return
  }
  const said = { note: 'All told', openPoints: 'None that matter' }
  await desk.do('transitions.hand_over', { transition, successor, ...said }, { actor: lead })
  count(stage, 'handed over')
}

async function sign(stage: Stage): Promise<void> {
  const assigned = await runningOf(stage, 'pre-sales')
  if (!assigned) return
  const backup = stage.engineers.find(({ id }) => id !== assigned.engineerId)!.id
  const to = { assignment: assigned.id, kind: 'post-sales-strategic', backup }
  await stage.desk.do('assignments.convert', to)
  count(stage, 'converted')
}

async function endOne(stage: Stage): Promise<void> {
  const assigned = await runningOf(stage)
  if (!assigned) return
  await stage.desk.do('assignments.end', { assignment: assigned.id, reason: 'No need any more' })
  count(stage, 'ended by hand')
}

async function promise(stage: Stage): Promise<void> {
  const assigned = await runningOf(stage)
  if (!assigned) return
  const dueAt = inDays(stage, stage.random() * 6 + 0.1)
  const input = { account: assigned.accountId, what: 'Find out', dueAt }
  const made = await stage.desk.do('promises.make', input, { actor: engineerOf(stage, assigned) })
  owe(stage, made.id, Date.parse(dueAt), dayMs)
  count(stage, 'promised')
}

async function keepOrMove(stage: Stage): Promise<void> {
  const id = owedOf(stage, 'promise')
  if (!id) return
  expectSoFar(stage)
  if (chance(stage, 0.3)) {
    const to = inDays(stage, 1 + stage.random() * 4)
    await stage.desk.do('promises.move', { promise: id, to, explanation: 'It takes longer' })
    owe(stage, id, Date.parse(to), dayMs)
    count(stage, 'moved')
  } else {
    await stage.desk.do('promises.keep', { promise: id, note: 'Found' })
    stage.open.delete(id)
    count(stage, 'kept')
  }
}

async function learn(stage: Stage): Promise<void> {
  const assigned = await runningOf(stage)
  if (!assigned) return
  const input = { assignment: assigned.id, about: 'Set-up', learnt: 'Something new' }
  const { id, openedAt } = await stage.desk.do('documents.update', input)
  owe(stage, id, Date.parse(openedAt) + 3 * dayMs, 3 * dayMs)
  count(stage, 'documented')
}

async function closeChain(stage: Stage): Promise<void> {
  const update = owedOf(stage, 'document')
  if (!update) return
  expectSoFar(stage)
  for (const step of [2, 3]) await stage.desk.do('documents.confirm', { update, step })
  stage.open.delete(update)
  count(stage, 'chain closed')
}

async function openCase(stage: Stage): Promise<void> {
  const known = stage.customers > 0 && chance(stage, 0.7)
  const account = known ? `customer-${1 + Math.floor(stage.random() * stage.customers)}` : undefined
  const topic = chance(stage, 0.05) ? 'delivery-work' : 'platform-fault'
  count(stage, 'case')
  const text = `Build ${stage.happened.get('case')} fails`
  await stage.desk.do('cases.open', {
    text,
    facts: { topic, plan: 'enterprise' },
    ...(account && { account }),
  })
}

async function resolveSome(stage: Stage): Promise<void> {
  const rows = await stage.desk.store.db
    .selectFrom('cases')
    .select('id')
    .where('state', 'not in', ['resolved', 'closed'])
    .orderBy('number')
    .execute()
  for (const { id } of rows) {
    if (chance(stage, 0.15)) await stage.desk.do('cases.resolve', { case: id, outcome: 'Fixed' })
  }
}

/** Most check-ins are held on their day; the others are missed. */
async function holdDue(stage: Stage): Promise<void> {
  const due = await stage.desk.store.db
    .selectFrom('checkIns')
    .select('id')
    .where('state', '=', 'planned')
    .where('dueAt', '<=', stage.desk.services.now())
    .orderBy('id')
    .execute()
  const said = { answers: ['Much', 'Little', 'A launch', 'The logs'], goingWell: 4, frustration: 2 }
  for (const { id } of due) {
    if (!chance(stage, 0.85)) continue
    await stage.desk.do('check_ins.hold', { checkIn: id, ...said })
    count(stage, 'held')
  }
}

/** How likely each happens on a working day. */
const happenings: readonly (readonly [number, (stage: Stage) => Promise<void>])[] = [
  [0.8, openCase],
  [0.8, openCase],
  [0.8, openCase],
  [0.2, askForEngineer],
  [0.5, takeFromLine],
  [0.03, goOnLeave],
  [0.05, changeOverload],
  [0.03, handOver],
  [0.05, sign],
  [0.015, endOne],
  [0.3, promise],
  [0.35, keepOrMove],
  [0.15, learn],
  [0.3, closeChain],
]

/** Lives one day, from its midnight in UTC to the next; after each thing that happens it is looked at. */
export async function live(stage: Stage, begins: number, look: () => Promise<void>): Promise<void> {
  const weekday = new Date(begins).getUTCDay()
  const busy = weekday === 0 || weekday === 6 ? 0.3 : 1
  await pass(stage, begins)
  await internally(stage.desk, beginProgrammeDay)
  const plans: [number, (stage: Stage) => Promise<void>][] = [
    [begins + 9 * hourMs, resolveSome],
    [begins + 17 * hourMs, resolveSome],
    [begins + 23.5 * hourMs, holdDue],
  ]
  for (const [share, happens] of happenings) {
    if (chance(stage, share * busy)) plans.push([begins + stage.random() * dayMs, happens])
  }
  for (const [at, happens] of plans.toSorted(([a], [b]) => a - b)) {
    await pass(stage, Math.floor(at))
    await happens(stage)
    await pass(stage, Math.floor(at))
    await look()
  }
  await pass(stage, begins + dayMs)
  expectSoFar(stage)
}

/** Goes on to a time, and does every timer on the way at its own time. */
async function pass({ desk }: Stage, until: number): Promise<void> {
  for (;;) {
    const next = await desk.store.db
      .selectFrom('jobs')
      .select('runAt')
      .where('queue', '=', 'timer')
      .where('state', '=', 'waiting')
      .orderBy('runAt')
      .limit(1)
      .executeTakeFirst()
    if (!next || Date.parse(next.runAt) > until) break
    if (next.runAt > desk.services.now()) desk.setTime(next.runAt)
    await runTimers(desk)
  }
  desk.setTime(new Date(until).toISOString())
}
