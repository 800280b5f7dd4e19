import { describe, expect, it } from 'vitest'
import type { TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'
import { type AssignedDesk, assignedDesk, type Colleague } from './assigned-desk.ts'

type Assigned = {
  readonly desk: TestDesk
  readonly programme: AssignedDesk
  readonly assignment: string
  readonly engineer: Colleague
  readonly partner: Colleague
}

/** Assigned on Monday 2 March 2026. */
async function assignedOn(open: () => Promise<TestDesk>): Promise<Assigned> {
  const desk = await open()
  const programme = assignedDesk(desk)
  await programme.listen()
  const engineer = await programme.person('Kim Ito')
  const backup = await programme.person('Lou Berg')
  const partner = await programme.person('Max Weber', { team: 'customer-engineer' })
  await programme.customer('acme', 'Acme')
  const assignment = await programme.assign('acme', { engineer, backup, customerEngineer: partner })
  return { desk, programme, assignment, engineer, partner }
}

const thursday = '2026-03-05T12:00:00.000Z'
const what = 'Find out why builds wait'

describeOnStores('what is owed to a customer', (open) => {
  describe('promises', () => {
    it('are kept with a note, and show on the case they were made on', async () => {
      const { desk, engineer } = await assignedOn(open)
      const facts = { topic: 'platform-fault', plan: 'enterprise' }
      const opened = await desk.do('cases.open', { text: 'Builds wait', account: 'acme', facts })
      const input = { case: opened.id, what, dueAt: thursday }
      const made = await desk.do('promises.make', input, { actor: engineer })
      expect(made).toMatchObject({ account: { name: 'Acme' }, state: 'open', overdue: false })
      const note = 'It was the cache'
      const kept = await desk.do('promises.keep', { promise: made.id, note }, { actor: engineer })
      expect(kept).toMatchObject({ state: 'kept', keptNote: note, settledAt: '2026-03-02T09:00:00.000Z' })
      const { items } = await desk.do('cases.history', { case: opened.id })
      expect(items.map(({ kind }) => kind).filter((kind) => kind.startsWith('promise'))).toEqual([
        'promise-made',
        'promise-kept',
      ])
      const again = desk.do('promises.keep', { promise: made.id, note }, { actor: engineer })
      await expect(again).rejects.toMatchObject({ code: 'conflict' })
    })

    it('of somebody who leaves are kept by who has their case, or by the customer’s engineer', async () => {
      const { desk, programme, engineer } = await assignedOn(open)
      const leaver = await programme.person('Noa Lind')
      const taker = await programme.person('Oda Ruiz')
      const facts = { topic: 'platform-fault', plan: 'enterprise' }
      const { id } = await desk.do('cases.open', { text: 'Builds wait', account: 'acme', facts })
      await desk.do('cases.assign', { case: id, person: leaver.id })
      const owed = { account: 'acme', dueAt: thursday, person: leaver.id }
      const onCase = await desk.do('promises.make', { ...owed, what, case: id }, { actor: engineer })
      const apart = await desk.do('promises.make', { ...owed, what: 'Send the slides' }, { actor: engineer })
      await desk.do('cases.assign', { case: id, person: taker.id })
      const { promises } = await desk.do('people.deactivate', { person: leaver.id })
      expect(promises).toEqual([onCase.id, apart.id])
      const { items } = await desk.do('promises.list', { account: 'acme' })
      const keeping = Object.fromEntries(items.map((one) => [one.id, one.owedBy.id]))
      expect(keeping).toEqual({ [onCase.id]: taker.id, [apart.id]: engineer.id })
      expect(items[0]!.moves).toMatchObject([{ explanation: 'Noa Lind has left.', to: thursday }])
    })

    it('are never moved without an explanation, and keep every move', async () => {
      const { desk, engineer } = await assignedOn(open)
      const made = await desk.do(
        'promises.make',
        { account: 'acme', what, dueAt: thursday },
        { actor: engineer },
      )
      const to = '2026-03-09T12:00:00.000Z'
      const move = (explanation: string) =>
        desk.do('promises.move', { promise: made.id, to, explanation }, { actor: engineer })
      await expect(move(' ')).rejects.toMatchObject({ code: 'invalid', at: 'explanation' })
      expect((await move('The logs come on Friday')).moves).toEqual([
        {
          at: '2026-03-02T09:00:00.000Z',
          by: { id: engineer.id, name: 'Kim Ito' },
          from: thursday,
          to,
          explanation: 'The logs come on Friday',
        },
      ])
      const past = desk.do(
        'promises.move',
        { promise: made.id, to: '2026-03-01T12:00:00.000Z', explanation: 'Earlier' },
        { actor: engineer },
      )
      await expect(past).rejects.toMatchObject({ code: 'invalid', at: 'to' })
    })

    it('are told once a day from their time on, until they are kept', async () => {
      const { desk, engineer, programme } = await assignedOn(open)
      const input = { account: 'acme', what, dueAt: thursday }
      const { id: promise } = await desk.do('promises.make', input, { actor: engineer })
      await programme.passTo('2026-03-08T06:00:00.000Z')
      await desk.do('promises.keep', { promise, note: 'Late, but done' }, { actor: engineer })
      await programme.passTo('2026-03-12T00:00:00.000Z')
      const told = await programme.told('promise.overdue')
      expect(told.map(({ timestamp }) => timestamp.slice(0, 13))).toEqual([
        '2026-03-05T12',
        '2026-03-06T12',
        '2026-03-07T12',
      ])
      expect(told[0]!.data).toMatchObject({ person: engineer.id, promise })
    })

    it('that were moved are told of at the new time alone', async () => {
      const { desk, engineer, programme } = await assignedOn(open)
      const input = { account: 'acme', what, dueAt: thursday }
      const { id: promise } = await desk.do('promises.make', input, { actor: engineer })
      const to = '2026-03-09T12:00:00.000Z'
      await desk.do('promises.move', { promise, to, explanation: 'It takes longer' }, { actor: engineer })
      await programme.passTo('2026-03-10T00:00:00.000Z')
      const told = await programme.told('promise.overdue')
      expect(told.map(({ timestamp }) => timestamp)).toEqual([to])
    })

    it('are told of once, not many times, after days without a worker', async () => {
      const { desk, engineer, programme } = await assignedOn(open)
      await desk.do('promises.make', { account: 'acme', what, dueAt: thursday }, { actor: engineer })
      await programme.passTo('2026-03-15T10:00:00.000Z', 30 * 86_400_000)
      expect(await programme.told('promise.overdue')).toHaveLength(1)
      await programme.passTo('2026-03-16T10:00:00.000Z')
      expect(await programme.told('promise.overdue')).toHaveLength(2)
    })

    it('are listed by who owes them, the most urgent first, and settled by nobody else', async () => {
      const { desk, engineer, programme } = await assignedOn(open)
      const stranger = await programme.person('Sam Hill')
      const later = { account: 'acme', what: 'Later', dueAt: '2026-03-09T12:00:00.000Z' }
      await desk.do('promises.make', later, { actor: engineer })
      const sooner = { account: 'acme', what: 'Sooner', dueAt: thursday }
      const { id: promise } = await desk.do('promises.make', sooner, { actor: engineer })
      const mine = await desk.do('promises.list', { person: 'me' }, { actor: engineer })
      expect(mine.items.map((one) => one.what)).toEqual(['Sooner', 'Later'])
      expect((await desk.do('promises.list', { person: 'me' }, { actor: stranger })).items).toEqual([])
      const keeping = desk.do('promises.keep', { promise, note: 'Done' }, { actor: stranger })
      await expect(keeping).rejects.toMatchObject({ code: 'forbidden' })
    })
  })

  describe('documents', () => {
    it('go through the three steps of the policy in order, each with who confirmed it and when', async () => {
      const { desk, engineer, partner, assignment } = await assignedOn(open)
      const learnt = { assignment, about: 'Proxy', learnt: 'Two of them, in a row' }
      const begun = await desk.do('documents.update', learnt, { actor: engineer })
      expect(begun.steps).toMatchObject([{ by: { name: 'Kim Ito' } }, { by: null }, { by: null }])
      const confirm = (step: number, actor: Colleague) =>
        desk.do('documents.confirm', { update: begun.id, step }, { actor })
      await expect(confirm(3, partner)).rejects.toMatchObject({ code: 'conflict', at: 'step' })
      desk.setTime(3_600_000)
      const told = await confirm(2, engineer)
      expect(told).toMatchObject({ state: 'open', awaits: expect.stringContaining('CRM') })
      const closed = await confirm(3, partner)
      expect(closed).toMatchObject({ state: 'closed', awaits: null, closedAt: '2026-03-02T10:00:00.000Z' })
      expect(closed.steps.map(({ by }) => by?.name)).toEqual(['Kim Ito', 'Kim Ito', 'Max Weber'])
      await expect(confirm(3, partner)).rejects.toMatchObject({ code: 'conflict' })
    })

    it('are remembered every three days until the chain is closed', async () => {
      const { desk, engineer, partner, assignment, programme } = await assignedOn(open)
      const learnt = { assignment, about: 'Proxy', learnt: 'Two of them' }
      const { id: update } = await desk.do('documents.update', learnt, { actor: engineer })
      await programme.passTo('2026-03-06T00:00:00.000Z')
      await desk.do('documents.confirm', { update, step: 2 }, { actor: engineer })
      await programme.passTo('2026-03-09T00:00:00.000Z')
      await desk.do('documents.confirm', { update, step: 3 }, { actor: partner })
      await programme.passTo('2026-03-20T00:00:00.000Z')
      const told = await programme.told('documents.reminder')
      expect(told.map(({ timestamp, data }) => [timestamp.slice(0, 10), data['step']])).toEqual([
        ['2026-03-05', 2],
        ['2026-03-08', 3],
      ])
    })

    it('are updated by who works for the customer, and by nobody else', async () => {
      const { desk, assignment, programme } = await assignedOn(open)
      const stranger = await programme.person('Sam Hill')
      const input = { assignment, about: 'Proxy', learnt: 'Guessed' }
      await expect(desk.do('documents.update', input, { actor: stranger })).rejects.toMatchObject({
        code: 'forbidden',
      })
      expect((await desk.do('documents.list', { account: 'acme' })).items).toEqual([])
    })
  })
})
