/** What protects people in browsers: headers that forbid all that is not needed, and writes only from our own pages. */
import type { MiddlewareHandler } from 'hono'
import { ProblemError } from './problems.ts'

const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** Sets what a response does not say by itself; a page with styles of its own brings its own policy. */
export const secured =
  (apiPath: string): MiddlewareHandler =>
  async (c, next) => {
    await next()
    const response = open(c.res)
    if (response !== c.res) c.res = response
    for (const [name, value] of Object.entries(headers)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    }
    if (c.req.path.startsWith(apiPath) && !c.res.headers.has('Cache-Control')) {
      c.res.headers.set('Cache-Control', 'no-store')
    }
  }

/** The response itself; a copy where its headers are shut, as those of `Response.redirect` are. */
export function open(response: Response): Response {
  try {
    response.headers.set('X-Content-Type-Options', 'nosniff')
    return response
  } catch {
    return new Response(response.body, response)
  }
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a write by session comes from a page of ours; another site may have brought about any other. A key in
 * `Authorization` is never sent by a browser on its own, so it needs no such proof.
 */
export function isSameOrigin({ method, headers: sent }: Request): boolean {
  if (safeMethods.has(method) || sent.has('Authorization')) return true
  const site = sent.get('Sec-Fetch-Site')
  return site === null ? isOwn(sent.get('Origin'), sent.get('Host')) : site === 'same-origin'
}

/** What a write from another site is refused with. */
export const otherOrigin = (): ProblemError =>
  new ProblemError('forbidden', 'Origin', 'a session may write only from its own pages', {
    help: 'Use a key in `Authorization`, or send the request from the page of this server.',
  })

function isOwn(origin: string | null, host: string | null): boolean {
  if (origin === null || host === null || !URL.canParse(origin)) return false
  return new URL(origin).host === host
}
