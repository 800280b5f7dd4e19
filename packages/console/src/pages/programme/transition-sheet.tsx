/** One transition: how ready the customer is to be handed over, who could take over, and the hand-over itself. */
import { Check, X } from 'lucide-react'
import { useState } from 'react'
import { type OutputOf, useAct, useDesk } from '../../app/api.ts'
import { may, useMe } from '../../app/session.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { CustomerLink } from '../../parts/customer-link.tsx'
import { ChoicePick } from '../../parts/pickers.tsx'
import { SheetPart } from '../../parts/sheet-part.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Facts } from '../../ui/page.tsx'
import { Person } from '../../ui/person.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'
import { TransitionState } from './transition-state.tsx'

type Transition = OutputOf<'transitions.show'>

export function TransitionSheet({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const transition = useDesk('transitions.show', { transition: id })
  const title = transition.data ? visible(transition.data.account.name) : 'Transition'
  return (
    <Dialog
      open
      side
      onOpenChange={(open) => !open && onClose()}
      title={title}
      text="To another engineer. Why is between the engineer and leadership."
    >
      <Loaded query={transition}>{(data) => <Whole transition={data} />}</Loaded>
    </Dialog>
  )
}

function Whole({ transition }: { readonly transition: Transition }) {
  const me = useMe()
  const [doing, setDoing] = useState<'propose' | 'hand-over'>()
  const withdraw = useAct('transitions.withdraw', { done: () => 'Taken back' })
  const open = transition.state === 'asked'
  const { readiness, candidates, successor, note } = transition
  return (
    <div className="flex flex-col gap-6">
      <Facts
        rows={[
          ['Customer', <CustomerLink key="c" account={transition.account} />],
          ['State', <TransitionState key="s" state={transition.state} />],
          [
            'Asked',
            <span key="a">
              {visible(transition.askedBy.name)}, <Time at={transition.askedAt} />
            </span>,
          ],
          ['Reason', visible(transition.reason)],
          [
            open ? 'Proposed' : 'Went to',
            successor === null ? 'Nobody yet' : <Person key="p" name={visible(successor.name)} />,
          ],
        ]}
      />
      <SheetPart title={open ? 'Ready to hand over?' : 'As it was handed over'}>
        <ul className="flex flex-col divide-y rounded-md border">
          {readiness.items.map(({ item, ready, said }) => (
            <li key={item} className="flex items-start gap-2.5 px-3 py-2 text-sm">
              {ready ? (
                <Check size={15} aria-hidden="true" className="mt-0.5 shrink-0 text-good" />
              ) : (
                <X size={15} aria-hidden="true" className="mt-0.5 shrink-0 text-bad" />
              )}
              <div className="min-w-0">
                <p className="font-medium">
                  {itemWords[item]}
                  <span className="sr-only">{ready ? ': ready' : ': not ready'}</span>
                </p>
                <p className="text-dim wrap-anywhere">{visible(said)}</p>
              </div>
            </li>
          ))}
        </ul>
      </SheetPart>
      <SheetPart title="For the next engineer">
        {note === null ? (
          <p className="text-sm text-dim">Nothing written yet.</p>
        ) : (
          <Words text={note} className="text-sm" />
        )}
      </SheetPart>
      {open && (
        <>
          <div className="flex flex-wrap gap-2">
            <Button look={note === null ? 'primary' : 'secondary'} onClick={() => setDoing('propose')}>
              {note === null ? 'Write the note' : 'Change the note'}
            </Button>
            {may(me, 'programme:write') && (
              <Button look={note === null ? 'secondary' : 'primary'} onClick={() => setDoing('hand-over')}>
                Hand over
              </Button>
            )}
            <Button
              busy={withdraw.isPending}
              onClick={() => withdraw.mutate({ transition: transition.id, version: transition.version })}
            >
              Take back
            </Button>
          </div>
          <SheetPart title="Who could take over">
            <ul className="flex flex-col divide-y rounded-md border">
              {candidates.map((one) => (
                <li key={one.person.id} className="px-3 py-2 text-sm">
                  <div className="flex items-center gap-2">
                    <Person name={visible(one.person.name)} className="font-medium" />
                    {!one.fits && <Badge tone="warn">Not just now</Badge>}
                  </div>
                  <p className="mt-0.5 text-xs text-dim">
                    {one.reasons.map((reason) => visible(withoutName(reason, one.person.name))).join(' · ')}
                  </p>
                </li>
              ))}
            </ul>
          </SheetPart>
        </>
      )}
      {doing === 'propose' && <Propose transition={transition} onClose={() => setDoing(undefined)} />}
      {doing === 'hand-over' && <HandOver transition={transition} onClose={() => setDoing(undefined)} />}
    </div>
  )
}

const itemWords: Readonly<Record<Transition['readiness']['items'][number]['item'], string>> = {
  documents: 'Documents up to date',
  chains: 'Documents through to the CRM',
  promises: 'Promises',
  environment: 'Environment',
}

/** Reasons of the desk may begin with the name, which stands above them already. */
const withoutName = (reason: string, name: string): string =>
  reason.startsWith(`${name} `) ? reason.slice(name.length + 1) : reason

const choicesOf = ({ candidates }: Transition) =>
  candidates.map(({ person, fits, openCases, loadMax }) => ({
    value: person.id,
    label: visible(person.name),
    detail: fits ? `${openCases} of ${loadMax} cases` : 'not just now',
  }))

type PartProps = { readonly transition: Transition; readonly onClose: () => void }

function Propose({ transition, onClose }: PartProps) {
  const [note, setNote] = useState(transition.note ?? '')
  const [successor, setSuccessor] = useState(transition.successor?.id)
  return (
    <ActDialog
      operation="transitions.propose"
      input={
        note.trim() === ''
          ? undefined
          : {
              transition: transition.id,
              note,
              version: transition.version,
              ...(successor !== undefined && { successor }),
            }
      }
      title="Note for the next engineer"
      verb="Keep"
      width="lg"
      onClose={onClose}
      done={() => 'Kept'}
    >
      <TextArea
        label="What they must know"
        required
        className="min-h-40"
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <ChoicePick
        label="Proposed"
        empty="Nobody yet"
        value={successor}
        onChoose={setSuccessor}
        choices={choicesOf(transition)}
      />
    </ActDialog>
  )
}

function HandOver({ transition, onClose }: PartProps) {
  const [successor, setSuccessor] = useState(transition.successor?.id)
  const [backup, setBackup] = useState<string>()
  const [note, setNote] = useState(transition.note ?? '')
  const [openPoints, setOpenPoints] = useState('')
  const needsPoints = !transition.readiness.ready
  const whole = successor !== undefined && note.trim() !== '' && (!needsPoints || openPoints.trim() !== '')
  const assignment = useDesk('assignments.show', { assignment: transition.assignment })
  const choices = choicesOf(transition)
  return (
    <ActDialog
      operation="transitions.hand_over"
      input={
        whole
          ? {
              transition: transition.id,
              successor,
              note,
              version: transition.version,
              ...(backup !== undefined && { backup }),
              ...(openPoints.trim() !== '' && { openPoints }),
            }
          : undefined
      }
      title={`Hand over ${visible(transition.account.name)}`}
      text="Open cases and promises go along in one step; history stays."
      verb="Hand over"
      width="lg"
      onClose={onClose}
      done={({ successor: who }) => `Handed over to ${who?.name ?? 'the next engineer'}`}
    >
      <ChoicePick
        label="Next engineer"
        value={successor}
        onChoose={setSuccessor}
        choices={choices.filter(({ value }) => value !== backup)}
      />
      {assignment.data?.backup && (
        <ChoicePick
          label="Backup"
          optional
          empty={`As before: ${visible(assignment.data.backup.name)}`}
          value={backup}
          onChoose={setBackup}
          choices={choices.filter(({ value }) => value !== successor)}
        />
      )}
      <TextArea
        label="What they must know"
        required
        className="min-h-32"
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {needsPoints && (
        <TextArea
          label="Open points"
          hint="It is not ready: say who still does what until when."
          required
          value={openPoints}
          onChange={(event) => setOpenPoints(event.target.value)}
        />
      )}
    </ActDialog>
  )
}
