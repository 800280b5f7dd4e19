/** Gives a role to a person or service: nobody gives what they do not hold, which the desk checks. */
import { useState } from 'react'
import { useAct, useDesk, useDeskPages } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { useMe } from '../../app/session.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Picker } from '../../ui/picker.tsx'
import { problemAt, RefusalNote } from './refusal-note.tsx'
import { type Role, roleNames, roleWords, sayRole } from './roles.ts'
import { useHeldTeams } from './team-options.ts'

const listMax = 200

export function GiveRole({ onClose }: { readonly onClose: () => void }) {
  const me = useMe()
  const names = useNames()
  const people = useDeskPages('people.list', { limit: listMax })
  const services = useDesk('services.list', { limit: listMax })
  const teams = useHeldTeams(me, 'access:write', 'All teams')
  const [person, setPerson] = useState<string>()
  const [role, setRole] = useState<Role>('agent')
  const [team, setTeam] = useState(teams[0]?.value ?? '')
  const give = useAct('access.grant', {
    quiet: true,
    done: ({ person: to, role: given, team: where }) =>
      `${to.name} is ${sayRole(given)} for ${where === null ? 'all teams' : names.team(where)}`,
    onDone: onClose,
  })
  const choices = [
    ...(people.data ?? []).map(({ id, name, email }) => ({
      value: id,
      label: name,
      detail: email ?? undefined,
    })),
    ...(services.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name, detail: 'Service' })),
  ]
  const submit = (): void => {
    if (person !== undefined) give.mutate({ person, role, ...(team !== '' && { team }) })
  }
  return (
    <FormDialog
      title="Give a role"
      text="You can give what you hold yourself."
      verb="Give role"
      busy={give.isPending}
      isIncomplete={person === undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="flex flex-col gap-1">
        <span className="text-sm font-medium">Who</span>
        <Picker
          label="Person or service"
          value={person}
          choices={choices}
          onChoose={setPerson}
          empty="Choose a person or service…"
          className="w-full"
        />
      </div>
      <SelectField
        label="Role"
        hint={roleWords[role].about}
        options={roleNames.map((name) => ({ value: name, label: roleWords[name].name }))}
        value={role}
        problem={problemAt(give.error, 'role')}
        onChange={({ target }) => setRole(target.value as Role)}
      />
      <SelectField
        label="For"
        options={teams}
        value={team}
        problem={problemAt(give.error, 'team')}
        onChange={({ target }) => setTeam(target.value)}
      />
      <RefusalNote error={give.error} fields={['role', 'team']} />
    </FormDialog>
  )
}
