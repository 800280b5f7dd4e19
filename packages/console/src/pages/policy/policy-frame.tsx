/** The frame of a policy page: the way to its neighbours, its heading, and which version is in force. */
import type { ReactNode } from 'react'
import { useNames } from '../../app/names.ts'
import { may, useMe } from '../../app/session.ts'
import { Page } from '../../ui/page.tsx'

const tabs = [
  { to: '/policy', label: 'Matrix', title: 'Policy' },
  { to: '/policy/playground', label: 'Playground', title: 'Playground' },
  { to: '/policy/checks', label: 'Checks', title: 'Policy checks' },
  { to: '/policy/compare', label: 'Compare', title: 'Compare versions' },
  { to: '/policy/proposals', label: 'Proposals', title: 'Proposals' },
] as const

export type PolicyFrameProps = {
  readonly at: (typeof tabs)[number]['to']
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function PolicyFrame({ at, actions, children }: PolicyFrameProps) {
  const me = useMe()
  const { policy } = useNames()
  const { title } = tabs.find(({ to }) => to === at)!
  const shown = tabs.filter(({ to }) => to !== '/policy/proposals' || may(me, 'policy:write'))
  return (
    <Page
      title={title}
      parts={{ label: 'Policy', links: shown }}
      beside={
        <span className="truncate text-sm text-dim">
          {policy.name} <span className="tabular-nums">{policy.version}</span>
        </span>
      }
      actions={actions}
    >
      {children}
    </Page>
  )
}
