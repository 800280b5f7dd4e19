/**
 * The customer exceptions page (A4): every customer with an assigned engineer and who it is. It is computed from the rows
 * whenever somebody looks, so that it is never out of date, and it stays among colleagues.
 */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { assignment, shownAssigned } from './assigned-shown.ts'
import { programmeIn } from './programme.ts'
import { placesIn } from './programme-requests.ts'

export const exceptions = z.object({
  at: z.string().describe('When this was true'),
  places: z.object({
    cap: z.number(),
    used: z.number(),
    free: z.number(),
    offered: z.number().describe('Places that are offered and not taken yet'),
    waiting: z.number().describe('Requests in line'),
  }),
  kinds: z.array(z.object({ kind: z.string(), customers: z.number(), internal: z.boolean() })),
  customers: z.array(assignment).describe('By name'),
})

export async function exceptionsNow(context: Context): Promise<z.input<typeof exceptions>> {
  const programme = programmeIn(context)
  const rows = await context.db
    .selectFrom('assignments')
    .innerJoin('accounts', 'accounts.id', 'assignments.accountId')
    .selectAll('assignments')
    .where('endedAt', 'is', null)
    .orderBy('accounts.name')
    .orderBy('assignments.id')
    .execute()
  const { waiting } = await context.db
    .selectFrom('assignmentRequests')
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
  const { cap, used, offered } = await placesIn(context)
  const named = new Set([...Object.keys(programme.kinds), ...rows.map(({ kind }) => kind)])
  return {
    at: context.at,
    places: { cap, used, free: Math.max(0, cap - used - offered), offered, waiting },
    kinds: [...named].map((kind) => ({
      kind,
      customers: rows.filter((row) => row.kind === kind).length,
      internal: !(programme.kinds[kind]?.customerIsTold ?? false),
    })),
    customers: await shownAssigned(context, rows),
  }
}

/** The same as a page for people, in Markdown. Names are other people's words: they stand in it as plain text. */
export function exceptionsPage({ at, places, kinds, customers }: z.input<typeof exceptions>): string {
  const { cap, used, offered, waiting } = places
  const rows = customers.map((one) => [
    one.account.name,
    one.kind,
    one.engineer.name,
    one.backup?.name ?? '–',
    one.customerEngineer?.name ?? '–',
    day(one.since),
    one.until === null ? '–' : day(one.until),
    day(one.reviewAt),
    one.internal ? 'never' : one.toldAt === null ? 'not yet' : day(one.toldAt),
  ])
  const head = 'Customer,Kind,Engineer,Backup,Customer engineer,Since,Until,Review,Told'.split(',')
  return [
    '# Customer exceptions',
    '**Internal.** Customers before the sale must not know of it. Nothing of this page is passed on.',
    `${used} of ${cap} places are taken, ${offered} offered; ${waiting} in line. As of ${at}.`,
    table(head, rows),
    '## Kinds',
    table(
      ['Kind', 'Customers', 'The customer'],
      kinds.map(({ kind, customers: count, internal }) => [
        kind,
        String(count),
        internal ? 'is never told' : 'is told',
      ]),
    ),
    '',
  ].join('\n\n')
}

const day = (time: string): string => time.slice(0, 10)

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows.map((cells) => cells.map(plain))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')

/** Nothing in it is markup, a link or the end of a cell. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replaceAll(/[\\`*_{}[\]()#+!|~<>&]/g, (sign) => `\\${sign}`)
    .replaceAll('\\<', '&lt;')
    .replaceAll('\\>', '&gt;')
    .replaceAll('\\&', '&amp;')
