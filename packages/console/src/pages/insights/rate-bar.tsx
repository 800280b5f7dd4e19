/** A share as a bar, with a mark that it is held against: what it is at least, or what would be fair. */
import { cx } from '../../ui/cx.ts'

export type RateBarProps = {
  /** 0 to 1. */
  readonly share: number
  readonly mark?: number | undefined
  readonly tone?: 'accent' | 'bad'
  readonly className?: string
}

/** The words beside it say the same; hidden from screen readers. */
export const RateBar = ({ share, mark, tone = 'accent', className }: RateBarProps) => (
  <span aria-hidden="true" className={cx('relative block h-2 min-w-0 rounded-sm bg-hover', className)}>
    <span
      className={cx('block h-full rounded-sm', tone === 'bad' ? 'bg-bad' : 'bg-accent')}
      style={{ width: `${Math.min(1, share) * 100}%` }}
    />
    {mark !== undefined && (
      <span
        className="absolute -inset-y-1 w-0.5 bg-ink outline outline-panel"
        style={{ left: `calc(${Math.min(1, mark) * 100}% - 1px)` }}
      />
    )}
  </span>
)
