/** What can be done with all selected cases at once. */
import { X } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { type Allowed, type CaseRow, fits, type VerbId, verbs } from './case-verbs.ts'

export type SelectionBarProps = {
  readonly rows: readonly CaseRow[]
  readonly allowed: Allowed
  readonly onVerb: (verb: VerbId) => void
  readonly onClear: () => void
}

const first: readonly VerbId[] = ['accept', 're-route', 'assign', 'snooze']

export function SelectionBar({ rows, allowed, onVerb, onClear }: SelectionBarProps) {
  const offered = verbs.filter(
    ({ id, many }) => (many || rows.length === 1) && rows.some((row) => fits(id, row, allowed)),
  )
  const shown = offered.filter(({ id }) => first.includes(id))
  const rest = offered.filter(({ id }) => !first.includes(id))
  return (
    <div
      role="toolbar"
      aria-label="Selected cases"
      className="flex shrink-0 flex-wrap items-center gap-2 border-t bg-raised px-3 py-2 md:px-5"
    >
      <span className="text-sm font-medium tabular-nums">{rows.length.toLocaleString('en')} selected</span>
      {shown.map(({ id, label, keys }) => (
        <Button key={id} size="sm" keys={keys} onClick={() => onVerb(id)}>
          {label}
        </Button>
      ))}
      {rest.length > 0 && (
        <Menu
          align="start"
          items={rest.map(({ id, label, keys }) => ({ label, keys, run: () => onVerb(id) }))}
        >
          <Button size="sm">More…</Button>
        </Menu>
      )}
      <Button size="sm" look="ghost" className="ml-auto" icon={<X size={14} />} onClick={onClear}>
        Clear
      </Button>
    </div>
  )
}
