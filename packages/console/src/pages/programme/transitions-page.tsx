/** Transitions: customers that are to go to another engineer, asked for at any time and for any reason. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowLeftRight, Plus } from 'lucide-react'
import { type RowOf, useDeskPages } from '../../app/api.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { AskTransition } from './ask-transition.tsx'
import { useProgramme } from './kinds.tsx'
import { NoProgramme } from './no-programme.tsx'
import { ProgrammeFrame } from './programme-frame.tsx'
import { TablePane } from './table-pane.tsx'
import { TransitionSheet } from './transition-sheet.tsx'
import { TransitionState } from './transition-state.tsx'

type Transition = RowOf<'transitions.list'>

export function TransitionsPage() {
  const programme = useProgramme()
  const { transition, ask } = useSearch({ from: '/programme/transitions' })
  const navigate = useNavigate({ from: '/programme/transitions' })
  const list = useDeskPages('transitions.list', { limit: 100 })
  const open = (id: string) => void navigate({ search: { transition: id } })
  const begin = () => void navigate({ search: { ask: 'new' } })
  const close = () => void navigate({ search: {} })
  useShortcut('n', 'Ask for a transition', begin)
  if (programme === null) return <NoProgramme at="/programme/transitions" />
  return (
    <ProgrammeFrame
      at="/programme/transitions"
      actions={
        <Button look="primary" icon={<Plus size={15} />} keys="n" onClick={begin}>
          Ask for one
        </Button>
      }
    >
      <Loaded query={list}>
        {(rows) => (
          <TablePane>
            <Table
              label="Transitions"
              columns={columnsFor(open)}
              rows={rows}
              rowId={({ id }) => id}
              onOpen={({ id }) => open(id)}
              empty={
                <Empty
                  icon={<ArrowLeftRight size={28} />}
                  title="No customer changes hands"
                  text="No assignment is for ever: an engineer may ask at any time, for any reason."
                >
                  <Button onClick={begin}>Ask for a transition</Button>
                </Empty>
              }
              more={<ShowMore list={list} />}
            />
          </TablePane>
        )}
      </Loaded>
      {transition !== undefined && <TransitionSheet id={transition} onClose={close} />}
      {ask !== undefined && <AskTransition onClose={close} onAsked={open} />}
    </ProgrammeFrame>
  )
}

const columnsFor = (open: (id: string) => void): readonly Column<Transition>[] => [
  {
    id: 'customer',
    header: 'Customer',
    sortBy: ({ account }) => account.name,
    className: 'max-w-64',
    cell: ({ id, account }) => (
      <button
        type="button"
        title={visible(account.name)}
        onClick={() => open(id)}
        className="block min-h-6 max-w-full truncate text-left font-medium hover:text-accent"
      >
        <bdi>{visible(account.name)}</bdi>
      </button>
    ),
  },
  { id: 'state', header: 'State', cell: ({ state }) => <TransitionState state={state} /> },
  {
    id: 'reason',
    header: 'Reason',
    className: 'max-w-80 truncate text-dim',
    cell: ({ reason }) => <span title={visible(reason)}>{visible(reason)}</span>,
  },
  {
    id: 'to',
    header: 'To',
    className: 'whitespace-nowrap',
    cell: ({ successor }) =>
      successor === null ? <span className="text-dim">Nobody yet</span> : visible(successor.name),
  },
  {
    id: 'by',
    header: 'Asked by',
    className: 'whitespace-nowrap',
    sortBy: ({ askedBy }) => askedBy.name,
    cell: ({ askedBy }) => visible(askedBy.name),
  },
  {
    id: 'at',
    header: 'Asked',
    align: 'right',
    className: 'whitespace-nowrap text-dim',
    sortBy: ({ askedAt }) => askedAt,
    cell: ({ askedAt }) => <Time at={askedAt} />,
  },
]
