/** Buttons, and links that look like them. */
import { Slot } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx.ts'
import { Kbd } from './kbd.tsx'

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  secondary: 'bg-panel text-ink hover:bg-hover border-line shadow-[0_1px_1px_rgb(0_0_0/0.04)]',
  ghost: 'bg-transparent text-dim hover:bg-hover hover:text-ink border-transparent',
  danger: 'bg-panel text-bad hover:bg-bad-soft border-line',
} as const

const sizes = {
  sm: 'h-7 px-2 text-xs gap-1.5',
  md: 'h-8 px-3 text-sm gap-2',
  icon: 'size-7 justify-center p-0',
} as const

export type ButtonProps = ComponentProps<'button'> & {
  readonly look?: keyof typeof looks
  readonly size?: keyof typeof sizes
  readonly icon?: ReactNode
  /** The key that does the same. */
  readonly keys?: string
  readonly busy?: boolean
  /** Draws its only child, a link, as the button. */
  readonly asChild?: boolean
}

export function Button({
  look = 'secondary',
  size = 'md',
  icon,
  keys,
  busy = false,
  asChild = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  const all = cx(
    'inline-flex shrink-0 items-center rounded-md border font-medium whitespace-nowrap transition-colors select-none',
    'disabled:cursor-not-allowed disabled:opacity-55 max-md:min-h-9 max-md:min-w-9',
    looks[look],
    sizes[size],
    className,
  )
  if (asChild) return <Slot.Root className={all}>{children}</Slot.Root>
  return (
    <button type="button" className={all} disabled={disabled || busy} aria-busy={busy || undefined} {...rest}>
      {icon}
      {children}
      {keys && <Kbd keys={keys} />}
    </button>
  )
}
