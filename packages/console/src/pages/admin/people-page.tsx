/** Everybody of the desk: how they stand, how much they carry, when they work; one of them opens beside the list. */
import { getRouteApi, Link } from '@tanstack/react-router'
import { UserPlus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { type RowOf, useDeskPages } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { useMe } from '../../app/session.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { sayHours } from '../../parts/hours.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Avatar } from '../../ui/person.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { AddPerson } from './add-person.tsx'
import { AdminFrame } from './admin-frame.tsx'
import { PersonSheet } from './person-sheet.tsx'
import { given, textIn } from './search.ts'
import { Freedom, Load } from './standing.tsx'
import { useTeamOptions } from './team-options.ts'

type Row = RowOf<'people.list'>

type Search = { readonly q?: string | undefined; readonly team?: string | undefined }

const route = getRouteApi('/admin/people')

export function PeoplePage() {
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const mayAdd = me.scopes['people:write'] !== undefined
  useShortcut('n', 'Add a person', () => setAdding(true), { enabled: mayAdd })
  return (
    <AdminFrame
      tab="people"
      actions={
        mayAdd && (
          <Button look="primary" keys="n" icon={<UserPlus size={15} />} onClick={() => setAdding(true)}>
            Add person
          </Button>
        )
      }
    >
      {() => (
        <>
          <People onAdd={mayAdd ? () => setAdding(true) : undefined} />
          {adding && <AddPerson onClose={() => setAdding(false)} />}
        </>
      )}
    </AdminFrame>
  )
}

const pageSize = 100

function People({ onAdd }: { readonly onAdd: (() => void) | undefined }) {
  const { q, team, person } = route.useSearch()
  const navigate = route.useNavigate()
  const teams = useTeamOptions('All teams')
  const people = useDeskPages('people.list', { ...given({ q, team }), limit: pageSize }, { keep: true })
  const columns = useColumns({ q, team })
  const sought = q !== undefined || team !== undefined
  const show = (change: { q?: string | undefined; team?: string | undefined; person?: string | undefined }) =>
    void navigate({ search: (before) => given({ ...before, ...change }), replace: true })
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 py-3 md:px-6">
        <TextField
          type="search"
          label="Beginning of a name"
          hideLabel
          placeholder="Name begins with…"
          defaultValue={q}
          fieldClass="w-56 max-md:w-full"
          onChange={({ target }) => show({ q: textIn(target.value) })}
        />
        <SelectField
          label="Team"
          hideLabel
          options={teams}
          value={team ?? ''}
          fieldClass="w-56 max-md:w-full"
          onChange={({ target }) => show({ team: textIn(target.value) })}
        />
      </div>
      <Loaded query={people} rows={10}>
        {(rows) => (
          <div className="md:px-2">
            <Table
              label="People"
              columns={columns}
              rows={rows}
              rowId={({ id }) => id}
              onOpen={({ id }) => show({ person: id })}
              empty={
                <Empty
                  icon={<UsersRound size={28} />}
                  title={sought ? 'Nobody fits' : 'Nobody is here yet'}
                  text={
                    sought
                      ? 'Names are searched by their beginning. Try fewer letters or another team.'
                      : 'Add the people who take cases; each can get a link to sign in.'
                  }
                >
                  {!sought && onAdd && (
                    <Button look="primary" onClick={onAdd}>
                      Add the first person
                    </Button>
                  )}
                </Empty>
              }
              more={<ShowMore list={people} label="Show more people" />}
            />
          </div>
        )}
      </Loaded>
      {person !== undefined && (
        <PersonSheet key={person} person={person} onClose={() => show({ person: undefined })} />
      )}
    </>
  )
}

function useColumns(search: Search): readonly Column<Row>[] {
  const names = useNames()
  return [
    {
      id: 'name',
      header: 'Name',
      sortBy: ({ name }) => name,
      cell: ({ id, name, demo }) => (
        <span className="flex min-w-0 items-center gap-2">
          <Avatar name={name} />
          <Link
            to="/admin/people"
            search={given({ ...search, person: id })}
            title={name}
            className="min-w-0 truncate font-medium hover:underline"
          >
            {name}
          </Link>
          {demo && <span className="text-xs text-dim">demo</span>}
        </span>
      ),
      className: 'min-w-40 max-w-56',
    },
    {
      id: 'teams',
      header: 'Teams',
      cell: ({ teams }) => {
        const said = teams.map(({ team, lead }) => `${names.team(team)}${lead ? ' (lead)' : ''}`).join(', ')
        return said === '' ? (
          <span className="text-dim">No team</span>
        ) : (
          <span className="block truncate" title={said}>
            {said}
          </span>
        )
      },
      className: 'max-w-48',
    },
    {
      id: 'standing',
      header: 'Next case',
      sortBy: ({ free, reason }) => (free ? '' : (reason ?? '')),
      cell: (row) => <Freedom {...row} />,
      className: 'max-w-64',
    },
    {
      id: 'load',
      header: 'Open cases',
      sortBy: ({ openCases }) => openCases,
      cell: (row) => <Load {...row} />,
      className: 'whitespace-nowrap',
    },
    {
      id: 'hours',
      header: 'Hours',
      cell: ({ hours, timeZone }) => (
        <span className="block truncate text-dim tabular-nums" title={`${sayHours(hours)} · ${timeZone}`}>
          {sayHours(hours)} <span className="text-xs">{timeZone}</span>
        </span>
      ),
      className: 'max-w-56 min-w-40',
    },
  ]
}
