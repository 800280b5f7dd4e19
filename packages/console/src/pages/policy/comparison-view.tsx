/** What moves from one state of the policy to another: rules, answers, and cases of the past decided by both. */
import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import type { OutputOf } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { Badge, inWords } from '../../ui/badge.tsx'
import { Section } from '../../ui/page.tsx'
import { sayAnswer, sayChange, sayTable } from './answer-words.ts'
import { CaseLinks } from './case-links.tsx'
import { type StatedFacts, searchFor } from './search.ts'

type Comparison = OutputOf<'policies.compare'>

export function ComparisonView({ comparison }: { readonly comparison: Comparison }) {
  const { changes, rules, facts, replay, complete } = comparison
  return (
    <div className="flex flex-col gap-4">
      <Summary comparison={comparison} />
      {rules.length > 0 && (
        <Section title="Rules that differ" flush>
          <ul>
            {rules.map(({ rule, change, parts }) => (
              <RuleChange key={rule} rule={rule} change={change} parts={parts} />
            ))}
          </ul>
        </Section>
      )}
      {facts.length > 0 && (
        <Section title="Facts that only one version knows">
          <ul className="text-sm">
            {facts.map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
        </Section>
      )}
      {changes.length > 0 && (
        <Section
          title="Answers that move"
          {...(!complete && { text: 'There are more than are listed here.' })}
          flush
        >
          <ul>
            {changes.map((change) => (
              <AnswerChange key={`${change.table} ${change.when} ${change.from}`} change={change} />
            ))}
          </ul>
        </Section>
      )}
      {replay.moves.length > 0 && (
        <Section
          title="Past cases that move"
          text={`${replay.asks.toLocaleString('en')} past asks were decided by both versions${replay.complete ? '' : ', and then the time ran out'}.`}
          flush
        >
          <ul>
            {replay.moves.map(({ from, to, count, cases }) => (
              <li key={`${from} ${to}`} className="border-t px-4 py-2.5">
                <p className="flex flex-wrap items-center gap-x-2 text-sm">
                  <span className="font-medium tabular-nums">
                    {count} {count === 1 ? 'case' : 'cases'}
                  </span>
                  <FromTo from={from} to={to} />
                </p>
                <CaseLinks ids={cases} label={`Cases from ${from} to ${to}`} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  )
}

function Summary({ comparison: { rules, changes, replay, complete } }: { readonly comparison: Comparison }) {
  const moved = replay.moved
  return (
    <dl className="grid grid-cols-3 gap-4 max-sm:grid-cols-1">
      <Figure name="Rules that differ" value={rules.length.toLocaleString('en')} />
      <Figure
        name="Answers that move"
        value={`${changes.length.toLocaleString('en')}${complete ? '' : '+'}`}
      />
      <Figure
        name={`Of ${replay.asks.toLocaleString('en')} past asks`}
        value={moved === 0 ? 'None moves' : `${moved.toLocaleString('en')} ${moved === 1 ? 'moves' : 'move'}`}
        {...(replay.refused > 0 && {
          detail: `${replay.refused} could not be put to both, as one does not know their facts`,
        })}
      />
    </dl>
  )
}

/** A figure with its name, as pages of the policy sum things up. */
export const Figure = ({
  name,
  value,
  detail,
}: {
  readonly name: string
  readonly value: string
  readonly detail?: string
}) => (
  <div className="min-w-0">
    <dt className="text-xs text-dim">{name}</dt>
    <dd className="text-lg font-semibold tabular-nums">{value}</dd>
    {detail && <dd className="text-xs text-dim">{detail}</dd>}
  </div>
)

const tones = { added: 'good', removed: 'bad', changed: 'warn' } as const

function RuleChange({ rule, change, parts }: Comparison['rules'][number]) {
  const { sign, word } = sayChange(change)
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-3 border-t px-4 py-1.5 text-sm">
      <span className="w-24 shrink-0">
        <Badge tone={tones[change]} icon={<span aria-hidden="true">{sign}</span>}>
          {word}
        </Badge>
      </span>
      <span className="min-w-0 font-mono text-xs wrap-anywhere">{rule}</span>
      {parts.length > 0 && <span className="text-xs text-dim">{inWords(parts.join(', '))}</span>}
    </li>
  )
}

function AnswerChange({
  change: { table, when, from, to, example },
}: {
  readonly change: Comparison['changes'][number]
}) {
  const names = useNames()
  const { topic, ...facts } = example
  return (
    <li className="border-t px-4 py-2.5 text-sm">
      <div className="flex flex-wrap items-center gap-x-2">
        <span className="text-xs text-dim">{sayTable(table)}</span>
        <FromTo from={sayAnswer(table, from, names.team)} to={sayAnswer(table, to, names.team)} />
        {typeof topic === 'string' && (
          <Link
            to="/policy/playground"
            search={searchFor(topic, facts as StatedFacts)}
            className="ml-auto text-xs text-accent hover:underline"
          >
            Example in the playground
          </Link>
        )}
      </div>
      <p className="text-dim wrap-anywhere">{when}</p>
    </li>
  )
}

const FromTo = ({ from, to }: { readonly from: string; readonly to: string }) => (
  <span className="inline-flex min-w-0 flex-wrap items-center gap-x-1.5">
    <span className="text-dim line-through decoration-1">{capital(from)}</span>
    <ArrowRight size={13} role="img" aria-label="becomes" className="shrink-0 text-dim" />
    <span className="font-medium">{capital(to)}</span>
  </span>
)

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
