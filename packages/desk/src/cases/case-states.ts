/** Which state a case may go to from which, by which verb. What else a verb does is the operations' business. */
import { Refusal } from '@rightdesk/engine'

export const caseStates = [
  'new',
  'needs-info',
  'routed',
  'accepted',
  'working',
  'escalated',
  'resolved',
  'closed',
] as const
export type CaseState = (typeof caseStates)[number]

const untaken: readonly CaseState[] = ['new', 'needs-info', 'routed']
const taken: readonly CaseState[] = ['accepted', 'working', 'escalated']
/** States in which somebody still has to do something. */
export const openStates: readonly CaseState[] = [...untaken, ...taken]

/** From where each verb may start. */
const verbs = {
  accept: untaken,
  reject: [...untaken, 'accepted'],
  assign: openStates,
  start: ['accepted', 'escalated'],
  'hand off': openStates,
  route: openStates,
  'state facts': openStates,
  correct: openStates,
  'give evidence': openStates,
  escalate: ['accepted', 'working', 'routed'],
  snooze: openStates,
  wake: openStates,
  merge: caseStates,
  resolve: openStates,
  close: ['resolved'],
  reopen: ['resolved', 'closed'],
} as const satisfies Readonly<Record<string, readonly CaseState[]>>
export type Verb = keyof typeof verbs

/** What to do about a case in which somebody still has to do something, where it is not to be accepted first. */
const instead: Partial<Record<Verb, string>> = {
  accept: 'It is taken on already; cases.show says by whom.',
  reject: 'Work on it has begun: hand it off with a note.',
  start: 'Work on it has begun already.',
  escalate: 'Engineering has it already; escalations.show says since when.',
  close: 'Resolve it first.',
  reopen: 'It is open.',
}

function helpFor(verb: Verb, state: string): string {
  if (!isOpenState(state)) return verb === 'close' ? 'It is closed already.' : 'Reopen it first.'
  const fromAccepted = (verbs[verb] as readonly string[]).includes('accepted')
  return isUntaken(state) && fromAccepted ? 'Accept it first.' : (instead[verb] ?? 'See its history.')
}

/** Throws a `Refusal` for a case that was merged: what happens to it belongs to the other one. */
export function demandUnmerged({ number, mergedInto }: Omit<CaseInState, 'state'>): void {
  if (mergedInto === null) return
  const help = `Go on with \`${mergedInto}\`.`
  throw new Refusal('conflict', 'case', `case ${number} was merged into another`, help)
}

/** Throws a `Refusal` where the verb does not fit the state. */
export function demandState(verb: Verb, row: CaseInState): void {
  demandUnmerged(row)
  const { state, number } = row
  if ((verbs[verb] as readonly string[]).includes(state)) return
  const said = `case ${number} is \`${state}\` and cannot be changed by \`${verb}\``
  throw new Refusal('conflict', 'case', said, helpFor(verb, state))
}

type CaseInState = { readonly state: string; readonly number: number; readonly mergedInto: string | null }

/** Whether who owns it was not settled yet: a team only holds it until it is. */
export const isUnsettled = (state: string): boolean => state === 'new' || state === 'needs-info'

/** Whether nobody has taken it on yet: the clock on acceptance runs. */
export const isUntaken = (state: string): boolean => (untaken as readonly string[]).includes(state)

/** Whether somebody still has to do something about it. */
export const isOpenState = (state: string): boolean => (openStates as readonly string[]).includes(state)
