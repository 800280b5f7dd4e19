/** Requests for an assigned engineer in their order: places offered, the line, those being vetted, and what was settled. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Inbox, Plus } from 'lucide-react'
import { type OutputOf, type RowOf, useDesk } from '../../app/api.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { KindWords, roleName, useProgramme } from './kinds.tsx'
import { NewRequest } from './new-request.tsx'
import { NoProgramme } from './no-programme.tsx'
import { ProgrammeFrame } from './programme-frame.tsx'
import { RequestSheet } from './request-sheet.tsx'
import { RequestState } from './request-state.tsx'
import { ShowTabs } from './show-tabs.tsx'
import { TablePane } from './table-pane.tsx'

type Request = RowOf<'requests.list'>

const isSettled = ({ state }: Request): boolean => ['approved', 'declined', 'withdrawn'].includes(state)

export function RequestsPage() {
  const programme = useProgramme()
  const search = useSearch({ from: '/programme/requests' })
  const navigate = useNavigate({ from: '/programme/requests' })
  const requests = useDesk('requests.list', {})
  const ask = () => void navigate({ search: { ...search, ask: 'new' } })
  const close = () => void navigate({ search: { show: search.show } })
  const open = (request: string) => void navigate({ search: { show: search.show, request } })
  useShortcut('n', 'Ask for an assigned engineer', ask)
  if (programme === null) return <NoProgramme at="/programme/requests" />
  return (
    <ProgrammeFrame
      at="/programme/requests"
      beside={requests.data && <PlacesWords {...requests.data.places} />}
      actions={
        <Button look="primary" icon={<Plus size={15} />} keys="n" onClick={ask}>
          New request
        </Button>
      }
    >
      <Loaded query={requests}>
        {({ items }) => {
          const settled = items.filter(isSettled)
          const unsettled = items.filter((one) => !isSettled(one))
          const shown = search.show === 'settled' ? settled : unsettled
          return (
            <>
              <ShowTabs
                label="Which requests"
                value={search.show ?? 'unsettled'}
                onChange={(show) =>
                  void navigate({ search: { show: show === 'settled' ? show : undefined } })
                }
                choices={[
                  { value: 'unsettled', label: 'To decide', count: unsettled.length },
                  { value: 'settled', label: 'Settled', count: settled.length },
                ]}
              />
              <TablePane>
                <Table
                  label="Requests for an assigned engineer"
                  columns={columnsFor(programme.views, open)}
                  rows={shown}
                  rowId={({ id }) => id}
                  onOpen={({ id }) => open(id)}
                  empty={
                    <Empty
                      icon={<Inbox size={28} />}
                      title={search.show === 'settled' ? 'Nothing was decided yet' : 'No request is open'}
                      text="Anybody may ask for an assigned engineer; leadership gives a reason either way."
                    >
                      <Button onClick={ask}>New request</Button>
                    </Empty>
                  }
                />
              </TablePane>
            </>
          )
        }}
      </Loaded>
      {search.request !== undefined && <RequestSheet id={search.request} onClose={close} />}
      {search.ask !== undefined && <NewRequest onClose={close} onAsked={open} />}
    </ProgrammeFrame>
  )
}

function PlacesWords({ cap, used, offered }: OutputOf<'requests.list'>['places']) {
  return (
    <span className="text-sm text-dim tabular-nums">
      {used} of {cap} places taken{offered > 0 && `, ${offered} offered`}
    </span>
  )
}

const columnsFor = (roles: readonly string[], open: (id: string) => void): readonly Column<Request>[] => [
  {
    id: 'customer',
    header: 'Customer',
    sortBy: ({ account }) => account.name,
    className: 'max-w-72',
    cell: ({ id, account }) => (
      <button
        type="button"
        className="block max-w-full truncate text-left font-medium hover:text-accent"
        title={visible(account.name)}
        onClick={() => open(id)}
      >
        <bdi>{visible(account.name)}</bdi>
      </button>
    ),
  },
  {
    id: 'state',
    header: 'State',
    sortBy: ({ state }) => state,
    cell: ({ state, place, missing }) => <RequestState {...{ state, place, missing }} />,
  },
  { id: 'kind', header: 'Kind', sortBy: ({ kind }) => kind, cell: ({ kind }) => <KindWords kind={kind} /> },
  {
    id: 'views',
    header: 'Views',
    cell: ({ views, missing }) => (
      <span className="text-dim">
        {roles.length - missing.length} of {roles.length}
        {missing.length > 0 && views.length > 0 && (
          <span className="max-lg:hidden">, {missing.map(roleName).join(' and ')} missing</span>
        )}
      </span>
    ),
  },
  {
    id: 'by',
    header: 'Asked by',
    sortBy: ({ askedBy }) => askedBy.name,
    className: 'max-w-44 truncate',
    cell: ({ askedBy }) => <span title={visible(askedBy.name)}>{visible(askedBy.name)}</span>,
  },
  {
    id: 'at',
    header: 'Asked',
    align: 'right',
    sortBy: ({ askedAt }) => askedAt,
    className: 'whitespace-nowrap text-dim',
    cell: ({ askedAt }) => <Time at={askedAt} />,
  },
]
