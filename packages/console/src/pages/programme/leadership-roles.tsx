/** Who speaks for which part of leadership when requests are vetted; an admin says who. */
import { X } from 'lucide-react'
import { useState } from 'react'
import { useAct, useDesk } from '../../app/api.ts'
import { may, useMe } from '../../app/session.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { PersonPick } from '../../parts/pickers.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { Person } from '../../ui/person.tsx'
import { Loaded } from '../../ui/states.tsx'
import { visible } from '../../ui/words.tsx'
import { roleName, useProgramme } from './kinds.tsx'

export function LeadershipRoles() {
  const me = useMe()
  const roles = useDesk('programme_roles.list', {}, { enabled: may(me, 'programme:read') })
  const [naming, setNaming] = useState(false)
  const take = useAct('programme_roles.take', { done: () => 'Does not speak for it any more' })
  const known = useProgramme()?.views ?? []
  const changes = may(me, 'access:write')
  if (!may(me, 'programme:read')) return null
  return (
    <Section
      title="Who speaks for leadership"
      className="xl:col-span-2"
      actions={
        changes && (
          <Button size="sm" look="ghost" onClick={() => setNaming(true)}>
            Name somebody
          </Button>
        )
      }
    >
      <Loaded query={roles} rows={2}>
        {({ items }) => (
          <dl className="grid gap-x-8 gap-y-3 text-sm sm:grid-cols-2">
            {known.map((role) => {
              const held = items.filter((one) => one.role === role)
              return (
                <div key={role}>
                  <dt className="mb-1 text-xs text-dim">{roleName(role)}</dt>
                  {held.length === 0 && <dd className="text-warn">Nobody yet: requests cannot be decided</dd>}
                  {held.map(({ person }) => (
                    <dd key={person.id} className="flex items-center gap-2">
                      <Person name={visible(person.name)} className="flex-1" />
                      {changes && (
                        <Button
                          look="ghost"
                          size="icon"
                          aria-label={`${person.name} does not speak for ${roleName(role)} any more`}
                          icon={<X size={14} />}
                          onClick={() => take.mutate({ role, person: person.id })}
                        />
                      )}
                    </dd>
                  ))}
                </div>
              )
            })}
          </dl>
        )}
      </Loaded>
      {naming && <NameSpeaker roles={known} onClose={() => setNaming(false)} />}
    </Section>
  )
}

function NameSpeaker({
  roles,
  onClose,
}: {
  readonly roles: readonly string[]
  readonly onClose: () => void
}) {
  const [role, setRole] = useState(roles[0] ?? '')
  const [person, setPerson] = useState<string>()
  return (
    <ActDialog
      operation="programme_roles.give"
      input={person === undefined ? undefined : { role, person }}
      title="Who speaks for a part of leadership"
      text="Their views are heard before a request is decided."
      verb="Name them"
      onClose={onClose}
      done={(held) => `${held.person.name} speaks for ${roleName(held.role)}`}
    >
      <SelectField
        label="Part of leadership"
        value={role}
        onChange={(event) => setRole(event.target.value)}
        options={roles.map((value) => ({ value, label: roleName(value) }))}
      />
      <PersonPick label="Person" value={person} onChoose={setPerson} />
    </ActDialog>
  )
}
