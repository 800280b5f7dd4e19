/** Finding a case, who may see it, and changing its row without losing what somebody else changed meanwhile. */
import { Refusal } from '@rightdesk/engine'
import type { Updateable } from 'kysely'
import { z } from 'zod'
import type { Context } from '../context.ts'
import type { CaseRow, Tables } from '../store/tables.ts'
import { heldToWrite } from '../store/transaction.ts'

/** A case as people and programs name it. */
export const caseName = z
  .string()
  .trim()
  .regex(/^(case_[0-9a-z]{26}|#?[1-9][0-9]{0,8})$/, 'is neither a case id nor a case number')
  .describe('The id of a case, or its number')

export type Case = Omit<CaseRow, 'number'> & { readonly number: number }

/** Throws `not_found` where there is no such case. Inside a writing operation the row is held until its end. */
export async function loadCase(context: Context, name: string): Promise<Case> {
  const byId = name.startsWith('case_')
  const query = context.db
    .selectFrom('cases')
    .selectAll()
    .$if(byId, (q) => q.where('id', '=', name))
    .$if(!byId, (q) => q.where('number', '=', Number(name.replace('#', ''))))
  const row = await heldToWrite(context, query).executeTakeFirst()
  if (row) return row as Case
  throw new Refusal('not_found', 'case', `there is no case \`${name}\``, 'Look it up with cases.list.')
}

/** The teams that own the case or have owned it: who may see it, and with the right scope act on it. */
export async function teamsOfCase(
  context: Context,
  { case: name }: { readonly case: string },
): Promise<string[]> {
  const { id } = await loadCase(context, name)
  const rows = await context.db.selectFrom('caseTeams').select('team').where('caseId', '=', id).execute()
  return rows.map(({ team }) => team)
}

/** The team that has the case now: who may move it. */
export async function ownerOfCase(
  context: Context,
  { case: name }: { readonly case: string },
): Promise<string[]> {
  const { ownerTeam } = await loadCase(context, name)
  return ownerTeam === null ? [] : [ownerTeam]
}

/** Throws `conflict` where an edit was made from an older version. */
export function demandVersion(
  thing: { readonly version: number },
  version: number | undefined,
  noun = 'case',
): void {
  if (version === undefined || version === thing.version) return
  throw new Refusal(
    'conflict',
    'version',
    `the ${noun} was changed meanwhile: it is at version ${thing.version}, not ${version}`,
    'Read it again and repeat the edit on what it says now.',
  )
}

/** Changes a case's row and returns it as it then is. */
export async function changeCase(
  { db, at }: Context,
  row: Case,
  change: Omit<Updateable<Tables['cases']>, 'version' | 'updatedAt'>,
): Promise<Case> {
  const changed = { ...change, version: row.version + 1, updatedAt: at }
  await db.updateTable('cases').set(changed).where('id', '=', row.id).execute()
  return { ...row, ...changed } as Case
}
