/**
 * The gate before Engineering (E1): what the policy requires, what was given and by whom, and the text of the tracker
 * issue. What must not wait passes at once (E2).
 */
import { type Decision, Refusal } from '@rightdesk/engine'
import type { Context } from '../context.ts'
import { fromJson, toJson } from '../store/json.ts'
import type { EscalationRow } from '../store/tables.ts'
import { tell } from '../work/outbox.ts'
import { record } from './case-log.ts'
import type { Case } from './cases.ts'

/** One thing that must be there; `by` and `at` are absent while it is missing. */
export type GateItem = {
  readonly item: string
  readonly evidence: string | null
  readonly by: string | null
  readonly at: string | null
}

/** The open escalation of a case, if there is one. */
export async function openEscalation({ db }: Context, caseId: string): Promise<EscalationRow | undefined> {
  return db
    .selectFrom('escalations')
    .selectAll()
    .where('caseId', '=', caseId)
    .where('closedAt', 'is', null)
    .executeTakeFirst()
}

const gateOf = (escalation: EscalationRow): GateItem[] => fromJson(escalation.gate)

/** The gate of a case by its decision in force; what was given before stays given. */
export async function gateFor(
  context: Context,
  row: Case,
  decision: Decision,
): Promise<{ escalation: EscalationRow | undefined; gate: GateItem[] }> {
  const escalation = await openEscalation(context, row.id)
  const given = new Map(escalation ? gateOf(escalation).map((one) => [one.item, one]) : [])
  const missing = { evidence: null, by: null, at: null }
  return {
    escalation,
    gate: decision.escalation.requires.map((item) => given.get(item) ?? { item, ...missing }),
  }
}

export const missingOf = (gate: readonly GateItem[]): string[] =>
  gate.filter(({ by }) => by === null).map(({ item }) => item)

/** Throws unless the policy escalates such asks at all. */
export function demandEscalates({ escalation }: Decision): void {
  if (escalation.immediate || escalation.requires.length > 0) return
  throw new Refusal(
    'precondition_failed',
    'case',
    `asks like this do not go to Engineering: ${escalation.path}`,
    'If the topic or a fact is wrong, put it right with cases.correct.',
  )
}

/** Begins an escalation, or changes the open one. */
export async function saveEscalation(
  context: Context,
  row: Case,
  before: EscalationRow | undefined,
  change: Partial<
    Pick<EscalationRow, 'gate' | 'state' | 'trackerText' | 'trackerRef' | 'filedAt' | 'closedAt'>
  >,
): Promise<EscalationRow> {
  const { db, at, newId } = context
  if (before) {
    const changed = { ...change, version: before.version + 1 }
    await db.updateTable('escalations').set(changed).where('id', '=', before.id).execute()
    return { ...before, ...changed }
  }
  const made: EscalationRow = {
    id: newId('escalation'),
    caseId: row.id,
    state: 'gathering',
    gate: toJson([]),
    trackerText: null,
    trackerRef: null,
    version: 1,
    openedAt: at,
    filedAt: null,
    closedAt: null,
    ...change,
  }
  await db.insertInto('escalations').values(made).execute()
  await record(context, row.id, 'escalation-opened', { escalation: made.id })
  return made
}

/** Files what must not wait, whatever is missing at the gate. */
export async function fileAtOnce(context: Context, row: Case, decision: Decision): Promise<void> {
  const { escalation, gate } = await gateFor(context, row, decision)
  if (escalation?.filedAt) return
  await fileEscalation(context, row, decision, escalation, gate)
}

/** Files an escalation: composes the text and tells the tracker. */
export async function fileEscalation(
  context: Context,
  row: Case,
  decision: Decision,
  before: EscalationRow | undefined,
  gate: readonly GateItem[],
): Promise<EscalationRow> {
  const filed = await saveEscalation(context, row, before, {
    state: 'filed',
    gate: toJson(gate),
    trackerText: trackerText(row, decision, gate),
    filedAt: context.at,
  })
  const { immediate } = decision.escalation
  await record(context, row.id, 'escalated', { escalation: filed.id, immediate, incident: row.incidentId })
  const { id, number, incidentId: incident } = row
  await tell(context, 'escalation.filed', { escalation: filed.id, case: id, number, immediate, incident })
  return filed
}

/** Of the customer's words, in UTF-16 units. */
const quotedLengthMax = 4_000

/** The issue as Engineering reads it. The customer's words stand in a fence that they cannot close. */
function trackerText(row: Case, decision: Decision, gate: readonly GateItem[]): string {
  const words = row.text.slice(0, quotedLengthMax)
  const ticks = Math.max(2, ...[...words.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(ticks + 1)
  const facts = Object.entries(decision.facts)
    .filter(([, { from }]) => from !== 'default')
    .map(([name, { value }]) => `- ${name}: ${Array.isArray(value) ? value.join(' or ') : String(value)}`)
  const given = gate.map(({ item, evidence, by }) =>
    by === null ? `- [ ] ${item}` : `- [x] ${item}: ${oneLine(evidence ?? '')} (${by})`,
  )
  return [
    `# Case ${row.number}: ${oneLine(row.subject)}`,
    '',
    'Label: customer-issue',
    ...(row.incidentId ? [`Incident: ${row.incidentId}`] : []),
    ...(decision.escalation.immediate
      ? ['Goes at once: it may affect several customers, or hits one badly.']
      : []),
    '',
    '## Before it came here',
    ...given,
    '',
    '## Known',
    ...facts,
    '',
    '## In the customer’s words',
    fence,
    words,
    fence,
    '',
  ].join('\n')
}

/** Markdown that somebody typed, as plain words on one line. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>()#!|~]/g, '\\$&')
