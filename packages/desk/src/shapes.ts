/** Shapes that several operations take or give, as schemas: what the API reference shows. */
import type { Decision } from '@rightdesk/engine'
import { textLengthMax } from '@rightdesk/engine'
import { z } from 'zod'

/** Times are reckoned with and sorted as text: years have four digits, also when some are added. */
const inOurTime = [
  (said: string) => /^(19[7-9]|2\d\d)\d-/.test(said),
  'is not between 1970 and 2999',
] as const
export const time = z.iso
  .datetime()
  .refine(...inOurTime)
  .describe('ISO 8601, in UTC')
export const day = z.iso.date().refine(...inOurTime)
/** A day, or a time in any zone. */
export const dayOrTime = z.union([day, z.iso.datetime({ offset: true }).refine(...inOurTime)])
export const line = (lengthMax = 200) => z.string().trim().min(1).max(lengthMax)
/** A name stands in sentences: one line, read in one direction. */
export const calledName = line(100).regex(
  /^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u,
  'holds what no name has',
)
/** What somebody else says a name is, made one; empty where nothing is left. */
export const asName = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, 100)
    .toWellFormed()
export const prose = (lengthMax = 20_000) => z.string().trim().min(1).max(lengthMax)
export const id = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{26}$`), `is not an id like ${prefix}_01kb…`)

/** Yes or no, also as a query string says it. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((said) => said === 'true')])

const factValue = z.union([z.string().max(200), z.number(), z.boolean()])
export const facts = z
  .record(z.string(), z.union([factValue, z.array(factValue).max(200), z.null()]))
  .describe('Facts by name; a list is a set of values still possible, null is unknown')

export const askText = z
  .string()
  .max(textLengthMax)
  .describe(`The customer's words, up to ${textLengthMax.toLocaleString('en')} characters`)

/** A decision is given whole; its shape is the engine's. */
export const decision = z
  .custom<Decision>((value) => typeof value === 'object' && value !== null)
  .meta({ id: 'Decision', type: 'object', description: 'A decision, whole: see docs/api.md' })

/** How many things a page holds, and where it begins. */
export const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Things on a page'),
  after: z.string().max(300).optional().describe('`next` of the page before'),
}

export const paged = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().describe('Give it as `after` for the next page; null on the last'),
  })

/** The version an edit was made from; another edit since then is a conflict. */
export const version = z
  .number()
  .int()
  .min(1)
  .optional()
  .describe('The version this edit was made from; over HTTP, `If-Match`')
