/** Small labels: tone says the weight, the words say what. */
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad' | 'note'

const toneClasses: Readonly<Record<Tone, string>> = {
  plain: 'bg-sunken text-dim border-line',
  accent: 'bg-accent-soft text-accent border-transparent',
  good: 'bg-good-soft text-good border-transparent',
  warn: 'bg-warn-soft text-warn border-transparent',
  bad: 'bg-bad-soft text-bad border-transparent',
  note: 'bg-note-soft text-note border-transparent',
}

export type BadgeProps = {
  readonly tone?: Tone
  readonly icon?: ReactNode
  readonly title?: string
  readonly className?: string
  readonly children: ReactNode
}

export function Badge({ tone = 'plain', icon, title, className, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={cx(
        'inline-flex h-5 max-w-full items-center gap-1 rounded-sm border px-1.5 text-xs font-medium whitespace-nowrap',
        toneClasses[tone],
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  )
}

const stateTones: Readonly<Record<string, Tone>> = {
  new: 'accent',
  'needs-info': 'warn',
  routed: 'accent',
  accepted: 'note',
  working: 'note',
  escalated: 'bad',
  resolved: 'good',
  closed: 'plain',
}

const plain = (id: string): string => {
  const words = id.replaceAll(/[-_]/g, ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** The state of a case. */
export const StateBadge = ({ state }: { readonly state: string }) => (
  <Badge tone={stateTones[state] ?? 'plain'}>{plain(state)}</Badge>
)

const verdictTones: Readonly<Record<string, Tone>> = {
  engage: 'good',
  limited: 'note',
  reroute: 'warn',
  'not-needed': 'plain',
  'needs-info': 'warn',
}

/** What the policy says of Developer Success. */
export const VerdictBadge = ({ verdict }: { readonly verdict: string }) => (
  <Badge tone={verdictTones[verdict] ?? 'plain'}>{plain(verdict)}</Badge>
)

/** An id of the desk's closed lists, in words: `multi-session` → `Multi session`. */
export { plain as inWords }
