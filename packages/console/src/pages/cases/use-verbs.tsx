/** The verbs of cases on a page: their keys, their place in the command menu, and the dialogs they open. */
import { type ReactNode, useMemo, useState } from 'react'
import { useCommands } from '../../app/commands.ts'
import { may, useMe } from '../../app/session.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { toast, undoLast } from '../../ui/toast.tsx'
import { ActDialogs } from './act-dialogs.tsx'
import { type CaseAct, perform } from './acts.ts'
import { AskDialog } from './ask-dialog.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import { accept, close, escalate, follow, note, start, wake } from './case-acts.ts'
import { type Allowed, type CaseRow, fits, type VerbId, verbOf, verbs } from './case-verbs.ts'
import { Composer } from './composer.tsx'
import { DialogForm } from './dialog-form.tsx'
import { setDraft, useDraft } from './drafts.ts'
import { GateDialog } from './gate.tsx'
import { HandOffDialog } from './hand-off-dialog.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { SnoozeDialog } from './snooze-dialog.tsx'
import { WordsDialog } from './words-dialog.tsx'

/** Done by one key, without a question. */
const atOnce: Partial<Record<VerbId, (row: CaseRow) => CaseAct>> = { accept, start, follow, wake, close }

type Open = { readonly verb: VerbId; readonly rows: readonly CaseRow[] }

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
      {open && <VerbDialog {...open} onClose={() => setOpen(undefined)} />}
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

function VerbDialog({ verb, rows, onClose }: Open & { readonly onClose: () => void }) {
  const row = rows[0]!
  const all = { rows, onClose }
  switch (verb) {
    case 're-route':
    case 'correct':
      return <MoveDialog kind={verb} {...all} />
    case 'resolve':
    case 'reopen':
    case 'reject':
      return <WordsDialog kind={verb} {...all} />
    case 'snooze':
      return <SnoozeDialog {...all} />
    case 'assign':
      return <AssignDialog {...all} />
    case 'merge':
      return <MergeDialog {...all} />
    case 'ask':
      return <AskDialog row={row} onClose={onClose} />
    case 'hand-off':
      return <HandOffDialog row={row} onClose={onClose} />
    case 'escalate':
      return <GateDialog row={row} onClose={onClose} />
    case 'reply':
      return <WriteDialog mode="reply" {...all} />
    case 'note':
      return rows.length > 1 ? <NotesDialog {...all} /> : <WriteDialog mode="note" {...all} />
    default:
      return null
  }
}

type Rows = { readonly rows: readonly CaseRow[]; readonly onClose: () => void }

function WriteDialog({ mode, rows, onClose }: Rows & { readonly mode: 'reply' | 'note' }) {
  const row = rows[0]!
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={mode === 'reply' ? `Reply on #${row.number}` : `Note on #${row.number}`}
      width="lg"
    >
      <Composer row={row} only={mode} focus={1} onSent={onClose} />
    </Dialog>
  )
}

function NotesDialog({ rows, onClose }: Rows) {
  const [body, setBody] = useDraft('several', 'note')
  return (
    <DialogForm
      title={`Note on ${rows.length} cases`}
      text="Only colleagues see it."
      onClose={onClose}
      submit="Add the note to each"
      onSubmit={() =>
        perform(rows.map((row) => note(row, body.trim(), [], () => setDraft('several', 'note', ''))))
      }
      missing={body.trim() === '' ? 'Write the note' : undefined}
    >
      <TextArea
        label="Note"
        rows={5}
        maxLength={20_000}
        value={body}
        onChange={(event) => setBody(event.target.value)}
      />
    </DialogForm>
  )
}
