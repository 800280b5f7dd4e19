/** The acts of the case verbs: which operation each is, what is said of it, and how it is taken back where it can be. */
import { desk, type InputOf } from '../../app/api.ts'
import { type CaseAct, caseAct, type Target } from './acts.ts'
import type { CaseRow } from './case-verbs.ts'

type Row = Target & Pick<CaseRow, 'assignee' | 'snoozedUntil' | 'state'>

const back = 'Taken back.'

export const accept = (row: Target): CaseAct =>
  caseAct(row, 'cases.accept', { case: row.id }, { doing: 'Accept', done: 'Accepted' })

export const start = (row: Target): CaseAct =>
  caseAct(row, 'cases.start', { case: row.id }, { doing: 'Start work on', done: 'Work has begun on' })

export const close = (row: Target): CaseAct =>
  caseAct(row, 'cases.close', { case: row.id }, { doing: 'Close', done: 'Closed' })

export const follow = (row: Target): CaseAct =>
  caseAct(
    row,
    'cases.follow',
    { case: row.id },
    {
      doing: 'Follow',
      done: 'You follow',
      unversioned: true,
      undo: () => () => desk.call('cases.unfollow', { case: row.id }),
    },
  )

export const unfollow = (row: Target): CaseAct =>
  caseAct(
    row,
    'cases.unfollow',
    { case: row.id },
    {
      doing: 'Stop following',
      done: 'You no longer follow',
      unversioned: true,
      undo: () => () => desk.call('cases.follow', { case: row.id }),
    },
  )

export const snooze = (row: Target, until: string, reason: string): CaseAct =>
  caseAct(
    row,
    'cases.snooze',
    { case: row.id, until, reason },
    { doing: 'Snooze', done: 'Snoozed', undo: () => () => desk.call('cases.wake', { case: row.id }) },
  )

export const wake = (row: Row): CaseAct => {
  const until = row.snoozedUntil
  return caseAct(
    row,
    'cases.wake',
    { case: row.id },
    {
      doing: 'Wake',
      done: 'Woken',
      undo:
        until === null
          ? undefined
          : () => () => desk.call('cases.snooze', { case: row.id, until, reason: back }),
    },
  )
}

export const assign = (row: Row, person: string, name: string): CaseAct => {
  const before = row.assignee
  return caseAct(
    row,
    'cases.assign',
    { case: row.id, person },
    {
      doing: `Assign to ${name}:`,
      done: `${name} has`,
      // From nobody there is no way back but holding it first.
      undo:
        before === null
          ? undefined
          : () => () => desk.call('cases.assign', { case: row.id, person: before.id }),
    },
  )
}

export const resolve = (row: Target, outcome: string): CaseAct =>
  caseAct(
    row,
    'cases.resolve',
    { case: row.id, outcome },
    {
      doing: 'Resolve',
      done: 'Resolved',
      undo: () => () => desk.call('cases.reopen', { case: row.id, reason: back }),
    },
  )

export const reopen = (row: Target, reason: string): CaseAct =>
  caseAct(row, 'cases.reopen', { case: row.id, reason }, { doing: 'Reopen', done: 'Reopened' })

export const reject = (row: Target, reason: string): CaseAct =>
  caseAct(row, 'cases.reject', { case: row.id, reason }, { doing: 'Send back', done: 'Sent back' })

export const route = (row: Target, team: string, reason: string): CaseAct =>
  caseAct(row, 'cases.route', { case: row.id, team, reason }, { doing: 'Route', done: 'Routed' })

export type Right = Omit<InputOf<'cases.correct'>, 'case' | 'version'>

/** A correction can be undone by who may change the policy; the case then stays where it went. */
export const correct = (row: Target, right: Right, mayUndo: boolean): CaseAct =>
  caseAct(
    row,
    'cases.correct',
    { case: row.id, ...right },
    {
      doing: 'Correct',
      done: 'Corrected',
      undo: mayUndo
        ? ({ correction }) =>
            () =>
              desk.call('corrections.undo', { correction, reason: back })
        : undefined,
    },
  )

export const merge = (row: Target, into: string): CaseAct =>
  caseAct(
    row,
    'cases.merge',
    { case: row.id, into },
    { doing: `Merge into #${into.replace('#', '')}:`, done: 'Merged' },
  )

export const note = (row: Target, body: string, mentions: readonly string[], onDone?: () => void): CaseAct =>
  caseAct(
    row,
    'cases.note',
    { case: row.id, body, mentions: [...mentions] },
    { doing: 'Add the note to', done: 'Noted on', unversioned: true, ...(onDone && { onDone }) },
  )

export const reply = (row: Target, body: string, takesNothingOn: boolean, onDone: () => void): CaseAct =>
  caseAct(
    row,
    'cases.reply',
    { case: row.id, body, takesNothingOn },
    { doing: 'Reply on', done: 'Replied on', unversioned: true, onDone },
  )

export const stateFacts = (row: Target, facts: InputOf<'cases.state_facts'>['facts']): CaseAct =>
  caseAct(
    row,
    'cases.state_facts',
    { case: row.id, facts },
    { doing: 'Add what is known to', done: 'Noted what is known on' },
  )

export const handOff = (
  row: Target,
  handedNote: Omit<InputOf<'cases.hand_off'>, 'case' | 'version'>,
  onDone: () => void,
): CaseAct =>
  caseAct(
    row,
    'cases.hand_off',
    { case: row.id, ...handedNote },
    { doing: 'Hand off', done: 'Handed off', onDone },
  )

export const escalate = (row: Target): CaseAct =>
  caseAct(row, 'escalations.file', { case: row.id }, { doing: 'Escalate', done: 'Escalated' })

export const giveEvidence = (row: Target, item: string, evidence: string, onDone: () => void): CaseAct =>
  caseAct(
    row,
    'escalations.give',
    { case: row.id, item, evidence },
    { doing: 'Give evidence on', done: 'Evidence given on', unversioned: true, onDone },
  )

/** Hangs a case on an incident, or takes it off with `null`. */
export const linkIncident = (
  row: Target & { readonly incidentId: string | null },
  incident: string | null,
): CaseAct => {
  const before = row.incidentId
  return caseAct(
    row,
    'incidents.link',
    { case: row.id, incident },
    {
      doing: incident === null ? 'Take off the incident:' : 'Hang on the incident:',
      done: incident === null ? 'Taken off the incident:' : 'Hung on the incident:',
      unversioned: true,
      undo: () => () => desk.call('incidents.link', { case: row.id, incident: before }),
    },
  )
}

export const fixRecord = (row: Target, fix: string): CaseAct =>
  caseAct(
    row,
    'record_fixes.done',
    { fix },
    { doing: 'Record put right on', done: 'Record is right on', unversioned: true },
  )
