/** The engineers of the programme with how they stand, and the customers that each has. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { UsersRound } from 'lucide-react'
import { useDesk } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { AssignmentSheet } from './assignment-sheet.tsx'
import { AssignmentsTable } from './assignments-table.tsx'
import { EngineerRows } from './engineer-rows.tsx'
import { useProgramme } from './kinds.tsx'
import { NoProgramme } from './no-programme.tsx'
import { ProgrammeFrame } from './programme-frame.tsx'

/** The roster is read whole: the cap keeps it short. */
const whole = { limit: 200 } as const

export function RosterPage() {
  const programme = useProgramme()
  const { assignment } = useSearch({ from: '/programme/roster' })
  const navigate = useNavigate({ from: '/programme/roster' })
  const people = useDesk('people.list', whole)
  const leave = useDesk('leave.list', whole)
  const assignments = useDesk('assignments.list', { state: 'active', ...whole })
  const open = (id: string) => void navigate({ search: { assignment: id } })
  if (programme === null) return <NoProgramme at="/programme/roster" />
  return (
    <ProgrammeFrame at="/programme/roster">
      <div className="flex flex-col gap-4 p-4 md:p-6">
        <Section
          title="Engineers"
          text="Support engineers, who may have customers of their own, with how they stand now."
          flush
        >
          <Loaded query={people}>
            {({ items }) => (
              <EngineerRows
                people={items.filter(({ teams }) => teams.some(({ team }) => programme.takes.includes(team)))}
                leave={leave.data?.items ?? []}
                assignments={assignments.data?.items ?? []}
                onOpen={open}
              />
            )}
          </Loaded>
        </Section>
        <Section title="Assignments" flush>
          <Loaded query={assignments}>
            {({ items }) => (
              <AssignmentsTable
                rows={items}
                onOpen={open}
                empty={
                  <Empty
                    icon={<UsersRound size={28} />}
                    title="No customer has an assigned engineer"
                    text="It begins with a request; leadership vets it."
                  >
                    <Button
                      onClick={() => void navigate({ to: '/programme/requests', search: { ask: 'new' } })}
                    >
                      New request
                    </Button>
                  </Empty>
                }
              />
            )}
          </Loaded>
        </Section>
      </div>
      {assignment !== undefined && (
        <AssignmentSheet id={assignment} onClose={() => void navigate({ search: {} })} />
      )}
    </ProgrammeFrame>
  )
}
