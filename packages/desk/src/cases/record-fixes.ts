/**
 * Cases whose record in the CRM contradicts their decision sit in the wrong queue (X2). What is wrong is listed, with
 * what it should be, for the team that puts it right. It is never an escalation.
 */
import type { Decision, Policy } from '@rightdesk/engine'
import type { Context } from '../context.ts'
import { fromJson } from '../store/json.ts'
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
type Corrected = Partial<Readonly<Record<Field, string>>>

/** What people said the record should be, the last of them for each field; it counts before what the policy says. */
async function correctedRecord({ db }: Context, { id }: Case): Promise<Corrected> {
  const rows = await db
    .selectFrom('corrections')
    .select('right')
    .where('caseId', '=', id)
    .where('kind', '=', 'record-type')
    .where('undoneAt', 'is', null)
    .orderBy('id')
    .execute()
  return Object.assign({}, ...rows.map(({ right }) => fromJson<Corrected>(right)))
}

/** Stands for what the desk was never told of the CRM's record. */
const notTold = '—'

/** What the record should say and does not, by what people said of it. */
function correctedFaults({ compiled: { records } }: Policy, row: Case, corrected: Corrected): Fault[] {
  if (!records) return []
  return (['recordType', 'caseReason'] as const).flatMap((field) => {
    const isValue = row[field] ?? notTold
    const shouldBe = corrected[field]
    if (shouldBe === undefined || sameName(shouldBe, isValue)) return []
    return [{ field, isValue, shouldBe, team: records.fixedBy[field] }]
  })
}

/** The same by the policy; nothing while the owner is open, or where the policy does not say. */
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

/** After a decision: lists what is wrong with the record now, and settles what is not wrong any more. */
export async function openRecordFixes(context: Context, row: Case, decision: Decision): Promise<void> {
  // Only what a CRM said can be wrong: most cases say nothing, and cost nothing here.
  if (row.recordType === null && row.caseReason === null) return
  await compareRecord(context, row, decision)
}

/** The same for any case, such as one whose record somebody corrected. */
export async function compareRecord(context: Context, row: Case, decision: Decision): Promise<void> {
  const { db, at, newId, answering } = context
  const corrected = await correctedRecord(context, row)
  const faults = [
    ...correctedFaults(answering.policy, row, corrected),
    ...recordFaults(answering.policy, row, decision).filter(({ field }) => corrected[field] === undefined),
  ]
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
    const reason =
      corrected[fault.field] === undefined
        ? `Its owner is ${decision.owner.team}, its topic ${decision.topic.id}.`
        : 'Corrected by who has the case.'
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
