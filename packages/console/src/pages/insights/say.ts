/** Figures in words: shares, hours, changes and days, the same in every picture. */

const shortDay = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const wholeDay = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' })

/** `Sep 28`. */
export const sayShortDay = (day: string): string => shortDay.format(new Date(day))

/** `Sep 28, 2026`: a day of the desk, which counts in UTC. */
export const sayWholeDay = (day: string): string => wholeDay.format(new Date(day))

/** A share from 0 to 1 as `12 %`; small ones keep one digit. */
export function sayShare(share: number): string {
  const percent = share * 100
  return percent > 0 && percent < 10 && !Number.isInteger(percent)
    ? `${percent.toFixed(1)}\u{a0}%`
    : `${Math.round(percent)}\u{a0}%`
}

/** Hours as `40 min`, `5.2 h` or `3.1 days`. */
export function sayHours(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)}\u{a0}min`
  if (hours < 48) return `${Math.round(hours * 10) / 10}\u{a0}h`
  return `${Math.round((hours / 24) * 10) / 10}\u{a0}days`
}

export const sayCount = (count: number): string => count.toLocaleString('en')

const plural = new Intl.PluralRules('en')

/** `1 case`, `3 cases`. */
export const counted = (count: number, noun: string): string =>
  `${sayCount(count)} ${plural.select(count) === 'one' ? noun : `${noun}s`}`
