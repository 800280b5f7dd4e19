/** The teams as they work now: open or not, who is free, what waits; one of them opens beside the list. */
import { getRouteApi, Link } from '@tanstack/react-router'
import { type RowOf, useDesk } from '../../app/api.ts'
import { sayHours, sayMinutes } from '../../parts/hours.ts'
import { Badge } from '../../ui/badge.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { AdminFrame } from './admin-frame.tsx'
import { TeamSheet } from './team-sheet.tsx'

type Row = RowOf<'teams.list'>

const route = getRouteApi('/admin/teams')

export const TeamsPage = () => <AdminFrame tab="teams">{() => <Teams />}</AdminFrame>

function Teams() {
  const { team } = route.useSearch()
  const navigate = route.useNavigate()
  const teams = useDesk('teams.list', {})
  const show = (id: string | undefined): void =>
    void navigate({ search: id === undefined ? {} : { team: id }, replace: true })
  return (
    <>
      <p className="px-4 pt-3 pb-2 text-sm text-dim md:px-6">
        Which teams there are is the policy’s to say. Here is when they work, and who takes their cases.
      </p>
      <Loaded query={teams} rows={10}>
        {({ items }) => (
          <>
            <div className="md:px-2">
              <Table
                label="Teams"
                columns={columns}
                rows={items}
                rowId={({ id }) => id}
                onOpen={({ id }) => show(id)}
                empty={<Empty title="No team is yours to see" text="Ask an admin for a role in a team." />}
              />
            </div>
            {team !== undefined && (
              <TeamSheet
                key={team}
                id={team}
                team={items.find(({ id }) => id === team)}
                onClose={() => show(undefined)}
              />
            )}
          </>
        )}
      </Loaded>
    </>
  )
}

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    header: 'Team',
    sortBy: ({ name }) => name,
    cell: ({ id, name }) => (
      <Link
        to="/admin/teams"
        search={{ team: id }}
        title={name}
        className="block truncate font-medium hover:underline"
      >
        {name}
      </Link>
    ),
    className: 'min-w-40 max-w-64',
  },
  {
    id: 'open',
    header: 'Now',
    sortBy: ({ open }) => (open ? 0 : 1),
    cell: ({ open, opens }) =>
      open ? (
        <Badge tone="good">Open</Badge>
      ) : (
        <span className="whitespace-nowrap text-dim">
          {opens === null ? (
            'Never open'
          ) : (
            <>
              Opens <Time at={opens} />
            </>
          )}
        </span>
      ),
  },
  {
    id: 'free',
    header: 'Free',
    sortBy: ({ free }) => free,
    cell: ({ free, members }) =>
      members.length === 0 ? <span className="text-dim">Nobody in it</span> : `${free} of ${members.length}`,
    className: 'whitespace-nowrap tabular-nums',
  },
  {
    id: 'cases',
    header: 'Open cases',
    align: 'right',
    sortBy: ({ openCases }) => openCases,
    cell: ({ openCases }) => openCases,
  },
  {
    id: 'waiting',
    header: 'Wait',
    align: 'right',
    sortBy: ({ waitingCases }) => waitingCases,
    cell: ({ waitingCases }) =>
      waitingCases > 0 ? (
        <span className="font-medium text-warn">{waitingCases}</span>
      ) : (
        <span className="text-dim">0</span>
      ),
  },
  {
    id: 'accept',
    header: 'Accepts within',
    sortBy: ({ acceptMinutes }) => acceptMinutes,
    cell: ({ acceptMinutes }) => sayMinutes(acceptMinutes),
    className: 'whitespace-nowrap tabular-nums',
  },
  {
    id: 'hours',
    header: 'Hours',
    cell: ({ hours, timeZone }) => (
      <span className="block truncate text-dim tabular-nums" title={`${sayHours(hours)} · ${timeZone}`}>
        {sayHours(hours)} <span className="text-xs">{timeZone}</span>
      </span>
    ),
    className: 'max-w-72',
  },
]
