// biome-ignore-all lint/a11y/useSemanticElements: a table of drawn rows cannot be a table; ARIA's grid is for that
// biome-ignore-all lint/a11y/useFocusableInteractive: rows take the focus, not their cells
/** The list of the inbox: only the rows in view are drawn, one of them is the row that keys act on. */
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
} from 'react'
import { useNames } from '../../app/names.ts'
import { cx } from '../../ui/cx.ts'
import { useNow } from '../../ui/time.tsx'
import { useActing } from './acts.ts'
import { CaseRow, columns } from './case-row.tsx'
import type { CaseRow as Row } from './case-verbs.ts'
import type { CasePages } from './use-case-pages.ts'

const wide = window.matchMedia('(min-width: 768px)')
const rowHeights = { wide: 36, narrow: 60 }
const headHeight = 32
const overscan = 8

const useWide = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      wide.addEventListener('change', listener)
      return () => wide.removeEventListener('change', listener)
    },
    () => wide.matches,
  )

export type CaseGridProps = {
  readonly pages: CasePages
  readonly label: string
  /** The row that keys act on, and whether the keyboard's focus goes along to it. */
  readonly cursor: { readonly index: number; readonly grab: boolean }
  readonly isSelected: (id: string) => boolean
  readonly onFocus: (index: number) => void
  readonly onToggle: (index: number, extend: boolean) => void
  readonly onOpen: (row: Row) => void
  readonly gridRef: RefObject<HTMLDivElement | null>
  readonly children?: ReactNode
}

export function CaseGrid({
  pages,
  label,
  cursor,
  isSelected,
  onFocus,
  onToggle,
  onOpen,
  gridRef,
}: CaseGridProps) {
  const names = useNames()
  const nowMs = useNow()
  const isWide = useWide()
  const scroller = useRef<HTMLDivElement>(null)
  const { show, count, more } = pages
  const height = isWide ? rowHeights.wide : rowHeights.narrow
  // The head of the table scrolls with the rows and then stays on top of them.
  const margin = isWide ? headHeight : 0
  const { waiting } = useActing()
  const virtual = useVirtualizer({
    count: count + (more ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: useCallback(() => height, [height]),
    overscan,
    scrollMargin: margin,
    scrollPaddingStart: margin,
    useFlushSync: false,
  })
  const { startIndex, endIndex } = virtual.range ?? { startIndex: 0, endIndex: 0 }
  useEffect(() => show(startIndex, endIndex), [show, startIndex, endIndex])
  useEffect(() => {
    if (height > 0) virtual.measure()
  }, [height, virtual])

  useLayoutEffect(() => {
    if (cursor.grab) virtual.scrollToIndex(cursor.index)
  }, [cursor, virtual])
  const items = virtual.getVirtualItems()
  const isDrawn = items.some(({ index }) => index === cursor.index)
  useEffect(() => {
    if (cursor.grab && isDrawn) {
      gridRef.current
        ?.querySelector<HTMLElement>(`[data-row="${cursor.index}"]`)
        ?.focus({ preventScroll: true })
    }
  }, [cursor, isDrawn, gridRef])

  return (
    <div ref={scroller} className="scroll-thin min-h-0 flex-1 overflow-y-auto">
      <div
        ref={gridRef}
        role="grid"
        aria-label={label}
        aria-rowcount={more ? -1 : count + 1}
        aria-multiselectable="true"
      >
        <div
          role="row"
          aria-rowindex={1}
          className={cx(
            'sticky top-0 z-10 grid h-8 items-center gap-x-2.5 border-b bg-panel px-5 text-xs text-dim max-md:sr-only',
            columns,
          )}
        >
          {['Select', 'No.', 'State', 'Subject', 'Topic', 'Team', 'Account', 'Who', 'Age'].map((name) => (
            <span
              key={name}
              role="columnheader"
              className={cx(
                'truncate',
                (name === 'Select' || name === 'Who') && 'sr-only',
                name === 'Age' && 'col-start-9 text-right',
                name === 'No.' && 'col-start-2',
              )}
            >
              {name}
            </span>
          ))}
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = pages.rowAt(index)
            return (
              <div
                key={index}
                role="presentation"
                className="absolute inset-x-0 top-0 contain-strict"
                style={{ height, transform: `translateY(${start - margin}px)` }}
              >
                {row ? (
                  <CaseRow
                    row={row}
                    index={index}
                    focused={index === cursor.index}
                    selected={isSelected(row.id)}
                    doing={waiting.find(({ target }) => target.id === row.id)?.doing.replace(/ #\d+$/, '')}
                    names={names}
                    nowMs={nowMs}
                    onFocus={onFocus}
                    onToggle={onToggle}
                    onOpen={onOpen}
                  />
                ) : (
                  <div
                    role="row"
                    aria-rowindex={index + 2}
                    className="flex h-full items-center border-b px-5"
                  >
                    <span role="gridcell" className="h-3 w-1/2 rounded-sm bg-hover">
                      <span className="sr-only">Loading…</span>
                    </span>
                  </div>
                )}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
