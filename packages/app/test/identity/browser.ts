/** A browser as far as signing in goes: it keeps cookies, sends forms as a page of the desk would, and follows nothing. */
import type { Hono } from 'hono'

export type Browser = {
  readonly cookies: Map<string, string>
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>
  readonly post: (
    path: string,
    fields: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<Response>
  /** What a request of this browser to another part of the desk looks like. */
  readonly request: (headers?: Record<string, string>) => Request
}

export function browse(routes: Hono, origin = 'http://desk.test'): Browser {
  const cookies = new Map<string, string>()
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const send = async (path: string, init: RequestInit & { headers: Record<string, string> }) => {
    const response = await routes.request(
      new Request(new URL(path, origin), {
        ...init,
        headers: { ...init.headers, cookie: cookie() },
      }),
    )
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (/max-age=0/i.test(line)) cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }
  return {
    cookies,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, fields, headers = { 'Sec-Fetch-Site': 'same-origin' }) =>
      send(path, { method: 'POST', body: new URLSearchParams(fields), headers: { ...headers } }),
    request: (headers = {}) =>
      new Request(`${origin}/api/v1/me`, { headers: { ...headers, cookie: cookie() } }),
  }
}
