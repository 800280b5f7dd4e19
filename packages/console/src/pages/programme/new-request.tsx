/** Asks for an assigned engineer: for whom, of which kind, why, and what would help to choose. */
import { useState } from 'react'
import type { InputOf } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { may, useMe } from '../../app/session.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { AccountPick, ChoicePick, PersonPick } from '../../parts/pickers.tsx'
import { timeOf } from '../../parts/when.ts'
import { CheckField, SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { InternalOnly, kindName, useProgramme } from './kinds.tsx'

export type NewRequestProps = {
  readonly account?: string
  readonly onClose: () => void
  readonly onAsked: (request: string) => void
}

export function NewRequest({ account: given, onClose, onAsked }: NewRequestProps) {
  const me = useMe()
  const programme = useProgramme()
  const { policy } = useNames()
  const [account, setAccount] = useState(given)
  const [kind, setKind] = useState(programme?.kinds[0]?.kind ?? '')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const [engineer, setEngineer] = useState<string>()
  const [languages, setLanguages] = useState('')
  const [areas, setAreas] = useState<readonly string[]>([])
  const [unasked, setUnasked] = useState(false)
  const chosen = programme?.kinds.find((one) => one.kind === kind)
  const untilAt = chosen?.temporary ? timeOf(until) : undefined
  const whole = account !== undefined && reason.trim() !== '' && (!chosen?.temporary || untilAt !== undefined)
  const input: InputOf<'requests.open'> | undefined = whole
    ? {
        account,
        kind,
        reason,
        languages: languages.split(/[\s,]+/).filter(Boolean),
        areas: [...areas],
        startedBy: unasked ? 'support' : 'colleague',
        ...(untilAt !== undefined && { until: untilAt }),
        ...(engineer !== undefined && { engineer }),
      }
    : undefined
  const topics = policy.topics.filter(({ id }) => !areas.includes(id))
  return (
    <ActDialog
      operation="requests.open"
      input={input}
      title="Ask for an assigned engineer"
      text="Leadership vets it and gives a reason either way."
      verb="Ask"
      onClose={onClose}
      onDone={({ id }) => onAsked(id)}
      done={({ account: { name } }) => `Asked for ${name}`}
    >
      {given === undefined && <AccountPick label="Customer" value={account} onChoose={setAccount} />}
      <SelectField
        label="Kind"
        hint={chosen?.about}
        value={kind}
        onChange={(event) => setKind(event.target.value)}
        options={(programme?.kinds ?? []).map((one) => ({
          value: one.kind,
          label: `${kindName(one.kind)}${one.internal ? ' (internal only)' : ''}`,
        }))}
      />
      {chosen?.internal && (
        <p>
          <InternalOnly />
        </p>
      )}
      {chosen?.temporary && (
        <TextField
          label="Until"
          type="date"
          hint={`At most ${programme?.temporaryDaysMax} days from now; it can be asked for anew.`}
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
      )}
      <TextArea
        label="Why it would help"
        required
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <PersonPick
        label="Wished for"
        empty="Nobody in particular"
        optional
        value={engineer}
        onChoose={setEngineer}
      />
      <TextField
        label="Languages"
        placeholder="en, pt-BR"
        value={languages}
        onChange={(event) => setLanguages(event.target.value)}
      />
      <ChoicePick
        label="Areas"
        hint={
          areas.length === 0
            ? 'Left out: what the customer asked about so far.'
            : areas.map((area) => policy.topics.find(({ id }) => id === area)?.name ?? area).join(', ')
        }
        empty="Add a topic"
        value={undefined}
        choices={topics.map(({ id, name }) => ({ value: id, label: name }))}
        onChoose={(area) => area !== undefined && setAreas([...areas, area])}
      />
      {areas.length > 0 && (
        <button type="button" className="-mt-3 self-start text-xs text-accent" onClick={() => setAreas([])}>
          Leave areas out
        </button>
      )}
      {may(me, 'programme:write') && (
        <CheckField
          label="Support starts this one; nobody else asked for it"
          checked={unasked}
          onChange={(event) => setUnasked(event.target.checked)}
        />
      )}
    </ActDialog>
  )
}
