/** One request: what is asked, what each part of leadership says, who could take it, and the decision. */
import { useState } from 'react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { may, useMe } from '../../app/session.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { CustomerLink } from '../../parts/customer-link.tsx'
import { SheetPart } from '../../parts/sheet-part.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Facts } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { sayDay, Time } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'
import { Candidates } from './candidates.tsx'
import { DecideRequest } from './decide-request.tsx'
import { KindWords } from './kinds.tsx'
import { RequestState } from './request-state.tsx'
import { RequestViews } from './request-views.tsx'

type Request = OutputOf<'requests.show'>

export function RequestSheet({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const request = useDesk('requests.show', { request: id })
  return (
    <Dialog
      open
      side
      onOpenChange={(open) => !open && onClose()}
      title={request.data ? visible(request.data.account.name) : 'Request'}
      text="Request for an assigned engineer"
    >
      <Loaded query={request}>{(data) => <Whole request={data} />}</Loaded>
    </Dialog>
  )
}

function Whole({ request }: { readonly request: Request }) {
  const me = useMe()
  const { topic } = useNames()
  const [doing, setDoing] = useState<'decide' | 'withdraw'>()
  const open = ['open', 'waiting', 'offered'].includes(request.state)
  const decides = may(me, 'programme:write')
  const close = () => setDoing(undefined)
  return (
    <div className="flex flex-col gap-6">
      <Facts
        rows={[
          ['Customer', <CustomerLink key="c" account={request.account} />],
          ['State', <RequestState key="s" {...request} />],
          ['Kind', <KindWords key="k" kind={request.kind} short={false} />],
          ...(request.until === null ? [] : [['Until', sayDay(request.until)] as const]),
          [
            'Asked',
            <span key="a">
              {visible(request.askedBy.name)}, <Time at={request.askedAt} />
              {request.startedBy === 'support' && ' (started by support)'}
            </span>,
          ],
          ...(request.wantedEngineer === null
            ? []
            : [['Wished for', visible(request.wantedEngineer.name)] as const]),
          ...(request.languages.length === 0 ? [] : [['Languages', request.languages.join(', ')] as const]),
          ...(request.areas.length === 0 ? [] : [['Areas', request.areas.map(topic).join(', ')] as const]),
        ]}
      />
      <SheetPart title="Why it would help">
        <Words text={request.reason} className="text-sm" />
      </SheetPart>
      <RequestViews request={request} open={open} />
      {request.decisionReason !== null && (
        <SheetPart title={request.state === 'withdrawn' ? 'Taken back' : 'Decision'}>
          <p className="text-xs text-dim">
            {visible(request.decidedBy?.name ?? '')}
            {request.decidedAt !== null && (
              <>
                , <Time at={request.decidedAt} />
              </>
            )}
          </p>
          <Words text={request.decisionReason} className="mt-1 text-sm" />
        </SheetPart>
      )}
      {open && may(me, 'programme:read') && <Candidates request={request.id} />}
      {open && (
        <div className="flex flex-wrap gap-2 border-t pt-4">
          {decides && (
            <Button look="primary" onClick={() => setDoing('decide')} disabled={request.missing.length > 0}>
              Decide
            </Button>
          )}
          {(decides || request.askedBy.id === me.id) && (
            <Button onClick={() => setDoing('withdraw')}>Take back</Button>
          )}
          {decides && request.missing.length > 0 && (
            <p className="self-center text-xs text-dim">It is decided once every view is there.</p>
          )}
        </div>
      )}
      {doing === 'decide' && <DecideRequest request={request} onClose={close} />}
      {doing === 'withdraw' && <Withdraw request={request} onClose={close} />}
    </div>
  )
}

function Withdraw({ request, onClose }: { readonly request: Request; readonly onClose: () => void }) {
  const [reason, setReason] = useState('')
  return (
    <ActDialog
      operation="requests.withdraw"
      input={reason.trim() === '' ? undefined : { request: request.id, reason, version: request.version }}
      title="Take this request back"
      text="It can be asked for anew."
      verb="Take back"
      onClose={onClose}
      done={() => 'Taken back'}
    >
      <TextArea label="Reason" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ActDialog>
  )
}
