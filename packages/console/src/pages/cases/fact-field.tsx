/** A value for a fact, by the fact's kind: one of its options, or an amount. */
import { SelectField, TextField } from '../../ui/field.tsx'
import type { FactChoice, FactValue } from './use-fact-words.ts'

export type FactFieldProps = {
  readonly fact: FactChoice
  readonly value: FactValue | undefined
  readonly onChange: (value: FactValue | undefined) => void
  readonly label?: string
}

export function FactField({ fact, value, onChange, label = 'What it really is' }: FactFieldProps) {
  if (fact.options.length === 0) {
    return (
      <TextField
        label={label}
        hint={fact.unit}
        type="number"
        value={value === undefined ? '' : String(value)}
        onChange={({ target }) => onChange(target.value === '' ? undefined : target.valueAsNumber)}
      />
    )
  }
  return (
    <SelectField
      label={label}
      value={value === undefined ? '' : String(value)}
      onChange={({ target }) =>
        onChange(fact.options.find((option) => String(option.value) === target.value)?.value)
      }
      options={[
        { value: '', label: 'Choose…' },
        ...fact.options.map((option) => ({ value: String(option.value), label: option.say })),
      ]}
    />
  )
}
