/** The answer to an ask in short: whose it is and how sure that is, where it goes, and why. */
import { useDeferredValue } from 'react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { Badge, inWords } from '../../ui/badge.tsx'
import type { Facts } from './steps.ts'

type Decision = OutputOf<'decisions.decide'>

/** Decides the ask of the welcome; every step that shows it asks alike, so it is asked once. */
export function useAnswer(ask: string, facts: Facts) {
  const text = useDeferredValue(ask.trim())
  return useDesk('decisions.decide', { text, facts }, { enabled: text !== '', keep: true })
}

/** The rule that decided the owner, or what held it where none could. */
export const ownerReason = ({ because }: Decision): Decision['because'][number] | undefined =>
  because.find(({ table }) => table === 'owner') ??
  because.find(({ table }) => table === 'fallback') ??
  because[0]

export function Answer({ decision }: { readonly decision: Decision }) {
  const names = useNames()
  const { status, owner, owners = [], topic, engagement, customerPath } = decision
  const reason = ownerReason(decision)
  const open = status !== 'decided'
  return (
    <div aria-live="polite" className="flex flex-col gap-3">
      <div>
        <p className="text-xs text-dim">{open ? 'Still open; held by' : 'This belongs to'}</p>
        <p className="text-xl font-semibold tracking-tight">{names.team(owner.team)}</p>
      </div>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Badge tone={open ? 'warn' : 'good'}>{open ? 'Needs one answer' : 'Decided'}</Badge>
        <span className="text-dim">
          {names.topic(topic.id)}
          {topic.id !== null && `, ${Math.round(topic.confidence * 100)} % sure`}
        </span>
      </p>
      {reason && <p className="text-sm">{reason.text}</p>}
      <p className="text-sm text-dim">
        Developer Success: {inWords(engagement.verdict).toLowerCase()}. {engagement.reason}
      </p>
      {open && owners.length > 0 && (
        <ul className="text-sm text-dim">
          {owners.map(({ team, when }) => (
            <li key={`${team} ${when}`}>
              {names.team(team)} {when}
            </li>
          ))}
        </ul>
      )}
      {!open && customerPath !== '' && (
        <p className="text-sm text-dim">The customer’s way there: {customerPath}</p>
      )}
    </div>
  )
}
