import { describe, expect, it } from 'vitest'
import { ageOf, signsOf } from '../src/pages/cases/case-signs.ts'
import { type Allowed, fits, nextSteps, verbs } from '../src/pages/cases/case-verbs.ts'
import { marksAfter, pagesIn } from '../src/pages/cases/page-marks.ts'
import { snoozeTimes } from '../src/pages/cases/snooze-times.ts'

const nowMs = Date.parse('2026-11-10T12:00:00Z')
const row = {
  state: 'routed',
  ownerTeam: 'cse',
  incidentId: null,
  overdueSince: null,
  triageSince: null,
  waitingSince: null,
  snoozedUntil: null,
  acceptBy: null,
  bounces: 0,
  mergedInto: null,
  partOf: null,
} as const
const say = (at: string): string => at.slice(11, 16)

describe('signs of a case', () => {
  const wordsOf = (more: object): string[] =>
    signsOf({ ...row, ...more }, nowMs, say).map(({ words }) => words)

  it('are none where all is well', () => {
    expect(wordsOf({})).toEqual([])
  })

  it('put the gravest first and stop at three', () => {
    const at = '2026-11-10T10:00:00Z'
    expect(
      wordsOf({ incidentId: 'x', overdueSince: at, triageSince: at, waitingSince: at, bounces: 4 }),
    ).toEqual(['Incident', 'Overdue', 'Triage'])
  })

  it('show the clock on acceptance until it has run out, urgent in its last hour', () => {
    const soon = { ...row, acceptBy: '2026-11-10T12:30:00Z' }
    expect(signsOf(soon, nowMs, say)).toMatchObject([{ words: 'Accept 12:30', tone: 'warn' }])
    expect(wordsOf({ acceptBy: soon.acceptBy, overdueSince: '2026-11-10T12:30:00Z' })).toEqual(['Overdue'])
  })

  it('do not call a finished case overdue', () => {
    expect(wordsOf({ state: 'closed', overdueSince: '2026-11-09T12:00:00Z' })).toEqual([])
  })
})

it.each([
  ['2026-11-10T11:55:00Z', '5m'],
  ['2026-11-09T12:00:00Z', '24h'],
  ['2026-10-31T12:00:00Z', '10d'],
  ['2026-11-10T13:00:00Z', '0m'],
])('says the age of a case opened at %s as %s', (at, said) => {
  expect(ageOf(at, nowMs)).toBe(said)
})

describe('verbs', () => {
  const anything: Allowed = () => true
  const onlyReads: Allowed = (scope) => scope === 'cases:read'

  it('have keys of their own', () => {
    expect(new Set(verbs.map(({ keys }) => keys)).size).toBe(verbs.length)
  })

  it('are offered only where the state and the rights fit', () => {
    expect(fits('accept', row, anything)).toBe(true)
    expect(fits('accept', { ...row, state: 'working' }, anything)).toBe(false)
    expect(fits('accept', row, onlyReads)).toBe(false)
    expect(fits('follow', row, onlyReads)).toBe(true)
    expect(fits('wake', row, anything)).toBe(false)
  })

  it('leave a merged case to notes and followers', () => {
    const merged = { ...row, state: 'closed', mergedInto: 'case_1' } as const
    expect(verbs.filter(({ id }) => fits(id, merged, anything)).map(({ id }) => id)).toEqual([
      'note',
      'follow',
    ])
  })

  it.each(['new', 'needs-info', 'routed', 'accepted', 'working', 'escalated', 'resolved', 'closed'] as const)(
    'give a case that is %s something to do next',
    (state) => {
      const steps = nextSteps({ ...row, state }, anything)
      expect(steps.length).toBeGreaterThan(0)
      for (const id of steps) expect(fits(id, { ...row, state }, anything)).toBe(true)
    },
  )

  it('put waking first for a case that sleeps', () => {
    expect(nextSteps({ ...row, snoozedUntil: '2026-11-12T09:00:00Z' }, anything)[0]).toBe('wake')
  })
})

describe('times to snooze until', () => {
  it('all lie ahead, each after the one before', () => {
    for (let hour = 0; hour < 24 * 7; hour++) {
      const now = new Date(2026, 10, 9, hour, 20)
      const times = snoozeTimes(now).map(({ at }) => at.getTime())
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(times[0]).toBeGreaterThan(now.getTime())
      expect(new Set(times).size).toBe(times.length)
    }
  })
})

describe('pages of a long list', () => {
  it('are the first and those in view', () => {
    expect(pagesIn({ first: 40, last: 41 }, 60)).toEqual([0, 40, 41])
    expect(pagesIn({ first: 0, last: 1 }, 1)).toEqual([0])
  })

  it('become known one after the other', () => {
    const one = marksAfter([undefined], [0], ['a'])
    expect(one).toEqual([undefined, 'a'])
    expect(marksAfter(one, [0, 1], ['a', 'b'])).toEqual([undefined, 'a', 'b'])
  })

  it('stay the same list while nothing changes', () => {
    const marks = [undefined, 'a', 'b']
    expect(marksAfter(marks, [0, 1], ['a', undefined])).toBe(marks)
  })

  it('follow a mark that moved, and leave the others until they are seen', () => {
    expect(marksAfter([undefined, 'a', 'b'], [0], ['A'])).toEqual([undefined, 'A', 'b'])
  })

  it('end where the list has become shorter', () => {
    expect(marksAfter([undefined, 'a', 'b'], [0, 1], ['a', null])).toEqual([undefined, 'a'])
  })
})
