/** Step three: the row of the policy that gave the answer of step one, whose each plan is by it, and where it is written. */
import { Link } from '@tanstack/react-router'
import { FileText } from 'lucide-react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { VerdictBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Empty, Loaded } from '../../ui/states.tsx'
import { Words } from '../../ui/words.tsx'
import { ownerReason, useAnswer } from './answer.tsx'
import type { Facts } from './steps.ts'

export function PolicyStep({ ask, facts }: { readonly ask: string; readonly facts: Facts }) {
  const answer = useAnswer(ask, facts)
  const matrix = useDesk('policy.matrix', {})
  return (
    <section className="flex flex-col gap-5">
      <div>
        <h2 className="text-base font-semibold">The answer is written down, in one place</h2>
        <p className="text-sm text-dim">
          Your policy is a folder of files that people review. Nothing is decided by anything else.
        </p>
      </div>
      {ask.trim() === '' ? (
        <Empty title="No ask was tried" text="Go back to the first step and write one." />
      ) : (
        <Loaded query={answer}>
          {(decision) => (
            <Loaded query={matrix}>{(whole) => <Behind {...{ ask, decision, matrix: whole }} />}</Loaded>
          )}
        </Loaded>
      )}
    </section>
  )
}

type BehindProps = {
  readonly ask: string
  readonly decision: OutputOf<'decisions.decide'>
  readonly matrix: OutputOf<'policy.matrix'>
}

function Behind({ ask, decision, matrix }: BehindProps) {
  const names = useNames()
  const reason = ownerReason(decision)
  const topic = matrix.topics.find((one) => one.topic === decision.topic.id)
  const row = matrix.rows.find(({ row: id }) => id === reason?.row)
  const known = Object.values(decision.facts).map(({ value }) => value)
  const owners = topic?.owners ?? row?.owners ?? []
  return (
    <div className="flex flex-col gap-5">
      <Words text={ask} className="border-l-2 pl-3 text-sm text-dim" />
      <div className="overflow-hidden rounded-lg border">
        <div className="px-5 pt-4 pb-3">
          <p className="text-xs text-dim">{topic ? names.topic(topic.topic) : 'The row behind it'}</p>
          <p className="mt-0.5 font-medium">{reason?.text}</p>
        </div>
        {owners.length > 0 && (
          <table className="w-full border-t text-sm">
            <caption className="sr-only">Whose it is on each plan</caption>
            <thead>
              <tr className="text-left text-xs text-dim">
                <th scope="col" className="px-5 py-2 font-medium">
                  Plan
                </th>
                <th scope="col" className="px-3 py-2 font-medium">
                  Whose it is
                </th>
                <th scope="col" className="px-5 py-2 font-medium">
                  Developer Success
                </th>
              </tr>
            </thead>
            <tbody>
              {owners.map(({ value, say, teams, verdicts }) => {
                const isThis = known.includes(value)
                return (
                  <tr key={value} className={cx('border-t', isThis && 'bg-selected')}>
                    <th scope="row" className="px-5 py-2 text-left font-normal">
                      {say.charAt(0).toUpperCase() + say.slice(1)}
                      {isThis && <span className="text-xs text-dim"> (this ask)</span>}
                    </th>
                    <td className="px-3 py-2 font-medium">{teams.map(({ name }) => name).join(' or ')}</td>
                    <td className="px-5 py-2">
                      <span className="flex flex-wrap gap-1">
                        {verdicts.map((verdict) => (
                          <VerdictBadge key={verdict} verdict={verdict} />
                        ))}
                      </span>
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        )}
        {reason && (
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 border-t bg-sunken px-5 py-3 text-sm">
            <FileText size={15} className="text-dim" />
            <code className="text-xs wrap-anywhere">{reason.at}</code>
            <span className="text-dim">
              row {reason.row} · {reason.source}
            </span>
          </p>
        )}
      </div>
      <div>
        <Button asChild>
          <Link to="/policy">See the whole policy</Link>
        </Button>
      </div>
    </div>
  )
}
