/**
 * The answer to what is being typed. In this browser where it can be, at once; else by the desk, once typing rests:
 * while the engine is on its way, where it cannot be had, and where a language model reads too. Only the newest ask
 * counts; the last answer stands until the next is there.
 */
import type { Decision, Facts } from '@rightdesk/engine/answer'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { desk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import type { PolicyWords } from '../../parts/fact-words.ts'
import { loadOwnAnswers, type OwnAnswers } from './own-answers.ts'

export type AskNow = {
  readonly text: string
  readonly facts: Facts
  /** The account's id, for the desk; and its record's facts, for answering here. */
  readonly account: string | undefined
  readonly accountFacts: Facts | undefined
}

export type AnswerState = {
  readonly from: 'here' | 'desk'
  /** Whether a newer ask than the one answered is being worked on. */
  readonly pending: boolean
  readonly error: unknown
  /** From the ask being put to its answer. */
  readonly tookMs: number
}

export type Answered = {
  readonly decision: Decision | undefined
  /** The text that was decided, for the places in it that the decision names. */
  readonly text: string
  readonly state: AnswerState
  /** Undefined until they are fetched, and where they cannot be. */
  readonly words: PolicyWords | undefined
}

/** How long typing rests before the desk is asked; longer where each ask costs a language model's reading. */
const restMs = 300
const restWithModelMs = 900

/** What was fetched again and is the same stays the same, so that nothing is answered twice. */
const keepSame = (before: unknown, after: unknown): unknown =>
  (before as OwnAnswers | undefined)?.tag === (after as OwnAnswers).tag ? before : after

type Result = {
  readonly decision: Decision | undefined
  readonly error: unknown
  readonly tookMs: number
  readonly from: AnswerState['from']
  readonly ask: AskNow | undefined
}

const nothing: Result = { decision: undefined, error: undefined, tookMs: 0, from: 'here', ask: undefined }

const isBlank = ({ text, facts }: AskNow): boolean => text.trim() === '' && Object.keys(facts).length === 0

/** Answers `ask`; pass the same object while it is the same ask. */
export function useAnswer(ask: AskNow): Answered {
  const { policy } = useNames()
  const model = policy.model === true
  // Its noun is the policy's, so that a live change of policy or corrections has it asked for again.
  const own = useQuery({ queryKey: ['policy.reader'], queryFn: loadOwnAnswers, structuralSharing: keepSame })
  const engine = model ? undefined : own.data
  const waits = !model && own.isPending
  const [result, setResult] = useState(nothing)
  const [line] = useState(() => oneAtATime(setResult))

  useEffect(() => {
    if (isBlank(ask)) {
      line.drop()
      setResult(nothing)
      return undefined
    }
    const startMs = performance.now()
    const run = async (): Promise<Result> => {
      const rest = { ask, from: engine ? 'here' : 'desk' } as const
      const took = (): number => performance.now() - startMs
      try {
        const decision = await (engine ? answerHere(engine, ask) : answerByDesk(ask))
        return { ...rest, decision, error: undefined, tookMs: took() }
      } catch (error) {
        return { ...rest, decision: undefined, error, tookMs: took() }
      }
    }
    if (engine) return line.put(run)
    const timer = window.setTimeout(() => line.put(run), model ? restWithModelMs : restMs)
    return () => window.clearTimeout(timer)
  }, [ask, engine, model, line])

  const { decision, error, tookMs, from } = result
  return {
    decision,
    text: result.ask?.text ?? '',
    state: { from, pending: !isBlank(ask) && (result.ask !== ask || waits), error, tookMs },
    words: own.data?.words,
  }
}

const answerHere = (engine: OwnAnswers, { text, facts, accountFacts }: AskNow): Promise<Decision> =>
  engine.answer({ text, facts, ...(accountFacts && { accountFacts }) })

const answerByDesk = async ({ text, facts, account }: AskNow): Promise<Decision> => {
  const stated = facts as Record<string, string | number | boolean | (string | number | boolean)[] | null>
  return await desk.call('decisions.decide', {
    text,
    facts: stated,
    ...(account !== undefined && { account }),
  })
}

type Run = () => Promise<Result>

/**
 * One ask after the other; of those that wait only the last is put, so that fast typing leaves no queue behind. What is
 * answered meanwhile is shown: a long text is not without an answer for as long as somebody types.
 */
function oneAtATime(show: (result: Result) => void) {
  let next: Run | undefined
  let busy = false
  let wanted = true
  const go = async (): Promise<void> => {
    busy = true
    while (next) {
      const run = next
      next = undefined
      wanted = true
      const result = await run()
      if (wanted) show(result)
    }
    busy = false
  }
  return {
    put: (run: Run): void => {
      next = run
      if (!busy) void go()
    },
    /** Nothing is asked any more: what is on its way is not shown. */
    drop: (): void => {
      next = undefined
      wanted = false
    },
  }
}
