/**
 * When somebody works: weekly hours on the wall clock of a time zone, less holidays. Pure; who is asked about it, and
 * what leave they have, is `assignment.ts`'s business.
 *
 * A shift begins and ends when the clock on the wall first shows that time, or first passes it where the time is
 * skipped in spring. So a night shift is an hour shorter or longer when the clocks change, and shifts that meet on the
 * wall meet in truth. A shift belongs to the day it begins on, also for holidays.
 */
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { day } from '../shapes.ts'
import type { Time } from '../store/tables.ts'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
type Weekday = (typeof weekdays)[number]

const dayMinutes = 24 * 60
const dayMs = dayMinutes * 60_000
/** How far ahead openings are looked for, in days: five years. */
const horizonDays = 1_830
/** Days of one calendar that are kept worked out. */
const knownDaysMax = 4_000

const beginning = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day such as 09:00')
const ending = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'is not a time of day such as 17:00')
const shifts = z.array(z.tuple([beginning, ending])).max(6)

/** Shifts by weekday. One that ends at or before its beginning ends on the next day. */
export const weeklyHours = z
  .strictObject({
    mon: shifts.optional(),
    tue: shifts.optional(),
    wed: shifts.optional(),
    thu: shifts.optional(),
    fri: shifts.optional(),
    sat: shifts.optional(),
    sun: shifts.optional(),
  })
  .superRefine((week, report) => {
    const message = overlapIn(week)
    if (message) report.addIssue({ code: 'custom', message })
  })
  .describe('Working hours such as {"mon":[["09:00","17:00"]]}; a shift may end on the next day')
export type WeeklyHours = z.output<typeof weeklyHours>

/** The same as it comes from the store, where it was checked. */
export const shownHours = z
  .custom<WeeklyHours>((value) => typeof value === 'object' && value !== null)
  .meta({ type: 'object', description: 'Shifts by weekday, such as {"mon":[["09:00","17:00"]]}' })

export const timeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, { error: ({ input }) => `\`${input}\` is not a time zone such as Europe/Berlin` })
  .describe('A time zone by its IANA name, such as Europe/Berlin')

export const holidays = z.array(day).max(400).describe('Days off, as ISO dates')

export type Calendar = {
  readonly timeZone: string
  readonly hours: WeeklyHours
  /** ISO dates, in the calendar's own time zone. */
  readonly holidays: readonly string[]
}

/** Monday to Friday, nine to five. */
export const officeHours = {
  mon: [['09:00', '17:00']],
  tue: [['09:00', '17:00']],
  wed: [['09:00', '17:00']],
  thu: [['09:00', '17:00']],
  fri: [['09:00', '17:00']],
} satisfies WeeklyHours

function isTimeZone(name: string): boolean {
  // An offset such as +02:00 would do as well, but knows no summer time.
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

/** Beginning and end in minutes since the day began; the end of a night shift lies beyond the day. */
function minutesOfShift([from, to]: readonly [string, string]): readonly [number, number] {
  const start = minutesOf(from)
  const end = minutesOf(to)
  return [start, end > start ? end : end + dayMinutes]
}

/** What is wrong with a week: shifts without length, or two at one time, over the end of the week as well. */
function overlapIn(week: WeeklyHours): string | undefined {
  const all = weekdays.flatMap((day, index) =>
    (week[day] ?? []).map((shift) => {
      const [start, end] = minutesOfShift(shift)
      return {
        name: `${day} ${shift.join('–')}`,
        start: start + index * dayMinutes,
        end: end + index * dayMinutes,
      }
    }),
  )
  const empty = weekdays.flatMap((day) => week[day] ?? []).find(([from, to]) => from === to)
  if (empty) return `a shift from ${empty[0]} to ${empty[1]} is empty; the whole day is 00:00–24:00`
  all.sort((a, b) => a.start - b.start)
  const first = all[0]
  if (!first) return undefined
  const again = { ...first, start: first.start + 7 * dayMinutes }
  const clash = [...all.slice(1), again].findIndex((next, index) => next.start < all[index]!.end)
  return clash < 0 ? undefined : `${all[clash]!.name} runs into ${(all[clash + 1] ?? first).name}`
}

/** Beginning and end, in milliseconds; the end is no longer part of it. */
type Span = readonly [number, number]

const worked = new WeakMap<Calendar, Map<number, readonly Span[]>>()

/** The shifts that begin on a day, counted from 1970-01-01 on the calendar's own wall. Worked out once per calendar. */
function shiftsOn(calendar: Calendar, day: number): readonly Span[] {
  let known = worked.get(calendar)
  if (!known || known.size > knownDaysMax) {
    known = new Map()
    worked.set(calendar, known)
  }
  let spans = known.get(day)
  if (!spans) {
    spans = workOut(calendar, day)
    known.set(day, spans)
  }
  return spans
}

function workOut({ timeZone: zone, hours, holidays: off }: Calendar, day: number): readonly Span[] {
  const weekday = weekdays[(((day + 3) % 7) + 7) % 7] as Weekday
  const listed = hours[weekday]
  if (!listed || listed.length === 0) return []
  const date = new Date(day * dayMs).toISOString().slice(0, 10)
  if (off.includes(date)) return []
  const midnight = Temporal.PlainDate.from(date).toPlainDateTime()
  return listed
    .map(minutesOfShift)
    .map(([start, end]): Span => [whenShown(midnight, start, zone), whenShown(midnight, end, zone)])
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0])
}

/** When the wall clock first shows a time, or passes it where it is skipped. */
function whenShown(midnight: Temporal.PlainDateTime, minutes: number, zone: string): number {
  const shown = midnight.add({ minutes })
  const earlier = shown.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (earlier.toPlainDateTime().equals(shown)) return earlier.epochMilliseconds
  return (earlier.getTimeZoneTransition('next') ?? earlier).epochMilliseconds
}

/** Shifts that have not ended by a time, in order, up to the horizon. */
function* shiftsFrom(calendar: Calendar, at: number): Generator<Span> {
  if (weekdays.every((day) => !calendar.hours[day]?.length)) return
  // A wall is at most 14 hours from UTC, and a night shift may have begun the day before.
  const today = Math.floor(at / dayMs)
  for (let day = today - 2; day < today + horizonDays; day++) {
    for (const span of shiftsOn(calendar, day)) if (span[1] > at) yield span
  }
}

const asTime = (ms: number): Time => new Date(ms).toISOString()

/** Whether a time lies in a shift; the moment a shift ends does not. */
export function isOpen(calendar: Calendar, at: Time): boolean {
  const ms = Date.parse(at)
  for (const [start] of shiftsFrom(calendar, ms)) return start <= ms
  return false
}

/** The time itself where it is open, else when the next shift begins; null where none does within five years. */
export function nextOpening(calendar: Calendar, at: Time): Time | null {
  const ms = Date.parse(at)
  for (const [start] of shiftsFrom(calendar, ms)) return asTime(Math.max(start, ms))
  return null
}

/** When so many minutes of shifts have passed; no minutes give the next opening, too few in five years give null. */
export function addWorkingMinutes(calendar: Calendar, from: Time, minutes: number): Time | null {
  const ms = Date.parse(from)
  let left = minutes * 60_000
  for (const [start, end] of shiftsFrom(calendar, ms)) {
    const begin = Math.max(start, ms)
    if (end - begin >= left) return asTime(begin + left)
    left -= end - begin
  }
  return null
}
