/** Brings the schema up to date. Any number of processes may do so at once: one does, the others wait. */
import { Refusal } from '@rightdesk/engine'
import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { StoreKind } from './kind.ts'
import { desk } from './migrations/0001-desk.ts'
import { programme } from './migrations/0002-programme.ts'
import { live } from './migrations/0003-live.ts'
import { policies } from './migrations/0004-policies.ts'
import { insights } from './migrations/0005-insights.ts'
import { related } from './migrations/0006-related.ts'

export type Migrations = Readonly<Record<string, (kind: StoreKind) => Migration>>

/** In order, for ever: a migration that was shipped is never changed. */
export const migrations: Migrations = {
  '0001-desk': desk,
  '0002-programme': programme,
  '0003-live': live,
  '0004-policies': policies,
  '0005-insights': insights,
  '0006-related': related,
}

/** Rejects with what went wrong, leaving the schema as it was; with a refusal when it is newer than this program. */
export async function migrate<T>(db: Kysely<T>, kind: StoreKind, steps = migrations): Promise<void> {
  const before = await appliedMigrations(db).catch(() => [])
  if (String(before) === String(Object.keys(steps))) return
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(Object.entries(steps).map(([name, make]) => [name, make(kind)])),
    },
  })
  const { error } = await migrator.migrateToLatest()
  if (!error) return
  const newer = (await appliedMigrations(db).catch(() => [])).find((name) => !(name in steps))
  if (newer === undefined) throw error
  throw new Refusal(
    'precondition_failed',
    '',
    `the store has the schema \`${newer}\`, which this program does not know`,
    'Run the version of Rightdesk that made it, or a newer one.',
  )
}

/** The names of what the schema was made by, in order. */
export async function appliedMigrations<T>(db: Kysely<T>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}
