import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseQuery, casesQuery } from '../src/cases/case-search.ts'
import { actorWith, openDesk, type TestDesk } from './desk.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const lists = [
  {},
  { open: true },
  { state: ['routed', 'working'] },
  { team: 'cse' },
  { team: 'cse', open: true },
  { team: 'cse', state: ['routed'] },
  { assignee: 'me' },
  { assignee: 'nobody' },
  { topic: 'v0' },
  { incident: 'incident_1' },
  { is: 'overdue' },
  { is: 'waiting' },
  { is: 'in-triage' },
  { is: 'snoozed' },
  { followed: true },
  { q: 'words' },
  { order: 'opened' },
  { order: 'opened', team: 'cse' },
  { order: 'accept-by' },
  { firstOwner: 'cse', order: 'opened' },
  { ownerRule: 'platform', order: 'opened' },
  { missingFact: 'plan', order: 'opened' },
  { bounces: '3+', order: 'opened' },
  { corrected: 'any' },
  { misrouted: true },
  { openedFrom: '2026-03-01', openedTo: '2026-03-31', order: 'opened' },
] as const

// 100,000 cases are measured by `npm run bench -- lists`; this holds what makes them quick.
describe('a list of cases', () => {
  for (const wanted of lists) {
    it(`is served by an index: ${JSON.stringify(wanted)}`, async () => {
      const plan = await planOf(wanted)
      expect(plan).toContain('USING INDEX')
      expect(plan).not.toMatch(/SCAN cases(?! USING)/)
    })
  }

  it('is served by an index for who sees one team alone', async () => {
    expect(await planOf({}, actorWith('viewer', 'cse'))).not.toMatch(/SCAN cases(?! USING)/)
  })
})

it('cases that were merged into one are found by an index', async () => {
  const { rows } = await sql<{
    detail: string
  }>`explain query plan select id from cases where merged_into = ${'case_1'}`.execute(desk.store.db)
  expect(rows.map(({ detail }) => detail).join()).toContain('USING INDEX cases_merged_into_idx')
})

async function planOf(wanted: object, actor = actorWith('viewer')): Promise<string> {
  const { db } = desk.store
  const { sql: text, parameters } = casesQuery({ db, actor }, caseQuery.parse(wanted)).compile()
  const parts = text.split('?')
  const bound = parts.slice(1).map((part, n) => sql`${parameters[n]}${sql.raw(part)}`)
  const { rows } = await sql<{
    detail: string
  }>`explain query plan ${sql.raw(parts[0]!)}${sql.join(bound, sql``)}`.execute(db)
  return rows.map(({ detail }) => detail).join('\n')
}
