/**
 * The versions of the policy that this desk has answered by, each with its files as they were. What makes a version is
 * what stands in the files: two states under one version number are two versions.
 */
import { createHash } from 'node:crypto'
import { type PolicySource, Refusal } from '@rightdesk/engine'
import type { Context, Services } from '../context.ts'
import { fromJson, toJson } from '../store/json.ts'

/** SHA-256 of what the files say, whatever folder they lie in. */
export function fingerprintOf({ files }: PolicySource): string {
  const sorted = files.map(({ path, text }) => [path, text]).sort(([a], [b]) => (a! < b! ? -1 : 1))
  return createHash('sha256').update(toJson(sorted)).digest('hex')
}

/**
 * Notes which policy a process begins to answer by, its files where they are new here. Not an operation and not audited:
 * whoever starts the server has chosen the policy, and nobody asks the desk.
 */
export async function recordPolicy({ store, answering, now, newId }: Services): Promise<void> {
  const { source, policy } = answering
  const at = now()
  await store.db
    .insertInto('policies')
    .values({
      id: newId('policy'),
      name: policy.compiled.name,
      version: policy.compiled.version,
      fingerprint: fingerprintOf(source),
      folder: source.folder,
      files: toJson(source.files),
      firstSeenAt: at,
      lastSeenAt: at,
    })
    .onConflict((conflict) => conflict.column('fingerprint').doUpdateSet({ lastSeenAt: at }))
    .execute()
}

/** The files of a version; throws `not_found` where this desk never answered by it. */
export async function sourceOfVersion({ db }: Context, id: string): Promise<PolicySource> {
  const row = await db
    .selectFrom('policies')
    .select(['folder', 'files'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (row) return { folder: row.folder, files: fromJson(row.files) }
  const help = 'policies.list has those that are known here.'
  throw new Refusal('not_found', 'policy', `there is no version \`${id}\` of the policy`, help)
}
