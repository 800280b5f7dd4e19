/** Who is what to a customer: colleagues and people of its own. */
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { type InputOf, type OutputOf, useAct } from '../../app/api.ts'
import { may, useMe } from '../../app/session.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { PersonPick } from '../../parts/pickers.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { Person } from '../../ui/person.tsx'
import { visible } from '../../ui/words.tsx'

type AccountPerson = OutputOf<'customers.show'>['people'][number]
type Role = AccountPerson['role']

const roleWords: Readonly<Record<Role, string>> = {
  ce: 'Customer engineer',
  ae: 'Account executive',
  csm: 'Customer success manager',
  se: 'Sales engineer',
  pa: 'Platform architect',
  tc: 'Technical consultant',
  customer: 'At the customer',
}

export type CustomerPeopleProps = { readonly account: string; readonly people: readonly AccountPerson[] }

export function CustomerPeople({ account, people }: CustomerPeopleProps) {
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const remove = useAct('customers.remove_person', { done: () => 'Removed' })
  const changes = may(me, 'accounts:write')
  return (
    <Section
      title="People"
      actions={
        changes && (
          <Button size="sm" look="ghost" icon={<Plus size={14} />} onClick={() => setAdding(true)}>
            Add
          </Button>
        )
      }
    >
      {people.length === 0 && <p className="text-sm text-dim">Nobody is named yet.</p>}
      <ul className="flex flex-col gap-1.5">
        {people.map(({ id, role, name, contact }) => (
          <li key={id} className="flex min-h-7 items-center gap-2 text-sm">
            <div className="min-w-0 flex-1">
              <Person name={visible(name)} className="max-w-full" />
              <p className="truncate pl-6.5 text-xs text-dim" title={contact ?? ''}>
                {roleWords[role]}
                {contact !== null && ` · ${visible(contact)}`}
              </p>
            </div>
            {changes && (
              <Button
                look="ghost"
                size="icon"
                aria-label={`Remove ${name}`}
                icon={<X size={14} />}
                onClick={() => remove.mutate({ account, contact: id })}
              />
            )}
          </li>
        ))}
      </ul>
      {adding && <AddPerson account={account} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function AddPerson({ account, onClose }: { readonly account: string; readonly onClose: () => void }) {
  const [role, setRole] = useState<Role>('ce')
  const [person, setPerson] = useState<string>()
  const [name, setName] = useState('')
  const [contact, setContact] = useState('')
  const outside = role === 'customer'
  const input: InputOf<'customers.add_person'> | undefined = outside
    ? name.trim() === ''
      ? undefined
      : { account, role, name, ...(contact.trim() !== '' && { contact }) }
    : person === undefined
      ? undefined
      : { account, role, person }
  return (
    <ActDialog
      operation="customers.add_person"
      input={input}
      title="Who is what to this customer"
      verb="Add"
      onClose={onClose}
      done={(added) => `${added.name} is added`}
    >
      <SelectField
        label="As"
        value={role}
        onChange={(event) => setRole(event.target.value as Role)}
        options={Object.entries(roleWords).map(([value, label]) => ({ value, label }))}
      />
      {outside ? (
        <>
          <TextField label="Name" required value={name} onChange={(event) => setName(event.target.value)} />
          <TextField
            label="How they are reached"
            value={contact}
            onChange={(event) => setContact(event.target.value)}
          />
        </>
      ) : (
        <PersonPick label="Colleague" value={person} onChoose={setPerson} />
      )}
    </ActDialog>
  )
}
