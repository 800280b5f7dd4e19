/** Adds somebody, and where they shall sign in makes the link with which they choose a password. */
import { type FormEvent, useId, useState } from 'react'
import { desk, type OutputOf, refresh } from '../../app/api.ts'
import { useMe } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { CheckField, SelectField, TextField } from '../../ui/field.tsx'
import { problemAt, RefusalNote } from './refusal-note.tsx'
import { type Role, roleNames, roleWords } from './roles.ts'
import { useHeldTeams } from './team-options.ts'
import { ToldOnce } from './told-once.tsx'

type Wanted = {
  readonly name: string
  readonly email: string
  readonly team: string
  readonly lead: boolean
  readonly role: Role | ''
}

const nobody: Wanted = { name: '', email: '', team: '', lead: false, role: 'agent' }

type Added = {
  readonly person: OutputOf<'people.add'>
  readonly path: string | null
}

/** The person first, then their link: where the second is refused, the first stands and the refusal says why. */
async function add({ name, email, team, lead, role }: Wanted, known?: Added['person']): Promise<Added> {
  const place = team !== '' ? { team } : {}
  const person =
    known ?? (await desk.call('people.add', { name, ...(email !== '' && { email }), ...place, lead }))
  refresh(['people'])
  if (email === '' || role === '') return { person, path: null }
  const { path } = await desk.call('access.invite', { email, name, role, ...place })
  refresh(['access'])
  return { person, path }
}

export function AddPerson({ onClose }: { readonly onClose: () => void }) {
  const me = useMe()
  const form = useId()
  const teams = useHeldTeams(me, 'people:write', 'No team yet')
  const [wanted, setWanted] = useState<Wanted>(() => ({ ...nobody, team: teams[0]?.value ?? '' }))
  const [person, setPerson] = useState<Added['person']>()
  const [added, setAdded] = useState<Added>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const mayInvite = me.scopes['access:write'] !== undefined
  const set = (change: Partial<Wanted>): void => setWanted((before) => ({ ...before, ...change }))

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      const asked = mayInvite ? wanted : { ...wanted, role: '' as const }
      const done = await add(asked, person)
      setPerson(done.person)
      setAdded(done)
    } catch (refused) {
      setError(refused)
    } finally {
      setBusy(false)
    }
  }

  if (added) return <Done {...added} onClose={onClose} />
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add a person"
      text="They start with office hours in UTC; change that in their sheet."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={busy} disabled={wanted.name.trim() === ''}>
            Add person
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <TextField
          label="Name"
          autoFocus
          required
          maxLength={100}
          value={wanted.name}
          problem={problemAt(error, 'name')}
          onChange={({ target }) => set({ name: target.value })}
        />
        <TextField
          label="E-mail"
          type="email"
          maxLength={254}
          hint="Needed to sign in; without one they only take cases."
          value={wanted.email}
          problem={problemAt(error, 'email')}
          onChange={({ target }) => set({ email: target.value })}
        />
        <SelectField
          label="Team"
          options={teams}
          value={wanted.team}
          problem={problemAt(error, 'team')}
          onChange={({ target }) => set({ team: target.value })}
        />
        {wanted.team !== '' && (
          <CheckField
            label="Leads this team"
            hint="Leads decide what bounces between teams."
            checked={wanted.lead}
            onChange={({ target }) => set({ lead: target.checked })}
          />
        )}
        {mayInvite && wanted.email !== '' && (
          <SelectField
            label="Role"
            hint={
              wanted.role === ''
                ? 'They cannot sign in until they get a role and a link.'
                : `${roleWords[wanted.role].about} ${wanted.team === '' ? 'For all teams.' : 'For this team.'}`
            }
            options={[
              { value: '', label: 'No sign-in' },
              ...roleNames.map((role) => ({ value: role, label: roleWords[role].name })),
            ]}
            value={wanted.role}
            problem={problemAt(error, 'role')}
            onChange={({ target }) => set({ role: target.value as Role | '' })}
          />
        )}
        <RefusalNote error={error} fields={['name', 'email', 'team', 'role']} />
      </form>
    </Dialog>
  )
}

function Done({ person, path, onClose }: Added & { readonly onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${person.name} is added`}
      text={path === null ? 'They take cases from now on.' : 'Give them this link; nobody mails it for you.'}
      footer={
        <Button look="primary" autoFocus onClick={onClose}>
          Done
        </Button>
      }
    >
      {path !== null && <InvitationLink path={path} />}
    </Dialog>
  )
}

/** The link of an invitation, as the person opens it. */
export const InvitationLink = ({ path }: { readonly path: string }) => (
  <ToldOnce
    label="Invitation link"
    text={`${location.origin}${path}`}
    hint="It works once, and is not shown again. Whoever has it signs in as this person."
  />
)
