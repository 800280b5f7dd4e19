import { expect, it } from 'vitest'
import type { Actor } from '../../src/index.ts'
import { actorWith, type TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'

const note = {
  context: 'An invoice of an Enterprise customer',
  done: 'Looked at the plan',
  lastStep: 'Asked for the contract',
  nextStep: { what: 'Answer', who: 'account-team', by: '2026-03-03T09:00:00.000Z' },
  facts: { plan: 'enterprise' },
}
const billing = { text: '', facts: { topic: 'billing-usage', plan: 'pro' } }

const refusedIn = async ({ store: { db } }: TestDesk): Promise<string[]> =>
  (await db.selectFrom('audit').select('operation').where('outcome', '=', 'refused').execute()).map(
    ({ operation }) => operation,
  )

describeOnStores('a call that comes again with its key', (open) => {
  it('gets the first answer where what it did has moved the case out of reach', async () => {
    const desk = await open()
    const { id } = await desk.do('cases.open', billing)
    const as = { actor: actorWith('agent', 'cse'), idempotencyKey: 'once' }
    const first = await desk.do('cases.hand_off', { case: id, ...note }, as)
    expect(first.ownerTeam).toBe('account-team')
    expect(await desk.do('cases.hand_off', { case: id, ...note }, as)).toEqual(first)
    const { items } = await desk.do('cases.history', { case: id })
    expect(items.filter(({ kind }) => kind === 'handed-off')).toHaveLength(1)
    expect(await refusedIn(desk)).toEqual([])
  })

  it('gets the first answer where what it did was to take the thing away', async () => {
    const desk = await open()
    const { grant } = await desk.do('services.add', { name: 'Mail', role: 'agent', team: 'cse' })
    const as = { actor: actorWith('admin', 'cse'), idempotencyKey: 'once' }
    const first = await desk.do('access.revoke', { grant: grant.id }, as)
    expect(await desk.do('access.revoke', { grant: grant.id }, as)).toEqual(first)
    const { id } = await desk.do('people.add', { name: 'Kim', team: 'cse' })
    const lead = { actor: actorWith('lead', 'cse'), idempotencyKey: 'once' }
    const gone = await desk.do('people.deactivate', { person: id }, lead)
    expect(await desk.do('people.deactivate', { person: id }, lead)).toEqual(gone)
  })

  it('is refused as ever where it is another call, or whoever makes it may do no such thing any more', async () => {
    const desk = await open()
    const { id } = await desk.do('cases.open', billing)
    const agent = actorWith('agent', 'cse')
    await desk.do('cases.hand_off', { case: id, ...note }, { actor: agent, idempotencyKey: 'once' })
    const again = (actor: Actor, more: object, idempotencyKey?: string) =>
      desk.do(
        'cases.hand_off',
        { case: id, ...note, ...more },
        { actor, ...(idempotencyKey && { idempotencyKey }) },
      )
    const forbidden = { code: 'forbidden' }
    await expect(again(agent, { done: 'Something else' }, 'once')).rejects.toMatchObject(forbidden)
    await expect(again(agent, {}, 'another')).rejects.toMatchObject(forbidden)
    await expect(again(agent, {})).rejects.toMatchObject(forbidden)
    await expect(again({ ...agent, grants: [] }, {}, 'once')).rejects.toMatchObject(forbidden)
    await expect(again({ ...agent, only: ['cases:read'] }, {}, 'once')).rejects.toMatchObject(forbidden)
    await expect(again(actorWith('agent', 'cse', 'other'), {}, 'once')).rejects.toMatchObject(forbidden)
    expect(await refusedIn(desk)).toHaveLength(6)
  })

  it('is refused with a key that no store can keep', async () => {
    const desk = await open()
    for (const idempotencyKey of ['', 'a\u0000b', '\ud800', 'x'.repeat(201)]) {
      await expect(desk.do('cases.open', billing, { idempotencyKey })).rejects.toMatchObject({
        code: 'invalid',
        at: 'Idempotency-Key',
      })
    }
  })
})
