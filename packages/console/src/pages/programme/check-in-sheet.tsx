/** One check-in: before it what happened since the last, after it what was said; holding and moving it. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { CustomerLink } from '../../parts/customer-link.tsx'
import { SheetPart } from '../../parts/sheet-part.tsx'
import { fieldOf, timeOf } from '../../parts/when.ts'
import { StateBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { Facts } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { sayDay, Time } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'
import { HoldCheckIn } from './hold-check-in.tsx'

type CheckIn = OutputOf<'check_ins.show'>

export function CheckInSheet({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const checkIn = useDesk('check_ins.show', { checkIn: id })
  const title = checkIn.data ? visible(checkIn.data.account.name) : 'Check-in'
  return (
    <Dialog open side onOpenChange={(open) => !open && onClose()} title={title} text="Weekly check-in">
      <Loaded query={checkIn}>{(data) => <Whole checkIn={data} />}</Loaded>
    </Dialog>
  )
}

function Whole({ checkIn }: { readonly checkIn: CheckIn }) {
  const [doing, setDoing] = useState<'hold' | 'move'>()
  const holdable = checkIn.state === 'planned' || checkIn.state === 'missed'
  if (doing === 'hold') return <HoldCheckIn checkIn={checkIn} onClose={() => setDoing(undefined)} />
  return (
    <div className="flex flex-col gap-6">
      <Facts
        rows={[
          ['Customer', <CustomerLink key="c" account={checkIn.account} />],
          checkIn.heldAt === null
            ? ['Due', <Time key="d" at={checkIn.dueAt} />]
            : ['Held', <Time key="h" at={checkIn.heldAt} />],
          ...checkIn.localTimes.map(({ person, time }) => [visible(person), time] as const),
          ...(checkIn.note === null ? [] : [['Of the time', visible(checkIn.note)] as const]),
          ...(checkIn.goingWell === null ? [] : [['Going well', `${checkIn.goingWell} of 5`] as const]),
          ...(checkIn.frustration === null ? [] : [['Frustration', `${checkIn.frustration} of 5`] as const]),
        ]}
      />
      {holdable && (
        <div className="flex gap-2">
          <Button look="primary" onClick={() => setDoing('hold')}>
            Hold it
          </Button>
          {checkIn.state === 'planned' && <Button onClick={() => setDoing('move')}>Move</Button>}
        </div>
      )}
      {checkIn.answers.map(({ question, answer }) => (
        <SheetPart key={question} title={question}>
          <Words text={answer} className="text-sm" />
        </SheetPart>
      ))}
      {checkIn.goals.length > 0 && !holdable && <Goals goals={checkIn.goals} />}
      {holdable && <Preparation id={checkIn.id} />}
      {doing === 'move' && <MoveCheckIn checkIn={checkIn} onClose={() => setDoing(undefined)} />}
    </div>
  )
}

const Goals = ({ goals }: { readonly goals: CheckIn['goals'] }) => (
  <SheetPart title="Goals">
    <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
      {goals.map(({ id, what, since, doneAt }) => (
        <li key={id}>
          {visible(what)}{' '}
          <span className="text-xs text-dim">
            {doneAt === null ? `since ${sayDay(since)}` : `reached ${sayDay(doneAt)}`}
          </span>
        </li>
      ))}
    </ul>
  </SheetPart>
)

function Preparation({ id }: { readonly id: string }) {
  const prepared = useDesk('check_ins.prepare', { checkIn: id })
  return (
    <Loaded query={prepared}>
      {({ since, cases, promises, documents, goals }) => (
        <>
          <p className="-mb-4 text-xs text-dim">What happened since {sayDay(since)}:</p>
          <SheetPart title={`Cases (${cases.length})`}>
            {cases.length === 0 && <p className="text-sm text-dim">None opened, changed or open.</p>}
            <ul>
              {cases.map((one) => (
                <li key={one.id}>
                  <Link
                    to="/cases/$case"
                    params={{ case: String(one.number) }}
                    className="-mx-2 flex min-h-8 items-center gap-2 rounded-md px-2 text-sm hover:bg-hover"
                  >
                    <span className="shrink-0 text-dim tabular-nums">#{one.number}</span>
                    <bdi className="min-w-0 flex-1 truncate" title={visible(one.subject)}>
                      {visible(one.subject)}
                    </bdi>
                    <StateBadge state={one.state} />
                  </Link>
                </li>
              ))}
            </ul>
          </SheetPart>
          {promises.length > 0 && (
            <SheetPart title={`Promises (${promises.length})`}>
              <ul className="flex flex-col gap-1 text-sm">
                {promises.map((one) => (
                  <li key={one.id} className="flex gap-2">
                    <span className="min-w-0 flex-1">{visible(one.what)}</span>
                    <span className={one.overdue ? 'font-medium text-bad' : 'text-dim'}>
                      {one.state === 'open' ? (
                        <>
                          {one.overdue && 'overdue, '}
                          <Time at={one.dueAt} />
                        </>
                      ) : (
                        one.state
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            </SheetPart>
          )}
          {documents.length > 0 && (
            <SheetPart title="Documents under way">
              <ul className="flex flex-col gap-1 text-sm">
                {documents.map(({ id: update, about, awaits }) => (
                  <li key={update}>
                    {visible(about)} <span className="text-dim">awaits: {visible(awaits)}</span>
                  </li>
                ))}
              </ul>
            </SheetPart>
          )}
          {goals.length > 0 && <Goals goals={goals} />}
        </>
      )}
    </Loaded>
  )
}

function MoveCheckIn({ checkIn, onClose }: { readonly checkIn: CheckIn; readonly onClose: () => void }) {
  const [to, setTo] = useState(fieldOf(checkIn.dueAt))
  const [reason, setReason] = useState('')
  const time = timeOf(to)
  return (
    <ActDialog
      operation="check_ins.move"
      input={
        time === undefined || reason.trim() === ''
          ? undefined
          : { checkIn: checkIn.id, to: time, reason, version: checkIn.version }
      }
      title="Move the check-in"
      text="Both are reminded of the new time."
      verb="Move"
      onClose={onClose}
      done={({ localTimes }) => `Moved to ${localTimes[0]?.time ?? 'the new time'}`}
    >
      <TextField
        label="New time, on your own clock"
        type="datetime-local"
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      <TextArea label="Reason" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ActDialog>
  )
}
