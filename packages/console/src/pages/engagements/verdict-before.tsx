/** What the policy says of an ask before it is sent: granted with which limits, or whose it is, or what is missing. */
import { type InputOf, useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { Refused } from '../../parts/refused.tsx'
import { counted } from '../../parts/when.ts'
import { inWords, VerdictBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'

/** What somebody answered to the policy's questions here. */
export type Answers = Readonly<Record<string, string | number | boolean>>

export type VerdictBeforeProps = {
  readonly ask: InputOf<'decisions.decide'>
  readonly answers: Answers
  readonly onAnswer: (answers: Answers) => void
}

export function VerdictBefore({ ask, answers, onAnswer }: VerdictBeforeProps) {
  const { team, policy } = useNames()
  const { data, error } = useDesk('decisions.decide', ask, { keep: true })
  if (error) return <Refused error={error} />
  if (!data) return <p className="text-sm text-dim">Asking the policy…</p>
  const { verdict, kind, to, limits = [], reason } = data.engagement
  const box = policy.engagements?.kinds.find((one) => one.kind === kind)
  // Where the verdict is limited there is one session, however many the kind has.
  const sessions = verdict === 'limited' ? Math.min(box?.sessions ?? 0, 1) : (box?.sessions ?? 0)
  const rule = data.because.find(({ table }) => table === 'engagement')
  const questions = data.questions.filter(
    ({ decides }) => verdict === 'needs-info' || decides.includes('engagement'),
  )
  return (
    <div role="status" className="flex flex-col gap-1.5 rounded-md border bg-sunken p-3 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">The policy says</span>
        <VerdictBadge verdict={verdict} />
        {kind !== undefined && <span>{inWords(kind)}</span>}
        {box && (
          <span className="text-dim">
            {box.days} days, {sessions === 0 ? 'in writing' : `at most ${counted(sessions, 'session')}`}
          </span>
        )}
      </p>
      <p>{reason}</p>
      {verdict === 'reroute' && to !== undefined && <p>It goes to {team(to)}.</p>}
      {questions.map(({ fact, ask: question, options = [] }) => (
        <fieldset key={fact} className="flex flex-wrap gap-1.5">
          <legend className="mb-1">{question}</legend>
          {options.map(({ value, say }) => (
            <Button key={String(value)} size="sm" onClick={() => onAnswer({ ...answers, [fact]: value })}>
              {say}
            </Button>
          ))}
        </fieldset>
      ))}
      {Object.keys(answers).length > 0 && (
        <Button size="sm" look="ghost" className="self-start" onClick={() => onAnswer({})}>
          Take my answers back
        </Button>
      )}
      {limits.length > 0 && <p className="text-dim">{limits.join(' · ')}</p>}
      {rule && (
        <p className="text-xs text-dim wrap-anywhere">
          Rule {rule.rule} · {rule.source} {rule.rows.join(', ')} · {rule.at}
        </p>
      )}
    </div>
  )
}
