/** Chooses which part of a list is shown; the choice is the address's. */
import { cx } from '../../ui/cx.ts'

export type ShowTabsProps<Value extends string> = {
  readonly label: string
  readonly value: Value
  readonly choices: readonly { readonly value: Value; readonly label: string; readonly count?: number }[]
  readonly onChange: (value: Value) => void
}

export function ShowTabs<Value extends string>({ label, value, choices, onChange }: ShowTabsProps<Value>) {
  return (
    <fieldset className="flex flex-wrap gap-1 px-3 py-2 md:px-5">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
          className={cx(
            'flex h-7 items-center gap-1.5 rounded-md px-2 text-sm font-medium max-md:min-h-9',
            choice.value === value ? 'bg-selected text-ink' : 'text-dim hover:bg-hover hover:text-ink',
          )}
        >
          {choice.label}
          {choice.count !== undefined && (
            <span className="text-xs font-normal text-dim tabular-nums">{choice.count}</span>
          )}
        </button>
      ))}
    </fieldset>
  )
}
