/** Approves or declines a request with a reason; approved, it gets an engineer, or waits in line where no place is free. */
import { useState } from 'react'
import { type InputOf, type OutputOf, useDesk } from '../../app/api.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { ChoicePick } from '../../parts/pickers.tsx'
import { SelectField, TextArea } from '../../ui/field.tsx'
import { visible } from '../../ui/words.tsx'
import { InternalOnly, useKinds } from './kinds.tsx'

type Decision = InputOf<'requests.decide'>['decision']

export type DecideRequestProps = {
  readonly request: OutputOf<'requests.show'>
  readonly onClose: () => void
}

export function DecideRequest({ request, onClose }: DecideRequestProps) {
  const kind = useKinds()(request.kind)
  const preview = useDesk('requests.preview', { request: request.id })
  const [decision, setDecision] = useState<Decision>('approve')
  const [reason, setReason] = useState('')
  const [engineer, setEngineer] = useState<string>()
  const [backup, setBackup] = useState<string>()
  const candidates = preview.data?.candidates ?? []
  const starts = decision === 'approve' && preview.data?.room === true
  const whole =
    reason.trim() !== '' && (!starts || (engineer !== undefined && (!kind.backup || backup !== undefined)))
  const choices = candidates.map(({ person, name, suits, openCases, loadMax }) => ({
    value: person,
    label: visible(name),
    detail: suits ? `${openCases} of ${loadMax} cases` : 'not just now',
  }))
  return (
    <ActDialog
      operation="requests.decide"
      input={
        whole
          ? {
              request: request.id,
              decision,
              reason,
              version: request.version,
              ...(starts && engineer !== undefined && { engineer }),
              ...(starts && kind.backup && backup !== undefined && { backup }),
            }
          : undefined
      }
      title={`Decide on ${visible(request.account.name)}`}
      text="Who asked gets the reason, either way."
      verb={decision === 'decline' ? 'Decline' : starts ? 'Approve and assign' : 'Approve'}
      danger={decision === 'decline'}
      onClose={onClose}
      done={({ request: { state, place } }) =>
        state === 'waiting'
          ? `Approved: ${place} in line`
          : state === 'approved'
            ? 'Approved and assigned'
            : 'Declined'
      }
    >
      <SelectField
        label="Decision"
        value={decision}
        onChange={(event) => setDecision(event.target.value as Decision)}
        options={[
          { value: 'approve', label: 'Approve' },
          { value: 'decline', label: 'Decline' },
        ]}
      />
      {decision === 'approve' && preview.data?.room === false && (
        <p className="rounded-md bg-note-soft px-3 py-2 text-sm text-note">
          Every place is taken. Approved, it waits in line and is offered the next one.
        </p>
      )}
      {starts && (
        <ChoicePick
          label="Engineer"
          value={engineer}
          onChoose={setEngineer}
          choices={choices.filter(({ value }) => value !== backup)}
        />
      )}
      {starts && kind.backup && (
        <ChoicePick
          label="Backup"
          value={backup}
          onChoose={setBackup}
          choices={choices.filter(({ value }) => value !== engineer)}
        />
      )}
      {decision === 'approve' && kind.internal && (
        <p>
          <InternalOnly />
        </p>
      )}
      <TextArea label="Reason" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ActDialog>
  )
}
