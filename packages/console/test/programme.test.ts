import { describe, expect, it } from 'vitest'
import { factName, factValue } from '../src/pages/programme/account-facts.ts'
import { type AttentionGiven, attentionIn } from '../src/pages/programme/attention.ts'
import { checkInsSearch, followUpsSearch, requestsSearch } from '../src/pages/programme/search.ts'
import { dayThere, whereIs } from '../src/pages/programme/working-now.ts'
import { counted, daysUntil, fieldOf, sayLocalTime, timeOf } from '../src/parts/when.ts'

const request = 'request_01m77pm6w05h0ez7e34c5xfk7a'

describe('addresses', () => {
  it('keep what they know and drop the rest', () => {
    expect(requestsSearch({ show: 'settled', request, ask: 'new', other: 1 })).toEqual({
      show: 'settled',
      request,
      ask: 'new',
    })
    expect(requestsSearch({ show: 'all', request: '<script>', ask: 'old' })).toEqual({})
    expect(followUpsSearch({ show: 'settled' })).toEqual({ show: 'settled' })
  })

  it('cut searched words that are too long', () => {
    expect(checkInsSearch({ q: 'x'.repeat(500) }).q).toHaveLength(200)
    expect(checkInsSearch({ q: 7 }).q).toBeUndefined()
  })
})

describe('times of forms', () => {
  it('come back as they were given, to the minute', () => {
    expect(timeOf(fieldOf('2026-11-21T10:30:00.000Z'))).toBe('2026-11-21T10:30:00.000Z')
  })

  it('are nothing while the field holds none', () => {
    expect(timeOf('')).toBeUndefined()
  })

  it('count days in words', () => {
    expect(daysUntil('2026-11-23T12:00:00.000Z', Date.parse('2026-11-21T12:00:00.000Z'))).toBe(2)
    expect([counted(1, 'customer'), counted(3, 'customer')]).toEqual(['1 customer', '3 customers'])
  })
})

describe('where somebody is', () => {
  const office = {
    timeZone: 'Europe/Berlin',
    hours: { mon: [['09:00', '17:00']], sun: [['22:00', '06:00']] },
  }
  const person = office as unknown as Parameters<typeof whereIs>[0]
  const at = (time: string, leave: Parameters<typeof whereIs>[1] = []) =>
    whereIs(person, leave, Date.parse(time))

  it('goes by their own clock', () => {
    expect(at('2026-11-23T08:30:00.000Z')).toEqual({ at: 'work', clock: 'Mon 09:30' })
    expect(at('2026-11-23T16:30:00.000Z').at).toBe('home')
  })

  it('counts a shift over midnight for the day it began on', () => {
    expect(at('2026-11-22T21:30:00.000Z').at).toBe('work')
    expect(at('2026-11-23T04:00:00.000Z').at).toBe('work')
    expect(at('2026-11-23T05:30:00.000Z').at).toBe('home')
  })

  it('is leave whatever the hours say', () => {
    const leave = [{ startsAt: '2026-11-22T23:00:00.000Z', endsAt: '2026-11-24T23:00:00.000Z' }]
    expect(at('2026-11-23T08:30:00.000Z', leave).at).toBe('leave')
    expect(dayThere(leave[0]!.startsAt, person.timeZone)).toBe('Nov 23')
  })
})

it('says facts in words', () => {
  expect(factName('hasPlatformArchitect')).toBe('Has platform architect')
  expect([factName('arr'), factValue(190_000), factValue(true), factValue(null)]).toEqual([
    'ARR',
    '190,000',
    'Yes',
    'Unknown',
  ])
  expect(factValue(['hobby', 'pro'])).toBe('hobby or pro')
})

describe('what needs attention', () => {
  const nowMs = Date.parse('2026-11-21T12:00:00.000Z')
  const nothing: AttentionGiven = {
    nowMs,
    kind: (kind) => ({
      kind,
      about: '',
      lifecycle: '',
      internal: kind === 'pre-sales',
      backup: kind !== 'pre-sales',
      temporary: false,
    }),
    assignments: [],
    checkIns: [],
    promises: [],
    documents: [],
    checks: [],
    transitions: [],
    requests: [],
    people: [],
  }
  const account = { id: 'account_1', name: 'Saltmarsh' }
  const engineer = { id: 'person_1', name: 'Ilse' }
  const assignment = (over: object) =>
    ({
      id: 'assignment_1',
      account,
      engineer,
      kind: 'post-sales-strategic',
      backup: engineer,
      internal: false,
      toldAt: '2026-10-01T00:00:00.000Z',
      since: '2026-10-01T00:00:00.000Z',
      until: null,
      reviewAt: '2027-04-01T00:00:00.000Z',
      ...over,
    }) as unknown as AttentionGiven['assignments'][number]
  const found = (given: Partial<AttentionGiven>) => attentionIn({ ...nothing, ...given }).map(({ id }) => id)

  it('is empty where nothing is due', () => {
    expect(found({ assignments: [assignment({})] })).toEqual([])
  })

  it('misses a backup only where the kind has one', () => {
    expect(found({ assignments: [assignment({ backup: null })] })).toEqual(['backups'])
    expect(found({ assignments: [assignment({ backup: null, kind: 'pre-sales', internal: true })] })).toEqual(
      [],
    )
  })

  it('never asks to tell a customer before the sale', () => {
    expect(found({ assignments: [assignment({ toldAt: null })] })).toEqual(['told'])
    expect(
      found({ assignments: [assignment({ toldAt: null, internal: true, kind: 'pre-sales', backup: null })] }),
    ).toEqual([])
  })

  it('names a missed check-in for a week, and a coming one two days before', () => {
    const checkIn = (state: string, dueAt: string) =>
      [{ id: dueAt, account, engineer, state, dueAt }] as unknown as AttentionGiven['checkIns']
    expect(found({ checkIns: checkIn('missed', '2026-11-19T12:00:00.000Z') })).toEqual(['check-ins'])
    expect(found({ checkIns: checkIn('missed', '2026-11-01T12:00:00.000Z') })).toEqual([])
    expect(found({ checkIns: checkIn('planned', '2026-11-22T12:00:00.000Z') })).toEqual(['check-ins'])
    expect(found({ checkIns: checkIn('planned', '2026-11-27T12:00:00.000Z') })).toEqual([])
  })

  it('puts what is overdue first and marks it late', () => {
    const promise = (id: string, dueAt: string, overdue: boolean) => ({
      id,
      account,
      what: 'Say when',
      owedBy: engineer,
      dueAt,
      overdue,
    })
    const promises = [
      promise('later', '2026-11-22T12:00:00.000Z', false),
      promise('late', '2026-11-14T12:00:00.000Z', true),
      promise('far', '2026-12-24T12:00:00.000Z', false),
    ] as unknown as AttentionGiven['promises']
    const [group] = attentionIn({ ...nothing, promises })
    expect(group?.items.map(({ id, late }) => [id, late])).toEqual([
      ['late', true],
      ['later', false],
    ])
  })
})

it('says local times in short, and leaves alone what it does not know', () => {
  expect(sayLocalTime('2026-11-24 11:00 (America/Sao_Paulo)')).toBe('Tue 11:00 Sao Paulo')
  expect(sayLocalTime('2026-11-24 09:00 (UTC)')).toBe('Tue 09:00 UTC')
  expect(sayLocalTime('soon')).toBe('soon')
})
