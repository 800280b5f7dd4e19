/** Days and times of forms, and how far off something is: fields speak the browser's own time, the desk speaks UTC. */

export const dayMs = 86_400_000

const two = (part: number): string => String(part).padStart(2, '0')

/** A time as a `datetime-local` field holds it. */
export function fieldOf(at: string | number): string {
  const local = new Date(at)
  const day = [local.getFullYear(), two(local.getMonth() + 1), two(local.getDate())].join('-')
  return `${day}T${two(local.getHours())}:${two(local.getMinutes())}`
}

/** What a `datetime-local` or `date` field holds, in UTC; undefined while it holds no time. A day is its end. */
export function timeOf(field: string): string | undefined {
  const time = Date.parse(field.includes('T') ? field : `${field}T17:00`)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

/** Whole days from now until then; below 0 for what is past. */
export const daysUntil = (at: string, nowMs: number): number => Math.ceil((Date.parse(at) - nowMs) / dayMs)

const plural = new Intl.PluralRules('en')

/** `1 customer`, `3 customers`. */
export const counted = (count: number, noun: string): string =>
  `${count} ${plural.select(count) === 'one' ? noun : `${noun}s`}`

const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' })

/** `2026-11-24 11:00 (America/Sao_Paulo)`, as the desk says local times, in short: `Tue 11:00 Sao Paulo`. */
export function sayLocalTime(said: string): string {
  const [, day, time, zone] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d) \((.+)\)$/.exec(said) ?? []
  if (day === undefined) return said
  return `${weekday.format(new Date(day))} ${time} ${zone!.split('/').at(-1)!.replaceAll('_', ' ')}`
}
