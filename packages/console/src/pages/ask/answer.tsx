/** What stands on the right: the answer, the answers to the parts of an ask that is several, or what stands in their place. */
import type { Decision } from '@rightdesk/engine/answer'
import { MessageCircleQuestion } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Empty, Failed, Loading } from '../../ui/states.tsx'
import { AnswerView, type AnswerViewProps, Warnings } from './answer-view.tsx'
import { Parts } from './parts.tsx'
import type { Answered } from './use-answer.ts'

export type AnswerProps = Omit<AnswerViewProps, 'decision' | 'text' | 'warnings'> & {
  readonly answered: Answered
  /** The answers to show: of the ask, or of each of its parts. */
  readonly parts: readonly Decision[]
  readonly part: number
  readonly onPart: (part: number) => void
  readonly onExample: (text: string) => void
}

export function Answer({ answered, parts, part, onPart, onExample, ...rest }: AnswerProps) {
  const { decision, state, text } = answered
  if (state.error) return <Failed error={state.error} />
  if (!decision) return state.pending ? <Loading rows={9} /> : <Nothing onExample={onExample} />
  const view = (one: Decision) => <AnswerView decision={one} text={text} warnings={one.warnings} {...rest} />
  const ofAll = decision.warnings.filter((warning) =>
    parts.every(({ warnings }) => !warnings.includes(warning)),
  )
  return (
    <div className="flex flex-col gap-4" aria-busy={state.pending}>
      {parts.length === 1 ? (
        view(parts[0]!)
      ) : (
        <>
          <Warnings warnings={ofAll} />
          <Parts parts={parts} part={part} sayings={rest.sayings} onPart={onPart}>
            {view}
          </Parts>
        </>
      )}
      <p className="border-t pt-2 text-xs text-dim tabular-nums">
        Policy {decision.policy.name} {decision.policy.version} ·{' '}
        {state.from === 'here' ? 'answered in this browser' : 'answered by the desk'} in{' '}
        {Math.max(1, Math.round(state.tookMs))} ms
      </p>
    </div>
  )
}

const examples = [
  'Our builds have failed with an out of memory error since this morning. We are on Pro.',
  'The invoice for March charges us twice for the same seats.',
  'Enterprise customer asks for somebody who goes through their caching set-up with them, one session.',
]

function Nothing({ onExample }: Pick<AnswerProps, 'onExample'>) {
  return (
    <>
      <Empty
        icon={<MessageCircleQuestion size={28} />}
        title="Nothing asked yet"
        text="Paste what a customer wrote, or type what is wanted. Owner, route and reasons show here as you type."
      />
      <div className="mx-auto -mt-6 max-w-md">
        <p className="mb-1.5 text-center text-xs text-dim">Or try one of these:</p>
        <ul className="flex flex-col gap-1.5">
          {examples.map((example) => (
            <li key={example}>
              <Button
                onClick={() => onExample(example)}
                className="h-auto min-h-9 w-full py-1.5 text-left font-normal whitespace-normal"
              >
                {example}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
