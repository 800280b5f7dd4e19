/** What people have open at the same time: who looks at which case now, and the views they saved. */
import type { Migration } from 'kysely/migration'
import type { StoreKind } from '../kind.ts'
import { createIndex, createTables, type Index, type Tables } from './build.ts'

const tables: Tables = {
  // It refers to nothing: a row outlives its case or person by seconds at most, and must keep neither from going.
  presence: { connection: 'text! key', case_id: 'text!', person_id: 'text!', seen_until: 'text!' },
  views: {
    id: 'text! key',
    person_id: 'text! ->people',
    team: 'text',
    name: 'text!',
    page: 'text!',
    query: 'text!',
    position: 'integer!',
    created_at: 'text!',
  },
}

const indexes: readonly Index[] = [
  { on: 'presence', columns: ['case_id'] },
  { on: 'views', columns: ['person_id'] },
  { on: 'views', columns: ['team'], where: 'team is not null' },
]

export const live = (kind: StoreKind): Migration => ({
  up: async (db) => {
    await createTables(db, kind, tables)
    for (const index of indexes) await createIndex(db, index)
  },
})
