/** Making a case of what was asked: who asks, the button, and what the desk says against it. */
import { Refusal } from '@rightdesk/engine/refusal'
import { useNavigate } from '@tanstack/react-router'
import { type InputOf, useAct } from '../../app/api.ts'
import { sayError } from '../../app/say-error.ts'
import { TextField } from '../../ui/field.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Draft } from './draft.ts'

type Opened = { readonly open: (draft: Draft) => void; readonly busy: boolean; readonly error: unknown }

/** Opens a draft as a case and goes there; the same draft twice is one case. */
export function useOpenCase(onOpened: () => void): Opened {
  const navigate = useNavigate()
  const { mutate, isPending, error } = useAct('cases.open', {
    quiet: true,
    done: ({ number, repeated }) =>
      repeated ? `This was asked before: it is case #${number}` : `Opened as case #${number}`,
    onDone: ({ number }) => {
      onOpened()
      void navigate({ to: '/cases/$case', params: { case: String(number) } })
    },
  })
  const open = (draft: Draft): void => {
    if (isPending) return
    mutate(caseOf(draft), {
      onError: (refused) => {
        if (!fieldOf(refused)) toast({ tone: 'bad', ...sayError(refused) })
      },
    })
  }
  return { open, busy: isPending, error }
}

function caseOf({ id, text, account, facts, requester }: Draft): InputOf<'cases.open'> {
  const name = requester.name.trim()
  const email = requester.email.trim()
  return {
    text,
    facts: facts as InputOf<'cases.open'>['facts'],
    requester: { ...(name && { name }), ...(email && { email }) },
    source: { kind: 'console', id },
    ...(account !== undefined && { account }),
  }
}

/** The field of the requester that a refusal is about. */
const fieldOf = (error: unknown): 'name' | 'email' | undefined => {
  if (!(error instanceof Refusal)) return undefined
  return error.at === 'requester.email' ? 'email' : error.at === 'requester.name' ? 'name' : undefined
}

export type RequesterProps = {
  readonly requester: Draft['requester']
  readonly error: unknown
  readonly onChange: (requester: Draft['requester']) => void
}

/** Who asks, as far as it is known. */
export function Requester({ requester, error, onChange }: RequesterProps) {
  const at = fieldOf(error)
  const problem = at && sayError(error).title
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <TextField
        label="Who asks"
        placeholder="Name, if known"
        value={requester.name}
        maxLength={200}
        autoComplete="off"
        problem={at === 'name' ? problem : undefined}
        onChange={({ target }) => onChange({ ...requester, name: target.value })}
      />
      <TextField
        label="Their e-mail"
        placeholder="If known"
        type="email"
        value={requester.email}
        maxLength={254}
        autoComplete="off"
        problem={at === 'email' ? problem : undefined}
        onChange={({ target }) => onChange({ ...requester, email: target.value })}
      />
    </div>
  )
}
