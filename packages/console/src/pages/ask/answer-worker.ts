/**
 * Answers asks beside the page, so that reading a long text never holds up typing. Fetches the desk's policy and reader
 * when told to, and tells the page what words the policy has for facts and teams.
 */
import { type Answers, fetchAnswers } from '@rightdesk/desk/answers'
import { type Decision, textLengthMax } from '@rightdesk/engine/answer'
import { Refusal, type RefusalCode } from '@rightdesk/engine/refusal'
import type { PolicyWords } from '../../parts/fact-words.ts'

export type ToWorker =
  | { readonly kind: 'load'; readonly number: number }
  | { readonly kind: 'answer'; readonly number: number; readonly ask: unknown }

type Refused = {
  readonly code: RefusalCode
  readonly at: string
  readonly message: string
  readonly help: string
}

export type FromWorker = { readonly number: number } & (
  | { readonly kind: 'loaded'; readonly tag: string; readonly words: PolicyWords }
  | { readonly kind: 'answered'; readonly decision: Decision }
  | { readonly kind: 'refused'; readonly refusal: Refused }
)

let answers: Answers | undefined

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  try {
    self.postMessage(data.kind === 'load' ? await load(data.number) : answer(data.number, data.ask))
  } catch (error) {
    self.postMessage({ kind: 'refused', number: data.number, refusal: refusalOf(error) } satisfies FromWorker)
  }
}

async function load(number: number): Promise<FromWorker> {
  const fetched = await fetchAnswers({ url: '' })
  if (fetched.tag !== answers?.tag) {
    answers = fetched
    // The first text would otherwise wait for the reader to be unpacked.
    fetched.answer({ text: 'hello' })
  }
  const { facts, teams } = fetched.policy.compiled
  const known = facts.filter(({ derived, kind }) => !derived && kind !== 'switch')
  return {
    kind: 'loaded',
    number,
    tag: fetched.tag,
    words: { facts: known, teams, lengthMax: textLengthMax },
  }
}

function answer(number: number, ask: unknown): FromWorker {
  if (!answers) throw new Refusal('unavailable', '', 'the policy is not there yet', 'Try again.')
  return { kind: 'answered', number, decision: answers.answer(ask) }
}

function refusalOf(error: unknown): Refused {
  if (error instanceof Refusal) {
    const { code, at, message, help } = error
    return { code, at, message, help }
  }
  const message = error instanceof Error ? error.message : String(error)
  return {
    code: 'unavailable',
    at: '',
    message: `the policy cannot answer here: ${message}`,
    help: 'Try again.',
  }
}
