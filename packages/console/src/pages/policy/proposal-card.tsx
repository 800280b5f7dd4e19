/** One proposal: what would be added, why, from which cases, and the lines as they will stand in the file. */
import { Check, X } from 'lucide-react'
import type { RowOf } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Time } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'
import { CaseLinks } from './case-links.tsx'

export type Proposal = RowOf<'proposals.list'>

const kindWords = { example: 'Example', signal: 'Signal', test: 'Test' } as const

const stateTones = { open: 'accent', accepted: 'good', declined: 'plain', applied: 'note' } as const

export type ProposalCardProps = {
  readonly proposal: Proposal
  readonly onAccept: () => void
  readonly onDecline: () => void
}

export function ProposalCard({ proposal, onAccept, onDecline }: ProposalCardProps) {
  const names = useNames()
  const { id, kind, topic, text, why, cases, state, reason, decidedAt, place } = proposal
  const about =
    kind === 'test' ? 'a test' : `${kind === 'example' ? 'an example' : 'a signal'} of ${names.topic(topic)}`
  return (
    <li
      data-proposal={id}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: A and D decide the proposal that has the focus
      tabIndex={0}
      aria-label={`Proposal: ${about}`}
      className="border-b px-4 py-4 -outline-offset-2 md:px-6"
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
        <Badge>{kindWords[kind]}</Badge>
        {topic !== null && <span className="text-sm font-medium">{names.topic(topic)}</span>}
        {state !== 'open' && <Badge tone={stateTones[state]}>{state}</Badge>}
        {decidedAt && <Time at={decidedAt} className="text-xs text-dim" />}
        {state !== 'applied' && (
          <span className="ml-auto flex gap-2">
            {state !== 'declined' && (
              <Button size="sm" keys="d" icon={<X size={14} />} onClick={onDecline}>
                Decline
              </Button>
            )}
            {state !== 'accepted' && (
              <Button
                size="sm"
                look="primary"
                keys="a"
                icon={<Check size={14} />}
                disabled={place === null}
                onClick={onAccept}
              >
                Accept
              </Button>
            )}
          </span>
        )}
      </div>
      <div className="mt-2 grid gap-x-8 gap-y-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="min-w-0">
          {kind !== 'test' && <Words text={text} className="mb-2 text-sm" />}
          {place === null ? (
            <p className="text-sm text-warn">
              The policy's files have no place for it. Write it in by hand, or decline it.
            </p>
          ) : (
            <Lines file={place.file} lines={place.lines} />
          )}
        </div>
        <div className="min-w-0 text-sm">
          <p className="wrap-anywhere">{why}</p>
          {reason !== null && reason !== '' && (
            <div className="mt-1 text-dim">
              <Words text={`${state === 'declined' ? 'Declined' : 'Accepted'}: ${reason}`} />
            </div>
          )}
          <div className="mt-2">
            <CaseLinks ids={cases} label="Cases it comes from" />
          </div>
        </div>
      </div>
    </li>
  )
}

const Lines = ({ file, lines }: { readonly file: string; readonly lines: readonly string[] }) => (
  <figure className="overflow-hidden rounded-md border">
    <figcaption className="border-b bg-sunken px-3 py-1 font-mono text-xs text-dim wrap-anywhere">
      {file}
    </figcaption>
    <pre className="py-1 font-mono text-xs leading-5">
      {lines.map((line) => (
        <span key={line} className="flex px-3">
          <span aria-hidden="true" className="w-4 shrink-0 text-good select-none">
            +
          </span>
          <code className="words-of-others min-w-0">{visible(line)}</code>
        </span>
      ))}
    </pre>
  </figure>
)
