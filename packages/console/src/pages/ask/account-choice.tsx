/** Whose ask it is: an account found by name, or by the id it has in the CRM; what is known of it comes into the answer. */
import { X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { sayError } from '../../app/say-error.ts'
import { Button } from '../../ui/button.tsx'
import { Picker } from '../../ui/picker.tsx'

export type Account = OutputOf<'accounts.show'>

export type AccountChoiceProps = {
  readonly chosen: string | undefined
  readonly account: Account | undefined
  readonly error: unknown
  readonly onChoose: (account: string | undefined) => void
}

const offeredMax = 20

export function AccountChoice({ chosen, account, error, onChoose }: AccountChoiceProps) {
  const [typed, setTyped] = useState('')
  const wanted = useDeferredValue(typed.trim())
  const found = useDesk('accounts.list', { ...(wanted && { q: wanted }), limit: offeredMax }, { keep: true })
  const offered = [
    ...(account && !wanted ? [account] : []),
    ...(found.data?.items ?? []).filter(({ id }) => wanted !== '' || id !== account?.id),
  ].map(({ id, name, externalId }) => ({ value: id, label: name, detail: externalId ?? undefined }))
  const byId = wanted && !found.isPlaceholderData && offered.length === 0
  return (
    <div className="min-w-0">
      <p className="mb-1 text-sm font-medium">Account</p>
      <div className="flex items-center gap-1">
        <Picker
          label="Account"
          value={account?.name ?? chosen}
          empty="Choose or type an account…"
          choices={byId ? [{ value: wanted, label: `Use the id ${wanted}` }] : offered}
          onSearch={setTyped}
          onChoose={(value) => {
            setTyped('')
            onChoose(value)
          }}
          className="min-w-0 flex-1"
        />
        {chosen !== undefined && (
          <Button
            look="ghost"
            size="icon"
            aria-label="No account"
            icon={<X size={14} />}
            onClick={() => onChoose(undefined)}
          />
        )}
      </div>
      {error !== null && error !== undefined && (
        <p role="alert" className="mt-1 text-xs text-bad">
          {sayError(error).title}. {sayError(error).text}
        </p>
      )}
    </div>
  )
}
