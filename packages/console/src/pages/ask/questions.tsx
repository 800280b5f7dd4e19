/** What is missing, the one that settles most first, each answered with one click. */
import type { Decision, FactValue, Question } from '@rightdesk/engine/answer'
import type { Sayings } from '../../parts/fact-words.ts'
import { Badge } from '../../ui/badge.tsx'
import { FactInput, shownMax } from './fact-input.tsx'

const asked: Readonly<Record<Question['who'], string>> = {
  customer: 'The customer knows',
  colleague: 'A colleague knows',
  crm: "The account's record knows",
}

const settles = ({ decides }: Question): string =>
  decides.length > 1
    ? 'settles owner and Developer Success'
    : decides[0] === 'owner'
      ? 'settles the owner'
      : 'settles Developer Success'

/** The values a question can be answered with; from the policy where the question names none. */
const optionsOf = ({ fact, options }: Question, sayings: Sayings) =>
  options ?? sayings.fact(fact)?.options ?? []

/** The answers of a question that a key gives; none where they are searched in rather than shown. */
export function keyedAnswers(question: Question | undefined, sayings: Sayings): readonly FactValue[] {
  const options = question ? optionsOf(question, sayings) : []
  return options.length > shownMax ? [] : options.map(({ value }) => value)
}

export type QuestionsProps = {
  readonly questions: Decision['questions']
  readonly sayings: Sayings
  readonly onState: (fact: string, value: FactValue) => void
}

export function Questions({ questions, sayings, onState }: QuestionsProps) {
  return (
    <ol className="flex flex-col gap-4">
      {questions.map((question, index) => {
        const known = sayings.fact(question.fact)
        const options = optionsOf(question, sayings)
        const fact = known ?? { label: sayings.label(question.fact), ...unknownFact(question) }
        return (
          <li key={question.fact}>
            <p className="font-medium">{question.ask}</p>
            <p className="mb-2 flex flex-wrap gap-x-2 text-xs text-dim">
              <span>
                {asked[question.who]} · {settles(question)}
              </span>
              {index === 0 && questions.length > 1 && <Badge tone="accent">Settles most</Badge>}
            </p>
            {/* A new field for a new question: what was typed for another is not its answer. */}
            <FactInput
              key={question.fact}
              fact={fact}
              options={options}
              named={question.ask}
              keyed={index === 0}
              onGive={(value) => onState(question.fact, value)}
            />
          </li>
        )
      })}
    </ol>
  )
}

/** What can be told of a fact from a question alone: one without options asks for an amount. */
const unknownFact = ({ options }: Question) => ({
  kind: options ? ('choice' as const) : ('amount' as const),
  unit: '',
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
})
