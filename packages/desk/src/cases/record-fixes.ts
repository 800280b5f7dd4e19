/**
 * Cases whose record in the CRM contradicts their decision sit in the wrong queue (X2). What is wrong is listed, with
 * what it should be, for the team that puts it right. It is never an escalation.
 */
import type { Decision, Policy } from '@rightdesk/engine'
import type { Context } from '../context.ts'
import { tell } from '../work/outbox.ts'
import { record } from './case-log.ts'
import type { Case } from './cases.ts'

type Field = 'recordType' | 'caseReason'
type Fault = {
  readonly field: Field
  readonly isValue: string
  readonly shouldBe: string
  readonly team: string
}

/** What the record should say and does not; nothing while the owner is open, or where the policy does not say. */
function recordFaults(
  { compiled }: Policy,
  row: Pick<Case, Field>,
  { status, owner, topic }: Decision,
): Fault[] {
  const { records } = compiled
  if (!records || status !== 'decided' || owner.team === null) return []
  const faultOf = (
    field: Field,
    known: Readonly<Record<string, readonly string[]>>,
    wanted: string,
  ): Fault[] => {
    const isValue = row[field]
    const fitting = Object.entries(known).filter(([, fits]) => fits.includes(wanted))
    const [best] = fitting
    if (isValue === null || !best || fitting.some(([name]) => sameName(name, isValue))) return []
    return [{ field, isValue, shouldBe: best[0], team: records.fixedBy[field] }]
  }
  return [
    ...faultOf('recordType', records.types, owner.team),
    ...faultOf('caseReason', records.reasons, topic.answeredAs ?? topic.id ?? ''),
  ]
}

const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.trim().toLowerCase()

/** Lists what is wrong now, and settles what is not wrong any more. */
export async function openRecordFixes(context: Context, row: Case, decision: Decision): Promise<void> {
  const { db, at, newId, answering } = context
  // Only what a CRM said can be wrong: most cases say nothing, and cost nothing here.
  if (row.recordType === null && row.caseReason === null) return
  const faults = recordFaults(answering.policy, row, decision)
  const open = await db
    .selectFrom('recordFixes')
    .selectAll()
    .where('caseId', '=', row.id)
    .where('state', '=', 'open')
    .execute()
  for (const fix of open) {
    if (faults.some(({ field, shouldBe }) => field === fix.field && shouldBe === fix.shouldBe)) continue
    await db.updateTable('recordFixes').set({ state: 'moot', doneAt: at }).where('id', '=', fix.id).execute()
  }
  for (const fault of faults) {
    if (open.some(({ field, shouldBe }) => field === fault.field && shouldBe === fault.shouldBe)) continue
    const id = newId('fix')
    const reason = `Its owner is ${decision.owner.team}, its topic ${decision.topic.id}.`
    const fix = {
      ...fault,
      id,
      caseId: row.id,
      state: 'open',
      reason,
      openedAt: at,
      doneAt: null,
      doneBy: null,
    }
    await db.insertInto('recordFixes').values(fix).execute()
    await record(context, row.id, 'record-fix-opened', { fix: id, ...fault })
    await tell(context, 'record_fix.opened', { fix: id, case: row.id, number: row.number, team: fault.team })
  }
}
