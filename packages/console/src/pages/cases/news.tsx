/** What somebody else did on the case while this page was open, told before one writes past it. */
import { useState } from 'react'
import { useNames } from '../../app/names.ts'
import { Button } from '../../ui/button.tsx'
import { Time } from '../../ui/time.tsx'
import { sayEvent } from './event-words.ts'
import type { History } from './use-history.ts'

export function News({ history: { news } }: { readonly history: History }) {
  const names = useNames()
  const [seen, setSeen] = useState<string>()
  const last = news.at(-1)
  if (last === undefined || last.id === seen) return null
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-md bg-note-soft px-3 py-2 text-sm"
    >
      <span className="min-w-0 flex-1 wrap-anywhere">
        <strong className="font-medium">{last.actor.name}</strong> {sayEvent(last, names)}{' '}
        <Time at={last.at} className="text-dim" />
        {news.length > 1 && (
          <span className="text-dim"> and did {news.length - 1} more since you opened this page</span>
        )}
      </span>
      <Button size="sm" look="ghost" onClick={() => setSeen(last.id)}>
        Seen
      </Button>
    </div>
  )
}
