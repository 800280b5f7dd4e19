/** What corrections propose for the policy, to be accepted or declined by its authors, and the change that comes of it. */
import { getRouteApi } from '@tanstack/react-router'
import { Lightbulb } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { may, useMe } from '../../app/session.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { Empty, Loaded } from '../../ui/states.tsx'
import { ChangeView } from './change-view.tsx'
import { DecideProposal } from './decide-proposal.tsx'
import { PolicyFrame } from './policy-frame.tsx'
import { type Proposal, ProposalCard } from './proposal-card.tsx'
import type { ProposalShow } from './search.ts'
import { Segments } from './segments.tsx'

const route = getRouteApi('/policy/proposals')

export function ProposalsPage() {
  const me = useMe()
  if (!may(me, 'policy:write')) {
    return (
      <PolicyFrame at="/policy/proposals">
        <Empty
          icon={<Lightbulb size={28} />}
          title="Proposals are for the policy's authors"
          text="Ask an admin for the role of a policy author to decide them."
        />
      </PolicyFrame>
    )
  }
  return <Proposals />
}

function Proposals() {
  const { show = 'open' } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useDesk('proposals.list', {})
  const count = (state: Proposal['state']): number =>
    list.data?.items.filter((one) => one.state === state).length ?? 0
  const labels: Readonly<Record<ProposalShow, string>> = {
    open: `Open ${count('open')}`,
    accepted: `Accepted ${count('accepted')}`,
    declined: `Declined ${count('declined')}`,
    applied: `Applied ${count('applied')}`,
    change: 'The change',
  }
  return (
    <PolicyFrame at="/policy/proposals">
      <div className="scroll-thin overflow-x-auto border-b px-4 py-2 md:px-6">
        <div className="flex w-max">
          <Segments
            label="Which proposals"
            value={show}
            choices={Object.entries(labels).map(([value, label]) => ({
              value: value as ProposalShow,
              label,
            }))}
            onChoose={(value) => void navigate({ search: { show: value }, replace: true })}
          />
        </div>
      </div>
      {show === 'change' ? (
        <ChangeView />
      ) : (
        <Loaded query={list} rows={10}>
          {(data) => <ProposalList data={data} state={show} />}
        </Loaded>
      )}
    </PolicyFrame>
  )
}

const emptyWords: Readonly<Record<Proposal['state'], readonly [title: string, text: string]>> = {
  open: [
    'Nothing to decide',
    'When a case is put right, what the policy can learn from it is proposed here.',
  ],
  accepted: ['Nothing is accepted', 'Accept an open proposal, and it joins the next change of the policy.'],
  declined: [
    'Nothing was declined',
    'Declined proposals stay here, with the reason, and can still be accepted.',
  ],
  applied: [
    'Nothing was applied yet',
    "Once the policy's files hold an accepted proposal, it is listed here.",
  ],
}

type Deciding = { readonly proposal: Proposal; readonly verb: 'accept' | 'decline' }

function ProposalList({
  data: { items, more },
  state,
}: {
  readonly data: OutputOf<'proposals.list'>
  readonly state: Proposal['state']
}) {
  const [deciding, setDeciding] = useState<Deciding>()
  const shown = items.filter((one) => one.state === state)
  const decide = (verb: Deciding['verb']): void => {
    const proposal = shown.find(({ id }) => id === focusedId())
    const isOffered =
      proposal &&
      proposal.state !== 'applied' &&
      proposal.state !== (verb === 'accept' ? 'accepted' : 'declined')
    if (isOffered && (verb === 'decline' || proposal.place !== null)) setDeciding({ proposal, verb })
  }
  const decidedAt = useRef<number>(undefined)
  useEffect(() => {
    // What was decided leaves the list, and the focus with it: it goes on to what took its place.
    if (decidedAt.current === undefined || document.activeElement !== document.body) return
    const all = cards()
    all[Math.min(all.length - 1, decidedAt.current)]?.focus()
    decidedAt.current = undefined
  })
  useShortcut('j', 'Next proposal', () => step(1))
  useShortcut('k', 'Proposal before', () => step(-1))
  useShortcut('a', 'Accept the proposal', () => decide('accept'))
  useShortcut('d', 'Decline the proposal', () => decide('decline'))

  if (shown.length === 0) {
    const [title, text] = emptyWords[state]
    return <Empty icon={<Lightbulb size={28} />} title={title} text={text} />
  }
  return (
    <>
      <ul aria-label="Proposals">
        {shown.map((proposal) => (
          <ProposalCard
            key={proposal.id}
            proposal={proposal}
            onAccept={() => setDeciding({ proposal, verb: 'accept' })}
            onDecline={() => setDeciding({ proposal, verb: 'decline' })}
          />
        ))}
      </ul>
      {more && (
        <p className="px-4 py-3 text-sm text-dim md:px-6">
          There are more. Decide these, and the next ones follow.
        </p>
      )}
      {deciding && (
        <DecideProposal
          key={`${deciding.proposal.id} ${deciding.verb}`}
          proposal={deciding.proposal}
          verb={deciding.verb}
          onClose={() => {
            decidedAt.current = shown.findIndex(({ id }) => id === deciding.proposal.id)
            setDeciding(undefined)
          }}
        />
      )}
    </>
  )
}

const cards = (): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-proposal]')]

const focusedId = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-proposal]')?.dataset['proposal']

/** Moves the focus among the proposals; from elsewhere to the first. */
function step(by: 1 | -1): void {
  const all = cards()
  const at = all.findIndex(({ dataset }) => dataset['proposal'] === focusedId())
  all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus()
}
