import type { PolicySource } from '@rightdesk/engine'
import { beforeAll, expect, it } from 'vitest'
import { recordPolicy } from '../../src/index.ts'
import { actorWith, defaultAnswering, type TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'

const answering = defaultAnswering()

/** The default policy with one text of a file replaced. */
function changed(path: string, from: string, to: string): PolicySource {
  const { source } = answering
  expect(source.files.find((file) => file.path === path)?.text).toContain(from)
  const files = source.files.map((file) =>
    file.path === path ? { path, text: file.text.replace(from, to) } : file,
  )
  return { ...source, files }
}

describeOnStores('the policy as people look at it', (open) => {
  let desk: TestDesk
  beforeAll(async () => {
    desk = await open()
    const open1 = await desk.do('cases.open', {
      text: 'We were charged twice on our invoice',
      facts: { topic: 'billing-usage', plan: 'pro' },
    })
    await desk.do('cases.open', { text: 'Please refund', facts: { topic: 'billing-usage', plan: 'hobby' } })
    await desk.do('cases.correct', {
      case: open1.id,
      kind: 'topic',
      topic: 'v0-billing',
      reason: 'It was v0.',
    })
  })

  it('shows a row with whose it is on each plan, its rules, tests and examples, and its cases', async () => {
    const { rows } = await desk.do('policy.matrix', {})
    const row = rows.find(({ row }) => row === 'M7')!
    expect(row.owners.map(({ value, teams }) => [value, teams.map(({ id }) => id)])).toEqual([
      ['hobby', ['cse']],
      ['pro', ['cse']],
      ['enterprise', []],
    ])
    expect(row.rules[0]).toMatchObject({
      table: 'owner',
      rule: 'billing-self-serve',
      at: expect.stringMatching(/^policy\/tables\/owner\.yaml:\d+$/),
      past: { cases: 2, corrected: 1 },
    })
    expect(row.tests.length).toBeGreaterThan(1)
    expect(row.examples.count).toBeGreaterThan(20)
    expect(row.past).toEqual({ cases: 2, corrected: 1 })
  })

  it('shows every row of the sources and every topic, each with somebody or something behind it', async () => {
    const { rows, topics } = await desk.do('policy.matrix', {})
    expect(rows.map(({ row }) => row)).toEqual(
      expect.arrayContaining(['M1', 'M20', 'X4', 'D1', 'O4b', 'A20']),
    )
    expect(rows.filter(({ rules }) => rules.length === 0).map(({ row }) => row)).toEqual([])
    expect(topics).toHaveLength(Object.keys(answering.policy.compiled.topics).length)
    for (const { topic, owners } of topics) {
      for (const { teams } of owners) expect([topic, teams.length]).not.toEqual([topic, 0])
    }
    expect(topics.find(({ topic }) => topic === 'v0-billing')!.past.cases).toBe(1)
  })

  it('says how sound the policy is', async () => {
    const check = await desk.do('policy.check', {})
    expect(check).toMatchObject({ proven: true, findings: [], uncovered: [], tests: { failed: [] } })
    expect(check.figures!.combinations).toBeGreaterThan(1_000_000)
    expect(check.tests.passed).toBe(check.figures!.tests)
  })

  it('keeps each version once, and says which is in force', async () => {
    await recordPolicy(desk.services)
    desk.setTime(60_000)
    await recordPolicy(desk.services)
    const other = changed('policy.yaml', 'version: 1.0.0', 'version: 0.9.0')
    await recordPolicy({ ...desk.services, answering: { ...answering, source: other } })
    const { items } = await desk.do('policies.list', {})
    expect(items.map(({ inForce }) => inForce)).toEqual([false, true])
    expect(Date.parse(items[1]!.lastSeenAt) - Date.parse(items[1]!.firstSeenAt)).toBe(60_000)
  })

  it('says what moves between two versions: facts, rules, and cases for who may see them', async () => {
    const before = changed(
      'tables/owner.yaml',
      'when: { answeredAs: edge-config }\n    then:\n      team: cse',
      'when: { answeredAs: edge-config }\n    then:\n      team: engineering',
    )
    desk.setTime(60_000)
    await recordPolicy({ ...desk.services, answering: { ...answering, source: before } })
    const moving = await desk.do('cases.open', {
      text: 'Edge Config is full',
      facts: { topic: 'edge-config', plan: 'pro' },
    })
    const from = (await desk.do('policies.list', {})).items[0]!.id
    const all = await desk.do('policies.compare', { from })
    expect(all.rules).toEqual([{ rule: 'owner/edge-config', change: 'changed', parts: ['answer'] }])
    expect(all.changes[0]).toMatchObject({ table: 'owner', when: expect.stringContaining('Edge Config') })
    expect(all.replay).toMatchObject({ asks: 3, refused: 0, moved: 1, complete: true })
    expect(all.replay.moves[0]).toMatchObject({ to: 'Customer Success Engineering', cases: [moving.id] })
    const team = await desk.do('policies.compare', { from }, { actor: actorWith('viewer', 'cse') })
    expect(team.replay.moves[0]).toMatchObject({ count: 1, cases: [] })
  })

  it('refuses to compare a version that was never here', async () => {
    await expect(desk.do('policies.compare', { from: 'policy_x' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
