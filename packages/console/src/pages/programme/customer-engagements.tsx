/** What Developer Success does or did for a customer, within which limits. */
import { Link } from '@tanstack/react-router'
import { useDesk } from '../../app/api.ts'
import { may, useMe } from '../../app/session.ts'
import { Badge, inWords, type Tone } from '../../ui/badge.tsx'
import { Section } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'

const tones: Readonly<Record<string, Tone>> = { open: 'accent', ended: 'plain', refused: 'warn' }

export function CustomerEngagements({ account }: { readonly account: string }) {
  const me = useMe()
  const sees = may(me, 'engagements:read')
  const list = useDesk('engagements.list', { account, limit: 10 }, { enabled: sees })
  if (!sees) return null
  return (
    <Section title="Engagements">
      <Loaded query={list} rows={2}>
        {({ items }) => (
          <>
            {items.length === 0 && <p className="text-sm text-dim">None with Developer Success.</p>}
            <ul className="flex flex-col gap-2">
              {items.map(({ id, kind, state, sessionsUsed, sessionsAllowed, endsAt }) => (
                <li key={id} className="flex flex-wrap items-center gap-x-2 text-sm">
                  <Link
                    to="/engagements"
                    className="min-w-0 flex-1 truncate hover:text-accent hover:underline"
                  >
                    {inWords(kind)}
                  </Link>
                  <Badge tone={tones[state] ?? 'plain'}>{inWords(state)}</Badge>
                  <span className="basis-full text-xs text-dim tabular-nums">
                    {sessionsUsed} of {sessionsAllowed} sessions, until <Time at={endsAt} />
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </Section>
  )
}
