/** What needs somebody, group by group; each line leads to where it is done. */
import { Link, type LinkProps } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { cx } from '../../ui/cx.ts'
import { Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import type { AttentionGroup, AttentionItem, Target } from './attention.ts'

/** Lines shown of one group; the page behind it has the rest. */
const shownMax = 5

export function AttentionList({ groups }: { readonly groups: readonly AttentionGroup[] }) {
  if (groups.length === 0) {
    return (
      <Empty
        icon={<CircleCheck size={28} />}
        title="Nothing needs you"
        text="Check-ins, promises and documents that fall due show here."
      />
    )
  }
  return (
    <div className="gap-x-8 px-4 pb-3 lg:columns-2">
      {groups.map(({ id, title, items }) => (
        <section key={id} aria-labelledby={`attention-${id}`} className="break-inside-avoid pb-3">
          <h3
            id={`attention-${id}`}
            className="flex items-baseline gap-2 pt-2 pb-1 text-xs font-medium text-dim"
          >
            {title}
            <span className="tabular-nums">{items.length}</span>
          </h3>
          <ul>
            {items.slice(0, shownMax).map((item) => (
              <Line key={item.id} item={item} />
            ))}
          </ul>
          {items.length > shownMax && (
            <Link
              {...addressOf(items[0]!.target, true)}
              className="mt-1 inline-flex min-h-6 items-center text-xs text-accent hover:underline"
            >
              {items.length - shownMax} more
            </Link>
          )}
        </section>
      ))}
    </div>
  )
}

function Line({ item: { account, words, at, late, target } }: { readonly item: AttentionItem }) {
  return (
    <li>
      <Link
        {...addressOf(target)}
        className="-mx-2 flex min-h-8 items-baseline gap-2 rounded-md px-2 py-1.5 text-sm hover:bg-hover"
      >
        <span
          aria-hidden="true"
          className={cx('size-1.5 shrink-0 -translate-y-0.5 rounded-full', late ? 'bg-bad' : 'bg-edge/60')}
        />
        {account && (
          <bdi title={visible(account.name)} className="max-w-[45%] shrink-0 truncate font-medium">
            {visible(account.name)}
          </bdi>
        )}
        <span title={visible(words)} className={cx('min-w-0 flex-1 truncate', account && 'text-dim')}>
          {visible(words)}
        </span>
        {at !== null && (
          <span className={cx('shrink-0 text-xs tabular-nums', late ? 'font-medium text-bad' : 'text-dim')}>
            {late && <span className="sr-only">late: </span>}
            <Time at={at} />
          </span>
        )}
      </Link>
    </li>
  )
}

/** Where something is done; `list` for the page without its sheet. */
function addressOf(target: Target, list = false): LinkProps {
  switch (target.page) {
    case 'check-in':
      return { to: '/programme/check-ins', search: list ? {} : { checkIn: target.id } }
    case 'request':
      return { to: '/programme/requests', search: list ? {} : { request: target.id } }
    case 'assignment':
      return { to: '/programme/roster', search: list ? {} : { assignment: target.id } }
    case 'transition':
      return { to: '/programme/transitions', search: list ? {} : { transition: target.id } }
    case 'follow-ups':
      return { to: '/programme/follow-ups' }
    case 'roster':
      return { to: '/programme/roster' }
  }
}
