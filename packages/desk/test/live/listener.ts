/** Somebody who listens, for tests: what they were told, and waiting for it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Actor, type Listening, type Live, type LiveMessage, startLive } from '../../src/index.ts'
import type { TestDesk } from '../desk.ts'

export type Heard = {
  readonly listening: Listening
  readonly messages: LiveMessage[]
  /** What changes told, each as its data. */
  readonly changes: () => Extract<LiveMessage, { event: 'change' }>['data'][]
  /** Resolves when the desk has looked twice since: whatever is there has been told. */
  readonly settled: () => Promise<void>
}

const pollMs = 10

export const liveOn = (desk: TestDesk): Live => {
  const warned = (detail: object, message: string): void => {
    throw new Error(message, { cause: detail })
  }
  return startLive(desk.services, { log: { warn: warned }, pollMs })
}

/** Listens until the desk is closed. */
export async function hear(
  live: Live,
  actor: Actor,
  wanted: { readonly case?: string; readonly lastId?: string } = {},
): Promise<Heard> {
  const messages: LiveMessage[] = []
  const listening = await live.listen({ actor, ...wanted, tell: (message) => messages.push(message) })
  return {
    listening,
    messages,
    changes: () => messages.flatMap((message) => (message.event === 'change' ? [message.data] : [])),
    settled: () => sleep(pollMs * 12),
  }
}

/** Waits until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 25_000; !holds(); await sleep(5)) {
    if (Date.now() > end) throw new Error('it did not come to that')
  }
}
