/** What is still open about a case: each question with its possible answers, one press to give one. */
import type { OutputOf } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { Button } from '../../ui/button.tsx'
import { perform } from './acts.ts'
import { stateFacts } from './case-acts.ts'
import type { CaseRow } from './case-verbs.ts'

type Question = OutputOf<'cases.show'>['decision']['questions'][number]

const sources = {
  customer: 'The customer knows',
  colleague: 'A colleague knows',
  crm: 'The CRM knows',
} as const

export type QuestionsProps = {
  readonly row: CaseRow
  readonly questions: readonly Question[]
  readonly disabled?: boolean
  readonly onAnswered?: () => void
}

export function Questions({ row, questions, disabled = false, onAnswered }: QuestionsProps) {
  const { topic } = useNames()
  return (
    <ul className="flex flex-col gap-3">
      {questions.map(({ fact, ask, who, options = [], decides }) => (
        <li key={fact}>
          <p className="text-sm font-medium">{ask}</p>
          <p className="text-xs text-dim">
            {sources[who]}; it decides{' '}
            {decides.map((one) => (one === 'owner' ? 'whose it is' : 'the engagement')).join(' and ')}
          </p>
          {options.length > 0 && (
            <div className="mt-1.5 flex flex-wrap gap-1.5">
              {options.map(({ value, say }) => (
                <Button
                  key={String(value)}
                  size="sm"
                  disabled={disabled}
                  className="h-auto min-h-7 max-w-full whitespace-normal py-1 text-left"
                  onClick={() => {
                    perform([stateFacts(row, { [fact]: value })])
                    onAnswered?.()
                  }}
                >
                  {fact === 'topic' ? topic(String(value)) : say}
                </Button>
              ))}
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
