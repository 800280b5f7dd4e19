/** What is kept of assigned customers in the demonstration: promises, documents, meetings, practices, environments. */
import { type AssignedKey, assigned, dayMs, engineerOf, later, running } from './assigned.ts'
import { type CustomerKey, externalIdOf } from './customers.ts'
import { as, does, type MakeStep, type Stage, type Step } from './stage.ts'

/** All of it, each at its time. */
export const keptSteps = (step: MakeStep): Step[] => [
  ...promises.map((one) => step(one.ago, 12, `promise to ${one.to}`, (stage) => promise(stage, one))),
  ...promises
    .filter(({ kept }) => kept !== undefined)
    .map((one) => step(one.kept!.ago, 15, `keeping ${one.what}`, (stage) => keep(stage, one))),
  ...promises
    .filter(({ moved }) => moved !== undefined)
    .map((one) => step(one.moved!.ago, 14, `moving ${one.what}`, (stage) => move(stage, one))),
  ...documents.map((one) => step(one.ago, 13, `learning of ${one.of}`, (stage) => learn(stage, one))),
  ...meetings.map(([key, ago, notes]) =>
    step(ago, 16, `meeting ${key}`, (stage) => meet(stage, key, ago, notes)),
  ),
  ...practices.map((one) => step(one.ago, 14, one.title, (stage) => practise(stage, one))),
  ...environments.map(([key, where]) =>
    step(assigned[key].ago - 2, 15, 'environment', (stage) => keepCopy(stage, key, where)),
  ),
]

type Promised = {
  readonly to: AssignedKey
  readonly what: string
  readonly ago: number
  /** In how many days it is due. */
  readonly days: number
  readonly kept?: { readonly ago: number; readonly note: string }
  readonly moved?: { readonly ago: number; readonly days: number; readonly explanation: string }
}

const promises: readonly Promised[] = [
  {
    to: 'thornbury',
    what: 'Find out whether certificates can be issued before the move',
    ago: 33,
    days: 3,
    kept: { ago: 32, note: 'They can; the steps are in the document.' },
  },
  {
    to: 'kestrel',
    what: 'Ask Engineering why cold starts differ by region',
    ago: 26,
    days: 5,
    moved: { ago: 24, days: 7, explanation: 'Engineering measures it again this week.' },
    kept: { ago: 20, note: 'Explained on the call; a setting helps.' },
  },
  {
    to: 'moonrake',
    what: 'Send the figures of the last launch',
    ago: 19,
    days: 2,
    kept: { ago: 18, note: 'Sent with a comparison to the one before.' },
  },
  {
    to: 'aldermoor',
    what: 'Say by when the second region is there',
    ago: 12,
    days: 4,
    kept: { ago: 9, note: 'In June, by the product team.' },
  },
  { to: 'harrowgate', what: 'Write down who is called at night', ago: 8, days: 4 },
  { to: 'copperfield', what: 'Check which limits the launch needs', ago: 4, days: 9 },
  {
    to: 'tidewell',
    what: 'Find out why the directory sends no groups',
    ago: 6,
    days: 5,
    moved: { ago: 4, days: 6, explanation: 'Their vendor answers next week.' },
  },
  { to: 'calloway', what: 'Answer the three open questions of their board', ago: 2, days: 5 },
  { to: 'lindenfeld', what: 'Give the list of regions with what each holds', ago: 1, days: 2 },
]

async function promise(stage: Stage, { to, what, days }: Promised): Promise<void> {
  const made = await does(
    stage.services,
    'promises.make',
    { account: externalIdOf(to), what, dueAt: later(stage, days) },
    as(stage, engineerOf(to)),
  )
  stage.cases.set(what, made.id)
}

const keep = (stage: Stage, { to, what, kept }: Promised) =>
  does(
    stage.services,
    'promises.keep',
    { promise: stage.cases.get(what)!, note: kept!.note },
    as(stage, engineerOf(to)),
  )

const move = (stage: Stage, { to, what, moved }: Promised) =>
  does(
    stage.services,
    'promises.move',
    { promise: stage.cases.get(what)!, to: later(stage, moved!.days), explanation: moved!.explanation },
    as(stage, engineerOf(to)),
  )

type Learnt = {
  readonly of: AssignedKey
  readonly ago: number
  readonly about: string
  readonly learnt: string
  /** How many steps of the chain are confirmed after the first. */
  readonly confirmed: 0 | 1 | 2
}

const documents: readonly Learnt[] = [
  {
    of: 'thornbury',
    ago: 30,
    about: 'Certificates',
    learnt: 'One wildcard for all stores, renewed by hand in May. See the page on domains.',
    confirmed: 2,
  },
  {
    of: 'moonrake',
    ago: 25,
    about: 'Caching',
    learnt: 'Start pages are rendered per region; the key holds the language.',
    confirmed: 2,
  },
  {
    of: 'kestrel',
    ago: 18,
    about: 'Two repositories',
    learnt: 'The tracker deploys from a second repository with its own team.',
    confirmed: 2,
  },
  {
    of: 'harrowgate',
    ago: 11,
    about: 'Night shift',
    learnt: 'From ten to five another company operates the site.',
    confirmed: 1,
  },
  {
    of: 'aldermoor',
    ago: 10,
    about: 'Patient data',
    learnt: 'Nothing of patients may be in logs; functions in one region only.',
    confirmed: 2,
  },
  {
    of: 'tidewell',
    ago: 5,
    about: 'Directory',
    learnt: 'Groups come from the new directory under other names.',
    confirmed: 1,
  },
  {
    of: 'copperfield',
    ago: 3,
    about: 'Seasons',
    learnt: 'Traffic is ten times as high in the first two hours.',
    confirmed: 0,
  },
]

async function learn(stage: Stage, { of, about, learnt, confirmed }: Learnt): Promise<void> {
  const { id: assignment } = await running(stage, of)
  const by = as(stage, engineerOf(of))
  const { id: update } = await does(stage.services, 'documents.update', { assignment, about, learnt }, by)
  for (const step of [2, 3].slice(0, confirmed)) {
    const actor = step === 2 ? by : as(stage, assigned[of].partner)
    await does(stage.services, 'documents.confirm', { update, step }, actor)
  }
}

const meetings: readonly (readonly [AssignedKey, number, string])[] = [
  ['thornbury', 28, 'Went through the calendar up to the spring collection.'],
  ['moonrake', 21, 'Two launches fixed; load tests begin in three weeks.'],
  ['lindenfeld', 15, 'Their counsel joined; open are regions and the audit.'],
  ['kestrel', 10, 'They asked for fewer people on the call.'],
  ['harrowgate', 5, 'Agreed who writes to whom during the change of timetable.'],
]

/** Before the sale a meeting is agreed with the customer engineer first. */
async function meet(stage: Stage, key: AssignedKey, ago: number, notes: string): Promise<void> {
  const atMs = Date.parse(stage.services.now())
  const { partner, to } = assigned[key]
  await does(
    stage.services,
    'customers.record_meeting',
    {
      account: externalIdOf(key),
      at: new Date(atMs - dayMs / 24).toISOString(),
      kind: ago % 2 === 0 ? 'ad-hoc' : 'regular',
      people: ['Their head of platform', 'Their lead developer'],
      agreedWith: stage.people.get(partner)!,
      agreedAt: new Date(atMs - dayMs).toISOString(),
      notes,
    },
    as(stage, to),
  )
}

type Practice = {
  readonly from: AssignedKey
  readonly ago: number
  readonly title: string
  readonly body: string
  readonly offeredTo: readonly CustomerKey[] | 'all'
  readonly takenUpBy?: CustomerKey
  readonly declinedBy?: CustomerKey
}

const practices: readonly Practice[] = [
  {
    from: 'moonrake',
    ago: 22,
    title: 'Rehearse a launch with a tenth of the traffic',
    body: 'Send a tenth of the expected traffic to a preview for an hour, and look at limits and cold starts together.',
    offeredTo: ['copperfield', 'thornbury', 'pinecrest'],
    takenUpBy: 'copperfield',
    declinedBy: 'pinecrest',
  },
  {
    from: 'aldermoor',
    ago: 14,
    title: 'One page on who may be called when',
    body: 'Names, hours and what each may decide, on one page that both sides keep.',
    offeredTo: 'all',
    takenUpBy: 'harrowgate',
  },
  {
    from: 'thornbury',
    ago: 6,
    title: 'Ask for certificates before a move',
    body: 'Have certificates issued a day before the records change, then the move has no gap.',
    offeredTo: [],
  },
]

async function practise(
  stage: Stage,
  { from, title, body, offeredTo, takenUpBy, declinedBy }: Practice,
): Promise<void> {
  const by = as(stage, engineerOf(from))
  const { id: practice } = await does(
    stage.services,
    'practices.mark',
    { account: externalIdOf(from), title, body },
    by,
  )
  if (offeredTo.length === 0) return
  const to = offeredTo === 'all' ? offeredTo : (offeredTo as readonly CustomerKey[]).map(externalIdOf)
  await does(stage.services, 'practices.offer', { practice, to }, by)
  for (const [customer, state] of [
    [takenUpBy, 'taken-up'],
    [declinedBy, 'declined'],
  ] as const) {
    if (customer)
      await does(stage.services, 'practices.settle', { practice, account: externalIdOf(customer), state }, by)
  }
}

const environments: readonly (readonly [AssignedKey, string])[] = [
  ['thornbury', 'The team "thornbury-copy", switched off over night'],
  ['kestrel', 'A branch of the sandbox repository, with their settings'],
  ['moonrake', 'The team "streaming-copy"; data is made up'],
]

const keepCopy = (stage: Stage, key: AssignedKey, where: string) =>
  does(
    stage.services,
    'customers.keep_environment',
    { account: externalIdOf(key), where },
    as(stage, engineerOf(key)),
  )
