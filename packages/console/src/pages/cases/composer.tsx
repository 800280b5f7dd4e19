/**
 * Writing on a case: a reply that the customer gets, or a note among colleagues, never to be taken for one another.
 * What is typed is kept until it is sent, also where the desk refuses it.
 */
import { Refusal } from '@rightdesk/engine/refusal'
import { Lock, Mail, X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useDesk } from '../../app/api.ts'
import { sayError } from '../../app/say-error.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { CheckField } from '../../ui/field.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Picker } from '../../ui/picker.tsx'
import { perform, type Target, useWaiting } from './acts.ts'
import { note, reply } from './case-acts.ts'
import { setDraft, useDraft } from './drafts.ts'

export type Mode = 'reply' | 'note'

export type ComposerProps = {
  readonly row: Target
  readonly mode?: Mode
  readonly onMode?: (mode: Mode) => void
  /** Only one of the two is offered. */
  readonly only?: Mode
  /** Takes the focus when it changes. */
  readonly focus?: number
  /** Words that stand in the history already: a draft of the same is done with. */
  readonly sent?: ReadonlySet<string>
  readonly onSent?: () => void
}

const looks = {
  reply: { label: 'Reply to the customer', icon: Mail, hint: 'The customer gets this.', send: 'Send reply' },
  note: { label: 'Note for colleagues', icon: Lock, hint: 'Only colleagues see this.', send: 'Add note' },
} as const

export function Composer({ row, mode, onMode, only, focus = 0, sent, onSent }: ComposerProps) {
  const [own, setOwn] = useState<Mode>('reply')
  const now = only ?? mode ?? own
  const [text, setText] = useDraft(row.id, now)
  const [problem, setProblem] = useState<{ readonly mode: Mode; readonly error: unknown }>()
  const [takesNothingOn, setTakesNothingOn] = useState(false)
  const [mentions, setMentions] = useState<readonly { readonly id: string; readonly name: string }[]>([])
  const field = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const waiting = useWaiting(row.id).some(({ operation }) => operation === `cases.${now}`)

  useEffect(() => {
    if (focus > 0) field.current?.focus()
  }, [focus])
  useEffect(() => {
    if (!waiting && text !== '' && sent?.has(text.trim())) setText('')
  }, [waiting, text, sent, setText])

  const send = (): void => {
    const body = text.trim()
    if (body === '' || waiting) return
    setProblem(undefined)
    const done = (): void => {
      setDraft(row.id, now, '')
      setMentions([])
    }
    const act =
      now === 'reply'
        ? reply(row, body, takesNothingOn, done)
        : note(
            row,
            body,
            mentions.map(({ id: person }) => person),
            done,
          )
    perform([{ ...act, onRefused: (error) => setProblem({ mode: now, error }) }])
    onSent?.()
  }
  const { label, hint, send: sendLabel } = looks[now]
  const refused = problem?.mode === now ? problem.error : undefined

  return (
    <div
      className={cx(
        'rounded-lg border focus-within:border-accent',
        now === 'note' ? 'border-warn/40 bg-warn-soft/50' : 'border-edge/60 bg-panel',
      )}
    >
      <div className="flex flex-wrap items-center gap-1 px-2 pt-2">
        {only === undefined ? (
          (['reply', 'note'] as const).map((one) => {
            const Icon = looks[one].icon
            return (
              <Button
                key={one}
                size="sm"
                look="ghost"
                aria-pressed={now === one}
                icon={<Icon size={13} />}
                keys={one === 'reply' ? 'r' : 'n'}
                className={cx(now === one && 'bg-hover text-ink')}
                onClick={() => {
                  setOwn(one)
                  onMode?.(one)
                }}
              >
                {one === 'reply' ? 'Reply' : 'Note'}
              </Button>
            )
          })
        ) : (
          <p className="px-1 text-sm font-medium">{label}</p>
        )}
        <p
          id={`${id}-hint`}
          className={cx('ml-auto px-1 text-xs', now === 'note' ? 'text-warn' : 'text-dim')}
        >
          {hint}
        </p>
      </div>
      <textarea
        ref={field}
        aria-label={label}
        aria-describedby={`${id}-hint${refused ? ` ${id}-problem` : ''}`}
        aria-invalid={refused ? true : undefined}
        rows={text.split('\n').length > 4 ? 8 : 4}
        maxLength={20_000}
        value={text}
        readOnly={waiting}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
            event.preventDefault()
            send()
          }
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
        placeholder={now === 'reply' ? 'Write to the customer…' : 'Write to colleagues…'}
        className="block w-full resize-y bg-transparent px-3 py-2 text-sm leading-5 outline-none read-only:opacity-60 max-md:text-base"
      />
      {refused !== undefined && <RefusedNote id={`${id}-problem`} error={refused} />}
      {refused instanceof Refusal && refused.at === 'takesNothingOn' && (
        <CheckField
          className="px-3 pb-2"
          label="This reply says neither yes nor when"
          checked={takesNothingOn}
          onChange={(event) => setTakesNothingOn(event.target.checked)}
        />
      )}
      <div className="flex flex-wrap items-center gap-2 px-2 pb-2">
        {now === 'reply' ? (
          <DraftButton row={row} onDraft={(draft) => setText(text.trim() ? `${text}\n\n${draft}` : draft)} />
        ) : (
          <Mentions mentions={mentions} onChange={setMentions} />
        )}
        <Button
          size="sm"
          look="primary"
          className="ml-auto"
          disabled={text.trim() === ''}
          busy={waiting}
          onClick={send}
        >
          {waiting ? 'Sending…' : sendLabel}
          <Kbd keys="mod+enter" />
        </Button>
      </div>
    </div>
  )
}

function RefusedNote({ id, error }: { readonly id: string; readonly error: unknown }) {
  const { title, text } = sayError(error)
  return (
    <p id={id} role="alert" className="mx-3 mt-1 mb-2 text-xs text-bad wrap-anywhere">
      {title}. {text}
    </p>
  )
}

function DraftButton({ row, onDraft }: { readonly row: Target; readonly onDraft: (draft: string) => void }) {
  const { data } = useDesk('cases.draft', { case: row.id })
  if (!data) return null
  if (data.customer === '')
    return <p className="px-1 text-xs text-dim">Nothing is to be said to the customer yet.</p>
  return (
    <Button size="sm" look="ghost" onClick={() => onDraft(data.customer)}>
      Use the draft
    </Button>
  )
}

type Named = { readonly id: string; readonly name: string }

function Mentions({
  mentions,
  onChange,
}: {
  readonly mentions: readonly Named[]
  readonly onChange: (all: readonly Named[]) => void
}) {
  const [text, setText] = useState('')
  const { data } = useDesk(
    'people.list',
    { limit: 20, ...(text.trim() && { q: text.trim() }) },
    { keep: true },
  )
  const people = data?.items ?? []
  return (
    <>
      <Picker
        label="Mention"
        value={undefined}
        empty="Mention…"
        choices={people
          .filter(({ id }) => mentions.every((one) => one.id !== id))
          .map(({ id, name }) => ({ value: id, label: name }))}
        onSearch={setText}
        onChoose={(id) => {
          const person = people.find((one) => one.id === id)
          if (person) onChange([...mentions, { id, name: person.name }])
        }}
        className="h-7 text-xs"
      />
      {mentions.map(({ id, name }) => (
        <Button
          key={id}
          size="sm"
          aria-label={`Do not mention ${name}`}
          onClick={() => onChange(mentions.filter((one) => one.id !== id))}
        >
          @{name}
          <X size={12} />
        </Button>
      ))}
    </>
  )
}
