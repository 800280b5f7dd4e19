/** The record of a case: when and from where it came, its CRM fields and what is wrong with them, cases joined to it. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { may, useMe } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Facts, Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { perform, useWaiting } from './acts.ts'
import { fixRecord } from './case-acts.ts'
import type { WholeCase } from './case-page.tsx'
import type { History } from './use-history.ts'

const fields = { recordType: 'Record type', caseReason: 'Case reason' } as const

export function RecordPanel({ whole, history }: { readonly whole: WholeCase; readonly history: History }) {
  const me = useMe()
  const names = useNames()
  const { data } = useDesk('record_fixes.list', { limit: 200 })
  const fixes = (data?.items ?? []).filter((fix) => fix.case === whole.id)
  const isFixing = useWaiting(whole.id).some(({ operation }) => operation === 'record_fixes.done')
  const joined = (history.events ?? []).flatMap(({ kind, data: { number } }) =>
    kind === 'merged-in' && typeof number === 'number' ? [number] : [],
  )
  return (
    <Section title="Record">
      <Facts
        rows={[
          ['Opened', <Time key="opened" at={whole.openedAt} />],
          ['Changed', <Time key="changed" at={whole.updatedAt} />],
          ...(whole.sources.length > 0
            ? [['From', whole.sources.map(({ kind, id }) => visible(`${kind} ${id}`)).join(', ')] as const]
            : []),
          ...(whole.recordType ? [[fields.recordType, visible(whole.recordType)] as const] : []),
          ...(whole.caseReason ? [[fields.caseReason, visible(whole.caseReason)] as const] : []),
          ...(whole.mergedInto
            ? [
                [
                  'Merged into',
                  <CaseLink key="into" name={whole.mergedInto}>
                    the case that goes on
                  </CaseLink>,
                ] as const,
              ]
            : []),
          ...(joined.length > 0
            ? [['Joined to it', <CaseLinks key="joined" numbers={joined} />] as const]
            : []),
          ...(whole.partOf
            ? [
                [
                  'Part of',
                  <CaseLink key="whole" name={whole.partOf}>
                    the whole ask
                  </CaseLink>,
                ] as const,
              ]
            : []),
          ...(whole.parts.length > 0
            ? [
                [
                  'Its other parts',
                  <CaseLinks key="parts" numbers={whole.parts.map(({ number }) => number)} />,
                ] as const,
              ]
            : []),
          ...(whole.bounces > 0
            ? [['Changed teams', `${whole.bounces} ${whole.bounces === 1 ? 'time' : 'times'}`] as const]
            : []),
        ]}
      />
      {fixes.length > 0 && (
        <ul className="mt-3 flex flex-col gap-2">
          {fixes.map(({ id, field, isValue, shouldBe, team, reason }) => (
            <li key={id} className="rounded-md bg-warn-soft p-3 text-sm">
              <p className="wrap-anywhere">
                <span className="font-medium">{fields[field]}</span> is {visible(isValue)}, should be{' '}
                <span className="font-medium">{visible(shouldBe)}</span>
              </p>
              <p className="text-xs text-dim wrap-anywhere">
                {names.team(team)} puts it right. {visible(reason)}
              </p>
              {may(me, 'cases:write', team) && (
                <Button
                  size="sm"
                  className="mt-2"
                  busy={isFixing}
                  onClick={() => perform([fixRecord(whole, id)])}
                >
                  It is put right
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

const CaseLink = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <Link to="/cases/$case" params={{ case: name }} className="text-accent underline">
    {children}
  </Link>
)

const CaseLinks = ({ numbers }: { readonly numbers: readonly number[] }) => (
  <span className="flex flex-wrap gap-2">
    {numbers.map((number) => (
      <CaseLink key={number} name={String(number)}>
        #{number}
      </CaseLink>
    ))}
  </span>
)
