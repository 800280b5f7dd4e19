/** The board: a column for each stage of a time-box; arrows or `H J K L` move between cards, a phone shows one column. */
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { useShortcut } from '../../app/shortcuts.ts'
import { cx } from '../../ui/cx.ts'
import { SelectField } from '../../ui/field.tsx'
import { useNow } from '../../ui/time.tsx'
import { type BoardColumn, boardColumns, columnWords, type Engagement, onBoard } from './board-columns.ts'
import { EngagementCard } from './engagement-card.tsx'

export type BoardProps = {
  readonly rows: readonly Engagement[]
  /** The column that a phone shows; the first that has something where left out. */
  readonly chosen: BoardColumn | undefined
  /** Below the last card of the finished, such as a button for more. */
  readonly more?: ReactNode
}

type Step = { readonly across: number; readonly down: number }

const steps: Readonly<Record<string, Step>> = {
  ArrowLeft: { across: -1, down: 0 },
  ArrowRight: { across: 1, down: 0 },
  ArrowUp: { across: 0, down: -1 },
  ArrowDown: { across: 0, down: 1 },
}

const cardsIn = (column: Element | undefined): HTMLElement[] => [
  ...(column?.querySelectorAll<HTMLElement>('[data-card]') ?? []),
]

/** Moves the focus from the card that has it; to the first one where none has. */
function move(board: HTMLElement, { across, down }: Step): void {
  const columns = [...board.querySelectorAll('[data-column]')].filter((column) => cardsIn(column).length > 0)
  const focused = document.activeElement
  const at = columns.findIndex((column) => column.contains(focused))
  const row = cardsIn(columns[at]).indexOf(focused as HTMLElement)
  const cards = cardsIn(at < 0 ? columns[0] : columns[at + across])
  const next = row < 0 ? cards[0] : cards[Math.min(row + down, cards.length - 1)]
  next?.focus()
}

export function Board({ rows, chosen, more }: BoardProps) {
  const now = useNow()
  const board = useRef<HTMLDivElement>(null)
  const navigate = useNavigate({ from: '/engagements' })
  const columns = onBoard(rows, now)
  const shown = chosen ?? boardColumns.find((column) => columns[column].length > 0) ?? 'running'
  const go = (step: Step): void => {
    if (board.current) move(board.current, step)
  }
  useShortcut('j', 'Next engagement', () => go({ across: 0, down: 1 }))
  useShortcut('k', 'Engagement before', () => go({ across: 0, down: -1 }))
  useShortcut('h', 'Column before', () => go({ across: -1, down: 0 }))
  useShortcut('l', 'Next column', () => go({ across: 1, down: 0 }))
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key]
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    go(step)
  }
  return (
    <>
      <div className="px-4 pt-3 md:hidden">
        <SelectField
          label="Column"
          hideLabel
          value={shown}
          onChange={(event) =>
            void navigate({
              to: '/engagements',
              search: (search) => ({ ...search, column: event.target.value as BoardColumn }),
              replace: true,
            })
          }
          options={boardColumns.map((column) => ({
            value: column,
            label: `${columnWords[column].name} (${columns[column].length})`,
          }))}
        />
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the cards in it are what has focus; arrows only move between them */}
      <div
        ref={board}
        onKeyDown={onKeyDown}
        className="grid gap-3 p-4 md:grid-cols-[repeat(5,minmax(11rem,1fr))] md:overflow-x-auto md:px-6"
      >
        {boardColumns.map((column) => (
          <section
            key={column}
            data-column={column}
            aria-labelledby={`column-${column}`}
            className={cx('min-w-0', column !== shown && 'max-md:hidden')}
          >
            <h2
              id={`column-${column}`}
              title={columnWords[column].about}
              className="flex h-8 items-center gap-2 text-sm font-semibold"
            >
              {columnWords[column].name}
              <span className="font-normal text-dim tabular-nums">{columns[column].length}</span>
            </h2>
            {columns[column].length === 0 ? (
              <p className="rounded-md border border-dashed px-3 py-4 text-xs text-dim">
                None. {columnWords[column].about}.
              </p>
            ) : (
              <ul className="flex flex-col gap-2">
                {columns[column].map((engagement) => (
                  <li key={engagement.id} className="min-w-0">
                    <EngagementCard engagement={engagement} />
                  </li>
                ))}
              </ul>
            )}
            {column === 'finished' && more}
          </section>
        ))}
      </div>
    </>
  )
}
