/** Proves that the audit log is whole: says in words what the walk over the chain found. */
import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { type InputOf, type OutputOf, useDesk } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Loading } from '../../ui/states.tsx'
import { RefusalNote } from './refusal-note.tsx'

export function VerifyAudit({ onClose }: { readonly onClose: () => void }) {
  const [noted, setNoted] = useState('')
  const [input, setInput] = useState<InputOf<'audit.verify'>>({})
  const proof = useDesk('audit.verify', input)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setInput(noted.trim() === '' ? {} : { head: noted.trim() })
    void proof.refetch()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Is the audit log whole?"
      text="Each entry carries a seal over the one before. Changing, removing or adding one breaks the chain."
    >
      <div className="flex flex-col gap-4">
        {proof.isFetching ? (
          <Loading rows={2} className="p-0" />
        ) : (
          proof.data && <Found proof={proof.data} noted={input.head} />
        )}
        <RefusalNote error={proof.isFetching ? undefined : proof.error} />
        <form onSubmit={submit} className="flex flex-col gap-3 border-t pt-4">
          <TextField
            label="A seal you noted earlier"
            placeholder="812:9f3c…"
            hint="With it, a cut-off end shows as well."
            className="font-mono"
            value={noted}
            onChange={({ target }) => setNoted(target.value)}
          />
          <div>
            <Button type="submit" busy={proof.isFetching}>
              Verify again
            </Button>
          </div>
        </form>
      </div>
    </Dialog>
  )
}

type FoundProps = { readonly proof: OutputOf<'audit.verify'>; readonly noted: string | undefined }

function Found({ proof: { intact, entries, head, fault }, noted }: FoundProps) {
  const count = entries.toLocaleString('en')
  if (!intact) {
    return (
      <div role="alert" className="flex gap-3 rounded-md bg-bad-soft p-3 text-bad">
        <ShieldAlert size={18} className="mt-0.5 shrink-0" />
        <div className="min-w-0">
          <p className="font-medium">The log is not whole</p>
          <p className="text-sm wrap-anywhere">
            At entry {fault?.seq}: {fault?.message}. Compare with an export you kept, and find out who could
            write to the database.
          </p>
        </div>
      </div>
    )
  }
  return (
    <>
      <div role="status" className="flex gap-3 rounded-md bg-good-soft p-3 text-good">
        <ShieldCheck size={18} className="mt-0.5 shrink-0" />
        <div>
          <p className="font-medium">The log is whole</p>
          <p className="text-sm">
            {count} entries, none changed, removed or added
            {noted === undefined ? '.' : ', and it still holds the seal you noted.'}
          </p>
        </div>
      </div>
      <div className="flex flex-col gap-1">
        <p className="text-sm font-medium">Its seal now</p>
        <div className="flex items-center gap-2">
          <code className="min-w-0 flex-1 rounded-sm bg-sunken px-2 py-1.5 font-mono text-xs wrap-anywhere">
            {head}
          </code>
          <CopyButton text={head} />
        </div>
        <p className="text-xs text-dim">Note it outside of this system and give it next time.</p>
      </div>
    </>
  )
}
