/** One message whole: where it goes, what became of it, and what it says; looked at anew while it is on its way. */
import { useQuery } from '@tanstack/react-query'
import { deskQuery, useAct } from '../../app/api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { letterWords, sayKind } from './job-words.ts'

const lookAgainMs = 1_500

export type DeliverySheetProps = {
  readonly delivery: string
  readonly urlOf: (webhook: string) => string
  readonly mayChange: boolean
  readonly onClose: () => void
}

export function DeliverySheet({ delivery, urlOf, mayChange, onClose }: DeliverySheetProps) {
  const query = useQuery({
    ...deskQuery('deliveries.show', { delivery }),
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? lookAgainMs : false),
  })
  const replay = useAct('deliveries.replay', { done: () => 'It is on the way again' })
  const discard = useAct('deliveries.discard', { done: () => 'Discarded' })
  const { data } = query
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      side
      title={data ? sayKind(data.kind) : 'Message'}
      footer={
        mayChange &&
        data && (
          <>
            {data.state !== 'done' && data.state !== 'discarded' && (
              <Button look="danger" busy={discard.isPending} onClick={() => discard.mutate({ delivery })}>
                Discard
              </Button>
            )}
            {data.state !== 'waiting' && (
              <Button look="primary" busy={replay.isPending} onClick={() => replay.mutate({ delivery })}>
                Send again
              </Button>
            )}
          </>
        )
      }
    >
      <Loaded query={query}>
        {({ webhook, state, attempts, dueAt, lastError, createdAt, endedAt, message, body }) => (
          <div className="flex flex-col gap-5">
            <Facts
              rows={[
                ['To', visible(urlOf(webhook))],
                [
                  'State',
                  <span key="state" role="status">
                    <Badge tone={letterWords[state].tone}>{letterWords[state].name}</Badge>
                  </span>,
                ],
                ['Tries', attempts],
                ...(lastError === null ? [] : ([['Last problem', visible(lastError)]] as const)),
                ['Made', <Time key="made" at={createdAt} />],
                ...(state === 'waiting' ? ([['Next try', <Time key="due" at={dueAt} />]] as const) : []),
                ...(endedAt === null ? [] : ([['Ended', <Time key="ended" at={endedAt} />]] as const)),
                [
                  'Message id',
                  <code key="id" className="text-xs">
                    {message}
                  </code>,
                ],
              ]}
            />
            <Payload body={body} />
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}

/** What the receiver reads; text whatever it holds. */
export function Payload({
  body,
  title = 'What it says',
}: {
  readonly body: object
  readonly title?: string
}) {
  const text = JSON.stringify(body, null, 2)
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h3 className="text-sm font-semibold">{title}</h3>
        <CopyButton text={text} label="Copy" />
      </div>
      <pre className="words-of-others rounded-md bg-sunken p-3 font-mono text-xs leading-5">
        {visible(text)}
      </pre>
    </section>
  )
}
