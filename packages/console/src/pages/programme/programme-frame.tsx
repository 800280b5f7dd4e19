/** The frame of a programme page: the way to its neighbours and its heading. */
import type { ReactNode } from 'react'
import { Page } from '../../ui/page.tsx'

const tabs = [
  { to: '/programme', label: 'Overview', title: 'Programme' },
  { to: '/programme/requests', label: 'Requests', title: 'Requests' },
  { to: '/programme/roster', label: 'Roster', title: 'Roster' },
  { to: '/programme/check-ins', label: 'Check-ins', title: 'Check-ins' },
  { to: '/programme/follow-ups', label: 'Follow-ups', title: 'Follow-ups' },
  { to: '/programme/transitions', label: 'Transitions', title: 'Transitions' },
  { to: '/programme/practices', label: 'Practices', title: 'Practices' },
  { to: '/programme/exceptions', label: 'Exceptions page', title: 'Customer exceptions' },
] as const

export type ProgrammeFrameProps = {
  readonly at: (typeof tabs)[number]['to']
  readonly beside?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function ProgrammeFrame({ at, beside, actions, children }: ProgrammeFrameProps) {
  const { title } = tabs.find(({ to }) => to === at)!
  return (
    <Page title={title} parts={{ label: 'Programme', links: tabs }} beside={beside} actions={actions}>
      {children}
    </Page>
  )
}
