/** Changes when a team works: hours, time zone, holidays, and how soon it accepts. Clocks that run already go on. */
import { X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useAct } from '../../app/api.ts'
import { hoursText, type ReadHours, readHours, timeZones } from '../../parts/hours.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Picker } from '../../ui/picker.tsx'
import { sayDay } from '../../ui/time.tsx'
import { HoursField } from './hours-field.tsx'
import { problemAt, RefusalNote } from './refusal-note.tsx'
import type { Team } from './team-sheet.tsx'

const zones = timeZones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))

export function TeamForm({ team, onClose }: { readonly team: Team; readonly onClose: () => void }) {
  const [zone, setZone] = useState(team.timeZone)
  const [week, setWeek] = useState(() => hoursText(team.hours))
  const [minutes, setMinutes] = useState(String(team.acceptMinutes))
  const [holidays, setHolidays] = useState<readonly string[]>(team.holidays)
  const [unread, setUnread] = useState<Extract<ReadHours, { problems: unknown }>['problems']>({})
  const update = useAct('teams.update', {
    quiet: true,
    done: ({ name }) => `${name} is changed`,
    onDone: onClose,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const read = readHours(week)
    setUnread('problems' in read ? read.problems : {})
    if ('problems' in read) return
    update.mutate({
      team: team.id,
      version: team.version,
      timeZone: zone,
      hours: read.hours,
      holidays: [...holidays],
      acceptMinutes: Number(minutes),
    })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label="Accepts a case within"
        hint="Minutes of the team’s hours; after that the case counts as overdue."
        type="number"
        min={1}
        max={9600}
        required
        autoFocus
        value={minutes}
        problem={problemAt(update.error, 'acceptMinutes')}
        fieldClass="w-64"
        onChange={({ target }) => setMinutes(target.value)}
      />
      <div className="flex flex-col gap-1">
        <span className="text-sm font-medium">Time zone</span>
        <Picker label="Time zone" value={zone} choices={zones} onChoose={setZone} className="w-full" />
      </div>
      <HoursField
        value={week}
        onChange={setWeek}
        problems={unread}
        problem={problemAt(update.error, 'hours')}
      />
      <HolidaysField value={holidays} onChange={setHolidays} />
      <RefusalNote error={update.error} fields={['acceptMinutes', 'hours']} />
      <div className="flex gap-2">
        <Button look="primary" type="submit" busy={update.isPending}>
          Save
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  )
}

type HolidaysFieldProps = {
  readonly value: readonly string[]
  readonly onChange: (days: readonly string[]) => void
}

function HolidaysField({ value, onChange }: HolidaysFieldProps) {
  const [day, setDay] = useState('')
  const add = (): void => {
    if (day !== '' && !value.includes(day)) onChange([...value, day].sort())
    setDay('')
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-end gap-2">
        <TextField
          label="Holidays"
          type="date"
          fieldClass="w-44"
          value={day}
          onChange={({ target }) => setDay(target.value)}
        />
        <Button disabled={day === ''} onClick={add}>
          Add day
        </Button>
      </div>
      <ul className="flex flex-wrap gap-1.5">
        {value.map((one) => (
          <li
            key={one}
            className="inline-flex h-6 items-center rounded-sm bg-hover pl-2 text-xs font-medium tabular-nums"
          >
            {sayDay(one)}
            <button
              type="button"
              aria-label={`Take off ${sayDay(one)}`}
              className="inline-flex size-6 items-center justify-center text-dim hover:text-ink"
              onClick={() => onChange(value.filter((other) => other !== one))}
            >
              <X size={12} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
