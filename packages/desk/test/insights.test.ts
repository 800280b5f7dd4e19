import { expect, it } from 'vitest'
import { rateAtLeast } from '../src/insights/figures.ts'
import { periodOf } from '../src/insights/period.ts'
import { actorWith, type TestDesk } from './desk.ts'
import { describeOnStores } from './stores.ts'

const hourMs = 3_600_000
const hours = Object.fromEntries(
  ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]),
) as Record<string, [string, string][]>

/** Cases whose every way is known: decided, asked for, corrected, rejected, handed on, accepted after known times. */
async function filled(desk: TestDesk) {
  for (const name of ['Ana', 'Ben']) await desk.do('people.add', { name, team: 'cse', hours, loadMax: 50 })
  await desk.do('people.add', { name: 'Cora', team: 'account-team', hours })
  let count = 0
  const open = (facts: Record<string, string>) =>
    desk.do('cases.open', {
      text: `Ask ${count++}`,
      facts: { topic: 'builds-deployments', plan: 'pro', ...facts },
    })
  const accepted = async (afterHours: number, facts: Record<string, string> = {}) => {
    const { id } = await open(facts)
    desk.setTime(afterHours * hourMs)
    await desk.do('cases.accept', { case: id })
    return id
  }
  for (const after of [1, 2, 3, 4, 10]) await accepted(after)
  const corrected = await accepted(1)
  await desk.do('cases.correct', { case: corrected, kind: 'rule', team: 'account-team', reason: 'No' })
  const { id: rejected } = await open({})
  await desk.do('cases.reject', { case: rejected, reason: 'Not ours' })
  const { id: asked } = await desk.do('cases.open', {
    text: 'About the bill',
    facts: { topic: 'billing-usage' },
  })
  desk.setTime(5 * hourMs)
  await desk.do('cases.state_facts', { case: asked, facts: { plan: 'enterprise' } })
  return { corrected, rejected, asked }
}

describeOnStores('insights', (opens) => {
  it('count every case once, and list exactly those that they count', async () => {
    const desk = await opens()
    const { corrected, rejected, asked } = await filled(desk)
    const listed = async (filter: Record<string, string>) =>
      (await desk.do('cases.list', filter as never)).items.map(({ id }) => id)

    const flow = await desk.do('insights.flow', {})
    expect(flow.cases).toBe(8)
    expect(flow.rows).toMatchObject([
      { topic: 'builds-deployments', firstOwner: 'cse', owner: 'cse', cases: 7 },
      { topic: 'billing-usage', firstOwner: 'cse', owner: 'account-team', cases: 1 },
    ])
    for (const { filter, cases } of flow.rows) expect(await listed(filter)).toHaveLength(cases)

    const misroutes = await desk.do('insights.misroutes', {})
    const [worst] = misroutes.rows
    expect(worst).toMatchObject({ decided: 7, misrouted: 2, rejected: 1, corrected: 1, bounced: 1 })
    expect(worst?.kinds).toEqual({ topic: 0, fact: 0, rule: 1, 'record-type': 0 })
    expect(worst?.text).toEqual(expect.any(String))
    expect(await listed(worst!.filter)).toEqual(expect.arrayContaining([corrected, rejected]))
    expect(await listed(worst!.filter)).toHaveLength(2)

    const bounces = await desk.do('insights.bounces', {})
    for (const { filter, cases } of bounces.rows) expect(await listed(filter)).toHaveLength(cases)
    expect(bounces.rows.map(({ bounces, cases }) => [bounces, cases])).toEqual([
      ['0', 7],
      ['1', 1],
    ])

    const missing = await desk.do('insights.missing', {})
    expect(missing.facts).toMatchObject([{ fact: 'plan', asked: 1, answered: 1, median: 5 }])
    expect(await listed(missing.facts[0]!.filter)).toEqual([asked])
    expect(missing.rows).toHaveLength(12)
    expect(missing.rows.at(-1)).toMatchObject({ cases: 8, needsInfo: 1, needsInfoShare: 1 / 8 })
    expect(missing.rows[0]).toMatchObject({ cases: 0, needsInfoShare: null })
  })

  it('give the median and the ninth decile as values that occurred, by week and over all', async () => {
    const desk = await opens()
    await filled(desk)
    const { rows, teams, weeks, all } = await desk.do('insights.time_to_owner', {})
    expect(teams).toMatchObject([{ team: 'cse', cases: 6, median: 2, p90: 10 }])
    expect(rows).toMatchObject([{ week: '2026-W10', starts: '2026-03-02', team: 'cse', median: 2, p90: 10 }])
    expect(weeks).toEqual([{ week: '2026-W10', starts: '2026-03-02', cases: 6, median: 2, p90: 10 }])
    expect(all).toEqual({ cases: 6, median: 2, p90: 10 })
    expect((await desk.do('insights.time_to_owner', { team: 'legal' })).all).toBeNull()
  })

  it('say how decisions came out week by week, and which held', async () => {
    const desk = await opens()
    await filled(desk)
    const { rows } = await desk.do('insights.accuracy', {})
    expect(rows.at(-1)).toMatchObject({
      week: '2026-W10',
      decided: 7,
      needsInfo: 1,
      fallback: 0,
      corrected: 1,
    })
    expect(rows.at(-1)?.uncorrectedShare).toBeCloseTo(6 / 7)
    const { items } = await desk.do('corrections.list', {})
    await desk.do('corrections.undo', { correction: items[0]!.id, reason: 'It was right' })
    const again = await desk.do('insights.accuracy', {})
    expect(again.rows.at(-1)?.uncorrectedShare).toBe(1)
  })

  it('weigh what came to whom against what each may carry', async () => {
    const desk = await opens()
    await filled(desk)
    const { rows } = await desk.do('insights.load', { team: 'cse' })
    expect(rows.map(({ person }) => person.name)).toEqual(['Ana', 'Ben'])
    expect(rows.map(({ expectedShare }) => expectedShare)).toEqual([0.5, 0.5])
    const assigned = rows.map((row) => row.assigned)
    expect(assigned[0]! + assigned[1]!).toBeGreaterThanOrEqual(8)
    expect(rows.map(({ share }) => share! * (assigned[0]! + assigned[1]!))).toEqual(assigned)
    expect(rows.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(6)
    for (const { openCases, filter } of rows) {
      expect((await desk.do('cases.list', filter as never)).items).toHaveLength(openCases)
    }
  })

  it('show who is scoped to a team that team’s cases and people alone', async () => {
    const desk = await opens()
    await filled(desk)
    const actor = actorWith('viewer', 'account-team')
    const flow = await desk.do('insights.flow', {}, { actor })
    expect(flow.rows).toMatchObject([{ topic: 'billing-usage', cases: 1 }])
    expect((await desk.do('insights.misroutes', {}, { actor })).rows).toMatchObject([{ decided: 1 }])
    expect((await desk.do('insights.accuracy', {}, { actor })).rows.at(-1)?.cases).toBe(1)
    const load = await desk.do('insights.load', {}, { actor })
    expect(load.rows.map(({ team, person }) => [team, person.name])).toEqual([['account-team', 'Cora']])
    const nowhere = { actor: actorWith('viewer', 'legal') }
    expect((await desk.do('insights.flow', {}, nowhere)).cases).toBe(0)
    expect((await desk.do('insights.time_to_owner', {}, nowhere)).teams).toEqual([])
  })

  it('count the days of the period, both ends included', async () => {
    const desk = await opens()
    await filled(desk)
    const casesIn = async (from: string, to: string) => (await desk.do('insights.flow', { from, to })).cases
    expect(await casesIn('2026-03-02', '2026-03-02')).toBe(5)
    expect(await casesIn('2026-03-03', '2026-03-31')).toBe(3)
    expect(await casesIn('2026-02-01', '2026-03-01')).toBe(0)
    await expect(casesIn('2026-03-03', '2026-03-02')).rejects.toMatchObject({ code: 'invalid', at: 'from' })
    await expect(casesIn('2020-01-01', '2026-03-02')).rejects.toMatchObject({ code: 'limit_exceeded' })
  })
})

it('cuts a period into ISO weeks, also over a new year', () => {
  const { weeks } = periodOf({ at: '2026-01-07T10:00:00.000Z' }, { from: '2025-12-25', to: '2026-01-06' })
  expect(weeks.map(({ week, starts, ends }) => [week, starts.slice(0, 10), ends.slice(0, 10)])).toEqual([
    ['2025-W52', '2025-12-25', '2025-12-29'],
    ['2026-W01', '2025-12-29', '2026-01-05'],
    ['2026-W02', '2026-01-05', '2026-01-07'],
  ])
})

it('ranks thirty mistakes in a hundred above one in two', () => {
  expect(rateAtLeast(30, 100)).toBeCloseTo(0.2189, 3)
  expect(rateAtLeast(1, 2)).toBeCloseTo(0.0945, 3)
  expect(rateAtLeast(0, 50)).toBe(0)
  expect(rateAtLeast(0, 0)).toBe(0)
})
