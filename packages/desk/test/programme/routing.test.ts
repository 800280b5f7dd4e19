import { expect, it } from 'vitest'
import type { TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'
import { runTimers } from '../timers.ts'
import { asAgent, assigned, customerIn, staffed } from './programme.ts'

const fault = { topic: 'platform-fault' }
let asked = 0
const openFor = (desk: TestDesk, account: string, facts: object = fault) =>
  desk.do('cases.open', { text: `Our site is down, part ${++asked}`, account, facts: facts as never })

const eventsOf = async (desk: TestDesk, name: string, kind: string) =>
  (await desk.do('cases.history', { case: name })).items.filter((one) => one.kind === kind)

describeOnStores('cases of customers with an assigned engineer', (open) => {
  it('go to the engineer, and all others round-robin', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const [mine, theirs] = [await customerIn(desk, 'Harbour Bikes'), await customerIn(desk, 'Quiet Foods')]
    await assigned(desk, staff, mine, 'post-sales-strategic', { engineer: 1, backup: 2 })
    const first = []
    for (let n = 0; n < 3; n++) first.push((await openFor(desk, mine)).assignee?.name)
    expect(first).toEqual(['Tomasz Nowak', 'Tomasz Nowak', 'Tomasz Nowak'])
    const others = []
    for (let n = 0; n < 2; n++) others.push((await openFor(desk, theirs)).assignee?.name)
    expect(others).toEqual(['Katharina Brandt', 'Ines Moreau'])
  })

  it('that waited for somebody to be free go to an engineer of another team as soon as there is one', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Harbour Bikes')
    for (const { id: person } of staff.engineers) await desk.do('people.update', { person, loadMax: 0 })
    const waits = await openFor(desk, account)
    expect(waits.assignee).toBeNull()
    const eve = await desk.do('people.add', { name: 'Eve', team: 'support' })
    await runTimers(desk)
    await assigned(
      desk,
      { ...staff, engineers: [eve, staff.engineers[1]!] },
      account,
      'post-sales-strategic',
      {
        backup: 1,
      },
    )
    await runTimers(desk)
    expect(await desk.do('cases.show', { case: waits.id })).toMatchObject({ assignee: { id: eve.id } })
  })

  it('bring the customer along, with the reason why who has them', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Harbour Bikes')
    const { id: assignment } = await assigned(desk, staff, account, 'post-sales-strategic', { backup: 1 })
    await openFor(desk, account)
    const { id } = await openFor(desk, account)
    const [took] = await eventsOf(desk, id, 'assigned')
    expect(took?.data).toMatchObject({
      to: staff.engineers[0]!.id,
      reason: 'Assigned engineer Katharina Brandt takes it.',
    })
    const [context] = await eventsOf(desk, id, 'context-attached')
    expect(context).toMatchObject({
      visibility: 'internal',
      data: {
        taker: 'engineer',
        account,
        assignment,
        page: `/api/v1/customers/${account}`,
        openCases: 2,
        pastCases: 0,
        openPromises: 0,
      },
    })
  })

  it.each([
    [
      'on leave',
      (desk: TestDesk, person: string) =>
        desk.do('leave.add', { person, from: '2026-03-02', until: '2026-03-06' }),
      'is on leave until 6 March',
    ],
    [
      'out of hours',
      (desk: TestDesk, person: string) =>
        desk.do('people.update', { person, hours: { mon: [['12:00', '20:00']] } }),
      'is off until 2 March 12:00 (UTC)',
    ],
    [
      'overloaded',
      (desk: TestDesk, person: string) => desk.do('people.overload', { person, overloaded: true }),
      'is overloaded',
    ],
    [
      'at the usual workload',
      (desk: TestDesk, person: string) => desk.do('people.update', { person, loadMax: 0 }),
      'is at 0 of 0 cases',
    ],
  ])('go to the backup while the engineer is %s', async (_, hinder, why) => {
    const desk = await open()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Harbour Bikes')
    await assigned(desk, staff, account, 'post-sales-strategic', { backup: 2 })
    await hinder(desk, staff.engineers[0]!.id)
    const { id, assignee } = await openFor(desk, account)
    expect(assignee?.name).toBe('Ines Moreau')
    const [took] = await eventsOf(desk, id, 'assigned')
    expect(took?.data['reason']).toBe(
      `Backup Ines Moreau takes it; assigned engineer Katharina Brandt ${why}.`,
    )
    expect((await eventsOf(desk, id, 'context-attached'))[0]?.data).toMatchObject({ taker: 'backup' })
  })

  it('go round-robin before the sale while the engineer cannot, with the context', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Quiet Foods', 'pre-sales')
    await assigned(desk, staff, account, 'pre-sales')
    const actor = asAgent(staff.engineers[0]!)
    const overload = { person: staff.engineers[0]!.id, overloaded: true }
    await desk.do('people.overload', overload, { actor })
    const { id, assignee } = await openFor(desk, account)
    expect(assignee?.name).toBe('Tomasz Nowak')
    const [took] = await eventsOf(desk, id, 'assigned')
    expect(took?.data['reason']).toBe(
      'Round-robin: Tomasz Nowak has waited longest; assigned engineer Katharina Brandt is overloaded.',
    )
    expect((await eventsOf(desk, id, 'context-attached'))[0]?.data).toMatchObject({ taker: 'round-robin' })
  })

  it('stay with the team they belong to where that is not support', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Harbour Bikes')
    await assigned(desk, staff, account, 'post-sales-strategic', { backup: 1 })
    const opened = await openFor(desk, account, { topic: 'contracts-legal' })
    expect(opened).toMatchObject({ ownerTeam: 'legal', assignee: null })
    expect(await eventsOf(desk, opened.id, 'context-attached')).toEqual([])
  })

  it('are tried again when an engineer of another team is free for them', async () => {
    const desk = await open()
    const staff = await staffed(desk, ['Katharina Brandt'])
    const { id, name } = await desk.do('people.add', { name: 'Zoe Adler', team: 'support', loadMax: 1 })
    const account = await customerIn(desk, 'Quiet Foods', 'pre-sales')
    await assigned(desk, { ...staff, engineers: [{ id, name }] }, account, 'pre-sales')
    await desk.do('people.overload', { person: staff.engineers[0]!.id, overloaded: true })
    await desk.do('people.overload', { person: id, overloaded: true })
    const waiting = await openFor(desk, account)
    expect(waiting).toMatchObject({ ownerTeam: 'cse', assignee: null })
    await desk.do('people.overload', { person: id, overloaded: false })
    await runTimers(desk)
    const { assignee } = await desk.do('cases.show', { case: waiting.id })
    expect(assignee).toEqual({ id, name })
  })

  it('go round-robin again when the assignment has ended', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Quiet Foods', 'pre-sales')
    const { id } = await assigned(desk, staff, account, 'pre-sales', { engineer: 2 })
    await desk.do('assignments.end', { assignment: id, reason: 'The trial is over' })
    expect((await openFor(desk, account)).assignee?.name).toBe('Katharina Brandt')
  })
})

describeOnStores('an overload', (open) => {
  const hears = async (desk: TestDesk) => {
    const rows = await desk.store.db
      .selectFrom('jobs')
      .select(['kind', 'payload'])
      .where('queue', '=', 'delivery')
      .where('kind', 'like', 'person.%')
      .orderBy('id')
      .execute()
    return rows.map(({ kind, payload }) => [kind, JSON.parse(payload).message.data])
  }

  it('is announced once where support reads it, and lifted by the engineer', async () => {
    const desk = await open()
    await desk.do('webhooks.add', { url: 'https://internal.example.com', internal: true })
    const { engineers } = await staffed(desk)
    const { id: person } = engineers[0]!
    const actor = asAgent(engineers[0]!)
    await desk.do('people.overload', { person, overloaded: true }, { actor })
    await desk.do('people.overload', { person, overloaded: true }, { actor })
    const lifted = await desk.do('people.overload', { person, overloaded: false }, { actor })
    expect(lifted).toMatchObject({ overloadedSince: null, free: true })
    const channel = '#customer-support-internal'
    expect(await hears(desk)).toEqual([
      ['person.overloaded', { person, until: null, channel }],
      ['person.overload_lifted', { person, channel }],
    ])
  })

  it('ends at the time that was said, unless another was said since', async () => {
    const desk = await open()
    const { engineers } = await staffed(desk)
    const { id: person } = engineers[0]!
    const say = (until: string) => desk.do('people.overload', { person, overloaded: true, until })
    await expect(say('2026-03-01T09:00:00.000Z')).rejects.toMatchObject({ code: 'invalid', at: 'until' })
    await say('2026-03-03T09:00:00.000Z')
    await say('2026-03-05T09:00:00.000Z')
    desk.setTime('2026-03-04T09:00:00.000Z')
    await runTimers(desk)
    expect(await desk.do('people.show', { person })).toMatchObject({
      overloadUntil: '2026-03-05T09:00:00.000Z',
    })
    desk.setTime('2026-03-05T09:00:00.000Z')
    await runTimers(desk)
    expect(await desk.do('people.show', { person })).toMatchObject({
      overloadedSince: null,
      overloadUntil: null,
    })
  })

  it('gives waiting cases to who is free again', async () => {
    const desk = await open()
    const { engineers } = await staffed(desk, ['Katharina Brandt'])
    const { id: person } = engineers[0]!
    const account = await customerIn(desk, 'Harbour Bikes')
    await desk.do('people.overload', { person, overloaded: true, until: '2026-03-03T09:00:00.000Z' })
    const { id } = await openFor(desk, account)
    desk.setTime('2026-03-03T09:00:00.000Z')
    await runTimers(desk)
    expect((await desk.do('cases.show', { case: id })).assignee?.id).toBe(person)
  })
})
