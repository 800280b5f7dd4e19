/** Weekly check-ins of engineer and customer engineer: what comes, what was missed, what was said. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { CalendarCheck } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { type RowOf, useDesk, useDeskPages } from '../../app/api.ts'
import { sayLocalTime } from '../../parts/when.ts'
import { TextField } from '../../ui/field.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { trendWeeks } from './attention.ts'
import { CheckInSheet } from './check-in-sheet.tsx'
import { CheckInTrend } from './check-in-trend.tsx'
import { useProgramme } from './kinds.tsx'
import { NoProgramme } from './no-programme.tsx'
import { ProgrammeFrame } from './programme-frame.tsx'
import { checkInShows } from './search.ts'
import { ShowTabs } from './show-tabs.tsx'
import { TablePane } from './table-pane.tsx'

type CheckIn = RowOf<'check_ins.list'>
type Show = CheckIn['state']

const showWords: Readonly<Record<Show, string>> = {
  planned: 'Coming',
  missed: 'Missed',
  held: 'Held',
  'called-off': 'Called off',
}

export function CheckInsPage() {
  const { show = 'planned', q = '', checkIn } = useSearch({ from: '/programme/check-ins' })
  const navigate = useNavigate({ from: '/programme/check-ins' })
  const programme = useProgramme()
  const [typed, setTyped] = useState(q)
  const wanted = useDeferredValue(typed.trim())
  const list = useDeskPages(
    'check_ins.list',
    { state: [show], limit: 100, ...(wanted !== '' && { q: wanted }) },
    { keep: true },
  )
  const trend = useDesk('check_ins.trend', { weeks: trendWeeks })
  const open = (id: string) => void navigate({ search: (before) => ({ ...before, checkIn: id }) })
  if (programme === null) return <NoProgramme at="/programme/check-ins" />
  return (
    <ProgrammeFrame at="/programme/check-ins">
      {trend.data && trend.data.weeks.length > 0 && (
        <div className="border-b px-4 py-3 md:px-6">
          <CheckInTrend trend={trend.data} className="grid-cols-2 sm:grid-cols-3" />
        </div>
      )}
      <div className="flex flex-wrap items-center gap-x-4 pr-4 md:pr-6">
        <ShowTabs
          label="Which check-ins"
          value={show}
          choices={checkInShows.map((value) => ({ value, label: showWords[value] }))}
          onChange={(value) =>
            void navigate({
              search: { show: value === 'planned' ? undefined : value, q: wanted || undefined },
            })
          }
        />
        <TextField
          type="search"
          label="Words of answers and goals"
          hideLabel
          placeholder="Search answers and goals"
          fieldClass="ml-auto w-64 max-md:mx-4 max-md:mb-2 max-md:w-full"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            void navigate({
              search: (before) => ({ ...before, q: event.target.value || undefined }),
              replace: true,
            })
          }}
        />
      </div>
      <Loaded query={list}>
        {(rows) => (
          <TablePane>
            <Table
              label={`Check-ins: ${showWords[show]}`}
              columns={columnsFor(show, open)}
              rows={show === 'planned' ? rows.toReversed() : rows}
              rowId={({ id }) => id}
              onOpen={({ id }) => open(id)}
              empty={
                <Empty
                  icon={<CalendarCheck size={28} />}
                  title={wanted === '' ? `None ${show === 'planned' ? 'planned' : show}` : 'Nothing found'}
                  text={
                    wanted === ''
                      ? 'Each customer with an assigned engineer has one a week; the desk plans it.'
                      : 'Try another word of the answers or goals.'
                  }
                />
              }
              more={<ShowMore list={list} />}
            />
          </TablePane>
        )}
      </Loaded>
      {checkIn !== undefined && (
        <CheckInSheet
          id={checkIn}
          onClose={() => void navigate({ search: (before) => ({ ...before, checkIn: undefined }) })}
        />
      )}
    </ProgrammeFrame>
  )
}

const columnsFor = (show: Show, open: (id: string) => void): readonly Column<CheckIn>[] => [
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
  {
    id: 'with',
    header: 'Engineer and customer engineer',
    sortBy: ({ engineer }) => engineer.name,
    className: 'max-w-80 truncate',
    cell: ({ engineer, customerEngineer }) => (
      <span title={`${engineer.name}, ${customerEngineer?.name ?? 'nobody named'}`}>
        {visible(engineer.name)}
        <span className="text-dim">, {visible(customerEngineer?.name ?? 'nobody named')}</span>
      </span>
    ),
  },
  {
    id: 'due',
    header: show === 'held' ? 'Held' : 'Due',
    sortBy: ({ heldAt, dueAt }) => heldAt ?? dueAt,
    className: 'whitespace-nowrap',
    cell: ({ heldAt, dueAt }) => <Time at={heldAt ?? dueAt} />,
  },
  ...(show === 'held' ? heldColumns : comingColumns),
]

const heldColumns: readonly Column<CheckIn>[] = [
  {
    id: 'well',
    header: 'Going well',
    align: 'right',
    sortBy: ({ goingWell }) => goingWell ?? 0,
    cell: ({ goingWell }) => `${goingWell ?? '–'} of 5`,
  },
  {
    id: 'frustration',
    header: 'Frustration',
    align: 'right',
    sortBy: ({ frustration }) => frustration ?? 0,
    cell: ({ frustration }) => `${frustration ?? '–'} of 5`,
  },
  {
    id: 'goals',
    header: 'Open goals',
    align: 'right',
    sortBy: ({ goals }) => goals.filter(({ doneAt }) => doneAt === null).length,
    cell: ({ goals }) => goals.filter(({ doneAt }) => doneAt === null).length,
  },
]

const comingColumns: readonly Column<CheckIn>[] = [
  {
    id: 'clocks',
    header: 'On their own clocks',
    className: 'whitespace-nowrap text-dim tabular-nums',
    cell: ({ localTimes }) => {
      const times = [...new Set(localTimes.map(({ time }) => time))]
      return <span title={times.join(', ')}>{times.map(sayLocalTime).join(', ')}</span>
    },
  },
  {
    id: 'note',
    header: 'Of the time',
    className: 'max-w-72 truncate text-dim',
    cell: ({ note }) => <span title={note ?? ''}>{visible(note ?? '')}</span>,
  },
]
