import { describe, expect, it } from 'vitest'
import type { Actor } from '../src/index.ts'
import { actorWith, type TestDesk } from './desk.ts'
import { assignedDesk } from './programme/assigned-desk.ts'
import { describeOnStores } from './stores.ts'

const forbidden = { code: 'forbidden' }
const dueAt = '2026-03-05T12:00:00.000Z'

/** A case on the desk of the legal team, of a customer with an assigned engineer. */
async function legalCase(desk: TestDesk) {
  const programme = assignedDesk(desk)
  const engineer = await programme.person('Kim Ito')
  const backup = await programme.person('Lou Berg')
  const partner = await programme.person('Max Weber', { team: 'customer-engineer' })
  const stranger = await programme.person('Ann Lee', { team: 'customer-engineer' })
  await programme.customer('acme', 'Acme')
  await programme.assign('acme', { engineer, backup, customerEngineer: partner })
  const opened = await desk.do('cases.open', {
    text: 'The DPA',
    account: 'acme',
    facts: { topic: 'contracts-legal' },
  })
  expect(opened.ownerTeam).toBe('legal')
  return { id: opened.id, engineer, partner, stranger }
}

describeOnStores('what somebody reaches', (open) => {
  it('of a case merged from another customer, a customer sees nothing', async () => {
    const desk = await open()
    const opened = async (externalId: string, text: string): Promise<string> => {
      await desk.do('accounts.put', { externalId, name: externalId })
      const facts = { topic: 'platform-fault', plan: 'pro' }
      return (await desk.do('cases.open', { text, account: externalId, facts })).id
    }
    const into = await opened('oak', 'Down')
    const said: Record<string, string> = {
      [await opened('oak', 'Down again')]: 'Dear Oak, we look into it.',
      [await opened('elm', 'Down')]: 'Dear Elm, we look into it.',
    }
    for (const [id, body] of Object.entries(said)) {
      await desk.do('cases.reply', { case: id, body })
      await desk.do('cases.merge', { case: id, into })
    }
    const seenAs = async (as: 'customer' | 'colleague') =>
      JSON.stringify((await desk.do('cases.history', { case: into, as })).items)
    expect(await seenAs('customer')).toContain('Dear Oak')
    expect(await seenAs('customer')).not.toContain('Dear Elm')
    expect(await seenAs('colleague')).toContain('Dear Elm')
  })

  describe('of a customer', () => {
    it('nobody lets themselves see the inner part by calling themselves part of it', async () => {
      const desk = await open()
      const { stranger } = await legalCase(desk)
      const seller = await assignedDesk(desk).person('Sam Roe', { team: 'account-team' })
      const names = (actor: Actor, person: Actor, role: 'ae' | 'ce') =>
        desk.do('customers.add_person', { account: 'acme', role, person: person.id }, { actor })
      const inner = async (actor: Actor) =>
        (await desk.do('customers.show', { account: 'acme' }, { actor })).inner
      for (const role of ['ae', 'ce'] as const) {
        await expect(names(seller, seller, role)).rejects.toMatchObject(forbidden)
        await expect(names(seller, stranger, role)).rejects.toMatchObject(forbidden)
        const all = { ...seller, grants: [{ role: 'lead', team: null }] } as const
        await expect(names(all, all, role)).rejects.toMatchObject(forbidden)
      }
      expect(await inner(seller)).toBeNull()
      await desk.do(
        'customers.add_person',
        { account: 'acme', role: 'customer', name: 'Pat Doe' },
        { actor: seller },
      )
    })

    it('who works with it names colleagues, as far as they see themselves, and so does who leads them', async () => {
      const desk = await open()
      const { engineer, partner, stranger } = await legalCase(desk)
      const seller = await assignedDesk(desk).person('Sam Roe', { team: 'account-team' })
      const other = await assignedDesk(desk).person('Eva Roe', { team: 'account-team' })
      const names = (actor: Actor, person: Actor, role: 'ae' | 'ce') =>
        desk.do('customers.add_person', { account: 'acme', role, person: person.id }, { actor })
      const { id: contact } = await names(actorWith('lead', 'account-team'), seller, 'ae')
      expect((await desk.do('customers.show', { account: 'acme' }, { actor: seller })).inner).not.toBeNull()
      await names(seller, other, 'ae')
      await expect(names(seller, seller, 'ce')).rejects.toMatchObject(forbidden)
      await names(engineer, stranger, 'ce')
      const removal = { account: 'acme', contact }
      const remove = (actor: Actor) => desk.do('customers.remove_person', removal, { actor })
      await expect(remove(actorWith('agent', 'billing-ops'))).rejects.toMatchObject(forbidden)
      await remove(partner)
    })
  })

  it('of a case, a team of the programme writes on those of its own and of its customers', async () => {
    const desk = await open()
    const { id, partner, stranger } = await legalCase(desk)
    const version = async () => (await desk.do('cases.show', { case: id })).version
    const before = await version()
    const promised = { case: id, what: 'Find out', dueAt }
    await expect(desk.do('promises.make', promised, { actor: stranger })).rejects.toMatchObject(forbidden)
    const asked = { case: id, what: 'A week of work' }
    await expect(desk.do('leadership_checks.open', asked, { actor: stranger })).rejects.toMatchObject(
      forbidden,
    )
    const signal = { account: 'acme', case: id, kind: 'renewal', words: 'They sign again' } as const
    const engaged = actorWith('agent', 'developer-success')
    await expect(desk.do('engagements.signal', signal, { actor: engaged })).rejects.toMatchObject(forbidden)
    expect(await version()).toBe(before)
    await desk.do('promises.make', promised, { actor: partner })
    await desk.do('leadership_checks.open', asked, { actor: partner })
    await desk.do('engagements.signal', signal, { actor: actorWith('agent', 'legal') })
    expect(await version()).toBeGreaterThan(before)
  })

  it('of an incident, teams say how it goes that have a case on it, and all see that there is one', async () => {
    const desk = await open()
    const facts = { topic: 'functions-compute', severity: 'critical' }
    const { incidentId } = await desk.do('cases.open', { text: 'Our secret launch is down', facts })
    const incident = incidentId!
    const legal = { actor: actorWith('agent', 'legal') }
    const { items } = await desk.do('incidents.list', {}, legal)
    expect(items).toMatchObject([{ id: incident, topic: 'functions-compute', cases: 1 }])
    expect(JSON.stringify(items)).not.toContain('secret launch')
    const title = 'All is well'
    await expect(desk.do('incidents.declare', { incident, title }, legal)).rejects.toMatchObject(forbidden)
    const over = desk.do('incidents.resolve', { incident, outcome: 'Over' }, legal)
    await expect(over).rejects.toMatchObject(forbidden)
    const { id: empty } = await desk.do('incidents.declare', { title: 'Links are dead' }, legal)
    await desk.do('incidents.resolve', { incident: empty, outcome: 'A false alarm' }, legal)
    const support = { actor: actorWith('agent', 'cse') }
    await desk.do('incidents.declare', { incident, title: 'Functions are slow' }, support)
    expect(await desk.do('incidents.resolve', { incident, outcome: 'Over' }, support)).toMatchObject({
      state: 'resolved',
    })
  })

  it('of an account, a key that is for asking alone learns nothing by asking', async () => {
    const desk = await open()
    await desk.do('accounts.put', {
      externalId: 'acme',
      name: 'Acme',
      facts: { plan: 'enterprise', arr: 240_000 },
    })
    const asked = { text: 'Our build fails', account: 'acme' }
    const asking = { actor: { ...actorWith('agent'), only: ['ask'] } as const }
    await expect(desk.do('decisions.decide', asked, asking)).rejects.toMatchObject(forbidden)
    await expect(desk.do('decisions.batch', { asks: [asked] }, asking)).rejects.toMatchObject(forbidden)
    expect(await desk.do('decisions.decide', { text: asked.text }, asking)).toMatchObject({ topic: {} })
    const looking = { actor: { ...actorWith('agent'), only: ['ask', 'accounts:read'] } as const }
    expect(await desk.do('decisions.decide', asked, looking)).toMatchObject({
      facts: { plan: { value: 'enterprise', from: 'account' } },
    })
  })
})
