/** The list of cases whose CRM record is mistyped, for the teams that put records right (X2). */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { teamsWith } from '../access.ts'
import { record } from '../cases/case-log.ts'
import { changeCase, loadCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, nextOf } from '../paging.ts'
import { line, page, paged } from '../shapes.ts'

const fix = z.object({
  id: z.string(),
  case: z.string(),
  number: z.number(),
  subject: z.string(),
  field: z.enum(['recordType', 'caseReason']),
  isValue: z.string(),
  shouldBe: z.string(),
  team: z.string().describe('Who puts it right'),
  state: z.enum(['open', 'done', 'moot']).describe('moot: it is not wrong any more'),
  reason: z.string(),
  openedAt: z.string(),
  doneAt: z.string().nullable(),
  doneBy: z.string().nullable(),
})

const fixRows = ({ db }: Context) =>
  db
    .selectFrom('recordFixes')
    .innerJoin('cases', 'cases.id', 'recordFixes.caseId')
    .selectAll('recordFixes')
    .select(['cases.number', 'cases.subject'])

const shown = ({ caseId, ...row }: FixRow): z.input<typeof fix> => ({
  ...row,
  case: caseId,
  field: row.field as 'recordType',
  state: row.state as 'open',
})
type FixRow = Awaited<ReturnType<ReturnType<typeof fixRows>['execute']>>[number]

export const listRecordFixes = operation({
  name: 'record_fixes.list',
  about: 'Lists cases whose record type or case reason contradicts their decision, with the right values.',
  scope: 'cases:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/record-fixes' },
  tool: 'record_fixes',
  input: z.object({
    state: z.enum(['open', 'done', 'moot']).default('open'),
    team: line().optional().describe('Who puts it right'),
    ...page,
  }),
  output: paged(fix),
  run: async (context, { state, team, limit, after }) => {
    const visible = teamsWith(context.actor, 'cases:read')
    const [last] = cursorOf(after, 1) ?? []
    const rows = await fixRows(context)
      .where('recordFixes.state', '=', state)
      .$if(visible !== 'all', (q) => q.where('recordFixes.team', 'in', visible as string[]))
      .$if(team !== undefined, (q) => q.where('recordFixes.team', '=', team!))
      .$if(last !== undefined, (q) => q.where('recordFixes.id', '>', last!))
      .orderBy('recordFixes.id')
      .limit(limit + 1)
      .execute()
    return nextOf(rows, limit, shown, ({ id }) => [id])
  },
})

export const finishRecordFix = operation({
  name: 'record_fixes.done',
  about: 'Says that a record was put right in the CRM.',
  scope: 'cases:write',
  writes: true,
  teams: async (context, input) => [(await loadFix(context, input.fix)).team],
  http: { method: 'POST', path: '/record-fixes/{fix}/done' },
  input: z.object({ fix: line() }),
  output: fix,
  run: async (context, input) => {
    const open = await loadFix(context, input.fix)
    const row = await loadCase(context, open.caseId)
    const done = { state: 'done', doneAt: context.at, doneBy: context.actor.id }
    const changed = await context.db
      .updateTable('recordFixes')
      .set(done)
      .where('id', '=', open.id)
      .where('state', '=', 'open')
      .returning('id')
      .executeTakeFirst()
    if (!changed)
      throw new Refusal('conflict', 'fix', `\`${open.id}\` is \`${open.state}\``, 'There is nothing to do.')
    await record(context, row.id, 'record-fixed', { fix: open.id, field: open.field, value: open.shouldBe })
    await changeCase(context, row, { [open.field]: open.shouldBe })
    return shown({ ...open, ...done })
  },
})

async function loadFix(context: Context, id: string): Promise<FixRow> {
  const row = await fixRows(context).where('recordFixes.id', '=', id).executeTakeFirst()
  if (row) return row
  throw new Refusal('not_found', 'fix', `there is no record fix \`${id}\``, 'record_fixes.list has the ids.')
}
