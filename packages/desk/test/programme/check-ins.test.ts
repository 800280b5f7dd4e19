import { expect, it } from 'vitest'
import type { TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'
import { type AssignedDesk, assignedDesk, type Colleague } from './assigned-desk.ts'

const answers = ['The docs landed', 'Slow replies', 'A calm launch', 'Who owns the proxy']
const said = { answers, goingWell: 4, frustration: 2 }

type Pair = {
  readonly desk: TestDesk
  readonly programme: AssignedDesk
  readonly assignment: string
  readonly engineer: Colleague
  readonly partner: Colleague
}

/** Assigned on Monday 2 March 2026, by default across the Atlantic. */
async function pairOn(
  open: () => Promise<TestDesk>,
  [engineerZone, partnerZone] = ['America/New_York', 'Europe/Berlin'],
): Promise<Pair> {
  const desk = await open()
  const programme = assignedDesk(desk)
  await programme.listen()
  const engineer = await programme.person('Kim Ito', { timeZone: engineerZone! })
  const backup = await programme.person('Lou Berg')
  const partner = await programme.person('Max Weber', { team: 'customer-engineer', timeZone: partnerZone! })
  await programme.customer('acme', 'Acme')
  const assignment = await programme.assign('acme', { engineer, backup, customerEngineer: partner })
  return { desk, programme, assignment, engineer, partner }
}

const all = ({ desk, assignment }: Pair) =>
  desk.do('check_ins.list', { assignment }).then(({ items }) => items.toReversed())

const planned = async (pair: Pair) => (await all(pair)).find(({ state }) => state === 'planned')!

describeOnStores('check-ins', (open) => {
  it('are planned weekly inside both people’s hours, also when the clocks change on one side first', async () => {
    const pair = await pairOn(open)
    expect((await planned(pair)).localTimes).toEqual([
      { person: 'Kim Ito', time: '2026-03-03 09:00 (America/New_York)' },
      { person: 'Max Weber', time: '2026-03-03 15:00 (Europe/Berlin)' },
    ])
    const walls = []
    for (const day of ['2026-03-05', '2026-03-12', '2026-03-19', '2026-03-26', '2026-04-02']) {
      await pair.programme.passTo(`${day}T00:00:00.000Z`, 12 * 3_600_000)
      walls.push((await planned(pair)).localTimes.map(({ time }) => time.slice(5, 16)))
    }
    expect(walls).toEqual([
      ['03-10 09:00', '03-10 14:00'],
      ['03-17 09:00', '03-17 14:00'],
      ['03-24 09:00', '03-24 14:00'],
      ['03-31 09:00', '03-31 15:00'],
      ['04-07 09:00', '04-07 15:00'],
    ])
  })

  it('are at the engineer’s time where the two share none, which the assignment says once', async () => {
    const pair = await pairOn(open, ['America/New_York', 'Asia/Tokyo'])
    const first = await planned(pair)
    expect(first.note).toContain('Kim Ito and Max Weber share no working time')
    expect(first.localTimes[0]!.time).toContain('2026-03-03 09:00')
    await pair.programme.passTo('2026-03-20T00:00:00.000Z', 12 * 3_600_000)
    const { history } = await pair.desk.do('assignments.show', { assignment: pair.assignment })
    expect(history.filter(({ kind }) => kind === 'check-in-hours-not-shared')).toHaveLength(1)
  })

  it('avoid leave that was known, and move away from leave that comes later', async () => {
    const pair = await pairOn(open)
    const { id } = await planned(pair)
    await pair.desk.do('leave.add', { person: pair.partner.id, from: '2026-03-03', until: '2026-03-04' })
    await pair.programme.passTo('2026-03-02T12:00:00.000Z')
    expect(await planned(pair)).toMatchObject({ id, dueAt: '2026-03-05T14:00:00.000Z' })
  })

  it('of one engineer never fall together', async () => {
    const pair = await pairOn(open)
    await pair.programme.customer('globex')
    const backup = await pair.programme.person('Noa Katz')
    const { engineer, partner } = pair
    const other = await pair.programme.assign('globex', { engineer, backup, customerEngineer: partner })
    const [second] = (await pair.desk.do('check_ins.list', { assignment: other })).items
    expect(second!.dueAt).toBe('2026-03-03T14:30:00.000Z')
  })

  it('come prepared with the week’s cases, promises, documents under way and open goals', async () => {
    const pair = await pairOn(open)
    const { desk, engineer, assignment } = pair
    const facts = { topic: 'platform-fault', plan: 'enterprise' }
    const opened = await desk.do('cases.open', {
      text: 'It is down',
      subject: 'Down',
      account: 'acme',
      facts,
    })
    const due = { what: 'Find the limit', dueAt: '2026-03-06T12:00:00.000Z' }
    await desk.do('promises.make', { account: 'acme', ...due }, { actor: engineer })
    const learnt = { assignment, about: 'Proxy', learnt: 'There are two of them' }
    await desk.do('documents.update', learnt, { actor: engineer })
    const { id } = await planned(pair)
    const prepared = await desk.do('check_ins.prepare', { checkIn: id }, { actor: engineer })
    expect(prepared).toMatchObject({
      cases: [{ id: opened.id, subject: 'Down' }],
      promises: [{ what: 'Find the limit', overdue: false }],
      documents: [{ about: 'Proxy', awaits: expect.stringContaining('tells the customer engineer') }],
      goals: [],
    })
    expect(prepared.questions).toHaveLength(4)
  })

  it('are held with the standing questions answered, and carry goals on until they are done', async () => {
    const pair = await pairOn(open)
    const { desk, partner, engineer } = pair
    const hold = async (input: object, actor = partner) =>
      desk.do('check_ins.hold', { checkIn: (await planned(pair)).id, ...said, ...input }, { actor })
    const first = await hold({ newGoals: ['Move to the new region'] })
    expect(first).toMatchObject({ state: 'held', goingWell: 4, frustration: 2 })
    expect(first.answers[2]).toEqual({ question: 'What are we trying to make happen?', answer: answers[2] })
    await pair.programme.passTo('2026-03-03T14:00:00.000Z')
    const second = await hold({ newGoals: ['Write it down'] }, engineer)
    expect(second.goals.map(({ what }) => what)).toEqual(['Move to the new region', 'Write it down'])
    await pair.programme.passTo('2026-03-04T14:00:00.000Z')
    const third = await hold({ goalsDone: [second.goals[0]!.id] })
    expect(third.goals.map(({ doneAt }) => doneAt !== null)).toEqual([true, false])
    const fourth = await hold({})
    expect(fourth.goals.map(({ what }) => what)).toEqual(['Write it down'])
  })

  it('are refused with a question left out, a strange goal, or held twice', async () => {
    const pair = await pairOn(open)
    const { id: checkIn } = await planned(pair)
    const hold = (input: object) =>
      pair.desk.do('check_ins.hold', { checkIn, ...said, ...input }, { actor: pair.engineer })
    await expect(hold({ answers: ['One'] })).rejects.toMatchObject({ code: 'invalid', at: 'answers' })
    await expect(hold({ goalsDone: ['goal_x'] })).rejects.toMatchObject({ code: 'not_found' })
    await expect(hold({ goingWell: 6 })).rejects.toMatchObject({ code: 'invalid' })
    await hold({})
    await expect(hold({})).rejects.toMatchObject({ code: 'conflict' })
  })

  it('are held once and followed by one, when both write it down at the same time', async () => {
    const pair = await pairOn(open)
    const { id: checkIn } = await planned(pair)
    const outcomes = await Promise.allSettled(
      [pair.engineer, pair.partner].map((actor) =>
        pair.desk.do('check_ins.hold', { checkIn, ...said }, { actor }),
      ),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await all(pair)).map(({ state }) => state)).toEqual(['held', 'planned'])
  })

  it('are nobody’s business but of those who take part and of leadership', async () => {
    const pair = await pairOn(open)
    const { id: checkIn } = await planned(pair)
    const stranger = await pair.programme.person('Sam Hill')
    for (const name of ['check_ins.show', 'check_ins.prepare'] as const) {
      await expect(pair.desk.do(name, { checkIn }, { actor: stranger })).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
    const seen = await pair.desk.do('check_ins.list', {}, { actor: stranger })
    expect(seen.items).toEqual([])
    const holding = pair.desk.do('check_ins.hold', { checkIn, ...said }, { actor: stranger })
    await expect(holding).rejects.toMatchObject({ code: 'forbidden' })
    expect((await pair.desk.do('check_ins.list', {}, { actor: pair.partner })).items).toHaveLength(1)
  })

  it('remind a day before, and are told as missed once a day after, with the next one planned', async () => {
    const pair = await pairOn(open)
    await pair.programme.passTo('2026-03-04T13:59:00.000Z')
    expect(await pair.programme.told('check_in.due')).toMatchObject([
      { timestamp: '2026-03-02T14:00:00.000Z', data: { person: pair.engineer.id } },
    ])
    expect(await pair.programme.told('check_in.missed')).toEqual([])
    await pair.programme.passTo('2026-03-09T00:00:00.000Z')
    expect(await pair.programme.told('check_in.missed')).toHaveLength(1)
    expect((await all(pair)).map(({ state }) => state)).toEqual(['missed', 'planned'])
    const [missed] = await all(pair)
    const late = await pair.desk.do(
      'check_ins.hold',
      { checkIn: missed!.id, ...said },
      { actor: pair.engineer },
    )
    expect(late.state).toBe('held')
    expect((await all(pair)).map(({ state }) => state)).toEqual(['held', 'planned'])
  })

  it('are moved by hand, and remind of the new time alone', async () => {
    const pair = await pairOn(open)
    const { id: checkIn } = await planned(pair)
    const to = '2026-03-05T15:00:00.000Z'
    const input = { checkIn, to, reason: 'A workshop is on' }
    const moved = await pair.desk.do('check_ins.move', input, { actor: pair.engineer })
    expect(moved).toMatchObject({ dueAt: to, note: 'A workshop is on' })
    await pair.programme.passTo('2026-03-07T00:00:00.000Z')
    const times = (await pair.programme.told('check_in.due')).map(({ data }) => data['dueAt'])
    expect(times).toEqual([to])
    expect(await pair.programme.told('check_in.missed')).toHaveLength(1)
  })

  it('are found by words of their answers and goals', async () => {
    const pair = await pairOn(open)
    const { id: checkIn } = await planned(pair)
    const input = { checkIn, ...said, newGoals: ['Leave the old PROXY behind'] }
    await pair.desk.do('check_ins.hold', input, { actor: pair.engineer })
    const found = async (q: string) => (await pair.desk.do('check_ins.list', { q })).items.map(({ id }) => id)
    expect(await found('old proxy')).toEqual([checkIn])
    expect(await found('docs LANDED')).toEqual([checkIn])
    expect(await found('nothing of it')).toEqual([])
  })

  it('show their trend over the weeks in numbers', async () => {
    const pair = await pairOn(open)
    for (const [goingWell, frustration] of [
      [2, 5],
      [3, 4],
      [4, 3],
    ]) {
      const next = await planned(pair)
      await pair.programme.passTo(next.dueAt, 24 * 3_600_000)
      const input = { checkIn: next.id, ...said, goingWell: goingWell!, frustration: frustration! }
      await pair.desk.do('check_ins.hold', input, { actor: pair.engineer })
    }
    const next = await planned(pair)
    await pair.programme.passTo(new Date(Date.parse(next.dueAt) + 2 * 86_400_000).toISOString(), 86_400_000)
    expect(await pair.desk.do('check_ins.trend', { assignment: pair.assignment })).toEqual({
      weeks: [
        { week: '2026-W10', held: 1, missed: 0, goingWell: 2, frustration: 5 },
        { week: '2026-W11', held: 1, missed: 0, goingWell: 3, frustration: 4 },
        { week: '2026-W12', held: 1, missed: 0, goingWell: 4, frustration: 3 },
        { week: '2026-W13', held: 0, missed: 1, goingWell: null, frustration: null },
      ],
      goingWellChange: 1,
      frustrationChange: -1,
    })
  })

  it('end with the assignment', async () => {
    const pair = await pairOn(open)
    await pair.desk.do('assignments.end', { assignment: pair.assignment, reason: 'They left' })
    await pair.programme.passTo('2026-03-10T00:00:00.000Z')
    expect((await all(pair)).map(({ state }) => state)).toEqual(['called-off'])
    expect(await pair.programme.told('check_in.missed')).toEqual([])
  })
})
