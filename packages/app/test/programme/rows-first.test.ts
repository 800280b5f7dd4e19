/**
 * The programme of assigned support engineers as its rows say it, in their order: A1 to A11, A15, A19 and A20, each
 * through the HTTP API on both stores. The other rows are in `rows-second.test.ts`.
 */
import { playTimers, type Role } from '@rightdesk/desk'
import { expect, it } from 'vitest'
import type { TestDesk } from '../../../desk/test/desk.ts'
import { describeOnStores } from '../../../desk/test/stores.ts'
import { type Answer, type Json, speakingTo } from './speaking.ts'

const log = { warn: () => {}, error: () => {} }

/** Lets the time pass, and what is due happen at its time. */
async function until(desk: TestDesk, time: string): Promise<void> {
  await playTimers(desk.services, log, time, desk.setTime)
  desk.setTime(time)
}

/** People of the story, each with a key of their own. */
async function company(desk: TestDesk) {
  const { actors, as } = speakingTo(desk)
  const ada = as('ada')
  const allDay = Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]),
  )

  const hire = async (key: string, name: string, role: Role, team?: string): Promise<string> => {
    const { id } = await ada('POST /people', { name, hours: allDay, ...(team && { team }) })
    actors.set(key, { kind: 'person', id, name, grants: [{ role, team: null }] })
    desk.setTime(1)
    return id
  }
  const ids = {
    kim: await hire('kim', 'Kimberly Frost', 'agent', 'cse'),
    lou: await hire('lou', 'Louise Grimm', 'agent', 'cse'),
    max: await hire('max', 'Maximilian Roth', 'agent', 'cse'),
    cleo: await hire('cleo', 'Cleo Hart', 'viewer'),
    ceLead: await hire('ceLead', 'Dora Finch', 'viewer'),
    salesLead: await hire('salesLead', 'Emil Sander', 'viewer'),
    vera: await hire('vera', 'Vera Lind', 'viewer'),
  }
  await ada(`PUT /programme-roles/ce-leadership/people/${ids.ceLead}`)
  await ada(`PUT /programme-roles/sales-leadership/people/${ids.salesLead}`)

  const customer = async (name: string, lifecycle = 'post-sales'): Promise<string> => {
    const facts = { plan: 'enterprise', lifecycle }
    const { id } = await ada(`PUT /accounts/crm-${name.toLowerCase()}`, { name, facts })
    await ada(`POST /customers/${id}/people`, { role: 'ce', person: ids.cleo })
    return id
  }
  const ask = (account: string, kind: string, more: Json = {}): Promise<Answer> =>
    as('vera')('POST /requests', { account, kind, reason: 'Many cases a week', ...more })
  const hear = async (request: string): Promise<void> => {
    for (const who of ['ceLead', 'salesLead']) {
      await as(who)(`POST /requests/${request}/views`, { view: 'in-favour', words: 'It would help' })
    }
  }
  const approve = (request: string, engineer: string, backup?: string): Promise<Answer> =>
    as('lead')(`POST /requests/${request}/decision`, {
      decision: 'approve',
      reason: 'Strategic',
      engineer,
      ...(backup && { backup }),
    })
  const assign = async (
    account: string,
    kind: string,
    engineer: string,
    backup?: string,
  ): Promise<Answer> => {
    const { id } = await ask(account, kind)
    await hear(id)
    return (await approve(id, engineer, backup)).assignment
  }
  let asked = 0
  const open = (account: string): Promise<Answer> =>
    ada('POST /cases', {
      text: `Our site is down, part ${++asked}`,
      account,
      facts: { topic: 'platform-fault' },
    })
  const reasonOf = async (name: string): Promise<string> => {
    const { items } = await ada(`GET /cases/${name}/history`)
    return items.findLast(({ kind }: Json) => kind === 'assigned').data.reason
  }
  return { as, ada, ids, customer, ask, hear, approve, assign, open, reasonOf }
}

const strategic = 'post-sales-strategic'

describeOnStores('assigned support engineers', (openDesk) => {
  it('A1: a case goes round-robin, except for a customer with an assigned engineer: theirs go to that person', async () => {
    const { ids, customer, assign, open } = await company(await openDesk())
    const [harbour, quiet] = [await customer('Harbour'), await customer('Quiet')]
    await assign(harbour, strategic, ids.lou, ids.max)
    const takers = []
    for (const account of [quiet, harbour, quiet, harbour, quiet]) {
      takers.push((await open(account)).assignee.id)
    }
    // A turn that was taken for one's own customer is a turn.
    expect(takers).toEqual([ids.kim, ids.lou, ids.max, ids.lou, ids.kim])
  })

  it('A2: anyone asks; both leaderships are heard; support’s leadership decides with a reason, or starts one itself', async () => {
    const { as, ids, customer, ask, hear, approve } = await company(await openDesk())
    const request = await ask(await customer('Harbour'), strategic)
    expect(request).toMatchObject({ status: 201, state: 'open', askedBy: { name: 'Vera Lind' } })
    expect(await approve(request.id, ids.kim, ids.lou)).toMatchObject({ status: 412 })
    expect(
      await as('vera')(`POST /requests/${request.id}/views`, { view: 'in-favour', words: 'x' }),
    ).toMatchObject({ status: 403 })
    await hear(request.id)
    const preview = await as('lead')(`GET /requests/${request.id}/preview`)
    expect(preview).toMatchObject({ room: true, missing: [] })
    expect(preview.candidates).toHaveLength(3)
    const approved = await approve(request.id, ids.kim, ids.lou)
    expect(approved.request).toMatchObject({ state: 'approved', decisionReason: 'Strategic' })

    const own = { account: await customer('Quiet'), kind: strategic, reason: 'We see it coming' }
    expect(await as('vera')('POST /requests', { ...own, startedBy: 'support' })).toMatchObject({
      status: 403,
    })
    const started = await as('lead')('POST /requests', { ...own, startedBy: 'support' })
    expect(started).toMatchObject({ startedBy: 'support', missing: ['ce-leadership', 'sales-leadership'] })
    await hear(started.id)
    const decline = { decision: 'decline', reason: 'Few cases' }
    const declined = await as('lead')(`POST /requests/${started.id}/decision`, decline)
    expect(declined.request).toMatchObject({ state: 'declined', decisionReason: 'Few cases' })
  })

  it('A3: fifteen customers at most, all kinds together; over it a request waits until another ends', async () => {
    const desk = await openDesk()
    const { as, ids, customer, ask, hear, approve, assign } = await company(desk)
    const kinds = [strategic, 'pre-sales']
    const running = []
    for (let n = 0; n < 14; n++) {
      const kind = kinds[n % 2]!
      const account = await customer(`C${n}`, kind === strategic ? 'post-sales' : 'pre-sales')
      running.push(await assign(account, kind, ids.kim, kind === strategic ? ids.lou : undefined))
    }
    const ending = '2026-04-01T00:00:00.000Z'
    const short = await ask(await customer('Short', 'pre-sales'), 'temporary-pre-sales', { until: ending })
    await hear(short.id)
    expect((await approve(short.id, ids.max)).request.state).toBe('approved')
    const late = await ask(await customer('Late'), strategic)
    await hear(late.id)
    expect(await approve(late.id, ids.kim, ids.lou)).toMatchObject({
      request: { state: 'waiting', place: 1 },
      assignment: null,
    })
    // The temporary one ends by itself at its date, after a reminder.
    await until(desk, ending)
    expect(await as('lead')(`GET /requests/${late.id}`)).toMatchObject({ state: 'offered' })
    expect((await approve(late.id, ids.kim, ids.lou)).request.state).toBe('approved')
    expect(running).toHaveLength(14)
    expect((await as('lead')('GET /exceptions')).places).toMatchObject({ cap: 15, used: 15, free: 0 })
  })

  it('A4: the customer exceptions page lists every such customer and who is assigned, as it is now, to whom it concerns', async () => {
    const { as, ids, customer, assign } = await company(await openDesk())
    const signed = await assign(await customer('Harbour'), strategic, ids.kim, ids.lou)
    await assign(await customer('Quiet', 'pre-sales'), 'pre-sales', ids.max)
    const lead = as('lead')
    expect((await lead('GET /exceptions')).customers).toMatchObject([
      {
        account: { name: 'Harbour' },
        engineer: { name: 'Kimberly Frost' },
        backup: { name: 'Louise Grimm' },
      },
      { account: { name: 'Quiet' }, engineer: { name: 'Maximilian Roth' }, backup: null, internal: true },
    ])
    const { markdown } = await lead('GET /exceptions/page')
    expect(markdown).toContain('2 of 15 places are taken')
    expect(markdown).toMatch(
      /\| Harbour \| post-sales-strategic \| Kimberly Frost \| Louise Grimm \| Cleo Hart \|/,
    )
    await lead(`POST /assignments/${signed.id}/end`, { reason: 'Calm for months' })
    expect((await lead('GET /exceptions')).customers).toHaveLength(1)
    expect(await as('kim')('GET /exceptions')).toMatchObject({ status: 403 })
  })

  it('A5: there are two kinds, strategic after the sale and high touch before it, each also for a time', async () => {
    const { customer, ask } = await company(await openDesk())
    const [signed, trial] = [await customer('Harbour'), await customer('Quiet', 'pre-sales')]
    expect(await ask(signed, 'pre-sales')).toMatchObject({ status: 412 })
    expect(await ask(trial, strategic)).toMatchObject({ status: 412 })
    expect(await ask(trial, 'gold')).toMatchObject({ status: 400, at: 'kind' })
    expect(await ask(trial, 'temporary-pre-sales')).toMatchObject({ status: 400, at: 'until' })
    expect(await ask(signed, strategic)).toMatchObject({ status: 201 })
  })

  it('A6: before the sale the customer is never told, and nothing it sees shows it', async () => {
    const { as, ada, ids, customer, assign, open } = await company(await openDesk())
    const account = await customer('Quiet', 'pre-sales')
    const { id } = await assign(account, 'pre-sales', ids.kim)
    const { id: caseId } = await open(account)
    for (const body of ['Your assigned support engineer is on it', 'Ask Kimberly', `See ${id}`]) {
      expect(await as('kim')(`POST /cases/${caseId}/replies`, { body })).toMatchObject({ status: 412 })
    }
    expect(await as('kim')(`GET /assignments/${id}/announcement`)).toMatchObject({ status: 412 })
    expect(await as('kim')(`POST /assignments/${id}/announcement`, { body: 'Hi' })).toMatchObject({
      status: 412,
    })
    await as('kim')(`POST /cases/${caseId}/replies`, { body: 'We are on it.' })
    const seen = JSON.stringify(await ada(`GET /cases/${caseId}/history?as=customer`))
    expect(seen).toContain('We are on it.')
    expect(seen).not.toMatch(/Kimberly|Frost|assign|engineer|person_/i)
  })

  it('A7: after the sale the customer is told, in words that are drafted and confirmed', async () => {
    const { as, ids, customer, assign } = await company(await openDesk())
    const { id } = await assign(await customer('Harbour'), strategic, ids.kim, ids.lou)
    const { body } = await as('kim')(`GET /assignments/${id}/announcement`)
    expect(body).toContain('Kimberly Frost is your assigned support engineer')
    const path = `/assignments/${id}/announcement`
    expect(await as('max')(`POST ${path}`, { body })).toMatchObject({ status: 404 })
    expect(await as('kim')(`POST ${path}`, { body: `${body} See #customer-support` })).toMatchObject({
      status: 412,
    })
    const told = await as('kim')(`POST ${path}`, { body })
    expect(told.toldAt).not.toBeNull()
    const { history } = await as('kim')(`GET /assignments/${id}`)
    expect(history.at(-1)).toMatchObject({
      kind: 'announced',
      actor: { name: 'Kimberly Frost' },
      data: { body },
    })
  })

  it('A8: after the sale there is a backup, before it there is none', async () => {
    const { ids, customer, ask, hear, approve } = await company(await openDesk())
    const signed = await ask(await customer('Harbour'), strategic)
    const trial = await ask(await customer('Quiet', 'pre-sales'), 'pre-sales')
    for (const { id } of [signed, trial]) await hear(id)
    expect(await approve(signed.id, ids.kim)).toMatchObject({ status: 412, at: 'backup' })
    expect(await approve(trial.id, ids.kim, ids.lou)).toMatchObject({ status: 412, at: 'backup' })
    expect((await approve(signed.id, ids.kim, ids.lou)).assignment.backup.id).toBe(ids.lou)
    expect((await approve(trial.id, ids.kim)).assignment.backup).toBeNull()
  })

  it('A9: the engineer has the customer’s whole story in one place when a case arrives', async () => {
    const { as, ada, ids, customer, assign, open } = await company(await openDesk())
    const account = await customer('Harbour')
    await assign(account, strategic, ids.kim, ids.lou)
    const past = await open(account)
    await as('kim')(`POST /cases/${past.id}/resolve`, { outcome: 'Restarted' })
    const { id } = await open(account)
    const { items } = await ada(`GET /cases/${id}/history`)
    const attached = items.find(({ kind }: Json) => kind === 'context-attached')
    expect(attached.data).toMatchObject({ taker: 'engineer', openCases: 1, pastCases: 1 })
    const page = await as('kim')(attached.data.page.replace('/api/v1', 'GET '))
    expect(page).toMatchObject({
      account: { name: 'Harbour', facts: { plan: 'enterprise' } },
      people: [{ role: 'ce', name: 'Cleo Hart' }],
      openCases: [{ id }],
      pastCases: [{ id: past.id }],
      inner: { assignment: { engineer: { id: ids.kim }, customerEngineer: { id: ids.cleo } } },
    })
    expect((await as('vera')(`GET /customers/${account}`)).inner).toBeNull()
  })

  it('A10: the engineer may keep a copy of the environment; customer engineer and support engineers have access', async () => {
    const { as, ids, customer, assign } = await company(await openDesk())
    const account = await customer('Harbour')
    await assign(account, strategic, ids.kim, ids.lou)
    const kept = { where: 'sandbox/harbour', about: 'Two proxies' }
    expect(await as('max')(`PUT /customers/${account}/environment`, kept)).toMatchObject({ status: 403 })
    await as('kim')(`PUT /customers/${account}/environment`, kept)
    for (const who of ['cleo', 'max', 'lou']) {
      expect((await as(who)(`GET /customers/${account}`)).inner.environment).toMatchObject({
        where: 'sandbox/harbour',
        access: [{ id: ids.cleo }],
      })
    }
    await as('kim')(`DELETE /customers/${account}/environment`)
    expect((await as('kim')(`GET /customers/${account}`)).inner.environment).toBeNull()
  })

  it('A11: the engineer joins meetings; before the sale the customer engineer agrees first', async () => {
    const { as, ids, customer, assign } = await company(await openDesk())
    const [signed, trial] = [await customer('Harbour'), await customer('Quiet', 'pre-sales')]
    await assign(signed, strategic, ids.kim, ids.lou)
    await assign(trial, 'pre-sales', ids.kim)
    const at = '2026-03-04T10:00:00.000Z'
    const regular = { at, kind: 'regular', people: ['Pat Doe'] }
    const kim = as('kim')
    expect(await kim(`POST /customers/${signed}/meetings`, regular)).toMatchObject({ status: 201 })
    expect(await kim(`POST /customers/${trial}/meetings`, regular)).toMatchObject({
      status: 412,
      at: 'agreedWith',
    })
    const agreedAt = '2026-03-02T08:00:00.000Z'
    const byOther = { ...regular, agreedWith: ids.lou, agreedAt }
    expect(await kim(`POST /customers/${trial}/meetings`, byOther)).toMatchObject({ status: 412 })
    const afterwards = { ...regular, agreedWith: ids.cleo, agreedAt: '2026-03-05T08:00:00.000Z' }
    expect(await kim(`POST /customers/${trial}/meetings`, afterwards)).toMatchObject({ status: 412 })
    const agreed = { ...regular, agreedWith: ids.cleo, agreedAt }
    expect(await kim(`POST /customers/${trial}/meetings`, agreed)).toMatchObject({
      status: 201,
      agreedWith: { name: 'Cleo Hart' },
    })
  })

  it('A15: nobody works late or above their load; who is overloaded says so in the channel, and the team takes over', async () => {
    const desk = await openDesk()
    const { as, ada, ids, customer, assign, open } = await company(desk)
    await ada('POST /webhooks', { url: 'https://internal.example.com', internal: true })
    const account = await customer('Harbour')
    await assign(account, strategic, ids.kim, ids.lou)
    await as('kim')(`PUT /people/${ids.kim}/overload`, {
      overloaded: true,
      until: '2026-03-03T09:00:00.000Z',
    })
    const { items } = await ada('GET /deliveries?limit=200')
    const announced = items.find(({ kind, type }: Json) => [kind, type].includes('person.overloaded'))
    expect(announced).toBeDefined()
    expect((await open(account)).assignee.id).toBe(ids.lou)
    await ada(`PATCH /people/${ids.lou}`, { hours: { sat: [['09:00', '10:00']] } })
    expect((await open(account)).assignee.id).toBe(ids.max)
    await until(desk, '2026-03-03T09:00:00.000Z')
    expect((await open(account)).assignee.id).toBe(ids.kim)
  })

  it('A19: out of hours, away or overloaded, it goes to the backup where there is one, else round-robin, with the context', async () => {
    const { as, ada, ids, customer, assign, open, reasonOf } = await company(await openDesk())
    const [signed, trial] = [await customer('Harbour'), await customer('Quiet', 'pre-sales')]
    await assign(signed, strategic, ids.kim, ids.max)
    await assign(trial, 'pre-sales', ids.kim)
    await ada(`POST /people/${ids.kim}/leave`, { from: '2026-03-02', until: '2026-03-06' })
    const backed = await open(signed)
    expect(backed.assignee.id).toBe(ids.max)
    expect(await reasonOf(backed.id)).toBe(
      'Backup Maximilian Roth takes it; assigned engineer Kimberly Frost is on leave until 6 March.',
    )
    const round = await open(trial)
    expect(round.assignee.id).toBe(ids.lou)
    expect(await reasonOf(round.id)).toBe(
      'Round-robin: Louise Grimm has waited longest; assigned engineer Kimberly Frost is on leave until 6 March.',
    )
    const { items } = await as('lou')(`GET /cases/${round.id}/history`)
    expect(items.find(({ kind }: Json) => kind === 'context-attached').data).toMatchObject({
      taker: 'round-robin',
      account: trial,
    })
  })

  it('A20: a customer that signs becomes post-sales in one step: backup named, told from now on; or it ends', async () => {
    const { as, ids, customer, assign } = await company(await openDesk())
    const lead = as('lead')
    const account = await customer('Quiet', 'pre-sales')
    const { id } = await assign(account, 'pre-sales', ids.kim)
    expect(await lead(`POST /assignments/${id}/conversion`, { kind: strategic })).toMatchObject({
      status: 412,
      at: 'backup',
    })
    const signed = await lead(`POST /assignments/${id}/conversion`, { kind: strategic, backup: ids.lou })
    expect(signed.assignment).toMatchObject({ kind: strategic, backup: { id: ids.lou }, toldAt: null })
    expect(signed.draft).toContain('Kimberly Frost is your assigned support engineer')
    expect((await lead(`GET /accounts/${account}`)).facts.lifecycle).toBe('post-sales')
    expect(await as('kim')(`POST /assignments/${id}/announcement`, { body: signed.draft })).toMatchObject({
      status: 200,
    })

    const other = await assign(await customer('Still', 'pre-sales'), 'pre-sales', ids.max)
    const ended = await lead(`POST /assignments/${other.id}/end`, {
      reason: 'Signed; few cases are expected',
    })
    expect(ended.assignment).toMatchObject({ state: 'ended', endReason: 'Signed; few cases are expected' })
  })
})
