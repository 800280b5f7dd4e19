/** API keys: your own, and for who gives access those of everybody; and the accounts that programs act under. */
import { getRouteApi } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { type RowOf, useAct, useDesk, useDeskPages } from '../../app/api.ts'
import { useMe } from '../../app/session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Time, useNow } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { AdminFrame } from './admin-frame.tsx'
import { MakeKey } from './make-key.tsx'
import { mayEverywhere, type Scope, scopeWords } from './roles.ts'
import { Services } from './services.tsx'

type Key = RowOf<'keys.list'>

const route = getRouteApi('/admin/keys')
const pageSize = 100

export function KeysPage() {
  const [making, setMaking] = useState<{ readonly service?: string }>()
  return (
    <AdminFrame
      tab="keys"
      actions={
        <Button look="primary" icon={<KeyRound size={15} />} onClick={() => setMaking({})}>
          Make a key
        </Button>
      }
    >
      {() => (
        <>
          <Keys onMake={() => setMaking({})} onMakeFor={(service) => setMaking({ service })} />
          {making && <MakeKey {...making} onClose={() => setMaking(undefined)} />}
        </>
      )}
    </AdminFrame>
  )
}

type KeysProps = { readonly onMake: () => void; readonly onMakeFor: (service: string) => void }

function Keys({ onMake, onMakeFor }: KeysProps) {
  const me = useMe()
  const { owner } = route.useSearch()
  const navigate = route.useNavigate()
  const keys = useDeskPages('keys.list', { ...(owner && { owner }), limit: pageSize }, { keep: true })
  const [ending, setEnding] = useState<Key>()
  const columns = useColumns(owner === 'all', setEnding)
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 md:px-6">
        {mayEverywhere(me, 'access:write') && (
          <SelectField
            label="Whose keys"
            hideLabel
            fieldClass="w-48"
            options={[
              { value: '', label: 'Your keys' },
              { value: 'all', label: 'Everybody’s keys' },
            ]}
            value={owner ?? ''}
            onChange={({ target }) =>
              void navigate({ search: target.value === 'all' ? { owner: 'all' } : {}, replace: true })
            }
          />
        )}
        <p className="text-sm text-dim">A key never does more than whoever it acts for.</p>
      </div>
      <Loaded query={keys} rows={4}>
        {(rows) => (
          <div className="md:px-2">
            <Table
              label="Keys"
              columns={columns}
              rows={rows}
              rowId={({ id }) => id}
              empty={
                <Empty
                  icon={<KeyRound size={28} />}
                  title="No keys yet"
                  text="Make one for a script, the command line, or an assistant that asks Rightdesk."
                >
                  <Button onClick={onMake}>Make a key</Button>
                </Empty>
              }
              more={<ShowMore list={keys} />}
            />
          </div>
        )}
      </Loaded>
      {me.scopes['access:write'] !== undefined && <Services onMakeKey={onMakeFor} />}
      {ending && <EndKey ending={ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}

function useColumns(withOwner: boolean, onEnd: (key: Key) => void): readonly Column<Key>[] {
  const now = useNow()
  const isOver = ({ expiresAt }: Key): boolean => Date.parse(expiresAt) <= now
  return [
    {
      id: 'name',
      header: 'For',
      sortBy: ({ name }) => name,
      cell: ({ name, hint }) => (
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="truncate font-medium" title={visible(name)}>
            {visible(name)}
          </span>
          <code className="shrink-0 text-xs text-dim">{hint}</code>
        </span>
      ),
      className: 'min-w-48',
    },
    ...(withOwner
      ? [
          {
            id: 'owner',
            header: 'Acts for',
            cell: ({ owner }: Key) => <Owner id={owner} />,
            className: 'max-w-48',
          },
        ]
      : []),
    {
      id: 'scopes',
      header: 'May',
      cell: ({ scopes }) => {
        const said = scopes.map((scope) => scopeWords[scope as Scope] ?? scope).join(', ')
        return (
          <span className="block truncate" title={said}>
            {said}
          </span>
        )
      },
      className: 'max-w-72',
    },
    {
      id: 'used',
      header: 'Last used',
      sortBy: ({ lastUsedAt }) => lastUsedAt ?? '',
      cell: ({ lastUsedAt }) =>
        lastUsedAt === null ? <span className="text-dim">Never</span> : <Time at={lastUsedAt} />,
      className: 'whitespace-nowrap',
    },
    {
      id: 'expires',
      header: 'Expires',
      sortBy: ({ expiresAt }) => expiresAt,
      cell: (key) =>
        key.revokedAt !== null ? (
          <Badge>Revoked</Badge>
        ) : isOver(key) ? (
          <Badge tone="warn">Expired</Badge>
        ) : (
          <Time at={key.expiresAt} />
        ),
      className: 'whitespace-nowrap',
    },
    {
      id: 'end',
      header: 'Change',
      align: 'right',
      cell: (key) =>
        key.revokedAt === null && !isOver(key) ? (
          <Button
            size="sm"
            look="ghost"
            aria-label={`Revoke ${visible(key.name)}`}
            onClick={() => onEnd(key)}
          >
            Revoke
          </Button>
        ) : null,
    },
  ]
}

/** Who a key acts for, by name. */
function Owner({ id }: { readonly id: string }) {
  const isService = id.startsWith('service_')
  const person = useDesk('people.show', { person: id }, { enabled: !isService })
  const services = useDesk('services.list', { limit: 200 }, { enabled: isService })
  const name = isService ? services.data?.items.find((one) => one.id === id)?.name : person.data?.name
  return (
    <span className="block truncate" title={name}>
      {name ?? '…'}
    </span>
  )
}

function EndKey({ ending, onClose }: { readonly ending: Key; readonly onClose: () => void }) {
  const revoke = useAct('keys.revoke', { done: ({ name }) => `${visible(name)} is revoked`, onDone: onClose })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      width="sm"
      title={`Revoke ${visible(ending.name)}?`}
      text="Whatever uses it is refused from now on. This cannot be taken back."
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            Keep it
          </Button>
          <Button look="danger" busy={revoke.isPending} onClick={() => revoke.mutate({ key: ending.id })}>
            Revoke
          </Button>
        </>
      }
    />
  )
}
