/**
 * Work on whole policies that takes seconds (checking one with its tests, comparing two over past asks), done in a
 * thread of its own so that nobody who is served waits for it. One piece at a time; who comes while too many wait is
 * asked to come back.
 */
import { Worker } from 'node:worker_threads'
import {
  type PastAsk,
  type PolicyComparison,
  type PolicySource,
  type PolicyStudy,
  Refusal,
  type RefusalCode,
} from '@rightdesk/engine'

export type PolicyWork =
  | { readonly kind: 'study'; readonly source: PolicySource; readonly now: string }
  | {
      readonly kind: 'compare'
      readonly before: PolicySource
      readonly after: PolicySource
      readonly asks: readonly PastAsk[]
      readonly now: string
    }

type Results = { readonly study: PolicyStudy; readonly compare: PolicyComparison }

/** What the thread sends back: what came out, or the refusal that it ended with. */
export type PolicyWorkDone =
  | { readonly result: Results[keyof Results] }
  | { readonly refusal: { code: RefusalCode; at: string; message: string; help: string } }

const waitingMax = 8
const workMsMax = 90_000

let last: Promise<unknown> = Promise.resolve()
let waiting = 0

/** Does a piece of work when those before it are done. Rejects with `unavailable` where too many wait. */
export function inThread<Work extends PolicyWork>(work: Work): Promise<Results[Work['kind']]> {
  if (waiting >= waitingMax) {
    const message = 'the policy is being looked at by many others'
    return Promise.reject(new Refusal('unavailable', '', message, 'Try again in a minute.'))
  }
  waiting++
  const done = last.then(() => performed(work))
  last = done
    .catch(() => undefined)
    .finally(() => {
      waiting--
    })
  return done as Promise<Results[Work['kind']]>
}

async function performed(work: PolicyWork): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<PolicyWorkDone>()
  const thread = new Worker(new URL('./policy-thread.ts', import.meta.url), { workerData: work })
  // A server that stops does not wait for it.
  thread.unref()
  const timer = setTimeout(() => {
    const help = 'See whether the policy has grown very large.'
    reject(new Refusal('unavailable', '', `it took more than ${workMsMax / 1_000} seconds`, help))
  }, workMsMax).unref()
  thread.once('message', resolve)
  thread.once('error', reject)
  thread.once('exit', (code) => reject(new Error(`the thread ended with code ${code}`)))
  try {
    const done = await promise
    if ('result' in done) return done.result
    const { code, at, message, help } = done.refusal
    throw new Refusal(code, at, message, help)
  } finally {
    clearTimeout(timer)
    await thread.terminate()
  }
}
