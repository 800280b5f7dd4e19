/** How far a transition has come, in a word. */
import type { RowOf } from '../../app/api.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'

type State = RowOf<'transitions.list'>['state']

const states: Readonly<Record<State, { readonly tone: Tone; readonly words: string }>> = {
  asked: { tone: 'accent', words: 'Asked for' },
  'handed-over': { tone: 'good', words: 'Handed over' },
  withdrawn: { tone: 'plain', words: 'Taken back' },
}

export function TransitionState({ state }: { readonly state: State }) {
  const { tone, words } = states[state]
  return <Badge tone={tone}>{words}</Badge>
}
