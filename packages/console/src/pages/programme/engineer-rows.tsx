/** Engineers, one row each: load, hours and whether they work now, leave, the overload flag, and their customers. */
import { CircleAlert, House, Palmtree, Sun } from 'lucide-react'
import { type RowOf, useAct } from '../../app/api.ts'
import { may, useMe } from '../../app/session.ts'
import { sayHours } from '../../parts/hours.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Meter } from '../../ui/meter.tsx'
import { Person } from '../../ui/person.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Time, useNow } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { dayThere, whereIs } from './working-now.ts'

type Engineer = RowOf<'people.list'>
type Leave = RowOf<'leave.list'>
type Assignment = RowOf<'assignments.list'>

export type EngineerRowsProps = {
  readonly people: readonly Engineer[]
  readonly leave: readonly Leave[]
  readonly assignments: readonly Assignment[]
  readonly onOpen: (assignment: string) => void
}

export function EngineerRows({ people, leave, assignments, onOpen }: EngineerRowsProps) {
  const nowMs = useNow()
  const columns: readonly Column<Engineer>[] = [
    {
      id: 'name',
      header: 'Engineer',
      sortBy: ({ name }) => name,
      className: 'max-w-44',
      cell: ({ name }) => <Person name={visible(name)} className="max-w-full font-medium" />,
    },
    {
      id: 'load',
      header: 'Open cases',
      sortBy: ({ openCases, loadMax }) => openCases / Math.max(1, loadMax),
      cell: ({ name, openCases, loadMax }) => (
        <span className="flex items-center gap-2 whitespace-nowrap tabular-nums">
          <Meter label={`Open cases of ${name}`} value={openCases} max={loadMax} className="w-12" />
          {openCases} of {loadMax}
        </span>
      ),
    },
    {
      id: 'now',
      header: 'Hours',
      sortBy: (one) => whereIs(one, leaveOf(leave, one), nowMs).at,
      className: 'min-w-52',
      cell: (one) => <Hours person={one} leave={leaveOf(leave, one)} nowMs={nowMs} />,
    },
    {
      id: 'customers',
      header: 'Customers',
      sortBy: ({ id }) => -assignments.filter(({ engineer }) => engineer.id === id).length,
      className: 'min-w-40',
      cell: ({ id }) => <Customers person={id} assignments={assignments} onOpen={onOpen} />,
    },
    { id: 'flag', header: 'Overload', cell: (one) => <Overload person={one} /> },
  ]
  return (
    <Table
      label="Engineers"
      columns={columns}
      rows={people}
      rowId={({ id }) => id}
      empty={
        <p className="px-4 py-6 text-sm text-dim">Nobody is in a support team yet. Admins add people.</p>
      }
    />
  )
}

const leaveOf = (leave: readonly Leave[], { id }: Engineer): readonly Leave[] =>
  leave.filter(({ person }) => person === id)

const places = {
  work: { tone: 'good', icon: Sun, words: 'Working now' },
  home: { tone: 'plain', icon: House, words: 'Off hours' },
  leave: { tone: 'note', icon: Palmtree, words: 'On leave' },
} as const

function Hours({
  person,
  leave,
  nowMs,
}: {
  readonly person: Engineer
  readonly leave: readonly Leave[]
  readonly nowMs: number
}) {
  const { at, clock } = whereIs(person, leave, nowMs)
  const { tone, icon: Icon, words } = places[at]
  const next = leave[0]
  const away =
    next &&
    (at === 'leave'
      ? `back ${dayThere(next.endsAt, person.timeZone)}`
      : `leave from ${dayThere(next.startsAt, person.timeZone)}`)
  return (
    <>
      <span className="flex items-center gap-2 whitespace-nowrap">
        <Badge tone={tone} icon={<Icon size={12} aria-hidden="true" />}>
          {words}
        </Badge>
        <span className="text-xs text-dim tabular-nums">{away ?? `${clock} there`}</span>
      </span>
      <span className="mt-0.5 block text-xs text-dim">
        {sayHours(person.hours)}, {person.timeZone}
      </span>
    </>
  )
}

function Customers({
  person,
  assignments,
  onOpen,
}: {
  readonly person: string
  readonly assignments: readonly Assignment[]
  readonly onOpen: (assignment: string) => void
}) {
  const own = assignments.filter(({ engineer }) => engineer.id === person)
  const stands = assignments.filter(({ backup }) => backup?.id === person)
  if (own.length + stands.length === 0) return <span className="text-dim">None</span>
  return (
    <ul className="flex flex-col">
      {[...own, ...stands].map((one) => (
        <li key={one.id} className="flex min-h-6 min-w-0 items-center gap-1.5">
          <button
            type="button"
            title={visible(one.account.name)}
            onClick={() => onOpen(one.id)}
            className="min-h-6 max-w-44 truncate text-left hover:text-accent hover:underline"
          >
            <bdi>{visible(one.account.name)}</bdi>
          </button>
          {one.backup?.id === person && <span className="shrink-0 text-xs text-dim">backup</span>}
          {one.internal && <span className="shrink-0 text-xs text-warn">never tell</span>}
        </li>
      ))}
    </ul>
  )
}

function Overload({ person }: { readonly person: Engineer }) {
  const me = useMe()
  const set = useAct('people.overload', {
    done: ({ name, overloadedSince }) =>
      overloadedSince === null ? `${name} takes new cases again` : `Nothing new comes to ${name}`,
  })
  const overloaded = person.overloadedSince !== null
  const changes = person.teams.some(({ team }) => may(me, 'cases:write', team))
  const toggle = () => set.mutate({ person: person.id, overloaded: !overloaded })
  return (
    <div className="flex flex-col items-start gap-0.5">
      {person.overloadedSince !== null && (
        <Badge tone="bad" icon={<CircleAlert size={12} aria-hidden="true" />}>
          Overloaded <Time at={person.overloadedSince} />
        </Badge>
      )}
      {changes && (
        <Button
          size="sm"
          look="ghost"
          className="-ml-2"
          busy={set.isPending}
          aria-label={`${overloaded ? 'End overload of' : 'Flag overload of'} ${person.name}`}
          onClick={toggle}
        >
          {overloaded ? 'End overload' : 'Flag overload'}
        </Button>
      )}
    </div>
  )
}
