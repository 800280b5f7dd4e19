/** Step two: one case that waits to be accepted; or, on an empty desk, opening the first from the ask just tried. */
import { Link } from '@tanstack/react-router'
import { ExternalLink, History } from 'lucide-react'
import { useState } from 'react'
import { type OutputOf, type RowOf, useAct, useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { may, useMe } from '../../app/session.ts'
import { inWords, StateBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'
import { ownerReason } from './answer.tsx'
import type { Facts } from './steps.ts'

const lookedAt = 50
const waits = ['new', 'needs-info', 'routed'] as const

/** A case of the demonstration before a real one: whoever tries things out should not take a customer's. */
const toTry = (items: readonly RowOf<'cases.list'>[]): RowOf<'cases.list'> | undefined => {
  const free = items.filter(({ mergedInto, snoozedUntil }) => mergedInto === null && snoozedUntil === null)
  return (
    free.find(({ demo, state }) => demo && state === 'routed') ?? free.find(({ demo }) => demo) ?? free[0]
  )
}

export function CaseStep({ ask, facts }: { readonly ask: string; readonly facts: Facts }) {
  // Once one is acted on, it stays in sight although it waits no more.
  const [kept, setKept] = useState<string>()
  const waiting = useDesk('cases.list', { state: [...waits], order: 'opened', limit: lookedAt })
  return (
    <section className="flex flex-col gap-5">
      <div>
        <h2 className="text-base font-semibold">A case waits for somebody to take it</h2>
        <p className="text-sm text-dim">
          Each ask becomes a case on the right desk. Accepting it stops the clock; everything that happens
          stays in its history.
        </p>
      </div>
      <Loaded query={waiting} rows={5}>
        {({ items }) => {
          const id = kept ?? toTry(items)?.id
          return id === undefined ? (
            <FirstCase ask={ask} facts={facts} onOpened={setKept} />
          ) : (
            <OneCase key={id} id={id} onAct={() => setKept(id)} />
          )
        }}
      </Loaded>
    </section>
  )
}

function OneCase({ id, onAct }: { readonly id: string; readonly onAct: () => void }) {
  const query = useDesk('cases.show', { case: id })
  return <Loaded query={query}>{(shown) => <Shown shown={shown} onAct={onAct} />}</Loaded>
}

type Case = OutputOf<'cases.show'>

function Shown({ shown, onAct }: { readonly shown: Case; readonly onAct: () => void }) {
  const me = useMe()
  const names = useNames()
  const [history, setHistory] = useState(false)
  const accept = useAct('cases.accept', {
    done: ({ number }) => `Case #${number} is accepted`,
    onDone: onAct,
  })
  const { id, number, subject, text, account, ownerTeam, state, acceptBy, assignee, decision, version } =
    shown
  const acceptable = waits.some((one) => one === state)
  return (
    <article className="rounded-lg border">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-5 pt-4">
        <span className="text-sm text-dim tabular-nums">#{number}</span>
        <h3 className="min-w-0 flex-1 basis-60 truncate font-semibold" title={visible(subject)}>
          {visible(subject)}
        </h3>
        <StateBadge state={state} />
      </header>
      <p className="px-5 pt-1 text-sm text-dim">
        {account === null ? 'Nobody knows the account' : visible(account.name)} · {names.team(ownerTeam)}
        {assignee !== null && ` · ${assignee.name}`}
        {acceptBy !== null && acceptable && (
          <>
            {' · accept by '}
            <Time at={acceptBy} />
          </>
        )}
      </p>
      {text !== subject && <Words text={text} className="line-clamp-6 px-5 pt-3 text-sm" />}
      <p className="mt-3 border-t px-5 py-3 text-sm">
        <span className="text-dim">Why it is here: </span>
        {ownerReason(decision)?.text ?? 'See its history.'}
      </p>
      <footer className="flex flex-wrap items-center gap-2 px-5 pb-4">
        {acceptable && may(me, 'cases:write', ownerTeam) && (
          <Button look="primary" busy={accept.isPending} onClick={() => accept.mutate({ case: id, version })}>
            Accept
          </Button>
        )}
        {!acceptable && (
          <p role="status" className="text-sm font-medium text-good">
            {assignee?.id === me.id ? 'It is yours, and its clock has stopped.' : 'It is taken.'}
          </p>
        )}
        <Button
          icon={<History size={15} />}
          aria-expanded={history}
          onClick={() => setHistory((open) => !open)}
        >
          {history ? 'Hide its history' : 'See its history'}
        </Button>
        <Button asChild look="ghost">
          <Link to="/cases/$case" params={{ case: String(number) }}>
            <ExternalLink size={15} />
            Open the case
          </Link>
        </Button>
      </footer>
      {history && <Past id={id} />}
    </article>
  )
}

const eventsShown = 20

function Past({ id }: { readonly id: string }) {
  const past = useDesk('cases.history', { case: id, limit: eventsShown })
  return (
    <div className="border-t px-5 py-3">
      <Loaded query={past} rows={3}>
        {({ items }) => (
          <ol aria-label="History" className="flex flex-col gap-1.5 text-sm">
            {items.map(({ id: event, at, kind, actor }) => (
              <li key={event} className="flex gap-3">
                <Time at={at} className="w-20 shrink-0 text-dim tabular-nums" />
                <span className="min-w-0 flex-1">{inWords(kind.replaceAll('.', ' '))}</span>
                <span className="max-w-48 truncate text-dim">{actor.name}</span>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
    </div>
  )
}

type FirstCaseProps = { readonly ask: string; readonly facts: Facts; readonly onOpened: (id: string) => void }

function FirstCase({ ask, facts, onOpened }: FirstCaseProps) {
  const me = useMe()
  const open = useAct('cases.open', { onDone: ({ id }) => onOpened(id) })
  return (
    <div className="rounded-lg border border-dashed p-6">
      <p className="font-medium">No case waits on this desk</p>
      <p className="mt-1 text-sm text-dim">Open the first one from the ask you just tried:</p>
      <Words text={ask} className="mt-3 border-l-2 pl-3 text-sm" />
      {may(me, 'cases:write') ? (
        <Button
          look="primary"
          className="mt-4"
          busy={open.isPending}
          disabled={ask.trim() === ''}
          onClick={() => open.mutate({ text: ask, facts })}
        >
          Open the first case
        </Button>
      ) : (
        <p className="mt-4 text-sm text-dim">Ask an admin for the role Agent to open cases.</p>
      )}
    </div>
  )
}
