/** One assignment: who and since when, what can be done with it, and everything that happened to it. */
import { useState } from 'react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { useMe } from '../../app/session.ts'
import { CustomerLink } from '../../parts/customer-link.tsx'
import { SheetPart } from '../../parts/sheet-part.tsx'
import { inWords } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/page.tsx'
import { Person } from '../../ui/person.tsx'
import { Loaded } from '../../ui/states.tsx'
import { sayDay, Time } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'
import { type AssignmentAct, AssignmentDialog, actsOn } from './assignment-acts.tsx'
import { CheckInTrend } from './check-in-trend.tsx'
import { InternalOnly, kindName } from './kinds.tsx'

type Assignment = OutputOf<'assignments.show'>

export function AssignmentSheet({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const assignment = useDesk('assignments.show', { assignment: id })
  return (
    <Dialog
      open
      side
      onOpenChange={(open) => !open && onClose()}
      title={assignment.data ? visible(assignment.data.account.name) : 'Assignment'}
      text="Assigned support engineer"
    >
      <Loaded query={assignment}>{(data) => <Whole assignment={data} />}</Loaded>
    </Dialog>
  )
}

function Whole({ assignment }: { readonly assignment: Assignment }) {
  const me = useMe()
  const [act, setAct] = useState<AssignmentAct>()
  const trend = useDesk('check_ins.trend', { assignment: assignment.id })
  const { account, engineer, backup, customerEngineer, internal, toldAt, until, note } = assignment
  return (
    <div className="flex flex-col gap-6">
      {internal && (
        <p>
          <InternalOnly />
        </p>
      )}
      <Facts
        rows={[
          ['Customer', <CustomerLink key="c" account={account} />],
          ['Kind', kindName(assignment.kind)],
          ['Engineer', <Person key="e" name={visible(engineer.name)} className="max-w-full" />],
          ...(backup === null
            ? []
            : [['Backup', <Person key="b" name={visible(backup.name)} className="max-w-full" />] as const]),
          [
            'Customer engineer',
            customerEngineer === null ? (
              'Nobody named'
            ) : (
              <Person key="ce" name={visible(customerEngineer.name)} className="max-w-full" />
            ),
          ],
          ['Since', sayDay(assignment.since)],
          ...(until === null ? [] : [['Until', sayDay(until)] as const]),
          ['Review', sayDay(assignment.reviewAt)],
          ...(internal ? [] : [['Customer told', toldAt === null ? 'Not yet' : sayDay(toldAt)] as const]),
          ...(note === null ? [] : [['Note', <Words key="n" text={note} />] as const]),
          ...(assignment.endedAt === null
            ? []
            : [['Ended', `${sayDay(assignment.endedAt)}: ${visible(assignment.endReason ?? '')}`] as const]),
        ]}
      />
      <div className="flex flex-wrap gap-2">
        {actsOn(assignment, me).map(({ act: one, label, danger }) => (
          <Button key={one} look={danger ? 'danger' : 'secondary'} onClick={() => setAct(one)}>
            {label}
          </Button>
        ))}
      </div>
      {trend.data && trend.data.weeks.length > 0 && (
        <SheetPart title="Check-ins">
          <CheckInTrend trend={trend.data} className="grid-cols-2 sm:grid-cols-3" />
        </SheetPart>
      )}
      <SheetPart title="History">
        <ol className="flex flex-col gap-2 border-l pl-4 text-sm">
          {assignment.history.map(({ at, kind, actor, data }) => (
            <li key={`${at} ${kind}`}>
              <p>
                {inWords(kind)} <span className="text-dim">by {visible(actor.name)}, </span>
                <Time at={at} className="text-dim" />
              </p>
              {typeof data['reason'] === 'string' && <Words text={data['reason']} className="text-dim" />}
              {typeof data['note'] === 'string' && <Words text={data['note']} className="text-dim" />}
            </li>
          ))}
        </ol>
      </SheetPart>
      {act && <AssignmentDialog act={act} assignment={assignment} onClose={() => setAct(undefined)} />}
    </div>
  )
}
