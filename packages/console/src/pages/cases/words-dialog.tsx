/** The verbs that need some words and nothing else: resolve, reopen, send back. */
import { TextArea } from '../../ui/field.tsx'
import { type CaseAct, perform, type Target } from './acts.ts'
import { reject, reopen, resolve } from './case-acts.ts'
import type { CaseRow } from './case-verbs.ts'
import { DialogForm, sayCases } from './dialog-form.tsx'
import { setDraft, useDraft } from './drafts.ts'

const kinds = {
  resolve: {
    title: 'Resolve',
    text: 'Colleagues find it by what solved it. It can be reopened.',
    label: 'What solved it',
    lengthMax: 5_000,
    act: resolve,
  },
  reopen: {
    title: 'Reopen',
    text: 'It goes on where it was left.',
    label: 'Why it is open again',
    lengthMax: 2_000,
    act: reopen,
  },
  reject: {
    title: 'Send back',
    text: 'The policy is asked again; after two moves the triage lead decides.',
    label: 'Why it is not this team’s',
    lengthMax: 2_000,
    act: reject,
  },
} as const satisfies Record<
  string,
  {
    readonly title: string
    readonly text: string
    readonly label: string
    readonly lengthMax: number
    readonly act: (row: Target, words: string) => CaseAct
  }
>

export type WordsKind = keyof typeof kinds

export type WordsDialogProps = {
  readonly kind: WordsKind
  readonly rows: readonly CaseRow[]
  readonly onClose: () => void
}

export function WordsDialog({ kind, rows, onClose }: WordsDialogProps) {
  const { title, text, label, lengthMax, act } = kinds[kind]
  const draftOf = rows.length === 1 ? rows[0]!.id : 'several'
  const [words, setWords] = useDraft(draftOf, kind)
  const send = (): void => {
    const clear = (): void => setDraft(draftOf, kind, '')
    perform(rows.map((row) => ({ ...act(row, words.trim()), onDone: clear })))
  }
  return (
    <DialogForm
      title={`${title} ${sayCases(rows)}`}
      text={text}
      onClose={onClose}
      submit={title}
      onSubmit={send}
      missing={words.trim() === '' ? 'Say it in a few words' : undefined}
    >
      <TextArea
        label={label}
        rows={4}
        maxLength={lengthMax}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
    </DialogForm>
  )
}
