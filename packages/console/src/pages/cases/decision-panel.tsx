/** What the policy decided on a case and why: owner, reasons with their source, what is open, what would change it. */
import { PencilLine } from 'lucide-react'
import { useNames } from '../../app/names.ts'
import { Badge, VerdictBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Facts, Section } from '../../ui/page.tsx'
import { visible } from '../../ui/words.tsx'
import { useWaiting } from './acts.ts'
import type { WholeCase } from './case-page.tsx'
import { Questions } from './questions.tsx'
import { useFactWords } from './use-fact-words.ts'

const origins: Readonly<Record<string, string>> = {
  stated: 'said by a person',
  account: 'from the account',
  text: 'read in the text',
  default: 'assumed',
}

export type DecisionPanelProps = {
  readonly whole: WholeCase
  readonly mayWrite: boolean
  readonly onCorrect: () => void
}

export function DecisionPanel({ whole, mayWrite, onCorrect }: DecisionPanelProps) {
  const names = useNames()
  const words = useFactWords()
  const { decision } = whole
  const answering = useWaiting(whole.id).some(({ operation }) => operation === 'cases.state_facts')
  // What the account says stands with the customer.
  const known = Object.entries(decision.facts).filter(
    ([name, { from }]) => name !== 'topic' && from !== 'default' && from !== 'account',
  )
  const team = (id: string): string =>
    id
      .split('/')
      .map((part, n) => (n === 0 ? names.team(part) : part))
      .join(': ')
  return (
    <Section
      title="Decision"
      actions={
        mayWrite && (
          <Button size="sm" look="ghost" icon={<PencilLine size={13} />} keys="c" onClick={onCorrect}>
            Correct
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <div>
          <p className="text-base font-semibold">
            {decision.owner.team ? names.team(decision.owner.team) : 'Nobody owns such asks'}
          </p>
          <p className="text-xs text-dim">
            {decision.status === 'decided'
              ? 'Decided by the policy'
              : decision.status === 'needs-info'
                ? 'Holds it until the owner is known'
                : 'Fall-back: the policy could not tell'}
            {decision.owner.team !== whole.ownerTeam &&
              whole.ownerTeam &&
              ` · now with ${names.team(whole.ownerTeam)}`}
          </p>
        </div>
        {decision.questions.length > 0 && mayWrite && (
          <div className="rounded-md bg-warn-soft p-3">
            <Questions row={whole} questions={decision.questions} disabled={answering} />
          </div>
        )}
        {decision.because.length > 0 && (
          <ul className="flex flex-col gap-2" aria-label="Why">
            {decision.because.map(({ table, rule, row, source, at, text }) => (
              <li key={`${table} ${rule}`} className="text-sm">
                {text}
                <span
                  className="block truncate font-mono text-2xs text-dim"
                  title={`${source} ${row} · ${at}`}
                >
                  {rule} · {at}
                </span>
              </li>
            ))}
          </ul>
        )}
        <Facts
          rows={[
            [
              'Topic',
              <span key="topic">
                {names.topic(decision.topic.id)}
                {decision.topic.id && (
                  <span className="text-xs text-dim"> {Math.round(decision.topic.confidence * 100)}%</span>
                )}
              </span>,
            ],
            [
              'Verdict',
              <span key="verdict" className="flex flex-col gap-0.5">
                <span>
                  <VerdictBadge verdict={decision.engagement.verdict} />
                </span>
                <span className="text-xs text-dim">{decision.engagement.reason}</span>
              </span>,
            ],
            ...(decision.with.length > 0 ? [['Helps', decision.with.map(team).join(', ')] as const] : []),
            ['Speaks', team(decision.speaks)],
            ...known.map(
              ([name, { value, from }]) =>
                [
                  words.label(name),
                  <span key={name}>
                    {visible(words.value(name, value))}{' '}
                    <span className="text-xs text-dim">{origins[from] ?? from}</span>
                  </span>,
                ] as const,
            ),
          ]}
        />
        {decision.warnings.length > 0 && (
          <ul className="flex flex-col gap-1">
            {decision.warnings.map((warning) => (
              <li key={warning} className="text-xs text-warn wrap-anywhere">
                {visible(warning)}
              </li>
            ))}
          </ul>
        )}
        {(decision.otherwise.length > 0 || decision.not.length > 0) && (
          <details className="text-sm">
            <summary className="cursor-pointer text-dim">Why not somebody else</summary>
            <ul className="mt-2 flex flex-col gap-1.5">
              {decision.not.map(({ team: id, reason }) => (
                <li key={`not ${id}`}>
                  <Badge>{names.team(id)}</Badge> <span className="text-dim">{reason}</span>
                </li>
              ))}
              {decision.otherwise.map(({ fact, text }) => (
                <li key={`${fact} ${text}`}>{text}</li>
              ))}
            </ul>
          </details>
        )}
        <p className="text-2xs text-dim">
          {decision.policy.name} {decision.policy.version}
        </p>
      </div>
    </Section>
  )
}
