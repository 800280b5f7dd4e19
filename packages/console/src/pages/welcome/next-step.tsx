/** After the three steps: what makes the desk yours. Only what somebody may do is offered. */
import { Link } from '@tanstack/react-router'
import { Cable, Eraser, Inbox, UserPlus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useDesk } from '../../app/api.ts'
import { may, useMe } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'

const countedMax = 200

export function NextStep({ onLeave }: { readonly onLeave: () => void }) {
  const me = useMe()
  const everywhere = (scope: string): boolean => me.scopes[scope] === 'all'
  const people = useDesk('people.list', { limit: countedMax }, { enabled: everywhere('access:write') })
  const hasDemo = people.data?.items.some(({ demo }) => demo) ?? false
  return (
    <section className="flex flex-col gap-5">
      <div>
        <h2 className="text-base font-semibold">Make it yours</h2>
        <p className="text-sm text-dim">In any order; all of it is in Admin later too.</p>
      </div>
      <ul className="divide-y rounded-lg border">
        {may(me, 'people:write') && (
          <Way
            icon={<UserPlus size={18} />}
            title="Invite people"
            text="Add who takes cases, put them into teams, give them a link to sign in."
          >
            <Button asChild>
              <Link to="/admin/people">Add people</Link>
            </Button>
          </Way>
        )}
        {everywhere('deliveries:write') && (
          <Way
            icon={<Cable size={18} />}
            title="Connect what you have"
            text="Tell other systems of what happens, or let programs ask with a key."
          >
            <Button asChild>
              <Link to="/admin/connectors">Connectors</Link>
            </Button>
            <Button asChild look="ghost">
              <Link to="/admin/keys">Keys</Link>
            </Button>
          </Way>
        )}
        {everywhere('access:write') && hasDemo && (
          <Way
            icon={<Eraser size={18} />}
            title="Remove the demonstration"
            text="When you have seen enough. What is yours stays."
          >
            <Button asChild>
              <Link to="/admin/demo">Look at it</Link>
            </Button>
          </Way>
        )}
        <Way
          icon={<Inbox size={18} />}
          title="Go to the inbox"
          text="Every case that waits, with its reason. Press ? anywhere for the keys."
        >
          <Button look="primary" onClick={onLeave}>
            Go to the inbox
          </Button>
        </Way>
      </ul>
    </section>
  )
}

type WayProps = {
  readonly icon: ReactNode
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}

const Way = ({ icon, title, text, children }: WayProps) => (
  <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-4">
    <span className="text-dim">{icon}</span>
    <div className="min-w-0 flex-1 basis-60">
      <h3 className="font-medium">{title}</h3>
      <p className="text-sm text-dim">{text}</p>
    </div>
    <div className="flex gap-2">{children}</div>
  </li>
)
