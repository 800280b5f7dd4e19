/** The HTTP app in memory, on a desk of its own, with keys from a table instead of people who sign in. */
import type { Actor } from '@rightdesk/desk'
import type { Hono } from 'hono'
import { actorWith, admin, openDesk, type TestDesk } from '../../../desk/test/desk.ts'
import { createHttp, type HttpEnv, type HttpParts } from '../../src/http/app.ts'
import { httpLimitsDefault } from '../../src/http/limits.ts'

const keys: Readonly<Record<string, Actor>> = {
  'key-ada': admin,
  'key-vera': actorWith('viewer', null, 'vera'),
  'key-nobody': { ...actorWith('viewer', null, 'nobody'), grants: [] },
}

/** What a request may carry beside its JSON; `key: null` is nobody, `cookie` is a session of `ada`. */
export type Sending = {
  readonly key?: string | null
  readonly cookie?: boolean
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** A body that is sent as it is. */
  readonly raw?: RequestInit['body']
}

export type Served = {
  readonly desk: TestDesk
  readonly app: Hono<HttpEnv>
  /** What was logged, as JSON text. */
  readonly logged: string[]
  /** `GET /cases`, with the path below /api/v1, or the whole one after a double slash. */
  readonly send: (request: string, sending?: Sending) => Promise<Response>
}

export async function serve(parts: Partial<HttpParts> = {}): Promise<Served> {
  const desk = await openDesk()
  const logged: string[] = []
  const log = (fields: object, message: string): void => {
    logged.push(JSON.stringify({ ...fields, message }))
  }
  const app = createHttp({
    services: desk.services,
    authenticate: async ({ headers }) => {
      if (headers.get('Cookie') === 'session=ada') return admin
      return keys[headers.get('Authorization')?.replace('Bearer ', '') ?? ''] ?? null
    },
    limits: httpLimitsDefault,
    log: { info: log, error: log },
    ...parts,
  })
  return { desk, app, logged, send: (request, sending) => send(app, request, sending) }
}

async function send(app: Hono<HttpEnv>, request: string, sending: Sending = {}): Promise<Response> {
  const [method = '', path = ''] = request.split(' ')
  const { key = 'key-ada', cookie, headers, body, raw } = sending
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  return app.request(path.startsWith('//') ? path.slice(1) : `/api/v1${path}`, {
    method,
    headers: {
      ...(content !== undefined && { 'Content-Type': 'application/json' }),
      ...(cookie ? { Cookie: 'session=ada' } : key !== null && { Authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(content !== undefined && { body: content, duplex: 'half' }),
  } as RequestInit)
}

/** A response's JSON, when its content type says so. */
export async function json(
  response: Response,
): Promise<Record<string, unknown> & { readonly status: number }> {
  expectJson(response)
  return { ...((await response.json()) as Record<string, unknown>), status: response.status }
}

function expectJson({ headers }: Response): void {
  const type = headers.get('Content-Type') ?? ''
  if (!/^application\/(problem\+)?json/.test(type)) throw new Error(`the content type is ${type}`)
}
