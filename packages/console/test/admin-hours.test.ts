/** Weekly hours as people write and read them. */
import { describe, expect, it } from 'vitest'
import { hoursText, readHours, readShifts, sayHours, sayMinutes } from '../src/parts/hours.ts'

const office = { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']], wed: [['09:00', '17:00']] } as const

describe('saying hours', () => {
  it('tells days that are alike together, and others apart', () => {
    const week = {
      ...office,
      thu: [['12:00', '20:00']],
      sat: [
        ['10:00', '12:00'],
        ['13:00', '15:00'],
      ],
    }
    expect(sayHours(week as never)).toBe(
      'Mon–Wed 09:00–17:00 · Thu 12:00–20:00 · Sat 10:00–12:00, 13:00–15:00',
    )
  })

  it('keeps days apart between which somebody is off', () => {
    expect(sayHours({ mon: [['09:00', '17:00']], wed: [['09:00', '17:00']] } as never)).toBe(
      'Mon 09:00–17:00 · Wed 09:00–17:00',
    )
  })

  it('says so where nobody ever works', () => {
    expect(sayHours({} as never)).toBe('No hours')
  })

  it('says minutes as hours and minutes', () => {
    expect([0, 45, 120, 90].map(sayMinutes)).toEqual(['0 min', '45 min', '2 h', '1 h 30 min'])
  })
})

describe('reading hours', () => {
  it('takes the ways in which people write a span', () => {
    for (const text of ['9-17', '09:00–17:00', '9:00 - 17:00', '0900-1700', '9 to 17']) {
      expect(readShifts(text), text).toEqual([['09:00', '17:00']])
    }
  })

  it('takes several spans of a day, and none', () => {
    expect(readShifts('9-12, 13:30-18')).toEqual([
      ['09:00', '12:00'],
      ['13:30', '18:00'],
    ])
    expect(readShifts('  ')).toEqual([])
  })

  it('names each day that cannot be read', () => {
    const read = readHours({ ...hoursText(office as never), mon: 'morning', fri: '9' })
    expect(read).toEqual({
      problems: { mon: 'Write it like 09:00–17:00.', fri: 'Write it like 09:00–17:00.' },
    })
  })

  it('reads what it wrote, days off left out', () => {
    expect(readHours(hoursText(office as never))).toEqual({ hours: office })
  })
})
