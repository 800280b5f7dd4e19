/** Who holds which role, for all teams or for one; and who speaks for which part of leadership. */
import { getRouteApi } from '@tanstack/react-router'
import { ShieldPlus } from 'lucide-react'
import { useState } from 'react'
import { desk, type RowOf, refresh, useAct, useDeskPages } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { useMe } from '../../app/session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Person } from '../../ui/person.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { AdminFrame } from './admin-frame.tsx'
import { GiveRole } from './give-role.tsx'
import { ProgrammeRoles } from './programme-roles.tsx'
import { mayEverywhere, type Role, roleNames, roleWords, sayRole } from './roles.ts'
import { given, oneIn, textIn } from './search.ts'
import { useTeamOptions } from './team-options.ts'

type Row = RowOf<'access.list'>

const route = getRouteApi('/admin/roles')
const pageSize = 100

export function RolesPage() {
  const [giving, setGiving] = useState(false)
  return (
    <AdminFrame
      tab="roles"
      actions={
        <Button look="primary" icon={<ShieldPlus size={15} />} onClick={() => setGiving(true)}>
          Give a role
        </Button>
      }
    >
      {() => (
        <>
          <Grants onGive={() => setGiving(true)} />
          {giving && <GiveRole onClose={() => setGiving(false)} />}
        </>
      )}
    </AdminFrame>
  )
}

function Grants({ onGive }: { readonly onGive: () => void }) {
  const me = useMe()
  const { role, team } = route.useSearch()
  const navigate = route.useNavigate()
  const grants = useDeskPages('access.list', { ...given({ role, team }), limit: pageSize }, { keep: true })
  const teams = useTeamOptions('Any team')
  const columns = useColumns()
  const show = (change: { role?: Role | undefined; team?: string | undefined }): void =>
    void navigate({ search: (before) => given({ ...before, ...change }), replace: true })
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 py-3 md:px-6">
        <SelectField
          label="Role"
          hideLabel
          fieldClass="w-48 max-md:w-full"
          options={[
            { value: '', label: 'Any role' },
            ...roleNames.map((name) => ({ value: name, label: roleWords[name].name })),
          ]}
          value={role ?? ''}
          onChange={({ target }) => show({ role: oneIn(roleNames, target.value) })}
        />
        <SelectField
          label="Team"
          hideLabel
          fieldClass="w-56 max-md:w-full"
          options={teams}
          value={team ?? ''}
          onChange={({ target }) => show({ team: textIn(target.value) })}
        />
        {role !== undefined && <p className="text-sm text-dim">{roleWords[role].about}</p>}
      </div>
      <Loaded query={grants} rows={8}>
        {(rows) => (
          <div className="md:px-2">
            <Table
              label="Roles"
              columns={columns}
              rows={rows}
              rowId={({ id }) => id}
              empty={
                <Empty title="Nobody holds this" text="Give the role to somebody, or look for another.">
                  <Button onClick={onGive}>Give a role</Button>
                </Empty>
              }
              more={<ShowMore list={grants} />}
            />
          </div>
        )}
      </Loaded>
      {mayEverywhere(me, 'programme:read') && (
        <ProgrammeRoles mayChange={mayEverywhere(me, 'access:write')} />
      )}
    </>
  )
}

function useColumns(): readonly Column<Row>[] {
  const names = useNames()
  const take = useAct('access.revoke', {
    done: ({ person, role }) => `${person.name} is not ${sayRole(role)} any more`,
    undo:
      ({ person, role, team }) =>
      async () => {
        await desk.call('access.grant', {
          person: person.id,
          role: role as Role,
          ...(team !== null && { team }),
        })
        refresh(['access'])
      },
  })
  return [
    {
      id: 'person',
      header: 'Who',
      sortBy: ({ person }) => person.name,
      cell: ({ person }) => (
        <span className="flex min-w-0 items-center gap-2" title={person.name}>
          <Person name={person.name} />
          {person.kind === 'service' && <Badge>Service</Badge>}
        </span>
      ),
      className: 'min-w-40',
    },
    {
      id: 'role',
      header: 'Role',
      sortBy: ({ role }) => role,
      cell: ({ role }) => <span className="whitespace-nowrap">{sayRole(role)}</span>,
    },
    {
      id: 'team',
      header: 'For',
      sortBy: ({ team }) => (team === null ? '' : names.team(team)),
      cell: ({ team }) =>
        team === null ? (
          'All teams'
        ) : (
          <span className="block truncate" title={names.team(team)}>
            {names.team(team)}
          </span>
        ),
      className: 'max-w-56',
    },
    {
      id: 'since',
      header: 'Since',
      sortBy: ({ grantedAt }) => grantedAt,
      cell: ({ grantedAt }) => <Time at={grantedAt} className="whitespace-nowrap text-dim" />,
    },
    {
      id: 'take',
      header: 'Change',
      align: 'right',
      cell: ({ id, person, role }) => (
        <Button
          size="sm"
          look="ghost"
          busy={take.isPending && take.variables.grant === id}
          onClick={() => take.mutate({ grant: id })}
        >
          Take away
          <span className="sr-only">
            {' '}
            the role {sayRole(role)} from {person.name}
          </span>
        </Button>
      ),
    },
  ]
}
