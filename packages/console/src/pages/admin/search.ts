/**
 * What the addresses of the admin pages may say after the `?`. Whatever does not fit is left out, so that an old or
 * mistyped address still shows the page.
 */
const textLengthMax = 200

/** A text of one line; undefined where it is empty or no text. The router reads digits as numbers. */
export function textIn(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return String(value).trim().slice(0, textLengthMax) || undefined
}

/** One of a closed list. */
export const oneIn = <Value extends string>(values: readonly Value[], value: unknown): Value | undefined =>
  values.find((one) => one === value)

const days = /^\d{4}-\d{2}-\d{2}$/

/** A day such as `2026-05-04`. */
export function dayIn(value: unknown): string | undefined {
  if (typeof value !== 'string' || !days.test(value)) return undefined
  return Number.isNaN(Date.parse(value)) ? undefined : value
}

/** Leaves out what is undefined: an address names only what was chosen. */
export const given = <Named extends object>(named: Named): { [K in keyof Named]?: NonNullable<Named[K]> } =>
  Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) as {
    [K in keyof Named]?: NonNullable<Named[K]>
  }

/** The first moment of a day, or of the day after it, as the desk compares times. */
export const startOfDay = (day: string, daysLater = 0): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + daysLater * 86_400_000).toISOString()
