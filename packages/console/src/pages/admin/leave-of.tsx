/** When one person is away: what is noted, one more, or taken back. */
import { CalendarOff } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useAct, useDesk } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Loaded } from '../../ui/states.tsx'
import { sayDay } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { RefusalNote } from './refusal-note.tsx'

const leaveMax = 50

export function LeaveOf({ person, mayChange }: { readonly person: string; readonly mayChange: boolean }) {
  const leave = useDesk('leave.list', { person, limit: leaveMax })
  const [adding, setAdding] = useState(false)
  const remove = useAct('leave.remove', { done: () => 'The leave is taken back' })
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h3 className="text-sm font-semibold">Leave</h3>
        {mayChange && !adding && (
          <Button size="sm" icon={<CalendarOff size={14} />} onClick={() => setAdding(true)}>
            Add leave
          </Button>
        )}
      </div>
      {adding && <AddLeave person={person} onClose={() => setAdding(false)} />}
      <Loaded query={leave} rows={1}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-sm text-dim">No leave is noted.</p>
          ) : (
            <ul className="divide-y">
              {items.map(({ id, startsAt, endsAt, reason }) => (
                <li key={id} className="flex items-center gap-3 py-1.5 text-sm">
                  <span className="shrink-0 tabular-nums">
                    {sayDay(startsAt)} – {sayDay(lastMoment(endsAt))}
                  </span>
                  <span className="min-w-0 flex-1 truncate text-dim" title={visible(reason ?? '')}>
                    {visible(reason ?? '')}
                  </span>
                  {mayChange && (
                    <Button
                      size="sm"
                      look="ghost"
                      busy={remove.isPending && remove.variables.leave === id}
                      onClick={() => remove.mutate({ leave: id })}
                    >
                      Take back
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}

/** Leave by days ends as the day after begins; the last day is the one before that. */
const lastMoment = (endsAt: string): string => new Date(Date.parse(endsAt) - 1).toISOString()

function AddLeave({ person, onClose }: { readonly person: string; readonly onClose: () => void }) {
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const add = useAct('leave.add', {
    quiet: true,
    done: ({ name }) => `${name}’s leave is noted`,
    onDone: onClose,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    add.mutate({ person, from, until: until || from, ...(reason.trim() !== '' && { reason }) })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 rounded-md border p-3">
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="First day"
          type="date"
          required
          autoFocus
          value={from}
          onChange={({ target }) => setFrom(target.value)}
        />
        <TextField
          label="Last day"
          type="date"
          min={from}
          value={until}
          onChange={({ target }) => setUntil(target.value)}
        />
      </div>
      <TextField
        label="Reason"
        hint="Told to them and who leads them."
        maxLength={500}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <RefusalNote error={add.error} />
      <div className="flex gap-2">
        <Button look="primary" type="submit" busy={add.isPending}>
          Note leave
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  )
}
