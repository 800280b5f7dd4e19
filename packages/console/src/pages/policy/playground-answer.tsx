/** Where the ask would go with the facts given: owner, verdict and route, and the questions that would settle what is open. */
import type { Decision, FactValue } from '@rightdesk/engine/answer'
import { CircleCheck, CircleHelp } from 'lucide-react'
import type { ReactNode } from 'react'
import { VerdictBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { sayShort } from './fact-options.ts'
import type { StatedFacts } from './search.ts'
import type { PolicyEngine } from './use-policy-engine.ts'

export type PlaygroundAnswerProps = {
  readonly engine: PolicyEngine
  readonly decision: Decision
  readonly onState: (fact: string, value: StatedFacts[string]) => void
}

export function PlaygroundAnswer({ engine: { policy, say }, decision, onState }: PlaygroundAnswerProps) {
  const { status, owner, owners, engagement, questions, warnings } = decision
  const isDecided = status === 'decided'
  const helpers = decision.with.map(say.team)
  return (
    <section aria-label="Where it would go" className="rounded-lg border bg-canvas">
      <div className="grid gap-x-6 gap-y-3 px-4 py-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1.2fr)_minmax(0,1.2fr)]">
        <Told name="Owner">
          <p aria-live="polite" className="flex items-center gap-2 text-base font-semibold">
            {isDecided ? (
              <CircleCheck size={16} className="shrink-0 text-good" aria-hidden="true" />
            ) : (
              <CircleHelp size={16} className="shrink-0 text-warn" aria-hidden="true" />
            )}
            <span className="min-w-0 wrap-anywhere">{isDecided ? say.team(owner.team) : 'Open'}</span>
          </p>
          {!isDecided && (
            <ul className="text-sm text-dim">
              {owners?.map(({ team, when }) => (
                <li key={`${team} ${when}`}>
                  {say.team(team)}: {when}
                </li>
              ))}
              <li>Held by {say.team(owner.team)} meanwhile</li>
            </ul>
          )}
          {helpers.length > 0 && <p className="text-sm text-dim">with {helpers.join(', ')}</p>}
        </Told>
        <Told name={say.team(policy.compiled.engages)}>
          <p>
            <VerdictBadge verdict={engagement.verdict} />
          </p>
          <p className="mt-1 text-sm text-dim">
            {engagement.verdict === 'needs-info' ? dependsOn(questions, say) : engagement.reason}
          </p>
        </Told>
        <Told name="Route">
          <p className="text-sm">{decision.customerPath || 'Nothing is said to the customer.'}</p>
          {decision.internal.length > 0 && (
            <p className="text-sm text-dim wrap-anywhere">{decision.internal.join(', ')}</p>
          )}
        </Told>
      </div>
      {questions.length > 0 && (
        <div className="flex flex-col gap-2 border-t px-4 py-3">
          {questions.map((question) => (
            <div key={question.fact} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm">
              <p className="min-w-0">
                {question.ask}{' '}
                <span className="text-xs text-dim">
                  decides {question.decides.map(sayDecides).join(' and ')}
                </span>
              </p>
              {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would repeat the question */}
              <div role="group" aria-label={question.ask} className="flex flex-wrap gap-1.5">
                {optionsOf(policy, question).map(({ value, label }) => (
                  <Button key={String(value)} size="sm" onClick={() => onState(question.fact, value)}>
                    {label}
                  </Button>
                ))}
              </div>
            </div>
          ))}
        </div>
      )}
      {warnings.length > 0 && (
        <ul className="border-t px-4 py-2 text-sm text-warn">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

const dependsOn = (questions: Decision['questions'], say: PolicyEngine['say']): string =>
  `Depends on: ${questions
    .filter(({ decides }) => decides.includes('engagement'))
    .map(({ fact }) => say.label(fact).toLowerCase())
    .join(', ')}`

const sayDecides = (part: 'owner' | 'engagement'): string =>
  part === 'owner' ? 'the owner' : 'the engagement'

const Told = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="min-w-0">
    <h2 className="mb-0.5 text-xs font-medium text-dim">{name}</h2>
    {children}
  </div>
)

/** The answers of a question; amounts by their ranges. */
function optionsOf(
  policy: PolicyEngine['policy'],
  { fact: name, options }: Decision['questions'][number],
): readonly { readonly value: FactValue; readonly label: string }[] {
  const fact = policy.factByName.get(name)
  if (!fact) return []
  return (options ?? []).map(({ value }) => ({ value, label: sayShort(fact, value) }))
}
