/**
 * Carries a message to a webhook as Standard Webhooks has it: signed, with an id by which the receiver knows a second
 * coming. What the receiver sends back counts by its status alone; not a byte of it is kept.
 */
import { type IncomingMessage, type RequestOptions, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import type { Deliver, DeliveryOutcome, DeliveryTarget, Message } from '@rightdesk/desk'
import { Webhook } from 'standardwebhooks'
import { InnerAddress, isPublic, publicLookup } from './addresses.ts'

export type WebhookOptions = {
  /** Lets messages go to private addresses and over plain HTTP: for receivers beside the server, and tests. */
  readonly privateAllowed: boolean
  /** For connecting, sending and the whole answer. */
  readonly timeoutMs?: number
}

const timeoutMsDefault = 10_000
/** What is read of an answer, in bytes. */
const answerLengthMax = 65_536

/** Makes the carrier. It never rejects, and ends within its time-out. */
export function webhookDelivery({ privateAllowed, timeoutMs = timeoutMsDefault }: WebhookOptions): Deliver {
  return async (target, message) => {
    const url = URL.parse(target.url)
    const fault = faultOf(url, privateAllowed)
    if (!url || fault) return { kind: 'refused', reason: fault ?? 'the address is no URL' }
    try {
      return outcomeOf(await post(url, signed(target, message), privateAllowed, timeoutMs))
    } catch (error) {
      return brokenOff(error, timeoutMs)
    }
  }
}

function faultOf(url: URL | null, privateAllowed: boolean): string | undefined {
  if (!url || !['https:', 'http:'].includes(url.protocol)) return 'the address is no web address'
  if (url.username || url.password) return 'the address holds a user name or password'
  if (privateAllowed) return undefined
  if (url.protocol === 'http:') return 'the address is not https'
  // A literal address is never looked up, so that it is checked here.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) !== 0 && !isPublic(host) ? new InnerAddress().message : undefined
}

type Signed = { readonly body: string; readonly headers: Readonly<Record<string, string>> }

function signed({ secret }: DeliveryTarget, message: Message): Signed {
  const body = JSON.stringify(message)
  const at = new Date()
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(body)),
      'User-Agent': 'Rightdesk',
      'webhook-id': message.id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(message.id, at, body),
    },
  }
}

type Answer = { readonly status: number; readonly retryAfter: string | undefined }

/** Resolves when the answer is complete or longer than anybody needs. */
function post(
  url: URL,
  { body, headers }: Signed,
  privateAllowed: boolean,
  timeoutMs: number,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const options: RequestOptions = {
    method: 'POST',
    headers,
    agent: false,
    signal: AbortSignal.timeout(timeoutMs),
    ...(!privateAllowed && { lookup: publicLookup }),
  }
  const request = url.protocol === 'https:' ? requestSecure(url, options) : requestPlain(url, options)
  let isAnswered = false
  request.on('error', reject)
  // A connection may end with neither answer nor error, such as one that goes on in another protocol.
  request.on('close', () => isAnswered || reject(new Error('closed without an answer')))
  request.on('response', (response) => {
    isAnswered = true
    const answer = { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] }
    drain(
      response,
      () => {
        resolve(answer)
        request.destroy()
      },
      reject,
    )
  })
  request.end(body)
  return promise
}

function drain(response: IncomingMessage, done: () => void, failed: (error: Error) => void): void {
  let length = 0
  response.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > answerLengthMax) done()
  })
  response.on('end', done)
  response.on('error', failed)
  response.on('close', () => failed(new Error('closed within its answer')))
}

/** 2xx is taken; 410 wants no more; what is the receiver's passing trouble is tried again for long, the rest briefly. */
function outcomeOf({ status, retryAfter }: Answer): DeliveryOutcome {
  const reason = `the receiver answered ${status}`
  if (status >= 200 && status < 300) return { kind: 'delivered' }
  if (status === 410) return { kind: 'gone', reason }
  if (status >= 500 || status === 408 || status === 425 || status === 429) {
    const waitMs = waitMsOf(retryAfter)
    return { kind: 'later', reason, ...(waitMs !== undefined && { waitMs }) }
  }
  if (status >= 300 && status < 400) {
    return { kind: 'refused', reason: `${reason}, and redirects are not followed` }
  }
  return { kind: 'refused', reason }
}

/** `Retry-After` in seconds or as a date. */
function waitMsOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - Date.now()
  return Number.isFinite(ms) && ms > 0 ? ms : undefined
}

function brokenOff(error: unknown, timeoutMs: number): DeliveryOutcome {
  if (error instanceof InnerAddress) return { kind: 'refused', reason: error.message }
  const { name, code } = error as { name?: string; code?: string }
  if (name === 'AbortError' || name === 'TimeoutError' || code === 'ABORT_ERR') {
    return { kind: 'later', reason: `the receiver did not answer within ${timeoutMs / 1_000} s` }
  }
  return { kind: 'later', reason: `the receiver could not be reached${code ? ` (${code})` : ''}` }
}
