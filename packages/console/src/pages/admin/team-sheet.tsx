/** One team beside the list: its members in the order of their turn, when it works, and how both change. */
import { useState } from 'react'
import { type RowOf, useDesk } from '../../app/api.ts'
import { useMe } from '../../app/session.ts'
import { sayHours, sayMinutes } from '../../parts/hours.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/page.tsx'
import { Failed, Loading } from '../../ui/states.tsx'
import { sayDay } from '../../ui/time.tsx'
import { TeamForm } from './team-form.tsx'
import { TeamMembers } from './team-members.tsx'
import { reaches } from './team-options.ts'

export type Team = RowOf<'teams.list'>

export type TeamSheetProps = {
  readonly id: string
  /** As the list has it; a team that the list does not have is asked for. */
  readonly team: Team | undefined
  readonly onClose: () => void
}

export function TeamSheet({ id, team, onClose }: TeamSheetProps) {
  const me = useMe()
  const asked = useDesk('teams.show', { team: id }, { enabled: team === undefined })
  const [editing, setEditing] = useState(false)
  const shown = team ?? asked.data
  const mayChange = reaches(me, 'people:write', [id])
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={shown?.name ?? 'Team'} side>
      {shown === undefined ? (
        asked.error ? (
          <Failed error={asked.error} />
        ) : (
          <Loading />
        )
      ) : editing ? (
        <TeamForm key={shown.version} team={shown} onClose={() => setEditing(false)} />
      ) : (
        <div className="flex flex-col gap-6">
          <TeamMembers team={shown} mayChange={mayChange} />
          <section className="flex flex-col gap-3">
            <h3 className="text-sm font-semibold">How it works</h3>
            <Facts
              rows={[
                ['Accepts within', `${sayMinutes(shown.acceptMinutes)} of its hours`],
                [
                  'Hours',
                  <span key="hours" className="tabular-nums">
                    {sayHours(shown.hours)}
                  </span>,
                ],
                ['Time zone', shown.timeZone],
                ['Holidays', <Holidays key="holidays" days={shown.holidays} />],
              ]}
            />
            {mayChange && (
              <div>
                <Button onClick={() => setEditing(true)}>Edit hours and holidays</Button>
              </div>
            )}
          </section>
        </div>
      )}
    </Dialog>
  )
}

function Holidays({ days }: { readonly days: readonly string[] }) {
  if (days.length === 0) return <span className="text-dim">None noted</span>
  return <span className="tabular-nums">{days.map(sayDay).join(', ')}</span>
}
