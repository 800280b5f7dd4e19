/** Adds an address that is told of what happens, and shows the secret that signs its messages this once. */
import { useState } from 'react'
import { useAct } from '../../app/api.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { CheckField, TextField } from '../../ui/field.tsx'
import { audiences, type MessageKind, messageKinds, sayKind } from './job-words.ts'
import { problemAt, RefusalNote } from './refusal-note.tsx'
import { ToldOnce } from './told-once.tsx'

export function AddWebhook({ onClose }: { readonly onClose: () => void }) {
  const [url, setUrl] = useState('')
  const [internal, setInternal] = useState(false)
  const [all, setAll] = useState(true)
  const [kinds, setKinds] = useState<readonly MessageKind[]>([])
  const add = useAct('webhooks.add', { quiet: true })
  const heard = messageKinds.filter((kind) => internal || audiences[kind] === 'all')
  const chosen = kinds.filter((kind) => heard.includes(kind))
  const submit = (): void => {
    add.mutate({ url, internal, events: all ? ['*'] : [...chosen] })
  }
  if (add.data) return <Added secret={add.data.secret} onClose={onClose} />
  return (
    <FormDialog
      title="Add a webhook"
      text="It is told of what happens from now on, in signed messages."
      verb="Add webhook"
      busy={add.isPending}
      isIncomplete={url.trim() === '' || (!all && chosen.length === 0)}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="Address"
        type="url"
        placeholder="https://example.com/rightdesk"
        hint="Colleagues who may read connectors see it: put no secret into it."
        autoFocus
        required
        maxLength={2_000}
        value={url}
        problem={problemAt(add.error, 'url')}
        onChange={({ target }) => setUrl(target.value)}
      />
      <CheckField
        label="Read by colleagues only"
        hint="Then it also hears of the programme and of colleagues. Leave it off where a customer may read along."
        checked={internal}
        onChange={({ target }) => setInternal(target.checked)}
      />
      <CheckField
        label="All kinds of events, also those to come"
        checked={all}
        onChange={({ target }) => setAll(target.checked)}
      />
      {!all && (
        <fieldset>
          <legend className="mb-2 text-sm font-medium">Tell it of</legend>
          <div className="grid grid-cols-2 gap-x-4 gap-y-2 max-sm:grid-cols-1">
            {heard.map((kind) => (
              <CheckField
                key={kind}
                label={sayKind(kind)}
                checked={kinds.includes(kind)}
                onChange={({ target }) =>
                  setKinds((before) =>
                    target.checked ? [...before, kind] : before.filter((one) => one !== kind),
                  )
                }
              />
            ))}
          </div>
        </fieldset>
      )}
      <RefusalNote error={add.error} fields={['url']} />
    </FormDialog>
  )
}

function Added({ secret, onClose }: { readonly secret: string | null; readonly onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="The webhook is added"
      text="The receiver checks with this secret that a message is from here."
      footer={
        <Button look="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      {secret === null ? (
        <p className="text-sm">
          The secret was told before and is not told again. Remove the webhook and add it anew.
        </p>
      ) : (
        <ToldOnce
          label="Signing secret"
          text={secret}
          hint="It is not shown again. Messages follow Standard Webhooks."
        />
      )}
    </Dialog>
  )
}
