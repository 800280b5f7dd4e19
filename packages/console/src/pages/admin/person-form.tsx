/** Changes a person: name, address, hours, time zone, load, languages and areas. An edit of another in between is told. */
import { type FormEvent, useState } from 'react'
import { type OutputOf, useAct } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { hoursText, type ReadHours, readHours, timeZones } from '../../parts/hours.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Picker } from '../../ui/picker.tsx'
import { ChipsPicker } from './chips-picker.tsx'
import { HoursField } from './hours-field.tsx'
import { problemAt, RefusalNote } from './refusal-note.tsx'

type Shown = OutputOf<'people.show'>

const zones = timeZones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
const fields = ['name', 'email', 'loadMax', 'languages', 'hours']

export type PersonFormProps = { readonly shown: Shown; readonly onClose: () => void }

export function PersonForm({ shown, onClose }: PersonFormProps) {
  const { policy } = useNames()
  const [name, setName] = useState(shown.name)
  const [email, setEmail] = useState(shown.email ?? '')
  const [zone, setZone] = useState(shown.timeZone)
  const [week, setWeek] = useState(() => hoursText(shown.hours))
  const [load, setLoad] = useState(String(shown.loadMax))
  const [languages, setLanguages] = useState(shown.languages.join(', '))
  const [areas, setAreas] = useState<readonly string[]>(shown.areas)
  const [unread, setUnread] = useState<Extract<ReadHours, { problems: unknown }>['problems']>({})
  const update = useAct('people.update', {
    quiet: true,
    done: (person) => `${person.name} is changed`,
    onDone: onClose,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const read = readHours(week)
    setUnread('problems' in read ? read.problems : {})
    if ('problems' in read) return
    update.mutate({
      person: shown.id,
      version: shown.version,
      hours: read.hours,
      timeZone: zone,
      loadMax: Number(load),
      languages: languages.split(/[\s,;]+/).filter(Boolean),
      areas: [...areas],
      // Name and address need more rights than the rest: left out where they stay.
      ...(name.trim() !== shown.name && { name }),
      ...(email !== (shown.email ?? '') && { email }),
    })
  }
  const at = (field: string): string | undefined => problemAt(update.error, field)
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label="Name"
        required
        maxLength={100}
        autoFocus
        value={name}
        problem={at('name')}
        onChange={({ target }) => setName(target.value)}
      />
      <TextField
        label="E-mail"
        type="email"
        required={shown.email !== null}
        value={email}
        problem={at('email')}
        onChange={({ target }) => setEmail(target.value)}
      />
      <div className="flex flex-col gap-1">
        <span className="text-sm font-medium">Time zone</span>
        <Picker label="Time zone" value={zone} choices={zones} onChoose={setZone} className="w-full" />
      </div>
      <HoursField value={week} onChange={setWeek} problems={unread} problem={at('hours')} />
      <TextField
        label="Most open cases at one time"
        type="number"
        min={0}
        max={500}
        required
        value={load}
        problem={at('loadMax')}
        fieldClass="w-56"
        onChange={({ target }) => setLoad(target.value)}
      />
      <TextField
        label="Languages"
        hint="Codes such as en, de, pt-BR."
        value={languages}
        problem={at('languages')}
        onChange={({ target }) => setLanguages(target.value)}
      />
      <ChipsPicker
        label="Areas"
        values={areas}
        choices={policy.topics.map(({ id, name: topic }) => ({ value: id, label: topic }))}
        onChange={setAreas}
        empty="Add an area they know well…"
      />
      <RefusalNote error={update.error} fields={fields} />
      <div className="flex gap-2">
        <Button look="primary" type="submit" busy={update.isPending}>
          Save
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  )
}
