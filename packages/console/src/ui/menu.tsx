/** A button that opens a list of things to do. */
import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { Kbd } from './kbd.tsx'

export type MenuItem =
  | {
      readonly label: string
      readonly run: () => void
      readonly icon?: ReactNode
      readonly keys?: string
      readonly danger?: boolean
      readonly disabled?: boolean
      readonly checked?: boolean
    }
  | 'line'

export type MenuProps = {
  /** The button; it takes a ref and props. */
  readonly children: ReactNode
  readonly items: readonly MenuItem[]
  readonly align?: 'start' | 'end'
}

export function Menu({ children, items, align = 'end' }: MenuProps) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          className="z-50 min-w-44 rounded-md bg-raised p-1 shadow-pop"
        >
          {items.map((item, index) =>
            item === 'line' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing else to be told by
              <DropdownMenu.Separator key={index} className="my-1 border-t" />
            ) : (
              <DropdownMenu.Item
                key={item.label}
                disabled={item.disabled ?? false}
                onSelect={item.run}
                className={cx(
                  'flex h-8 cursor-pointer items-center gap-2 rounded-sm px-2 text-sm outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover',
                  item.danger && 'text-bad',
                )}
              >
                {item.icon}
                <span className="flex-1 pr-4">{item.label}</span>
                {item.checked && (
                  <>
                    <Check size={14} />
                    <span className="sr-only">chosen</span>
                  </>
                )}
                {item.keys && <Kbd keys={item.keys} />}
              </DropdownMenu.Item>
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
