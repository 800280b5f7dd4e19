/** Work that looks like Professional Services: leadership is asked before anybody says yes, and answers with a reason. */
import { useState } from 'react'
import { type RowOf, useDesk, useDeskPages } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { may, useMe } from '../../app/session.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { CustomerLink } from '../../parts/customer-link.tsx'
import { ChoicePick } from '../../parts/pickers.tsx'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextArea } from '../../ui/field.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'

type Check = RowOf<'leadership_checks.list'>

const states: Readonly<Record<Check['state'], { readonly tone: Tone; readonly words: string }>> = {
  open: { tone: 'accent', words: 'Asked' },
  yes: { tone: 'good', words: 'Yes' },
  no: { tone: 'bad', words: 'No' },
  lapsed: { tone: 'plain', words: 'Lapsed' },
}

export type LeadershipCheckListProps = {
  /** Only open ones, only settled ones, or all. */
  readonly show: 'open' | 'settled' | 'all'
  readonly account?: string
}

export function LeadershipCheckList({ show, account }: LeadershipCheckListProps) {
  const me = useMe()
  const { topic } = useNames()
  const list = useDeskPages('leadership_checks.list', {
    limit: 100,
    ...(show === 'open' && { state: 'open' as const }),
    ...(account !== undefined && { account }),
  })
  const [deciding, setDeciding] = useState<Check>()
  return (
    <Loaded query={list} rows={3}>
      {(all) => {
        const rows = show === 'settled' ? all.filter(({ state }) => state !== 'open') : all
        return (
          <>
            {rows.length === 0 && (
              <p className="px-4 pb-4 text-sm text-dim">
                {show === 'open' ? 'Leadership is asked nothing.' : 'Leadership was asked nothing yet.'}
              </p>
            )}
            <ul className="divide-y">
              {rows.map((one) => (
                <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm">
                  <div className="min-w-0 flex-1 basis-52">
                    <Words text={one.what} />
                    <p className="flex min-w-0 flex-wrap gap-x-1.5 text-xs text-dim">
                      {account === undefined && <CustomerLink account={one.account} className="max-w-64" />}
                      <span>
                        asked by {visible(one.askedBy.name)}
                        {one.topic !== null && ` · ${topic(one.topic)}`}
                      </span>
                    </p>
                    {one.reason !== null && (
                      <Words
                        text={`${one.decidedBy?.name ?? 'Leadership'}: ${one.reason}`}
                        className="mt-0.5 text-xs text-dim"
                      />
                    )}
                  </div>
                  <Badge tone={states[one.state].tone}>{states[one.state].words}</Badge>
                  <Time at={one.decidedAt ?? one.openedAt} className="text-xs text-dim" />
                  {one.state === 'open' && may(me, 'programme:write') && (
                    <Button size="sm" aria-label={`Answer: ${one.what}`} onClick={() => setDeciding(one)}>
                      Answer
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            <ShowMore list={list} />
            {deciding && <Decide check={deciding} onClose={() => setDeciding(undefined)} />}
          </>
        )
      }}
    </Loaded>
  )
}

function Decide({ check, onClose }: { readonly check: Check; readonly onClose: () => void }) {
  const [says, setSays] = useState<'yes' | 'no'>('yes')
  const [reason, setReason] = useState('')
  return (
    <ActDialog
      operation="leadership_checks.decide"
      input={reason.trim() === '' ? undefined : { check: check.id, says, reason, version: check.version }}
      title="Is the work taken on?"
      text={visible(check.what)}
      verb="Answer"
      onClose={onClose}
      done={() => (says === 'yes' ? 'Answered: yes' : 'Answered: no')}
    >
      <SelectField
        label="Answer"
        value={says}
        onChange={(event) => setSays(event.target.value as 'yes' | 'no')}
        options={[
          { value: 'yes', label: 'Yes, take it on' },
          { value: 'no', label: 'No' },
        ]}
      />
      <TextArea label="Reason" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ActDialog>
  )
}

/** Asks leadership, for a customer that has an assigned engineer. */
export function AskLeadership({
  account: given,
  onClose,
}: {
  readonly account?: string
  readonly onClose: () => void
}) {
  const assignments = useDesk(
    'assignments.list',
    { state: 'active', limit: 200 },
    { enabled: given === undefined },
  )
  const [account, setAccount] = useState(given)
  const [what, setWhat] = useState('')
  return (
    <ActDialog
      operation="leadership_checks.open"
      input={account === undefined || what.trim() === '' ? undefined : { account, what }}
      title="Ask leadership"
      text="Before anybody says yes to work that looks like Professional Services."
      verb="Ask"
      onClose={onClose}
      done={() => 'Leadership is asked'}
    >
      {given === undefined && (
        <ChoicePick
          label="Customer"
          value={account}
          onChoose={setAccount}
          choices={(assignments.data?.items ?? []).map((one) => ({
            value: one.account.id,
            label: visible(one.account.name),
            detail: visible(one.engineer.name),
          }))}
        />
      )}
      <TextArea
        label="What the customer wants, and what it would take"
        required
        value={what}
        onChange={(event) => setWhat(event.target.value)}
      />
    </ActDialog>
  )
}
