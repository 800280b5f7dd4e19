/** Pages by cursor: the place after the last thing seen, so that what is added meanwhile neither doubles nor hides one. */
import { Refusal } from '@rightdesk/engine'

/** The values a cursor stands for; throws `invalid` for what is no cursor of ours. */
export function cursorOf(after: string | undefined, length: number): readonly string[] | undefined {
  if (after === undefined) return undefined
  try {
    const values: unknown = JSON.parse(Buffer.from(after, 'base64url').toString('utf8'))
    const fits = Array.isArray(values) && values.length === length && values.every(isStored)
    if (fits) return values as string[]
  } catch {
    // Said below.
  }
  throw noMark(after)
}

/** A text that a store may have given: no store keeps NUL. */
const isStored = (value: unknown): boolean => typeof value === 'string' && !value.includes('\u0000')

/** The largest number that every store counts to. */
const countMax = 2 ** 31 - 1

/** A value of a cursor that counts; throws `invalid` for what is no number of ours. */
export function countIn(after: string, value: string): number {
  const count = Number(value)
  if (/^\d{1,10}$/.test(value) && count <= countMax) return count
  throw noMark(after)
}

const noMark = (after: string): Refusal =>
  new Refusal('invalid', 'after', `\`${after}\` is no page mark`, 'Give `next` of the page before.')

/** A page of at most `limit` things from one row more than that, and the mark of the next. */
export function nextOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  shown: (row: Row) => Item,
  mark: (row: Row) => readonly string[],
): { items: Item[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const next =
    rows.length > limit && last ? Buffer.from(JSON.stringify(mark(last))).toString('base64url') : null
  return { items: items.map(shown), next }
}

/** The same for rows that are in the order of their ids and are still to be shown, all at once. */
export const pageById = <Row extends { readonly id: string }>(
  rows: readonly Row[],
  limit: number,
): { items: Row[]; next: string | null } =>
  nextOf(
    rows,
    limit,
    (row) => row,
    ({ id }) => [id],
  )
