/** The HTTP API as people of a story use it: each has a key, and what comes back is looked at as it is. */
import type { Actor } from '@rightdesk/desk'
import { actorWith, admin, type TestDesk } from '../../../desk/test/desk.ts'
import { createHttp } from '../../src/http/app.ts'
import { httpLimitsDefault } from '../../src/http/limits.ts'

export type Json = Record<string, unknown>
// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is looked at as it is
export type Answer = any

const silent = (): void => {}

/** Whoever is in `actors` may speak by their key; an admin and a lead of the programme are there from the start. */
export function speakingTo({ services }: TestDesk) {
  const actors = new Map<string, Actor>([
    ['ada', admin],
    ['lead', actorWith('programme-lead', null, 'lead')],
  ])
  const app = createHttp({
    services,
    authenticate: async ({ headers }) =>
      actors.get(headers.get('Authorization')?.replace('Bearer ', '') ?? '') ?? null,
    limits: httpLimitsDefault,
    log: { info: silent, error: silent },
  })
  /** Sends a request as somebody and gives what comes back, with its status. */
  const as =
    (key: string) =>
    async (request: string, body?: Json): Promise<Answer> => {
      const [method, path] = request.split(' ') as [string, string]
      const response = await app.request(`/api/v1${path}`, {
        method,
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      })
      return { ...((await response.json()) as Json), status: response.status }
    }
  return { actors, as }
}
