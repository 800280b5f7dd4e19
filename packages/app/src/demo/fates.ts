/**
 * What becomes of a case of the demonstration, step by step, each so many minutes after it was opened and done by who
 * has the case then. Which ask has which fate stands in the weeks' files.
 */
import type { InputOf, OperationName, OutputOf } from '@rightdesk/desk'
import type { Facts } from './customers.ts'

/** Performs an operation as who has the case, as the lead of a team that is named, or as a colleague who is. */
export type Doing = <Name extends OperationName>(
  name: Name,
  input: InputOf<Name>,
  as?: string | { readonly id: string; readonly name: string },
) => Promise<OutputOf<Name>>

export type Moment = {
  readonly doing: Doing
  /** The case. */
  readonly id: string
  /** The time then, in milliseconds. */
  readonly atMs: number
  /** Whether nobody has taken it on yet. */
  readonly untaken: boolean
  /** The case of an ask that was given a name, which came before. */
  readonly named: (name: string) => string
}

export type Act = { readonly after: number; readonly does: (moment: Moment) => Promise<unknown> }
export type Fate = readonly Act[]

const hour = 60
const day = 24 * hour
const minuteMs = 60_000

const act = (after: number, does: Act['does']): Act => ({ after, does })
const later = (minutes: number, fate: Fate): Fate =>
  fate.map(({ after, does }) => ({ after: after + minutes, does }))
const inDays = ({ atMs }: Moment, days: number): string =>
  new Date(atMs + days * day * minuteMs).toISOString()

const accept = act(40, async ({ doing, id, untaken }) => untaken && doing('cases.accept', { case: id }))
const start = act(2 * hour, ({ doing, id }) => doing('cases.start', { case: id }))
const note = (body: string): Act => act(4 * hour, ({ doing, id }) => doing('cases.note', { case: id, body }))
const reply = act(5 * hour, async ({ doing, id }) => {
  const { customer } = await doing('cases.draft', { case: id })
  const body = customer || 'Thank you. We look into it and write again by tomorrow.'
  return doing('cases.reply', { case: id, body })
})
const resolve = (outcome: string): Act =>
  act(day + 3 * hour, ({ doing, id }) => doing('cases.resolve', { case: id, outcome }))
const close = act(4 * day, ({ doing, id }) => doing('cases.close', { case: id }))

const reproduced = 'Reproduced it and compared with an older deployment; details are in the log.'
const settled = 'Settled with the customer, who confirmed it.'

/** Nobody has done anything about it. */
export const left: Fate = []
export const accepted: Fate = [accept]
export const working: Fate = [accept, start, note(reproduced)]
export const replied: Fate = [accept, start, reply]
export const resolved = (outcome = settled): Fate => [accept, start, reply, resolve(outcome)]
export const closed = (outcome = settled): Fate => [...resolved(outcome), close]

/** Sleeps for some days, and wakes by itself. */
export const snoozed = (days: number, reason: string): Fate => [
  accept,
  start,
  act(6 * hour, (moment) =>
    moment.doing('cases.snooze', { case: moment.id, until: inDays(moment, days), reason }),
  ),
]

/** What was asked for comes in, and then something else happens. */
export const answered = (facts: Facts, then: Fate = left, afterHours = 3): Fate => [
  act(afterHours * hour, ({ doing, id }) => doing('cases.state_facts', { case: id, facts })),
  ...later((afterHours + 1) * hour, then),
]

/** The first team finds that it is another's. */
export const rejected = (reason: string, facts: Facts, then: Fate = left): Fate => [
  act(2 * hour, ({ doing, id }) => doing('cases.reject', { case: id, reason, facts })),
  ...later(3 * hour, then),
]

/** After some work it goes on, with a note that spares the next person the search. */
export const handedOff = (facts: Facts, because: string, then: Fate = left): Fate => [
  accept,
  start,
  act(5 * hour, (moment) =>
    moment.doing('cases.hand_off', {
      case: moment.id,
      context: 'The site is live and the customer waits for a word today.',
      done: 'Reproduced it with their repository, then on a laptop without the platform.',
      lastStep: because,
      nextStep: { what: 'Show them how to narrow it down', who: 'Whoever takes it', by: inDays(moment, 2) },
      facts,
    }),
  ),
  ...later(6 * hour, then),
]

type Right = Omit<InputOf<'cases.correct'>, 'case' | 'reason'>

const correct = (right: Right, reason: string): Act =>
  act(3 * hour, ({ doing, id }) => doing('cases.correct', { case: id, ...right, reason }))

/** Somebody puts right what the decision stood on. */
export const corrected = {
  topic: (topic: string, reason: string, then: Fate = left): Fate => [
    accept,
    correct({ kind: 'topic', topic }, reason),
    ...later(4 * hour, then),
  ],
  fact: (facts: Facts, reason: string, then: Fate = left): Fate => [
    accept,
    correct({ kind: 'fact', facts }, reason),
    ...later(4 * hour, then),
  ],
  rule: (team: string, reason: string): Fate => [
    accept,
    start,
    correct({ kind: 'rule', team }, reason),
    resolve(settled),
  ],
  record: (recordType: string, reason: string): Fate => [
    ...accepted,
    correct({ kind: 'record-type', recordType }, reason),
  ],
}

/** Sent back twice, so that the triage lead has to say where it stays; perhaps they did. */
export const sentRound = (reasons: readonly [string, string], to?: string): Fate => [
  ...rejected(reasons[0], {}),
  ...later(4 * hour, rejected(reasons[1], {})),
  ...(to === undefined
    ? []
    : [
        act(day, ({ doing, id }) =>
          doing('cases.route', { case: id, team: to, reason: 'They have the logs at hand; it stays there.' }),
        ),
      ]),
]

const evidence = [
  'Three request ids with times, all from this morning; traces are attached.',
  'A repository with two files in which it happens on every second deployment.',
  'Checked the status page and the change log of the last week: nothing fits.',
  'It happens to every second request; without the newest release it does not.',
]
const agreed = 'I see the same on a project of ours, and nothing in their set-up explains it. +1'

/** How far an escalation to Engineering came. */
export const escalated = (stage: 'half-given' | 'filed' | 'tracked' | 'answered', ref = 'DEMO-42'): Fate => {
  const gather = act(5 * hour, async ({ doing, id }) => {
    const { gate, experts } = await doing('escalations.show', { case: id })
    const given = stage === 'half-given' ? gate.slice(0, Math.ceil(gate.length / 2)) : gate
    for (const [n, { item, byExpert, mayGive }] of given.entries()) {
      const said = byExpert ? agreed : evidence[n % evidence.length]!
      await doing('escalations.give', { case: id, item, evidence: said }, mayGive ? undefined : experts[0])
    }
    if (stage !== 'half-given') await doing('escalations.file', { case: id })
  })
  const track = act(7 * hour, ({ doing, id }) => doing('escalations.track', { case: id, ref }))
  const answer = act(2 * day, ({ doing, id }) =>
    doing('escalations.close', {
      case: id,
      outcome: 'A fault in how the newest runtime releases memory; mended and rolled out to all regions.',
    }),
  )
  const ends = later(day, [
    resolve('Mended by Engineering; the customer saw no more of it for a day.'),
    close,
  ])
  const more = { 'half-given': [], filed: [], tracked: [track], answered: [track, answer, ...ends] }
  return [accept, start, note(reproduced), gather, ...more[stage]]
}

/** What must not wait, as an incident that somebody declares and perhaps ends. */
export const incident = (title: string, ending?: string): Fate => {
  const on = (after: number, work: (moment: Moment, incident: string) => Promise<unknown>): Act =>
    act(after, async (moment) => {
      const { incidentId } = await moment.doing('cases.show', { case: moment.id })
      if (incidentId !== null) await work(moment, incidentId)
    })
  const declare = on(20, ({ doing }, name) => doing('incidents.declare', { incident: name, title }))
  if (ending === undefined) return [declare, accept]
  const resolveIncident = on(6 * hour, ({ doing }, name) =>
    doing('incidents.resolve', { incident: name, outcome: ending }),
  )
  return [declare, accept, resolveIncident, resolve('The incident is over, and they saw it recover.'), close]
}

type Engaged = {
  readonly facts?: Facts
  readonly wantedSessions?: number
  /** Days after it began on which a session took place. */
  readonly sessions?: readonly number[]
  readonly extendedBy?: number
  readonly finished?: { readonly day: number; readonly outcome: 'achieved' | 'partly' | 'referred' }
  readonly withdrawn?: string
}

const dse = 'developer-success'

/** Developer Success is asked for: within the case's team for who asks, in its own for what follows. */
export const engaged = (how: Engaged = {}): Fate => {
  const { facts = {}, wantedSessions, sessions = [], extendedBy, finished, withdrawn } = how
  // Where the policy granted none, the refusal is noted and nothing follows.
  const onDay = (days: number, does: (moment: Moment, engagement: string) => Promise<unknown>): Act =>
    act(days * day, async (moment) => {
      const { items } = await moment.doing('engagements.list', { case: moment.id }, dse)
      if (items[0]) await does(moment, items[0].id)
    })
  return [
    accept,
    act(3 * hour, ({ doing, id }) =>
      doing('engagements.request', {
        case: id,
        facts,
        ...(wantedSessions !== undefined && { wantedSessions }),
      }),
    ),
    onDay(0.2, async ({ doing, id }, engagement) => {
      const { members } = await doing('teams.show', { team: dse }, dse)
      const person = members[Number.parseInt(id.slice(-2), 36) % members.length]!.id
      return doing('engagements.lead', { engagement, person }, dse)
    }),
    ...sessions.map((days, n) =>
      onDay(days, ({ doing, atMs }, engagement) =>
        doing(
          'engagements.log_session',
          {
            engagement,
            at: new Date(atMs - hour * minuteMs).toISOString(),
            notes: sessionNotes[n % sessionNotes.length]!,
            people: ['Their two lead developers', 'One of us'],
          },
          dse,
        ),
      ),
    ),
    ...(sessions.length === 0
      ? []
      : [
          onDay(sessions.at(-1)! + 0.2, ({ doing }, engagement) =>
            doing(
              'engagements.material',
              { engagement, title: 'Checklist from the session', link: 'https://docs.example.com/checklist' },
              dse,
            ),
          ),
        ]),
    ...(extendedBy === undefined
      ? []
      : [
          onDay(8, ({ doing }, engagement) =>
            doing(
              'engagements.extend',
              { engagement, days: extendedBy, reason: 'Their release moved by a week.' },
              dse,
            ),
          ),
        ]),
    ...(finished === undefined
      ? []
      : [
          onDay(finished.day, ({ doing }, engagement) =>
            doing(
              'engagements.finish',
              {
                engagement,
                outcome: finished.outcome,
                summary:
                  'What was slow is known and mostly mended; the rest is written down with who does what until when.',
              },
              dse,
            ),
          ),
          act((finished.day + 1) * day, ({ doing, id }) =>
            doing('cases.resolve', { case: id, outcome: settled }),
          ),
        ]),
    ...(withdrawn === undefined
      ? []
      : [
          onDay(2, ({ doing }, engagement) =>
            doing('engagements.withdraw', { engagement, reason: withdrawn }, dse),
          ),
        ]),
  ]
}

const sessionNotes = [
  'Went through their set-up and agreed on what to measure first.',
  'Looked at the traces together: two thirds of the time go into one uncached call.',
  'Compared before and after; what is left is in their own code, and they know where.',
]

/** The record in the CRM is put right by who keeps it. */
export const recordFixed = (then: Fate): Fate => [
  ...then,
  act(8 * hour, async ({ doing, id }) => {
    const { items } = await doing('record_fixes.list', {}, 'sfdc-ops')
    for (const fix of items.filter((one) => one.case === id && one.team === 'sfdc-ops')) {
      await doing('record_fixes.done', { fix: fix.id }, 'sfdc-ops')
    }
  }),
]

/** The same trouble as in an earlier case. */
export const merged = (into: string): Fate => [
  act(90, ({ doing, id, named }) => doing('cases.merge', { case: id, into: named(into) })),
]

/** A sign of money, passed on to who cares for it. */
export const signalled = (
  kind: 'expansion' | 'churn-risk' | 'renewal',
  account: string,
  words: string,
  then: Fate,
): Fate => [
  ...then,
  act(7 * hour, ({ doing, id }) => doing('engagements.signal', { account, case: id, kind, words })),
]

/** Settled, and then it was not. */
export const reopened = (reason: string): Fate => [
  ...resolved(),
  act(2 * day, ({ doing, id }) => doing('cases.reopen', { case: id, reason })),
]
