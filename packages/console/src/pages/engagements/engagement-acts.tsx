/** What can be done with an engagement: lead it, note a session, add material, extend, finish, take it back. */
import { useState } from 'react'
import { useAct, useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { may, useMe } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { visible } from '../../ui/words.tsx'
import { AddMaterial, Extend, Finish, GiveLead, LogSession, Withdraw } from './act-dialogs.tsx'
import type { WholeEngagement } from './engagement-sheet.tsx'

type Doing = 'session' | 'material' | 'extend' | 'finish' | 'withdraw' | 'lead'

const dialogs = {
  session: LogSession,
  material: AddMaterial,
  extend: Extend,
  finish: Finish,
  withdraw: Withdraw,
  lead: GiveLead,
} as const

const membersMax = 200

export function EngagementActs({ engagement }: { readonly engagement: WholeEngagement }) {
  const me = useMe()
  const { policy } = useNames()
  const [doing, setDoing] = useState<Doing>()
  const { state, lead, version, id } = engagement
  const engaged = policy.engagements?.team ?? null
  const members = useDesk(
    'people.list',
    { limit: membersMax, ...(engaged !== null && { team: engaged }) },
    { enabled: engaged !== null },
  )
  const take = useAct('engagements.lead', { done: () => 'You lead it' })
  const acts = may(me, 'engagements:write', engaged)
  const isLive = state === 'open' || state === 'ended'
  const isMember = members.data?.items.some((one) => one.id === me.id) === true
  const more = [
    { label: 'Give the lead to…', run: () => setDoing('lead') },
    { label: 'Add material…', run: () => setDoing('material') },
    ...(state === 'open' && engagement.extendedAt === null && may(me, 'cases:lead', engaged)
      ? [{ label: 'Extend the time-box…', run: () => setDoing('extend') }]
      : []),
    ...(state === 'open'
      ? (['line', { label: 'Withdraw…', danger: true, run: () => setDoing('withdraw') }] as const)
      : []),
  ]
  const Dialog = doing === undefined ? undefined : dialogs[doing]
  if (!acts || state === 'withdrawn') return null
  return (
    <div className="flex flex-wrap gap-2">
      {isLive && isMember && lead?.id !== me.id && (
        <Button
          look={lead === null ? 'primary' : 'secondary'}
          busy={take.isPending}
          onClick={() => take.mutate({ engagement: id, person: 'me', version })}
        >
          Take the lead
        </Button>
      )}
      {isLive && engagement.sessionsLeft > 0 && (
        <Button onClick={() => setDoing('session')}>Log a session</Button>
      )}
      {isLive && (
        <Button look={state === 'ended' ? 'primary' : 'secondary'} onClick={() => setDoing('finish')}>
          {state === 'ended' ? 'Write the summary' : 'Finish'}
        </Button>
      )}
      {isLive ? (
        <Menu align="start" items={more}>
          <Button look="ghost">More</Button>
        </Menu>
      ) : (
        <Button onClick={() => setDoing('material')}>Add material</Button>
      )}
      {Dialog && (
        <Dialog
          engagement={engagement}
          members={(members.data?.items ?? []).map((one) => ({ value: one.id, label: visible(one.name) }))}
          onClose={() => setDoing(undefined)}
        />
      )}
    </div>
  )
}
