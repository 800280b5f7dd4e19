/** The head of a case: what it is, how it stands, who else looks at it, and what comes next. */
import { Link } from '@tanstack/react-router'
import { ArrowLeft, Ellipsis } from 'lucide-react'
import type { Present } from '../../app/live.ts'
import { Badge, StateBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Avatar } from '../../ui/person.tsx'
import { sayTime, useNow } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { useWaiting } from './acts.ts'
import type { WholeCase } from './case-page.tsx'
import { signsOf } from './case-signs.ts'
import { verbs as all, fits, nextSteps, verbOf } from './case-verbs.ts'
import { lastList } from './last-list.ts'
import type { Verbs } from './use-verbs.tsx'

export type CaseHeaderProps = {
  readonly whole: WholeCase
  readonly present: readonly Present[]
  readonly verbs: Verbs
}

export function CaseHeader({ whole, present, verbs: { begin, allowed } }: CaseHeaderProps) {
  const now = useNow()
  const waiting = useWaiting(whole.id)
  const steps = nextSteps(whole, allowed)
  const rest = all.filter(({ id }) => !steps.includes(id) && fits(id, whole, allowed))
  return (
    <header className="sticky top-0 z-20 border-b bg-panel px-4 py-2.5 md:px-6">
      <div className="mx-auto flex max-w-7xl flex-col gap-2">
        <div className="flex items-center gap-2">
          <Button asChild look="ghost" size="icon">
            <Link to="/cases" search={lastList().search} aria-label="Back to the cases">
              <ArrowLeft size={16} />
            </Link>
          </Button>
          <span className="text-sm text-dim tabular-nums">#{whole.number}</span>
          <h1 className="min-w-0 flex-1 truncate text-base font-semibold" title={visible(whole.subject)}>
            <bdi>{visible(whole.subject)}</bdi>
          </h1>
          {present.length > 0 && (
            <p className="flex shrink-0 items-center gap-1 text-xs text-dim">
              <span className="max-md:sr-only">Also here</span>
              {present.slice(0, 4).map(({ id, name }) => (
                <span key={id} title={name}>
                  <Avatar name={name} size={22} />
                  <span className="sr-only">{name}</span>
                </span>
              ))}
              {present.length > 4 && `+${present.length - 4}`}
            </p>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-1.5">
          <StateBadge state={whole.state} />
          {signsOf(whole, now, sayTime).map(({ id, tone, words, title }) => (
            <Badge key={id} tone={tone} title={title}>
              {words}
            </Badge>
          ))}
          {waiting.map(({ doing }) => (
            <Badge key={doing} tone="accent">
              {doing.replace(/ #\d+$/, '')}…
            </Badge>
          ))}
          <div className="ml-auto flex flex-wrap items-center gap-1.5">
            {steps.map((id, index) => {
              const { label, keys } = verbOf(id)
              return (
                <Button
                  key={id}
                  size="sm"
                  look={index === 0 ? 'primary' : 'secondary'}
                  keys={keys}
                  onClick={() => begin(id)}
                >
                  {label}
                </Button>
              )
            })}
            {rest.length > 0 && (
              <Menu items={rest.map(({ id, label, keys }) => ({ label, keys, run: () => begin(id) }))}>
                <Button size="icon" aria-label="More to do" icon={<Ellipsis size={16} />} />
              </Menu>
            )}
          </div>
        </div>
      </div>
    </header>
  )
}
