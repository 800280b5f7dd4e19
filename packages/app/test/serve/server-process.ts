/** Servers as processes of their own, so that they can be killed; and a store made ready for them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import {
  openStore,
  operationsByName,
  perform,
  type Services,
  storeKindOf,
  systemActor,
} from '@rightdesk/desk'
import { startAnswering } from '../../src/answering.ts'
import { cacheFolder } from '../../src/config.ts'
import { defaultPolicyFolder } from '../../src/policy-folder.ts'
import { servicesOn } from '../../src/services.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const startWithinMs = 120_000
const secret = 'a secret for tests, long enough for them'

export type ServerProcess = {
  readonly url: string
  readonly child: ChildProcess
  /** All it wrote. */
  readonly output: () => string
}

/** Where a store is, as a server is told. */
export const environmentFor = (address: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  // Trained readers are shared by all; everything else is the server's own.
  XDG_CACHE_HOME: dirname(cacheFolder()),
  NODE_COMPILE_CACHE: join(cacheFolder(), 'compiled'),
  RIGHTDESK_SECRET: secret,
  RIGHTDESK_LOG: 'error',
  RIGHTDESK_REQUESTS_PER_MINUTE: '1000000',
  RIGHTDESK_CASES_PER_MINUTE: '1000000',
  RIGHTDESK_WEBHOOK_PRIVATE: 'allow',
  ...(storeKindOf(address) === 'postgres'
    ? { DATABASE_URL: address }
    : { RIGHTDESK_DATA: dirname(address), HOME: dirname(address) }),
})

/** Starts `rightdesk serve` and waits until it listens; rejects with what it wrote where it does not. */
export async function startServer(
  environment: NodeJS.ProcessEnv,
  args: readonly string[] = [],
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let written = ''
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const look = (chunk: Buffer): void => {
    written += chunk.toString()
    const url = /serves at (\S+)/.exec(written)?.[1]
    if (url) resolve(url)
  }
  child.stdout.on('data', look)
  child.stderr.on('data', look)
  child.on('exit', (code, signal) => reject(new Error(`it ended with ${code ?? signal}: ${written}`)))
  const tooLate = setTimeout(() => reject(new Error(`it did not start: ${written}`)), startWithinMs)
  try {
    return { url: await promise, child, output: () => written }
  } finally {
    clearTimeout(tooLate)
  }
}

/** Ends a server and waits until it is gone. */
export async function end({ child }: ServerProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
  return child.exitCode
}

/** Opens a store beside the servers, as the system. */
export async function openBeside(address: string): Promise<{
  readonly services: Services
  readonly as: <T>(name: keyof typeof operationsByName, input: object) => Promise<T>
}> {
  const store = await openStore(address)
  const answering = startAnswering(defaultPolicyFolder, new Date().toISOString())
  const services = servicesOn(store, answering, secret)
  return {
    services,
    as: (name, input) =>
      perform(services, operationsByName[name] as never, input, {
        actor: systemActor,
        surface: 'system',
      }) as never,
  }
}

/** A key that may do everything, of a service made for it. */
export async function adminKey({ as }: Awaited<ReturnType<typeof openBeside>>): Promise<string> {
  const { id } = await as<{ id: string }>('services.add', { name: 'Tests', role: 'admin' })
  const { secret: key } = await as<{ secret: string }>('keys.create', {
    name: 'tests',
    scopes: ['cases:write', 'cases:read', 'cases:lead'],
    service: id,
  })
  return key
}
