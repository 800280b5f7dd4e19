/** Giving a value to a fact: one click where there are few values, a search where there are many, a number for amounts. */
import type { FactValue } from '@rightdesk/engine/answer'
import { type FormEvent, useState } from 'react'
import { amountIn } from '../../parts/amount.ts'
import type { FactInWords } from '../../parts/fact-words.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Picker } from '../../ui/picker.tsx'

type Option = { readonly value: FactValue; readonly say: string }

export type FactInputProps = {
  readonly fact: Pick<FactInWords, 'label' | 'kind' | 'unit' | 'min' | 'max'>
  readonly options: readonly Option[]
  readonly onGive: (value: FactValue) => void
  /** Shows keys for the first nine options. */
  readonly keyed?: boolean
  /** Names the group of options where no question stands above them. */
  readonly named?: string
}

/** More options than this are searched in. */
export const shownMax = 9

export function FactInput({ fact, options, onGive, keyed = false, named }: FactInputProps) {
  if (fact.kind === 'amount') return <AmountInput fact={fact} onGive={onGive} />
  if (options.length > shownMax) {
    return (
      <Picker
        label={fact.label}
        value={undefined}
        empty={`Choose: ${fact.label.toLowerCase()}…`}
        choices={options.map(({ value, say }) => ({ value: String(value), label: say }))}
        onChoose={(chosen) => {
          const option = options.find(({ value }) => String(value) === chosen)
          if (option) onGive(option.value)
        }}
        className="w-64 max-w-full"
      />
    )
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would repeat the question above it
    <div role="group" aria-label={named ?? fact.label} className="flex flex-wrap gap-1.5">
      {options.map(({ value, say }, index) => (
        <Button
          key={String(value)}
          {...(keyed && { keys: `alt+${index + 1}` })}
          onClick={() => onGive(value)}
          className="h-auto min-h-8 max-w-full py-1 text-left whitespace-normal"
        >
          <span className="min-w-0 wrap-anywhere">{capital(say)}</span>
        </Button>
      ))}
    </div>
  )
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

function AmountInput({ fact, onGive }: Pick<FactInputProps, 'fact' | 'onGive'>) {
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string>()
  const give = (event: FormEvent): void => {
    event.preventDefault()
    const amount = amountIn(typed)
    if (amount !== undefined && amount >= fact.min && amount <= fact.max) onGive(amount)
    else
      setProblem(`Give a number from ${fact.min.toLocaleString('en')} to ${fact.max.toLocaleString('en')}.`)
  }
  return (
    <form onSubmit={give} className="flex max-w-80 items-start gap-2" noValidate>
      <TextField
        label={`${fact.label}${fact.unit && `, in ${fact.unit}`}`}
        problem={problem}
        value={typed}
        inputMode="decimal"
        autoComplete="off"
        placeholder="120k"
        onChange={({ target }) => setTyped(target.value)}
        fieldClass="flex-1"
      />
      <Button type="submit" className="mt-6">
        Set
      </Button>
    </form>
  )
}
