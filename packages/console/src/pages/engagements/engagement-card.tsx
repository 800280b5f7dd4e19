/** One engagement on the board; the whole card leads to its sheet. */
import { Link } from '@tanstack/react-router'
import { CornerUpRight } from 'lucide-react'
import { useNames } from '../../app/names.ts'
import { inWords } from '../../ui/badge.tsx'
import { Person } from '../../ui/person.tsx'
import { visible } from '../../ui/words.tsx'
import type { Engagement } from './board-columns.ts'
import { outcomeWords } from './outcomes.ts'
import { SessionDots } from './session-dots.tsx'
import { TimeBar } from './time-bar.tsx'

export function EngagementCard({ engagement }: { readonly engagement: Engagement }) {
  const { team } = useNames()
  const { id, account, kind, lead, sessionsUsed, sessionsAllowed, referral, outcome, verdict } = engagement
  const name = visible(account.name)
  return (
    <Link
      from="/engagements"
      to="/engagements"
      search={(search) => ({ ...search, engagement: id })}
      data-card=""
      className="flex min-w-0 flex-col gap-2 rounded-md border bg-panel p-3 text-left hover:border-edge/60 hover:bg-hover"
    >
      <span className="min-w-0">
        <span className="line-clamp-2 text-sm font-medium wrap-anywhere" title={name}>
          <bdi>{name}</bdi>
        </span>
        <span className="block truncate text-xs text-dim">
          {inWords(kind)}
          {verdict === 'limited' && ' · limited'}
        </span>
      </span>
      <TimeBar engagement={engagement} />
      <span className="flex min-w-0 items-center justify-between gap-2 text-xs">
        {lead === null ? (
          <span className="font-medium text-warn">No lead yet</span>
        ) : (
          <Person name={visible(lead.name)} className="text-xs" />
        )}
        {outcome === null ? (
          <SessionDots used={sessionsUsed} allowed={sessionsAllowed} dotsOnly className="shrink-0" />
        ) : (
          <span className="shrink-0 text-dim">{outcomeWords[outcome]}</span>
        )}
      </span>
      {referral !== null && (
        <span className="flex min-w-0 items-center gap-1 text-xs text-dim">
          <CornerUpRight size={12} className="shrink-0" aria-hidden="true" />
          <span className="truncate" title={team(referral)}>
            More goes to {team(referral)}
          </span>
        </span>
      )}
    </Link>
  )
}
