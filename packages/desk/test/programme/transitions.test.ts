import { describe, expect, it } from 'vitest'
import { actorWith, type TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'
import { type AssignedDesk, assignedDesk, type Colleague } from './assigned-desk.ts'

type Handing = {
  readonly desk: TestDesk
  readonly programme: AssignedDesk
  readonly assignment: string
  readonly engineer: Colleague
  readonly backup: Colleague
  readonly successor: Colleague
  readonly partner: Colleague
}

const lead = actorWith('programme-lead')
const fault = { topic: 'platform-fault', plan: 'enterprise' }
const openPoints = 'Kim keeps the open promise until Friday'
const note = 'They deploy on Tuesdays; ask Max first'

/** Assigned on Monday 2 March 2026; a third engineer could take over. */
async function handing(open: () => Promise<TestDesk>, kind?: string): Promise<Handing> {
  const desk = await open()
  const programme = assignedDesk(desk)
  await programme.listen()
  const engineer = await programme.person('Kim Ito')
  const backup = await programme.person('Lou Berg')
  const successor = await programme.person('Noa Katz', { loadMax: 2 })
  const partner = await programme.person('Max Weber', { team: 'customer-engineer' })
  await programme.customer('acme', 'Acme')
  const assignment = await programme.assign('acme', {
    engineer,
    customerEngineer: partner,
    ...(kind ? { kind } : { backup }),
  })
  return { desk, programme, assignment, engineer, backup, successor, partner }
}

const ask = ({ desk, assignment, engineer }: Handing, reason = 'I want other kinds of issues.') =>
  desk.do('transitions.ask', { assignment, reason }, { actor: engineer })

const caseOf = ({ desk }: Handing, text: string) =>
  desk.do('cases.open', { text, account: 'acme', facts: fault })

describeOnStores('an assignment’s boundaries', (open) => {
  describe('a transition', () => {
    it('is asked for by the engineer at any time, for a reason of the list or any other', async () => {
      const here = await handing(open)
      const asked = await ask(here, 'I would like to see something else')
      expect(asked).toMatchObject({ state: 'asked', reason: 'I would like to see something else' })
      expect(asked.reasons).toContain('I want other kinds of issues.')
      await expect(ask(here)).rejects.toMatchObject({ code: 'conflict' })
      const gone = await here.desk.do(
        'transitions.withdraw',
        { transition: asked.id },
        { actor: here.engineer },
      )
      expect(gone.state).toBe('withdrawn')
      expect(await ask(here)).toMatchObject({ state: 'asked' })
    })

    it('is between the engineer and leadership', async () => {
      const here = await handing(open)
      const { id: transition } = await ask(here)
      for (const actor of [here.backup, here.partner]) {
        const showing = here.desk.do('transitions.show', { transition }, { actor })
        await expect(showing).rejects.toMatchObject({ code: 'forbidden' })
        expect((await here.desk.do('transitions.list', {}, { actor })).items).toEqual([])
      }
      const asking = here.desk.do(
        'transitions.ask',
        { assignment: here.assignment, reason: 'Not mine' },
        { actor: here.backup },
      )
      await expect(asking).rejects.toMatchObject({ code: 'forbidden' })
      expect((await here.desk.do('transitions.list', {}, { actor: lead })).items).toHaveLength(1)
    })

    it('shows what is ready: documents fresh, chains closed, promises kept, environment noted', async () => {
      const here = await handing(open)
      const { desk, engineer, partner, assignment } = here
      const { id: transition, readiness } = await ask(here)
      const ready = ({ items }: typeof readiness) => items.map((one) => [one.item, one.ready])
      expect(ready(readiness)).toEqual([
        ['documents', false],
        ['chains', true],
        ['promises', true],
        ['environment', false],
      ])
      const learnt = { assignment, about: 'Proxy', learnt: 'Two of them' }
      const { id: update } = await desk.do('documents.update', learnt, { actor: engineer })
      const dueAt = '2026-03-05T12:00:00.000Z'
      const owed = { account: 'acme', what: 'Find the limit', dueAt }
      const { id: promise } = await desk.do('promises.make', owed, { actor: engineer })
      const show = () => desk.do('transitions.show', { transition }, { actor: engineer })
      expect(ready((await show()).readiness)).toEqual([
        ['documents', true],
        ['chains', false],
        ['promises', false],
        ['environment', false],
      ])
      await desk.do('documents.confirm', { update, step: 2 }, { actor: engineer })
      await desk.do('documents.confirm', { update, step: 3 }, { actor: partner })
      await desk.do('promises.keep', { promise, note: 'Found' }, { actor: engineer })
      const where = 'https://sandbox.example.com/acme'
      await desk.do('customers.keep_environment', { account: 'acme', where }, { actor: engineer })
      expect((await show()).readiness.ready).toBe(true)
      desk.setTime(31 * 86_400_000)
      expect(ready((await show()).readiness)[0]).toEqual(['documents', false])
    })

    it('finds successors with reasons: hours, load, overload, history; who fits best first', async () => {
      const here = await handing(open)
      const { desk, programme, successor, backup } = here
      const far = await programme.person('Aya Mori', { timeZone: 'Asia/Tokyo' })
      const tired = await programme.person('Bo Lund')
      await desk.do('people.overload', { person: tired.id, overloaded: true })
      const { candidates } = await ask(here)
      const named = candidates.map(({ person, fits }) => [person.name, fits])
      expect(named.slice(0, 2).map(([name]) => name)).toEqual(['Lou Berg', 'Noa Katz'])
      expect(named.slice(2)).toEqual([
        ['Aya Mori', true],
        ['Bo Lund', false],
      ])
      const reasons = (id: string) => candidates.find(({ person }) => person.id === id)!.reasons.join(' ')
      expect(reasons(tired.id)).toContain('Bo Lund is overloaded')
      expect(reasons(far.id)).toContain('shares 0 working hours a week with Max Weber')
      expect(reasons(successor.id)).toContain('shares 40 working hours a week')
      expect(reasons(backup.id)).toContain('has 0 of 12 cases and 0 customers assigned')
    })

    it('hands over with a note: open cases and promises go along, history and goals stay', async () => {
      const here = await handing(open)
      const { desk, engineer, successor, assignment, programme } = here
      const first = await caseOf(here, 'The build fails')
      expect(first.assignee?.id).toBe(engineer.id)
      const owed = { account: 'acme', what: 'Find the limit', dueAt: '2026-03-05T12:00:00.000Z' }
      const { id: promise } = await desk.do('promises.make', owed, { actor: engineer })
      const { id: transition } = await ask(here)
      const proposal = { transition, note, successor: successor.id }
      await desk.do('transitions.propose', proposal, { actor: engineer })
      const notReady = desk.do('transitions.hand_over', { transition }, { actor: lead })
      await expect(notReady).rejects.toMatchObject({ code: 'precondition_failed', at: 'openPoints' })
      const done = await desk.do('transitions.hand_over', { transition, openPoints }, { actor: lead })
      expect(done).toMatchObject({ state: 'handed-over', successor: { name: 'Noa Katz' }, note })
      const moved = await desk.do('cases.show', { case: first.id })
      expect(moved.assignee?.id).toBe(successor.id)
      const shown = await desk.do('assignments.show', { assignment })
      expect(shown).toMatchObject({ engineer: { name: 'Noa Katz' }, backup: { name: 'Lou Berg' } })
      expect(shown.toldAt).toBeNull()
      const handed = shown.history.find(({ kind }) => kind === 'handed-over')!
      expect(handed.data).toMatchObject({ from: engineer.id, to: successor.id, note, openPoints })
      await programme.passTo('2026-03-05T13:00:00.000Z')
      const told = await programme.told('promise.overdue')
      expect(told.map(({ data }) => [data['promise'], data['person']])).toEqual([[promise, successor.id]])
      const next = await caseOf(here, 'And now the deploy')
      expect(next.assignee?.id).toBe(successor.id)
    })

    it('gives the successor as many cases as there is room for, and finds somebody for the others', async () => {
      const here = await handing(open)
      const { desk, successor } = here
      for (const text of ['One fails', 'Two fails', 'Three fails']) await caseOf(here, text)
      const { id: transition } = await ask(here)
      const input = { transition, successor: successor.id, note, openPoints }
      await desk.do('transitions.hand_over', input, { actor: lead })
      const { items } = await desk.do('cases.list', { account: 'acme' })
      const owners = items.map(({ assignee }) => assignee?.name)
      expect(owners.filter((name) => name === 'Noa Katz')).toHaveLength(2)
      expect(owners).not.toContain(undefined)
    })

    it('goes to nobody who is overloaded, at the limit, elsewhere, or would stand in for themselves', async () => {
      const here = await handing(open)
      const { desk, successor, backup, partner, engineer } = here
      const { id: transition } = await ask(here)
      const to = (person: Colleague) =>
        desk.do(
          'transitions.hand_over',
          { transition, successor: person.id, note, openPoints },
          { actor: lead },
        )
      await expect(to(partner)).rejects.toMatchObject({ code: 'precondition_failed', at: 'successor' })
      await expect(to(engineer)).rejects.toMatchObject({ code: 'precondition_failed', at: 'successor' })
      await expect(to(backup)).rejects.toMatchObject({ at: 'backup' })
      await desk.do('people.overload', { person: successor.id, overloaded: true })
      await expect(to(successor)).rejects.toMatchObject({
        message: expect.stringContaining('is overloaded'),
      })
      const taking = desk.do(
        'transitions.hand_over',
        { transition, successor: backup.id, backup: engineer.id, note, openPoints },
        { actor: lead },
      )
      expect(await taking).toMatchObject({ state: 'handed-over' })
    })

    it('hands over once, also when two leaders do it at the same time', async () => {
      const here = await handing(open)
      const { id: transition } = await ask(here)
      const third = await here.programme.person('Ona Lind')
      const outcomes = await Promise.allSettled(
        [here.successor, third].map(({ id: successor }) =>
          here.desk.do('transitions.hand_over', { transition, successor, note, openPoints }, { actor: lead }),
        ),
      )
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const lost = outcomes.find(({ status }) => status === 'rejected')
      expect(lost).toMatchObject({ reason: { code: 'conflict' } })
    })

    it('keeps a customer before the sale without a backup', async () => {
      const here = await handing(open, 'pre-sales')
      const { id: transition } = await ask(here)
      const input = { transition, successor: here.successor.id, note, openPoints }
      await here.desk.do('transitions.hand_over', input, { actor: lead })
      const shown = await here.desk.do('assignments.show', { assignment: here.assignment })
      expect(shown).toMatchObject({ engineer: { name: 'Noa Katz' }, backup: null, internal: true })
    })
  })

  describe('work that looks like Professional Services', () => {
    const delivery = { topic: 'delivery-work', plan: 'enterprise' }
    const workshop = (desk: TestDesk) =>
      desk.do('cases.open', { text: 'Run a workshop for us', account: 'acme', facts: delivery })

    it('opens a check-in with leadership, and no reply that could be a yes goes out before its word', async () => {
      const { desk, programme } = await handing(open)
      const opened = await workshop(desk)
      const { items } = await desk.do('leadership_checks.list', { case: opened.id })
      expect(items).toMatchObject([{ state: 'open', topic: 'delivery-work' }])
      expect(await programme.told('leadership_check.opened')).toMatchObject([{ data: { case: opened.id } }])
      const reply = (more = {}) =>
        desk.do('cases.reply', { case: opened.id, body: 'We will gladly do that.', ...more })
      await expect(reply()).rejects.toMatchObject({ code: 'precondition_failed', at: 'takesNothingOn' })
      await reply({ body: 'Thank you, we come back to you.', takesNothingOn: true })
      const word = { check: items[0]!.id, says: 'yes', reason: 'One morning is fine' } as const
      const settled = await desk.do('leadership_checks.decide', word, { actor: lead })
      expect(settled).toMatchObject({ state: 'yes', reason: 'One morning is fine' })
      await reply()
      await expect(desk.do('leadership_checks.decide', word, { actor: lead })).rejects.toMatchObject({
        code: 'conflict',
      })
    })

    it('opens none for a customer without an assigned engineer', async () => {
      const { desk, programme } = await handing(open)
      await programme.customer('globex')
      const text = 'Run a workshop for us'
      const opened = await desk.do('cases.open', { text, account: 'globex', facts: delivery })
      expect((await desk.do('leadership_checks.list', { case: opened.id })).items).toEqual([])
      await desk.do('cases.reply', { case: opened.id, body: 'Your account team is in touch.' })
    })

    it('lapses when the case is about something else, but not where somebody asked by hand', async () => {
      const { desk, engineer } = await handing(open)
      const opened = await workshop(desk)
      await desk.do('cases.state_facts', { case: opened.id, facts: { topic: 'platform-fault' } })
      const states = async () =>
        (await desk.do('leadership_checks.list', { case: opened.id })).items.map(({ state }) => state)
      expect(await states()).toEqual(['lapsed'])
      const what = 'They want us to write the adapter'
      await desk.do('leadership_checks.open', { case: opened.id, what }, { actor: engineer })
      await desk.do('cases.state_facts', { case: opened.id, facts: { severity: 'low' } })
      expect(await states()).toEqual(['open', 'lapsed'])
    })

    it('is leadership’s alone to decide', async () => {
      const { desk, engineer } = await handing(open)
      const what = 'Write the adapter'
      const { id: check } = await desk.do('leadership_checks.open', { account: 'acme', what })
      const word = { check, says: 'no', reason: 'Paid work' } as const
      const deciding = desk.do('leadership_checks.decide', word, { actor: engineer })
      await expect(deciding).rejects.toMatchObject({ code: 'forbidden' })
    })
  })

  describe('a practice', () => {
    const useful = { title: 'A page of limits', body: 'Keep one page with every limit that was raised.' }

    it('is marked for one customer, offered to others, and taken up or not', async () => {
      const { desk, engineer, programme } = await handing(open)
      for (const name of ['globex', 'initech']) await programme.customer(name)
      const { id: practice } = await desk.do(
        'practices.mark',
        { account: 'acme', ...useful },
        { actor: engineer },
      )
      await desk.do('practices.offer', { practice, to: ['globex'] })
      const { offers } = await desk.do('practices.offer', { practice, to: 'all' })
      expect(offers).toEqual({ offered: 2, takenUp: 0, declined: 0 })
      await desk.do('practices.settle', { practice, account: 'globex', state: 'taken-up' })
      await desk.do('practices.settle', { practice, account: 'initech', state: 'declined' })
      await desk.do('practices.offer', { practice, to: 'all' })
      const { items } = await desk.do('practices.list', { offeredTo: 'globex' })
      expect(items).toMatchObject([{ title: useful.title, offers: { offered: 0, takenUp: 1, declined: 1 } }])
      const states = (await desk.do('practices.offers', { practice })).items.map((one) => [
        one.account.name,
        one.state,
      ])
      expect(states).toEqual([
        ['globex', 'taken-up'],
        ['initech', 'declined'],
      ])
    })

    it('names no customer to others, and is not offered to whom it comes from', async () => {
      const { desk } = await handing(open)
      const naming = desk.do('practices.mark', {
        account: 'acme',
        title: 'What ACME does',
        body: 'Keep a page',
      })
      await expect(naming).rejects.toMatchObject({ code: 'precondition_failed', at: 'body' })
      const { id: practice } = await desk.do('practices.mark', { account: 'acme', ...useful })
      const back = desk.do('practices.offer', { practice, to: ['acme'] })
      await expect(back).rejects.toMatchObject({ code: 'invalid', at: 'to' })
      const settling = desk.do('practices.settle', { practice, account: 'acme', state: 'taken-up' })
      await expect(settling).rejects.toMatchObject({ code: 'not_found' })
    })
  })
})
