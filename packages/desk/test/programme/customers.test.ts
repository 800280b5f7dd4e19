import { expect, it } from 'vitest'
import { operationsByName, perform, playTimers } from '../../src/index.ts'
import { actorWith, admin, type TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'
import { asAgent, assigned, customerIn, staffed } from './programme.ts'

const log = { warn: () => {}, error: () => {} }

async function until(desk: TestDesk, time: string): Promise<void> {
  await playTimers(desk.services, log, time, desk.setTime)
  desk.setTime(time)
}

/** The same desk, while what is made on it is part of the demonstration. */
const inDemo = (desk: TestDesk): TestDesk => {
  const services = { ...desk.services, origin: 'demo' } as const
  return {
    ...desk,
    services,
    do: (name, input, { actor = admin } = {}) =>
      perform(services, operationsByName[name] as never, input, { actor, surface: 'system' }) as never,
  }
}

const historyOf = async (desk: TestDesk, assignment: string) =>
  (await desk.do('assignments.show', { assignment })).history.map(({ kind, at }) => [kind, at.slice(0, 10)])

describeOnStores('customers with an assigned engineer', (open) => {
  it('a temporary assignment is remembered once and ends at its date', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Quiet Foods', 'pre-sales')
    const { id } = await assigned(desk, staff, account, 'temporary-pre-sales', {
      until: '2026-04-01T00:00:00.000Z',
    })
    await until(desk, '2026-04-20T00:00:00.000Z')
    const happened = await historyOf(desk, id)
    expect(happened.filter(([kind]) => !kind!.startsWith('check-in'))).toEqual([
      ['started', '2026-03-02'],
      ['end-reminded', '2026-03-25'],
      ['ended', '2026-04-01'],
    ])
    expect(await desk.do('assignments.show', { assignment: id })).toMatchObject({ state: 'ended' })
  })

  it('a lasting one is due for review after the days of the policy, and again after each review', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Harbour Bikes')
    const { id, reviewAt } = await assigned(desk, staff, account, 'post-sales-strategic', { backup: 1 })
    expect(reviewAt).toMatch(/^2026-08-29/)
    desk.setTime('2026-06-01T09:00:00.000Z')
    const reviewed = await desk.do('assignments.review', { assignment: id, note: 'Goes on' })
    expect(reviewed.reviewAt).toBe('2026-11-28T09:00:00.000Z')
    const jobs = await desk.store.db
      .selectFrom('jobs')
      .select('runAt')
      .where('kind', '=', 'assignment-review')
      .where('state', '=', 'waiting')
      .execute()
    expect(jobs).toEqual([{ runAt: '2026-11-28T09:00:00.000Z' }])
  })

  it('another backup is named with a reason, by who runs the programme', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Harbour Bikes')
    const { id } = await assigned(desk, staff, account, 'post-sales-strategic', { backup: 1 })
    const change = { assignment: id, backup: staff.engineers[2]!.id, reason: 'Moves to another team' }
    const own = desk.do('assignments.change', change, { actor: asAgent(staff.engineers[0]!) })
    await expect(own).rejects.toMatchObject({ code: 'forbidden' })
    expect(await desk.do('assignments.change', change)).toMatchObject({ backup: staff.engineers[2] })
    const self = desk.do('assignments.change', { ...change, backup: staff.engineers[0]!.id })
    await expect(self).rejects.toMatchObject({ code: 'invalid', at: 'backup' })
    const stale = desk.do('assignments.change', { ...change, version: 1 })
    await expect(stale).rejects.toMatchObject({ code: 'conflict', at: 'version' })
  })

  it('nobody leaves while a customer counts on them', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Harbour Bikes')
    const { id } = await assigned(desk, staff, account, 'post-sales-strategic', { backup: 1 })
    for (const { id: person, name } of staff.engineers.slice(0, 2)) {
      await expect(desk.do('people.deactivate', { person, reassign: true })).rejects.toMatchObject({
        code: 'precondition_failed',
        message: `\`${name}\` still takes care of Harbour Bikes`,
      })
    }
    await desk.do('assignments.end', { assignment: id, reason: 'x' })
    await desk.do('people.deactivate', { person: staff.engineers[0]!.id })
  })

  it('an assignment is seen by who is part of it and by who runs the programme', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Harbour Bikes')
    const { id } = await assigned(desk, staff, account, 'post-sales-strategic', { backup: 1 })
    const [engineer, backup, other] = staff.engineers.map(asAgent)
    for (const actor of [engineer!, backup!, actorWith('programme-lead')]) {
      expect((await desk.do('assignments.list', {}, { actor })).items).toHaveLength(1)
    }
    expect((await desk.do('assignments.list', {}, { actor: other! })).items).toEqual([])
    const shown = desk.do('assignments.show', { assignment: id }, { actor: other! })
    await expect(shown).rejects.toMatchObject({ code: 'not_found' })
  })

  it('the page shows its inner part to who works with the customer, and only cases that one may see', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Quiet Foods', 'pre-sales')
    await desk.do('customers.add_person', { account, role: 'ce', person: staff.ce })
    const outside = { account, role: 'customer', name: 'Pat Doe', contact: 'pat@example.com' } as const
    const { id: contact } = await desk.do('customers.add_person', outside)
    await assigned(desk, staff, account, 'pre-sales')
    await desk.do('cases.open', { text: 'Down', account, facts: { topic: 'platform-fault' } })
    const seen = (actor: Parameters<typeof asAgent>[0], role: 'viewer' | 'agent', team: string | null) =>
      desk.do('customers.show', { account }, { actor: { ...asAgent(actor), grants: [{ role, team }] } })
    const ce = await seen({ id: staff.ce, name: 'Rita Olsen' }, 'viewer', 'legal')
    expect(ce).toMatchObject({ inner: { assignment: { internal: true } }, openCases: [] })
    const engineer = await seen(staff.engineers[2]!, 'agent', 'cse')
    expect(engineer.inner?.assignment?.engineer).toEqual(staff.engineers[0])
    expect(engineer.openCases).toHaveLength(1)
    const other = await seen({ id: 'nobody-special', name: 'x' }, 'agent', null)
    expect(other).toMatchObject({ inner: null, people: [{ role: 'ce' }, { role: 'customer' }] })
    await desk.do('customers.remove_person', { account, contact })
    const gone = desk.do('customers.remove_person', { account, contact })
    await expect(gone).rejects.toMatchObject({ code: 'not_found' })
  })

  it('the exceptions page holds names as plain text, whatever they are', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const hostile = 'A | B <script>alert(1)</script> [x](javascript:y) **z**'
    const account = await customerIn(desk, hostile, 'pre-sales')
    await assigned(desk, staff, account, 'pre-sales')
    const { markdown } = await desk.do('exceptions.page', {})
    const row = markdown.split('\n').find((line) => line.includes('script'))!
    expect(row).toContain(
      'A \\| B &lt;script&gt;alert\\(1\\)&lt;/script&gt; \\[x\\]\\(javascript:y\\) \\*\\*z\\*\\*',
    )
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(10)
    expect(await desk.do('exceptions.show', {})).toMatchObject({
      places: { cap: 15, used: 1, free: 14, offered: 0, waiting: 0 },
    })
  })

  it('the programme of a demonstration goes with it, and what is real stays', async () => {
    const desk = await open()
    const demo = inDemo(desk)
    const staff = await staffed(demo)
    const [gone, kept] = [
      await customerIn(demo, 'Ash', 'pre-sales'),
      await customerIn(demo, 'Birch', 'pre-sales'),
    ]
    await demo.do('customers.add_person', { account: gone, role: 'ce', person: staff.ce })
    await assigned(demo, staff, gone, 'pre-sales')
    await assigned(desk, staff, kept, 'pre-sales', { engineer: 1 })
    await desk.do('demo.remove', {})
    const { customers } = await desk.do('exceptions.show', {})
    expect(customers).toMatchObject([{ account: { name: 'Birch' }, engineer: { name: 'Tomasz Nowak' } }])
    expect((await desk.do('people.list', {})).items.map(({ name }) => name)).toEqual(['Tomasz Nowak'])
    expect((await desk.do('accounts.list', {})).items.map(({ name }) => name)).toEqual(['Birch'])
  })
})
