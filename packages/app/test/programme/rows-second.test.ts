/**
 * The programme of assigned support engineers as its rows say it, in their order: A12 to A14, A16 to A18, and what
 * leadership sees of its fairness, each through the HTTP API on both stores. The other rows are in
 * `rows-first.test.ts`.
 */
import { playTimers, type Role } from '@rightdesk/desk'
import { expect, it } from 'vitest'
import type { TestDesk } from '../../../desk/test/desk.ts'
import { describeOnStores, type OpenDesk } from '../../../desk/test/stores.ts'
import { type Answer, type Json, speakingTo } from './speaking.ts'

const log = { warn: () => {}, error: () => {} }

/** Kim in New York is assigned to Acme on Monday 2 March 2026, with Max in Berlin as customer engineer. */
async function story(open: OpenDesk) {
  const desk: TestDesk = await open()
  const { actors, as } = speakingTo(desk)
  const ada = as('ada')
  const hire = async (key: string, name: string, team: string, timeZone: string, role: Role = 'agent') => {
    const { id } = await ada('POST /people', { name, team, timeZone })
    actors.set(key, { kind: 'person', id, name, grants: [{ role, team }] })
    return id as string
  }
  const ids = {
    kim: await hire('kim', 'Kimberly Frost', 'cse', 'America/New_York'),
    lou: await hire('lou', 'Louise Grimm', 'cse', 'Europe/Berlin'),
    noa: await hire('noa', 'Noa Katz', 'cse', 'America/New_York'),
    max: await hire('max', 'Maximilian Roth', 'customer-engineer', 'Europe/Berlin'),
    dora: await hire('dora', 'Dora Finch', 'customer-engineer', 'UTC'),
    emil: await hire('emil', 'Emil Sander', 'account-team', 'UTC'),
  }
  await ada(`PUT /programme-roles/ce-leadership/people/${ids.dora}`)
  await ada(`PUT /programme-roles/sales-leadership/people/${ids.emil}`)
  await ada('POST /webhooks', { url: 'https://hooks.example.com/desk', events: ['*'], internal: true })
  const acme = (await ada('PUT /accounts/acme', { name: 'Acme', facts: { plan: 'enterprise' } })).id as string
  await ada(`POST /customers/${acme}/people`, { role: 'ce', person: ids.max })
  const asked = { account: acme, kind: 'post-sales-strategic', reason: 'Many cases a week' }
  const request = await as('kim')('POST /requests', asked)
  for (const who of ['dora', 'emil']) {
    await as(who)(`POST /requests/${request.id}/views`, { view: 'in-favour', words: 'It would help' })
  }
  const approved = await as('lead')(`POST /requests/${request.id}/decision`, {
    decision: 'approve',
    reason: 'Strategic',
    engineer: ids.kim,
    backup: ids.lou,
  })
  const later = async (time: string): Promise<void> => {
    await playTimers(desk.services, log, time, desk.setTime)
    desk.setTime(time)
  }
  /** When others were told of something. */
  const told = async (kind: string): Promise<string[]> => {
    const { items } = await ada(`GET /deliveries?kind=${kind}&limit=200`)
    return items.map(({ createdAt }: { createdAt: string }) => createdAt).sort()
  }
  const assignment = approved.assignment.id as string
  return {
    desk,
    as,
    ada,
    lead: as('lead'),
    kim: as('kim'),
    max: as('max'),
    ids,
    acme,
    assignment,
    later,
    told,
  }
}

const answers = ['The docs landed', 'Slow replies', 'A calm launch', 'Who owns the proxy']

describeOnStores('the programme by its rows', (open) => {
  it('A12: what is learnt goes into the design document, to the customer engineer and into the CRM, tracked to its end', async () => {
    const { kim, max, acme, assignment, later, told } = await story(open)
    const begun = await kim(`POST /assignments/${assignment}/document-updates`, {
      about: 'The proxy',
      learnt: 'There are two of them, in a row',
    })
    expect(begun).toMatchObject({
      status: 201,
      state: 'open',
      awaits: 'The engineer tells the customer engineer.',
    })
    const tooEarly = await max(`POST /document-updates/${begun.id}/confirm`, { step: 3 })
    expect(tooEarly).toMatchObject({ status: 409, at: 'step' })

    await later('2026-03-06T09:00:00.000Z')
    expect(await told('documents.reminder')).toHaveLength(1)
    await kim(`POST /document-updates/${begun.id}/confirm`, { step: 2, note: 'In our channel' })
    await later('2026-03-09T09:00:00.000Z')
    expect(await told('documents.reminder')).toHaveLength(2)
    const closed = await max(`POST /document-updates/${begun.id}/confirm`, { step: 3 })
    expect(closed).toMatchObject({ state: 'closed', awaits: null })
    expect(closed.steps.map(({ by, at }: Answer) => [by.name, at.slice(0, 10)])).toEqual([
      ['Kimberly Frost', '2026-03-02'],
      ['Kimberly Frost', '2026-03-06'],
      ['Maximilian Roth', '2026-03-09'],
    ])
    await later('2026-03-20T09:00:00.000Z')
    expect(await told('documents.reminder')).toHaveLength(2)
    expect((await kim(`GET /document-updates?account=${acme}&state=open`)).items).toEqual([])
  })

  it('A13: engineer and customer engineer meet weekly on four standing questions, in both people’s hours', async () => {
    const { kim, max, lead, acme, assignment, later, told } = await story(open)
    const next = async () => (await kim(`GET /check-ins?assignment=${assignment}&state=planned`)).items[0]
    const first = await next()
    expect(first.localTimes.map(({ time }: Answer) => time)).toEqual([
      '2026-03-03 09:00 (America/New_York)',
      '2026-03-03 15:00 (Europe/Berlin)',
    ])

    await kim('POST /promises', { account: acme, what: 'Find the limit', dueAt: '2026-03-05T12:00:00Z' })
    const prepared = await kim(`GET /check-ins/${first.id}/preparation`)
    expect(prepared.questions).toEqual([
      'What is going well?',
      'What is frustrating?',
      'What are we trying to make happen?',
      'What context would help with troubleshooting?',
    ])
    expect(prepared.promises).toMatchObject([{ what: 'Find the limit' }])

    await later('2026-03-03T14:30:00.000Z')
    const held = await max(`POST /check-ins/${first.id}/hold`, {
      answers,
      newGoals: ['Move to the new region'],
      goingWell: 2,
      frustration: 4,
    })
    expect(held).toMatchObject({ status: 200, state: 'held', goals: [{ what: 'Move to the new region' }] })
    expect((await kim('GET /check-ins?q=new+region')).items).toMatchObject([{ id: first.id }])

    // Berlin is an hour nearer in this week: the clocks change in New York first.
    const second = await next()
    expect(second.dueAt).toBe('2026-03-10T13:00:00.000Z')
    await later('2026-03-10T13:30:00.000Z')
    const again = await kim(`POST /check-ins/${second.id}/hold`, { answers, goingWell: 4, frustration: 2 })
    expect(again.goals).toEqual(held.goals)

    await later('2026-03-19T00:00:00.000Z')
    expect(await told('check_in.missed')).toHaveLength(1)
    expect(await told('check_in.due')).toHaveLength(3)
    expect((await kim(`GET /check-ins?assignment=${assignment}&state=missed`)).items).toHaveLength(1)
    expect((await next()).dueAt).toBe('2026-03-24T13:00:00.000Z')
    expect(await lead(`GET /check-in-trend?assignment=${assignment}`)).toMatchObject({
      weeks: [
        { week: '2026-W10', held: 1, goingWell: 2, frustration: 4 },
        { week: '2026-W11', held: 1, goingWell: 4, frustration: 2 },
        { week: '2026-W12', held: 0, missed: 1, goingWell: null },
      ],
      goingWellChange: 2,
      frustrationChange: -2,
    })
  })

  it('A14: what looks like Professional Services goes to leadership before anybody says yes', async () => {
    const { kim, lead, acme, told } = await story(open)
    const facts = { topic: 'delivery-work', plan: 'enterprise' }
    const opened = await kim('POST /cases', { text: 'Please build the adapter', account: acme, facts })
    const [check] = (await lead(`GET /leadership-checks?case=${opened.id}&state=open`)).items
    expect(check).toMatchObject({ topic: 'delivery-work', account: { name: 'Acme' } })
    expect(await told('leadership_check.opened')).toHaveLength(1)

    const reply = (body: Json) => lead(`POST /cases/${opened.id}/replies`, body)
    expect(await reply({ body: 'Yes, next week.' })).toMatchObject({ status: 412, at: 'takesNothingOn' })
    const thanks = { body: 'Thank you, we come back to you.', takesNothingOn: true }
    expect(await reply(thanks)).toMatchObject({ status: 201 })

    const word = { says: 'no', reason: 'Partners build adapters' }
    expect(await kim(`POST /leadership-checks/${check.id}/decide`, word)).toMatchObject({ status: 403 })
    const decided = await lead(`POST /leadership-checks/${check.id}/decide`, word)
    expect(decided).toMatchObject({ state: 'no', reason: 'Partners build adapters' })
    expect(await reply({ body: 'Our partners do that.' })).toMatchObject({ status: 201 })

    const byHand = await kim('POST /leadership-checks', {
      account: acme,
      what: 'They want a weekly workshop',
    })
    expect(byHand).toMatchObject({ status: 201, state: 'open', topic: null })
  })

  it('A16: an assignment is never permanent: asked for any reason, quick with good notes, history stays', async () => {
    const { kim, max, lead, ada, ids, acme, assignment } = await story(open)
    await kim(`PUT /customers/${acme}/environment`, { where: 'https://sandbox.example.com/acme' })
    const learnt = { about: 'The proxy', learnt: 'There are two' }
    const update = await kim(`POST /assignments/${assignment}/document-updates`, learnt)
    const facts = { topic: 'platform-fault', plan: 'enterprise' }
    const opened = await kim('POST /cases', { text: 'Builds fail', account: acme, facts })
    await ada(`POST /cases/${opened.id}/assign`, { person: ids.kim })

    const asked = await kim(`POST /assignments/${assignment}/transitions`, {
      reason: 'I would like other issues',
    })
    expect(asked).toMatchObject({ status: 201, readiness: { ready: false } })
    const missing = asked.readiness.items.filter(({ ready }: Answer) => !ready)
    expect(missing.map(({ item }: Answer) => item)).toEqual(['chains'])
    for (const step of [2, 3]) await max(`POST /document-updates/${update.id}/confirm`, { step })
    const ready = await kim(`GET /transitions/${asked.id}`)
    expect(ready.readiness.ready).toBe(true)
    expect(ready.candidates.map(({ person }: Answer) => person.name)).toEqual(['Louise Grimm', 'Noa Katz'])
    expect(ready.candidates[1].reasons.join()).toContain('working hours a week with Maximilian Roth')

    await kim(`PUT /transitions/${asked.id}/proposal`, {
      note: 'They deploy on Tuesdays',
      successor: ids.noa,
    })
    const done = await lead(`POST /transitions/${asked.id}/hand-over`, {})
    expect(done).toMatchObject({ status: 200, state: 'handed-over', successor: { name: 'Noa Katz' } })
    expect((await lead(`GET /cases/${opened.id}`)).assignee.name).toBe('Noa Katz')
    const shown = await lead(`GET /assignments/${assignment}`)
    expect(shown).toMatchObject({ engineer: { name: 'Noa Katz' }, backup: { name: 'Louise Grimm' } })
    const kinds = shown.history.map(({ kind }: Answer) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['started', 'transition-asked', 'handed-over']))
    expect((await lead(`GET /check-ins?assignment=${assignment}&state=planned`)).items).toHaveLength(1)
  })

  it('A17: “I’ll find out by Thursday” is tracked until it is kept, and never moved silently', async () => {
    const { kim, acme, later, told } = await story(open)
    const dueAt = '2026-03-05T12:00:00.000Z'
    const made = await kim('POST /promises', { account: acme, what: 'Why builds wait', dueAt })
    expect(made).toMatchObject({ status: 201, owedBy: { name: 'Kimberly Frost' }, dueAt })
    const silent = await kim(`POST /promises/${made.id}/move`, { to: '2026-03-06T12:00:00.000Z' })
    expect(silent).toMatchObject({ status: 400, at: 'explanation' })
    const moved = await kim(`POST /promises/${made.id}/move`, {
      to: '2026-03-06T12:00:00.000Z',
      explanation: 'The logs come on Friday',
    })
    expect(moved.moves).toMatchObject([{ from: dueAt, explanation: 'The logs come on Friday' }])
    await later('2026-03-08T09:00:00.000Z')
    expect((await kim('GET /promises?person=me&overdue=true')).items).toMatchObject([{ id: made.id }])
    await kim(`POST /promises/${made.id}/keep`, { note: 'It was the cache' })
    await later('2026-03-12T09:00:00.000Z')
    expect(await told('promise.overdue')).toEqual(['2026-03-06T12:00:00.000Z', '2026-03-07T12:00:00.000Z'])
  })

  it('A18: what works for one customer is marked and offered to all', async () => {
    const { kim, ada, acme } = await story(open)
    await ada('PUT /accounts/globex', { name: 'Globex', facts: { plan: 'pro' } })
    const useful = {
      account: acme,
      title: 'A page of limits',
      body: 'Keep one page with every raised limit.',
    }
    const marked = await kim('POST /practices', useful)
    expect(marked).toMatchObject({ status: 201, markedBy: { name: 'Kimberly Frost' } })
    const offered = await kim(`POST /practices/${marked.id}/offers`, { to: 'all' })
    expect(offered.offers).toEqual({ offered: 1, takenUp: 0, declined: 0 })
    await kim(`PUT /practices/${marked.id}/offers/globex`, { state: 'taken-up' })
    expect((await kim('GET /practices?offeredTo=globex')).items).toMatchObject([
      { title: 'A page of limits', offers: { takenUp: 1 } },
    ])
  })

  it('Fairness: leadership sees load over time, who is above the limit, and whose customer could rotate', async () => {
    const { kim, lead, ada, ids, acme } = await story(open)
    const facts = { topic: 'platform-fault', plan: 'enterprise' }
    const opened = await kim('POST /cases', { text: 'Builds fail', account: acme, facts })
    await ada(`POST /cases/${opened.id}/assign`, { person: ids.kim })
    const shown = await lead('GET /fairness?weeks=4')
    expect(shown).toMatchObject({
      status: 200,
      cap: 15,
      assigned: 1,
      kinds: { 'post-sales-strategic': 1 },
      aboveLimit: [],
      rotations: [],
    })
    expect(shown.engineers[0]).toMatchObject({ person: { id: ids.kim }, customers: 1, openCases: 1 })
    expect(await kim('GET /fairness')).toMatchObject({ status: 403 })
  })
})
