/** Taking an ask in: one case for one source, and one for one customer's words; the rest is linked, not doubled. */
import { createHash } from 'node:crypto'
import { checkFacts, type Decision, type Policy } from '@rightdesk/engine'
import type { Context } from '../context.ts'
import { cutText } from '../cut-text.ts'
import { marksAtIntake } from '../insights/case-marks.ts'
import { holdTurns, lookAnew } from '../people/assignment.ts'
import { toJson } from '../store/json.ts'
import type { Database } from '../store/open.ts'
import type { AccountRow } from '../store/tables.ts'
import { done, together } from '../together.ts'
import { tell } from '../work/outbox.ts'
import { afterDecision, storeDecision } from './case-decisions.ts'
import { record } from './case-log.ts'
import { destinationOf, reopen, routeTo } from './case-routing.ts'
import { isOpenState } from './case-states.ts'
import { type Case, changeCase, loadCase } from './cases.ts'
import { holdIncidents } from './incidents.ts'

export type Source = { readonly kind: string; readonly id: string }

/** What comes in, checked. */
export type Intake = {
  readonly text: string
  readonly subject?: string | undefined
  readonly requester: { readonly name?: string | undefined; readonly email?: string | undefined }
  readonly facts: Readonly<Record<string, unknown>>
  readonly source?: Source | undefined
  readonly recordType?: string | undefined
  readonly caseReason?: string | undefined
}

/** The case, whether it was there already, and the cases that its other parts became. */
export type TakenIn = { readonly row: Case; readonly repeated: boolean; readonly parts: readonly Case[] }

/** Sources that are looked up in one statement. */
const lookedUpMax = 100

/** The case that a source opened, if it did. */
export const caseOfSource = ({ db }: Context, source: Source): Promise<string | undefined> =>
  casesOfSources(db, source)

const casesOfSources = together(lookedUpMax, async (db: Database, sources: readonly Source[]) => {
  const rows = await db
    .selectFrom('caseSources')
    .select(['kind', 'sourceId', 'caseId'])
    .where((where) =>
      where(
        where.refTuple('kind', 'sourceId'),
        'in',
        sources.map(({ kind, id }) => where.tuple(kind, id)),
      ),
    )
    .execute()
  const known = new Map(rows.map(({ kind, sourceId, caseId }) => [`${kind}\n${sourceId}`, caseId]))
  return sources.map(({ kind, id }) => done(known.get(`${kind}\n${id}`)))
})

/** Opens a case with its decision, or finds the one that this is a repeat of. */
export async function takeIn(
  context: Context,
  input: Intake,
  account: AccountRow | undefined,
  decision: Decision,
): Promise<TakenIn> {
  const caseId = context.newId('case')
  const earlier = input.source && (await takeSource(context, input.source, caseId))
  if (earlier) return { row: await loadCase(context, earlier), repeated: true, parts: [] }
  const fingerprint = fingerprintOf(input, account, caseId)
  const row = await insertCase(context, input, { caseId, fingerprint, account, decision, partOf: null })
  if (!row) return { row: await linkRepeat(context, input, fingerprint), repeated: true, parts: [] }
  const others = partsForOthers(context.answering.policy, decision)
  for (const one of [decision, ...others]) await holdIncidents(context, one)
  if (others.length > 0) await holdDesks(context, [decision, ...others])
  const taken = await begin(context, row, { input, account, decision })
  const parts = []
  for (const part of others) parts.push(await openPart(context, taken, { input, account, decision: part }))
  return { row: taken, repeated: false, parts }
}

type Beginning = {
  readonly input: Intake
  readonly account: AccountRow | undefined
  readonly decision: Decision
}

/** Everything that follows from a new case: its history, its decision, its desk, and what stands beside these. */
async function begin(
  context: Context,
  row: Case,
  { input, account, decision }: Beginning,
  opened: object = {},
): Promise<Case> {
  const { id, number, topic } = row
  await record(context, id, 'opened', { source: input.source ?? null, requester: input.requester, ...opened })
  const ask = { facts: input.facts, account: account?.id ?? null, accountFacts: account?.facts ?? null }
  const decisionId = await storeDecision(context, row, ask, decision)
  const destination = destinationOf(context.answering.policy, decision)
  const routed = await routeTo(context, row, destination, {
    reason: 'Where the policy sends it.',
    decisionId,
  })
  await tell(context, 'case.opened', { case: id, number, team: destination.team, topic })
  return afterDecision(context, routed, decision)
}

/** The parts of an ask that teams own which do not get the case itself (X5), one for each such team. */
function partsForOthers(policy: Policy, decision: Decision): Decision[] {
  const served = new Set([destinationOf(policy, decision).team])
  return decision.parts.filter(({ status, topic, owner }) => {
    if (status !== 'decided' || topic.id === null) return false
    if (owner.team === null || served.has(owner.team)) return false
    served.add(owner.team)
    return true
  })
}

/** A part becomes a case of its own, with all the words and its topic given; each case's history names the other. */
async function openPart(context: Context, whole: Case, { input, ...part }: Beginning): Promise<Case> {
  const caseId = context.newId('case')
  const { text, subject, requester } = input
  const facts = { ...input.facts, topic: part.decision.topic.id }
  const own = { text, subject, requester, facts }
  // The whole is what a repeat of these words is linked to.
  const about = { ...part, caseId, fingerprint: digestOf([caseId]), partOf: whole.id }
  const row = (await insertCase(context, own, about))!
  const opened = await begin(
    context,
    row,
    { ...part, input: own },
    { partOf: whole.id, number: whole.number },
  )
  await record(context, whole.id, 'part-opened', {
    case: row.id,
    number: row.number,
    team: opened.ownerTeam,
    topic: row.topic,
  })
  return opened
}

/** Holds whose turn it is on all desks that some decisions lead to, before any of their cases is taken in. */
export const holdDesks = (context: Context, decisions: readonly Decision[]): Promise<void> => {
  const desks = decisions.map((decision) => destinationOf(context.answering.policy, decision).team)
  return holdTurns(context, [...new Set(desks)])
}

/** Notes the source for a new case, or gives the case that it opened before. */
async function takeSource(context: Context, source: Source, caseId: string): Promise<string | undefined> {
  const taken = await context.db
    .insertInto('caseSources')
    .values({ kind: source.kind, sourceId: source.id, caseId, at: context.at })
    .onConflict((conflict) => conflict.columns(['kind', 'sourceId']).doNothing())
    .returning('caseId')
    .executeTakeFirst()
  return taken ? undefined : caseOfSource(context, source)
}

/** In UTF-16 units. */
const subjectLengthMax = 100

function subjectOf({ subject, text }: Intake): string {
  if (subject) return subject
  const words = text.trim().replace(/\s+/g, ' ')
  if (words === '') return 'No text'
  return words.length > subjectLengthMax ? `${cutText(words, subjectLengthMax).trimEnd()}…` : words
}

/** Same customer and same words give the same fingerprint; where either is unknown, no other case has it. */
function fingerprintOf({ text, requester }: Intake, account: AccountRow | undefined, caseId: string): string {
  const customer = account?.id ?? requester.email?.toLowerCase()
  const words = text.toLowerCase().replace(/\s+/g, ' ').trim()
  const what = customer && words ? [customer, words] : [caseId]
  return digestOf(what)
}

const digestOf = (what: readonly string[]): string => createHash('sha256').update(toJson(what)).digest('hex')

/** The new row; nothing where an open case of the same customer has the same words. */
async function insertCase(
  { db, at, answering, origin }: Context,
  input: Intake,
  about: {
    readonly caseId: string
    readonly fingerprint: string
    readonly account: AccountRow | undefined
    readonly decision: Decision
    readonly partOf: string | null
  },
): Promise<Case | undefined> {
  const { caseId, fingerprint, account, decision, partOf } = about
  const nothingYet = {
    ownerTeam: null,
    assigneeId: null,
    triageSince: null,
    acceptBy: null,
    overdueSince: null,
    waitingSince: null,
    snoozedUntil: null,
    mergedInto: null,
    incidentId: null,
    resolvedAt: null,
    closedAt: null,
  }
  const row = await db
    .insertInto('cases')
    .values({
      ...nothingYet,
      ...marksAtIntake(decision),
      id: caseId,
      state: 'new',
      subject: subjectOf(input),
      text: input.text,
      fingerprint,
      partOf,
      accountId: account?.id ?? null,
      requester: toJson(input.requester),
      facts: toJson(checkFacts(answering.policy, input.facts, 'facts')),
      recordType: input.recordType ?? null,
      caseReason: input.caseReason ?? null,
      topic: decision.topic.id,
      // Set with the routing, in the same transaction.
      decisionId: '',
      bounces: 0,
      origin,
      version: 1,
      openedAt: at,
      updatedAt: at,
    })
    .onConflict((conflict) => conflict.column('fingerprint').where('closedAt', 'is', null).doNothing())
    .returningAll()
    .executeTakeFirst()
  return row as Case | undefined
}

/**
 * The same customer said the same again: the case hears of it, or the one that it was merged into. It wakes, and is
 * reopened where it was over. Facts that came along are kept in its history; they are not stated by anybody of us.
 */
async function linkRepeat(
  context: Context,
  { source, requester, facts }: Intake,
  fingerprint: string,
): Promise<Case> {
  const known = await context.db
    .selectFrom('cases')
    .select('id')
    .where('fingerprint', '=', fingerprint)
    .where('closedAt', 'is', null)
    .executeTakeFirstOrThrow()
  const same = await loadCase(context, known.id)
  const row = same.mergedInto === null ? same : await loadCase(context, same.mergedInto)
  if (source) {
    await context.db
      .updateTable('caseSources')
      .set({ caseId: row.id })
      .where('kind', '=', source.kind)
      .where('sourceId', '=', source.id)
      .execute()
  }
  await record(context, row.id, 'repeated', { source: source ?? null, requester, facts })
  if (!isOpenState(row.state)) {
    await lookAnew(context)
    return reopen(context, row, 'The customer asked again.')
  }
  if (row.snoozedUntil === null) return changeCase(context, row, {})
  await lookAnew(context)
  await record(context, row.id, 'woken')
  return changeCase(context, row, { snoozedUntil: null })
}
