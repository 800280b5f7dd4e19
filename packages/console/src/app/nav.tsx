/** The way to the pages, and who is signed in. */
import { Link } from '@tanstack/react-router'
import {
  ChartNoAxesCombined,
  CircleHelp,
  Inbox,
  LogOut,
  Monitor,
  Moon,
  Route,
  Search,
  Settings,
  Sun,
  Timer,
  UserRound,
  UsersRound,
} from 'lucide-react'
import type { ComponentType } from 'react'
import { Button } from '../ui/button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { Menu } from '../ui/menu.tsx'
import { Avatar } from '../ui/person.tsx'
import { may, useMe } from './session.ts'
import { setTheme, useTheme } from './theme.ts'

type Place = {
  readonly to: '/ask' | '/cases' | '/policy' | '/programme' | '/engagements' | '/insights' | '/admin'
  readonly label: string
  readonly icon: ComponentType<{ readonly size: number; readonly className?: string }>
  readonly keys: string
  /** Who lacks it does not see the page listed. */
  readonly scope: string
}

export const places: readonly Place[] = [
  { to: '/ask', label: 'Ask', icon: CircleHelp, keys: 'g>a', scope: 'ask' },
  { to: '/cases', label: 'Cases', icon: Inbox, keys: 'g>c', scope: 'cases:read' },
  { to: '/policy', label: 'Policy', icon: Route, keys: 'g>p', scope: 'policy:read' },
  { to: '/programme', label: 'Programme', icon: UsersRound, keys: 'g>r', scope: 'cases:read' },
  { to: '/engagements', label: 'Engagements', icon: Timer, keys: 'g>e', scope: 'cases:read' },
  { to: '/insights', label: 'Insights', icon: ChartNoAxesCombined, keys: 'g>i', scope: 'cases:read' },
  { to: '/admin', label: 'Admin', icon: Settings, keys: 'g>s', scope: 'cases:read' },
]

export const Brand = () => (
  <Link to="/" className="flex items-center gap-2 font-semibold tracking-tight">
    <svg
      viewBox="0 0 24 24"
      width="22"
      height="22"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className="text-accent"
    >
      <path d="M3 9h18M5 9v11M19 9v11M12 9v5h7" />
      <path d="m8 5 2 2 4-4" />
    </svg>
    Rightdesk
  </Link>
)

export type NavProps = {
  readonly onSearch: () => void
  readonly onGo?: () => void
  readonly connected: boolean
}

export function Nav({ onSearch, onGo, connected }: NavProps) {
  const me = useMe()
  return (
    <div className="flex h-full flex-col gap-1 p-3">
      <div className="flex h-8 items-center px-1.5 max-md:hidden">
        <Brand />
      </div>
      <button
        type="button"
        onClick={onSearch}
        className="mt-2 mb-1 flex h-8 items-center gap-2 rounded-md border bg-panel px-2 text-sm text-dim hover:bg-hover"
      >
        <Search size={14} />
        <span className="flex-1 text-left">Search</span>
        <Kbd keys="mod+k" />
      </button>
      <nav aria-label="Pages" className="flex flex-col gap-0.5">
        {places
          .filter(({ scope }) => may(me, scope))
          .map(({ to, label, icon: Icon }) => (
            <Link
              key={to}
              to={to}
              {...(onGo && { onClick: onGo })}
              className="flex h-8 items-center gap-2 rounded-md px-2 text-sm font-medium text-dim hover:bg-hover hover:text-ink max-md:h-11"
              activeProps={{ className: 'bg-hover text-ink' }}
            >
              <Icon size={16} className="shrink-0" />
              {label}
            </Link>
          ))}
      </nav>
      <div className="mt-auto flex flex-col gap-2">
        {!connected && (
          <p role="status" className="rounded-md bg-warn-soft px-2 py-1.5 text-xs text-warn">
            Not live: the server cannot be reached. Trying again…
          </p>
        )}
        <Account name={me.name} />
      </div>
    </div>
  )
}

function Account({ name }: { readonly name: string }) {
  const theme = useTheme()
  return (
    <Menu
      align="start"
      items={[
        { label: 'Your account', icon: <UserRound size={14} />, run: () => location.assign('/account') },
        'line',
        {
          label: 'As the system',
          icon: <Monitor size={14} />,
          run: () => setTheme('system'),
          checked: theme === 'system',
        },
        { label: 'Light', icon: <Sun size={14} />, run: () => setTheme('light'), checked: theme === 'light' },
        { label: 'Dark', icon: <Moon size={14} />, run: () => setTheme('dark'), checked: theme === 'dark' },
        'line',
        { label: 'Sign out', icon: <LogOut size={14} />, run: () => location.assign('/sign-out') },
      ]}
    >
      <Button look="ghost" className="w-full justify-start px-1.5">
        <Avatar name={name} />
        <span className="truncate">{name}</span>
      </Button>
    </Menu>
  )
}
