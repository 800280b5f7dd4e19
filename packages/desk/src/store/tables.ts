/**
 * The schema as the code sees it: camelCase here, snake_case in the database. Kept to what SQLite and PostgreSQL share:
 * ids are text and sort by time, times are ISO 8601 in UTC as text, yes-or-no is a time or its absence, JSON is text.
 */
import type { CaseTables } from './rows/case-rows.ts'
import type { EngagementTables } from './rows/engagement-rows.ts'
import type { PeopleTables } from './rows/people-rows.ts'
import type { PolicyTables } from './rows/policy-rows.ts'
import type { ProgrammeTables } from './rows/programme-rows.ts'
import type { WorkTables } from './rows/work-rows.ts'

export type * from './rows/case-rows.ts'
export type * from './rows/engagement-rows.ts'
export type * from './rows/people-rows.ts'
export type * from './rows/policy-rows.ts'
export type * from './rows/programme-rows.ts'
export type * from './rows/work-rows.ts'
export type { JsonText, Time } from './values.ts'

export type Tables = CaseTables &
  EngagementTables &
  PeopleTables &
  PolicyTables &
  ProgrammeTables &
  WorkTables
