/**
 * Cases that belong to another one are found from it: those merged into it, whose history it holds, and those that are
 * parts of what it asks.
 */
import type { Migration } from 'kysely/migration'
import type { StoreKind } from '../kind.ts'
import { addColumns, createIndex } from './build.ts'

export const related = (kind: StoreKind): Migration => ({
  up: async (db) => {
    await addColumns(db, kind, 'cases', { part_of: 'text' })
    for (const column of ['merged_into', 'part_of']) {
      await createIndex(db, { on: 'cases', columns: [column], where: `${column} is not null` })
    }
  },
})
