/** One practice: its words, to whom it was offered, and what came of it. */
import { useState } from 'react'
import { type InputOf, type RowOf, useAct, useDeskPages } from '../../app/api.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { CustomerLink } from '../../parts/customer-link.tsx'
import { AccountPick } from '../../parts/pickers.tsx'
import { SheetPart } from '../../parts/sheet-part.tsx'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/page.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'

type Practice = RowOf<'practices.list'>
type Offer = RowOf<'practices.offers'>

export function PracticeSheet({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const list = useDeskPages('practices.list', { limit: 50 })
  const practice = list.data?.find((one) => one.id === id)
  return (
    <Dialog
      open
      side
      onOpenChange={(open) => !open && onClose()}
      title={practice ? visible(practice.title) : 'Practice'}
    >
      <Loaded query={list}>
        {() =>
          practice ? (
            <Whole practice={practice} />
          ) : (
            <p className="text-sm text-dim">It is further down the list: close this and show more.</p>
          )
        }
      </Loaded>
    </Dialog>
  )
}

function Whole({ practice }: { readonly practice: Practice }) {
  const offers = useDeskPages('practices.offers', { practice: practice.id, limit: 100 })
  const [offering, setOffering] = useState<'all' | 'one'>()
  return (
    <div className="flex flex-col gap-6">
      <SheetPart
        title="What customers are offered"
        actions={<CopyButton look="ghost" text={`${practice.title}\n\n${practice.body}`} />}
      >
        <Words text={practice.body} className="text-sm" />
      </SheetPart>
      <Facts
        rows={[
          ['Found for', <CustomerLink key="c" account={practice.account} />],
          [
            'Marked',
            <span key="m">
              {visible(practice.markedBy.name)}, <Time at={practice.markedAt} />
            </span>,
          ],
        ]}
      />
      <p className="-mt-4 text-xs text-dim">For whom it was found stays among colleagues.</p>
      <SheetPart
        title="Offered to"
        actions={
          <>
            <Button size="sm" onClick={() => setOffering('one')}>
              Offer to one
            </Button>
            <Button size="sm" onClick={() => setOffering('all')}>
              Offer to all
            </Button>
          </>
        }
      >
        <Loaded query={offers} rows={2}>
          {(rows) => (
            <>
              {rows.length === 0 && <p className="text-sm text-dim">Nobody yet.</p>}
              <ul className="divide-y">
                {rows.map((one) => (
                  <OfferRow key={one.account.id} offer={one} />
                ))}
              </ul>
              <ShowMore list={offers} />
            </>
          )}
        </Loaded>
      </SheetPart>
      {offering && <OfferTo to={offering} practice={practice} onClose={() => setOffering(undefined)} />}
    </div>
  )
}

const states: Readonly<Record<Offer['state'], { readonly tone: Tone; readonly words: string }>> = {
  offered: { tone: 'accent', words: 'Offered' },
  'taken-up': { tone: 'good', words: 'Taken up' },
  declined: { tone: 'plain', words: 'Declined' },
}

function OfferRow({ offer }: { readonly offer: Offer }) {
  const settle = useAct('practices.settle', { done: ({ state }) => states[state].words })
  const { practice, account, state } = offer
  const note = (to: InputOf<'practices.settle'>['state']) =>
    settle.mutate({ practice, account: account.id, state: to })
  return (
    <li className="flex min-h-9 items-center gap-2 text-sm">
      <CustomerLink account={account} className="min-w-0 flex-1" />
      <Badge tone={states[state].tone}>{states[state].words}</Badge>
      {state === 'offered' && (
        <>
          <Button
            size="sm"
            look="ghost"
            aria-label={`${account.name} took it up`}
            onClick={() => note('taken-up')}
          >
            Took it up
          </Button>
          <Button
            size="sm"
            look="ghost"
            aria-label={`${account.name} declined`}
            onClick={() => note('declined')}
          >
            Declined
          </Button>
        </>
      )}
    </li>
  )
}

type OfferToProps = {
  readonly to: 'all' | 'one'
  readonly practice: Practice
  readonly onClose: () => void
}

function OfferTo({ to, practice, onClose }: OfferToProps) {
  const [account, setAccount] = useState<string>()
  const chosen = to === 'all' ? to : account === undefined ? undefined : [account]
  return (
    <ActDialog
      operation="practices.offer"
      input={
        chosen === undefined ? undefined : { practice: practice.id, to: chosen, version: practice.version }
      }
      title={to === 'all' ? 'Offer it to all customers' : 'Offer it to a customer'}
      text={
        to === 'all'
          ? 'To every customer but the one it comes from. Who was offered it already keeps that.'
          : 'Who was offered it already keeps that.'
      }
      verb="Offer"
      onClose={onClose}
      done={() => 'Offered'}
    >
      {to === 'one' && <AccountPick label="Customer" value={account} onChoose={setAccount} />}
    </ActDialog>
  )
}
