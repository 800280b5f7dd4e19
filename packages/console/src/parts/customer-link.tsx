/** A customer by name, leading to its page. Names come from other systems: shown whole, and never as they would hide. */
import { Link } from '@tanstack/react-router'
import { cx } from '../ui/cx.ts'
import { visible } from '../ui/words.tsx'

export function CustomerLink({
  account,
  className,
}: {
  readonly account: { readonly id: string; readonly name: string }
  readonly className?: string
}) {
  const name = visible(account.name)
  return (
    <Link
      to="/customers/$account"
      params={{ account: account.id }}
      title={name}
      className={cx('block truncate font-medium hover:text-accent hover:underline', className)}
    >
      <bdi>{name}</bdi>
    </Link>
  )
}
