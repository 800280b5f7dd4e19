/** Assignments as colleagues see them, and what a customer is told of one. */
import { z } from 'zod'
import { type CustomerText, safeText } from '../cases/customer-text.ts'
import type { Context } from '../context.ts'
import { assignmentStates } from './assigned.ts'
import type { Assigned } from './assignment-party.ts'
import { secretsOf } from './discretion.ts'
import { isTold, programmeIn } from './programme.ts'

/** Somebody, or a customer, by id and name. */
export const named = z.object({ id: z.string(), name: z.string() })
export type Named = z.input<typeof named>

/** Names by id; an id that has none stands for itself. */
export async function namesBy(
  { db }: Pick<Context, 'db'>,
  table: 'people' | 'accounts',
  ids: readonly (string | null)[],
): Promise<(id: string) => Named> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const rows =
    wanted.length === 0
      ? []
      : await db.selectFrom(table).select(['id', 'name']).where('id', 'in', wanted).execute()
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (id) => ({ id, name: names.get(id) ?? (id === 'system' ? 'Rightdesk' : id) })
}

export const assignment = z.object({
  id: z.string(),
  account: named,
  kind: z.string(),
  state: z.enum(assignmentStates),
  engineer: named,
  backup: named.nullable(),
  customerEngineer: named.nullable(),
  since: z.string(),
  until: z.string().nullable().describe('When a temporary one ends'),
  reviewAt: z.string().describe('When it is looked at anew'),
  internal: z.boolean().describe('Whether the customer must not know of it'),
  toldAt: z.string().nullable().describe('When the customer was told'),
  request: z.string().nullable(),
  note: z.string().nullable(),
  demo: z.boolean(),
  version: z.number(),
  endedAt: z.string().nullable(),
  endReason: z.string().nullable(),
})

/** Assignments as they are shown, in the order given. */
export async function shownAssigned(
  context: Context,
  rows: readonly Assigned[],
): Promise<z.input<typeof assignment>[]> {
  const ids = rows.flatMap(({ engineerId, backupId, customerEngineerId }) => [
    engineerId,
    backupId,
    customerEngineerId,
  ])
  const person = await namesBy(context, 'people', ids)
  const account = await namesBy(
    context,
    'accounts',
    rows.map(({ accountId }) => accountId),
  )
  const { programme } = context.answering.policy.compiled
  return rows.map((row) => ({
    id: row.id,
    account: account(row.accountId),
    kind: row.kind,
    state: row.state as (typeof assignmentStates)[number],
    engineer: person(row.engineerId),
    backup: row.backupId === null ? null : person(row.backupId),
    customerEngineer: row.customerEngineerId === null ? null : person(row.customerEngineerId),
    since: row.startedAt,
    until: row.untilAt,
    reviewAt: row.reviewAt,
    internal: !isTold(programme, row.kind),
    toldAt: row.toldAt,
    request: row.requestId,
    note: row.note,
    demo: row.origin === 'demo',
    version: row.version,
    endedAt: row.endedAt,
    endReason: row.endReason,
  }))
}

export const shownOneAssigned = async (
  context: Context,
  row: Assigned,
): Promise<z.input<typeof assignment>> => (await shownAssigned(context, [row]))[0]!

/**
 * What the customer is told of an assignment (A7), in the policy's words. Empty for a kind that is internal (A6), and
 * where a name in it would be taken for something internal.
 */
export async function draftAnnouncement(context: Context, row: Assigned): Promise<CustomerText | ''> {
  const programme = programmeIn(context)
  if (!isTold(programme, row.kind) || row.endedAt !== null) return ''
  const { account, engineer, backup } = await shownOneAssigned(context, row)
  const { announcement } = programme
  const text = backup === null ? announcement.text : `${announcement.text} ${announcement.backup}`
  const words: Readonly<Record<string, string>> = {
    customer: account.name,
    engineer: engineer.name,
    backup: backup?.name ?? '',
  }
  const filled = text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole)
  return safeText(context.answering.policy, filled, await secretsOf(context, row.accountId)) ?? ''
}
