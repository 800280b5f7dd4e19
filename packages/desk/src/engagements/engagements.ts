/**
 * Engagements of Developer Success: a few sessions in a time-box, and what must not be exceeded. Whether there is one
 * at all is the policy's to say (`engagement-verdict.ts`). An engagement never owns a case: it stands beside it.
 */
import { Refusal, teamName } from '@rightdesk/engine'
import type { Selectable, Updateable } from 'kysely'
import { keepDecision } from '../cases/case-decisions.ts'
import type { EventKind } from '../cases/case-log.ts'
import { record } from '../cases/case-log.ts'
import { changeCase, loadCase, ownerOfCase, teamsOfCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { toJson } from '../store/json.ts'
import type { Tables, Time } from '../store/tables.ts'
import { heldToWrite } from '../store/transaction.ts'
import { cancel, enqueue } from '../work/jobs.ts'
import { tell } from '../work/outbox.ts'
import type { Granted, Terms } from './engagement-verdict.ts'

/**
 * `open` from the request on; `ended` when the time-box ran out and the summary is owed; `finished` with an outcome
 * and a summary; `withdrawn` when it is not wanted any more.
 */
export const engagementStates = ['open', 'ended', 'finished', 'withdrawn'] as const
export type EngagementState = (typeof engagementStates)[number]

export type Engagement = Selectable<Tables['engagements']>

const dayMs = 86_400_000
/** Who gives what goes beyond the one session (O3, O7), where the decision names nobody else. */
const paidHelp = 'professional-services'

export const daysAfter = (time: Time, days: number): Time =>
  new Date(Date.parse(time) + days * dayMs).toISOString()

/** The team that is engaged, and that acts on engagements. */
export const engagedTeam = ({ answering }: Pick<Context, 'answering'>): string =>
  answering.policy.compiled.engages

/** Who may ask for an engagement: the team itself, and the team that has the case. */
export const requestingTeams = async (
  context: Context,
  { case: name }: { readonly case?: string | undefined },
): Promise<string[]> => [
  engagedTeam(context),
  ...(name === undefined ? [] : await ownerOfCase(context, { case: name })),
]

/** Who may see an engagement: the team itself, and the teams of its case. */
export async function seeingTeams(
  context: Context,
  { engagement }: { readonly engagement: string },
): Promise<string[]> {
  const { caseId } = await loadEngagement(context, engagement)
  return [engagedTeam(context), ...(caseId === null ? [] : await teamsOfCase(context, { case: caseId }))]
}

/** Who may take an engagement back: who may ask for one. */
export async function withdrawingTeams(
  context: Context,
  { engagement }: { readonly engagement: string },
): Promise<string[]> {
  const { caseId } = await loadEngagement(context, engagement)
  return requestingTeams(context, { case: caseId ?? undefined })
}

/** Throws `not_found` where there is none. Inside a writing operation the row is held until its end. */
export async function loadEngagement(context: Context, id: string): Promise<Engagement> {
  const query = context.db.selectFrom('engagements').selectAll().where('id', '=', id)
  const row = await heldToWrite(context, query).executeTakeFirst()
  if (row) return row
  throw new Refusal(
    'not_found',
    'engagement',
    `there is no engagement \`${id}\``,
    'engagements.list has them.',
  )
}

/** Changes the row and returns it as it then is. */
export async function changeEngagement(
  { db }: Context,
  row: Engagement,
  change: Omit<Updateable<Tables['engagements']>, 'version'>,
): Promise<Engagement> {
  const changed = { ...change, version: row.version + 1 }
  await db.updateTable('engagements').set(changed).where('id', '=', row.id).execute()
  return { ...row, ...changed } as Engagement
}

/** Puts an event into the history of a case, where there is one; its owner and state stay as they are. */
export async function recordOnCase(
  context: Context,
  caseId: string | null,
  kind: EventKind,
  data: object,
): Promise<void> {
  if (caseId === null) return
  const row = await loadCase(context, caseId)
  await record(context, caseId, kind, data)
  await changeCase(context, row, {})
}

/** The same for what happens to an engagement that is there. */
export const recordChange = (
  context: Context,
  { id, caseId, kind }: Engagement,
  change: string,
  data: object = {},
): Promise<void> =>
  recordOnCase(context, caseId, 'engagement-changed', {
    engagement: id,
    engagementKind: kind,
    change,
    ...data,
  })

/** What others are told of an engagement: ids, no words. */
export const toldOf = ({ id, accountId, caseId, kind, state, leadId, endsAt }: Engagement) => ({
  engagement: id,
  account: accountId,
  case: caseId,
  kind,
  state,
  lead: leadId,
  endsAt,
})

/** Makes the engagement that was granted, with its decision and the timer that ends it. */
export async function openEngagement(
  context: Context,
  { row: caseRow, account, decision, ask, terms }: Granted,
  asked: { readonly leadId: string | null; readonly startsAt: Time; readonly wantedSessions: number | null },
): Promise<Engagement> {
  const { db, newId, at, actor, origin } = context
  const caseId = caseRow?.id ?? null
  const endsAt = daysAfter(asked.startsAt, terms.days)
  const decisionId = await keepDecision(context, caseId, ask, decision)
  const row = await db
    .insertInto('engagements')
    .values({
      id: newId('engagement'),
      caseId,
      accountId: account.id,
      decisionId,
      topic: terms.topic,
      verdict: terms.verdict,
      kind: terms.kind,
      referral: terms.referral,
      state: 'open',
      requestedBy: actor.id,
      ...asked,
      sessionsAllowed: terms.sessions,
      sessionsUsed: 0,
      endsAt,
      extendedAt: null,
      summaryDueAt: daysAfter(endsAt, terms.summaryDueDays),
      outcome: null,
      summary: null,
      summaryAt: null,
      material: toJson([]),
      origin,
      version: 1,
      createdAt: at,
      endedAt: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await endInTime(context, row)
  return row
}

/** Stores the decision beside those of the case; the one that routes the case stays in force. */
/** Whoever is engaged must see what about: the case is opened to the engaged team, and stays where it is. */
export async function letSee(context: Context, caseId: string): Promise<void> {
  await context.db
    .insertInto('caseTeams')
    .values({ caseId, team: engagedTeam(context), since: context.at })
    .onConflict((conflict) => conflict.columns(['caseId', 'team']).doNothing())
    .execute()
}

/**
 * The one-session rule: where one session is all there is, a second engagement of the kind is refused while the first
 * is open, and on the same topic until the time-box of the first is over, also when it finished early (O3, O7). One
 * with more sessions is refused only beside an open one for the same case, whose sessions it would multiply.
 */
export async function demandFirst(context: Context, granted: Granted): Promise<void> {
  const { account, terms, row: caseRow } = granted
  const { db, at } = context
  const counted = await db
    .selectFrom('engagements')
    .select(['id', 'caseId', 'topic', 'state', 'endsAt'])
    .where('accountId', '=', account.id)
    .where('kind', '=', terms.kind)
    .where((where) => where.or([where('state', '!=', 'withdrawn'), where('sessionsUsed', '>', 0)]))
    .where((where) => where.or([where('state', '=', 'open'), where('endsAt', '>', at)]))
    .orderBy('id', 'desc')
    .execute()
  const earlier =
    terms.sessions === 1
      ? counted.find(({ state, topic }) => state === 'open' || topic === terms.topic)
      : counted.find(({ state, caseId }) => state === 'open' && caseId === (caseRow?.id ?? null))
  if (!earlier) return
  if (terms.sessions === 1) throw beyondOne(context, account.name, terms, earlier)
  const message = `engagement \`${earlier.id}\` of the kind \`${terms.kind}\` is open for this until ${dayOf(earlier.endsAt)}`
  throw new Refusal('conflict', 'case', message, 'Go on with that one, or finish it first.')
}

function beyondOne(
  { answering }: Context,
  account: string,
  { kind, referral }: Terms,
  { id, endsAt }: { readonly id: string; readonly endsAt: Time },
): Refusal {
  const paid = referral ?? paidHelp
  return new Refusal(
    'limit_exceeded',
    'account',
    `\`${account}\` has had its one \`${kind}\` engagement, \`${id}\`, until ${dayOf(endsAt)}; more goes to \`${paid}\``,
    `Refer the customer to ${teamName(answering.policy, paid)}, and send documentation and checklists.`,
  )
}

export const dayOf = (time: Time): string => time.slice(0, 10)

/** Throws `conflict` unless the engagement is in one of these states. */
export function demandEngagement(
  { id, state }: Pick<Engagement, 'id' | 'state'>,
  ...allowed: readonly EngagementState[]
): void {
  if ((allowed as readonly string[]).includes(state)) return
  const help = 'Ask for a new one with engagements.request, if more is needed.'
  throw new Refusal('conflict', 'engagement', `engagement \`${id}\` is \`${state}\``, help)
}

/** Throws `limit_exceeded` for a session outside the time-box or beyond those allowed; says what is left. */
export function demandSession(context: Context, row: Engagement, sessionAt: Time): void {
  const { sessionsAllowed: allowed, sessionsUsed: used, startsAt, endsAt, referral } = row
  if (sessionAt > context.at) {
    const help = 'A session is logged once it has taken place.'
    throw new Refusal('invalid', 'at', `\`${sessionAt}\` is still to come`, help)
  }
  const left = `${allowed - used} of ${allowed} sessions ${allowed - used === 1 ? 'is' : 'are'} left`
  if (sessionAt < startsAt || sessionAt > endsAt) {
    const box = `${dayOf(startsAt)} to ${dayOf(endsAt)}`
    const message = `\`${sessionAt}\` is outside the time-box, ${box}; in it ${left}`
    throw new Refusal('limit_exceeded', 'at', message, 'Log a session on the day it took place.')
  }
  if (used < allowed) return
  const paid = referral ?? paidHelp
  const message =
    allowed === 0 ? 'this engagement is written guidance, without sessions' : `${left} in this engagement`
  const help = `Answer in writing and add material; more sessions are given by ${teamName(context.answering.policy, paid)}.`
  throw new Refusal('limit_exceeded', 'engagement', message, help)
}

const endKey = (id: string, endsAt: Time): string => `time-box:${id}:${endsAt}`
const summaryKey = (id: string): string => `summary:${id}`

/** Lets the engagement end by itself at the end of its time-box. */
const endInTime = (context: Context, { id, endsAt }: Engagement): Promise<string> =>
  enqueue(context, {
    queue: 'timer',
    kind: 'time-box-ends',
    key: endKey(id, endsAt),
    payload: { engagement: id, endsAt },
    runAt: endsAt,
  })

/** Has somebody reminded of the summary when it is due. */
export const remindOfSummary = (context: Context, { id, summaryDueAt }: Engagement): Promise<string> =>
  enqueue(context, {
    queue: 'timer',
    kind: 'summary-due',
    key: summaryKey(id),
    payload: { engagement: id },
    ...(summaryDueAt !== null && { runAt: summaryDueAt }),
  })

/** Moves the end of the time-box, and with it the day by which the summary is due. */
export async function moveEnd(context: Context, row: Engagement, days: number): Promise<Engagement> {
  await cancel(context, endKey(row.id, row.endsAt))
  const moved = await changeEngagement(context, row, {
    endsAt: daysAfter(row.endsAt, days),
    summaryDueAt: row.summaryDueAt === null ? null : daysAfter(row.summaryDueAt, days),
    extendedAt: context.at,
  })
  await endInTime(context, moved)
  return moved
}

/** Brings an engagement to its end; others are told, but not again when one that ended gets its summary. */
export async function endEngagement(
  context: Context,
  row: Engagement,
  change: Parameters<typeof changeEngagement>[2] & { readonly state: EngagementState },
): Promise<Engagement> {
  const ended = await changeEngagement(context, row, change)
  if (row.state === 'open') await tell(context, 'engagement.ended', toldOf(ended))
  return ended
}

/** The same by people, before a timer does it. */
export async function endByHand(
  ...[context, row, change]: Parameters<typeof endEngagement>
): Promise<Engagement> {
  await cancel(context, row.state === 'open' ? endKey(row.id, row.endsAt) : summaryKey(row.id))
  return endEngagement(context, row, change)
}
