/** Dialogs in the middle, and sheets from the side; both keep the keyboard inside and give it back when they close. */
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { Button } from './button.tsx'
import { cx } from './cx.ts'

export type DialogProps = {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: string
  /** One sentence; read out with the title. */
  readonly text?: string
  readonly children?: ReactNode
  readonly footer?: ReactNode
  readonly width?: 'sm' | 'md' | 'lg'
  readonly side?: boolean
  /** Holds only what is read, nothing to press: the content itself takes the focus, so that keys scroll it. */
  readonly reading?: boolean
}

const widths = { sm: 'max-w-sm', md: 'max-w-lg', lg: 'max-w-3xl' } as const

/** What is typed into goes before what closes. */
const firstField = 'input:not([disabled]), select:not([disabled]), textarea:not([disabled])'

export function Dialog({
  open,
  onOpenChange,
  title,
  text,
  children,
  footer,
  width = 'md',
  side = false,
  reading = false,
}: DialogProps) {
  const before = useRef<Element | null>(null)
  const wasOpen = useRef(false)
  if (open !== wasOpen.current) {
    wasOpen.current = open
    if (open) before.current = document.activeElement
  }
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          {...(text === undefined && { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            const field = (event.currentTarget as Element).querySelector<HTMLElement>(firstField)
            if (!field) return
            event.preventDefault()
            field.focus()
          }}
          onCloseAutoFocus={(event) => {
            // Dialogs are opened by keys and rows, not by a trigger that could be given the focus back.
            event.preventDefault()
            if (document.activeElement === document.body && before.current instanceof HTMLElement) {
              before.current.focus()
            }
          }}
          className={cx(
            'fixed z-50 flex flex-col bg-raised shadow-pop outline-none',
            side
              ? 'inset-y-0 right-0 w-full max-w-xl'
              : 'top-[12vh] left-1/2 max-h-[76vh] w-[calc(100vw-2rem)] -translate-x-1/2 rounded-lg',
            !side && widths[width],
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-base font-semibold wrap-anywhere">{title}</Radix.Title>
              {text !== undefined && (
                <Radix.Description className="mt-0.5 text-sm text-dim">{text}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <Button look="ghost" size="icon" aria-label="Close" icon={<X size={16} />} />
            </Radix.Close>
          </header>
          {children !== undefined && (
            <div
              className="scroll-thin min-h-0 flex-1 overflow-y-auto px-5 pb-4"
              {...(reading && { tabIndex: 0 })}
            >
              {children}
            </div>
          )}
          {footer !== undefined && (
            <footer className="flex justify-end gap-2 border-t px-5 py-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
