/** The dialog that a verb opens, for one case or for several. */
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { perform } from './acts.ts'
import { AskDialog } from './ask-dialog.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import { note } from './case-acts.ts'
import type { CaseRow, VerbId } from './case-verbs.ts'
import { Composer } from './composer.tsx'
import { DialogForm } from './dialog-form.tsx'
import { setDraft, useDraft } from './drafts.ts'
import { GateDialog } from './gate.tsx'
import { HandOffDialog } from './hand-off-dialog.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { SnoozeDialog } from './snooze-dialog.tsx'
import { WordsDialog } from './words-dialog.tsx'

export type VerbDialogProps = Rows & { readonly verb: VerbId }

export function VerbDialog({ verb, rows, onClose }: VerbDialogProps) {
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
