/** Weekly hours as people write and read them: `09:00–17:00, 18:00–20:00`. What is a sound week the desk decides. */
import type { OutputOf } from '../app/api.ts'

export type WeeklyHours = OutputOf<'people.show'>['hours']

export const weekdays = [
  { day: 'mon', name: 'Monday', short: 'Mon' },
  { day: 'tue', name: 'Tuesday', short: 'Tue' },
  { day: 'wed', name: 'Wednesday', short: 'Wed' },
  { day: 'thu', name: 'Thursday', short: 'Thu' },
  { day: 'fri', name: 'Friday', short: 'Fri' },
  { day: 'sat', name: 'Saturday', short: 'Sat' },
  { day: 'sun', name: 'Sunday', short: 'Sun' },
] as const
export type Weekday = (typeof weekdays)[number]['day']
export type HoursText = Readonly<Record<Weekday, string>>

type Shift = readonly [from: string, to: string]

const sayShift = ([from, to]: Shift): string => `${from}–${to}`

const sayDay = (shifts: readonly Shift[] | undefined): string => (shifts ?? []).map(sayShift).join(', ')

/** A week as texts to edit, one for each day; empty for a day off. */
export const hoursText = (hours: WeeklyHours): HoursText =>
  Object.fromEntries(weekdays.map(({ day }) => [day, sayDay(hours[day])])) as HoursText

/** `Mon–Fri 09:00–17:00, Sat 10:00–12:00`; days that are alike and follow one another are told together. */
export function sayHours(hours: WeeklyHours): string {
  const runs: { from: string; to: string; said: string }[] = []
  let open = false
  for (const { day, short } of weekdays) {
    const said = sayDay(hours[day])
    const last = runs.at(-1)
    if (said === '') {
      open = false
    } else if (open && last?.said === said) {
      last.to = short
    } else {
      runs.push({ from: short, to: short, said })
      open = true
    }
  }
  const told = runs.map(({ from, to, said }) => `${from === to ? from : `${from}–${to}`} ${said}`)
  return told.join(' · ') || 'No hours'
}

const shift = /^(\d{1,2})(?::?(\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?::?(\d{2}))?$/i

const asTime = (hour: string, minute = '00'): string => `${hour.padStart(2, '0')}:${minute}`

/** Reads one day; undefined where a part is no span of time. `9-17`, `09:00 – 17:00` and `9 to 17:30` all do. */
export function readShifts(text: string): Shift[] | undefined {
  const parts = text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter(Boolean)
  const read = parts.map((part): Shift | undefined => {
    const found = shift.exec(part)
    return found ? [asTime(found[1]!, found[2]), asTime(found[3]!, found[4])] : undefined
  })
  return read.every((one) => one !== undefined) ? read : undefined
}

export type ReadHours =
  | { readonly hours: WeeklyHours }
  | { readonly problems: Readonly<Partial<Record<Weekday, string>>> }

/** Reads a week that somebody edited; else says of each day that cannot be read what to write. */
export function readHours(texts: HoursText): ReadHours {
  const read = weekdays.map(({ day }) => [day, readShifts(texts[day])] as const)
  const unread = read.filter(([, shifts]) => shifts === undefined)
  if (unread.length > 0) {
    return { problems: Object.fromEntries(unread.map(([day]) => [day, 'Write it like 09:00–17:00.'])) }
  }
  const worked = read.filter(([, shifts]) => shifts!.length > 0)
  return { hours: Object.fromEntries(worked) as WeeklyHours }
}

/** Every time zone this browser knows, for choosing one; UTC first. */
export const timeZones: readonly string[] = [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
]

/** Minutes as people say them: `45 min`, `2 h`, `1 h 30 min`. */
export function sayMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [hours > 0 ? `${hours} h` : '', rest > 0 || hours === 0 ? `${rest} min` : '']
    .filter(Boolean)
    .join(' ')
}
