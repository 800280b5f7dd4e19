/**
 * The running server, put together: store, policy, HTTP, worker, logs and metrics. It decides the order in which they
 * start and stop; what they do is theirs.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { webhookDelivery } from '@rightdesk/connectors/webhook'
import {
  openStore,
  recordPolicy,
  type Services,
  type Store,
  startWorker,
  storeKindOf,
  type Worker,
} from '@rightdesk/desk'
import { Refusal } from '@rightdesk/engine'
import type { Hono } from 'hono'
import { startAnswering } from './answering.ts'
import type { ServeRole, ServeSettings } from './config.ts'
import { loadDemo, type Played } from './demo.ts'
import { createHttp, type HttpEnv } from './http/app.ts'
import { type ConsoleFiles, consoleFiles } from './http/console.ts'
import { type HttpLimits, httpLimitsDefault } from './http/limits.ts'
import { type LiveStreams, liveStreams } from './http/live.ts'
import { policyData } from './http/policy-data.ts'
import { serverFor } from './http/unreadable.ts'
import { type Identity, identity } from './identity/index.ts'
import type { Logger } from './logging.ts'
import { mcpHandler } from './mcp/http.ts'
import { type Metrics, startMetrics } from './metrics.ts'
import { defaultPolicyFolder } from './policy-folder.ts'
import { probes } from './probes.ts'
import { secretFor, servicesOn } from './services.ts'

export type ServeOptions = {
  readonly settings: ServeSettings
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly role: ServeRole
  /** Fills an embedded store that is new with a demonstration. */
  readonly demo?: boolean
  readonly log: Logger
  /** The product's own. */
  readonly version: string
}

export type Serving = {
  /** Where this process listens. */
  readonly url: string
  /** Where people find it. */
  readonly publicUrl: string
  readonly services: Services
  /** The path of the link that makes the first admin; undefined where there is one. */
  readonly firstLink: () => Promise<string | undefined>
  /** What was loaded, where this start brought a demonstration. */
  readonly demo: Played | undefined
  /** Takes nothing new, finishes what runs within ten seconds, and closes the store. */
  readonly stop: () => Promise<void>
}

const stopWithinMs = 10_000
/** So long is then left to a collector of spans and to the store: one that hangs does not hold up the end. */
const closeWithinMs = 3_000

/** Starts a server; rejects with a `Refusal` where store, policy, secret or port stand in the way. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { settings, role, log } = options
  const secret = secretFor(settings.store, settings.secret)
  const answering = startAnswering(
    settings.policyFolder ?? defaultPolicyFolder,
    new Date().toISOString(),
    settings.model,
  )
  const store = await openDeskStore(settings.store, log)
  const metrics = startMetrics(store)
  const services = servicesOn(store, metrics.counting(answering), secret)
  const { tracedAs } = settings
  const tracing =
    tracedAs === undefined ? undefined : (await import('./tracing.ts')).startTracing(store, tracedAs)
  const state = { ready: false }
  const watched = probes({ services, metrics, metricsToken: settings.metricsToken, ready: () => state.ready })
  let handle: Handle = watched.fetch
  const server = serverFor({
    handle: (request, bindings) => handle(request, bindings),
    newId: () => services.newId('req'),
    onFault: (requestId, err) => log.error({ requestId, err }, 'request failed'),
  })
  const stop = async (worker?: Worker, live?: LiveStreams): Promise<void> => {
    state.ready = false
    await Promise.race([
      Promise.all([live?.stop(), closed(server), worker?.stop()]),
      sleep(stopWithinMs, undefined, { ref: false }),
    ])
    server.closeAllConnections()
    metrics.stop()
    await Promise.all([
      settled(tracing?.stop(), log, 'the last spans were not sent'),
      settled(store.close(), log, 'the store was not closed'),
    ])
  }
  try {
    await recordPolicy(services)
    await listen(server, options)
    const url = urlOf(server, options.host)
    const publicUrl = settings.signIn.publicUrl ?? url
    const who = identity(services, {
      url: publicUrl,
      secret,
      oidc: settings.signIn.oidc,
      proxies: settings.proxies,
      onTrouble: (message) => log.warn({}, message),
    })
    const live = liveStreams({ services, authenticate: who.authenticate, log })
    if (role !== 'worker') handle = beside(watched, api(services, options, who, publicUrl, metrics, live))
    // Before the worker: the timers of the demonstration run at their own times.
    const demo = options.demo && store.kind === 'sqlite' ? await loadDemo(services, log) : undefined
    const worker = role === 'api' ? undefined : startWorker(services, workerOptions(settings, log))
    // Training takes a second; asks that come before it is done wait for it.
    setImmediate(() => {
      answering.learn([])
      state.ready = true
    })
    return { url, publicUrl, services, firstLink: who.firstLink, demo, stop: () => stop(worker, live) }
  } catch (error) {
    await stop()
    throw error
  }
}

async function settled(end: Promise<void> | undefined, log: Logger, otherwise: string): Promise<void> {
  const said = end?.catch((err: unknown) => log.warn({ err }, otherwise))
  await Promise.race([said, sleep(closeWithinMs, undefined, { ref: false })])
}

type Handle = (request: Request, bindings: object) => Response | Promise<Response>

/** Probes come every few seconds and from nobody in particular: they are neither logged nor counted. */
function beside(watched: Hono<HttpEnv>, app: Hono<HttpEnv>): Handle {
  const paths = new Set(watched.routes.map(({ path }) => path))
  return (request, bindings) =>
    (paths.has(new URL(request.url).pathname) ? watched : app).fetch(request, bindings)
}

function api(
  services: Services,
  { settings, log, version }: ServeOptions,
  who: Identity,
  url: string,
  metrics: Metrics,
  live: LiveStreams,
): Hono<HttpEnv> {
  const mcp = mcpHandler(services, {
    version,
    writes: settings.mcpWrites,
    origins: [new URL(url).origin],
    onFault: (id, err) => log.error({ id, err }, 'a tool failed'),
  })
  return createHttp({
    services,
    authenticate: who.authenticate,
    signInRoutes: who.routes,
    behindSignIn: { '/mcp': mcp, ...policyData(services) },
    live,
    console: builtConsole(log),
    limits: limitsOf(settings),
    log,
    metrics,
  })
}

/** The console as built beside this package; its absence is said and leaves the API working. */
function builtConsole(log: Logger): ConsoleFiles | undefined {
  const files = consoleFiles(fileURLToPath(new URL('../../console/dist', import.meta.url)))
  if (!files) log.warn({}, 'the console is not built, so only the API is served: run `npm run build`')
  return files
}

const workerOptions = ({ webhookPrivate }: ServeSettings, log: Logger) => ({
  holder: randomUUID(),
  deliver: webhookDelivery({ privateAllowed: webhookPrivate }),
  log,
})

const limitsOf = ({ requestsPerMinute, casesPerMinute, proxies }: ServeSettings): HttpLimits => ({
  ...httpLimitsDefault,
  ...(requestsPerMinute && { actor: { requests: requestsPerMinute, seconds: 60 } }),
  ...(casesPerMinute && { intake: { requests: casesPerMinute, seconds: 60 } }),
  proxies,
})

/** Opens the store, and says in one line what stands in the way. */
async function openDeskStore(address: string, log: Logger): Promise<Store> {
  const kind = storeKindOf(address)
  try {
    if (kind === 'sqlite' && address !== ':memory:') {
      mkdirSync(dirname(address), { recursive: true, mode: 0o700 })
    }
    return await openStore(address, {
      onError: (err) => log.warn({ err }, 'a connection to the store broke'),
    })
  } catch (error) {
    if (error instanceof Refusal) throw error
    const { message, code } = error as { message?: string; code?: string }
    const [why, help] =
      kind === 'postgres'
        ? [code ?? message, 'See that PostgreSQL runs and that DATABASE_URL names host, user and database.']
        : [message, `See that \`${address}\` can be written, or name another folder in RIGHTDESK_DATA.`]
    throw new Refusal('unavailable', 'store', `the store cannot be opened: ${why}`, help)
  }
}

async function listen(server: Server, { host, port }: ServeOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(port, host, resolve)
  try {
    await promise
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      const help = `Stop what listens there, or take another: \`--port ${port + 1}\`.`
      throw new Refusal('unavailable', '--port', `port ${port} on ${host} is in use`, help)
    }
    throw new Refusal(
      'unavailable',
      '--host',
      `cannot listen on ${host}:${port}: ${code ?? message}`,
      'Take a host of this machine and a port above 1023.',
    )
  }
}

/** So long connections are still taken after the signal to stop: those on their way would be broken off. */
const arrivingMs = 500

/**
 * Takes no more connections and resolves when the last request is answered. Node's own `close` drops connections at
 * once that seem idle, also those whose request has arrived and waits to be read.
 */
async function closed(server: Server): Promise<void> {
  if (!server.listening) return
  server.prependListener('request', (_, response) => {
    response.shouldKeepAlive = false
  })
  await sleep(arrivingMs)
  const { promise, resolve } = Promise.withResolvers<void>()
  NetServer.prototype.close.call(server, () => resolve())
  await Promise.race([promise, sleep(arrivingMs)])
  const letGo = setInterval(() => server.closeIdleConnections(), 50)
  await promise
  clearInterval(letGo)
}

function urlOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const named = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${named.includes(':') ? `[${named}]` : named}:${port}`
}
