/** How much of a limit is used. */
import { cx } from './cx.ts'

export type MeterProps = {
  readonly value: number
  readonly max: number
  /** What is measured, such as `Open cases`. */
  readonly label: string
  readonly className?: string
}

export function Meter({ value, max, label, className }: MeterProps) {
  const share = max > 0 ? Math.min(1, value / max) : 0
  const tone = value > max ? 'bg-bad' : share >= 0.85 ? 'bg-warn' : 'bg-accent'
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers do not let <meter> be drawn in our colours
    <span
      role="meter"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuetext={`${value} of ${max}`}
      className={cx('block h-1.5 w-24 overflow-hidden rounded-full bg-hover', className)}
    >
      <span className={cx('block h-full rounded-full', tone)} style={{ width: `${share * 100}%` }} />
    </span>
  )
}
