/**
 * The HTTP API. Every route under /api/v1 is made from the table of operations; this file decides what all of them have
 * in common (who asks, how often, in which form, with which headers) and leaves what they do to the desk, who somebody
 * is to `authenticate`, and what a request holds to input.ts.
 */
import {
  type Actor,
  contextOf,
  type Operation,
  operations,
  perform,
  type Services,
  writeAudit,
} from '@rightdesk/desk'
import { type Context, Hono } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { routePath } from 'hono/route'
import type { ConsoleFiles } from './console.ts'
import { inputOf } from './input.ts'
import { addressOf, type HttpLimits, type RateLimits, rateLimits } from './limits.ts'
import type { LiveStreams } from './live.ts'
import { ndjson } from './ndjson.ts'
import { openApi } from './openapi.ts'
import { problemPage, referencePage } from './pages.ts'
import { ProblemError, problemOf, problemResponse } from './problems.ts'
import { isPaged } from './schemas.ts'
import { isSameOrigin, open, otherOrigin, secured } from './security.ts'

/** Where log lines go; a pino logger is one. */
type Log = {
  readonly info: (fields: object, message: string) => void
  readonly error: (fields: object, message: string) => void
}

export type HttpMetrics = {
  /** Told of every request when it is answered; `operation` is the route's pattern where it is none. */
  readonly answered: (operation: string, status: number, ms: number) => void
}

/** Answers a request of who is signed in; `count` is told which operation it performs, and throws where there were too many. */
export type BehindSignIn = (
  request: Request,
  actor: Actor,
  count: (operation: string) => Promise<void>,
) => Promise<Response>

export type HttpParts = {
  readonly services: Services
  /** Who sends a request, or null where it is nobody; must not read the body. */
  readonly authenticate: (request: Request) => Promise<Actor | null>
  /** Pages for signing in; open to everybody. */
  readonly signInRoutes?: Hono
  /** Further addresses that only who is signed in may use, such as `/mcp`. */
  readonly behindSignIn?: Readonly<Record<string, BehindSignIn>>
  /** What changes, told as it happens; without it there is no `/api/v1/live`. */
  readonly live?: LiveStreams
  /** The browser application; without it, the desk is API and sign-in alone. */
  readonly console?: ConsoleFiles | undefined
  readonly limits: HttpLimits
  readonly log: Log
  readonly metrics?: HttpMetrics
}

export type HttpEnv = { Variables: { requestId: string; operation?: string; actor?: string } }

const apiPath = '/api/v1'

/** Makes the app; the caller may add routes of its own, such as health checks, before the first request. */
export function createHttp(parts: HttpParts): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>()
  const limits = rateLimits(parts.limits)
  app.use(accompanied(parts), secured(apiPath))
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }))
  app.onError((error, c) => refuse(c, error, parts))
  app.notFound(async (c) => {
    const page = await consolePage(c, parts)
    if (page) return page
    const message = `there is nothing at \`${c.req.path}\``
    const help = `The API is described at ${apiPath}/reference.`
    return refuse(c, new ProblemError('not_found', c.req.path, message, { help }), parts)
  })
  for (const operation of [...operations].sort(literalFirst)) {
    const path = `${apiPath}${operation.http.path.replaceAll(/\{(\w+)\}/g, ':$1')}`
    app.on(operation.http.method, path, (c) => answer(operation, c, parts, limits))
  }
  const { live } = parts
  if (live) {
    app.get(`${apiPath}/live`, async (c) => {
      const { actor, headers } = await admit(c, parts, limits)
      return withHeaders(await live.open(c.req.raw, actor, () => cutOff(c)), headers)
    })
  }
  // Made once: everybody may ask for them.
  const document = openApi(operations)
  const [description, reference] = [JSON.stringify(document), referencePage(document)]
  app.get(`${apiPath}/openapi.json`, (c) => c.body(description, 200, { 'Content-Type': 'application/json' }))
  app.get(`${apiPath}/reference`, () => reference.clone() as Response)
  app.get('/problems/:code', (c) => problemPage(c.req.param('code')) ?? c.notFound())
  for (const [path, handle] of Object.entries(parts.behindSignIn ?? {})) {
    app.all(path, async (c) => {
      const { actor, address, headers } = await admit(c, parts, limits)
      const count = (operation: string) => limits.countIntake(operation, actor, address)
      return withHeaders(open(await handle(c.req.raw, actor, count)), headers)
    })
  }
  if (parts.signInRoutes) app.route('/', parts.signInRoutes)
  return app
}

/** A file or page of the console; who is nobody is sent to sign in first. */
async function consolePage(
  { req, redirect }: Context<HttpEnv>,
  { console: files, authenticate }: HttpParts,
): Promise<Response | undefined> {
  const { path, raw } = req
  if (!files || !['GET', 'HEAD'].includes(req.method) || /^\/(api|problems|mcp)(\/|$)/.test(path))
    return undefined
  const file = await files.file(path, req.header('Accept-Encoding') ?? '')
  if (file) return file
  if (!req.header('Accept')?.includes('text/html')) return undefined
  if (await authenticate(raw)) return files.page()
  return redirect(`/sign-in?next=${encodeURIComponent(path + new URL(raw.url).search)}`)
}

/** A literal part of a path goes before a parameter in the same place, whatever the order of the table. */
function literalFirst(a: Operation, b: Operation): number {
  const key = ({ http }: Operation): string => http.path.replaceAll(/\{\w+\}/g, '\uffff')
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0
}

/** Gives each request its id and, when it is answered, its line in the log. */
function accompanied({ services, log, metrics }: HttpParts) {
  return async (c: Context<HttpEnv>, next: () => Promise<void>): Promise<void> => {
    const began = performance.now()
    const theirs = c.req.header('X-Request-Id') ?? ''
    const requestId = /^[\w.:-]{1,100}$/.test(theirs) ? theirs : services.newId('req')
    c.set('requestId', requestId)
    await next()
    c.res.headers.set('X-Request-Id', requestId)
    const ms = Math.round((performance.now() - began) * 10) / 10
    // The path itself may hold a secret, such as the link of an invitation.
    const operation = c.get('operation') ?? routePath(c, -1)
    const { status } = c.res
    log.info({ requestId, operation, method: c.req.method, status, ms, actor: c.get('actor') }, 'request')
    metrics?.answered(operation, status, ms)
  }
}

/** Lets somebody in who is signed in and does not ask too often; throws a problem for everybody else. */
async function admit(
  c: Context<HttpEnv>,
  { services, authenticate, limits: { proxies } }: HttpParts,
  limits: RateLimits,
): Promise<{ actor: Actor; address: string; headers: Record<string, string> }> {
  const address = addressOf(c.req.raw.headers, c.env, proxies)
  const actor = await authenticate(c.req.raw)
  if (!actor) {
    const headers = await limits.countAnonymous(address)
    throw new ProblemError('signed_out', '', 'nobody is signed in', {
      headers: { ...headers, 'WWW-Authenticate': 'Bearer realm="rightdesk"' },
    })
  }
  c.set('actor', actor.id)
  if (!isSameOrigin(c.req.raw)) {
    const operation = c.get('operation') ?? routePath(c, -1)
    await writeAudit(contextOf(services, actor), {
      operation,
      outcome: 'refused',
      input: { from: 'another site' },
    })
    throw otherOrigin()
  }
  return { actor, address, headers: await limits.countActor(actor) }
}

/** Performs one operation for one request. */
async function answer(
  operation: Operation,
  c: Context<HttpEnv>,
  parts: HttpParts,
  limits: RateLimits,
): Promise<Response> {
  c.set('operation', operation.name)
  const { actor, address, headers } = await admit(c, parts, limits)
  await limits.countIntake(operation.name, actor, address)
  const request = c.req.raw
  const { input, ifMatch } = await inputOf(operation, request, c.req.param(), parts.limits.bodyBytesMax)
  const key = operation.writes ? request.headers.get('Idempotency-Key') : null
  const call = { actor, surface: 'http' as const, ...(key !== null && { idempotencyKey: key }) }
  const performed = (given: Record<string, unknown>): Promise<unknown> =>
    perform(parts.services, operation, given, call)
  try {
    const output = await performed(input)
    if (isPaged(operation) && wantsNdjson(request)) {
      const nextPage = (after: string) => performed({ ...input, after })
      const onError = (error: unknown) => logBug(c, error, parts)
      return withHeaders(ndjson(output as never, nextPage as never, onError), headers)
    }
    return withHeaders(c.json(output, (operation.http.status ?? 200) as 200), {
      ...headers,
      ...headersOf(output, request.url),
    })
  } catch (error) {
    throw ifMatch ? stalePrecondition(error) : error
  }
}

const wantsNdjson = ({ headers }: Request): boolean =>
  (headers.get('Accept') ?? '').toLowerCase().includes('application/x-ndjson')

/** An edit of a version that is gone is a conflict; one that was named in `If-Match` is a failed precondition. */
function stalePrecondition(error: unknown): unknown {
  const problem = problemOf(error)
  if (problem.code !== 'conflict' || problem.at !== 'version') return error
  return new ProblemError('precondition_failed', 'If-Match', problem.message, { help: problem.help })
}

/** The version as `ETag`, and where the next page is. */
function headersOf(output: unknown, url: string): Record<string, string> {
  const { version, next } = (output ?? {}) as { version?: unknown; next?: unknown }
  const { pathname, searchParams } = new URL(url)
  if (typeof next === 'string') searchParams.set('after', next)
  return {
    ...(typeof version === 'number' && { ETag: `"${version}"` }),
    ...(typeof next === 'string' && { Link: `<${pathname}?${searchParams}>; rel="next"` }),
  }
}

/** Ends the connection of a request, where there is one beneath: requests in memory have none. */
const cutOff = ({ env }: Context<HttpEnv>): void => {
  ;(env as { outgoing?: { destroy: () => void } } | undefined)?.outgoing?.destroy()
}

function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

function refuseMethod(c: Context<HttpEnv>, methods: string[]): Response {
  const allow = [...new Set([...methods, 'OPTIONS'])].join(', ')
  if (c.req.method === 'OPTIONS') return new Response(null, { status: 204, headers: { Allow: allow } })
  const message = `\`${c.req.method}\` does not go with \`${c.req.path}\``
  const { problem } = new ProblemError('method_not_allowed', '', message, { headers: { Allow: allow } })
  return problemResponse(problem, c.get('requestId'))
}

/** Answers with the problem that an error is; a bug is shown by the id of the request alone. */
function refuse(c: Context<HttpEnv>, error: unknown, parts: HttpParts): Response {
  logBug(c, error, parts)
  return problemResponse(problemOf(error), c.get('requestId'))
}

function logBug(c: Context<HttpEnv>, error: unknown, { log }: HttpParts): void {
  if (problemOf(error).code !== 'internal') return
  const [requestId, operation, actor] = [c.get('requestId'), c.get('operation'), c.get('actor')]
  log.error({ requestId, operation, actor, err: error }, 'request failed')
}
