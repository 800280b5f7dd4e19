/** The frame of an admin page: the way to its neighbours, its heading, and a plain word to who may not open it. */
import { Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMe } from '../../app/session.ts'
import { Page } from '../../ui/page.tsx'
import { Empty } from '../../ui/states.tsx'
import { type AdminTab, mayOpen, needs, roleWords } from './roles.ts'

const tabs: readonly { readonly tab: AdminTab; readonly to: `/admin/${AdminTab}`; readonly label: string }[] =
  [
    { tab: 'people', to: '/admin/people', label: 'People' },
    { tab: 'teams', to: '/admin/teams', label: 'Teams' },
    { tab: 'roles', to: '/admin/roles', label: 'Roles' },
    { tab: 'keys', to: '/admin/keys', label: 'Keys' },
    { tab: 'connectors', to: '/admin/connectors', label: 'Connectors' },
    { tab: 'audit', to: '/admin/audit', label: 'Audit log' },
    { tab: 'jobs', to: '/admin/jobs', label: 'Jobs' },
    { tab: 'demo', to: '/admin/demo', label: 'Demonstration' },
  ]

export type AdminFrameProps = {
  readonly tab: AdminTab
  readonly beside?: ReactNode
  readonly actions?: ReactNode
  /** Drawn only for who may open the page, so that nothing is asked for in vain. */
  readonly children: () => ReactNode
}

export function AdminFrame({ tab, beside, actions, children }: AdminFrameProps) {
  const me = useMe()
  const open = mayOpen(me, tab)
  const { label } = tabs.find((one) => one.tab === tab)!
  const links = tabs.filter((one) => one.tab === tab || mayOpen(me, one.tab))
  return (
    <Page title={label} parts={{ label: 'Admin', links }} {...(open && { beside, actions })}>
      {open ? children() : <NotYours tab={tab} label={label} />}
    </Page>
  )
}

function NotYours({ tab, label }: { readonly tab: AdminTab; readonly label: string }) {
  const { role, everywhere } = needs[tab]
  return (
    <Empty
      icon={<Lock size={28} />}
      title={`${label} is not open to you`}
      text={`Ask an admin for the role ${roleWords[role].name}${everywhere ? ' for all teams' : ''}.`}
    />
  )
}
