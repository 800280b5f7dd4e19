/** How the weekly check-ins of a customer go: the trend, the next one, and the last ones. */
import { Link } from '@tanstack/react-router'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { Section } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { CheckInTrend } from './check-in-trend.tsx'

type Summary = NonNullable<OutputOf<'customers.show'>['inner']>['checkIns']

const listedMax = 4

export function CustomerCheckIns({
  assignment,
  summary,
}: {
  readonly assignment: string
  readonly summary: Summary
}) {
  const trend = useDesk('check_ins.trend', { assignment })
  const list = useDesk('check_ins.list', { assignment, limit: listedMax })
  const goals = list.data?.items
    .find(({ state }) => state === 'held')
    ?.goals.filter(({ doneAt }) => doneAt === null)
  return (
    <Section
      title="Check-ins"
      text={
        summary.next === null ? (
          'None is planned.'
        ) : (
          <>
            The next is <Time at={summary.next} />.
          </>
        )
      }
    >
      <Loaded query={trend} rows={2}>
        {(data) => <CheckInTrend trend={data} className="grid-cols-2 sm:grid-cols-3" />}
      </Loaded>
      {goals && goals.length > 0 && (
        <>
          <h3 className="mt-4 mb-1 text-xs font-medium text-dim">What we are trying to make happen</h3>
          <ul className="list-disc pl-5 text-sm">
            {goals.map(({ id, what }) => (
              <li key={id}>{visible(what)}</li>
            ))}
          </ul>
        </>
      )}
      <ul className="mt-3 -mb-1">
        {list.data?.items.map(({ id, state, dueAt, heldAt, goingWell, answers }) => (
          <li key={id}>
            <Link
              to="/programme/check-ins"
              search={{ checkIn: id }}
              className="-mx-2 flex min-h-8 items-center gap-3 rounded-md px-2 text-sm hover:bg-hover"
            >
              <Time at={heldAt ?? dueAt} className="w-20 shrink-0 text-dim" />
              <span className={state === 'missed' ? 'shrink-0 text-bad' : 'shrink-0'}>
                {state === 'held'
                  ? `${goingWell ?? '–'} of 5`
                  : state === 'called-off'
                    ? 'called off'
                    : state}
              </span>
              <span className="min-w-0 truncate text-dim">{visible(answers[0]?.answer ?? '')}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
