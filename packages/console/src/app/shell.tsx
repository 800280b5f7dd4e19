/** What stands around every page: the way to the others, the command menu, the list of keys, and the live feed. */
import { Outlet, useNavigate } from '@tanstack/react-router'
import { Menu as MenuIcon } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Loading } from '../ui/states.tsx'
import { undoLast } from '../ui/toast.tsx'
import { LookingAt, useLive } from './live.ts'
import { Brand, Nav, places } from './nav.tsx'
import { useShortcut } from './shortcuts.ts'

// Loaded when they are first opened: nobody waits for them to see a page.
const CommandMenu = lazy(() => import('./command-menu.tsx').then((found) => ({ default: found.CommandMenu })))
const ShortcutList = lazy(() =>
  import('./shortcut-list.tsx').then((found) => ({ default: found.ShortcutList })),
)

export function Shell() {
  const [searching, setSearching] = useState(false)
  const [listing, setListing] = useState(false)
  const [navOpen, setNavOpen] = useState(false)
  const [caseId, look] = useState<string>()
  const { connected, present } = useLive(caseId)
  const looking = useMemo(() => ({ look, present }), [present])
  const navigate = useNavigate()

  useShortcut('mod+k', 'Search and commands', () => setSearching((open) => !open), {
    group: 'Everywhere',
    everywhere: true,
  })
  useShortcut('shift+slash', 'This list of keys', () => setListing(true), { group: 'Everywhere' })
  useShortcut('z', 'Undo the last act', undoLast, { group: 'Everywhere' })
  for (const { keys, label, to } of places) {
    // biome-ignore lint/correctness/useHookAtTopLevel: the places are always the same
    useShortcut(keys, `Go to ${label}`, () => void navigate({ to }), { group: 'Everywhere' })
  }

  return (
    <LookingAt value={looking}>
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <div className="flex min-h-dvh">
        <aside className="sticky top-0 h-dvh w-56 shrink-0 border-r bg-canvas max-md:hidden print:hidden">
          <Suspense>
            <Nav onSearch={() => setSearching(true)} connected={connected} />
          </Suspense>
        </aside>
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-canvas px-3 md:hidden print:hidden">
            <Button
              look="ghost"
              size="icon"
              aria-label="Pages"
              icon={<MenuIcon size={18} />}
              onClick={() => setNavOpen(true)}
            />
            <Brand />
          </div>
          <main id="main" className="min-w-0 flex-1 bg-panel max-md:[&_header]:static">
            <Suspense fallback={<Loading rows={8} />}>
              <Outlet />
            </Suspense>
          </main>
        </div>
      </div>
      <Dialog open={navOpen} onOpenChange={setNavOpen} title="Pages" side>
        <Suspense>
          <Nav
            onSearch={() => {
              setNavOpen(false)
              setSearching(true)
            }}
            onGo={() => setNavOpen(false)}
            connected={connected}
          />
        </Suspense>
      </Dialog>
      <Suspense>
        {searching && <CommandMenu open onOpenChange={setSearching} />}
        {listing && <ShortcutList open onOpenChange={setListing} />}
      </Suspense>
    </LookingAt>
  )
}
