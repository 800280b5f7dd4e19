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
  start: ['accepted', 'routed', 'escalated'],
  'hand off': openStates,
  route: openStates,
  sharpen: openStates,
  escalate: ['accepted', 'working', 'routed'],
  snooze: openStates,
  wake: openStates,
  merge: openStates,
  resolve: openStates,
  close: ['resolved'],
  reopen: ['resolved', 'closed'],
} as const satisfies Readonly<Record<string, readonly CaseState[]>>
export type Verb = keyof typeof verbs

const instead: Partial<Record<CaseState, string>> = {
  resolved: 'Reopen it first.',
  closed: 'Reopen it first.',
  new: 'Accept it first.',
  'needs-info': 'Accept it first.',
  routed: 'Accept it first.',
}

/** Throws a `Refusal` where the verb does not fit the state. */
export function demandState(verb: Verb, { state, number, mergedInto }: CaseInState): void {
  if (mergedInto !== null) {
    const help = `Go on with \`${mergedInto}\`.`
    throw new Refusal('conflict', 'case', `case ${number} was merged into another`, help)
  }
  if ((verbs[verb] as readonly string[]).includes(state)) return
  const said = `case ${number} is \`${state}\` and cannot be changed by \`${verb}\``
  throw new Refusal('conflict', 'case', said, instead[state as CaseState] ?? 'See its history.')
}

type CaseInState = { readonly state: string; readonly number: number; readonly mergedInto: string | null }

/** Whether nobody has taken it on yet: the clock on acceptance runs. */
export const isUntaken = (state: string): boolean => (untaken as readonly string[]).includes(state)

/** Whether somebody still has to do something about it. */
export const isOpenState = (state: string): boolean => (openStates as readonly string[]).includes(state)
