import { describe, expect, test } from 'vitest'
import { csvOf, type Data, jsonOf } from '../src/pages/insights/data-file.ts'
import { type Counted, figuresOf } from '../src/pages/insights/figures.ts'
import { type FlowRow, flowGraph } from '../src/pages/insights/flow-graph.ts'
import { insightsSearch, periodBefore, periodOf } from '../src/pages/insights/search.ts'
import { bounceWeeks, openedInWeek } from '../src/pages/insights/weeks.ts'

const now = Date.parse('2026-11-21T16:00:00.000Z')

describe('the period of the insights', () => {
  test('is whole weeks up to today, twelve unless said', () => {
    expect(periodOf({}, now)).toEqual({ from: '2026-08-31', to: '2026-11-21' })
    expect(periodOf({ weeks: 4 }, now)).toEqual({ from: '2026-10-26', to: '2026-11-21' })
  })

  test('is an own range where one is given, and an open end is today', () => {
    expect(periodOf({ from: '2026-02-01', to: '2026-02-28' }, now)).toEqual({
      from: '2026-02-01',
      to: '2026-02-28',
    })
    expect(periodOf({ from: '2026-11-01' }, now).to).toBe('2026-11-21')
  })

  test('is held against as many days right before it', () => {
    expect(periodBefore({ from: '2026-03-01', to: '2026-03-10' })).toEqual({
      from: '2026-02-19',
      to: '2026-02-28',
    })
  })

  test('comes from an address without what makes no sense', () => {
    expect(insightsSearch({ weeks: '26', from: 'soon', team: 'CSE<', table: ['flow', 'no'] })).toEqual({
      weeks: 26,
      from: undefined,
      to: undefined,
      team: undefined,
      by: undefined,
      topics: undefined,
      table: ['flow'],
    })
    expect(insightsSearch({ weeks: 12 }).weeks).toBeUndefined()
  })
})

const row = (topic: string | null, firstOwner: string | null, owner: string, cases: number): FlowRow => ({
  topic,
  firstOwner,
  owner,
  cases,
  filter: {
    openedFrom: '2026-01-01',
    openedTo: '2026-01-31',
    order: 'opened',
    topic: topic ?? 'none',
    ...(firstOwner !== null && { firstOwner }),
    team: owner,
  },
})
const names = { team: (id: string | null) => id ?? 'Nobody', topic: (id: string | null) => id ?? 'No topic' }
const rows = [row('dns', 'cse', 'cse', 5), row('billing', 'cse', 'finance', 3), row('dns', 'legal', 'cse', 1)]

describe('the flow of asks', () => {
  const { nodes, links } = flowGraph(rows, { names, topicsMax: 10 })
  const link = (from: string, to: string) => links.find((one) => one.from === from && one.to === to)

  test('counts every case once at each of its three stages', () => {
    for (const kind of ['topic', 'first', 'owner'])
      expect(nodes.filter((node) => node.kind === kind).reduce((sum, { cases }) => sum + cases, 0)).toBe(9)
    expect(link('dns', 'cse')?.cases).toBe(5)
    expect(link('cse', 'cse')?.cases).toBe(5)
    expect(link('legal', 'cse')?.cases).toBe(1)
  })

  test('marks what moved on to another team', () => {
    expect(links.filter(({ moved }) => moved).map(({ from, to }) => [from, to])).toEqual([
      ['cse', 'finance'],
      ['legal', 'cse'],
    ])
  })

  test('lists the cases of a part by what the part is', () => {
    const opened = { openedFrom: '2026-01-01', openedTo: '2026-01-31', order: 'opened' }
    expect(link('cse', 'finance')?.filter).toEqual({ ...opened, firstOwner: 'cse', team: 'finance' })
    expect(nodes.find(({ id }) => id === 'topic:dns')?.filter).toEqual({ ...opened, topic: 'dns' })
  })

  test('names the team too, where figures of one team leave others out', () => {
    const ofTeam = flowGraph([row('dns', 'legal', 'cse', 1), row('dns', 'legal', 'cse', 2)], {
      names,
      topicsMax: 10,
      team: 'cse',
    })
    expect(ofTeam.nodes.find(({ kind }) => kind === 'topic')?.filter).toMatchObject({
      topic: 'dns',
      team: 'cse',
    })
  })

  test('lists nothing rather than other cases as well', () => {
    const vague = flowGraph([row('dns', null, 'cse', 1), row('dns', 'legal', 'cse', 2)], {
      names,
      topicsMax: 10,
    })
    expect(vague.nodes.find(({ id }) => id === 'first:')?.filter).toBeUndefined()
    expect(vague.nodes.find(({ id }) => id === 'first:legal')?.filter).toBeDefined()
  })

  test('draws the smaller topics as one, and keeps all of their cases', () => {
    const many = Array.from({ length: 8 }, (_, index) => row(`topic-${index}`, 'cse', 'cse', 10 - index))
    const { nodes: few } = flowGraph(many, { names, topicsMax: 3 })
    const topics = few.filter(({ kind }) => kind === 'topic')
    expect(topics.map(({ name }) => name)).toEqual(['topic-0', 'topic-1', 'topic-2', '5 other topics'])
    expect(topics.at(-1)).toMatchObject({ others: true, filter: undefined, cases: 25 })
  })
})

const counted = (decided: number, corrected: number, hours: number | null): Counted => ({
  accuracy: {
    rows: [
      {
        week: '2026-W10',
        starts: '2026-03-02',
        cases: 10,
        decided,
        needsInfo: 10 - decided,
        fallback: 0,
        corrected,
        decidedShare: decided / 10,
        needsInfoShare: 1 - decided / 10,
        fallbackShare: 0,
        uncorrectedShare: decided === 0 ? null : 1 - corrected / decided,
        filter: {},
      },
    ],
  },
  bounces: {
    rows: [{ week: '2026-W10', starts: '2026-03-02', team: 'cse', bounces: '0', cases: 10, filter: {} }],
  },
  time: { weeks: [], all: hours === null ? null : { cases: 10, median: hours, p90: hours } },
})

describe('the headline figures', () => {
  const figure = (id: string, now: Counted, before: Counted) =>
    figuresOf(now, before).find((one) => one.id === id)!

  test('say what changed, and whether for the better', () => {
    expect(figure('decided', counted(8, 0, 2), counted(6, 0, 2)).change).toEqual({
      words: '+20 pts',
      better: true,
    })
    expect(figure('needs-info', counted(6, 0, 2), counted(8, 0, 2)).change).toMatchObject({ better: false })
    expect(figure('hours', counted(8, 0, 2), counted(8, 0, 5)).change?.better).toBe(true)
    expect(figure('cases', counted(8, 0, 2), counted(8, 0, 2)).change).toEqual({
      words: 'as before',
      better: undefined,
    })
  })

  test('say nothing where there is nothing to count', () => {
    expect(figure('held', counted(0, 0, null), counted(5, 0, 2))).toMatchObject({
      value: undefined,
      change: undefined,
      series: [],
    })
    expect(figure('hours', counted(5, 0, null), counted(5, 0, 2)).value).toBeUndefined()
  })
})

describe('the weeks of a chart', () => {
  test('hold every week, also one without cases', () => {
    const weeks = [
      { week: '2026-W10', starts: '2026-03-02' },
      { week: '2026-W11', starts: '2026-03-09' },
    ]
    const bounced = { week: '2026-W11', starts: '2026-03-09', bounces: '1' as const, filter: {} }
    const counts = bounceWeeks(
      [
        { ...bounced, team: 'cse', cases: 2 },
        { ...bounced, team: 'legal', cases: 3 },
      ],
      weeks,
    )
    expect(counts.map((week) => week['1'])).toEqual([0, 5])
  })

  test('end on Sunday or with the period', () => {
    const period = { from: '2026-03-04', to: '2026-03-18' }
    expect(openedInWeek('2026-03-04', period)).toMatchObject({
      openedFrom: '2026-03-04',
      openedTo: '2026-03-08',
    })
    expect(openedInWeek('2026-03-16', period)).toMatchObject({ openedTo: '2026-03-18' })
  })
})

describe('files of the data', () => {
  const data: Data<{ readonly text: string; readonly count: number | null }> = {
    name: 'sample',
    rows: [
      { text: '=HYPERLINK("http://example.com")', count: -1 },
      { text: 'two\nlines, and "more"', count: null },
      { text: '＝1+1', count: 0.5 },
    ],
    columns: [
      { id: 'text', header: 'Text', value: ({ text }) => text },
      { id: 'count', header: 'Count', value: ({ count }) => count },
    ],
  }

  test('are CSV that no spreadsheet runs', () => {
    expect(csvOf(data)).toBe(
      `\u{feff}Text,Count\r\n"'=HYPERLINK(""http://example.com"")",-1\r\n"two\nlines, and ""more""",\r\n'＝1+1,0.5\r\n`,
    )
  })

  test('are JSON with the period beside the rows', () => {
    expect(JSON.parse(jsonOf(data, { from: '2026-03-01' }))).toMatchObject({
      name: 'sample',
      from: '2026-03-01',
      rows: [{ text: '=HYPERLINK("http://example.com")', count: -1 }, {}, {}],
    })
  })
})
