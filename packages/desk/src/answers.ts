/**
 * Answers asks where people type them: the desk's policy and reader fetched once, and then no round trip. Knows addresses
 * and the engine's answering part, so that browsers can have it; keeping what was fetched is the browser's business,
 * which asks the desk by the tag whether it still holds.
 */
import {
  answerer,
  type CompiledPolicy,
  type Decision,
  loadPolicy,
  type Policy,
  type ReadingModel,
  unpackReader,
} from '@rightdesk/engine/answer'
import { Refusal } from '@rightdesk/engine/refusal'

export type AnswersOptions = {
  /** Where the desk is; in its own pages ''. */
  readonly url: string
  /** An API key; in a browser, left out, the session's cookie speaks. */
  readonly token?: string | undefined
  readonly fetch?: typeof fetch
}

export type Answers = {
  readonly policy: Policy
  /**
   * Decides anything that claims to be an ask as the desk does now, but for a language model's voice where the desk has
   * one; throws a `Refusal` where it is none. What is known of an account goes in as `accountFacts`.
   */
  readonly answer: (ask: unknown) => Decision
  /** What these answers stand on; another where the policy or what corrections taught has changed. */
  readonly tag: string
}

/** Fetches what answering takes, under a megabyte; rejects with `unavailable` where the desk does not give it. */
export async function fetchAnswers(options: AnswersOptions): Promise<Answers> {
  const [compiled, packed] = await Promise.all([
    fetched('/api/v1/policy/compiled', options),
    fetched('/api/v1/policy/reader', options),
  ])
  const policy = loadPolicy((await compiled.json()) as CompiledPolicy)
  const bytes = new Uint8Array(await packed.arrayBuffer())
  let reader: ReadingModel | undefined
  return {
    policy,
    answer: answerer(policy, () => {
      reader ??= unpackReader(bytes)
      return reader
    }),
    tag: [compiled, packed].map(({ headers }) => headers.get('ETag') ?? '').join(' '),
  }
}

async function fetched(
  path: string,
  { url, token, fetch = globalThis.fetch }: AnswersOptions,
): Promise<Response> {
  const address = `${url.replace(/\/+$/, '')}${path}`
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  const response = await fetch(address, { headers, cache: 'no-cache' }).catch((error: Error) => error)
  if (response instanceof Response && response.ok) return response
  const why = response instanceof Response ? `it answers ${response.status}` : response.message
  throw new Refusal('unavailable', path, `the policy could not be fetched: ${why}`, 'Try again.')
}
