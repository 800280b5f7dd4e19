/**
 * What can be done with an assignment. Before the sale nothing here offers to tell the customer; the desk would refuse
 * it as well. Who may do what is the desk's to decide: this only leaves out what would surely be refused.
 */
import { useState } from 'react'
import { type RowOf, useDesk } from '../../app/api.ts'
import { type Me, may } from '../../app/session.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { PersonPick } from '../../parts/pickers.tsx'
import { timeOf } from '../../parts/when.ts'
import { CheckField, SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { Loaded } from '../../ui/states.tsx'
import { visible } from '../../ui/words.tsx'
import { AskTransition } from './ask-transition.tsx'
import { kindName, useKinds, useProgramme } from './kinds.tsx'

type Assignment = RowOf<'assignments.list'>

export type AssignmentAct = 'announce' | 'review' | 'change' | 'convert' | 'transition' | 'end'

type Offered = { readonly act: AssignmentAct; readonly label: string; readonly danger?: boolean }

/** Whether somebody works for the customer, or leads the programme. */
export const worksFor = (
  { engineer, backup, customerEngineer }: Pick<Assignment, 'engineer' | 'backup' | 'customerEngineer'>,
  me: Me,
): boolean => may(me, 'programme:write') || [engineer.id, backup?.id, customerEngineer?.id].includes(me.id)

/** What is offered to somebody for an assignment as it is. */
export function actsOn(assignment: Assignment, me: Me): readonly Offered[] {
  if (assignment.state !== 'active') return []
  const leads = may(me, 'programme:write')
  const acts: readonly (Offered & { readonly when: boolean })[] = [
    {
      act: 'announce',
      label: 'Tell the customer',
      when: !assignment.internal && assignment.toldAt === null && worksFor(assignment, me),
    },
    { act: 'convert', label: 'The customer signed', when: assignment.internal && leads },
    { act: 'review', label: 'Note a review', when: leads },
    { act: 'change', label: 'Change people', when: leads },
    { act: 'transition', label: 'Ask for a transition', when: leads || assignment.engineer.id === me.id },
    { act: 'end', label: 'End', danger: true, when: leads },
  ]
  return acts.filter(({ when }) => when)
}

type DialogProps = { readonly assignment: Assignment; readonly onClose: () => void }

export function AssignmentDialog({ act, ...rest }: DialogProps & { readonly act: AssignmentAct }) {
  switch (act) {
    case 'announce':
      return <Announce {...rest} />
    case 'review':
      return <Review {...rest} />
    case 'change':
      return <ChangePeople {...rest} />
    case 'convert':
      return <Convert {...rest} />
    case 'transition':
      return <AskTransition assignment={rest.assignment.id} onClose={rest.onClose} />
    case 'end':
      return <End {...rest} />
  }
}

function Announce({ assignment, onClose }: DialogProps) {
  const draft = useDesk('assignments.draft', { assignment: assignment.id })
  const [body, setBody] = useState<string>()
  const words = body ?? draft.data?.body ?? ''
  return (
    <ActDialog
      operation="assignments.announce"
      input={
        words.trim() === ''
          ? undefined
          : { assignment: assignment.id, body: words, version: assignment.version }
      }
      title={`Tell ${visible(assignment.account.name)}`}
      text="Send these words your usual way, then note here that they were sent."
      verb="It was sent"
      width="lg"
      onClose={onClose}
      done={() => 'The customer was told'}
    >
      <Loaded query={draft} rows={3}>
        {() => (
          <TextArea
            label="What was sent"
            className="min-h-36"
            value={words}
            onChange={(event) => setBody(event.target.value)}
          />
        )}
      </Loaded>
    </ActDialog>
  )
}

function Review({ assignment, onClose }: DialogProps) {
  const [note, setNote] = useState('')
  return (
    <ActDialog
      operation="assignments.review"
      input={
        note.trim() === '' ? undefined : { assignment: assignment.id, note, version: assignment.version }
      }
      title="Note a review"
      text="The assignment goes on, and the next review is set."
      verb="Note review"
      onClose={onClose}
      done={() => 'Reviewed'}
    >
      <TextArea
        label="What was found"
        required
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </ActDialog>
  )
}

function ChangePeople({ assignment, onClose }: DialogProps) {
  const kind = useKinds()(assignment.kind)
  const [backup, setBackup] = useState(assignment.backup?.id)
  const [customerEngineer, setCustomerEngineer] = useState(assignment.customerEngineer?.id)
  const [reason, setReason] = useState('')
  const changed = {
    ...(backup !== undefined && backup !== assignment.backup?.id && { backup }),
    ...(customerEngineer !== undefined &&
      customerEngineer !== assignment.customerEngineer?.id && { customerEngineer }),
  }
  const whole = reason.trim() !== '' && Object.keys(changed).length > 0
  return (
    <ActDialog
      operation="assignments.change"
      input={
        whole ? { assignment: assignment.id, reason, version: assignment.version, ...changed } : undefined
      }
      title="Change people"
      text="Another engineer comes by a transition."
      verb="Change"
      onClose={onClose}
      done={() => 'Changed'}
    >
      {kind.backup && (
        <PersonPick label="Backup" value={backup} onChoose={setBackup} except={[assignment.engineer.id]} />
      )}
      <PersonPick label="Customer engineer" value={customerEngineer} onChoose={setCustomerEngineer} />
      <TextArea label="Reason" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ActDialog>
  )
}

function Convert({ assignment, onClose }: DialogProps) {
  const kinds = (useProgramme()?.kinds ?? []).filter(({ internal }) => !internal)
  const [kind, setKind] = useState(kinds[0]?.kind ?? '')
  const [backup, setBackup] = useState<string>()
  const [until, setUntil] = useState('')
  const [sure, setSure] = useState(false)
  const to = kinds.find((one) => one.kind === kind)
  const untilAt = to?.temporary ? timeOf(until) : undefined
  const whole = sure && to && (!to.backup || backup !== undefined) && (!to.temporary || untilAt !== undefined)
  return (
    <ActDialog
      operation="assignments.convert"
      input={
        whole
          ? {
              assignment: assignment.id,
              kind,
              version: assignment.version,
              ...(to.backup && backup !== undefined && { backup }),
              ...(untilAt !== undefined && { until: untilAt }),
            }
          : undefined
      }
      title={`${visible(assignment.account.name)} signed`}
      text="From then on it is told who its engineer is, and somebody stands in."
      verb="Convert"
      onClose={onClose}
      done={() => 'Converted; now tell the customer'}
    >
      <SelectField
        label="Kind from now on"
        value={kind}
        onChange={(event) => setKind(event.target.value)}
        options={kinds.map((one) => ({ value: one.kind, label: kindName(one.kind) }))}
      />
      {to?.temporary && (
        <TextField
          label="Until"
          type="date"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
      )}
      {to?.backup && (
        <PersonPick label="Backup" value={backup} onChoose={setBackup} except={[assignment.engineer.id]} />
      )}
      <CheckField
        label="The contract is signed"
        hint="Until then the customer must not know of it."
        checked={sure}
        onChange={(event) => setSure(event.target.checked)}
      />
    </ActDialog>
  )
}

function End({ assignment, onClose }: DialogProps) {
  const [reason, setReason] = useState('')
  return (
    <ActDialog
      operation="assignments.end"
      input={
        reason.trim() === '' ? undefined : { assignment: assignment.id, reason, version: assignment.version }
      }
      title={`End the assignment of ${visible(assignment.account.name)}`}
      text="Its cases go round-robin again, and its place is offered to the next in line. History stays."
      verb="End it"
      danger
      onClose={onClose}
      done={({ offeredTo }) => (offeredTo.length > 0 ? 'Ended; the place is offered to the next' : 'Ended')}
    >
      <TextArea label="Reason" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ActDialog>
  )
}
