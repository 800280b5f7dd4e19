/** Promises to customers: by when, owed by whom, kept or moved with an explanation. */
import { useState } from 'react'
import { type InputOf, type RowOf, useDeskPages } from '../../app/api.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { CustomerLink } from '../../parts/customer-link.tsx'
import { AccountPick, PersonPick } from '../../parts/pickers.tsx'
import { dayMs, fieldOf, timeOf } from '../../parts/when.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Loaded } from '../../ui/states.tsx'
import { sayDay, Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'

type Promised = RowOf<'promises.list'>

export type PromiseListProps = {
  readonly state: Promised['state']
  /** Only those of one customer, whose name is then not repeated. */
  readonly account?: string
}

export function PromiseList({ state, account }: PromiseListProps) {
  const list = useDeskPages('promises.list', { state, limit: 100, ...(account !== undefined && { account }) })
  const [doing, setDoing] = useState<{ readonly act: 'keep' | 'move'; readonly promise: Promised }>()
  const close = () => setDoing(undefined)
  return (
    <Loaded query={list} rows={3}>
      {(rows) => (
        <>
          {rows.length === 0 && (
            <p className="px-4 pb-4 text-sm text-dim">
              {state === 'open' ? 'Nothing is owed.' : 'None was kept yet.'} “I don’t know, I’ll follow up” is
              fine with a time.
            </p>
          )}
          <ul className="divide-y">
            {rows.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm">
                <div className="min-w-0 flex-1 basis-52">
                  <p className="wrap-anywhere">{visible(one.what)}</p>
                  <p className="flex min-w-0 flex-wrap gap-x-1.5 text-xs text-dim">
                    {account === undefined && <CustomerLink account={one.account} className="max-w-64" />}
                    <span>owed by {visible(one.owedBy.name)}</span>
                    {one.moves.length > 0 && <span title={sayMoves(one)}>moved {one.moves.length}×</span>}
                    {one.keptNote !== null && <span className="wrap-anywhere">{visible(one.keptNote)}</span>}
                  </p>
                </div>
                <span className={one.overdue ? 'text-xs font-medium text-bad' : 'text-xs text-dim'}>
                  {one.overdue && 'overdue, '}
                  <Time at={one.settledAt ?? one.dueAt} />
                </span>
                {one.state === 'open' && (
                  <span className="flex gap-1">
                    <Button
                      size="sm"
                      aria-label={`Kept: ${one.what}`}
                      onClick={() => setDoing({ act: 'keep', promise: one })}
                    >
                      Kept
                    </Button>
                    <Button
                      size="sm"
                      look="ghost"
                      aria-label={`Move: ${one.what}`}
                      onClick={() => setDoing({ act: 'move', promise: one })}
                    >
                      Move
                    </Button>
                  </span>
                )}
              </li>
            ))}
          </ul>
          <ShowMore list={list} />
          {doing?.act === 'keep' && <Keep promise={doing.promise} onClose={close} />}
          {doing?.act === 'move' && <Move promise={doing.promise} onClose={close} />}
        </>
      )}
    </Loaded>
  )
}

const sayMoves = ({ moves }: Promised): string =>
  moves
    .map(({ from, to, explanation }) => `${sayDay(from)} → ${sayDay(to)}: ${visible(explanation)}`)
    .join('\n')

type PartProps = { readonly promise: Promised; readonly onClose: () => void }

function Keep({ promise, onClose }: PartProps) {
  const [note, setNote] = useState('')
  return (
    <ActDialog
      operation="promises.keep"
      input={note.trim() === '' ? undefined : { promise: promise.id, note, version: promise.version }}
      title="The promise is kept"
      text={visible(promise.what)}
      verb="Kept"
      onClose={onClose}
      done={() => 'Kept'}
    >
      <TextArea
        label="What came of it"
        required
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </ActDialog>
  )
}

function Move({ promise, onClose }: PartProps) {
  const [to, setTo] = useState(fieldOf(Date.now() + 2 * dayMs))
  const [explanation, setExplanation] = useState('')
  const time = timeOf(to)
  return (
    <ActDialog
      operation="promises.move"
      input={
        time === undefined || explanation.trim() === ''
          ? undefined
          : { promise: promise.id, to: time, explanation, version: promise.version }
      }
      title="Give the promise another time"
      text={visible(promise.what)}
      verb="Move"
      onClose={onClose}
      done={() => 'Moved'}
    >
      <TextField
        label="Until"
        type="datetime-local"
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      <TextArea
        label="What the customer was told"
        required
        value={explanation}
        onChange={(event) => setExplanation(event.target.value)}
      />
    </ActDialog>
  )
}

/** Notes what was promised, by whom and until when. */
export function MakePromise({
  account: given,
  onClose,
}: {
  readonly account?: string
  readonly onClose: () => void
}) {
  const [account, setAccount] = useState(given)
  const [what, setWhat] = useState('')
  const [until, setUntil] = useState(fieldOf(Date.now() + 2 * dayMs))
  const [person, setPerson] = useState<string>()
  const dueAt = timeOf(until)
  const input: InputOf<'promises.make'> | undefined =
    account === undefined || what.trim() === '' || dueAt === undefined
      ? undefined
      : { account, what, dueAt, ...(person !== undefined && { person }) }
  return (
    <ActDialog
      operation="promises.make"
      input={input}
      title="Note a promise"
      text="It is followed until it is kept."
      verb="Promise"
      onClose={onClose}
      done={() => 'Promised'}
    >
      {given === undefined && <AccountPick label="Customer" value={account} onChoose={setAccount} />}
      <TextField label="What" required value={what} onChange={(event) => setWhat(event.target.value)} />
      <TextField
        label="Until"
        type="datetime-local"
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
      <PersonPick label="Who keeps it" empty="You" optional value={person} onChoose={setPerson} />
    </ActDialog>
  )
}
