import { assert, constantFrom, integer, nat, property, record, tuple, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addWorkingMinutes,
  type Calendar,
  isOpen,
  nextOpening,
  officeHours,
  timeZone,
  weekdays,
  weeklyHours,
} from '../src/people/hours.ts'

const office = (zone: string, holidays: string[] = []): Calendar => ({
  timeZone: zone,
  hours: officeHours,
  holidays,
})
const week = (hours: Calendar['hours'], zone = 'Europe/Berlin'): Calendar => ({
  timeZone: zone,
  hours,
  holidays: [],
})

describe('office hours', () => {
  // 2 March 2026 is a Monday.
  it('opens on the minute and is closed at the end', () => {
    const berlin = office('Europe/Berlin')
    expect(isOpen(berlin, '2026-03-02T07:59:59.999Z')).toBe(false)
    expect(isOpen(berlin, '2026-03-02T08:00:00.000Z')).toBe(true)
    expect(isOpen(berlin, '2026-03-02T15:59:59.999Z')).toBe(true)
    expect(isOpen(berlin, '2026-03-02T16:00:00.000Z')).toBe(false)
  })

  it('opens next on Monday after a Friday evening', () => {
    expect(nextOpening(office('UTC'), '2026-03-06T17:00:00.000Z')).toBe('2026-03-09T09:00:00.000Z')
  })

  it('gives the time itself where it is open', () => {
    expect(nextOpening(office('UTC'), '2026-03-06T16:59:00.000Z')).toBe('2026-03-06T16:59:00.000Z')
  })

  it('counts only minutes of shifts', () => {
    expect(addWorkingMinutes(office('UTC'), '2026-03-06T15:00:00.000Z', 240)).toBe('2026-03-09T11:00:00.000Z')
  })

  it('ends with the shift where the minutes fill it', () => {
    expect(addWorkingMinutes(office('UTC'), '2026-03-06T15:00:00.000Z', 120)).toBe('2026-03-06T17:00:00.000Z')
  })

  it('passes over holidays, by the days of its own time zone', () => {
    const tokyo = office('Asia/Tokyo', ['2026-03-03', '2026-03-04'])
    // 3 March has begun in Tokyo.
    expect(nextOpening(tokyo, '2026-03-02T15:30:00.000Z')).toBe('2026-03-05T00:00:00.000Z')
  })
})

describe('unusual weeks', () => {
  it('never opens without hours, nor when every shift falls on a holiday', () => {
    for (const never of [week({}), week({ mon: [] })]) {
      expect(isOpen(never, '2026-03-02T09:00:00.000Z')).toBe(false)
      expect(nextOpening(never, '2026-03-02T09:00:00.000Z')).toBeNull()
      expect(addWorkingMinutes(never, '2026-03-02T09:00:00.000Z', 1)).toBeNull()
    }
  })

  it('keeps a night shift that began on Sunday open until Monday morning', () => {
    const night = week({ sun: [['22:00', '06:00']] }, 'UTC')
    expect(isOpen(night, '2026-03-02T05:59:00.000Z')).toBe(true)
    expect(isOpen(night, '2026-03-02T06:00:00.000Z')).toBe(false)
    expect(nextOpening(night, '2026-03-02T06:00:00.000Z')).toBe('2026-03-08T22:00:00.000Z')
  })

  it('lets a night shift run into a holiday, and drops the one that begins on it', () => {
    const night = {
      ...week({ sun: [['22:00', '06:00']], mon: [['22:00', '06:00']] }, 'UTC'),
      holidays: ['2026-03-02'],
    }
    expect(isOpen(night, '2026-03-02T05:00:00.000Z')).toBe(true)
    expect(isOpen(night, '2026-03-02T23:00:00.000Z')).toBe(false)
  })

  it('is open around the clock where shifts meet at midnight', () => {
    const always = week(Object.fromEntries(weekdays.map((day) => [day, [['00:00', '24:00']]])))
    expect(addWorkingMinutes(always, '2026-03-28T12:00:00.000Z', 2 * 24 * 60)).toBe(
      '2026-03-30T12:00:00.000Z',
    )
  })

  it('gives up where so few minutes of work take more than five years', () => {
    const rare = week({ mon: [['09:00', '09:01']] }, 'UTC')
    expect(addWorkingMinutes(rare, '2026-03-02T09:00:00.000Z', 1_000)).toBeNull()
  })
})

describe('changes of the clock', () => {
  // In Berlin, 2:00 becomes 3:00 on 29 March 2026, and 3:00 becomes 2:00 on 25 October.
  const night = week({ sat: [['22:00', '06:00']] })

  it('makes a night shift an hour shorter in spring and an hour longer in autumn', () => {
    expect(addWorkingMinutes(night, '2026-03-28T21:00:00.000Z', 7 * 60)).toBe('2026-03-29T04:00:00.000Z')
    expect(addWorkingMinutes(night, '2026-10-24T20:00:00.000Z', 9 * 60)).toBe('2026-10-25T05:00:00.000Z')
  })

  it('begins a shift in the skipped hour when the hour is skipped', () => {
    const early = week({ sun: [['02:30', '04:00']] })
    expect(nextOpening(early, '2026-03-29T00:00:00.000Z')).toBe('2026-03-29T01:00:00.000Z')
  })

  it('has no shift that lies within the skipped hour', () => {
    const early = week({ sun: [['02:10', '02:50']] })
    expect(nextOpening(early, '2026-03-29T00:00:00.000Z')).toBe('2026-04-05T00:10:00.000Z')
  })

  it('begins and ends a shift the first time the repeated hour is shown', () => {
    const early = week({ sun: [['01:00', '02:30']] })
    expect(isOpen(early, '2026-10-25T00:29:00.000Z')).toBe(true)
    expect(isOpen(early, '2026-10-25T00:30:00.000Z')).toBe(false)
    expect(isOpen(early, '2026-10-25T01:15:00.000Z')).toBe(false)
  })

  it('has no shift on a day that a country skips', () => {
    const apia = week({ fri: [['09:00', '17:00']] }, 'Pacific/Apia')
    expect(nextOpening(apia, '2011-12-28T12:00:00.000Z')).toBe('2012-01-05T19:00:00.000Z')
  })
})

/** Around every change of the clock there is one of: an hour, half an hour, two hours, at midnight, a whole day. */
const places = [
  ['Europe/Berlin', '2026-03-27'],
  ['Europe/Berlin', '2026-10-23'],
  ['America/New_York', '2026-03-06'],
  ['America/New_York', '2026-10-30'],
  ['Australia/Lord_Howe', '2026-04-03'],
  ['Australia/Lord_Howe', '2026-10-02'],
  ['Antarctica/Troll', '2026-03-27'],
  ['Antarctica/Troll', '2026-10-23'],
  ['America/Santiago', '2026-04-03'],
  ['America/Santiago', '2026-09-04'],
  ['Africa/Cairo', '2026-04-22'],
  ['Pacific/Apia', '2011-12-28'],
  ['Pacific/Kiritimati', '2026-06-01'],
  ['Asia/Kathmandu', '2026-06-01'],
  ['UTC', '2026-06-01'],
] as const

const minuteMs = 60_000
const windowMinutes = 6 * 24 * 60

/** The latest that the wall has shown by each minute of some days, told by the platform and not by the code under test. */
function wallOf(zone: string, from: string): string[] {
  const format = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  const start = Date.parse(`${from}T00:00:00.000Z`)
  let latest = ''
  return Array.from({ length: windowMinutes }, (_, minute) => {
    const now = format.format(start + minute * minuteMs)
    if (now > latest) latest = now
    return latest
  })
}
const walls = new Map(places.map((place) => [place, wallOf(place[0], place[1])]))

/** The first minute in which the wall shows a time or has passed it. */
function firstShown(wall: readonly string[], time: string): number {
  let [low, high] = [0, wall.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (wall[middle]! >= time) high = middle
    else low = middle + 1
  }
  return low
}

/** For each minute whether it is open, from the definition alone: a shift lasts from when the wall first shows or passes its beginning. */
function openMinutes({ hours, holidays }: Calendar, wall: readonly string[]): boolean[] {
  const open = wall.map(() => false)
  const firstDay = Date.parse(wall[0]!.slice(0, 10)) - 2 * 86_400_000
  for (let day = 0; day < 11; day++) {
    const date = new Date(firstDay + day * 86_400_000)
    const iso = date.toISOString().slice(0, 10)
    if (holidays.includes(iso)) continue
    for (const [from, to] of hours[weekdays[(date.getUTCDay() + 6) % 7]!] ?? []) {
      const shown = (days: number, time: string) =>
        `${new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10)} ${time}`
      const ended = to === '24:00' ? shown(1, '00:00') : shown(to <= from ? 1 : 0, to)
      open.fill(true, firstShown(wall, shown(0, from)), firstShown(wall, ended))
    }
  }
  return open
}

const clock = tuple(nat(23), nat(59)).map(
  ([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`,
)
const anyWeek = uniqueArray(tuple(constantFrom(...weekdays), clock, clock), { minLength: 1, maxLength: 4 })
  .map((shifts) =>
    Object.fromEntries(
      weekdays.map((day) => [day, shifts.filter(([on]) => on === day).map(([, from, to]) => [from, to])]),
    ),
  )
  .filter((hours) => weeklyHours.safeParse(hours).success)
  .map((hours) => weeklyHours.parse(hours))

const situation = record({
  place: constantFrom(...places),
  hours: anyWeek,
  off: uniqueArray(nat(5), { maxLength: 2 }),
}).map(({ place, hours, off }) => {
  const [zone, from] = place
  const holidays = off.map((day) => new Date(Date.parse(from) + day * 86_400_000).toISOString().slice(0, 10))
  const calendar: Calendar = { timeZone: zone, hours, holidays }
  return {
    calendar,
    // Worked out when asked for, which keeps a counter-example readable.
    open: () => openMinutes(calendar, walls.get(place)!),
    start: Date.parse(`${from}T00:00:00.000Z`),
  }
})
// The first and last days are only there for shifts that reach in and out.
const minute = integer({ min: 2 * 24 * 60, max: 5 * 24 * 60 })

describe('around any change of the clock', () => {
  it('is open exactly in the minutes the wall clock says', () => {
    assert(
      property(situation, minute, ({ calendar, open, start }, at) => {
        expect(isOpen(calendar, new Date(start + at * minuteMs).toISOString())).toBe(open()[at])
      }),
      { numRuns: 1_000 },
    )
  })

  it('opens next in the first minute that is open', () => {
    assert(
      property(situation, minute, ({ calendar, open, start }, at) => {
        const next = nextOpening(calendar, new Date(start + at * minuteMs).toISOString())
        const expected = open().indexOf(true, at)
        if (expected >= 0) expect(next).toBe(new Date(start + expected * minuteMs).toISOString())
        else expect(next === null || Date.parse(next) >= start + windowMinutes * minuteMs).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  it('passes exactly so many open minutes', () => {
    assert(
      property(situation, minute, integer({ min: 1, max: 900 }), ({ calendar, open, start }, at, minutes) => {
        const end = addWorkingMinutes(calendar, new Date(start + at * minuteMs).toISOString(), minutes)
        const wall = open()
        const passed = (until: number) => wall.slice(at, until).filter(Boolean).length
        if (passed(windowMinutes) < minutes) return
        const index = (Date.parse(end!) - start) / minuteMs
        expect(passed(index)).toBe(minutes)
        expect(wall[index - 1]).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  it('adds up: some minutes and then more are both at once', () => {
    const some = integer({ min: 1, max: 5_000 })
    assert(
      property(situation, minute, some, some, ({ calendar, start }, at, a, b) => {
        const from = new Date(start + at * minuteMs).toISOString()
        const between = addWorkingMinutes(calendar, from, a)
        const both = addWorkingMinutes(calendar, from, a + b)
        // Beyond five years, the first of two steps looks less far.
        if (both !== null) expect(addWorkingMinutes(calendar, between!, b)).toBe(both)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('what may be set', () => {
  it('refuses shifts that overlap, over midnight and the end of the week too', () => {
    const overlapping = [
      {
        mon: [
          ['09:00', '13:00'],
          ['12:00', '17:00'],
        ],
      },
      { mon: [['22:00', '06:00']], tue: [['05:00', '09:00']] },
      { sun: [['22:00', '06:00']], mon: [['05:59', '09:00']] },
    ]
    for (const hours of overlapping) {
      expect(weeklyHours.safeParse(hours).error?.issues[0]?.message).toContain('runs into')
    }
  })

  it('takes shifts that meet', () => {
    const meeting = {
      mon: [
        ['09:00', '13:00'],
        ['13:00', '24:00'],
      ],
      tue: [['00:00', '05:00']],
    }
    expect(weeklyHours.safeParse(meeting).success).toBe(true)
  })

  it('refuses shifts without length, hours that no clock shows, and days that no week has', () => {
    for (const hours of [
      { mon: [['09:00', '09:00']] },
      { mon: [['9:00', '17:00']] },
      { mon: [['24:00', '06:00']] },
      { monday: [] },
    ]) {
      expect(weeklyHours.safeParse(hours).success).toBe(false)
    }
  })

  it('takes time zones by name only', () => {
    for (const name of ['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires']) {
      expect(timeZone.safeParse(name).success).toBe(true)
    }
    for (const name of ['Europe/Berlim', '+02:00', '', 'CET\n']) {
      expect(timeZone.safeParse(name).success).toBe(false)
    }
  })
})
