/**
 * What may affect several customers, or hits one badly, goes to Engineering at once and is one incident (E2): every
 * case that looks like it is linked, so that nobody works on it alone.
 */
import type { Decision } from '@rightdesk/engine'
import type { Transaction } from 'kysely'
import type { Context } from '../context.ts'
import type { Tables } from '../store/tables.ts'
import { alone } from '../store/transaction.ts'
import { tell } from '../work/outbox.ts'
import { record } from './case-log.ts'
import { type Case, changeCase } from './cases.ts'
import { fileAtOnce } from './escalations.ts'

/** A case joins an incident of its topic that began no longer ago than this. */
const sameIncidentHours = 24

/**
 * What must not wait is linked by one at a time for a topic. Call it before a team is held: cases, then this, then teams
 * is the order of all, so that none waits in a ring.
 */
export async function holdIncidents(context: Context, decision: Decision): Promise<void> {
  if (!decision.escalation.immediate) return
  await alone(context.db as Transaction<Tables>, context.store.kind, `incident:${topicOf(decision)}`)
}

const topicOf = ({ topic }: Decision): string => topic.answeredAs ?? topic.id ?? ''

/** Links a case that must not wait to the incident of its topic, which it opens where there is none. */
export async function linkIncident(context: Context, row: Case, decision: Decision): Promise<Case> {
  if (!decision.escalation.immediate || row.incidentId !== null) return row
  await holdIncidents(context, decision)
  const topic = topicOf(decision)
  const incident = (await runningIncident(context, topic)) ?? (await openIncident(context, row, topic))
  await record(context, row.id, 'incident-linked', { incident, path: decision.escalation.path })
  const linked = await changeCase(context, row, { incidentId: incident })
  await fileAtOnce(context, linked, decision)
  return linked
}

async function runningIncident({ db, at }: Context, topic: string): Promise<string | undefined> {
  const since = new Date(Date.parse(at) - sameIncidentHours * 3_600_000).toISOString()
  const running = await db
    .selectFrom('incidents')
    .select('id')
    .where('topic', '=', topic)
    .where('state', '!=', 'resolved')
    .where('openedAt', '>=', since)
    .orderBy('openedAt', 'desc')
    .executeTakeFirst()
  return running?.id
}

async function openIncident(context: Context, row: Case, topic: string): Promise<string> {
  const { db, at, newId, origin, answering } = context
  const id = newId('incident')
  // Every team sees the incidents, and only some of them the case: its words stay with it.
  const title = answering.policy.compiled.topics[topic]?.name ?? 'Suspected incident'
  await db
    .insertInto('incidents')
    .values({ id, title, state: 'suspected', topic, origin, version: 1, openedAt: at, resolvedAt: null })
    .execute()
  await tell(context, 'incident.opened', { incident: id, case: row.id, number: row.number, topic })
  return id
}
