/** Messages to webhooks by what became of them; those that were given up can be sent again or discarded. */
import { MailCheck } from 'lucide-react'
import { useState } from 'react'
import { desk, type RowOf, refresh, useAct, useDeskPages } from '../../app/api.ts'
import { sayError } from '../../app/say-error.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { visible } from '../../ui/words.tsx'
import { troubleColumns } from './job-columns.tsx'
import { letterStates, letterWords, sayKind } from './job-words.ts'
import { oneIn } from './search.ts'

type Letter = RowOf<'deliveries.list'>
type LetterState = (typeof letterStates)[number]

export type LettersProps = {
  readonly state: LetterState
  readonly onState: (state: LetterState) => void
  readonly urlOf: (webhook: string) => string
  readonly onOpen: (delivery: string) => void
  readonly mayChange: boolean
}

const pageSize = 100

const empty: Readonly<Record<LetterState, { readonly title: string; readonly text: string }>> = {
  dead: {
    title: 'Nothing was given up',
    text: 'Messages that cannot be delivered wait here until you decide.',
  },
  waiting: {
    title: 'Nothing is on its way',
    text: 'Messages appear here between the event and their arrival.',
  },
  done: { title: 'Nothing was delivered lately', text: 'What arrived is forgotten after 30 days.' },
  discarded: { title: 'Nothing was discarded', text: 'Messages that somebody gave up for good appear here.' },
}

export function Letters({ state, onState, urlOf, onOpen, mayChange }: LettersProps) {
  const letters = useDeskPages('deliveries.list', { state, limit: pageSize }, { keep: true })
  const [discarding, setDiscarding] = useState(false)
  const rows = letters.data ?? []
  return (
    <section>
      <div className="flex flex-wrap items-center gap-2 px-4 pt-4 pb-2 md:px-6">
        <h2 className="mr-2 text-sm font-semibold">Messages</h2>
        <SelectField
          label="What became of them"
          hideLabel
          fieldClass="w-44"
          options={letterStates.map((one) => ({ value: one, label: letterWords[one].name }))}
          value={state}
          onChange={({ target }) => onState(oneIn(letterStates, target.value) ?? 'dead')}
        />
        {mayChange && state === 'dead' && rows.length > 0 && (
          <div className="ml-auto flex gap-2">
            <ReplayAll letters={rows} />
            <Button size="sm" look="danger" onClick={() => setDiscarding(true)}>
              Discard all…
            </Button>
          </div>
        )}
      </div>
      <Loaded query={letters} rows={4}>
        {(shown) => (
          <div className="md:px-2">
            <Table
              label="Messages"
              columns={columnsWith(urlOf, onOpen)}
              rows={shown}
              rowId={({ id }) => id}
              onOpen={({ id }) => onOpen(id)}
              empty={<Empty icon={<MailCheck size={28} />} {...empty[state]} />}
              more={<ShowMore list={letters} label="Show older messages" />}
            />
          </div>
        )}
      </Loaded>
      {discarding && <DiscardAll letters={rows} onClose={() => setDiscarding(false)} />}
    </section>
  )
}

const columnsWith = (
  urlOf: LettersProps['urlOf'],
  onOpen: LettersProps['onOpen'],
): readonly Column<Letter>[] => [
  {
    id: 'kind',
    header: 'Tells of',
    sortBy: ({ kind }) => kind,
    cell: ({ id, kind }) => (
      <button
        type="button"
        className="block max-w-full truncate text-left font-medium hover:underline"
        onClick={() => onOpen(id)}
      >
        {sayKind(kind)}
      </button>
    ),
    className: 'min-w-44',
  },
  {
    id: 'to',
    header: 'To',
    cell: ({ webhook }) => (
      <span className="block truncate" title={visible(urlOf(webhook))}>
        {visible(urlOf(webhook))}
      </span>
    ),
    className: 'max-w-64',
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) => <Badge tone={letterWords[state].tone}>{letterWords[state].name}</Badge>,
  },
  ...troubleColumns,
  {
    id: 'when',
    header: 'When',
    sortBy: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Time at={createdAt} className="whitespace-nowrap text-dim" />,
  },
]

/** One call for each webhook that has something here; a paused one refuses, and says so. */
function ReplayAll({ letters }: { readonly letters: readonly Letter[] }) {
  const replay = useAct('webhooks.replay', {
    done: ({ replayed }) => `${replayed} ${replayed === 1 ? 'message is' : 'messages are'} on the way again`,
  })
  return (
    <Button
      size="sm"
      busy={replay.isPending}
      onClick={() => {
        for (const webhook of new Set(letters.map((letter) => letter.webhook))) replay.mutate({ webhook })
      }}
    >
      Send all again
    </Button>
  )
}

function DiscardAll({
  letters,
  onClose,
}: {
  readonly letters: readonly Letter[]
  readonly onClose: () => void
}) {
  const [busy, setBusy] = useState(false)
  const discard = async (): Promise<void> => {
    setBusy(true)
    try {
      for (const { id } of letters) await desk.call('deliveries.discard', { delivery: id })
      toast({ title: `${letters.length} ${letters.length === 1 ? 'message' : 'messages'} discarded` })
    } catch (error) {
      toast({ tone: 'bad', ...sayError(error) })
    }
    refresh(['deliveries'])
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="sm"
      title={`Discard ${letters.length} ${letters.length === 1 ? 'message' : 'messages'}?`}
      text="Their receivers never hear of it. Each can still be sent again by hand."
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Keep them
          </Button>
          <Button look="danger" busy={busy} onClick={() => void discard()}>
            Discard all
          </Button>
        </>
      }
    />
  )
}
