/** Choosing several of many: what is chosen stands as chips that can be taken off, the rest is searched. */
import { X } from 'lucide-react'
import { type Choice, Picker } from '../../ui/picker.tsx'

export type ChipsPickerProps = {
  readonly label: string
  readonly values: readonly string[]
  readonly choices: readonly Choice[]
  readonly onChange: (values: readonly string[]) => void
  readonly empty: string
}

export function ChipsPicker({ label, values, choices, onChange, empty }: ChipsPickerProps) {
  const name = (value: string): string => choices.find((one) => one.value === value)?.label ?? value
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-medium">{label}</span>
      {values.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {values.map((value) => (
            <li
              key={value}
              className="inline-flex h-6 max-w-full items-center rounded-sm bg-hover pl-2 text-xs font-medium"
            >
              <span className="truncate" title={name(value)}>
                {name(value)}
              </span>
              <button
                type="button"
                aria-label={`Take off ${name(value)}`}
                className="inline-flex size-6 shrink-0 items-center justify-center text-dim hover:text-ink"
                onClick={() => onChange(values.filter((one) => one !== value))}
              >
                <X size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Picker
        label={label}
        value={undefined}
        empty={empty}
        choices={choices.filter(({ value }) => !values.includes(value))}
        onChoose={(value) => onChange([...values, value])}
        className="w-full"
      />
    </div>
  )
}
