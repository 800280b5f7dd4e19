/** One of a few views of the same thing, chosen by click or arrow keys. */
import { ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'

export type SegmentsProps<Value extends string> = {
  /** Read out as the group's name. */
  readonly label: string
  readonly value: Value
  readonly choices: readonly { readonly value: Value; readonly label: ReactNode }[]
  readonly onChoose: (value: Value) => void
}

export function Segments<Value extends string>({ label, value, choices, onChoose }: SegmentsProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(chosen) => chosen !== '' && onChoose(chosen as Value)}
      className="flex h-8 shrink-0 items-stretch rounded-md border bg-sunken p-0.5 max-md:h-10"
    >
      {choices.map((choice) => (
        <ToggleGroup.Item
          key={choice.value}
          value={choice.value}
          className="rounded-sm px-2.5 text-xs font-medium text-dim hover:text-ink data-[state=on]:bg-panel data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--line)]"
        >
          {choice.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
