/** Sessions used of those allowed, drawn one by one. */
import { cx } from '../../ui/cx.ts'

export type SessionDotsProps = {
  readonly used: number
  readonly allowed: number
  readonly className?: string
  /** The dots alone, with the count in their title. */
  readonly dotsOnly?: boolean
}

export function SessionDots({ used, allowed, className, dotsOnly = false }: SessionDotsProps) {
  if (allowed === 0) return <span className={cx('text-xs text-dim', className)}>In writing</span>
  return (
    <span
      title={`${used} of ${allowed} sessions used`}
      className={cx('inline-flex items-center gap-1.5 text-xs text-dim tabular-nums', className)}
    >
      <span aria-hidden="true" className="inline-flex gap-0.5">
        {Array.from({ length: allowed }, (_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: dots are told apart by their place alone
            key={index}
            className={cx(
              'size-2 rounded-full border',
              index < used ? 'border-accent bg-accent' : 'border-edge',
            )}
          />
        ))}
      </span>
      <span className={cx(dotsOnly && 'sr-only')}>
        {used} of {allowed}
        <span className="sr-only"> sessions used</span>
      </span>
    </span>
  )
}
