/** Accepting a proposal, worded anew where its words name somebody, and declining it with the reason. */
import { type FormEvent, useId, useState } from 'react'
import { useAct } from '../../app/api.ts'
import { sayError } from '../../app/say-error.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import type { Proposal } from './proposal-card.tsx'

export type DecideProposalProps = {
  readonly proposal: Proposal
  readonly verb: 'accept' | 'decline'
  readonly onClose: () => void
}

/** Mounted while it is open, so that each opening begins anew. */
export function DecideProposal({ proposal, verb, onClose }: DecideProposalProps) {
  const form = useId()
  const [text, setText] = useState(proposal.text)
  const [reason, setReason] = useState('')
  const options = { quiet: true, onDone: onClose }
  const accept = useAct('proposals.accept', { ...options, done: () => 'Accepted: it is in the next change' })
  const decline = useAct('proposals.decline', { ...options, done: () => 'Declined' })
  const act = verb === 'accept' ? accept : decline
  const isTest = proposal.kind === 'test'
  const isReady = verb === 'accept' ? text.trim() !== '' : reason.trim() !== ''
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (!isReady || act.isPending) return
    const { id } = proposal
    if (verb === 'decline') decline.mutate({ proposal: id, reason: reason.trim() })
    else {
      accept.mutate({
        proposal: id,
        ...(!isTest && { text: text.trim() }),
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      })
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={verb === 'accept' ? 'Accept the proposal' : 'Decline the proposal'}
      text={
        verb === 'accept'
          ? 'It joins the next change of the policy, which you apply and commit. Nothing changes before.'
          : 'It leaves the list; it can be accepted later all the same.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            look="primary"
            keys="mod+enter"
            busy={act.isPending}
            disabled={!isReady}
          >
            {verb === 'accept' ? 'Accept' : 'Decline'}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={send}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(event)
        }}
        className="flex flex-col gap-4 pt-1"
      >
        {verb === 'accept' && !isTest && (
          <TextArea
            label="As it shall stand in the policy"
            hint="The policy's files are read by many: take out names, addresses and numbers of customers."
            value={text}
            maxLength={4_000}
            onChange={({ target }) => setText(target.value)}
          />
        )}
        <TextArea
          label={verb === 'accept' ? 'Reason, if there is one to remember' : 'Reason'}
          value={reason}
          maxLength={2_000}
          onChange={({ target }) => setReason(target.value)}
        />
        {act.error && <Refused error={act.error} />}
      </form>
    </Dialog>
  )
}

function Refused({ error }: { readonly error: unknown }) {
  const { title, text } = sayError(error)
  return (
    <p role="alert" className="text-sm text-bad wrap-anywhere">
      {title}. {text}
    </p>
  )
}
