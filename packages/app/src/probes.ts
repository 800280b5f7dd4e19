/** What those who run a server ask of it: does it live, can it take requests, and in numbers how it fares. */
import { timingSafeEqual } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Services } from '@rightdesk/desk'
import { type Context, Hono } from 'hono'
import type { HttpEnv } from './http/app.ts'
import { ProblemError, problemResponse } from './http/problems.ts'
import type { Metrics } from './metrics.ts'

export type ProbeParts = {
  readonly services: Services
  readonly metrics: Metrics
  /** Who has it may read the metrics from elsewhere; without one, only this machine may. */
  readonly metricsToken: string | undefined
  /** Whether the server is up and not about to stop. */
  readonly ready: () => boolean
}

const pingWithinMs = 2_000

/** `/healthz`, `/readyz` and `/metrics`. They tell nothing of what the desk holds but numbers. */
export function probes({ services, metrics, metricsToken, ready }: ProbeParts): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>()
  app.notFound((c) => notHere(c, services))
  app.get('/healthz', (c) => c.json({ status: 'up' }))
  app.get('/readyz', async (c) => {
    const store = await reachable(services)
    const { name, version } = services.answering.policy.compiled
    const isReady = store && ready()
    const body = { status: isReady ? 'ready' : 'not ready', store: store ? 'reachable' : 'unreachable' }
    return c.json({ ...body, policy: `${name} ${version}` }, isReady ? 200 : 503)
  })
  app.get('/metrics', async (c) => {
    if (!mayScrape(c, metricsToken)) {
      return c.text('metrics are for this machine, or for who has the metrics token\n', 403)
    }
    return c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType })
  })
  return app
}

/** A worker, and a server that is about to be ready, answer nothing else. */
function notHere(c: Context, { newId }: Services): Response {
  const message = `there is nothing at \`${c.req.path}\``
  const help = 'A worker answers probes alone: ask a server of the role `api` or `all`.'
  return problemResponse(new ProblemError('not_found', c.req.path, message, { help }).problem, newId('req'))
}

/** The schema is brought up to date before anything is served, so that reaching the store is all there is to ask. */
async function reachable({ store }: Services): Promise<boolean> {
  const ping = store.ping().then(
    () => true,
    () => false,
  )
  return Promise.race([ping, sleep(pingWithinMs, false, { ref: false })])
}

function mayScrape(c: Context, token: string | undefined): boolean {
  if (token === undefined) return isLoopback(c)
  const given = Buffer.from(c.req.header('Authorization') ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** A proxy on this machine is not this machine: who asks through one has no claim. */
function isLoopback(c: Context): boolean {
  const { address = '' } = getConnInfo(c).remote
  const forwarded = c.req.header('X-Forwarded-For') ?? c.req.header('Forwarded')
  return forwarded === undefined && /^(127\.|::1$|::ffff:127\.)/.test(address)
}
