/** The customers of the demonstration with an assigned engineer: who, why and since when, and how their check-ins go. */
import type { InputOf, OutputOf } from '@rightdesk/desk'
import type { ColleagueKey } from './colleagues.ts'
import { type CustomerKey, customers, externalIdOf } from './customers.ts'
import { as, does, type Stage } from './stage.ts'

export const dayMs = 86_400_000
export const later = (stage: Stage, days: number): string =>
  new Date(Date.parse(stage.services.now()) + days * dayMs).toISOString()

type Assigned = {
  readonly to: ColleagueKey
  readonly backup?: ColleagueKey
  readonly partner: ColleagueKey
  readonly kind: 'post-sales-strategic' | 'pre-sales' | 'temporary-post-sales' | 'temporary-pre-sales'
  /** Working days before today on which it was decided. */
  readonly ago: number
  readonly why: string
  /** Marks of its check-ins, the oldest first: how well it goes, and how frustrating it is. */
  readonly marks: readonly (readonly [goingWell: number, frustration: number])[]
}

export const assigned = {
  thornbury: {
    to: 'esra',
    backup: 'tomas',
    partner: 'bertrand',
    kind: 'post-sales-strategic',
    ago: 38,
    why: 'Forty stores depend on it, and every case needs their set-up explained.',
    marks: [
      [2, 5],
      [3, 4],
      [3, 3],
      [4, 3],
      [4, 2],
      [5, 1],
      [5, 1],
    ],
  },
  kestrel: {
    to: 'dana',
    backup: 'mateo',
    partner: 'ngozi',
    kind: 'post-sales-strategic',
    ago: 37,
    why: 'They ask twice a week and run on settings that nobody else has.',
    marks: [
      [4, 2],
      [4, 2],
      [3, 3],
      [3, 3],
      [2, 4],
      [2, 4],
    ],
  },
  aldermoor: {
    to: 'tomas',
    backup: 'esra',
    partner: 'bertrand',
    kind: 'post-sales-strategic',
    ago: 36,
    why: 'Hospitals: what fails there must be understood within minutes.',
    marks: [
      [3, 3],
      [4, 2],
      [4, 2],
      [4, 3],
      [4, 2],
      [5, 2],
    ],
  },
  moonrake: {
    to: 'mateo',
    backup: 'dana',
    partner: 'ngozi',
    kind: 'post-sales-strategic',
    ago: 34,
    why: 'The largest account, with two launches in this half of the year.',
    marks: [
      [3, 2],
      [3, 3],
      [4, 3],
      [3, 4],
      [4, 3],
      [4, 2],
    ],
  },
  harrowgate: {
    to: 'esra',
    backup: 'ilse',
    partner: 'bertrand',
    kind: 'post-sales-strategic',
    ago: 31,
    why: 'A public service with hard dates and many parties.',
    marks: [
      [3, 3],
      [3, 3],
      [2, 4],
      [3, 4],
      [2, 5],
    ],
  },
  copperfield: {
    to: 'joaquin',
    backup: 'dana',
    partner: 'ngozi',
    kind: 'post-sales-strategic',
    ago: 29,
    why: 'Seasons start on fixed days, with traffic that is ten times as high.',
    marks: [
      [4, 1],
      [4, 2],
      [5, 1],
      [4, 2],
      [5, 1],
    ],
  },
  lindenfeld: {
    to: 'ilse',
    partner: 'bertrand',
    kind: 'pre-sales',
    ago: 27,
    why: 'Their trial decides on a contract for four years.',
    marks: [
      [3, 2],
      [4, 2],
      [4, 1],
      [4, 2],
    ],
  },
  tidewell: {
    to: 'priya',
    backup: 'sakura',
    partner: 'bertrand',
    kind: 'temporary-post-sales',
    ago: 22,
    why: 'Until their move to the new directory is over.',
    marks: [
      [2, 4],
      [3, 3],
      [4, 3],
      [4, 2],
    ],
  },
  calloway: {
    to: 'dana',
    partner: 'ngozi',
    kind: 'pre-sales',
    ago: 17,
    why: 'A bake-off in which answers within the day count.',
    marks: [
      [3, 3],
      [3, 2],
      [4, 2],
    ],
  },
  saltmarsh: {
    to: 'ilse',
    partner: 'bertrand',
    kind: 'pre-sales',
    ago: 13,
    why: 'Their risk committee asks the same things in three places.',
    marks: [
      [4, 2],
      [4, 1],
    ],
  },
  ostwind: {
    to: 'tomas',
    partner: 'bertrand',
    kind: 'temporary-pre-sales',
    ago: 8,
    why: 'For the two months of their evaluation.',
    marks: [[3, 3]],
  },
} as const satisfies Partial<Record<CustomerKey, Assigned>>
export type AssignedKey = keyof typeof assigned

export const keys = Object.keys(assigned) as AssignedKey[]
export const engineerOf = (key: AssignedKey): ColleagueKey => assigned[key].to

/** Who leads the programme. */
export const leader = (stage: Stage) => as(stage, 'marguerite', 'programme-lead')

export async function giveRoles(stage: Stage): Promise<void> {
  for (const [role, who] of [
    ['ce-leadership', 'bertrand'],
    ['sales-leadership', 'yara'],
  ] as const) {
    await does(stage.services, 'programme_roles.give', { role, person: stage.people.get(who)! })
  }
}

export async function ask(
  stage: Stage,
  key: CustomerKey,
  more: Omit<InputOf<'requests.open'>, 'account'>,
  by: ColleagueKey,
) {
  return does(stage.services, 'requests.open', { account: externalIdOf(key), ...more }, as(stage, by))
}

export const speakers = {
  bertrand: 'They have good people, and it would spare both sides much.',
  yara: 'The account is worth it; they would notice at once.',
} as const

export async function view(
  stage: Stage,
  request: string,
  who: keyof typeof speakers,
  says: 'in-favour' | 'against' = 'in-favour',
  words: string = speakers[who],
): Promise<void> {
  await does(stage.services, 'requests.view', { request, view: says, words }, as(stage, who))
}

export async function assign(stage: Stage, key: AssignedKey): Promise<void> {
  const { to, partner, kind, why, ...rest }: Assigned = assigned[key]
  const account = externalIdOf(key)
  await does(stage.services, 'customers.add_person', {
    account,
    role: 'ce',
    person: stage.people.get(partner)!,
  })
  const until = kind.startsWith('temporary') ? { until: later(stage, 60) } : {}
  const { id } = await ask(stage, key, { kind, reason: why, ...until }, partner)
  await view(stage, id, 'bertrand')
  await view(stage, id, 'yara')
  const backup = rest.backup && stage.people.get(rest.backup)
  await does(
    stage.services,
    'requests.decide',
    {
      request: id,
      decision: 'approve',
      reason: 'All three parts agree, and there is a place.',
      engineer: stage.people.get(to)!,
      ...(backup && { backup }),
    },
    leader(stage),
  )
}

export async function running(
  stage: Stage,
  key: CustomerKey,
): Promise<OutputOf<'assignments.list'>['items'][number]> {
  const { items } = await does(
    stage.services,
    'assignments.list',
    { account: externalIdOf(key), state: 'active' },
    leader(stage),
  )
  return items[0]!
}

export async function announce(stage: Stage, key: AssignedKey): Promise<void> {
  const { id: assignment } = await running(stage, key)
  const { body } = await does(stage.services, 'assignments.draft', { assignment }, leader(stage))
  await does(stage.services, 'assignments.announce', { assignment, body }, leader(stage))
}

const wells = [
  'They found our hint on caching useful and passed it on.',
  'The last three cases were settled within a day.',
  'Their new lead developer joins the calls and prepares them.',
  'The launch went without a case.',
]
const frustrations = [
  'They still wait for an answer on the limit.',
  'Two cases were about the same thing and nobody had told us.',
  'Invoices come to somebody who left.',
  'Nothing this week.',
]
const aims = [
  'The launch in spring.',
  'The move of the second brand.',
  'Fewer builds that fail at night.',
  'A decision on the multi-region set-up.',
]
const contexts = [
  'They deploy from two repositories; the second one is ours to know of.',
  'Their proxy in front changes headers.',
  'Only two people may change domains.',
  'Ask for the request id, their logs hold it.',
]

/** Most check-ins are held on their day; some are missed, and of the last days not all are written down yet. */
export async function holdDue(stage: Stage, ago: number): Promise<void> {
  const { items } = await does(stage.services, 'check_ins.list', { state: ['planned'] }, leader(stage))
  for (const { id, dueAt, account } of items.toReversed()) {
    const place = keys.findIndex((one) => customers[one][0] === account.name)
    if (place === -1 || dueAt > stage.services.now()) continue
    const key = keys[place]!
    const seen = stage.checkIns.get(key) ?? new Map<string, boolean>()
    stage.checkIns.set(key, seen)
    const n = seen.size
    const holds = seen.get(id) ?? ((n + place) % 7 !== 5 && (ago > 1 || place % 3 !== 0))
    seen.set(id, holds)
    if (holds) await hold(stage, key, id, n)
  }
}

async function hold(stage: Stage, key: AssignedKey, checkIn: string, n: number): Promise<void> {
  const { to, marks } = assigned[key]
  const [goingWell, frustration] = marks[Math.min(n, marks.length - 1)]!
  const pick = (words: readonly string[]) => words[(n + keys.indexOf(key)) % words.length]!
  const answers = [pick(wells), pick(frustrations), pick(aims), pick(contexts)]
  const newGoals = n % 3 === 0 ? [pick(aims)] : []
  await does(
    stage.services,
    'check_ins.hold',
    { checkIn, answers, newGoals, goingWell, frustration },
    as(stage, to),
  )
}
