/**
 * Asks a language model behind any server that speaks the OpenAI chat protocol, hosted or local. Whatever goes wrong on
 * the way costs the model its voice and nothing else: one warning in plain words, which holds nothing that the server
 * said and nothing of the configuration, so that no key can get out with it.
 */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { Policy } from '@rightdesk/engine'
import { givesOrders } from '@rightdesk/engine'
import { APICallError, generateText, jsonSchema, NoObjectGeneratedError, Output, RetryError } from 'ai'
import { promptOf } from './prompt.ts'
import { type Proposal, proposalOf, saysMalformed, silence } from './proposal.ts'
import { redact, type Span, unredacted } from './redact.ts'

export type ModelReaderOptions = {
  /** Up to and without `/chat/completions`: `https://host/v1`. */
  readonly baseUrl: string
  readonly model: string
  /** Sent as a bearer token; local servers mostly need none. */
  readonly apiKey?: string
  /** For the whole answer, a second try included. In milliseconds. */
  readonly timeoutMs: number
  /** Whether addresses, numbers and secrets are taken out before the text leaves. */
  readonly redact: boolean
  readonly fetch?: typeof fetch
  /** The stretches of a text that are the asker's own words, not quoted mail, logs or code. Left out: all of it is. */
  readonly ownWords?: (text: string) => readonly Span[]
}

/** Reads a text by a language model. Never rejects: what fails is an empty proposal with one warning. */
export type ModelReader = (policy: Policy, text: string) => Promise<Proposal>

/** A busy or failing server is asked once more, after the pause that it names or two seconds. */
const retriesMax = 1

/** Makes a reader of a language model. Nothing is sent until it is called. */
export function modelReader(options: ModelReaderOptions): ModelReader {
  const { baseUrl, model, apiKey, fetch, timeoutMs } = options
  const provider = createOpenAICompatible({
    name: 'model',
    baseURL: baseUrl,
    supportsStructuredOutputs: true,
    ...(apiKey !== undefined && { apiKey }),
    ...(fetch !== undefined && { fetch }),
  })
  return async (policy, text) => {
    if (text.trim() === '') return silence()
    if (givesOrders(text)) return unheard('was not asked: the text gives orders to whoever reads it')
    try {
      const sent = options.redact ? redact(text) : unredacted(text)
      const { system, user, schema } = promptOf(policy, sent.text)
      // Not sent: temperature and length limits. Hosted models that reason refuse such requests.
      const { output, finishReason } = await generateText({
        model: provider.chatModel(model),
        instructions: system,
        prompt: user,
        output: Output.object({ schema: jsonSchema<unknown>(schema), name: 'reading' }),
        maxRetries: retriesMax,
        timeout: timeoutMs,
        telemetry: { isEnabled: false },
      })
      if (finishReason === 'content-filter') return unheard(refused)
      const ownWords = options.ownWords?.(text)
      return proposalOf(policy, { text, sent, ...(ownWords && { ownWords }) }, output)
    } catch (error) {
      return explained(error, timeoutMs)
    }
  }
}

const unheard = (why: string): Proposal =>
  silence(`The language model ${why}, so only the built-in reader was heard.`)
const refused = 'refused to answer'

/** Says what went wrong by its kind alone. */
function explained(error: unknown, timeoutMs: number): Proposal {
  const last = RetryError.isInstance(error) ? error.lastError : error
  if (isTimeout(last)) return unheard(`did not answer within ${timeoutMs / 1000} s`)
  if (APICallError.isInstance(last)) return unheard(saysStatus(last.statusCode))
  if (NoObjectGeneratedError.isInstance(last)) {
    return last.finishReason === 'content-filter' ? unheard(refused) : silence(saysMalformed)
  }
  return unheard('could not be asked')
}

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')

function saysStatus(status: number | undefined): string {
  if (status === undefined) return 'could not be reached'
  if (status < 300) return 'sent an answer that is broken or incomplete'
  if (status === 401 || status === 403) return `did not accept the key (HTTP ${status})`
  if (status === 404) return 'is not known at the address configured (HTTP 404)'
  if (status === 429) return 'has too many requests at the moment (HTTP 429)'
  return status < 500 ? `did not take the request (HTTP ${status})` : `has a fault (HTTP ${status})`
}
