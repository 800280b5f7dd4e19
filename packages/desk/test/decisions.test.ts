import { afterAll, beforeAll, expect, it } from 'vitest'
import { actorWith, openDesk, type TestDesk } from './desk.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

it('decides an ask without opening a case', async () => {
  const decision = await desk.do('decisions.decide', {
    text: 'Our build fails since this morning',
    facts: { plan: 'pro' },
  })
  expect(decision.owner.team).toBe('cse')
})

it('says that an owner is open, with the question that settles it', async () => {
  const owner = await desk.do('decisions.owner', { facts: { topic: 'billing-usage' } })
  expect(owner).toMatchObject({ status: 'needs-info', question: expect.stringContaining('plan') })
})

it('explains a rule by name and all rules of a row', async () => {
  const { rules } = await desk.do('policy.explain', { rule: 'M7' })
  expect(rules.length).toBeGreaterThan(0)
  await expect(desk.do('policy.explain', { rule: 'M77' })).rejects.toThrow('no rule or row is called')
})

it('refuses what an actor may not do, and says so in the audit log', async () => {
  const nobody = { ...actorWith('viewer'), grants: [] }
  await expect(desk.do('decisions.decide', {}, { actor: nobody })).rejects.toMatchObject({
    code: 'forbidden',
  })
  const refused = await desk.store.db
    .selectFrom('audit')
    .selectAll()
    .where('outcome', '=', 'refused')
    .execute()
  expect(refused).toHaveLength(1)
})
