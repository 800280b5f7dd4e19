/** The first thing an answer says, each of its four kinds with its own sign, colour, frame and words. */
import type { Decision } from '@rightdesk/engine/answer'
import { Ban, CircleCheck, CircleHelp, Split } from 'lucide-react'
import type { ComponentType } from 'react'
import type { Sayings } from '../../parts/fact-words.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { cx } from '../../ui/cx.ts'
import { visible } from '../../ui/words.tsx'
import { type Headline, headlineOf, type Kind, sayShare } from './headline-words.ts'
import { topicSpans } from './marks.ts'

type Look = {
  readonly icon: ComponentType<{ readonly size: number; readonly className?: string }>
  readonly frame: string
  readonly ink: string
}

/** How each kind of answer looks. */
export const looks: Readonly<Record<Kind, Look>> = {
  decided: { icon: CircleCheck, frame: 'border-l-4 border-good bg-good-soft', ink: 'text-good' },
  'needs-info': {
    icon: CircleHelp,
    frame: 'border-2 border-dashed border-warn/60 bg-warn-soft',
    ink: 'text-warn',
  },
  fallback: { icon: Split, frame: 'border-2 border-note/50 bg-note-soft', ink: 'text-note' },
  'out-of-scope': { icon: Ban, frame: 'border-2 border-edge/50 bg-sunken', ink: 'text-dim' },
}

export type HeadlineCardProps = {
  readonly decision: Decision
  /** What the decision's places lie in. */
  readonly text: string
  readonly sayings: Sayings
}

export function HeadlineCard({ decision, text, sayings }: HeadlineCardProps) {
  const said = headlineOf(decision, sayings.team)
  const { icon: Icon, frame, ink } = looks[said.kind]
  const roles = decision.owner.roles.map((role) => sayings.team(`${decision.owner.team}/${role}`))
  return (
    <div className={cx('rounded-md px-4 py-3', frame)}>
      <p className={cx('flex items-center gap-1.5 text-sm font-semibold', ink)}>
        <Icon size={16} className="shrink-0" />
        {said.label}
      </p>
      <p className="mt-0.5 text-xl leading-7 font-semibold wrap-anywhere">{said.title}</p>
      {roles.length > 0 && <p className="text-sm">With {roles.map(ofRole).join(', ')}</p>}
      {said.holder !== undefined && (
        <p className="text-sm">
          For now with <span className="font-semibold">{said.holder}</span>
        </p>
      )}
      <p className="mt-1 text-sm">{said.next}</p>
      <Possible decision={decision} sayings={sayings} />
      <Topic decision={decision} text={text} sayings={sayings} />
      <div className="mt-2.5 flex flex-wrap gap-2">
        {said.kind !== 'out-of-scope' && (
          <CopyButton text={decision.draft.internal} label="Copy hand-off" keys="h" />
        )}
        {decision.draft.customer && <CopyButton text={decision.draft.customer} label="Copy reply" keys="y" />}
      </div>
    </div>
  )
}

/** `Account team: Account executive` → `Account executive`: the team stands above it. */
const ofRole = (team: string): string => team.split(': ').at(-1)!

/** Whose it would be, while that is open. */
function Possible({ decision: { owners }, sayings }: Pick<HeadlineCardProps, 'decision' | 'sayings'>) {
  if (!owners || owners.length === 0) return null
  return (
    <ul aria-label="Whose it would be" className="mt-2 flex flex-col gap-0.5 text-sm">
      {owners.map(({ team, when }) => (
        <li key={team} className="flex flex-wrap gap-x-1.5">
          <span className="font-medium">{team === 'nobody' ? 'Nobody' : sayings.team(team)}</span>
          <span>{when}</span>
        </li>
      ))}
    </ul>
  )
}

const wordsMax = 8

function Topic({ decision, text, sayings }: HeadlineCardProps) {
  const { topic, facts } = decision
  if (topic.id === null) return null
  const isStated = facts['topic']?.from === 'stated' || facts['topic']?.from === 'account'
  const [, ...others] = topic.possible
  const words = new Set(topicSpans(decision).map(({ start, end }) => text.slice(start, end).toLowerCase()))
  return (
    <div className="mt-2 border-t border-edge/30 pt-2 text-sm">
      <p>
        About <span className="font-medium">{sayings.value('topic', topic.id)}</span>
        {isStated ? (
          ', as stated'
        ) : (
          <>
            {', '}
            <span className="tabular-nums">{sayShare(topic.confidence)}</span> sure
          </>
        )}
        {topic.answeredAs !== undefined && topic.answeredAs !== topic.id && (
          <>; answered as {sayings.value('topic', topic.answeredAs)}</>
        )}
      </p>
      {others.length > 0 && (
        <p>
          Also possible:{' '}
          {others
            .map(({ id, probability }) => `${sayings.value('topic', id)} ${sayShare(probability)}`)
            .join(', ')}
        </p>
      )}
      {words.size > 0 && (
        <p className="wrap-anywhere">
          Read from:{' '}
          {[...words].slice(0, wordsMax).map((word) => (
            <bdi key={word} className="mr-1">
              “{visible(word.slice(0, 40))}”
            </bdi>
          ))}
          {words.size > wordsMax && `and ${words.size - wordsMax} more`}
        </p>
      )}
    </div>
  )
}

/** The same in one line, for where the answer itself is out of sight. */
export function HeadlineStrip({
  said,
  pending,
}: {
  readonly said: Headline | undefined
  readonly pending: boolean
}) {
  const look = said && looks[said.kind]
  return (
    <a
      href="#answer"
      className={cx(
        'sticky top-12 z-20 flex h-11 items-center gap-2 border-b px-4 text-sm lg:hidden',
        look ? look.frame.replaceAll(/border(-\S+)?\s?/g, '') : 'bg-sunken',
      )}
    >
      {said && look ? (
        <>
          <look.icon size={16} className={cx('shrink-0', look.ink)} />
          <span className={cx('shrink-0 font-semibold', look.ink)}>{said.label}</span>
          <span className="min-w-0 flex-1 truncate font-medium">{said.title}</span>
        </>
      ) : (
        <span className="text-dim">{pending ? 'Reading…' : 'The answer shows here as you type'}</span>
      )}
    </a>
  )
}
