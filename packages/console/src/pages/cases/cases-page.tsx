/** The inbox: the cases of a view, worked through by keys, one at a time or many at once. */
import { useNavigate } from '@tanstack/react-router'
import { Inbox } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useNames } from '../../app/names.ts'
import { useMe } from '../../app/session.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { type CaseSearch, queryOf } from '../../parts/case-search.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { Empty, Failed, Loading } from '../../ui/states.tsx'
import { builtInViews, viewOf } from './built-in-views.ts'
import { CaseGrid } from './case-grid.tsx'
import type { CaseRow } from './case-verbs.ts'
import { FilterBar } from './filter-bar.tsx'
import { lastList, noteList } from './last-list.ts'
import { casesRoute } from './routes.ts'
import { SelectionBar } from './selection-bar.tsx'
import { type CasePages, useCasePages } from './use-case-pages.ts'
import { useKeysFree } from './use-keys-free.ts'
import { useSelection } from './use-selection.ts'
import { useVerbs } from './use-verbs.tsx'
import { ViewBar } from './view-bar.tsx'

const Peek = lazy(() => import('./peek.tsx').then((found) => ({ default: found.Peek })))

export function CasesPage() {
  const search = casesRoute.useSearch()
  const navigate = useNavigate()
  const me = useMe()
  const names = useNames()
  const views = useMemo(
    () => builtInViews(me.teams.map(({ team }) => ({ id: team, name: names.team(team) }))),
    [me, names],
  )
  const query = queryOf(search)
  const pages = useCasePages(search, query)
  const { count, more } = pages
  const view = viewOf(views, search)
  useEffect(() => noteList(query, { search }), [query, search])
  const title = view?.name ?? 'Cases'
  const show = useCallback((next: CaseSearch) => void navigate({ to: '/cases', search: next }), [navigate])
  return (
    <Page title="Cases" bare>
      <div className="flex h-[calc(100dvh-3rem)] flex-col md:h-dvh">
        <header className="flex h-11 shrink-0 items-center gap-3 px-3 md:px-5">
          <h1 className="text-base font-semibold">{title}</h1>
          {!pages.isPending && (
            <span className="text-xs text-dim tabular-nums">
              {count.toLocaleString('en')}
              {more && '+'} {count === 1 && !more ? 'case' : 'cases'}
            </span>
          )}
        </header>
        <ViewBar views={views} search={search} />
        <FilterBar search={search} onChange={show} />
        {pages.error ? (
          <Failed error={pages.error} retry={pages.retry} />
        ) : pages.isPending ? (
          <Loading rows={12} />
        ) : count === 0 ? (
          <Empty
            icon={<Inbox size={28} />}
            title={view?.empty.title ?? 'No case is like that'}
            text={view?.empty.text ?? 'Take a filter away, or look for other words.'}
          >
            {view?.id !== 'everything' && <Button onClick={() => show({})}>Show everything</Button>}
          </Empty>
        ) : null}
        {/* Made anew for each list, so that a selection never outlives the list it was made in. */}
        <CaseList key={query} query={query} pages={pages} label={title} />
      </div>
    </Page>
  )
}

type CaseListProps = { readonly pages: CasePages; readonly label: string; readonly query: string }

/** The rows with their keys; the keys work also while there are none, to say so. */
function CaseList({ pages, label, query }: CaseListProps) {
  const navigate = useNavigate()
  const { count, rowAt } = pages
  const [cursor, setCursor] = useState(() => {
    const { query: left, index: row } = lastList()
    return left === query && row > 0 ? { index: row, grab: true } : { index: 0, grab: false }
  })
  const [peeked, setPeeked] = useState<CaseRow>()
  const grid = useRef<HTMLDivElement>(null)
  const selection = useSelection(rowAt)
  const keysFree = useKeysFree(grid)

  const index = Math.min(cursor.index, Math.max(0, count - 1))
  const focused = rowAt(index)
  useEffect(() => noteList(query, { index }), [query, index])
  const open = useCallback(
    (row: CaseRow) => void navigate({ to: '/cases/$case', params: { case: String(row.number) } }),
    [navigate],
  )
  const targets = (): readonly CaseRow[] => {
    if (selection.rows.length === 0) return focused ? [focused] : []
    const seen = new Map(pages.rowsRead().map((row) => [row.id, row]))
    return selection.rows.map((row) => seen.get(row.id) ?? row)
  }
  const verbs = useVerbs(targets)

  const move = (by: number, extend = false): void => {
    const next = Math.max(0, Math.min(count - 1, index + by))
    if (extend) selection.extend(index, next)
    setCursor({ index: next, grab: true })
  }
  useShortcut('j', 'Next case', () => move(1), { group: 'List' })
  useShortcut('k', 'Case before', () => move(-1), { group: 'List' })
  useShortcut('down', 'Next case (arrow)', () => move(1), { group: 'List', enabled: keysFree })
  useShortcut('up', 'Case before (arrow)', () => move(-1), { group: 'List', enabled: keysFree })
  useShortcut('pagedown', 'A screen on', () => move(15), { group: 'List', enabled: keysFree })
  useShortcut('pageup', 'A screen back', () => move(-15), { group: 'List', enabled: keysFree })
  useShortcut('home', 'First case', () => move(-count), { group: 'List', enabled: keysFree })
  useShortcut('shift+j', 'Select on', () => move(1, true), { group: 'List' })
  useShortcut('shift+k', 'Select back', () => move(-1, true), { group: 'List' })
  useShortcut('x', 'Select', () => selection.toggle(index, false), { group: 'List' })
  useShortcut('shift+a', 'Select all that were read', () => selection.all(pages.rowsRead()), {
    group: 'List',
  })
  useShortcut('enter', 'Open', () => focused && open(focused), { group: 'List', enabled: keysFree })
  useShortcut('space', 'Look at it here', () => setPeeked(focused), { group: 'List', enabled: keysFree })
  useShortcut('escape', 'Clear the selection', selection.clear, {
    group: 'List',
    enabled: selection.rows.length > 0,
  })

  const onFocus = useCallback(
    (next: number) => setCursor((before) => (before.index === next ? before : { index: next, grab: false })),
    [],
  )
  const { toggle } = selection
  const onToggle = useCallback(
    (row: number, extend: boolean) => {
      toggle(row, extend)
      setCursor({ index: row, grab: true })
    },
    [toggle],
  )
  const shownCursor = useMemo(() => ({ index, grab: cursor.grab }), [cursor, index])
  return (
    <>
      {count > 0 && !pages.error && (
        <CaseGrid
          pages={pages}
          label={label}
          cursor={shownCursor}
          isSelected={selection.has}
          onFocus={onFocus}
          onToggle={onToggle}
          onOpen={open}
          gridRef={grid}
        />
      )}
      {selection.rows.length > 0 && (
        <SelectionBar
          rows={selection.rows}
          allowed={verbs.allowed}
          onVerb={verbs.begin}
          onClear={selection.clear}
        />
      )}
      <Suspense>{peeked && <Peek row={peeked} onClose={() => setPeeked(undefined)} />}</Suspense>
      {verbs.dialogs}
    </>
  )
}
