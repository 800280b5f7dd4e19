/** Which engagements are shown: whose, of which kind, for which account; the address keeps it. */
import { useNavigate } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { inWords } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Picker } from '../../ui/picker.tsx'
import { visible } from '../../ui/words.tsx'
import type { EngagementsSearch } from './search.ts'

const any = 'any'
const choicesMax = 30
const membersMax = 200

export function Filters({ search }: { readonly search: EngagementsSearch }) {
  const navigate = useNavigate({ from: '/engagements' })
  const { policy } = useNames()
  const set = (change: Partial<EngagementsSearch>): void =>
    void navigate({ to: '/engagements', search: (before) => ({ ...before, ...change }) })
  const members = useDesk('people.list', {
    limit: membersMax,
    ...(policy.engagements && { team: policy.engagements.team }),
  })
  const { lead, kind, account } = search
  const isFiltered = lead !== undefined || kind !== undefined || account !== undefined
  return (
    <fieldset className="flex min-w-0 flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
      <legend className="sr-only">Filter</legend>
      <button
        type="button"
        aria-pressed={lead === 'me'}
        onClick={() => set({ lead: lead === 'me' ? undefined : 'me' })}
        className={cx(
          'h-7 rounded-md px-2 text-sm font-medium max-md:min-h-9',
          lead === 'me' ? 'bg-selected text-ink' : 'text-dim hover:bg-hover hover:text-ink',
        )}
      >
        Mine
      </button>
      <Picker
        label="Lead"
        value={lead}
        empty="Any lead"
        choices={[
          { value: any, label: 'Any lead' },
          { value: 'me', label: 'Me' },
          { value: 'nobody', label: 'Nobody yet' },
          ...(members.data?.items ?? []).map(({ id, name }) => ({ value: id, label: visible(name) })),
        ]}
        onChoose={(value) => set({ lead: value === any ? undefined : value })}
        className="max-w-44"
      />
      <Picker
        label="Kind"
        value={kind}
        empty="Any kind"
        choices={[
          { value: any, label: 'Any kind' },
          ...(policy.engagements?.kinds ?? []).map((one) => ({
            value: one.kind,
            label: inWords(one.kind),
            detail: one.about,
          })),
        ]}
        onChoose={(value) => set({ kind: value === any ? undefined : value })}
        className="max-w-44"
      />
      <AccountFilter account={account} onChoose={(value) => set({ account: value })} />
      {isFiltered && (
        <Button
          look="ghost"
          size="sm"
          icon={<X size={14} />}
          onClick={() => set({ lead: undefined, kind: undefined, account: undefined })}
        >
          Clear
        </Button>
      )}
    </fieldset>
  )
}

type AccountFilterProps = {
  readonly account: string | undefined
  readonly onChoose: (account: string | undefined) => void
}

function AccountFilter({ account, onChoose }: AccountFilterProps) {
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const found = useDesk('accounts.list', { limit: choicesMax, ...(q !== '' && { q }) }, { keep: true })
  const chosen = useDesk('accounts.show', { account: account ?? '' }, { enabled: account !== undefined })
  const listed = (found.data?.items ?? []).map(({ id, name }) => ({ value: id, label: visible(name) }))
  return (
    <Picker
      label="Account"
      value={chosen.data ? visible(chosen.data.name) : account}
      empty="Any account"
      choices={[{ value: any, label: 'Any account' }, ...listed]}
      onSearch={setTyped}
      onChoose={(value) => {
        setTyped('')
        onChoose(value === any ? undefined : value)
      }}
      className="max-w-52"
    />
  )
}
