/**
 * The gate before Engineering (E1): what the policy requires, what was given and by whom, who may give it, and the text
 * of the tracker issue. What must not wait passes at once (E2).
 */
import { type Decision, Refusal } from '@rightdesk/engine'
import type { Context } from '../context.ts'
import { cutText } from '../cut-text.ts'
import { type Expert, expertsFor } from '../people/experts.ts'
import { fromJson, toJson } from '../store/json.ts'
import type { EscalationRow } from '../store/tables.ts'
import { tell } from '../work/outbox.ts'
import { record } from './case-log.ts'
import { type Case, teamsOfCase } from './cases.ts'

/** One thing that must be there; `by` and `at` are null while it is missing. */
export type GateItem = {
  readonly item: string
  readonly evidence: string | null
  readonly by: string | null
  readonly at: string | null
  /** The topic that an expert gave it for, where it is for one to give. */
  readonly expertOf?: string
}

export type Gate = {
  readonly items: readonly GateItem[]
  /** Items that only an expert gives, as long as the desk has one. */
  readonly byExpert: readonly string[]
  /** Who could give those; looked up only where there are such. */
  readonly experts: readonly Expert[]
  /** Whether the case passes whatever is missing (E2). */
  readonly immediate: boolean
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

/**
 * The gate of a case by its decision in force. What was given before stays given; only an expert's word counts for their
 * topic alone, and what stood in for it counts no longer once the desk has an expert.
 */
export async function gateFor(
  context: Context,
  row: Case,
  decision: Decision,
): Promise<{ escalation: EscalationRow | undefined; gate: Gate }> {
  const { requires, byExpert = [] } = decision.escalation
  const escalation = await openEscalation(context, row.id)
  const teams = byExpert.length > 0 ? await teamsOfCase(context, { case: row.id }) : []
  const experts = byExpert.length > 0 ? await expertsFor(context, row.topic, teams) : []
  const counts = ({ item, expertOf }: GateItem): boolean =>
    !byExpert.includes(item) ||
    experts.length === 0 ||
    expertOf === row.topic ||
    // What went to Engineering went as it was.
    escalation!.filedAt !== null
  const before = escalation ? gateOf(escalation).filter(counts) : []
  const given = new Map(before.map((one) => [one.item, one]))
  const missing = { evidence: null, by: null, at: null }
  const items = requires.map((item) => given.get(item) ?? { item, ...missing })
  const immediate = await goesAtOnce(context, row, decision)
  return { escalation, gate: { items, byExpert, experts, immediate } }
}

export const missingOf = ({ items }: Gate): string[] =>
  items.filter(({ by }) => by === null).map(({ item }) => item)

const isExpert = ({ experts }: Gate, { id }: Context['actor']): boolean =>
  experts.some((one) => one.id === id)

/** Whether somebody who may write on the case may give an item: an expert's is for an expert, where one is known. */
export const mayGive = (gate: Gate, item: string, actor: Context['actor']): boolean =>
  !gate.byExpert.includes(item) || gate.experts.length === 0 || isExpert(gate, actor)

/** Experts named in one answer; more are counted. */
export const expertsNamedMax = 5

/** The gate with an item given; throws `forbidden` for who may not, with who may. */
export function given(
  { actor, at }: Context,
  { topic }: Pick<Case, 'topic'>,
  gate: Gate,
  n: number,
  evidence: string,
): Gate {
  const { item } = gate.items[n]!
  if (!mayGive(gate, item, actor)) throw isForExperts(gate, item, topic!)
  const asExpert = gate.byExpert.includes(item) && isExpert(gate, actor)
  const one = { item, evidence, by: actor.id, at, ...(asExpert && { expertOf: topic! }) }
  return { ...gate, items: gate.items.with(n, one) }
}

function isForExperts({ experts }: Gate, item: string, topic: string): Refusal {
  const names = experts.slice(0, expertsNamedMax).map(({ name }) => name)
  const more = experts.length - names.length
  const who = [...names, ...(more > 0 ? [`${more} more`] : [])].join(' or ')
  return new Refusal(
    'forbidden',
    'item',
    `\`${item}\` is for an expert of \`${topic}\` to give`,
    `Ask ${who} to give it here. Who else knows the topic gets it among their areas from a lead, with people.update.`,
  )
}

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

/** Whether a case must not wait at the gate (E2): by its decision, or because it hangs on an incident that runs. */
async function goesAtOnce({ db }: Context, { incidentId }: Case, { escalation }: Decision): Promise<boolean> {
  if (escalation.immediate || incidentId === null) return escalation.immediate
  const incident = await db
    .selectFrom('incidents')
    .select('state')
    .where('id', '=', incidentId)
    .executeTakeFirst()
  return incident !== undefined && incident.state !== 'resolved'
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
  gate: Gate,
): Promise<EscalationRow> {
  const { immediate } = gate
  const filed = await saveEscalation(context, row, before, {
    state: 'filed',
    gate: toJson(gate.items),
    trackerText: trackerText(row, decision, gate),
    filedAt: context.at,
  })
  await record(context, row.id, 'escalated', { escalation: filed.id, immediate, incident: row.incidentId })
  const { id, number, incidentId: incident } = row
  await tell(context, 'escalation.filed', { escalation: filed.id, case: id, number, immediate, incident })
  return filed
}

/** Of the customer's words, in UTF-16 units. */
const quotedLengthMax = 4_000

/** The issue as Engineering reads it. The customer's words stand in a fence that they cannot close. */
export function trackerText(row: Case, decision: Decision, gate: Gate): string {
  const words = cutText(row.text, quotedLengthMax)
  const ticks = Math.max(2, ...[...words.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(ticks + 1)
  const facts = Object.entries(decision.facts)
    .filter(([, { from }]) => from !== 'default')
    .map(([name, { value }]) => `- ${name}: ${Array.isArray(value) ? value.join(' or ') : String(value)}`)
  const items = gate.items.map((one) => {
    const { item, evidence, by } = one
    const said = by === null ? `- [ ] ${item}` : `- [x] ${item}: ${oneLine(evidence ?? '')} (${by})`
    return lacksExpert(gate, one, row.topic) ? `${said}. No expert is set up for this area.` : said
  })
  return [
    `# Case ${row.number}: ${oneLine(row.subject)}`,
    '',
    'Label: customer-issue',
    ...(row.incidentId ? [`Incident: ${row.incidentId}`] : []),
    ...(gate.immediate ? ['Goes at once: it may affect several customers, or hits one badly.'] : []),
    '',
    '## Before it came here',
    ...items,
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

/** Whether something that is for an expert of the topic was given without one, as the desk had none. */
const lacksExpert = (
  { byExpert, experts }: Gate,
  { item, by, expertOf }: GateItem,
  topic: string | null,
): boolean =>
  byExpert.includes(item) &&
  by !== null &&
  expertOf !== topic &&
  (expertOf === undefined || experts.length === 0)

/** Markdown that somebody typed, as plain words on one line. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>()#!|~]/g, '\\$&')
