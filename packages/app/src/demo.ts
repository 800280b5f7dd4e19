/**
 * Plays the demonstration: every case goes through the same operations as a real one, at its own time, by the person
 * who had it. So its history, decisions, clocks and audit entries are true to what the desk does.
 */
import { randomBytes } from 'node:crypto'
import {
  type Actor,
  demoState,
  type InputOf,
  idMaker,
  isUntouched,
  noteDemo,
  type OperationName,
  type OutputOf,
  operationsByName,
  perform,
  playTimers,
  type Services,
  systemActor,
  type WorkerLog,
} from '@rightdesk/desk'
import { Refusal } from '@rightdesk/engine'
import { type DemoCase, demoAccounts, demoCases, demoPeople, type Fate } from './demo-data.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

export type Played = {
  readonly cases: number
  readonly accounts: number
  readonly people: number
  /** Steps that the policy in force does not allow; none with the one that comes along. */
  readonly refused: readonly string[]
}

/** Loads the demonstration where a store is new, or where a first start was broken off; `undefined` elsewhere. */
export async function loadDemo(services: Services, log: WorkerLog): Promise<Played | undefined> {
  const { store } = services
  const state = await demoState(store)
  if (state === 'loading') await asSystem(services, 'demo.remove', {})
  else if (state === 'loaded' || !(await isUntouched(store))) return undefined
  await noteDemo(store, 'loading')
  const played = await play(services, log)
  await noteDemo(store, 'loaded')
  return played
}

const asSystem = <Name extends OperationName>(
  services: Services,
  name: Name,
  input: InputOf<Name>,
  actor: Actor = systemActor,
): Promise<OutputOf<Name>> =>
  perform(services, operationsByName[name] as never, input, { actor, surface: 'system' }) as never

type Stage = {
  readonly services: Services
  /** The names of people by id. */
  readonly leads: ReadonlyMap<string, string>
  readonly refused: string[]
}

async function play(services: Services, log: WorkerLog): Promise<Played> {
  const nowMs = Date.parse(services.now())
  const days = workingDaysBefore(nowMs)
  let clockMs = days.at(-1)! - dayMs
  const staged: Services = {
    ...services,
    origin: 'demo',
    now: () => new Date(clockMs).toISOString(),
    newId: idMaker(() => clockMs, randomBytes),
  }
  for (const account of demoAccounts) await asSystem(staged, 'accounts.put', account)
  const leads = new Map<string, string>()
  for (const { lead = false, ...person } of demoPeople) {
    const { id } = await asSystem(staged, 'people.add', { ...person, lead })
    if (lead) leads.set(person.team, id)
  }
  const stage: Stage = { services: staged, leads, refused: [] }
  const steps = demoCases
    .flatMap((one) => stepsOf(one, days[one.ago]! + one.hour * 60 * minuteMs))
    .filter(({ at }) => at < nowMs)
    .sort((a, b) => a.at - b.at)
  for (const { at, act } of steps) {
    await playTimers(staged, log, new Date(at).toISOString(), (time) => {
      clockMs = Date.parse(time)
    })
    clockMs = at
    await act(stage)
  }
  const opened = steps.filter(({ opens }) => opens).length
  return { cases: opened, accounts: demoAccounts.length, people: demoPeople.length, refused: stage.refused }
}

/** The beginnings of today and the working days before, the latest first. */
function workingDaysBefore(nowMs: number): number[] {
  const longest = Math.max(...demoCases.map(({ ago }) => ago))
  const days: number[] = []
  for (let day = nowMs - (nowMs % dayMs); days.length <= longest; day -= dayMs) {
    const weekday = new Date(day).getUTCDay()
    if (weekday !== 0 && weekday !== 6) days.push(day)
  }
  return days
}

type Step = {
  readonly at: number
  readonly opens?: true
  readonly act: (stage: Stage) => Promise<void>
}

/** What happens to one case, each at its time; the first opens it, and the others know it by its id. */
function stepsOf(one: DemoCase, openedAt: number): Step[] {
  let id = ''
  const open: Step = {
    at: openedAt,
    opens: true,
    act: async ({ services }) => {
      const account = one.account === undefined ? undefined : demoAccounts[one.account]!.externalId
      const made = await asSystem(services, 'cases.open', {
        text: one.text,
        facts: one.facts ?? {},
        ...(account !== undefined && { account }),
        ...(one.recordType !== undefined && { recordType: one.recordType }),
      })
      id = made.id
    },
  }
  const later = actsOf(one.fate).map(({ after, does }) => ({
    at: openedAt + after * minuteMs,
    act: (stage: Stage) => byWhoHasIt(stage, id, does),
  }))
  return [open, ...later]
}

/** Does something with a case; minutes are counted from its opening. */
type Act = {
  readonly after: number
  readonly does: (
    doing: <Name extends OperationName>(name: Name, input: InputOf<Name>) => Promise<OutputOf<Name>>,
    id: string,
    /** The time then, in milliseconds. */
    atMs: number,
  ) => Promise<unknown>
}

const hour = 60
const day = 24 * hour

const accept: Act = { after: 40, does: (doing, id) => doing('cases.accept', { case: id }) }
const start: Act = { after: 2 * hour, does: (doing, id) => doing('cases.start', { case: id }) }
const note: Act = {
  after: 4 * hour,
  does: (doing, id) =>
    doing('cases.note', {
      case: id,
      body: 'Reproduced it and compared with an older deployment; details are in the log.',
    }),
}
const reply: Act = {
  after: 5 * hour,
  does: async (doing, id) => {
    const { customer } = await doing('cases.draft', { case: id })
    const body = customer || 'Thank you. We look into it and write again by tomorrow.'
    return doing('cases.reply', { case: id, body })
  },
}
const resolve: Act = {
  after: day + 3 * hour,
  does: (doing, id) =>
    doing('cases.resolve', { case: id, outcome: 'Settled with the customer, who confirmed it.' }),
}
const close: Act = { after: 4 * day, does: (doing, id) => doing('cases.close', { case: id }) }

const ends: Readonly<Record<Extract<Fate, string>, readonly Act[]>> = {
  left: [],
  accepted: [accept],
  working: [accept, start, note],
  replied: [accept, start, reply],
  resolved: [accept, start, note, reply, resolve],
  closed: [accept, start, reply, resolve, close],
  snoozed: [
    accept,
    start,
    {
      after: 6 * hour,
      does: (doing, id, atMs) => {
        const until = new Date(atMs + 5 * day * minuteMs).toISOString()
        return doing('cases.snooze', { case: id, until, reason: 'They test again after their release.' })
      },
    },
  ],
  escalated: [
    accept,
    start,
    note,
    {
      after: 5 * hour,
      does: async (doing, id) => {
        const { missing } = await doing('escalations.show', { case: id })
        for (const item of missing) {
          await doing('escalations.give', {
            case: id,
            item,
            evidence: 'Attached: traces of three failing requests.',
          })
        }
        return doing('escalations.file', { case: id })
      },
    },
    {
      after: 6 * hour,
      does: (doing, id) => doing('escalations.track', { case: id, ref: 'DEMO-42' }),
    },
  ],
  engaged: [
    accept,
    {
      after: 3 * hour,
      does: (doing, id) => doing('engagements.request', { case: id }),
    },
  ],
}

function actsOf(fate: Fate): readonly Act[] {
  if (typeof fate === 'string') return ends[fate]
  if ('answered' in fate) {
    const told: Act = {
      after: 3 * hour,
      does: (doing, id) => doing('cases.state_facts', { case: id, facts: fate.answered }),
    }
    return [told, ...ends[fate.then].map(({ after, does }) => ({ after: after + 4 * hour, does }))]
  }
  if ('handedOff' in fate) return [accept, start, { after: 5 * hour, does: handing(fate) }]
  if ('rejected' in fate) {
    const { rejected: reason, facts } = fate
    return [
      {
        after: 2 * hour,
        does: (doing, id) => doing('cases.reject', { case: id, reason, facts }),
      },
    ]
  }
  if ('corrected' in fate) {
    const { corrected: topic, because: reason } = fate
    const put: Act = {
      after: 3 * hour,
      does: (doing, id) => doing('cases.correct', { case: id, kind: 'topic', topic, reason }),
    }
    return [accept, put]
  }
  return []
}

const handing =
  ({ handedOff: facts, because }: Extract<Fate, { readonly handedOff: unknown }>): Act['does'] =>
  (doing, id, atMs) =>
    doing('cases.hand_off', {
      case: id,
      context: 'A studio of eight people; the site is live.',
      done: 'Reproduced it with their repository, then on a laptop without the platform.',
      lastStep: because,
      nextStep: {
        what: 'Show them how to narrow it down',
        who: 'Whoever takes it',
        by: new Date(atMs + 2 * day * minuteMs).toISOString(),
      },
      facts,
    })

/** Acts as who has the case, or as the lead of its team. Where the team has nobody, nothing happens. */
async function byWhoHasIt({ services, leads, refused }: Stage, id: string, does: Act['does']): Promise<void> {
  const { ownerTeam, assignee, number } = await asSystem(services, 'cases.show', { case: id })
  const personId = assignee?.id ?? (ownerTeam === null ? undefined : leads.get(ownerTeam))
  if (personId === undefined) return
  const actor: Actor = {
    kind: 'person',
    id: personId,
    name: assignee?.name ?? 'The lead',
    grants: [{ role: 'lead', team: ownerTeam }],
  }
  try {
    await does((name, input) => asSystem(services, name, input, actor), id, Date.parse(services.now()))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    refused.push(`case ${number}: ${error.message}`)
  }
}
