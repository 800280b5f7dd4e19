/**
 * The history of a case: every thing that happens to it is one event, appended in the transaction that does it. What the
 * customer sees of it is a `CustomerText`; all else stays among colleagues.
 */
import type { Context } from '../context.ts'
import { toJson } from '../store/json.ts'
import { addRow } from '../store/pending.ts'
import type { CustomerText } from './customer-text.ts'

/** What can happen to a case. */
export const eventKinds = [
  'opened',
  'part-opened',
  'repeated',
  'decided',
  'facts-stated',
  'routed',
  'assigned',
  'nobody-free',
  'context-attached',
  'accepted',
  'acceptance-overdue',
  'rejected',
  'handed-off',
  'sent-to-triage',
  'triaged',
  'started',
  'corrected',
  'correction-undone',
  'escalation-opened',
  'gate-item-given',
  'escalated',
  'escalation-closed',
  'incident-linked',
  'engagement-requested',
  'engagement-changed',
  'signal-passed-on',
  'record-fix-opened',
  'record-fixed',
  'promise-made',
  'promise-kept',
  'promise-moved',
  'leadership-check-opened',
  'leadership-check-settled',
  'snoozed',
  'woken',
  'merged',
  'merged-in',
  'noted',
  'replied',
  'resolved',
  'closed',
  'reopened',
] as const
export type EventKind = (typeof eventKinds)[number]

/** Appends an event that stays among colleagues. */
export const record = (context: Context, caseId: string, kind: EventKind, data: object = {}): Promise<void> =>
  append(context, caseId, kind, 'internal', data)

/** Appends what the customer has seen: the words alone, which were looked through. */
export const recordSaid = (
  context: Context,
  caseId: string,
  kind: 'replied',
  body: CustomerText,
): Promise<void> => append(context, caseId, kind, 'customer', { body })

async function append(
  { db, newId, at, actor }: Context,
  caseId: string,
  kind: EventKind,
  visibility: 'internal' | 'customer',
  data: object,
): Promise<void> {
  await addRow(db, 'events', {
    id: newId('event'),
    caseId,
    at,
    kind,
    actor: actor.id,
    visibility,
    data: toJson(data),
  })
}
