/** Short messages on what was done or refused, with what takes it back; `toast` may be called from anywhere. */
import { X } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { sayError } from '../app/say-error.ts'
import { Button } from './button.tsx'
import { cx } from './cx.ts'

export type ToastMessage = {
  readonly title: string
  readonly text?: string
  readonly tone?: 'plain' | 'bad'
  readonly undo?: () => Promise<unknown>
  /** Until when it still waits to be done, in the clock of `Date.now`; it stays and counts down until dropped. */
  readonly untilMs?: number
}

type Shown = ToastMessage & { readonly id: number }

let shown: readonly Shown[] = []
let count = 0
const listeners = new Set<() => void>()
const shownMax = 3

const show = (next: readonly Shown[]): void => {
  shown = next
  for (const listener of listeners) listener()
}

const drop = (id: number): void => show(shown.filter((one) => one.id !== id))

/** Shows a message; gives what drops it before its time. */
export function toast(message: ToastMessage): () => void {
  count += 1
  const id = count
  show([...shown, { ...message, id }].slice(-shownMax))
  return () => drop(id)
}

/** Takes back what the newest message offers to; what key `Z` does. */
export function undoLast(): void {
  const last = shown.findLast(({ undo }) => undo !== undefined)
  if (last) void takeBack(last)
}

async function takeBack({ id, undo }: Shown): Promise<void> {
  drop(id)
  try {
    await undo?.()
    toast({ title: 'Taken back' })
  } catch (error) {
    toast({ tone: 'bad', ...sayError(error) })
  }
}

const undoMs = 8_000
const sayMs = 5_000

export function Toasts({ children }: { readonly children: ReactNode }) {
  const messages = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
  )
  return (
    <Radix.Provider swipeDirection="right" label="Message">
      {children}
      {messages.map((message) => (
        <Radix.Root
          key={message.id}
          type={message.tone === 'bad' ? 'foreground' : 'background'}
          duration={
            message.untilMs
              ? Number.POSITIVE_INFINITY
              : message.undo || message.tone === 'bad'
                ? undoMs
                : sayMs
          }
          onOpenChange={(open) => !open && drop(message.id)}
          className={cx(
            'flex items-start gap-3 rounded-md bg-raised p-3 pl-4 shadow-pop',
            message.tone === 'bad' && 'border-l-2 border-bad',
          )}
        >
          <div className="min-w-0 flex-1">
            <Radix.Title className="text-sm font-medium wrap-anywhere">{message.title}</Radix.Title>
            {message.untilMs !== undefined && <Countdown untilMs={message.untilMs} />}
            {message.text && (
              <Radix.Description className="mt-0.5 text-xs text-dim wrap-anywhere">
                {message.text}
              </Radix.Description>
            )}
          </div>
          {message.undo && (
            <Radix.Action altText="Undo with the key Z" asChild>
              <Button size="sm" keys="z" onClick={() => void takeBack(message)}>
                Undo
              </Button>
            </Radix.Action>
          )}
          <Radix.Close asChild>
            <Button look="ghost" size="icon" aria-label="Dismiss" icon={<X size={14} />} />
          </Radix.Close>
        </Radix.Root>
      ))}
      {/* An open dialog hides and locks all beside it, except what is live: undo must stay in reach. */}
      <Radix.Viewport
        aria-live="off"
        className="pointer-events-auto fixed right-4 bottom-4 z-60 flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2 max-md:bottom-16"
      />
    </Radix.Provider>
  )
}

function Countdown({ untilMs }: { readonly untilMs: number }) {
  const [left, setLeft] = useState(() => secondsTo(untilMs))
  useEffect(() => {
    const timer = window.setInterval(() => setLeft(secondsTo(untilMs)), 200)
    return () => window.clearInterval(timer)
  }, [untilMs])
  return <p className="mt-0.5 text-xs text-dim tabular-nums">In {left} s</p>
}

const secondsTo = (untilMs: number): number => Math.max(0, Math.ceil((untilMs - Date.now()) / 1_000))
