import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { OutputOf } from '../src/index.ts'
import type { TestDesk } from './desk.ts'
import { describeOnStores } from './stores.ts'

async function withHistory(open: () => Promise<TestDesk>): Promise<{ desk: TestDesk; people: string[] }> {
  const desk = await open()
  const people: string[] = []
  for (const name of ['Ana', 'Bo', 'Kim', 'Lee', 'Max']) {
    people.push((await desk.do('people.add', { name })).id)
    desk.setTime(60_000)
  }
  await desk
    .do('people.add', { name: 'x' }, { actor: { kind: 'person', id: 'eve', name: 'Eve', grants: [] } })
    .catch(() => {})
  return { desk, people }
}

describeOnStores('the audit log', (open) => {
  it('is listed newest first, page by page, and by actor, operation, target, outcome and time', async () => {
    const { desk, people } = await withHistory(open)
    const first = await desk.do('audit.list', { limit: 4 })
    expect(first.items[0]).toMatchObject({ actor: 'eve', operation: 'people.add', outcome: 'refused' })
    const rest = await desk.do('audit.list', { limit: 4, after: first.next! })
    expect([...first.items, ...rest.items].map(({ target }) => target)).toEqual([
      null,
      ...people.toReversed(),
    ])
    expect(rest.next).toBeNull()
    const count = async (input: object) => (await desk.do('audit.list', input)).items.length
    expect(await count({ actor: 'eve' })).toBe(1)
    expect(await count({ operation: 'people.add', outcome: 'done' })).toBe(5)
    expect(await count({ target: people[2] })).toBe(1)
    expect(await count({ since: '2026-03-02T09:03:00Z' })).toBe(3)
    expect(await count({ since: '2026-03-02T09:01:00Z', until: '2026-03-02T09:03:00Z' })).toBe(2)
    await expect(desk.do('audit.list', { after: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('verifies, against a head that was noted before as well', async () => {
    const { desk } = await withHistory(open)
    const noted = await desk.do('audit.verify', {})
    expect(noted).toMatchObject({ intact: true, entries: 6, fault: null })
    await desk.do('people.add', { name: 'Sam' })
    expect(await desk.do('audit.verify', { head: noted.head })).toMatchObject({ intact: true, entries: 7 })
    const elsewhere = `6:${'0'.repeat(64)}`
    expect(await desk.do('audit.verify', { head: elsewhere })).toMatchObject({
      intact: false,
      fault: { message: 'the chain was rewritten before this entry' },
    })
    const later = `9:${'0'.repeat(64)}`
    expect(await desk.do('audit.verify', { head: later })).toMatchObject({
      intact: false,
      fault: { message: 'entries 8 to 9 are missing' },
    })
    await expect(desk.do('audit.verify', { head: 'head' })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('is exported whole, in order, so that others can check the chain by what the docs say', async () => {
    const { desk } = await withHistory(open)
    const entries = []
    for (let after: string | null = ''; after !== null; ) {
      const page: OutputOf<'audit.export'> = await desk.do('audit.export', {
        limit: 4,
        ...(after !== '' && { after }),
      })
      entries.push(...page.items)
      after = page.next
    }
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
    let before = ''
    for (const { seq, id, at, actor, surface, operation, outcome, target, detail, hash } of entries) {
      const text = JSON.stringify([
        before,
        seq,
        id,
        at,
        actor,
        surface,
        operation,
        outcome,
        target,
        JSON.stringify(detail),
      ])
      expect(createHash('sha256').update(text).digest('hex')).toBe(hash)
      before = hash
    }
    expect((await desk.do('audit.verify', {})).head).toBe(`6:${before}`)
  })
})
