/** Whether somebody is at work at a moment, by their own wall clock: hours, then leave. What it means for routing the desk decides. */
import type { RowOf } from '../../app/api.ts'

type Person = Pick<RowOf<'people.list'>, 'timeZone' | 'hours'>
type Leave = Pick<RowOf<'leave.list'>, 'startsAt' | 'endsAt'>

export type Whereabouts = {
  readonly at: 'work' | 'home' | 'leave'
  /** Their wall clock: `Mon 14:05`. */
  readonly clock: string
}

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** `leave` holds theirs. An unknown zone is taken for UTC. */
export function whereIs(person: Person, leave: readonly Leave[], nowMs: number): Whereabouts {
  const { day, time } = wall(person.timeZone, nowMs)
  const clock = `${day} ${time}`
  const now = new Date(nowMs).toISOString()
  if (leave.some(({ startsAt, endsAt }) => startsAt <= now && now < endsAt)) return { at: 'leave', clock }
  const key = days.find((one) => one === day.toLowerCase())!
  const before = days[(days.indexOf(key) + 6) % 7]!
  const works =
    (person.hours[key] ?? []).some(([from, to]) => from <= time && (time < to || to < from)) ||
    // A shift over midnight belongs to the day on which it began.
    (person.hours[before] ?? []).some(([from, to]) => to < from && time < to)
  return { at: works ? 'work' : 'home', clock }
}

/** A time's day on somebody's own wall: `Dec 20`. Leave begins and ends there, not where it is looked at. */
export const dayThere = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: known(timeZone) }).format(
    new Date(at),
  )

function wall(timeZone: string, nowMs: number): { readonly day: string; readonly time: string } {
  const options = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const parts = new Intl.DateTimeFormat('en', { ...options, timeZone: known(timeZone) }).formatToParts(nowMs)
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  return { day: part('weekday'), time: `${part('hour')}:${part('minute')}` }
}

function known(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}
