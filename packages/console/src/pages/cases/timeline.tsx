/**
 * The conversation and the history of a case in one line. What the customer has seen and what is among colleagues are
 * told apart by colour, place and words; what the desk did by itself is one quiet line each.
 */
import { Lock, Mail } from 'lucide-react'
import { useState } from 'react'
import { useDesk } from '../../app/api.ts'
import type { PolicyNames } from '../../app/names.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Avatar } from '../../ui/person.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { Words } from '../../ui/words.tsx'
import { type CaseEvent, type EventNames, isTalk, sayEvent, wordsOfEvent } from './event-words.ts'
import type { History } from './use-history.ts'

export type TimelineProps = {
  readonly history: History
  readonly caseId: string
  readonly names: PolicyNames
}

type Shown = 'all' | 'talk'

export function Timeline({ history, caseId, names }: TimelineProps) {
  const [shown, setShown] = useState<Shown>('all')
  const { data: people } = useDesk('people.list', { limit: 200 })
  const person = (id: string): string | undefined =>
    people?.items.find((one) => one.id === id)?.name ??
    history.events?.find(({ actor }) => actor.id === id)?.actor.name
  const all: EventNames = { team: names.team, topic: names.topic, person }
  const news = new Set(history.news.map(({ id }) => id))
  return (
    <section aria-labelledby="timeline">
      <div className="mb-2 flex items-center gap-1">
        <h2 id="timeline" className="mr-auto text-sm font-semibold">
          Conversation and history
        </h2>
        {(['all', 'talk'] as const).map((one) => (
          <Button
            key={one}
            size="sm"
            look="ghost"
            aria-pressed={shown === one}
            className={cx(shown === one && 'bg-hover text-ink')}
            onClick={() => setShown(one)}
          >
            {one === 'all' ? 'Everything' : 'Only words'}
          </Button>
        ))}
      </div>
      <Loaded query={{ data: history.events, error: history.error, refetch: history.refetch }} rows={5}>
        {(events) => (
          <ol className="flex flex-col gap-1.5">
            {events
              .filter((event) => shown === 'all' || isTalk(event))
              .map((event) => (
                <li key={event.id}>
                  {isTalk(event) ? (
                    <Talk
                      event={event}
                      names={all}
                      isNew={news.has(event.id)}
                      merged={event.case !== caseId}
                    />
                  ) : (
                    <Quiet event={event} names={all} merged={event.case !== caseId} />
                  )}
                </li>
              ))}
          </ol>
        )}
      </Loaded>
    </section>
  )
}

type EventProps = { readonly event: CaseEvent; readonly names: EventNames; readonly merged: boolean }

function Quiet({ event, names, merged }: EventProps) {
  const words = wordsOfEvent(event)
  const why = words.map(({ text }) => text).join(' ')
  return (
    <div className="flex items-baseline gap-2.5 py-0.5 pl-1 text-xs text-dim">
      <span aria-hidden="true" className="size-1.5 shrink-0 -translate-y-px rounded-full bg-edge" />
      <div className="min-w-0 flex-1 wrap-anywhere">
        <span className="text-ink">{event.actor.name}</span> {sayEvent(event, names)}
        {why && <Why text={why} />}
        {merged && ' (on a case merged into this one)'}
      </div>
      <Time at={event.at} className="shrink-0 tabular-nums" />
    </div>
  )
}

const Why = ({ text }: { readonly text: string }) => (
  <Words text={text} className="mt-0.5 border-l pl-2 [&>p]:line-clamp-2" />
)

function Talk({ event, names, isNew, merged }: EventProps & { readonly isNew: boolean }) {
  const isOutside = event.visibility === 'customer'
  const Icon = isOutside ? Mail : Lock
  return (
    <article
      className={cx(
        'my-1.5 rounded-lg border px-4 py-3',
        isOutside ? 'border-accent/30 bg-accent-soft' : 'border-warn/25 bg-warn-soft/60',
      )}
    >
      <header className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs">
        <Avatar name={event.actor.name} />
        <span className="text-sm font-medium">{event.actor.name}</span>
        <span className="text-dim">
          {sayEvent(event, names)}
          {merged && ' (on a case merged into this one)'}
        </span>
        {isNew && <span className="font-semibold text-note">New</span>}
        <span
          className={cx('ml-auto inline-flex items-center gap-1', isOutside ? 'text-accent' : 'text-warn')}
        >
          <Icon size={12} />
          {isOutside ? 'Seen by the customer' : 'Internal'}
        </span>
        <Time at={event.at} className="text-dim tabular-nums" />
      </header>
      {wordsOfEvent(event).map(({ name, text }) => (
        <div key={name ?? 'words'} className="mt-1.5">
          {name && <p className="text-xs font-medium text-dim">{name}</p>}
          <Words text={text} className="text-sm leading-5" />
        </div>
      ))}
    </article>
  )
}
