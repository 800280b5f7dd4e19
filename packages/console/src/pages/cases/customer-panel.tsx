/** The customer behind a case: plan and facts, who is assigned to them, and what else of theirs is open. */
import { Link } from '@tanstack/react-router'
import { useDesk } from '../../app/api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Facts, Section } from '../../ui/page.tsx'
import { Person } from '../../ui/person.tsx'
import { Loaded } from '../../ui/states.tsx'
import { visible } from '../../ui/words.tsx'
import { StateDot } from './case-row.tsx'
import { useFactWords } from './use-fact-words.ts'

const roles: Readonly<Record<string, string>> = {
  ce: 'Customer engineer',
  ae: 'Account executive',
  csm: 'Success manager',
  se: 'Sales engineer',
  pa: 'Platform architect',
  tc: 'Technical consultant',
  customer: 'At the customer',
}

/** Other cases shown. */
const othersMax = 6

export function CustomerPanel({ account, caseId }: { readonly account: string; readonly caseId: string }) {
  const words = useFactWords()
  const query = useDesk('customers.show', { account })
  return (
    <Section title="Customer">
      <Loaded query={query} rows={4}>
        {({ account: known, people, openCases, pastCases, inner }) => {
          const others = openCases.filter(({ id }) => id !== caseId)
          const engineer = inner?.assignment
          return (
            <div className="flex flex-col gap-3">
              <p className="flex flex-wrap items-center gap-2">
                <Link
                  to="/customers/$account"
                  params={{ account: known.id }}
                  className="min-w-0 text-base font-semibold underline-offset-2 wrap-anywhere hover:underline"
                >
                  {visible(known.name)}
                </Link>
                {engineer?.internal && (
                  <Badge tone="warn" title="The customer must not learn of the assigned engineer yet">
                    Keep to yourselves
                  </Badge>
                )}
              </p>
              <Facts
                rows={[
                  ...(engineer
                    ? [
                        [
                          'Assigned engineer',
                          <Person key="engineer" name={engineer.engineer.name} />,
                        ] as const,
                      ]
                    : []),
                  ...(engineer?.backup
                    ? [['Backup', <Person key="backup" name={engineer.backup.name} />] as const]
                    : []),
                  ...Object.entries(known.facts).map(
                    ([name, value]) => [words.label(name), visible(words.value(name, value))] as const,
                  ),
                  ...people
                    .map(({ role, name }) => [roles[role] ?? role, visible(name)] as const)
                    .slice(0, 8),
                ].filter(([name], index, all) => all.findIndex(([other]) => other === name) === index)}
              />
              <div>
                <p className="text-xs text-dim">
                  {others.length === 0
                    ? `Nothing else is open; ${pastCases.length === 0 ? 'no earlier case' : `${pastCases.length} earlier`}.`
                    : `Also open (${others.length})`}
                </p>
                <ul className="mt-1 flex flex-col">
                  {others.slice(0, othersMax).map(({ id, number, subject, state }) => (
                    <li key={id}>
                      <Link
                        to="/cases/$case"
                        params={{ case: String(number) }}
                        className="-mx-2 flex min-h-8 items-center gap-2 rounded-md px-2 text-sm hover:bg-hover"
                      >
                        <span className="text-xs text-dim tabular-nums">{number}</span>
                        <span className="min-w-0 flex-1 truncate" title={visible(subject)}>
                          {visible(subject)}
                        </span>
                        <StateDot state={state} />
                      </Link>
                    </li>
                  ))}
                </ul>
                {others.length > othersMax && (
                  <Link
                    to="/cases"
                    search={{ account: known.id, open: true }}
                    className="text-sm text-accent underline"
                  >
                    All of them
                  </Link>
                )}
              </div>
            </div>
          )
        }}
      </Loaded>
    </Section>
  )
}
