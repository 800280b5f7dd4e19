/** Makes an API key, for yourself or for a service, and shows its secret this once. */
import { useState } from 'react'
import { useAct, useDesk } from '../../app/api.ts'
import { useMe } from '../../app/session.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { CheckField, SelectField, TextField } from '../../ui/field.tsx'
import { problemAt, RefusalNote } from './refusal-note.tsx'
import { type Scope, scopeNames, scopeWords } from './roles.ts'
import { ToldOnce } from './told-once.tsx'

const lifetimes = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
]
/** What a script that only asks and reads needs. */
const atFirst: readonly Scope[] = ['self', 'ask', 'policy:read', 'cases:read']
const servicesMax = 200

export type MakeKeyProps = { readonly service?: string; readonly onClose: () => void }

export function MakeKey({ service: wanted = '', onClose }: MakeKeyProps) {
  const me = useMe()
  const mayForServices = me.scopes['access:write'] !== undefined
  const services = useDesk('services.list', { limit: servicesMax }, { enabled: mayForServices })
  const [name, setName] = useState('')
  const [days, setDays] = useState('90')
  const [service, setService] = useState(wanted)
  const held = scopeNames.filter((scope) => me.scopes[scope] !== undefined)
  const [scopes, setScopes] = useState<readonly Scope[]>(atFirst.filter((scope) => held.includes(scope)))
  const make = useAct('keys.create', { quiet: true })
  const submit = (): void => {
    make.mutate({ name, scopes: [...scopes], days: Number(days), ...(service !== '' && { service }) })
  }
  if (make.data) return <Made {...make.data} onClose={onClose} />
  return (
    <FormDialog
      title="Make a key"
      verb="Make key"
      busy={make.isPending}
      isIncomplete={name.trim() === '' || scopes.length === 0}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="What it is for"
        placeholder="Nightly export"
        autoFocus
        required
        maxLength={100}
        value={name}
        problem={problemAt(make.error, 'name')}
        onChange={({ target }) => setName(target.value)}
      />
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <SelectField
          label="Expires after"
          options={lifetimes}
          value={days}
          onChange={({ target }) => setDays(target.value)}
        />
        {mayForServices && (
          <SelectField
            label="Acts for"
            options={[
              { value: '', label: 'You' },
              ...(services.data?.items ?? []).map(({ id, name: called }) => ({ value: id, label: called })),
            ]}
            value={service}
            problem={problemAt(make.error, 'service')}
            onChange={({ target }) => setService(target.value)}
          />
        )}
      </div>
      <fieldset>
        <legend className="mb-2 text-sm font-medium">What it may do at most</legend>
        <div className="grid grid-cols-2 gap-x-4 gap-y-2 max-sm:grid-cols-1">
          {held.map((scope) => (
            <CheckField
              key={scope}
              label={scopeWords[scope]}
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                setScopes((before) =>
                  target.checked ? [...before, scope] : before.filter((one) => one !== scope),
                )
              }
            />
          ))}
        </div>
      </fieldset>
      <RefusalNote error={make.error} fields={['name', 'service']} />
    </FormDialog>
  )
}

function Made({
  name,
  secret,
  onClose,
}: {
  readonly name: string
  readonly secret: string | null
  readonly onClose: () => void
}) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`The key for ${name}`}
      text="Keep it where only the program that uses it can read it."
      footer={
        <Button look="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      {secret === null ? (
        <p className="text-sm">
          The secret was told before and is not told again. Revoke this key and make another.
        </p>
      ) : (
        <ToldOnce
          label="Secret"
          text={secret}
          hint="It is not shown again. Programs send it in the header Authorization, after the word Bearer."
        />
      )}
    </Dialog>
  )
}
