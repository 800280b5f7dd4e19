import { expect, it } from 'vitest'
import { type Actor, openStore, operationsByName, perform, type Services } from '../../src/index.ts'
import { actorWith, defaultAnswering, openDesk, type TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'
import { runTimers } from '../timers.ts'
import { assigned, customerIn, staffed, vetted } from './programme.ts'

const strategic = 'post-sales-strategic'

/** The default policy with another cap, as an edit of the policy makes it. */
const withCap = (cap: number) => {
  const answering = defaultAnswering()
  const { compiled } = answering.policy
  const programme = { ...compiled.programme!, cap }
  return { ...answering, policy: { ...answering.policy, compiled: { ...compiled, programme } } }
}

async function told(desk: TestDesk, kind: string): Promise<Record<string, unknown>[]> {
  const rows = await desk.store.db
    .selectFrom('jobs')
    .select('payload')
    .where('queue', '=', 'delivery')
    .where('kind', '=', kind)
    .orderBy('id')
    .execute()
  return rows.map(({ payload }) => JSON.parse(payload).message.data)
}

const internalHook = (desk: TestDesk) =>
  desk.do('webhooks.add', { url: 'https://internal.example.com', internal: true })

describeOnStores('requests for an assigned engineer', (open, { kind, newAddress }) => {
  it('anyone who reads cases asks, and leadership hears of it', async () => {
    const desk = await open()
    await internalHook(desk)
    const account = await customerIn(desk, 'Harbour Bikes')
    const viewer = actorWith('viewer', null, 'vera')
    const asked = { account, kind: strategic, reason: 'Forty cases a quarter' }
    const request = await desk.do('requests.open', asked, { actor: viewer })
    expect(request).toMatchObject({
      state: 'open',
      missing: ['ce-leadership', 'sales-leadership'],
      askedBy: { id: 'vera' },
      startedBy: 'colleague',
    })
    expect(await told(desk, 'programme.requested')).toMatchObject([
      { request: request.id, account, channel: '#customer-support' },
    ])
    const again = desk.do('requests.open', asked)
    await expect(again).rejects.toMatchObject({ code: 'conflict', at: 'account' })
  })

  it('refuses a kind that does not fit the customer, and times that do not fit the kind', async () => {
    const desk = await open()
    const account = await customerIn(desk, 'Harbour Bikes', 'pre-sales')
    const asked = { account, reason: 'Trial' }
    const refused = (input: object) => desk.do('requests.open', { ...asked, ...input } as never)
    await expect(refused({ kind: strategic })).rejects.toMatchObject({ code: 'precondition_failed' })
    await expect(refused({ kind: 'lasting' })).rejects.toMatchObject({ code: 'invalid', at: 'kind' })
    await expect(refused({ kind: 'temporary-pre-sales' })).rejects.toMatchObject({ at: 'until' })
    await expect(
      refused({ kind: 'temporary-pre-sales', until: '2026-12-24T00:00:00.000Z' }),
    ).rejects.toMatchObject({ at: 'until' })
    await expect(refused({ kind: 'pre-sales', until: '2026-04-01T00:00:00.000Z' })).rejects.toMatchObject({
      at: 'until',
    })
  })

  it('takes a view only from who speaks for that part of leadership', async () => {
    const desk = await open()
    const { speakers } = await staffed(desk)
    const account = await customerIn(desk, 'Harbour Bikes')
    const { id: request } = await desk.do('requests.open', { account, kind: strategic, reason: 'x' })
    const view = { request, view: 'in-favour', words: 'Yes' } as const
    await expect(desk.do('requests.view', view)).rejects.toMatchObject({ code: 'forbidden' })
    const [ce, sales] = speakers as [Actor, Actor]
    const wrong = desk.do('requests.view', { ...view, role: 'sales-leadership' }, { actor: ce })
    await expect(wrong).rejects.toMatchObject({ code: 'forbidden' })
    await desk.do('requests.view', view, { actor: ce })
    const changed = await desk.do('requests.view', { ...view, view: 'against' }, { actor: ce })
    expect(changed.views.map(({ role, view }) => [role, view])).toEqual([
      ['ce-leadership', 'in-favour'],
      ['ce-leadership', 'against'],
    ])
    expect(changed.missing).toEqual(['sales-leadership'])
    const heard = await desk.do('requests.view', view, { actor: sales })
    expect(heard.missing).toEqual([])
  })

  it('is decided only once everybody was heard, also where support started it itself', async () => {
    const desk = await open()
    const { engineers, speakers } = await staffed(desk)
    const account = await customerIn(desk, 'Harbour Bikes', 'pre-sales')
    const asked = { account, kind: 'pre-sales', reason: 'x', startedBy: 'support' } as const
    const colleague = desk.do('requests.open', asked, { actor: actorWith('agent') })
    await expect(colleague).rejects.toMatchObject({ code: 'forbidden' })
    const lead = actorWith('programme-lead')
    const { id: request } = await desk.do('requests.open', asked, { actor: lead })
    const decision = { request, decision: 'approve', reason: 'x', engineer: engineers[0]!.id } as const
    const early = desk.do('requests.decide', decision, { actor: lead })
    await expect(early).rejects.toMatchObject({
      code: 'precondition_failed',
      message: 'ce-leadership and sales-leadership have not been heard yet',
    })
    for (const actor of speakers) {
      await desk.do('requests.view', { request, view: 'no-objection', words: 'Fine' }, { actor })
    }
    const agent = desk.do('requests.decide', decision, { actor: actorWith('agent') })
    await expect(agent).rejects.toMatchObject({ code: 'forbidden' })
    const decided = await desk.do('requests.decide', decision, { actor: lead })
    expect(decided.request).toMatchObject({ state: 'approved', decisionReason: 'x', startedBy: 'support' })
    expect(decided.assignment).toMatchObject({ engineer: engineers[0], backup: null, internal: true })
  })

  it('is declined with a reason, and is settled then', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Harbour Bikes')
    const { id: request } = await vetted(desk, staff, { account, kind: strategic })
    const silent = desk.do('requests.decide', { request, decision: 'decline' } as never)
    await expect(silent).rejects.toMatchObject({ code: 'invalid', at: 'reason' })
    const declined = await desk.do('requests.decide', { request, decision: 'decline', reason: 'Few cases' })
    expect(declined).toMatchObject({ request: { state: 'declined', decisionReason: 'Few cases' } })
    const again = desk.do('requests.decide', { request, decision: 'decline', reason: 'x' })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
  })

  it('wants a backup after the sale who is somebody else, and none before it', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const [first, second] = staff.engineers.map(({ id }) => id)
    const after = await customerIn(desk, 'Harbour Bikes')
    const before = await customerIn(desk, 'Quiet Foods', 'pre-sales')
    const signed = await vetted(desk, staff, { account: after, kind: strategic })
    const trial = await vetted(desk, staff, { account: before, kind: 'pre-sales' })
    const yes = { decision: 'approve', reason: 'Yes', engineer: first! } as const
    const none = desk.do('requests.decide', { ...yes, request: signed.id })
    await expect(none).rejects.toMatchObject({ code: 'precondition_failed', at: 'backup' })
    const same = desk.do('requests.decide', { ...yes, request: signed.id, backup: first! })
    await expect(same).rejects.toMatchObject({ code: 'invalid', at: 'backup' })
    const one = desk.do('requests.decide', { ...yes, request: trial.id, backup: second! })
    await expect(one).rejects.toMatchObject({ code: 'precondition_failed', at: 'backup' })
    const outsider = desk.do('requests.decide', { ...yes, request: trial.id, engineer: staff.ce })
    await expect(outsider).rejects.toMatchObject({ code: 'precondition_failed', at: 'engineer' })
    const { assignment } = await desk.do('requests.decide', { ...yes, request: signed.id, backup: second! })
    expect(assignment).toMatchObject({ engineer: { id: first }, backup: { id: second } })
  })

  it('over the cap it waits in line, and the next is offered the place that comes free', async () => {
    const desk = await open(withCap(2))
    await internalHook(desk)
    const staff = await staffed(desk)
    const customers = []
    for (const name of ['Ash', 'Birch', 'Cedar', 'Elm'])
      customers.push(await customerIn(desk, name, 'pre-sales'))
    const [ash, birch, cedar, elm] = customers as [string, string, string, string]
    const running = await assigned(desk, staff, ash, 'pre-sales')
    await assigned(desk, staff, birch, 'pre-sales', { engineer: 1 })
    const third = await vetted(desk, staff, { account: cedar, kind: 'pre-sales' })
    const fourth = await vetted(desk, staff, { account: elm, kind: 'pre-sales' })
    const yes = { decision: 'approve', reason: 'Yes', engineer: staff.engineers[2]!.id } as const
    const waits = await desk.do('requests.decide', { ...yes, request: third.id })
    expect(waits).toMatchObject({ request: { state: 'waiting', place: 1 }, assignment: null })
    desk.setTime(1_000)
    await desk.do('requests.decide', { ...yes, request: fourth.id })
    const { items, places } = await desk.do('requests.list', { state: 'waiting' })
    expect(items.map(({ id, place }) => [id, place])).toEqual([
      [third.id, 1],
      [fourth.id, 2],
    ])
    expect(places).toEqual({ cap: 2, used: 2, offered: 0 })
    const ended = await desk.do('assignments.end', { assignment: running.id, reason: 'Quiet now' })
    expect(ended.offeredTo).toEqual([third.id])
    expect(await told(desk, 'programme.place_free')).toMatchObject([{ request: third.id, account: cedar }])
    // The place is promised: who comes later does not take it.
    const passed = await desk.do('requests.decide', { ...yes, request: fourth.id })
    expect(passed.request).toMatchObject({ state: 'waiting', place: 1 })
    const taken = await desk.do('requests.decide', { ...yes, request: third.id })
    expect(taken).toMatchObject({
      request: { state: 'approved' },
      assignment: { account: { name: 'Cedar' } },
    })
  })

  it('an offer that is declined or withdrawn goes to the next', async () => {
    const desk = await open(withCap(1))
    const staff = await staffed(desk)
    const customers = []
    for (const name of ['Ash', 'Birch', 'Cedar']) customers.push(await customerIn(desk, name, 'pre-sales'))
    const running = await assigned(desk, staff, customers[0]!, 'pre-sales')
    const yes = { decision: 'approve', reason: 'Yes' } as const
    const waiting = []
    for (const account of customers.slice(1)) {
      const { id } = await vetted(desk, staff, { account, kind: 'pre-sales' })
      await desk.do('requests.decide', { ...yes, request: id })
      desk.setTime(1_000)
      waiting.push(id)
    }
    await desk.do('assignments.end', { assignment: running.id, reason: 'x' })
    await desk.do('requests.withdraw', { request: waiting[0]!, reason: 'Not needed any more' })
    const { items } = await desk.do('requests.list', { state: 'offered' })
    expect(items.map(({ id }) => id)).toEqual([waiting[1]])
  })

  it('a policy with a higher cap makes room for who waits by the next day', async () => {
    const desk = await open(withCap(1))
    const staff = await staffed(desk)
    const [ash, birch] = [
      await customerIn(desk, 'Ash', 'pre-sales'),
      await customerIn(desk, 'Birch', 'pre-sales'),
    ]
    await assigned(desk, staff, ash, 'pre-sales')
    const { id } = await vetted(desk, staff, { account: birch, kind: 'pre-sales' })
    await desk.do('requests.decide', { request: id, decision: 'approve', reason: 'Yes' })
    desk.setTime(25 * 3_600_000)
    await runTimers(desk)
    expect(await desk.do('requests.show', { request: id })).toMatchObject({ state: 'waiting' })
    desk.setTime(25 * 3_600_000)
    await runTimers({ ...desk, services: { ...desk.services, answering: withCap(2) } })
    expect(await desk.do('requests.show', { request: id })).toMatchObject({ state: 'offered' })
  })

  it('shows who could take it, the most suitable first, with reasons', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const [first, second, third] = staff.engineers.map(({ id }) => id) as [string, string, string]
    await desk.do('people.update', { person: second, languages: ['de'], areas: ['domains-dns-ssl'] })
    await desk.do('people.update', { person: third, languages: ['de', 'en'] })
    await desk.do('people.overload', { person: third, overloaded: true })
    await desk.do('leave.add', { person: first, from: '2026-03-05', until: '2026-03-09' })
    const account = await customerIn(desk, 'Harbour Bikes')
    const request = await desk.do('requests.open', {
      account,
      kind: strategic,
      reason: 'x',
      engineer: second,
      languages: ['de'],
      areas: ['domains-dns-ssl'],
    })
    const { candidates, room, missing } = await desk.do('requests.preview', { request: request.id })
    expect(candidates.map(({ name, suits }) => [name, suits])).toEqual([
      ['Tomasz Nowak', true],
      ['Ines Moreau', false],
      ['Katharina Brandt', false],
    ])
    expect(candidates[0]!.for).toEqual(
      expect.arrayContaining(['works in de', 'knows domains-dns-ssl', 'was wished for', 'has 0 of 12 cases']),
    )
    expect(candidates[1]!.against).toEqual(['is overloaded'])
    expect(candidates[2]!.against).toEqual([
      'is on leave from 2026-03-05 to 2026-03-10',
      'does not work in de',
    ])
    expect({ room, missing }).toEqual({ room: true, missing: ['ce-leadership', 'sales-leadership'] })
  })

  it('is seen by who asked, by who speaks for leadership, and by who runs the programme', async () => {
    const desk = await open()
    const { speakers } = await staffed(desk)
    const account = await customerIn(desk, 'Harbour Bikes')
    const vera = actorWith('viewer', null, 'vera')
    const asked = { account, kind: strategic, reason: 'x' }
    const { id: request } = await desk.do('requests.open', asked, { actor: vera })
    const seen = async (actor: Actor) => (await desk.do('requests.list', {}, { actor })).items.length
    expect(await seen(vera)).toBe(1)
    expect(await seen(speakers[0]!)).toBe(1)
    expect(await seen(actorWith('programme-lead'))).toBe(1)
    expect(await seen(actorWith('agent', null, 'tom'))).toBe(0)
    const other = desk.do('requests.show', { request }, { actor: actorWith('agent', null, 'tom') })
    await expect(other).rejects.toMatchObject({ code: 'not_found' })
    const withdrawal = desk.do('requests.withdraw', { request, reason: 'x' }, { actor: speakers[0]! })
    await expect(withdrawal).rejects.toMatchObject({ code: 'forbidden' })
    await desk.do('requests.withdraw', { request, reason: 'Solved otherwise' }, { actor: vera })
  })

  // SQLite has one writer, and one server on one file.
  if (kind === 'postgres')
    it('fifty approvals at once on three servers never pass the cap', async () => {
      const address = await newAddress()
      const desk = await openDesk(address)
      const staff = await staffed(desk)
      const requests: string[] = []
      for (let n = 0; n < 50; n++) {
        const account = await customerIn(desk, `Customer ${n}`, 'pre-sales')
        requests.push((await vetted(desk, staff, { account, kind: 'pre-sales' })).id)
      }
      const stores = await Promise.all([1, 2, 3].map(() => openStore(address)))
      const servers = stores.map((store): Services => ({ ...desk.services, store }))
      const approvals = await Promise.all(
        requests.map((request, n) =>
          perform(
            servers[n % 3]!,
            operationsByName['requests.decide'],
            { request, decision: 'approve', reason: 'Yes', engineer: staff.engineers[n % 3]!.id },
            { actor: actorWith('programme-lead'), surface: 'http' },
          ),
        ),
      )
      const states = Map.groupBy(approvals, ({ request }) => request.state)
      expect(states.get('approved')).toHaveLength(15)
      expect(states.get('waiting')).toHaveLength(35)
      const { places } = await desk.do('exceptions.show', {})
      expect(places).toEqual({ cap: 15, used: 15, free: 0, offered: 0, waiting: 35 })
      const line = (await desk.do('requests.list', { state: 'waiting' })).items.map(({ place }) => place)
      expect(line).toEqual(Array.from({ length: 35 }, (_, n) => n + 1))
      await Promise.all([desk.close(), ...stores.map((store) => store.close())])
    })
})
