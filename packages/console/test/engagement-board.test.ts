import { describe, expect, test } from 'vitest'
import { columnOf, onBoard, timeLeft } from '../src/pages/engagements/board-columns.ts'
import { engagementsSearch } from '../src/pages/engagements/search.ts'

const now = Date.parse('2026-03-10T12:00:00.000Z')
const at = (days: number): string => new Date(now + days * 86_400_000).toISOString()
const lead = { id: 'person_1', name: 'Lotte' }
const one = { state: 'open', startsAt: at(-5), endsAt: at(20), lead, summaryDueAt: at(25) } as const

describe('the board of engagements', () => {
  test('puts each one where it stands in its time-box', () => {
    expect(columnOf(one, now)).toBe('running')
    expect(columnOf({ ...one, lead: null }, now)).toBe('starting')
    expect(columnOf({ ...one, startsAt: at(2) }, now)).toBe('starting')
    expect(columnOf({ ...one, endsAt: at(7) }, now)).toBe('ending')
    expect(columnOf({ ...one, endsAt: at(7.01) }, now)).toBe('running')
    expect(columnOf({ ...one, endsAt: at(3), lead: null }, now)).toBe('ending')
    expect(columnOf({ ...one, state: 'ended' }, now)).toBe('ended')
    expect(columnOf({ ...one, state: 'finished' }, now)).toBe('finished')
    expect(columnOf({ ...one, state: 'withdrawn' }, now)).toBeUndefined()
  })

  test('takes one whose time ran out as over, before the desk has said so', () => {
    expect(columnOf({ ...one, endsAt: at(-0.1) }, now)).toBe('ended')
  })

  test('shows what ends first on top, and what finished last', () => {
    const { running, finished } = onBoard(
      [
        { ...one, endsAt: at(30) },
        { ...one, endsAt: at(10) },
        { ...one, state: 'finished', endsAt: at(-30) },
        { ...one, state: 'finished', endsAt: at(-10) },
      ],
      now,
    )
    expect(running.map(({ endsAt }) => endsAt)).toEqual([at(10), at(30)])
    expect(finished.map(({ endsAt }) => endsAt)).toEqual([at(-10), at(-30)])
  })

  test('says what is left of the time-box', () => {
    expect(timeLeft(one, now)).toEqual({ words: '20 days left', gone: 0.2, tone: 'plain' })
    expect(timeLeft({ ...one, endsAt: at(1) }, now)).toMatchObject({ words: '1 day left', tone: 'warn' })
    expect(timeLeft({ ...one, startsAt: at(3) }, now)).toMatchObject({ words: 'Starts in 3 days', gone: 0 })
  })

  test('says when a summary is due, and how late it is', () => {
    const over = { ...one, state: 'ended', endsAt: at(-4) } as const
    expect(timeLeft({ ...over, summaryDueAt: at(2) }, now)).toMatchObject({
      words: 'Summary in 2 days',
      tone: 'warn',
    })
    expect(timeLeft({ ...over, summaryDueAt: at(0) }, now)).toMatchObject({ words: 'Summary due today' })
    expect(timeLeft({ ...over, summaryDueAt: at(-3) }, now)).toMatchObject({
      words: 'Summary 3 days late',
      tone: 'bad',
    })
  })
})

describe('the address of the engagements', () => {
  test('keeps what makes sense and drops the rest', () => {
    const said = {
      lead: 'me',
      kind: 'guidance',
      view: 'list',
      column: 'ending',
      engagement: '<script>',
      ask: 1,
    }
    expect(engagementsSearch(said)).toMatchObject({
      lead: 'me',
      kind: 'guidance',
      view: 'list',
      column: 'ending',
      engagement: undefined,
      ask: undefined,
    })
  })
})
