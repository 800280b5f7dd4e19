/** Reading what was done and refused, and proving that nobody changed it since. Nothing here writes an entry. */
import { z } from 'zod'
import { sealAudit, verifyAudit } from '../audit.ts'
import { firstIdAt } from '../ids.ts'
import { operation } from '../operation.ts'
import { countIn, cursorOf, nextOf } from '../paging.ts'
import { line, page, paged, time } from '../shapes.ts'
import { fromJson } from '../store/json.ts'
import type { AuditRow } from '../store/tables.ts'

const entry = z.object({
  at: time,
  operation: z.string(),
  outcome: z.enum(['done', 'refused']),
  target: z.string().nullable().describe('The id of what it was done to'),
  actor: z.string().describe('The id of who did it'),
  surface: z.string(),
  id: z.string(),
  detail: z.record(z.string(), z.unknown()).describe('What was asked for, shortened and without secrets'),
})

const shown = (row: AuditRow): z.input<typeof entry> => ({
  at: row.at,
  operation: row.operation,
  outcome: row.outcome as 'done' | 'refused',
  target: row.target,
  actor: row.actor,
  surface: row.surface,
  id: row.id,
  detail: fromJson(row.detail),
})

export const listAudit = operation({
  name: 'audit.list',
  about: 'Lists what was done and refused, newest first.',
  scope: 'audit:read',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/audit' },
  input: z.object({
    actor: line().optional().describe('The id of who acted'),
    operation: line().optional().describe('Such as cases.open'),
    target: line().optional().describe('The id of what it was done to'),
    outcome: z.enum(['done', 'refused']).optional(),
    since: time.optional(),
    until: time.optional(),
    ...page,
  }),
  output: paged(z.object({ by: z.string().nullable().describe('Their name'), ...entry.shape })),
  run: async ({ db }, input) => {
    const mark = cursorOf(input.after, 1)
    const rows = await db
      .selectFrom('audit')
      .leftJoin('people', 'people.id', 'audit.actor')
      .selectAll('audit')
      .select('people.name as by')
      .$if(input.actor !== undefined, (q) => q.where('actor', '=', input.actor!))
      .$if(input.operation !== undefined, (q) => q.where('operation', '=', input.operation!))
      .$if(input.target !== undefined, (q) => q.where('target', '=', input.target!))
      .$if(input.outcome !== undefined, (q) => q.where('outcome', '=', input.outcome!))
      // Ids sort by time: reading newest first ends where `since` begins.
      .$if(input.since !== undefined, (q) => q.where('audit.id', '>=', firstIdAt('audit', input.since!)))
      .$if(input.since !== undefined, (q) => q.where('at', '>=', asStored(input.since!)))
      .$if(input.until !== undefined, (q) => q.where('at', '<', asStored(input.until!)))
      .$if(mark !== undefined, (q) => q.where('audit.id', '<', mark![0]!))
      .orderBy('audit.id', 'desc')
      .limit(input.limit + 1)
      .execute()
    return nextOf(
      rows,
      input.limit,
      (row) => ({ by: row.by, ...shown(row) }),
      ({ id }) => [id],
    )
  },
})

/** Times are compared as text, so they must be written alike. */
const asStored = (given: string): string => new Date(given).toISOString()

export const verifyAuditLog = operation({
  name: 'audit.verify',
  about:
    'Walks the whole chain and says whether an entry was changed, removed or added; with a head noted earlier, also whether the end was cut off.',
  scope: 'audit:read',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/audit/verification' },
  input: z.object({
    head: z
      .string()
      .regex(/^\d{1,15}:[0-9a-f]{64}$/, 'is not a head such as 812:9f3c…')
      .optional()
      .describe('A head that an earlier verification gave'),
  }),
  output: z.object({
    intact: z.boolean(),
    entries: z.number(),
    head: z.string().describe('Note it outside of this system, and give it next time'),
    fault: z.object({ seq: z.number(), id: z.string(), message: z.string() }).nullable(),
  }),
  run: async ({ store }, { head: noted }) => {
    const { entries, head, fault } = await verifyAudit(
      store,
      noted === undefined ? undefined : headFrom(noted),
    )
    return { intact: fault === null, entries, head: `${head.seq}:${head.hash}`, fault: fault && { ...fault } }
  },
})

const headFrom = (text: string) => {
  const [seq, hash] = text.split(':')
  return { seq: Number(seq), hash: hash! }
}

export const exportAudit = operation({
  name: 'audit.export',
  about:
    'Gives the chain in order, oldest first, each entry with its number and hash, for keeping elsewhere.',
  scope: 'audit:read',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/audit/export' },
  input: z.object({
    limit: z.coerce.number().int().min(1).max(2_000).default(500).describe('Entries on a page'),
    after: page.after,
  }),
  output: paged(z.object({ seq: z.number(), ...entry.shape, hash: z.string() })),
  run: async ({ db, store }, { limit, after }) => {
    await sealAudit(store)
    const mark = cursorOf(after, 1)?.[0]
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', mark === undefined ? 0 : countIn(after!, mark))
      .orderBy('seq')
      .limit(limit + 1)
      .execute()
    return nextOf(
      rows,
      limit,
      (row) => ({ seq: row.seq!, ...shown(row), hash: row.hash! }),
      ({ seq }) => [String(seq)],
    )
  },
})
