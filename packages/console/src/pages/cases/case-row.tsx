// biome-ignore-all lint/a11y/useSemanticElements: a table of drawn rows cannot be a table; ARIA's grid is for that
// biome-ignore-all lint/a11y/useFocusableInteractive: rows take the focus, not their cells
/** One row of the inbox. Drawn again only when what it shows has changed: lists of thousands scroll past. */
import { Check } from 'lucide-react'
import { memo } from 'react'
import type { PolicyNames } from '../../app/names.ts'
import { Badge, inWords } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { Avatar } from '../../ui/person.tsx'
import { sayTime } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { ageOf, signsOf } from './case-signs.ts'
import type { CaseRow as Row } from './case-verbs.ts'

const dots: Readonly<Record<Row['state'], string>> = {
  new: 'border-2 border-accent',
  'needs-info': 'bg-warn',
  routed: 'border-2 border-accent',
  accepted: 'border-2 border-note',
  working: 'bg-note',
  escalated: 'bg-bad',
  resolved: 'bg-good',
  closed: 'bg-edge',
}

/** A state as a dot and its words. */
export const StateDot = ({ state }: { readonly state: Row['state'] }) => (
  <span className="inline-flex min-w-0 items-center gap-1.5 text-xs text-dim">
    <span aria-hidden="true" className={cx('size-2 shrink-0 rounded-full', dots[state])} />
    <span className="truncate">{inWords(state)}</span>
  </span>
)

export type CaseRowProps = {
  readonly row: Row
  readonly index: number
  readonly focused: boolean
  readonly selected: boolean
  /** What is about to be done to it. */
  readonly doing: string | undefined
  readonly names: PolicyNames
  readonly nowMs: number
  readonly onFocus: (index: number) => void
  readonly onToggle: (index: number, extend: boolean) => void
  readonly onOpen: (row: Row) => void
}

/** The columns of the inbox, from 768 px on. */
export const columns =
  'md:grid-cols-[1.75rem_2.75rem_6.25rem_minmax(12rem,1fr)_minmax(0,8rem)_minmax(0,7rem)_minmax(0,7.5rem)_1.5rem_2.25rem]'

export const CaseRow = memo(function CaseRow({
  row,
  index,
  focused,
  selected,
  doing,
  names,
  nowMs,
  onFocus,
  onToggle,
  onOpen,
}: CaseRowProps) {
  const over = row.state === 'closed' || row.state === 'resolved'
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the list do the same
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={focused ? 0 : -1}
      data-row={index}
      onFocus={() => onFocus(index)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) onToggle(index, event.shiftKey)
        else if (!(event.target as Element).closest('a, button')) onOpen(row)
      }}
      className={cx(
        'grid h-full cursor-default grid-cols-[1.75rem_minmax(0,1fr)_auto] content-center items-center gap-x-2.5 border-b px-3 text-sm outline-none md:content-stretch md:px-5',
        columns,
        'focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent',
        selected ? 'bg-selected' : focused ? 'bg-hover' : 'hover:bg-hover',
      )}
    >
      <span role="gridcell" className="max-md:row-span-2">
        <button
          type="button"
          role="checkbox"
          aria-checked={selected}
          aria-label={`Select case ${row.number}`}
          tabIndex={-1}
          onClick={(event) => onToggle(index, event.shiftKey)}
          className="flex size-6 items-center justify-center"
        >
          <span
            className={cx(
              'flex size-4 items-center justify-center rounded-sm border',
              selected ? 'border-accent bg-accent text-on-accent' : 'border-edge',
            )}
          >
            {selected && <Check size={12} strokeWidth={3} />}
          </span>
        </button>
      </span>
      <span role="gridcell" className="text-xs text-dim tabular-nums max-md:hidden">
        {row.number}
      </span>
      <span role="gridcell" className="min-w-0 max-md:hidden">
        <StateDot state={row.state} />
      </span>
      <span role="gridcell" className="flex min-w-0 items-center gap-2">
        <a
          href={`/cases/${row.number}`}
          tabIndex={-1}
          title={visible(row.subject)}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            onOpen(row)
          }}
          className={cx('min-w-0 truncate', over ? 'text-dim' : 'font-medium')}
        >
          <bdi>{visible(row.subject)}</bdi>
        </a>
        <span className="ml-auto flex shrink-0 gap-1 max-md:hidden">
          {doing !== undefined && <Badge tone="accent">{doing}…</Badge>}
          {signsOf(row, nowMs, sayTime).map(({ id, tone, words, title }) => (
            <Badge key={id} tone={tone} title={title}>
              {words}
            </Badge>
          ))}
        </span>
      </span>
      <Cell words={row.topic === null ? '–' : names.topic(row.topic)} />
      <Cell words={names.team(row.ownerTeam)} />
      <Cell words={visible(row.account?.name ?? '–')} />
      <span role="gridcell" className="flex max-md:hidden">
        {row.assignee ? (
          <>
            <Avatar name={row.assignee.name} />
            <span className="sr-only">{row.assignee.name}</span>
          </>
        ) : (
          <span className="size-5 rounded-full border border-dashed border-edge" title="Nobody">
            <span className="sr-only">Nobody</span>
          </span>
        )}
      </span>
      <span role="gridcell" className="text-right text-xs text-dim tabular-nums" title={row.openedAt}>
        {ageOf(row.openedAt, nowMs)}
      </span>
      <span role="gridcell" className="flex min-w-0 gap-2 text-xs text-dim md:hidden">
        <span className="tabular-nums">{row.number}</span>
        <StateDot state={row.state} />
        <span className="min-w-0 flex-1 truncate">
          {[
            ...signsOf(row, nowMs, sayTime).map(({ words }) => words),
            names.team(row.ownerTeam),
            visible(row.account?.name ?? ''),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
    </div>
  )
})

const Cell = ({ words }: { readonly words: string }) => (
  <span role="gridcell" title={words} className="truncate text-xs text-dim max-md:hidden">
    {words}
  </span>
)
