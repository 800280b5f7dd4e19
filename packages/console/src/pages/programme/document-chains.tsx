/** Updates of design documents on their way: from the document over the customer engineer into the CRM, step by step. */
import { Check, Circle } from 'lucide-react'
import { useState } from 'react'
import { type RowOf, useDesk, useDeskPages } from '../../app/api.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { CustomerLink } from '../../parts/customer-link.tsx'
import { ChoicePick } from '../../parts/pickers.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'

type Update = RowOf<'documents.list'>

export type DocumentChainsProps = {
  /** Both where it is left out. */
  readonly state?: Update['state']
  readonly account?: string
}

export function DocumentChains({ state, account }: DocumentChainsProps) {
  const list = useDeskPages('documents.list', {
    limit: 50,
    ...(state !== undefined && { state }),
    ...(account !== undefined && { account }),
  })
  const [confirming, setConfirming] = useState<Update>()
  return (
    <Loaded query={list} rows={3}>
      {(rows) => (
        <>
          {rows.length === 0 && (
            <p className="px-4 pb-4 text-sm text-dim">
              {state === 'open' ? 'Every update has reached the CRM.' : 'Nothing was noted yet.'}
            </p>
          )}
          <ul className="divide-y">
            {rows.map((one) => (
              <li key={one.id} className="px-4 py-3 text-sm">
                <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <p className="min-w-0 flex-1 font-medium wrap-anywhere">{visible(one.about)}</p>
                  {one.state === 'closed' && <Badge tone="good">In the CRM</Badge>}
                  <Time at={one.closedAt ?? one.openedAt} className="text-xs text-dim" />
                  {one.awaits !== null && (
                    <Button
                      size="sm"
                      aria-label={`Confirm next step of ${one.about}`}
                      onClick={() => setConfirming(one)}
                    >
                      Confirm next step
                    </Button>
                  )}
                </div>
                {account === undefined && <CustomerLink account={one.account} className="text-xs" />}
                <Words text={one.learnt} className="mt-1 text-dim" />
                <ol className="mt-2 flex flex-col gap-1">
                  {one.steps.map(({ what, by, at, note }) => (
                    <li key={what} className="flex items-start gap-2 text-xs">
                      {at === null ? (
                        <Circle size={13} aria-hidden="true" className="mt-0.5 shrink-0 text-edge" />
                      ) : (
                        <Check size={13} aria-hidden="true" className="mt-0.5 shrink-0 text-good" />
                      )}
                      <span className="min-w-0">
                        {what}{' '}
                        {at === null ? (
                          <span className="text-dim">{what === one.awaits ? 'comes next' : 'to come'}</span>
                        ) : (
                          <span className="text-dim">
                            {visible(by?.name ?? '')}, <Time at={at} />
                            {note !== null && `: ${visible(note)}`}
                          </span>
                        )}
                      </span>
                    </li>
                  ))}
                </ol>
              </li>
            ))}
          </ul>
          <ShowMore list={list} />
          {confirming && <Confirm update={confirming} onClose={() => setConfirming(undefined)} />}
        </>
      )}
    </Loaded>
  )
}

function Confirm({ update, onClose }: { readonly update: Update; readonly onClose: () => void }) {
  const [note, setNote] = useState('')
  const step = update.steps.findIndex(({ at }) => at === null) + 1
  return (
    <ActDialog
      operation="documents.confirm"
      input={{
        update: update.id,
        step,
        version: update.version,
        ...(note.trim() !== '' && { note }),
      }}
      title={update.awaits ?? 'Confirm'}
      text={visible(update.about)}
      verb="It is done"
      onClose={onClose}
      done={({ state }) => (state === 'closed' ? 'The chain is closed' : 'Confirmed; the next step follows')}
    >
      <TextArea label="Note, if any" value={note} onChange={(event) => setNote(event.target.value)} />
    </ActDialog>
  )
}

/** Notes what was learnt and is in the design document now; the other steps follow. */
export function NoteUpdate({
  assignment: given,
  onClose,
}: {
  readonly assignment?: string
  readonly onClose: () => void
}) {
  const assignments = useDesk(
    'assignments.list',
    { state: 'active', limit: 200 },
    { enabled: given === undefined },
  )
  const [assignment, setAssignment] = useState(given)
  const [about, setAbout] = useState('')
  const [learnt, setLearnt] = useState('')
  return (
    <ActDialog
      operation="documents.update"
      input={
        assignment === undefined || about.trim() === '' || learnt.trim() === ''
          ? undefined
          : { assignment, about, learnt }
      }
      title="Note what was learnt"
      text="It stands in the design document; telling the customer engineer and the CRM follow."
      verb="Note it"
      onClose={onClose}
      done={() => 'Noted; the customer engineer is told next'}
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
      <TextField label="About" required value={about} onChange={(event) => setAbout(event.target.value)} />
      <TextArea
        label="What is new, and where it stands"
        required
        value={learnt}
        onChange={(event) => setLearnt(event.target.value)}
      />
    </ActDialog>
  )
}
