/** What happened to a case, as a sentence that begins with who did it, and the words that were said with it. */
import type { OutputOf } from '../../app/api.ts'

export type CaseEvent = OutputOf<'cases.history'>['items'][number]

/** Names for the ids that events carry. */
export type EventNames = {
  readonly team: (id: string | null | undefined) => string
  readonly topic: (id: string | null | undefined) => string
  readonly person?: ((id: string) => string | undefined) | undefined
}

type Data = CaseEvent['data']

const text = (data: Data, name: string): string | undefined => {
  const value = data[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

const someone = (data: Data, name: string, { person }: EventNames): string =>
  person?.(text(data, name) ?? '') ?? 'somebody else'

const plain = (id: string): string => id.replaceAll(/[-_]/g, ' ')

const factsIn = (data: Data): string =>
  Object.keys((data['facts'] as object | undefined) ?? {})
    .map((name) =>
      name === 'topic'
        ? 'the topic'
        : plain(name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)),
    )
    .join(', ')

type Say = (data: Data, names: EventNames) => string

const sentences: Readonly<Record<CaseEvent['kind'], Say>> = {
  opened: (data) =>
    typeof data['partOf'] === 'string'
      ? `opened the case for a part of #${String(data['number'] ?? '')}`
      : 'opened the case',
  'part-opened': (data, { team, topic }) =>
    `opened #${String(data['number'] ?? '')} for its other part: ${topic(text(data, 'topic'))}, for ${team(text(data, 'team'))}`,
  repeated: () => 'heard the same ask again',
  decided: (data, { team, topic }) =>
    text(data, 'status') === 'decided'
      ? `decided: ${topic(text(data, 'topic'))}, for ${team(text(data, 'team'))}`
      : `could not decide yet; ${team(text(data, 'team'))} holds it`,
  'facts-stated': (data) => `said what is known: ${factsIn(data) || 'nothing new'}`,
  routed: (data, { team }) => `sent it to ${team(text(data, 'to'))}`,
  assigned: (data, names) => `gave it to ${someone(data, 'to', names)}`,
  'nobody-free': () => 'found nobody free to take it',
  'context-attached': () => 'put what is known of the customer beside it',
  accepted: () => 'accepted it',
  'acceptance-overdue': (data, { team }) =>
    `marked it overdue: nobody of ${team(text(data, 'team'))} took it in time`,
  rejected: (data, { team }) => `sent it back: not for ${team(text(data, 'team'))}`,
  'handed-off': (data, { team }) => `handed it from ${team(text(data, 'from'))} to ${team(text(data, 'to'))}`,
  'sent-to-triage': () => 'put it before the triage lead',
  triaged: (data, { team }) => `decided as lead that ${team(text(data, 'to'))} has it`,
  started: () => 'began to work on it',
  corrected: (data) => `corrected the ${plain(text(data, 'kind') ?? 'decision')}`,
  'correction-undone': () => 'took a correction back',
  'escalation-opened': () => 'opened the gate to Engineering',
  'gate-item-given': (data) => `gave for the gate: ${text(data, 'item') ?? ''}`,
  escalated: () => 'escalated it to Engineering',
  'escalation-closed': () => 'took Engineering’s answer back',
  'incident-linked': (data) =>
    data['incident'] === null ? 'took it off the incident' : 'hung it on an incident',
  'engagement-requested': (data) => `asked for Developer Success: ${plain(text(data, 'verdict') ?? '')}`,
  'engagement-changed': (data) => `changed the engagement: ${plain(text(data, 'change') ?? '')}`,
  'signal-passed-on': () => 'passed a sign on to the revenue team',
  'record-fix-opened': (data) =>
    `listed its CRM record: ${text(data, 'isValue') ?? '?'} should be ${text(data, 'shouldBe') ?? '?'}`,
  'record-fixed': (data) => `put its CRM record right: ${text(data, 'value') ?? ''}`,
  'promise-made': () => 'made a promise',
  'promise-kept': () => 'kept a promise',
  'promise-moved': () => 'moved a promise',
  'leadership-check-opened': () => 'asked leadership whether the work is taken on',
  'leadership-check-settled': (data) => `has leadership’s word: ${plain(text(data, 'state') ?? '')}`,
  snoozed: () => 'snoozed it',
  woken: () => 'woke it',
  merged: (data) => `merged it into #${String(data['number'] ?? '')}`,
  'merged-in': (data) => `merged #${String(data['number'] ?? '')} into it`,
  noted: () => 'noted',
  replied: () => 'replied to the customer',
  resolved: () => 'resolved it',
  closed: () => 'closed it',
  reopened: () => 'reopened it',
}

/** What somebody did, to stand after their name. */
export const sayEvent = ({ kind, data }: CaseEvent, names: EventNames): string => sentences[kind](data, names)

type Handed = {
  readonly context?: string
  readonly done?: string
  readonly lastStep?: string
  readonly nextStep?: { readonly what: string; readonly who: string; readonly by: string }
  readonly links?: readonly string[]
}

/** The words that were said with an event, by people or by the desk; several parts each under its name. */
export function wordsOfEvent({
  kind,
  data,
}: CaseEvent): readonly { readonly name?: string; readonly text: string }[] {
  if (kind === 'handed-off') {
    const { context, done, lastStep, nextStep, links = [] } = (data['note'] ?? {}) as Handed
    return [
      { name: 'About', text: context },
      { name: 'Done so far', text: done },
      { name: 'Last step', text: lastStep },
      {
        name: 'Next step',
        text:
          nextStep &&
          `${nextStep.what}\n${nextStep.who}, by ${nextStep.by.slice(0, 16).replace('T', ' ')} UTC`,
      },
      { name: 'Links', text: links.join('\n') },
    ].flatMap(({ name, text: words }) => (words ? [{ name, text: words }] : []))
  }
  const name = {
    resolved: 'outcome',
    'escalation-closed': 'outcome',
    noted: 'body',
    replied: 'body',
    'gate-item-given': 'evidence',
  }[kind as 'noted'] as string | undefined
  const words = text(data, name ?? 'reason')
  return words === undefined ? [] : [{ text: words }]
}

/** What is talk among people or the end of something: shown large. The rest is one line. */
export const isTalk = ({ kind }: CaseEvent): boolean =>
  [
    'noted',
    'replied',
    'handed-off',
    'rejected',
    'resolved',
    'reopened',
    'triaged',
    'escalation-closed',
  ].includes(kind)
