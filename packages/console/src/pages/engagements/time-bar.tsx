/** The time-box of an engagement as a bar that fills, with what is left in words. */
import { cx } from '../../ui/cx.ts'
import { sayDay, useNow } from '../../ui/time.tsx'
import { type Engagement, timeLeft } from './board-columns.ts'

const shortDay = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })
const words = { plain: 'text-dim', warn: 'text-warn', bad: 'text-bad' } as const
const bars = { plain: 'bg-accent', warn: 'bg-warn', bad: 'bg-bad' } as const

export function TimeBar({ engagement }: { readonly engagement: Engagement }) {
  const now = useNow()
  const left = timeLeft(engagement, now)
  const endsAt =
    engagement.state === 'ended'
      ? (engagement.summaryDueAt ?? engagement.endsAt)
      : (engagement.endedAt ?? engagement.endsAt)
  const isOver = engagement.state === 'finished' || engagement.state === 'withdrawn'
  return (
    <span className="flex min-w-0 flex-col gap-1">
      <span className="flex items-baseline justify-between gap-2 text-xs tabular-nums">
        <span className={cx('font-medium whitespace-nowrap', words[left.tone])}>{left.words}</span>
        <span className="truncate text-dim" title={sayDay(endsAt)}>
          {shortDay.format(new Date(endsAt))}
        </span>
      </span>
      {!isOver && (
        <span aria-hidden="true" className="block h-1 overflow-hidden rounded-full bg-hover">
          <span
            className={cx('block h-full rounded-full', bars[left.tone])}
            style={{ width: `${left.gone * 100}%` }}
          />
        </span>
      )}
    </span>
  )
}
