/** What of this desk is demonstration, and its removal in one act that cannot be taken back. */
import { Link } from '@tanstack/react-router'
import { Sprout } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { type OutputOf, useAct, useDesk } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Empty, Failed, Loading } from '../../ui/states.tsx'
import { AdminFrame } from './admin-frame.tsx'
import { RefusalNote } from './refusal-note.tsx'

const countedMax = 200
const wordTyped = 'remove'

export function DemoPage() {
  const [removed, setRemoved] = useState<OutputOf<'demo.remove'>>()
  return (
    <AdminFrame tab="demo">
      {() => (removed ? <Gone {...removed} /> : <Demo onRemoved={setRemoved} />)}
    </AdminFrame>
  )
}

type Listed = { readonly items: readonly { readonly demo: boolean }[]; readonly next: string | null }

/** How many of a list are demonstration, as far as its first page tells. */
const demoIn = (page: Listed): string =>
  `${page.items.filter(({ demo }) => demo).length}${page.next === null ? '' : ' or more'}`

function Demo({ onRemoved }: { readonly onRemoved: (removed: OutputOf<'demo.remove'>) => void }) {
  const cases = useDesk('cases.list', { order: 'opened', limit: countedMax })
  const accounts = useDesk('accounts.list', { limit: countedMax })
  const people = useDesk('people.list', { limit: countedMax })
  const [asking, setAsking] = useState(false)
  const failed = cases.error ?? accounts.error ?? people.error
  if (failed) return <Failed error={failed} />
  if (!cases.data || !accounts.data || !people.data) return <Loading rows={4} />
  const parts = [
    { name: 'Cases', count: demoIn(cases.data), text: 'with their history, decisions and corrections' },
    {
      name: 'Customers',
      count: demoIn(accounts.data),
      text: 'with their engagements and assigned engineers',
    },
    { name: 'People', count: demoIn(people.data), text: 'none of them can sign in' },
  ]
  if (parts.every(({ count }) => count === '0')) return <NoDemo />
  return (
    <div className="max-w-2xl px-4 py-5 md:px-6">
      <p className="text-sm">
        This desk came with an invented company: eight weeks of asks, so that every page has something to
        show. It is marked wherever it appears, and mixes with nothing of yours.
      </p>
      <dl className="my-5 grid gap-4 sm:grid-cols-3">
        {parts.map(({ name, count, text }) => (
          <div key={name}>
            <dt className="text-sm font-medium">{name}</dt>
            <dd>
              <span className="block text-xl font-semibold tabular-nums">{count}</span>
              <span className="text-xs text-dim">{text}</span>
            </dd>
          </div>
        ))}
      </dl>
      <h2 className="mt-6 text-sm font-semibold">What happens when you remove it</h2>
      <ul className="mt-1 list-disc pl-5 text-sm text-dim">
        <li>Everything above goes, all at once and for good.</li>
        <li>What is yours stays. A real case that an invented person had goes to somebody else.</li>
        <li>A customer or person that something real stands on stays, and counts as real from then on.</li>
        <li>The audit log keeps what was done.</li>
      </ul>
      <Button look="danger" className="mt-5" onClick={() => setAsking(true)}>
        Remove the demonstration…
      </Button>
      {asking && <Confirm onClose={() => setAsking(false)} onRemoved={onRemoved} />}
    </div>
  )
}

type ConfirmProps = {
  readonly onClose: () => void
  readonly onRemoved: (removed: OutputOf<'demo.remove'>) => void
}

function Confirm({ onClose, onRemoved }: ConfirmProps) {
  const form = useId()
  const [typed, setTyped] = useState('')
  const remove = useAct('demo.remove', { quiet: true, onDone: onRemoved })
  const meant = typed.trim().toLowerCase() === wordTyped
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (meant) remove.mutate({})
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !remove.isPending && onClose()}
      width="sm"
      title="Remove the demonstration?"
      text="This cannot be taken back."
      footer={
        <>
          <Button onClick={onClose} disabled={remove.isPending}>
            Keep it
          </Button>
          <Button look="danger" type="submit" form={form} disabled={!meant} busy={remove.isPending}>
            Remove for good
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        <TextField
          label={`Type “${wordTyped}” to confirm`}
          autoFocus
          autoComplete="off"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <RefusalNote error={remove.error} />
      </form>
    </Dialog>
  )
}

const NoDemo = () => (
  <Empty
    icon={<Sprout size={28} />}
    title="There is no demonstration here"
    text="All that you see is yours. A demonstration comes only with the first start of an empty desk."
  />
)

const Gone = ({ cases, accounts, people }: OutputOf<'demo.remove'>) => (
  <Empty
    icon={<Sprout size={28} />}
    title="The demonstration is gone"
    text={`${cases} cases, ${accounts} customers and ${people} people were removed. The desk is yours: add people, then open the first case.`}
  >
    <Button asChild look="primary">
      <Link to="/admin/people">Add people</Link>
    </Button>
    <Button asChild>
      <Link to="/ask">Ask something</Link>
    </Button>
  </Empty>
)
