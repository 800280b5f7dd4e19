/** Choosing one of many by typing: a button that shows what is chosen and opens a list to search in. */
import { Command } from 'cmdk'
import { ChevronsUpDown } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { cx } from './cx.ts'

export type Choice = {
  readonly value: string
  readonly label: string
  readonly detail?: string | undefined
}

export type PickerProps = {
  /** What is chosen here, such as `Account`; the button's name together with what is chosen. */
  readonly label: string
  readonly value: string | undefined
  readonly choices: readonly Choice[]
  readonly onChoose: (value: string) => void
  /** What the button says while nothing is chosen. */
  readonly empty?: string
  /** Asks elsewhere as somebody types, for lists too long to hold; the list is then shown as it comes. */
  readonly onSearch?: (text: string) => void
  readonly className?: string
  readonly icon?: ReactNode
}

export function Picker({
  label,
  value,
  choices,
  onChoose,
  empty = 'Choose…',
  onSearch,
  className,
  icon,
}: PickerProps) {
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState('')
  // A list that comes as somebody types has its first choice ready for Enter.
  const marked = choices.some((choice) => choice.value === at) ? at : (choices[0]?.value ?? '')
  const chosen = choices.find((choice) => choice.value === value)
  const said = chosen?.label ?? value ?? empty
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button
          aria-label={`${label}: ${said}`}
          className={cx('min-w-0 justify-between', className)}
          icon={icon}
        >
          <span className={cx('min-w-0 flex-1 truncate text-left', value === undefined && 'text-dim')}>
            {said}
          </span>
          <ChevronsUpDown size={14} className="shrink-0 text-dim" />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          aria-label={label}
          className="z-50 w-80 max-w-[calc(100vw-2rem)] rounded-md bg-raised shadow-pop"
        >
          <Command
            label={label}
            shouldFilter={onSearch === undefined}
            {...(onSearch && { value: marked, onValueChange: setAt })}
            className="flex max-h-80 flex-col"
          >
            <Command.Input
              {...(onSearch && { onValueChange: onSearch })}
              placeholder={`Search ${label.toLowerCase()}`}
              className="h-9 shrink-0 border-b bg-transparent px-3 text-sm outline-none"
            />
            <Command.List className="scroll-thin min-h-0 overflow-y-auto p-1">
              <Command.Empty className="px-2 py-3 text-sm text-dim">
                Nothing found. Try another word.
              </Command.Empty>
              {choices.map((choice) => (
                <Command.Item
                  key={choice.value}
                  value={choice.value}
                  keywords={[choice.label, choice.detail ?? '']}
                  onSelect={() => {
                    onChoose(choice.value)
                    setOpen(false)
                  }}
                  className="flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 text-sm data-[selected=true]:bg-hover"
                >
                  <span className="min-w-0 flex-1 truncate">{choice.label}</span>
                  {choice.detail && (
                    <span className="max-w-[45%] truncate text-xs text-dim">{choice.detail}</span>
                  )}
                  {choice.value === value && <span className="sr-only">chosen</span>}
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
