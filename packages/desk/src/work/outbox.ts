/**
 * Messages to others. They are written with what they tell of, and delivered afterwards, at least once. A webhook that
 * is not marked internal may reach a customer, over a shared channel say: it hears nothing of the programme, and of no
 * colleague, whoever the customer is, so that what is left out says nothing either (A6).
 */
import type { Context } from '../context.ts'
import { fromJson } from '../store/json.ts'
import { openTransaction } from '../store/pending.ts'
import type { WebhookRow } from '../store/tables.ts'
import { enqueue } from './jobs.ts'

/** Told to internal webhooks alone. */
const internalKinds = [
  'programme.requested',
  'programme.view_given',
  'programme.decided',
  'programme.place_free',
  'assignment.started',
  'assignment.changed',
  'assignment.announced',
  'assignment.converted',
  'assignment.ends_soon',
  'assignment.review_due',
  'assignment.ended',
  'person.overloaded',
  'person.overload_lifted',
  'check_in.due',
  'check_in.missed',
  'documents.reminder',
  'promise.overdue',
  'transition.asked',
  'transition.handed_over',
  'leadership_check.opened',
  'leadership_check.decided',
  'practice.offered',
  'rotation.suggested',
] as const

/** What others can be told of. The data of each names the case or thing by id; none holds a customer's words. */
export const messageKinds = [
  'case.opened',
  'case.updated',
  'case.assigned',
  'case.acceptance_overdue',
  'case.nobody_free',
  'case.mentioned',
  'case.replied',
  'case.resolved',
  'escalation.filed',
  'incident.opened',
  'incident.resolved',
  'engagement.started',
  'engagement.ended',
  'engagement.summary_due',
  'expansion.signalled',
  'record_fix.opened',
  'webhook.test',
  ...internalKinds,
] as const
export type MessageKind = (typeof messageKinds)[number]

export type Message = {
  readonly id: string
  readonly type: MessageKind
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Tells every webhook that wants this kind, once the transaction holds. */
export async function tell(
  context: Context,
  type: MessageKind,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const wanting = (await webhooksIn(context.db)).filter(({ events, audience }) => {
    const wanted = fromJson<string[]>(events)
    return mayHear(audience, type) && (wanted.includes('*') || wanted.includes(type))
  })
  if (wanting.length === 0) return
  const message: Message = { id: context.newId('msg'), type, timestamp: context.at, data }
  for (const { id, audience } of wanting) {
    await enqueue(context, {
      queue: 'delivery',
      kind: type,
      key: `${message.id}:${id}`,
      payload: { webhook: id, message: audience === 'internal' ? message : withoutColleagues(message) },
    })
  }
}

type Webhook = Pick<WebhookRow, 'id' | 'events' | 'audience'>

/** Looked up once in a transaction, which tells of several things. */
const looked = new WeakMap<object, readonly Webhook[]>()

async function webhooksIn(db: Context['db']): Promise<readonly Webhook[]> {
  const known = looked.get(openTransaction(db))
  if (known) return known
  const hooks = await db
    .selectFrom('webhooks')
    .select(['id', 'events', 'audience'])
    .where('pausedAt', 'is', null)
    .execute()
  if (db.isTransaction) looked.set(openTransaction(db), hooks)
  return hooks
}

const mayHear = (audience: string, type: MessageKind): boolean =>
  audience === 'internal' || !(internalKinds as readonly string[]).includes(type)

/** Names that hold who of us does something, and ids that only we use. */
const colleagueNames: readonly string[] = ['person', 'by', 'lead', 'engineer', 'backup']
const colleagueId = /^(?:person|service|assignment|request)_[0-9a-z]{26}$/

const withoutColleagues = (message: Message): Message => ({
  ...message,
  data: Object.fromEntries(
    Object.entries(message.data).filter(
      ([name, value]) =>
        !colleagueNames.includes(name) && !(typeof value === 'string' && colleagueId.test(value)),
    ),
  ),
})
