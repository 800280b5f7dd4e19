/** The accounts that programs act under: they hold a role like people, and act with keys made for them. */
import { Bot } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { useAct, useDeskPages } from '../../app/api.ts'
import { useMe } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { problemAt, RefusalNote } from './refusal-note.tsx'
import { type Role, roleNames, roleWords } from './roles.ts'
import { useHeldTeams } from './team-options.ts'

const pageSize = 100

export function Services({ onMakeKey }: { readonly onMakeKey: (service: string) => void }) {
  const services = useDeskPages('services.list', { limit: pageSize })
  const [adding, setAdding] = useState(false)
  return (
    <section className="mt-4 border-t px-4 py-4 md:px-6">
      <div className="flex items-start justify-between gap-4">
        <div>
          <h2 className="text-sm font-semibold">Services</h2>
          <p className="text-xs text-dim">
            Accounts for programs. They cannot sign in; keys made for them act.
          </p>
        </div>
        <Button icon={<Bot size={15} />} onClick={() => setAdding(true)}>
          Add service
        </Button>
      </div>
      <Loaded query={services} rows={2}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="mt-3 text-sm text-dim">
              No service yet. Add one for each program that calls the API.
            </p>
          ) : (
            <ul className="mt-2 divide-y">
              {rows.map(({ id, name, createdAt }) => (
                <li key={id} className="flex min-h-10 items-center gap-3 text-sm">
                  <Bot size={15} className="shrink-0 text-dim" />
                  <span className="min-w-0 flex-1 truncate font-medium" title={name}>
                    {name}
                  </span>
                  <span className="text-dim">
                    since <Time at={createdAt} />
                  </span>
                  <Button size="sm" aria-label={`Make a key for ${name}`} onClick={() => onMakeKey(id)}>
                    Make a key
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {adding && <AddService onClose={() => setAdding(false)} />}
    </section>
  )
}

function AddService({ onClose }: { readonly onClose: () => void }) {
  const me = useMe()
  const form = useId()
  const teams = useHeldTeams(me, 'access:write', 'All teams')
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [team, setTeam] = useState(teams[0]?.value ?? '')
  const add = useAct('services.add', {
    quiet: true,
    done: ({ name: called }) => `${called} is added. Make a key for it next.`,
    onDone: onClose,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    add.mutate({ name, role, ...(team !== '' && { team }) })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add a service"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} disabled={name.trim() === ''} busy={add.isPending}>
            Add service
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="Name"
          placeholder="CRM sync"
          autoFocus
          required
          maxLength={100}
          value={name}
          problem={problemAt(add.error, 'name')}
          onChange={({ target }) => setName(target.value)}
        />
        <SelectField
          label="Role"
          hint={roleWords[role].about}
          options={roleNames.map((one) => ({ value: one, label: roleWords[one].name }))}
          value={role}
          problem={problemAt(add.error, 'role')}
          onChange={({ target }) => setRole(target.value as Role)}
        />
        <SelectField
          label="For"
          options={teams}
          value={team}
          onChange={({ target }) => setTeam(target.value)}
        />
        <RefusalNote error={add.error} fields={['name', 'role']} />
      </form>
    </Dialog>
  )
}
