/** Choosing another case by its number or words of its subject. */
import { useDeferredValue, useState } from 'react'
import { useDesk } from '../app/api.ts'
import { Picker } from '../ui/picker.tsx'
import { visible } from '../ui/words.tsx'

export type CasePickerProps = {
  readonly label: string
  /** A case number. */
  readonly value: string | undefined
  readonly onChoose: (number: string) => void
  /** Not offered. */
  readonly except: ReadonlySet<string>
}

export function CasePicker({ label, value, onChoose, except }: CasePickerProps) {
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const { data } = useDesk('cases.list', { limit: 12, ...(q ? { q } : { open: true }) }, { keep: true })
  const choices = (data?.items ?? [])
    .filter(({ id, mergedInto }) => !except.has(id) && mergedInto === null)
    .map(({ number, subject, account }) => ({
      value: String(number),
      label: `#${number} ${visible(subject)}`,
      detail: account ? visible(account.name) : undefined,
    }))
  return (
    <Picker
      label={label}
      value={value}
      choices={choices}
      onChoose={onChoose}
      onSearch={setText}
      className="w-full"
    />
  )
}
