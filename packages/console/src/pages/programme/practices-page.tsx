/** What works for one customer and may help others: marked, offered, and taken up or not. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus, Sparkles } from 'lucide-react'
import { useState } from 'react'
import { useDeskPages } from '../../app/api.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { AccountPick } from '../../parts/pickers.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { useProgramme } from './kinds.tsx'
import { NoProgramme } from './no-programme.tsx'
import { PracticeSheet } from './practice-sheet.tsx'
import { ProgrammeFrame } from './programme-frame.tsx'

export function PracticesPage() {
  const programme = useProgramme()
  const { practice } = useSearch({ from: '/programme/practices' })
  const navigate = useNavigate({ from: '/programme/practices' })
  const [marking, setMarking] = useState(false)
  const list = useDeskPages('practices.list', { limit: 50 })
  useShortcut('n', 'Mark a practice', () => setMarking(true))
  if (programme === null) return <NoProgramme at="/programme/practices" />
  return (
    <ProgrammeFrame
      at="/programme/practices"
      actions={
        <Button look="primary" icon={<Plus size={15} />} keys="n" onClick={() => setMarking(true)}>
          Mark a practice
        </Button>
      }
    >
      <Loaded query={list}>
        {(rows) => (
          <>
            {rows.length === 0 && (
              <Empty
                icon={<Sparkles size={28} />}
                title="No practice is marked"
                text="What works for an assigned customer can be offered to all. Write it so that it holds for any customer."
              />
            )}
            <ul aria-label="Practices" className="divide-y">
              {rows.map((one) => (
                <li key={one.id}>
                  <button
                    type="button"
                    onClick={() => void navigate({ search: { practice: one.id } })}
                    className="flex w-full flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5 text-left text-sm hover:bg-hover md:px-6"
                  >
                    <span className="min-w-0 basis-full font-medium wrap-anywhere md:basis-72">
                      {visible(one.title)}
                    </span>
                    <span className="min-w-0 flex-1 basis-60 truncate text-dim">{visible(one.body)}</span>
                    <span className="text-xs text-dim tabular-nums">{sayOffers(one.offers)}</span>
                    <Time at={one.markedAt} className="text-xs text-dim" />
                  </button>
                </li>
              ))}
            </ul>
            <ShowMore list={list} />
          </>
        )}
      </Loaded>
      {marking && <MarkPractice onClose={() => setMarking(false)} />}
      {practice !== undefined && (
        <PracticeSheet id={practice} onClose={() => void navigate({ search: {} })} />
      )}
    </ProgrammeFrame>
  )
}

type Offers = { readonly offered: number; readonly takenUp: number; readonly declined: number }

const sayOffers = ({ offered, takenUp, declined }: Offers): string => {
  const all = offered + takenUp + declined
  return all === 0 ? 'Not offered yet' : `Offered to ${all}, taken up by ${takenUp}`
}

/** Marks what was found useful for a customer; the desk refuses words that name it. */
export function MarkPractice({
  account: given,
  onClose,
}: {
  readonly account?: string
  readonly onClose: () => void
}) {
  const [account, setAccount] = useState(given)
  const [title, setTitle] = useState('')
  const [body, setBody] = useState('')
  return (
    <ActDialog
      operation="practices.mark"
      input={
        account === undefined || title.trim() === '' || body.trim() === ''
          ? undefined
          : { account, title, body }
      }
      title="Mark a practice"
      text="Others are offered these words: name no customer in them."
      verb="Mark"
      onClose={onClose}
      done={() => 'Marked; it can be offered now'}
    >
      {given === undefined && <AccountPick label="Found useful for" value={account} onChoose={setAccount} />}
      <TextField label="Title" required value={title} onChange={(event) => setTitle(event.target.value)} />
      <TextArea
        label="What to do and what for"
        required
        className="min-h-32"
        value={body}
        onChange={(event) => setBody(event.target.value)}
      />
    </ActDialog>
  )
}
