/** Links to cases that are known by their ids: a few at once, the rest on request. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useDesk } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { visible } from '../../ui/words.tsx'

const shownFirst = 3
const shownMore = 10

export function CaseLinks({ ids, label }: { readonly ids: readonly string[]; readonly label: string }) {
  const [shown, setShown] = useState(shownFirst)
  if (ids.length === 0) return null
  return (
    <ul aria-label={label} className="flex flex-col">
      {ids.slice(0, shown).map((id) => (
        <li key={id} className="flex min-w-0">
          <CaseLink id={id} />
        </li>
      ))}
      {ids.length > shown && (
        <li>
          <Button size="sm" look="ghost" className="-ml-2" onClick={() => setShown(shown + shownMore)}>
            {ids.length - shown} more
          </Button>
        </li>
      )}
    </ul>
  )
}

function CaseLink({ id }: { readonly id: string }) {
  const { data } = useDesk('cases.show', { case: id })
  const text = data ? visible(data.subject) : ''
  return (
    <Link
      to="/cases/$case"
      params={{ case: String(data?.number ?? id) }}
      title={text}
      className="flex min-w-0 gap-1.5 py-0.5 text-sm text-accent hover:underline"
    >
      <span className="shrink-0 tabular-nums">{data ? `#${data.number}` : 'Case'}</span>
      <span className="truncate">{text}</span>
    </Link>
  )
}
