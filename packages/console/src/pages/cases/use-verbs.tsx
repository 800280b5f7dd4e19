/** The verbs of cases on a page: their keys, their place in the command menu, and the dialogs they open. */
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react'
import { useCommands } from '../../app/commands.ts'
import { may, useMe } from '../../app/session.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { toast, undoLast } from '../../ui/toast.tsx'
import { ActDialogs } from './act-dialogs.tsx'
import { type CaseAct, perform } from './acts.ts'
import { accept, close, escalate, follow, start, wake } from './case-acts.ts'
import { type Allowed, type CaseRow, fits, type VerbId, verbOf, verbs } from './case-verbs.ts'

/** Done by one key, without a question. */
const atOnce: Partial<Record<VerbId, (row: CaseRow) => CaseAct>> = { accept, start, follow, wake, close }

type Open = { readonly verb: VerbId; readonly rows: readonly CaseRow[] }

/** The dialogs of verbs come after the page: nobody needs them to see it. */
const loadDialog = () => import('./verb-dialog.tsx').then(({ VerbDialog }) => ({ default: VerbDialog }))
const VerbDialog = lazy(loadDialog)
const afterPageMs = 1_500

export type Verbs = {
  readonly begin: (verb: VerbId) => void
  readonly allowed: Allowed
  /** To be drawn on the page: dialogs, and what comes back from acts. */
  readonly dialogs: ReactNode
}

const useAllowed = (): Allowed => {
  const me = useMe()
  return useMemo(() => (scope, team) => may(me, scope, team), [me])
}

/**
 * Verbs on the rows that `targets` gives when one is used. `writeHere` takes replies and notes where the page has a
 * place for them.
 */
export function useVerbs(
  targets: () => readonly CaseRow[],
  writeHere?: (mode: 'reply' | 'note') => void,
): Verbs {
  const allowed = useAllowed()
  const [open, setOpen] = useState<Open>()
  useEffect(() => {
    const timer = window.setTimeout(() => void loadDialog(), afterPageMs)
    return () => window.clearTimeout(timer)
  }, [])

  const begin = (verb: VerbId): void => {
    const rows = targets()
    const { label, many } = verbOf(verb)
    const fitting = rows.filter((row) => fits(verb, row, allowed))
    const [first] = fitting
    if (!first) {
      const text = rows.length === 0 ? 'Choose a case first.' : whyNot(verb, rows[0]!)
      toast({ title: `${label} does not fit here`, text })
      return
    }
    if (!many && fitting.length > 1) {
      toast({ title: `${label} is for one case at a time`, text: 'Clear the selection with Esc first.' })
      return
    }
    const act = atOnce[verb] ?? (verb === 'escalate' && fitting.length > 1 ? escalate : undefined)
    if (act) perform(fitting.map(act))
    else if (writeHere && (verb === 'reply' || verb === 'note')) writeHere(verb)
    else setOpen({ verb, rows: fitting })
  }

  for (const { id, keys, label } of verbs) {
    // biome-ignore lint/correctness/useHookAtTopLevel: the verbs are always the same
    useShortcut(keys, label, () => begin(id), { group: 'Case' })
  }
  useShortcut('u', 'Undo the last act', undoLast, { group: 'Case' })
  // Commands read their targets when they are run, so the list need not be made anew for each row.
  const latest = useLatest(begin)
  useCommands(
    useMemo(
      () => verbs.map(({ id, label, keys }) => ({ label, keys, run: () => latest.current(id) })),
      [latest],
    ),
  )

  const dialogs = (
    <>
      <Suspense>{open && <VerbDialog {...open} onClose={() => setOpen(undefined)} />}</Suspense>
      <ActDialogs />
    </>
  )
  return { begin, allowed, dialogs }
}

function useLatest<T>(value: T): { current: T } {
  const [box] = useState(() => ({ current: value }))
  box.current = value
  return box
}

const whyNot = (verb: VerbId, { number, state, mergedInto }: CaseRow): string => {
  if (mergedInto !== null) return `#${number} was merged into another case.`
  const { states } = verbOf(verb)
  if (verb === 'wake') return `#${number} does not sleep.`
  return states !== 'any' && !states.includes(state)
    ? `#${number} is ${state.replace('-', ' ')}.`
    : 'It is for the team that has the case.'
}
