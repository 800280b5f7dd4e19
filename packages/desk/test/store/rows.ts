/** Rows for tests of the store itself, which wants rows and not operations. */
import type { Insertable } from 'kysely'
import type { Database } from '../../src/store/open.ts'
import type { AuditRow, CaseRow, EventRow, JobRow } from '../../src/store/tables.ts'

export const at = '2026-03-02T09:00:00.000Z'

export const caseRow = (id: string, changes: Partial<Insertable<CaseRow>> = {}): Insertable<CaseRow> => ({
  id,
  state: 'routed',
  subject: 'Builds fail',
  text: 'Our builds fail',
  fingerprint: `print of ${id}`,
  accountId: null,
  requester: '{}',
  facts: '{}',
  recordType: null,
  caseReason: null,
  topic: null,
  decisionId: `decision of ${id}`,
  ownerTeam: 'cse',
  assigneeId: null,
  bounces: 0,
  triageSince: null,
  acceptBy: null,
  overdueSince: null,
  waitingSince: null,
  snoozedUntil: null,
  mergedInto: null,
  partOf: null,
  incidentId: null,
  origin: 'live',
  version: 1,
  openedAt: at,
  updatedAt: at,
  resolvedAt: null,
  closedAt: null,
  ...changes,
})

const eventRow = (id: string, caseId: string, data = '{}'): EventRow => ({
  id,
  caseId,
  at,
  kind: 'opened',
  actor: 'ada',
  visibility: 'internal',
  data,
})

export const auditRow = (id: string, changes: Partial<AuditRow> = {}): AuditRow => ({
  id,
  at,
  actor: 'ada',
  surface: 'http',
  operation: 'cases.open',
  outcome: 'done',
  target: null,
  detail: '{}',
  seq: null,
  hash: null,
  ...changes,
})

export const jobRow = (id: string, changes: Partial<JobRow> = {}): JobRow => ({
  id,
  queue: 'timer',
  kind: 'wake',
  key: `key of ${id}`,
  payload: '{}',
  state: 'waiting',
  attempts: 0,
  runAt: at,
  leasedBy: null,
  leasedUntil: null,
  lastError: null,
  createdAt: at,
  doneAt: null,
  ...changes,
})

/** A case with its decision and one event. */
export async function addCase(db: Database, id: string, origin = 'live'): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.insertInto('cases').values(caseRow(id, { origin })).execute()
    await transaction
      .insertInto('decisions')
      .values({
        id: `decision of ${id}`,
        caseId: id,
        at,
        policyName: 'p',
        policyVersion: '1',
        status: 'decided',
        ownerRule: null,
        ask: '{}',
        decision: '{}',
      })
      .execute()
    await transaction
      .insertInto('events')
      .values(eventRow(`event of ${id}`, id))
      .execute()
  })
}
