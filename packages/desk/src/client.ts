/**
 * A client of a running desk, typed by its operations. At run time it knows routes and nothing of the store, so that
 * browsers and scripts can have it too. What may safely be sent again is sent again; refusals come back as refusals.
 */
import { Refusal, type RefusalCode, refusalCodes } from '@rightdesk/engine/refusal'
import type { InputOf, OperationName, OutputOf } from './operations/index.ts'
import { routes } from './routes.ts'

export type { InputOf, OperationName, OutputOf } from './operations/index.ts'
export { routes } from './routes.ts'

export type ClientOptions = {
  /** Where the desk is, such as `http://127.0.0.1:4780`. */
  readonly url: string
  /** An API key; in a browser, left out, the session's cookie speaks. */
  readonly token?: string | undefined
  readonly fetch?: typeof fetch
}

export type CallOptions = {
  /** Writes get one by themselves; give your own to repeat a write from another process. */
  readonly idempotencyKey?: string
}

export type DeskClient = {
  /** Performs an operation. Rejects with a `Refusal`; `unavailable` also where the server cannot be reached. */
  readonly call: <Name extends OperationName>(
    name: Name,
    input: InputOf<Name>,
    options?: CallOptions,
  ) => Promise<OutputOf<Name>>
}

const triesMax = 4
const waitFirstMs = 250
const waitMaxMs = 10_000
const timeoutMs = 60_000
/** What proxies answer for a server that is away. */
const passing: ReadonlySet<number> = new Set([502, 503, 504])

/** Makes a client; it connects with its first call. */
export const deskClient = ({ url, token, fetch = globalThis.fetch }: ClientOptions): DeskClient => ({
  call: async (name, input, { idempotencyKey } = {}) => {
    const { writes } = routes[name]
    const headers = {
      Accept: 'application/json',
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(writes && { 'Idempotency-Key': idempotencyKey ?? crypto.randomUUID() }),
    }
    const request = requestFor(name, input, url, headers)
    return (await sendUntilAnswered(fetch, request.address, request.init, url)) as OutputOf<typeof name>
  },
})

function requestFor(
  name: OperationName,
  input: Readonly<Record<string, unknown>>,
  url: string,
  headers: Record<string, string>,
): { address: URL; init: RequestInit } {
  const { method, path } = routes[name]
  const rest = { ...input }
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => {
    const value = rest[parameter]
    delete rest[parameter]
    if (value === undefined || value === '') throw missing(parameter)
    return encodeURIComponent(String(value))
  })
  const address = new URL(`${url.replace(/\/+$/, '')}/api/v1${filled}`)
  if (method !== ('GET' as string) && method !== ('DELETE' as string)) {
    const body = JSON.stringify(rest)
    return { address, init: { method, headers: { ...headers, 'Content-Type': 'application/json' }, body } }
  }
  for (const [parameter, value] of Object.entries(rest)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) address.searchParams.append(parameter, String(one))
    }
  }
  return { address, init: { method, headers } }
}

const missing = (parameter: string): Refusal =>
  new Refusal('invalid', parameter, `\`${parameter}\` is missing`, `Give \`${parameter}\`.`)

/** Sends until there is an answer that another try would not change. */
async function sendUntilAnswered(
  send: typeof fetch,
  address: URL,
  init: RequestInit,
  url: string,
): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    // A key must not follow a redirect to somebody else.
    const response = await send(address, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => error as Error)
    const last = tries === triesMax
    if (response instanceof Response && !(passing.has(response.status) && !last))
      return answerIn(response, url)
    if (!(response instanceof Response) && last) throw unreachable(url, response)
    await pause(response instanceof Response ? response : undefined, tries)
  }
}

const pause = (response: Response | undefined, tries: number): Promise<void> => {
  const told = Number(response?.headers.get('Retry-After') ?? 0) * 1_000
  const backOff = waitFirstMs * 2 ** (tries - 1) * (0.75 + Math.random() / 2)
  return new Promise((resolve) => setTimeout(resolve, Math.min(waitMaxMs, Math.max(told, backOff))))
}

async function answerIn(response: Response, url: string): Promise<unknown> {
  const type = response.headers.get('Content-Type') ?? ''
  const body = /^application\/([\w.]+\+)?json/.test(type)
    ? await response.json().catch(() => undefined)
    : undefined
  if (response.ok && body !== undefined) return body
  throw refusalIn(response.status, (body ?? {}) as Record<string, unknown>, url)
}

/** What a problem says, as the refusal it was. */
function refusalIn(status: number, body: Readonly<Record<string, unknown>>, url: string): Error {
  const { code, at = '', detail, help = '', instance } = body
  if (refusalCodes.includes(code as RefusalCode)) {
    return new Refusal(code as RefusalCode, String(at), String(detail), String(help))
  }
  if (status === 401) {
    const known = `Make a key at ${url}/account and give it to \`rightdesk sign-in\`, or set RIGHTDESK_TOKEN to it.`
    return new Refusal('forbidden', 'RIGHTDESK_TOKEN', String(detail ?? 'nobody is signed in'), known)
  }
  if (status === 500) return new Error(`the server failed at the request \`${instance}\``)
  if (status > 500) return unreachable(url, new Error(`it answers ${status}`))
  return new Error(`\`${url}\` answered ${status}, which no desk does${detail ? `: ${detail}` : ''}`)
}

function unreachable(url: string, { message, cause }: Error): Refusal {
  const why = cause instanceof Error && cause.message ? cause.message : message
  return new Refusal(
    'unavailable',
    'RIGHTDESK_URL',
    `the server at \`${url}\` does not answer: ${why}`,
    'Start it with `rightdesk serve`, or set RIGHTDESK_URL to where it runs.',
  )
}
