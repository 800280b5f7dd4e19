/** The keys that work on this page, as `?` shows them. */
import { useHotkeysContext } from 'react-hotkeys-hook'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'

type Listed = { readonly keys: string; readonly description: string; readonly group: string }

export function ShortcutList({
  open,
  onOpenChange,
}: {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}) {
  const { hotkeys } = useHotkeysContext()
  const listed = new Map<string, Listed>()
  for (const { hotkey, description, metadata } of hotkeys) {
    if (description)
      listed.set(hotkey, { keys: hotkey, description, group: String(metadata?.['group'] ?? '') })
  }
  const groups = Map.groupBy(listed.values(), ({ group }) => group)
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys" text="They rest while you type." reading>
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        {[...groups].map(([group, keys]) => (
          <section key={group}>
            <h3 className="mb-1 text-xs font-medium text-dim">{group}</h3>
            <ul>
              {keys.map(({ keys: hotkey, description }) => (
                <li key={hotkey} className="flex items-center justify-between gap-4 py-1 text-sm">
                  {description}
                  <span className="sr-only">: {hotkey}</span>
                  <Kbd keys={hotkey} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
