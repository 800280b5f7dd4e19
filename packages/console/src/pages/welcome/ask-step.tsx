/** Step one: an ask is answered as it stands, and one click on a question sharpens the answer. */
import { RotateCcw } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Answer, useAnswer } from './answer.tsx'
import { type Facts, firstAsk } from './steps.ts'

export type AskStepProps = {
  readonly ask: string
  readonly facts: Facts
  readonly onChange: (change: { ask?: string; facts?: Facts }) => void
}

export function AskStep({ ask, facts, onChange }: AskStepProps) {
  const answer = useAnswer(ask, facts)
  const changed = ask !== firstAsk || Object.keys(facts).length > 0
  return (
    <section className="flex flex-col gap-5">
      <div>
        <h2 className="text-base font-semibold">Put an ask in, get the desk it belongs to</h2>
        <p className="text-sm text-dim">
          A customer wrote this. Change it if you like; the answer follows as you type.
        </p>
      </div>
      <TextArea
        label="The customer’s words"
        hideLabel
        rows={3}
        maxLength={2_000}
        value={ask}
        className="text-base"
        onChange={({ target }) => onChange({ ask: target.value, facts: {} })}
      />
      {ask.trim() === '' ? (
        <p className="text-sm text-dim">Write what a customer would write.</p>
      ) : (
        <Loaded query={answer} rows={4}>
          {(decision) => (
            <div className="grid gap-6 rounded-lg bg-sunken p-5 md:grid-cols-[minmax(0,1fr)_minmax(0,17rem)]">
              <Answer decision={decision} />
              <Questions
                questions={decision.questions}
                facts={facts}
                onAnswer={(fact, value) => onChange({ facts: { ...facts, [fact]: value } })}
              />
            </div>
          )}
        </Loaded>
      )}
      {changed && (
        <div>
          <Button
            size="sm"
            look="ghost"
            icon={<RotateCcw size={14} />}
            onClick={() => onChange({ ask: firstAsk, facts: {} })}
          >
            Start over
          </Button>
        </div>
      )}
    </section>
  )
}

type Decision = NonNullable<ReturnType<typeof useAnswer>['data']>

type QuestionsProps = {
  readonly questions: Decision['questions']
  readonly facts: Facts
  readonly onAnswer: (fact: string, value: string | number | boolean) => void
}

/** The questions that can be answered by one click; what was answered stays in sight. */
function Questions({ questions, facts, onAnswer }: QuestionsProps) {
  const first = questions.find(({ options }) => options !== undefined && options.length > 0)
  if (!first?.options) {
    const answered = Object.keys(facts).length
    return (
      <p className="text-sm text-dim md:border-l md:pl-6">
        {answered > 0
          ? 'That settled it: nothing else would change whose it is.'
          : 'Nothing needs to be asked: whatever else holds, it belongs there.'}
      </p>
    )
  }
  return (
    <fieldset className="md:border-l md:pl-6">
      <legend className="float-left mb-2 w-full text-sm font-medium">{first.ask}</legend>
      <div className="clear-both flex flex-wrap gap-2">
        {first.options.map(({ value, say }) => (
          <Button key={String(value)} onClick={() => onAnswer(first.fact, value)}>
            {sentence(say)}
          </Button>
        ))}
      </div>
      <p className="mt-2 text-xs text-dim">Asked because the answer changes whose it is.</p>
    </fieldset>
  )
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
