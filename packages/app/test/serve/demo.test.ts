import { noteDemo, verifyAudit } from '@rightdesk/desk'
import { expect, it } from 'vitest'
import type { TestDesk } from '../../../desk/test/desk.ts'
import { describeOnStores } from '../../../desk/test/stores.ts'
import { loadDemo } from '../../src/demo.ts'

const silent = { warn: () => {}, error: () => {} }

const rowsOf = async ({ store: { db } }: TestDesk) => ({
  cases: await db.selectFrom('cases').selectAll().execute(),
  events: await db.selectFrom('events').selectAll().orderBy('id').execute(),
  accounts: await db.selectFrom('accounts').selectAll().execute(),
  people: await db.selectFrom('people').selectAll().execute(),
})

describeOnStores('the demonstration', (open) => {
  it('is played by the operations, with true histories, and goes in one command', async () => {
    const desk = await open()
    desk.setTime('2026-03-20T16:00:00.000Z')
    const played = await loadDemo(desk.services, silent)
    expect(played?.refused).toEqual([])
    const { cases, events, accounts, people } = await rowsOf(desk)
    expect(cases.length).toBeGreaterThan(150)
    expect(accounts).toHaveLength(30)
    expect(people).toHaveLength(24)
    for (const row of [...cases, ...accounts, ...people]) expect(row.origin).toBe('demo')
    expect(new Set(cases.map(({ state }) => state)).size).toBeGreaterThanOrEqual(6)
    expect(new Set(cases.map(({ topic }) => topic)).size).toBeGreaterThan(15)
    expect(events.every(({ at }) => at <= desk.services.now())).toBe(true)
    for (const own of Map.groupBy(events, ({ caseId }) => caseId).values()) {
      expect(own.map(({ at }) => at)).toEqual(own.map(({ at }) => at).sort())
    }
    const given = events.filter(({ kind }) => kind === 'gate-item-given').map(({ data }) => JSON.parse(data))
    const agreed = given.filter(({ expertOf }) => expertOf !== undefined)
    expect(agreed.length).toBeGreaterThan(2)
    for (const { by, expertOf } of agreed) {
      expect(people.find(({ id }) => id === by)!.areas).toContain(`"${expertOf}"`)
    }
    expect((await verifyAudit(desk.store)).fault).toBeNull()

    expect(await loadDemo(desk.services, silent)).toBeUndefined()

    const mine = await desk.do('cases.open', { text: 'Our build fails', account: 'demo-006', facts: {} })
    const removed = await desk.do('demo.remove', {})
    expect(removed).toEqual({ cases: cases.length, accounts: 29, people: 24 })
    const after = await rowsOf(desk)
    expect(after.cases.map(({ id }) => id)).toEqual([mine.id])
    expect(after.accounts).toMatchObject([{ externalId: 'demo-006', origin: 'real' }])
    expect(after.people).toEqual([])
    expect(after.cases[0]).toMatchObject({ assigneeId: null })
    const { items: timers } = await desk.do('timers.list', { limit: 200 })
    const waiting = timers.filter(({ state, kind }) => state === 'waiting' && kind !== 'programme-day')
    expect(waiting.filter(({ about }) => about['case'] !== mine.id)).toEqual([])
    expect((await verifyAudit(desk.store)).fault).toBeNull()
  }, 120_000)

  it('does not come back once it was removed', async () => {
    const desk = await open()
    await noteDemo(desk.store)
    await desk.do('demo.remove', {})
    expect(await loadDemo(desk.services, silent)).toBeUndefined()
  })

  it('does not come where there is something real', async () => {
    const desk = await open()
    await desk.do('accounts.put', { externalId: 'real-1', name: 'Ours' })
    expect(await loadDemo(desk.services, silent)).toBeUndefined()
  })
})
