/** Who is told of what happens: webhooks with how they fare, and the messages that did not arrive. */
import { getRouteApi } from '@tanstack/react-router'
import { Cable } from 'lucide-react'
import { useState } from 'react'
import { useDesk } from '../../app/api.ts'
import { useMe } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { AddWebhook } from './add-webhook.tsx'
import { AdminFrame } from './admin-frame.tsx'
import { DeliverySheet } from './delivery-sheet.tsx'
import { Letters } from './letters.tsx'
import { mayEverywhere } from './roles.ts'
import { given } from './search.ts'
import { WebhookRow } from './webhook-row.tsx'

const route = getRouteApi('/admin/connectors')
/** Health is told by the newest messages. */
const newestMax = 200

export function ConnectorsPage() {
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const mayChange = mayEverywhere(me, 'deliveries:write')
  return (
    <AdminFrame
      tab="connectors"
      actions={
        mayChange && (
          <Button look="primary" icon={<Cable size={15} />} onClick={() => setAdding(true)}>
            Add webhook
          </Button>
        )
      }
    >
      {() => (
        <>
          <Connectors mayChange={mayChange} onAdd={() => setAdding(true)} />
          {adding && <AddWebhook onClose={() => setAdding(false)} />}
        </>
      )}
    </AdminFrame>
  )
}

type ConnectorsProps = { readonly mayChange: boolean; readonly onAdd: () => void }

function Connectors({ mayChange, onAdd }: ConnectorsProps) {
  const { state = 'dead', delivery } = route.useSearch()
  const navigate = route.useNavigate()
  const webhooks = useDesk('webhooks.list', {})
  const newest = useDesk('deliveries.list', { limit: newestMax })
  const open = (id: string | undefined): void =>
    void navigate({ search: (before) => given({ ...before, delivery: id }), replace: true })
  const urlOf = (id: string): string =>
    webhooks.data?.items.find((one) => one.id === id)?.url ?? 'Removed webhook'
  return (
    <>
      <Loaded query={webhooks} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              icon={<Cable size={28} />}
              title="Nobody is told yet"
              text="A webhook tells another system of cases, engagements and the programme as they happen, in signed messages."
            >
              {mayChange && (
                <Button look="primary" onClick={onAdd}>
                  Add the first webhook
                </Button>
              )}
            </Empty>
          ) : (
            <ul aria-label="Webhooks" className="divide-y border-b">
              {items.map((webhook) => (
                <WebhookRow
                  key={webhook.id}
                  webhook={webhook}
                  letters={newest.data?.items ?? []}
                  mayChange={mayChange}
                  onTested={open}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Letters
        state={state}
        onState={(next) => void navigate({ search: next === 'dead' ? {} : { state: next }, replace: true })}
        urlOf={urlOf}
        onOpen={open}
        mayChange={mayChange}
      />
      {delivery !== undefined && (
        <DeliverySheet
          key={delivery}
          delivery={delivery}
          urlOf={urlOf}
          mayChange={mayChange}
          onClose={() => open(undefined)}
        />
      )}
    </>
  )
}
