/** What stands behind one line of the matrix: owners by plan, rules, tests with their result, examples, and ways on. */
import { Link } from '@tanstack/react-router'
import { Check, LoaderCircle, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { inWords, VerdictBadge } from '../../ui/badge.tsx'
import { Words } from '../../ui/words.tsx'
import type { MatrixLine, MatrixTest, Ways } from './matrix-lines.ts'
import { PastCases } from './past-cases.tsx'
import { RuleLines } from './rule-lines.tsx'
import { searchFor } from './search.ts'

export type MatrixDetailProps = {
  readonly line: MatrixLine
  readonly ways: Ways
  readonly team: (reference: string) => string
}

export function MatrixDetail({ line, ways, team }: MatrixDetailProps) {
  const names = useNames()
  const isTopic = line.row === undefined
  return (
    <div className="grid gap-x-8 gap-y-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="flex min-w-0 flex-col gap-5">
        {line.about && <p className="max-w-prose text-sm">{line.about}</p>}
        <Part title={line.rules.length === 0 ? 'No rules' : 'Rules'}>
          <RuleLines
            rules={line.rules}
            beside={({ table, rule }) => {
              const past = line.rules.find((one) => one.table === table && one.rule === rule)?.past
              return past && <PastCases past={past} of={{ ownerRule: rule }} />
            }}
          />
          {isTopic && (
            <p className="pt-1.5">
              <PastCases past={line.past} of={{ topic: line.id }} />
            </p>
          )}
        </Part>
        <Part title={line.tests.length === 0 ? 'No tests' : `Tests (${line.tests.length})`}>
          <Tests tests={line.tests} />
        </Part>
      </div>
      <div className="flex min-w-0 flex-col gap-5">
        {line.owners.some(({ teams, verdicts }) => teams.length + verdicts.length > 0) && (
          <Part title="By plan">
            <table className="w-full text-sm" aria-label={`Owners of ${line.title} by plan`}>
              <thead className="sr-only">
                <tr>
                  <th scope="col">Plan</th>
                  <th scope="col">Owner</th>
                  <th scope="col">Developer Success</th>
                </tr>
              </thead>
              <tbody>
                {line.owners.map(({ value, teams, verdicts }) => (
                  <tr key={value} className="border-b align-top last:border-b-0">
                    <th scope="row" className="w-24 py-1 pr-3 text-left font-normal text-dim">
                      {inWords(value)}
                    </th>
                    <td className="py-1 pr-3 wrap-anywhere">
                      {teams.map(({ name }) => name).join(' or ') || '–'}
                    </td>
                    <td className="py-1">
                      <span className="flex flex-wrap justify-end gap-1">
                        {verdicts.map((verdict) => (
                          <VerdictBadge key={verdict} verdict={verdict} />
                        ))}
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Part>
        )}
        {ways.helpers.length > 0 && <Part title="Helps">{ways.helpers.map(team).join(', ')}</Part>}
        {ways.channels.length > 0 && <Part title="Goes to">{ways.channels.join(', ')}</Part>}
        {ways.paths.length > 0 && (
          <Part title="The customer">
            {ways.paths.map((path) => (
              <p key={path}>{path}</p>
            ))}
          </Part>
        )}
        {line.examples.count > 0 && (
          <Part title={`Asks as people word them (${line.examples.some.length} of ${line.examples.count})`}>
            {line.examples.some.map((text) => (
              <Words key={text} text={text} className="border-l-2 pl-2.5 not-first:mt-1.5" />
            ))}
          </Part>
        )}
        {line.topics.length > 0 && (
          <Part title="Try in the playground">
            <span className="flex flex-wrap gap-x-3 gap-y-1">
              {line.topics.map((topic) => (
                <Link
                  key={topic}
                  to="/policy/playground"
                  search={searchFor(topic, {})}
                  className="py-0.5 text-accent hover:underline"
                >
                  {names.topic(topic)}
                </Link>
              ))}
            </span>
          </Part>
        )}
      </div>
    </div>
  )
}

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="min-w-0 text-sm wrap-anywhere">
    <h3 className="mb-1 text-xs font-medium text-dim">{title}</h3>
    {children}
  </section>
)

/** The tests of one line; whether they pass is known once the check has run. */
function Tests({ tests }: { readonly tests: readonly MatrixTest[] }) {
  const check = useDesk('policy.check', {}, { enabled: tests.length > 0 })
  const failed = check.data && new Map(check.data.tests.failed.map((test) => [test.id, test]))
  return (
    <ul className="flex flex-col">
      {tests.map(({ id, at }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-2 py-0.5 text-sm">
          <Result passed={failed && !failed.has(id)} broken={check.error !== null} />
          <span className="min-w-0 wrap-anywhere">{inWords(id)}</span>
          <span className="font-mono text-xs text-dim wrap-anywhere">{at}</span>
          {failed?.get(id)?.mismatches.map((mismatch) => (
            <span key={mismatch} className="w-full pl-5 text-xs text-bad wrap-anywhere">
              {mismatch}
            </span>
          ))}
        </li>
      ))}
    </ul>
  )
}

function Result({ passed, broken }: { readonly passed: boolean | undefined; readonly broken: boolean }) {
  if (passed === undefined) {
    return broken ? null : (
      <span className="self-center text-dim" role="img" aria-label="Running">
        <LoaderCircle size={12} />
      </span>
    )
  }
  return passed ? (
    <span className="self-center text-good" role="img" aria-label="Passes">
      <Check size={12} />
    </span>
  ) : (
    <span className="self-center text-bad" role="img" aria-label="Fails">
      <X size={12} />
    </span>
  )
}
