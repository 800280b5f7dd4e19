/**
 * The engine in this browser, as the page sees it: loads what it answers by, answers one ask after the other, and says
 * no where it cannot be had. Where the answers come from instead is `use-answer.ts`'s business.
 */
import type { Decision } from '@rightdesk/engine/answer'
import { Refusal } from '@rightdesk/engine/refusal'
import type { PolicyWords } from '../../parts/fact-words.ts'
import type { FromWorker, ToWorker } from './answer-worker.ts'

export type OwnAnswers = {
  /** What the answers stand on; another once the policy or what corrections taught has changed. */
  readonly tag: string
  readonly words: PolicyWords
  /** Decides an ask as the desk does; rejects with a `Refusal`. */
  readonly answer: (ask: unknown) => Promise<Decision>
}

type Waiting = ReturnType<typeof Promise.withResolvers<FromWorker>>
type Line = { readonly send: (message: Omit<ToWorker, 'number'>) => Promise<FromWorker> }

let line: Line | undefined

/** Fetches what answering takes, or asks the desk whether what is here still holds. */
export async function loadOwnAnswers(): Promise<OwnAnswers> {
  line ??= openLine()
  const { send } = line
  const loaded = await send({ kind: 'load' })
  if (loaded.kind !== 'loaded') throw broken('it did not load')
  return {
    tag: loaded.tag,
    words: loaded.words,
    answer: async (ask) => {
      const answered = await send({ kind: 'answer', ask } as Omit<ToWorker, 'number'>)
      if (answered.kind !== 'answered') throw broken('it did not answer')
      return answered.decision
    },
  }
}

function openLine(): Line {
  const worker = new Worker(new URL('./answer-worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, Waiting>()
  let count = 0
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    const one = waiting.get(data.number)
    waiting.delete(data.number)
    if (data.kind !== 'refused') return one?.resolve(data)
    const { code, at, message, help } = data.refusal
    one?.reject(new Refusal(code, at, message, help))
  }
  worker.onerror = (event) => {
    event.preventDefault()
    worker.terminate()
    line = undefined
    for (const { reject } of waiting.values()) reject(broken(event.message))
  }
  return {
    send: (message) => {
      count += 1
      const one: Waiting = Promise.withResolvers()
      waiting.set(count, one)
      worker.postMessage({ ...message, number: count })
      return one.promise
    },
  }
}

const broken = (why: string): Refusal =>
  new Refusal(
    'unavailable',
    '',
    `the policy cannot answer in this browser: ${why}`,
    'The desk answers instead.',
  )
