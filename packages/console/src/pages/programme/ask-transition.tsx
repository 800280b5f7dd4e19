/** Asks that a customer goes to another engineer, for a reason that the policy offers or any other. */
import { useState } from 'react'
import { useDesk } from '../../app/api.ts'
import { may, useMe } from '../../app/session.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { ChoicePick } from '../../parts/pickers.tsx'
import { SelectField, TextArea } from '../../ui/field.tsx'
import { visible } from '../../ui/words.tsx'
import { useProgramme } from './kinds.tsx'

export type AskTransitionProps = {
  /** Chosen here where it is left out. */
  readonly assignment?: string
  readonly onClose: () => void
  readonly onAsked?: (transition: string) => void
}

const ownWords = 'own'

export function AskTransition({ assignment: given, onClose, onAsked }: AskTransitionProps) {
  const me = useMe()
  const reasons = useProgramme()?.transitionReasons ?? []
  const assignments = useDesk(
    'assignments.list',
    { state: 'active', limit: 200, ...(!may(me, 'programme:write') && { person: me.id }) },
    { enabled: given === undefined },
  )
  const [assignment, setAssignment] = useState(given)
  const [chosen, setChosen] = useState(reasons[0] ?? ownWords)
  const [words, setWords] = useState('')
  const reason = chosen === ownWords ? words.trim() : chosen
  return (
    <ActDialog
      operation="transitions.ask"
      input={assignment === undefined || reason === '' ? undefined : { assignment, reason }}
      title="Ask for a transition"
      text="At any time and for any reason. It stays between the engineer and leadership."
      verb="Ask"
      onClose={onClose}
      done={({ account }) => `Asked for ${account.name}`}
      onDone={({ id }) => (onAsked ? onAsked(id) : onClose())}
    >
      {given === undefined && (
        <ChoicePick
          label="Customer"
          value={assignment}
          onChoose={setAssignment}
          choices={(assignments.data?.items ?? []).map(({ id, account, engineer }) => ({
            value: id,
            label: visible(account.name),
            detail: visible(engineer.name),
          }))}
        />
      )}
      <SelectField
        label="Reason"
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
        options={[
          ...reasons.map((value) => ({ value, label: value })),
          { value: ownWords, label: 'Another reason…' },
        ]}
      />
      {chosen === ownWords && (
        <TextArea label="In your words" value={words} onChange={(event) => setWords(event.target.value)} />
      )}
    </ActDialog>
  )
}
