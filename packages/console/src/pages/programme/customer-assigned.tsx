/** Who the customer's assigned engineer is, what can be done with the assignment, or how one is asked for. */
import { useState } from 'react'
import type { RowOf } from '../../app/api.ts'
import { useMe } from '../../app/session.ts'
import { counted } from '../../parts/when.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Facts, Section } from '../../ui/page.tsx'
import { Person } from '../../ui/person.tsx'
import { sayDay } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { type AssignmentAct, AssignmentDialog, actsOn } from './assignment-acts.tsx'
import { InternalOnly, kindName, useKinds } from './kinds.tsx'

export type CustomerAssignedProps = {
  readonly assignment: RowOf<'assignments.list'> | null
  /** Assignments that ended. */
  readonly earlier: number
  readonly onAsk: () => void
  readonly onOpen: (assignment: string) => void
}

export function CustomerAssigned({ assignment, earlier, onAsk, onOpen }: CustomerAssignedProps) {
  const me = useMe()
  const kind = useKinds()
  const [act, setAct] = useState<AssignmentAct>()
  if (assignment === null) {
    return (
      <Section title="Assigned engineer" actions={<Button onClick={onAsk}>Ask for one</Button>}>
        <p className="text-sm text-dim">
          None: its cases go round-robin.{earlier > 0 && ` ${counted(earlier, 'earlier assignment')} ended.`}
        </p>
      </Section>
    )
  }
  const { engineer, backup, customerEngineer, internal, toldAt, until } = assignment
  const acts = actsOn(assignment, me)
  return (
    <Section
      title="Assigned engineer"
      actions={
        <>
          <Button size="sm" look="ghost" onClick={() => onOpen(assignment.id)}>
            History
          </Button>
          {acts.length > 0 && (
            <Menu
              items={acts.map(({ act: one, label, danger = false }) => ({
                label,
                danger,
                run: () => setAct(one),
              }))}
            >
              <Button size="sm">Change</Button>
            </Menu>
          )}
        </>
      }
    >
      {internal && (
        <p className="mb-3">
          <InternalOnly />
        </p>
      )}
      <Facts
        rows={[
          ['Engineer', <Person key="e" name={visible(engineer.name)} className="max-w-full font-medium" />],
          [
            'Backup',
            backup === null ? (
              kind(assignment.kind).backup ? (
                <span key="m" className="font-medium text-bad">
                  Missing
                </span>
              ) : (
                'None by its kind'
              )
            ) : (
              <Person key="b" name={visible(backup.name)} className="max-w-full" />
            ),
          ],
          [
            'Customer engineer',
            customerEngineer === null ? (
              'Nobody named'
            ) : (
              <Person key="ce" name={visible(customerEngineer.name)} className="max-w-full" />
            ),
          ],
          ['Kind', kindName(assignment.kind)],
          ['Since', sayDay(assignment.since)],
          ...(until === null ? [] : [['Until', sayDay(until)] as const]),
          ['Review', sayDay(assignment.reviewAt)],
          ...(internal ? [] : [['Customer told', toldAt === null ? 'Not yet' : sayDay(toldAt)] as const]),
        ]}
      />
      {act && <AssignmentDialog act={act} assignment={assignment} onClose={() => setAct(undefined)} />}
    </Section>
  )
}
