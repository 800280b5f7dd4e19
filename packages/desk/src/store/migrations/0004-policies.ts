/** The versions of the policy that were in force here, and what was decided about proposals to change it. */
import type { Migration } from 'kysely/migration'
import type { StoreKind } from '../kind.ts'
import { createTables, type Tables } from './build.ts'

const tables: Tables = {
  policies: {
    id: 'text! key',
    name: 'text!',
    version: 'text!',
    fingerprint: 'text! unique',
    folder: 'text!',
    files: 'text!',
    first_seen_at: 'text!',
    last_seen_at: 'text!',
  },
  // It refers to no case: what was accepted stays when a case goes.
  proposals: {
    id: 'text! key',
    kind: 'text!',
    topic: 'text',
    text: 'text!',
    why: 'text!',
    cases: 'text!',
    state: 'text!',
    reason: 'text',
    decided_by: 'text!',
    decided_at: 'text!',
  },
}

export const policies = (kind: StoreKind): Migration => ({
  up: (db) => createTables(db, kind, tables),
})
