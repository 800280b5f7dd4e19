/**
 * What a case keeps of its way, so that figures over many cases need neither their decisions nor their histories. Cases
 * of before get what can be told from their rows; how long they took stays unknown.
 */
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { StoreKind } from '../kind.ts'
import { addColumns, createIndex, type Index } from './build.ts'

const columns = {
  first_owner: 'text',
  first_status: 'text',
  owner_rule: 'text',
  missing_fact: 'text',
  answered_minutes: 'integer',
  accepted_minutes: 'integer',
}

const indexes: readonly Index[] = [
  // Figures are read from this alone: rows of cases hold long texts.
  {
    on: 'cases',
    called: 'cases_insights_idx',
    columns: [
      'opened_at',
      'topic',
      'first_owner',
      'owner_team',
      'bounces',
      'first_status',
      'owner_rule',
      'missing_fact',
      'answered_minutes',
      'accepted_minutes',
      'id',
    ],
  },
  { on: 'cases', columns: ['first_owner', 'opened_at', 'number'] },
  { on: 'cases', columns: ['owner_rule', 'opened_at', 'number'], where: 'owner_rule is not null' },
  { on: 'cases', columns: ['missing_fact', 'opened_at', 'number'], where: 'missing_fact is not null' },
  { on: 'cases', columns: ['opened_at', 'number', 'bounces'], where: 'bounces > 0' },
  { on: 'events', columns: ['at', 'kind', 'case_id'], where: "kind in ('assigned', 'accepted', 'rejected')" },
]

/** In the order in which they were made; one case has few of each. */
const firstDecision = 'from decisions where case_id = cases.id order by at, id limit 1'
const firstDecided = "from decisions where case_id = cases.id and status = 'decided' order by at, id limit 1"

export const insights = (kind: StoreKind): Migration => ({
  up: async (db) => {
    await addColumns(db, kind, 'cases', columns)
    await sql
      .raw(
        `update cases set
          first_owner = (select team from case_teams where case_id = cases.id order by since, team limit 1),
          first_status = (select status ${firstDecision}),
          owner_rule = (select owner_rule ${firstDecided})`,
      )
      .execute(db)
    for (const index of indexes) await createIndex(db, index)
  },
})
