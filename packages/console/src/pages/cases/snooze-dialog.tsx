/** Until when cases sleep, by one key or a time of one's own. */
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { perform } from './acts.ts'
import { snooze } from './case-acts.ts'
import type { CaseRow } from './case-verbs.ts'
import { DialogForm, sayCases } from './dialog-form.tsx'
import { snoozeTimes } from './snooze-times.ts'

const said = new Intl.DateTimeFormat('en', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const without = 'Nothing to do before then.'

export function SnoozeDialog({
  rows,
  onClose,
}: {
  readonly rows: readonly CaseRow[]
  readonly onClose: () => void
}) {
  const [now] = useState(() => new Date())
  const [own, setOwn] = useState('')
  const [reason, setReason] = useState('')
  const sleep = (until: Date): void => {
    perform(rows.map((row) => snooze(row, until.toISOString(), reason.trim() || without)))
    onClose()
  }
  const ownTime = own === '' ? undefined : new Date(own)
  const isToCome = ownTime !== undefined && ownTime > now
  return (
    <DialogForm
      title={`Snooze ${sayCases(rows)}`}
      text="It wakes by itself. Whoever has it keeps it."
      width="sm"
      onClose={onClose}
      submit="Snooze"
      onSubmit={() => sleep(ownTime!)}
      missing={isToCome ? undefined : ownTime ? 'That time is past' : 'Choose a time'}
    >
      <ul className="flex flex-col gap-1">
        {snoozeTimes(now).map(({ label, at }) => (
          <li key={label}>
            <Button className="w-full justify-between" onClick={() => sleep(at)}>
              {label}
              <span className="text-xs font-normal text-dim">{said.format(at)}</span>
            </Button>
          </li>
        ))}
      </ul>
      <TextField
        label="Another time"
        type="datetime-local"
        value={own}
        onChange={(event) => setOwn(event.target.value)}
      />
      <TextField
        label="Why (optional)"
        placeholder={without}
        maxLength={2_000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </DialogForm>
  )
}
