/**
 * The Ask page: what is asked on the left, the answer on the right, anew with every letter. What is typed stays in this
 * tab; the address holds none of it.
 */
import type { Decision, FactValue, Otherwise } from '@rightdesk/engine/answer'
import { FilePlus2, Inbox } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { may, useMe } from '../../app/session.ts'
import { sayingsOf } from '../../parts/fact-words.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import { AccountChoice } from './account-choice.tsx'
import { Answer } from './answer.tsx'
import { AskField } from './ask-field.tsx'
import { useAskKeys } from './ask-keys.ts'
import { type Draft, newDraft, useDraft } from './draft.ts'
import { HeadlineStrip } from './headline.tsx'
import { headlineOf } from './headline-words.ts'
import { KnownFacts } from './known-facts.tsx'
import { marksOf, marksOn } from './marks.ts'
import { Requester, useOpenCase } from './open-case.tsx'
import { keyedAnswers } from './questions.tsx'
import { type AskNow, useAnswer } from './use-answer.ts'

export function AskPage() {
  const me = useMe()
  const names = useNames()
  const [draft, setDraft] = useDraft(me.id)
  const [part, setPart] = useState(0)
  const field = useRef<HTMLTextAreaElement>(null)

  const account = useDesk(
    'accounts.show',
    { account: draft.account ?? '' },
    { enabled: draft.account !== undefined },
  )
  const ask = useMemo(
    (): AskNow => ({
      text: draft.text,
      facts: draft.facts,
      account: draft.account,
      accountFacts: draft.account === undefined ? undefined : account.data?.facts,
    }),
    [draft.text, draft.facts, draft.account, account.data],
  )
  const answered = useAnswer(ask)
  const { decision, words } = answered
  const sayings = useMemo(() => sayingsOf(words, names), [words, names])
  const parts = useMemo(() => partsOf(decision, draft.facts), [decision, draft.facts])
  const at = Math.min(part, parts.length - 1)
  const shown = parts[at]
  const marks = useMemo(
    () =>
      shown
        ? marksOf(
            shown,
            parts.filter((one) => one !== shown),
            sayings.label,
          )
        : [],
    [shown, parts, sayings],
  )

  const change = useCallback((to: Partial<Draft>) => setDraft((before) => ({ ...before, ...to })), [setDraft])
  const state = useCallback(
    (fact: string, value?: FactValue | readonly FactValue[]) =>
      setDraft((before) => {
        const { [fact]: _, ...others } = before.facts
        return { ...before, facts: value === undefined ? others : { ...others, [fact]: value } }
      }),
    [setDraft],
  )
  const tryOut = useCallback(
    ({ fact, values }: Otherwise) => state(fact, values.length === 1 ? values[0]! : values),
    [state],
  )
  const gather = useCallback(
    (item: string, there: boolean) =>
      setDraft((before) => ({
        ...before,
        gathered: there ? [...before.gathered, item] : before.gathered.filter((one) => one !== item),
      })),
    [setDraft],
  )
  const write = useCallback(() => field.current?.focus(), [])
  const restart = useCallback(() => {
    const before = draft
    setDraft(newDraft)
    setPart(0)
    write()
    if (before.text.trim() !== '') {
      toast({ title: 'A new ask', undo: async () => setDraft(() => before) })
    }
  }, [draft, setDraft, write])
  const example = useCallback(
    (text: string) => {
      change({ text })
      write()
    },
    [change, write],
  )

  const opening = useOpenCase(() => setDraft(newDraft))
  const mayOpen = may(me, 'cases:write') && draft.text.trim() !== ''
  const open = useMemo(
    () => (mayOpen ? () => opening.open(draft) : undefined),
    [mayOpen, opening.open, draft],
  )
  const first = shown?.questions[0]
  useAskKeys({
    open,
    handOff: shown?.draft.internal,
    reply: shown?.draft.customer,
    answers: keyedAnswers(first, sayings),
    answer: (value) => first && state(first.fact, value),
    write,
    restart,
  })
  useEffect(write, [write])

  const said = shown && headlineOf(shown, sayings.team)
  return (
    <Page
      title="Ask"
      actions={
        <>
          <Button look="ghost" icon={<FilePlus2 size={15} />} keys="n" onClick={restart}>
            New
          </Button>
          {may(me, 'cases:write') && (
            <Button
              look="primary"
              icon={<Inbox size={15} />}
              keys="mod+enter"
              busy={opening.busy}
              disabled={!open}
              onClick={() => open?.()}
            >
              Open as case
            </Button>
          )}
        </>
      }
    >
      <HeadlineStrip said={said} pending={answered.state.pending} />
      <Announcement text={said ? `${said.label}: ${said.title}. ${said.next}` : ''} />
      <div className="mx-auto grid max-w-[90rem] grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
        <div className="scroll-thin flex flex-col gap-5 p-4 md:p-6 lg:sticky lg:top-12 lg:max-h-[calc(100dvh-3rem)] lg:self-start lg:overflow-y-auto">
          <AskField
            text={draft.text}
            marks={marksOn(draft.text, answered.text, marks)}
            lengthMax={words?.lengthMax}
            field={field}
            onChange={(text) => change({ text })}
          />
          {may(me, 'accounts:read') && (
            <AccountChoice
              chosen={draft.account}
              account={draft.account === undefined ? undefined : account.data}
              error={account.error}
              onChoose={(chosen) => change({ account: chosen })}
            />
          )}
          {may(me, 'cases:write') && (
            <Requester
              requester={draft.requester}
              error={opening.error}
              onChange={(requester) => change({ requester })}
            />
          )}
          <KnownFacts known={shown?.facts ?? {}} stated={draft.facts} sayings={sayings} onState={state} />
        </div>
        <section
          id="answer"
          aria-label="Answer"
          tabIndex={-1}
          className="min-w-0 scroll-mt-24 p-4 outline-none max-lg:border-t md:p-6 lg:min-h-[calc(100dvh-3rem)] lg:border-l"
        >
          <h2 className="sr-only">Answer</h2>
          <Answer
            answered={answered}
            parts={parts}
            part={at}
            onPart={setPart}
            onExample={example}
            sayings={sayings}
            gathered={draft.gathered}
            onState={state}
            onTry={tryOut}
            onGather={gather}
          />
        </section>
      </div>
    </Page>
  )
}

/** What is answered: the ask, or each of its parts. A topic that was stated is the topic of all of it. */
const partsOf = (decision: Decision | undefined, facts: Draft['facts']): readonly Decision[] => {
  if (!decision) return []
  return decision.parts.length > 1 && !('topic' in facts) ? decision.parts : [decision]
}

/** The headline for those who hear the page, once it stands still for a moment. */
function Announcement({ text }: { readonly text: string }) {
  const [told, setTold] = useState('')
  useEffect(() => {
    const timer = window.setTimeout(() => setTold(text), 900)
    return () => window.clearTimeout(timer)
  }, [text])
  return (
    <p role="status" className="sr-only">
      {told}
    </p>
  )
}
