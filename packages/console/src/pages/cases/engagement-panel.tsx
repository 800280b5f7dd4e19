/** Developer Success on a case: what runs with its limits and sessions, or asking for it where the policy allows it. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { desk, type OutputOf, useAct, useDesk } from '../../app/api.ts'
import { may, useMe } from '../../app/session.ts'
import { inWords, VerdictBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Meter } from '../../ui/meter.tsx'
import { Facts, Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import type { WholeCase } from './case-page.tsx'
import { DialogForm } from './dialog-form.tsx'

export function EngagementPanel({ whole }: { readonly whole: WholeCase }) {
  const me = useMe()
  const maySee = may(me, 'engagements:read')
  const { data } = useDesk('engagements.list', { case: whole.id, limit: 10 }, { enabled: maySee })
  const [asking, setAsking] = useState(false)
  const { verdict, reason, limits = [] } = whole.decision.engagement
  const isGranted = verdict === 'engage' || verdict === 'limited'
  const isOpen = whole.state !== 'resolved' && whole.state !== 'closed' && whole.mergedInto === null
  const running = data?.items ?? []
  if (!maySee || (running.length === 0 && !isGranted)) return null
  const mayAsk =
    isGranted && isOpen && may(me, 'engagements:write') && running.every(({ state }) => state !== 'open')
  return (
    <Section
      title="Engagement"
      actions={
        mayAsk && (
          <Button size="sm" onClick={() => setAsking(true)}>
            Request
          </Button>
        )
      }
    >
      {running.length === 0 ? (
        <div className="flex flex-col gap-2 text-sm">
          <p>
            <VerdictBadge verdict={verdict} /> <span className="text-dim">{reason}</span>
          </p>
          <Limits limits={limits} />
        </div>
      ) : (
        <div className="flex flex-col gap-4">
          {running.map((one) => (
            <Running key={one.id} engagement={one} />
          ))}
        </div>
      )}
      {asking && <RequestDialog whole={whole} onClose={() => setAsking(false)} />}
    </Section>
  )
}

const Limits = ({ limits }: { readonly limits: readonly string[] }) =>
  limits.length > 0 && (
    <ul className="list-disc pl-4 text-xs text-dim">
      {limits.map((limit) => (
        <li key={limit}>{limit}</li>
      ))}
    </ul>
  )

type Engagement = OutputOf<'engagements.list'>['items'][number]

function Running({ engagement }: { readonly engagement: Engagement }) {
  const { id, kind, state, lead, sessionsUsed, sessionsAllowed, endsAt } = engagement
  const { data } = useDesk('engagements.show', { engagement: id })
  return (
    <div className="flex flex-col gap-2">
      <Facts
        rows={[
          ['Kind', `${inWords(kind)} · ${inWords(state)}`],
          ['Led by', lead?.name ?? 'Nobody yet'],
          [
            'Sessions',
            <span key="sessions" className="inline-flex items-center gap-2 tabular-nums">
              {sessionsUsed} of {sessionsAllowed}
              <Meter value={sessionsUsed} max={sessionsAllowed} label="Sessions used" />
            </span>,
          ],
          ['Ends', <Time key="ends" at={endsAt} />],
        ]}
      />
      {data && <Limits limits={data.limits} />}
      {data && data.sessions.length > 0 && (
        <ul className="flex flex-col gap-1 text-xs">
          {data.sessions.map((session) => (
            <li key={session.id} className="line-clamp-2">
              <Time at={session.at} className="text-dim" /> {visible(session.notes)}
            </li>
          ))}
        </ul>
      )}
      <Link to="/engagements" className="text-sm text-accent underline">
        All engagements
      </Link>
    </div>
  )
}

function RequestDialog({ whole, onClose }: { readonly whole: WholeCase; readonly onClose: () => void }) {
  const [sessions, setSessions] = useState('')
  const request = useAct('engagements.request', {
    done: ({ sessionsAllowed, kind }) =>
      `${inWords(kind)}: ${sessionsAllowed} ${sessionsAllowed === 1 ? 'session' : 'sessions'} granted`,
    undo:
      ({ id }) =>
      () =>
        desk.call('engagements.withdraw', { engagement: id, reason: 'Taken back.' }),
  })
  const { reason, limits = [] } = whole.decision.engagement
  return (
    <DialogForm
      title={`Ask Developer Success for #${whole.number}`}
      text={reason}
      width="sm"
      onClose={onClose}
      submit="Request"
      onSubmit={() =>
        request.mutate({ case: whole.id, ...(sessions !== '' && { wantedSessions: Number(sessions) }) })
      }
    >
      <Limits limits={limits} />
      <TextField
        label="Sessions wished for (optional)"
        hint="The policy says how many there may be."
        type="number"
        min={1}
        max={50}
        value={sessions}
        onChange={(event) => setSessions(event.target.value)}
      />
    </DialogForm>
  )
}
