/** Who is in a team, in the order of their turn: adding somebody, naming a lead, taking somebody out. */
import { Link } from '@tanstack/react-router'
import { Ellipsis, UserPlus } from 'lucide-react'
import { desk, refresh, useAct, useDeskPages } from '../../app/api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Avatar } from '../../ui/person.tsx'
import { Picker } from '../../ui/picker.tsx'
import { Freedom, Load } from './standing.tsx'
import type { Team } from './team-sheet.tsx'

const peopleMax = 200

export function TeamMembers({ team, mayChange }: { readonly team: Team; readonly mayChange: boolean }) {
  const lead = useAct('teams.join', {
    done: ({ members }, { person, lead: leads }) =>
      `${members.find(({ id }) => id === person)?.name} ${leads ? 'leads' : 'does not lead'} ${team.name}`,
  })
  const leave = useAct('teams.leave', {
    done: ({ stillHeld }, { person }) =>
      `${nameIn(team, person)} is out of ${team.name}${heldBy(stillHeld.length)}`,
    undo:
      (_, { person }) =>
      async () => {
        await desk.call('teams.join', {
          team: team.id,
          person,
          lead: team.members.find(({ id }) => id === person)?.lead,
        })
        refresh(['teams'])
      },
  })
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between gap-3">
        <h3 className="text-sm font-semibold">Members</h3>
        <span className="text-xs text-dim">In the order of their turn</span>
      </div>
      {team.members.length === 0 && (
        <p className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">
          Nobody is in this team: its cases wait until somebody is.
        </p>
      )}
      <ul className="divide-y">
        {team.members.map(({ id, name, lead: leads, ...standing }) => (
          <li key={id} className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-0.5 py-1 text-sm">
            <span className="flex min-w-0 flex-1 basis-40 items-center gap-2">
              <Avatar name={name} />
              <Link
                to="/admin/people"
                search={{ person: id }}
                title={name}
                className="truncate font-medium hover:underline"
              >
                {name}
              </Link>
              {leads && <Badge>Lead</Badge>}
            </span>
            <span className="min-w-0 max-w-48 max-sm:order-last max-sm:basis-full">
              <Freedom {...standing} />
            </span>
            <Load {...standing} />
            {mayChange && (
              <Menu
                items={[
                  {
                    label: leads ? 'Leads no more' : 'Leads the team',
                    run: () => lead.mutate({ team: team.id, person: id, lead: !leads }),
                  },
                  {
                    label: 'Take out of the team',
                    danger: true,
                    run: () => leave.mutate({ team: team.id, person: id }),
                  },
                ]}
              >
                <Button
                  look="ghost"
                  size="icon"
                  aria-label={`More for ${name}`}
                  icon={<Ellipsis size={16} />}
                />
              </Menu>
            )}
          </li>
        ))}
      </ul>
      {mayChange && <AddMember team={team} />}
    </section>
  )
}

const nameIn = ({ members }: Team, person: string): string =>
  members.find(({ id }) => id === person)?.name ?? 'One'

const heldBy = (cases: number): string =>
  cases === 0 ? '' : ` and still has ${cases} of its cases: hand ${cases === 1 ? 'it' : 'them'} on`

function AddMember({ team }: { readonly team: Team }) {
  const people = useDeskPages('people.list', { limit: peopleMax })
  const join = useAct('teams.join', { done: (_, { person }) => `${nameOf(person)} is in ${team.name}` })
  const others = (people.data ?? []).filter(({ id }) => team.members.every((member) => member.id !== id))
  const nameOf = (person: string): string => people.data?.find(({ id }) => id === person)?.name ?? 'One more'
  return (
    <Picker
      label="Add a member"
      value={undefined}
      empty="Add somebody…"
      icon={<UserPlus size={15} />}
      choices={others.map(({ id, name, email }) => ({ value: id, label: name, detail: email ?? undefined }))}
      onChoose={(person) => join.mutate({ team: team.id, person })}
      className="w-56"
    />
  )
}
