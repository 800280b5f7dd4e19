/**
 * The rows of a list that may hold a hundred thousand cases. Pages are read when they come into view, and only those in
 * view are read anew when something changes; each begins after a mark of the one before, as the desk gives it.
 */
import { useQueries } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { deskQuery, queries } from '../../app/api.ts'
import type { CaseSearch } from '../../parts/case-search.ts'
import type { CaseRow } from './case-verbs.ts'
import { lastList, noteList } from './last-list.ts'
import { type Marks, marksAfter, pagesIn, type View } from './page-marks.ts'

const pageSize = 200
/** The next page is read so many rows before its first comes into view. */
const aheadRows = 120
const keptMs = 30 * 60_000

export type CasePages = {
  /** Rows known of so far. */
  readonly count: number
  /** Whether there are more beyond them. */
  readonly more: boolean
  readonly isPending: boolean
  readonly error: unknown
  readonly retry: () => void
  /** Undefined while its page is being read. */
  readonly rowAt: (index: number) => CaseRow | undefined
  /** Every row read so far, as it was last seen. */
  readonly rowsRead: () => readonly CaseRow[]
  /** Tells which rows are in view. */
  readonly show: (first: number, last: number) => void
}

const start: { readonly marks: Marks; readonly view: View } = {
  marks: [undefined],
  view: { first: 0, last: 0 },
}

export function useCasePages(search: CaseSearch, searchKey: string): CasePages {
  const [state, setState] = useState(() => ({ ...asLeft(searchKey), searchKey }))
  const last = useRef({ searchKey, rows: new Map<number, readonly CaseRow[]>() })
  // Another search is another list: what was known of the one before says nothing of it.
  const { marks, view } = state.searchKey === searchKey ? state : start
  if (last.current.searchKey !== searchKey) last.current = { searchKey, rows: new Map() }

  const shown = pagesIn(view, marks.length)
  const read = (page: number) => {
    const after = marks[page]
    return deskQuery('cases.list', { ...search, limit: pageSize, ...(after !== undefined && { after }) })
  }
  const results = useQueries({ queries: shown.map((page) => ({ ...read(page), gcTime: keptMs })) })
  shown.forEach((page, n) => {
    const items = results[n]?.data?.items
    if (items) last.current.rows.set(page, items)
  })

  const nexts = shown.map((_, n) => results[n]?.data?.next)
  useEffect(() => {
    const found = marksAfter(marks, shown, nexts)
    if (found === marks) return
    noteList(searchKey, { marks: found })
    setState({ marks: found, view, searchKey })
  })

  const show = useCallback(
    (first: number, lastRow: number) => {
      const next = { first: pageOf(first), last: pageOf(lastRow + aheadRows) }
      setState((before) => {
        const known = before.searchKey === searchKey ? before : { ...start, searchKey }
        return known === before && before.view.first === next.first && before.view.last === next.last
          ? before
          : { ...known, view: next }
      })
    },
    [searchKey],
  )

  const rows = last.current.rows
  const end = marks.length - 1
  const atEnd = rows.get(end)
  const endShown = shown.indexOf(end)
  return {
    count: end * pageSize + (atEnd?.length ?? 0),
    more: atEnd === undefined || (endShown >= 0 && results[endShown]?.data?.next != null),
    isPending: rows.size === 0,
    error: results.find(({ error }) => error !== null)?.error,
    retry: () => results.forEach(({ refetch }) => void refetch()),
    rowAt: (index) => rows.get(pageOf(index))?.[index % pageSize],
    rowsRead: () =>
      marks.flatMap((_, page) => queries.getQueryData(read(page).queryKey)?.items ?? rows.get(page) ?? []),
    show,
  }
}

const pageOf = (row: number): number => Math.floor(row / pageSize)

/** Where the list was left, if it is the one that somebody comes back to. */
function asLeft(searchKey: string): typeof start {
  const { query, marks, index } = lastList()
  if (query !== searchKey) return start
  const page = Math.min(pageOf(index), marks.length - 1)
  return { marks, view: { first: page, last: page } }
}
