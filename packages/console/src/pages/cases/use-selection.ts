/** Which rows of a list are selected: by id, with each as it was seen last, so that it survives what the list forgets. */
import { useCallback, useMemo, useRef, useState } from 'react'
import type { CaseRow } from './case-verbs.ts'

export type Selection = {
  readonly rows: readonly CaseRow[]
  readonly has: (id: string) => boolean
  /** Selects a row or takes it out; extended, also all between it and the one before. */
  readonly toggle: (index: number, extend: boolean) => void
  readonly extend: (from: number, to: number) => void
  readonly all: (rows: readonly CaseRow[]) => void
  readonly clear: () => void
}

type Chosen = ReadonlyMap<string, CaseRow>
const none: Chosen = new Map()

export function useSelection(rowAt: (index: number) => CaseRow | undefined): Selection {
  const [chosen, setChosen] = useState(none)
  const anchor = useRef(0)
  const read = useRef(rowAt)
  read.current = rowAt

  const add = useCallback((from: number, to: number) => {
    const [low, high] = from < to ? [from, to] : [to, from]
    setChosen((before) => {
      const next = new Map(before)
      for (let index = low; index <= high; index++) {
        const row = read.current(index)
        if (row) next.set(row.id, row)
      }
      return next
    })
  }, [])
  const toggle = useCallback(
    (index: number, extend: boolean) => {
      if (extend) add(anchor.current, index)
      else {
        setChosen((before) => {
          const row = read.current(index)
          if (!row) return before
          const next = new Map(before)
          if (!next.delete(row.id)) next.set(row.id, row)
          return next
        })
      }
      anchor.current = index
    },
    [add],
  )
  const clear = useCallback(() => setChosen(none), [])
  const all = useCallback(
    (rows: readonly CaseRow[]) => setChosen(new Map(rows.map((row) => [row.id, row]))),
    [],
  )
  return useMemo(
    () => ({
      rows: [...chosen.values()],
      has: (id: string) => chosen.has(id),
      toggle,
      extend: add,
      all,
      clear,
    }),
    [chosen, toggle, add, all, clear],
  )
}
