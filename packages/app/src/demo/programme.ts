/**
 * What happens in the programme of the demonstration: who else asks for an engineer, what is promised, learnt, offered
 * and handed over, and who is away. Days are working days before today.
 */
import {
  announce,
  ask,
  assign,
  assigned,
  giveRoles,
  holdDue,
  keys,
  later,
  leader,
  running,
  type speakers,
  view,
} from './assigned.ts'
import type { ColleagueKey } from './colleagues.ts'
import { type CustomerKey, externalIdOf } from './customers.ts'
import { keptSteps } from './kept.ts'
import { as, does, type MakeStep, type Stage, type Step, trying } from './stage.ts'

/** The time of a working day before today at an hour in UTC. */
export type Clock = (ago: number, hour: number) => number

export function programmeSteps(clock: Clock): Step[] {
  const step: MakeStep = (ago, hour, title, work) => ({
    at: clock(ago, hour),
    act: (stage) => trying(stage, title, () => work(stage)),
  })
  return [
    step(39, 6.5, 'roles', giveRoles),
    ...keys.map((key) => step(assigned[key].ago, 9, `assigning ${key}`, (stage) => assign(stage, key))),
    ...keys
      .filter((key) => 'backup' in assigned[key])
      .map((key) => step(assigned[key].ago - 1, 10, `telling ${key}`, (stage) => announce(stage, key))),
    ...Array.from({ length: 39 }, (_, ago) => step(ago, 19.5, 'check-ins', (stage) => holdDue(stage, ago))),
    ...requests.map((one) => step(one.ago, 11, `request for ${one.from}`, (stage) => request(stage, one))),
    ...keptSteps(step),
    step(20, 10, 'hand-over', (stage) => handOver(stage)),
    step(4, 10, 'transition', askForTransition),
    step(9, 11, 'leadership', askLeadership),
    step(7, 15, 'leadership', decideOldest),
    step(2, 11, 'leadership', (stage) =>
      does(
        stage.services,
        'leadership_checks.open',
        {
          account: externalIdOf('copperfield'),
          what: 'They want us to write their load tests; some ten days of work.',
        },
        as(stage, 'joaquin'),
      ),
    ),
    ...absences.map(({ ago, who, from, until, reason }) =>
      step(ago, 8, `leave of ${who}`, (stage) =>
        does(stage.services, 'leave.add', {
          person: stage.people.get(who)!,
          from: later(stage, from).slice(0, 10),
          until: later(stage, until).slice(0, 10),
          reason,
        }),
      ),
    ),
    step(1, 15, 'overload', (stage) =>
      does(
        stage.services,
        'people.overload',
        { person: stage.people.get('mateo')!, overloaded: true, until: later(stage, 4) },
        as(stage, 'mateo'),
      ),
    ),
    step(3, 7, 'load', (stage) =>
      does(stage.services, 'people.update', { person: stage.people.get('joaquin')!, loadMax: 3 }),
    ),
    step(16, 7, 'load', (stage) =>
      does(stage.services, 'people.update', { person: stage.people.get('esra')!, loadMax: 6 }),
    ),
  ]
}

type Asked = {
  readonly from: CustomerKey
  readonly ago: number
  readonly kind: string
  readonly reason: string
  readonly by: ColleagueKey
  readonly views?: readonly (readonly [keyof typeof speakers, 'in-favour' | 'against', string])[]
  readonly ends?: 'declined' | 'withdrawn'
}

/** Asked for and not assigned: three are being vetted, one was declined, one taken back. */
const requests: readonly Asked[] = [
  {
    from: 'juniper',
    ago: 30,
    kind: 'post-sales-strategic',
    by: 'owen',
    reason: 'They would feel seen.',
    views: [
      ['bertrand', 'against', 'Two cases a month do not need it.'],
      ['yara', 'against', 'They are well served by round-robin.'],
    ],
    ends: 'declined',
  },
  {
    from: 'sunhollow',
    ago: 24,
    kind: 'post-sales-strategic',
    by: 'noor',
    reason: 'They asked for one person.',
    ends: 'withdrawn',
  },
  {
    from: 'larkspur',
    ago: 6,
    kind: 'post-sales-strategic',
    by: 'noor',
    reason: 'Their rebuild takes half a year, with questions every week.',
    views: [
      ['bertrand', 'in-favour', 'Their architect would be glad of a fixed counterpart.'],
      ['yara', 'in-favour', 'It makes the renewal easier.'],
    ],
  },
  {
    from: 'redfern',
    ago: 3,
    kind: 'temporary-post-sales',
    by: 'owen',
    reason: 'For the eight weeks of their roll-out in three countries.',
    views: [['bertrand', 'against', 'Better after the roll-out, when we know what is left.']],
  },
  {
    from: 'brightwater',
    ago: 1,
    kind: 'post-sales-strategic',
    by: 'yara',
    reason: 'Their new team lead asked who knows them.',
  },
]

async function request(stage: Stage, { from, kind, reason, by, views = [], ends }: Asked): Promise<void> {
  const until = kind.startsWith('temporary') ? { until: later(stage, 56) } : {}
  const { id } = await ask(stage, from, { kind, reason, ...until }, by)
  for (const [who, says, words] of views) await view(stage, id, who, says, words)
  if (ends === 'declined') {
    await does(
      stage.services,
      'requests.decide',
      {
        request: id,
        decision: 'decline',
        reason: 'Their cases are few and varied; round-robin serves them well.',
      },
      leader(stage),
    )
  }
  if (ends === 'withdrawn') {
    await does(
      stage.services,
      'requests.withdraw',
      { request: id, reason: 'A shared channel was what they meant.' },
      as(stage, by),
    )
  }
}

/** One customer went to somebody else some weeks ago, ready or with what is open said. */
async function handOver(stage: Stage): Promise<void> {
  const { id: assignment } = await running(stage, 'kestrel')
  const reason = 'The load does not fit beside my other work.'
  const { id: transition } = await does(
    stage.services,
    'transitions.ask',
    { assignment, reason },
    as(stage, 'dana'),
  )
  await does(
    stage.services,
    'transitions.hand_over',
    {
      transition,
      successor: stage.people.get('mateo')!,
      backup: stage.people.get('dana')!,
      note: 'They want few words and one name. Cold starts are what they look at first.',
      openPoints: 'Dana tells what Engineering says on cold starts by Friday.',
    },
    leader(stage),
  )
}

async function askForTransition(stage: Stage): Promise<void> {
  const { id: assignment } = await running(stage, 'harrowgate')
  const reason = 'The customer needs knowledge that somebody else has.'
  const by = as(stage, 'esra')
  const { id: transition } = await does(stage.services, 'transitions.ask', { assignment, reason }, by)
  await does(
    stage.services,
    'transitions.propose',
    {
      transition,
      note: 'Their night shift is another company; begin with the page on who is called.',
      successor: stage.people.get('tomas')!,
    },
    by,
  )
}

const askLeadership = (stage: Stage) =>
  does(
    stage.services,
    'leadership_checks.open',
    {
      account: externalIdOf('thornbury'),
      what: 'They ask us to move the eleven shops of their daughter company for them; about three weeks of work.',
    },
    as(stage, 'esra'),
  )

async function decideOldest(stage: Stage): Promise<void> {
  const { items } = await does(stage.services, 'leadership_checks.list', { state: 'open' }, leader(stage))
  const oldest = items.at(-1)
  if (!oldest) return
  const reason = 'This is paid work; Professional Services writes them an offer, and we answer questions.'
  await does(
    stage.services,
    'leadership_checks.decide',
    { check: oldest.id, says: 'no', reason },
    leader(stage),
  )
}

const absences: readonly {
  readonly ago: number
  readonly who: ColleagueKey
  readonly from: number
  readonly until: number
  readonly reason: string
}[] = [
  { ago: 32, who: 'lotte', from: 3, until: 9, reason: 'Holiday' },
  { ago: 23, who: 'tomas', from: 2, until: 6, reason: 'Holiday' },
  { ago: 9, who: 'sakura', from: 1, until: 18, reason: 'Parental leave' },
  { ago: 2, who: 'clara', from: 5, until: 12, reason: 'Conference and holiday' },
]
