/**
 * Plays the demonstration: eight weeks of a desk, every step through the same operations as a real one, at its own time,
 * by the person who would have taken it. So histories, decisions, clocks and audit entries are true to what the desk
 * does. What is said and done stands in `demo/`; all of it comes in one transaction, whole or not at all.
 */
import { randomBytes } from 'node:crypto'
import {
  type Actor,
  asOneTransaction,
  beginDay,
  hadDemo,
  idMaker,
  isUntouched,
  noteDemo,
  playTimers,
  type Services,
  type WorkerLog,
} from '@rightdesk/desk'
import type { DemoAsk } from './demo/ask.ts'
import { earlyWeeks } from './demo/asks-early.ts'
import { lateWeeks } from './demo/asks-late.ts'
import { demoPeople } from './demo/colleagues.ts'
import { demoAccounts, externalIdOf } from './demo/customers.ts'
import type { Act, Doing } from './demo/fates.ts'
import { programmeSteps } from './demo/programme.ts'
import { as, does, leadOf, type Stage, type Step, trying } from './demo/stage.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const weeks = [...earlyWeeks, ...lateWeeks]
const workingDays = weeks.length * 5

export type Played = {
  readonly cases: number
  readonly accounts: number
  readonly people: number
  /** Steps that the policy in force does not allow; none with the one that comes along. */
  readonly refused: readonly string[]
}

/** Loads the demonstration where a store is new; `undefined` elsewhere, also where it was removed. */
export async function loadDemo(services: Services, log: WorkerLog): Promise<Played | undefined> {
  const { store } = services
  if ((await hadDemo(store)) || !(await isUntouched(store))) return undefined
  return asOneTransaction(services, async (within) => {
    const played = await play(within, log)
    await noteDemo(within.store)
    return played
  })
}

async function play(services: Services, log: WorkerLog): Promise<Played> {
  const nowMs = Date.parse(services.now())
  const days = workingDaysBefore(nowMs)
  const clock = (ago: number, hour: number): number => days[ago]! + hour * hourMs
  let clockMs = days.at(-1)!
  const stage: Stage = {
    services: {
      ...services,
      // What corrections teach is learnt once, with the first ask after this.
      answering: { ...services.answering, learn: () => {} },
      origin: 'demo',
      now: () => new Date(clockMs).toISOString(),
      newId: idMaker(() => clockMs, randomBytes),
    },
    people: new Map(),
    cases: new Map(),
    checkIns: new Map(),
    refused: [],
  }
  for (const account of demoAccounts) await does(stage.services, 'accounts.put', account)
  for (const { key, alsoIn = [], ...person } of demoPeople) {
    const { id } = await does(stage.services, 'people.add', person)
    stage.people.set(key, id)
    for (const team of alsoIn) await does(stage.services, 'teams.join', { team, person: id, lead: true })
  }
  const steps = [
    ...weeks.flatMap((asks, n) => stepsOfWeek(asks, n, clock)),
    ...programmeSteps(clock),
    ...days.map((day): Step => ({ at: day + 6 * hourMs, act: ({ services: at }) => beginDay(at) })),
  ]
    .filter(({ at }) => at < nowMs)
    .sort((a, b) => a.at - b.at)
  for (const { at, act } of steps) {
    await playTimers(stage.services, log, new Date(at).toISOString(), (time) => {
      clockMs = Date.parse(time)
    })
    clockMs = at
    await act(stage)
  }
  const opened = steps.filter(({ opens }) => opens).length
  return {
    cases: opened,
    accounts: demoAccounts.length,
    people: demoPeople.length,
    refused: stage.refused,
  }
}

/** The beginnings of today and the working days before, the latest first. */
function workingDaysBefore(nowMs: number): number[] {
  const days: number[] = []
  for (let day = nowMs - (nowMs % dayMs); days.length < workingDays; day -= dayMs) {
    const weekday = new Date(day).getUTCDay()
    if (weekday !== 0 && weekday !== 6) days.push(day)
  }
  return days
}

/** When the asks of a day come, in hours of UTC. */
const hours = [6.2, 8.6, 12.9, 15.4]
/** How fast those who have a case go on with it: no two are alike. */
const paces = [1, 0.4, 1.7, 0.7, 3.1, 1.2, 0.5, 2.2, 0.9, 4.4]

function stepsOfWeek(
  asks: readonly DemoAsk[],
  week: number,
  clock: (ago: number, hour: number) => number,
): Step[] {
  return asks.flatMap((one, n) => {
    const ago = workingDays - 1 - (week * 5 + Math.floor(n / hours.length))
    const at = clock(ago, hours[n % hours.length]!) + ((n * 7 + week * 11) % 40) * minuteMs
    return stepsOf(one, at, paces[(n + week * 3) % paces.length]!)
  })
}

/** Before so many minutes, what happens to a case happens at its own pace. */
const paced = 24 * 60

/** What happens to one case, each at its time; the first opens it, and the others know it by its id. */
function stepsOf(one: DemoAsk, openedAt: number, pace: number): Step[] {
  let id = ''
  const open: Step = {
    at: openedAt,
    opens: true,
    act: async ({ services, cases }) => {
      const { from, text, fate: _, called, facts = {}, ...more } = one
      const account = from === undefined ? {} : { account: externalIdOf(from) }
      id = (await does(services, 'cases.open', { text, facts, ...account, ...more })).id
      if (called !== undefined) cases.set(called, id)
    },
  }
  const later = one.fate.map(({ after, does: act }) => ({
    at: openedAt + after * minuteMs * (after < paced ? pace : 1),
    act: (stage: Stage) => byWhoHasIt(stage, id, act),
  }))
  return [open, ...later]
}

/**
 * Acts as who has the case, else as the lead of its team; where that has nobody, support's lead sees to it. What a
 * colleague is named for, they do with the same rights.
 */
async function byWhoHasIt(stage: Stage, id: string, act: Act['does']): Promise<void> {
  const { services, cases } = stage
  const { ownerTeam, assignee, number, state } = await does(services, 'cases.show', { case: id })
  const person = assignee ?? as(stage, leadOf(ownerTeam ?? '') ?? 'ilse')
  const grants = [{ role: 'lead', team: ownerTeam }] as const
  const acting = (who: { readonly id: string; readonly name: string }): Actor => ({
    kind: 'person',
    id: who.id,
    name: who.name,
    grants,
  })
  const doing: Doing = (name, input, who = person) =>
    does(services, name, input, typeof who === 'string' ? as(stage, leadOf(who)!) : acting(who))
  const moment = {
    doing,
    id,
    atMs: Date.parse(services.now()),
    untaken: ['new', 'needs-info', 'routed'].includes(state),
    named: (name: string) => cases.get(name)!,
  }
  await trying(stage, `case ${number}`, () => act(moment))
}
