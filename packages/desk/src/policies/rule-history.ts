/** What became of the cases that a rule or a topic decided: how many there were, and how many had to be put right. */
import { type Kysely, sql } from 'kysely'
import type { Tables, Time } from '../store/tables.ts'

export type Past = { readonly cases: number; readonly corrected: number }
export type History = {
  /** By the id of the owner table's rule. */
  readonly byRule: ReadonlyMap<string, Past>
  readonly byTopic: ReadonlyMap<string, Past>
}

/** Counts the cases opened since a time. One scan of an index; nothing of a single case comes out. */
export async function historySince(db: Kysely<Tables>, since: Time): Promise<History> {
  const counted = async (column: 'ownerRule' | 'topic'): Promise<ReadonlyMap<string, Past>> => {
    const rows = await db
      .selectFrom('cases')
      .leftJoin(
        (query) =>
          query
            .selectFrom('corrections')
            .select('caseId')
            .where('undoneAt', 'is', null)
            .where('kind', '<>', 'record-type')
            .groupBy('caseId')
            .as('put'),
        (join) => join.onRef('put.caseId', '=', 'cases.id'),
      )
      .select(`cases.${column} as name`)
      .select([sql<number>`count(*)`.as('cases'), sql<number>`count(put.case_id)`.as('corrected')])
      .where('cases.openedAt', '>=', since)
      .where(`cases.${column}`, 'is not', null)
      .groupBy(`cases.${column}`)
      .execute()
    return new Map(rows.map(({ name, cases, corrected }) => [name!, { cases, corrected }]))
  }
  return { byRule: await counted('ownerRule'), byTopic: await counted('topic') }
}
