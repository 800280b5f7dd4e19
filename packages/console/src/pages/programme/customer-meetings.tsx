/** Meetings with a customer; before the sale only such as its customer engineer agreed to first. */
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { InputOf, OutputOf, RowOf } from '../../app/api.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { ChoicePick } from '../../parts/pickers.tsx'
import { fieldOf, timeOf } from '../../parts/when.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { sayDay, Time } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'

type Customer = OutputOf<'customers.show'>
type Meeting = NonNullable<Customer['inner']>['meetings'][number]

const kindWords: Readonly<Record<Meeting['kind'], string>> = { regular: 'Regular', 'ad-hoc': 'Ad hoc' }

export type CustomerMeetingsProps = { readonly meetings: readonly Meeting[]; readonly onAdd?: () => void }

export function CustomerMeetings({ meetings, onAdd }: CustomerMeetingsProps) {
  return (
    <Section
      title="Meetings"
      flush
      actions={
        onAdd && (
          <Button size="sm" look="ghost" icon={<Plus size={14} />} onClick={onAdd}>
            Note a meeting
          </Button>
        )
      }
    >
      {meetings.length === 0 && <p className="px-4 pb-4 text-sm text-dim">None was noted yet.</p>}
      <ul className="divide-y">
        {meetings.map(({ id, at, kind, people, agreedWith, agreedAt, notes }) => (
          <li key={id} className="px-4 py-2 text-sm">
            <p>
              <Time at={at} className="font-medium" /> <span className="text-dim">{kindWords[kind]}</span>
              {people.length > 0 && <span className="text-dim"> with {people.map(visible).join(', ')}</span>}
            </p>
            {agreedWith !== null && agreedAt !== null && (
              <p className="text-xs text-dim">
                Agreed with {visible(agreedWith.name)} on {sayDay(agreedAt)}
              </p>
            )}
            {notes !== null && <Words text={notes} className="mt-0.5 text-dim" />}
          </li>
        ))}
      </ul>
    </Section>
  )
}

export type RecordMeetingProps = {
  readonly assignment: RowOf<'assignments.list'>
  readonly people: Customer['people']
  readonly onClose: () => void
}

export function RecordMeeting({ assignment, people, onClose }: RecordMeetingProps) {
  const [at, setAt] = useState(fieldOf(Date.now()))
  const [kind, setKind] = useState<Meeting['kind']>('regular')
  const [names, setNames] = useState('')
  const [notes, setNotes] = useState('')
  const [agreedWith, setAgreedWith] = useState<string>()
  const [agreedOn, setAgreedOn] = useState('')
  const engineers = customerEngineersOf(assignment, people)
  const time = timeOf(at)
  const agreedAt = timeOf(agreedOn)
  const agreed = agreedWith !== undefined && agreedAt !== undefined
  const input: InputOf<'customers.record_meeting'> | undefined =
    time === undefined || (assignment.internal && !agreed)
      ? undefined
      : {
          account: assignment.account.id,
          at: time,
          kind,
          people: names
            .split(',')
            .map((name) => name.trim())
            .filter(Boolean),
          ...(notes.trim() !== '' && { notes }),
          ...(assignment.internal && agreed && { agreedWith, agreedAt }),
        }
  return (
    <ActDialog
      operation="customers.record_meeting"
      input={input}
      title="Note a meeting"
      {...(assignment.internal && {
        text: 'Before the sale: the customer engineer agrees first, and the customer is told nothing of the assignment.',
      })}
      verb="Note it"
      onClose={onClose}
      done={() => 'The meeting is noted'}
    >
      <TextField
        label="When it is or was"
        type="datetime-local"
        value={at}
        onChange={(event) => setAt(event.target.value)}
      />
      <SelectField
        label="Kind"
        value={kind}
        onChange={(event) => setKind(event.target.value as Meeting['kind'])}
        options={Object.entries(kindWords).map(([value, label]) => ({ value, label }))}
      />
      {assignment.internal && (
        <>
          <ChoicePick label="Agreed with" value={agreedWith} onChoose={setAgreedWith} choices={engineers} />
          <TextField
            label="Agreed on"
            type="datetime-local"
            value={agreedOn}
            onChange={(event) => setAgreedOn(event.target.value)}
          />
        </>
      )}
      <TextField
        label="With"
        hint="Names, with commas between them."
        value={names}
        onChange={(event) => setNames(event.target.value)}
      />
      <TextArea label="Notes" value={notes} onChange={(event) => setNotes(event.target.value)} />
    </ActDialog>
  )
}

/** Who may agree: the assignment's customer engineer, and those on the customer's page. */
function customerEngineersOf(
  { customerEngineer }: RecordMeetingProps['assignment'],
  people: Customer['people'],
) {
  const known = new Map<string, string>()
  if (customerEngineer) known.set(customerEngineer.id, customerEngineer.name)
  for (const { role, person, name } of people) if (role === 'ce' && person !== null) known.set(person, name)
  return [...known].map(([value, name]) => ({ value, label: visible(name) }))
}
