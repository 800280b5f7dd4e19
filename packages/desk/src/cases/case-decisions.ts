/** Decisions on cases: made anew with what is known now, stored whole, and what follows from one beside its owner. */
import { checkFacts, type Decision } from '@rightdesk/engine'
import { answerWith } from '../answering.ts'
import type { Context } from '../context.ts'
import { marksOfDecision, ownerRuleOf } from '../insights/case-marks.ts'
import { checkWithLeadership } from '../programme/leadership-checks.ts'
import { fromJson, toJson } from '../store/json.ts'
import { addRow } from '../store/pending.ts'
import type { DecisionRow } from '../store/tables.ts'
import { record } from './case-log.ts'
import { type Case, changeCase, demandVersion, loadCase } from './cases.ts'
import { linkIncident } from './incidents.ts'
import { openRecordFixes } from './record-fixes.ts'

/** A new decision on a case that is there, made before the transaction that acts on it. */
export type Redecided = {
  readonly decision: Decision
  readonly ask: object
  readonly facts: Readonly<Record<string, unknown>>
  readonly version: number
}

/** Decides a case anew, with more facts; writes nothing. */
export async function redecide(
  context: Context,
  name: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Redecided> {
  const row = await loadCase(context, name)
  const account = row.accountId
    ? await context.db.selectFrom('accounts').selectAll().where('id', '=', row.accountId).executeTakeFirst()
    : undefined
  const news = checkFacts(context.answering.policy, more, 'facts')
  const facts = { ...fromJson<Record<string, unknown>>(row.facts), ...news }
  const decision = await answerWith(context, { text: row.text, facts }, account)
  const ask = { facts, account: row.accountId, accountFacts: account?.facts ?? null }
  return { decision, ask, facts, version: row.version }
}

/** Puts a new decision on its case; `conflict` where the case was changed since it was made. */
export async function takeDecision(context: Context, row: Case, made: Redecided): Promise<Case> {
  demandVersion(row, made.version)
  const decisionId = await storeDecision(context, row, made.ask, made.decision)
  const facts = toJson(made.facts)
  const decided = await changeCase(context, row, {
    decisionId,
    facts,
    topic: made.decision.topic.id,
    ...marksOfDecision(row, made.decision, context.at),
  })
  return afterDecision(context, decided, made.decision)
}

/** Stores a decision whole, so that it can be explained and replayed; returns its id. */
export async function keepDecision(
  context: Context,
  caseId: string | null,
  ask: object,
  decision: Decision,
): Promise<string> {
  const row = decisionRow(context, caseId, ask, decision)
  await context.db.insertInto('decisions').values(row).execute()
  return row.id
}

const decisionRow = (
  { newId, at }: Context,
  caseId: string | null,
  ask: object,
  decision: Decision,
): DecisionRow => ({
  id: newId('decision'),
  caseId,
  at,
  policyName: decision.policy.name,
  policyVersion: decision.policy.version,
  status: decision.status,
  ownerRule: ownerRuleOf(decision),
  ask: toJson(ask),
  decision: toJson(decision),
})

/** Stores the decision of a case, at the latest with the transaction's end, and notes it in its history; returns its id. */
export async function storeDecision(
  context: Context,
  row: Case,
  ask: object,
  decision: Decision,
): Promise<string> {
  const kept = decisionRow(context, row.id, ask, decision)
  await addRow(context.db, 'decisions', kept)
  const { team } = decision.owner
  const { status, topic } = decision
  const rule = ownerRuleOf(decision)
  await record(context, row.id, 'decided', { decision: kept.id, status, topic: topic.id, team, rule })
  return kept.id
}

/** What follows from a decision beside its owner: mistyped records (X2), leadership’s word (A14), incidents (E2). */
export async function afterDecision(context: Context, row: Case, decision: Decision): Promise<Case> {
  await openRecordFixes(context, row, decision)
  await checkWithLeadership(context, row, decision)
  return linkIncident(context, row, decision)
}
