/** One webhook: where it leads, what it hears, how its messages fare; and testing, pausing and removing it. */
import { Ellipsis, Pause, Play, Send } from 'lucide-react'
import { useState } from 'react'
import { desk, type OutputOf, type RowOf, refresh, useAct } from '../../app/api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { healthOf, sayKind } from './job-words.ts'

type Webhook = OutputOf<'webhooks.list'>['items'][number]

export type WebhookRowProps = {
  readonly webhook: Webhook
  /** The newest messages of all webhooks. */
  readonly letters: readonly RowOf<'deliveries.list'>[]
  readonly mayChange: boolean
  /** Shows what becomes of the message that a test sends. */
  readonly onTested: (delivery: string) => void
}

export function WebhookRow({ webhook, letters, mayChange, onTested }: WebhookRowProps) {
  const { id, url, events, internal, pausedAt } = webhook
  const health = healthOf(id, letters)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-sm md:px-6">
      <div className="min-w-0 flex-1 basis-72">
        <p className="truncate font-medium" title={visible(url)}>
          {visible(url)}
        </p>
        <p className="truncate text-xs text-dim" title={events.map(sayKind).join(', ')}>
          {sayEvents(events)} · {internal ? 'read by colleagues only' : 'may be read by others'}
        </p>
      </div>
      <div className="flex items-center gap-3">
        {pausedAt === null ? (
          <Badge tone={health.tone}>{health.words}</Badge>
        ) : (
          <Badge tone="warn">
            Paused <Time at={pausedAt} />
          </Badge>
        )}
        {health.lastAt !== undefined && (
          <span className="text-xs text-dim">
            last <Time at={health.lastAt} />
          </span>
        )}
      </div>
      {mayChange && <Acts webhook={webhook} onTested={onTested} />}
    </li>
  )
}

const sayEvents = (events: readonly string[]): string => {
  if (events.includes('*')) return 'Hears everything it may'
  return events.length === 1 ? `Hears of ${sayKind(events[0]!)}` : `Hears of ${events.length} kinds of events`
}

function Acts({ webhook, onTested }: Pick<WebhookRowProps, 'webhook' | 'onTested'>) {
  const { id, url, pausedAt } = webhook
  const [removing, setRemoving] = useState(false)
  const back = (name: 'webhooks.pause' | 'webhooks.resume') => async () => {
    await desk.call(name, { webhook: id })
    refresh(['webhooks'])
  }
  const test = useAct('webhooks.test', { onDone: ({ delivery }) => onTested(delivery) })
  const pause = useAct('webhooks.pause', {
    done: () => 'Paused. What happens meanwhile is not kept for it.',
    undo: () => back('webhooks.resume'),
  })
  const resume = useAct('webhooks.resume', {
    done: ({ replayed }) =>
      replayed > 0
        ? `Resumed, ${replayed} ${replayed === 1 ? 'message is' : 'messages are'} on the way again`
        : 'Resumed',
  })
  const replay = useAct('webhooks.replay', {
    done: ({ replayed }) => (replayed > 0 ? `${replayed} on the way again` : 'Nothing was given up'),
  })
  return (
    <div className="flex items-center gap-1">
      {pausedAt === null ? (
        <Button
          size="sm"
          icon={<Send size={14} />}
          busy={test.isPending}
          onClick={() => test.mutate({ webhook: id })}
        >
          Test
        </Button>
      ) : (
        <Button
          size="sm"
          icon={<Play size={14} />}
          busy={resume.isPending}
          onClick={() => resume.mutate({ webhook: id })}
        >
          Resume
        </Button>
      )}
      <Menu
        items={[
          ...(pausedAt === null
            ? [
                { label: 'Pause', icon: <Pause size={14} />, run: () => pause.mutate({ webhook: id }) },
                { label: 'Send what was given up again', run: () => replay.mutate({ webhook: id }) },
              ]
            : []),
          { label: 'Remove…', danger: true, run: () => setRemoving(true) },
        ]}
      >
        <Button
          look="ghost"
          size="icon"
          aria-label={`More for ${visible(url)}`}
          icon={<Ellipsis size={16} />}
        />
      </Menu>
      {removing && <Remove webhook={webhook} onClose={() => setRemoving(false)} />}
    </div>
  )
}

function Remove({
  webhook: { id, url },
  onClose,
}: {
  readonly webhook: Webhook
  readonly onClose: () => void
}) {
  const remove = useAct('webhooks.remove', {
    done: ({ discarded }) => `Removed${discarded > 0 ? `; ${discarded} messages were discarded` : ''}`,
    onDone: onClose,
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="sm"
      title="Remove this webhook?"
      text="It hears nothing more, its secret is forgotten, and what is on its way is discarded."
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Keep it
          </Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate({ webhook: id })}>
            Remove
          </Button>
        </>
      }
    >
      <p className="text-sm wrap-anywhere">{visible(url)}</p>
    </Dialog>
  )
}
