/**
 * What can be done with a case, by which key, and from which states. The desk decides in the end; this keeps the
 * console from offering what it would refuse.
 */
import type { OutputOf } from '../../app/api.ts'
import type { CaseState } from '../../parts/case-search.ts'

export type CaseRow = OutputOf<'cases.list'>['items'][number]

const untaken = ['new', 'needs-info', 'routed'] as const
const open = [...untaken, 'accepted', 'working', 'escalated'] as const

export type Verb = {
  readonly id: string
  readonly label: string
  readonly keys: string
  readonly states: readonly CaseState[] | 'any'
  readonly scope: 'cases:write' | 'cases:read' | 'cases:lead'
  /** Also for several cases at once. */
  readonly many: boolean
}

const all = [
  { id: 'accept', label: 'Accept', keys: '1', states: untaken, scope: 'cases:write', many: true },
  { id: 're-route', label: 'Re-route', keys: '2', states: open, scope: 'cases:write', many: true },
  { id: 'ask', label: 'Ask for info', keys: '3', states: open, scope: 'cases:write', many: false },
  {
    id: 'start',
    label: 'Start work',
    keys: 's',
    states: ['accepted', 'escalated'],
    scope: 'cases:write',
    many: true,
  },
  { id: 'reply', label: 'Reply', keys: 'r', states: 'any', scope: 'cases:write', many: false },
  { id: 'note', label: 'Note', keys: 'n', states: 'any', scope: 'cases:write', many: true },
  { id: 'assign', label: 'Assign', keys: 'a', states: open, scope: 'cases:write', many: true },
  { id: 'snooze', label: 'Snooze', keys: 'h', states: open, scope: 'cases:write', many: true },
  { id: 'wake', label: 'Wake', keys: 'shift+h', states: open, scope: 'cases:write', many: true },
  { id: 'escalate', label: 'Escalate', keys: 'e', states: [...open], scope: 'cases:write', many: true },
  { id: 'hand-off', label: 'Hand off', keys: 'o', states: open, scope: 'cases:write', many: false },
  {
    id: 'reject',
    label: 'Send back',
    keys: 'shift+2',
    states: [...untaken, 'accepted'],
    scope: 'cases:write',
    many: true,
  },
  { id: 'correct', label: 'Correct', keys: 'c', states: open, scope: 'cases:write', many: true },
  { id: 'merge', label: 'Merge', keys: 'm', states: 'any', scope: 'cases:write', many: true },
  { id: 'follow', label: 'Follow', keys: 'f', states: 'any', scope: 'cases:read', many: true },
  { id: 'resolve', label: 'Resolve', keys: 'd', states: open, scope: 'cases:write', many: true },
  { id: 'close', label: 'Close', keys: 'shift+d', states: ['resolved'], scope: 'cases:write', many: true },
  {
    id: 'reopen',
    label: 'Reopen',
    keys: 'shift+o',
    states: ['resolved', 'closed'],
    scope: 'cases:write',
    many: true,
  },
] as const satisfies readonly Verb[]

export type VerbId = (typeof all)[number]['id']
export const verbs: readonly (Verb & { readonly id: VerbId })[] = all

export const verbOf = (id: VerbId): Verb => verbs.find((verb) => verb.id === id)!

/** Whether somebody holds a scope for a team, or for any where none is named. */
export type Allowed = (scope: string, team?: string | null) => boolean

type InState = Pick<CaseRow, 'state' | 'mergedInto' | 'snoozedUntil' | 'ownerTeam'>

/** Whether a verb is worth offering for a case to somebody. */
export function fits(id: VerbId, row: InState, allowed: Allowed): boolean {
  const { states, scope } = verbOf(id)
  if (row.mergedInto !== null && id !== 'note' && id !== 'follow') return false
  if (id === 'wake' && row.snoozedUntil === null) return false
  if (states !== 'any' && !states.includes(row.state)) return false
  // Notes and following are for every team that has had the case; the desk knows which.
  const team = id === 'note' || id === 'follow' ? undefined : row.ownerTeam
  return allowed(scope, team)
}

/** What comes next for a case, first the most likely: the buttons of its header. */
export function nextSteps(row: InState, allowed: Allowed): readonly VerbId[] {
  const wanted: Readonly<Record<CaseState, readonly VerbId[]>> = {
    new: ['accept', 're-route', 'ask'],
    'needs-info': ['ask', 'accept', 're-route'],
    routed: ['accept', 're-route', 'ask'],
    accepted: ['start', 'reply', 'resolve'],
    working: ['reply', 'resolve', 'escalate'],
    escalated: ['start', 'reply', 'note'],
    resolved: ['close', 'reopen', 'reply'],
    closed: ['reopen', 'note'],
  }
  const steps = row.snoozedUntil === null ? wanted[row.state] : (['wake', ...wanted[row.state]] as const)
  return steps.filter((id) => fits(id, row, allowed)).slice(0, 4)
}
