/** Times at which a snoozed case may be had back, in the zone of who looks. */

export type SnoozeTime = { readonly label: string; readonly at: Date }

const morning = 9

const atMorning = (from: Date, daysLater: number): Date =>
  new Date(from.getFullYear(), from.getMonth(), from.getDate() + daysLater, morning)

/** The choices from a time on: later today where there is a later, tomorrow, next Monday, in a month. */
export function snoozeTimes(now: Date): readonly SnoozeTime[] {
  const soon = new Date(now.getTime() + 3 * 3_600_000)
  const toMonday = (8 - now.getDay()) % 7 || 7
  return [
    ...(soon.getDate() === now.getDate() ? [{ label: 'In three hours', at: soon }] : []),
    { label: 'Tomorrow morning', at: atMorning(now, 1) },
    ...(toMonday > 1 && toMonday < 7 ? [{ label: 'Monday morning', at: atMorning(now, toMonday) }] : []),
    { label: 'In a week', at: atMorning(now, 7) },
    { label: 'In a month', at: atMorning(now, 30) },
  ]
}
