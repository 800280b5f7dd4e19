/** One answer whole, in the order in which it is needed: what, what is missing, where to, the words to send, and why. */
import type { Decision, FactValue, Otherwise } from '@rightdesk/engine/answer'
import { TriangleAlert } from 'lucide-react'
import { memo, type ReactNode, useId } from 'react'
import type { Sayings } from '../../parts/fact-words.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { CheckField } from '../../ui/field.tsx'
import { HeadlineCard } from './headline.tsx'
import { Questions } from './questions.tsx'
import { Why, WhyNot } from './reasons.tsx'
import { RouteFacts } from './route-facts.tsx'

export type AnswerViewProps = {
  readonly decision: Decision
  readonly text: string
  readonly sayings: Sayings
  /** Said of the whole ask, and of a part of it. */
  readonly warnings: readonly string[]
  readonly gathered: readonly string[]
  readonly onState: (fact: string, value: FactValue) => void
  readonly onTry: (change: Otherwise) => void
  readonly onGather: (item: string, there: boolean) => void
}

export const AnswerView = memo(function AnswerView({
  decision,
  text,
  sayings,
  warnings,
  gathered,
  onState,
  onTry,
  onGather,
}: AnswerViewProps) {
  const { questions, gather, draft, because, not, otherwise } = decision
  // What is asked above need not be ticked off below.
  const items = gather.filter((item) => !questions.some(({ ask }) => ask === item))
  return (
    <div className="flex flex-col gap-5">
      <HeadlineCard decision={decision} text={text} sayings={sayings} />
      <Warnings warnings={warnings} />
      {questions.length > 0 && (
        <Part title={questions.length === 1 ? 'One question' : `${questions.length} questions`}>
          <Questions questions={questions} sayings={sayings} onState={onState} />
        </Part>
      )}
      <Part title="Where it goes">
        <RouteFacts decision={decision} sayings={sayings} />
      </Part>
      <Part title="Why">
        <Why because={because} />
      </Part>
      {not.length + otherwise.length > 0 && (
        <Part title="Why not elsewhere">
          <WhyNot not={not} otherwise={otherwise} sayings={sayings} onTry={onTry} />
        </Part>
      )}
      {items.length > 0 && (
        <Part title="Gather first">
          <ul className="flex flex-col gap-1.5">
            {items.map((item) => (
              <li key={item}>
                <CheckField
                  label={item}
                  checked={gathered.includes(item)}
                  onChange={({ target }) => onGather(item, target.checked)}
                />
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title="For the colleague" aside={<CopyButton text={draft.internal} />}>
        <Draft text={draft.internal} />
      </Part>
      <Part
        title={draft.macro === undefined ? 'For the customer' : `For the customer: macro “${draft.macro}”`}
        aside={draft.customer && <CopyButton text={draft.customer} />}
      >
        {draft.customer ? (
          <Draft text={draft.customer} />
        ) : (
          <p className="text-sm text-dim">Nothing is to be said to the customer yet.</p>
        )}
      </Part>
    </div>
  )
})

function Part({
  title,
  aside,
  children,
}: {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="border-t pt-3">
      <div className="mb-2 flex min-h-7 items-center gap-2">
        <h3 id={id} className="min-w-0 flex-1 text-sm font-semibold wrap-anywhere">
          {title}
        </h3>
        {aside}
      </div>
      {children}
    </section>
  )
}

const Draft = ({ text }: { readonly text: string }) => (
  <p className="words-of-others rounded-md bg-sunken px-3 py-2 text-sm">{text}</p>
)

export function Warnings({ warnings }: { readonly warnings: readonly string[] }) {
  if (warnings.length === 0) return null
  return (
    <ul aria-label="Warnings" className="flex flex-col gap-1.5">
      {warnings.map((warning) => (
        <li
          key={warning}
          className="flex items-start gap-2 rounded-md bg-warn-soft px-3 py-2 text-sm wrap-anywhere text-warn"
        >
          <TriangleAlert size={16} className="mt-0.5 shrink-0" />
          {warning}
        </li>
      ))}
    </ul>
  )
}
