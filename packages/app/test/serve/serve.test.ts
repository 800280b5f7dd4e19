import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { postgresMissing, startPostgres } from '../../../desk/test/postgres-server.ts'
import {
  adminKey,
  end,
  environmentFor,
  openBeside,
  type ServerProcess,
  startServer,
} from './server-process.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'rightdesk-serve-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const running: ServerProcess[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await end(server, 'SIGKILL')
})
async function started(...args: Parameters<typeof startServer>): Promise<ServerProcess> {
  const server = await startServer(...args)
  running.push(server)
  return server
}

/** A command that is expected to end by itself. */
const command = (args: readonly string[], environment: NodeJS.ProcessEnv) =>
  spawnSync(process.execPath, [main, ...args], { env: environment, encoding: 'utf8', timeout: 60_000 })

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(50)) {
    if (await holds()) return
  }
  throw new Error('it did not come to that')
}

const statusOf = async (url: string, headers: Record<string, string> = {}) =>
  (await fetch(url, { headers })).status

describe('a first start', () => {
  const home = join(folder, 'first')
  const environment = { ...environmentFor(join(home, 'rightdesk.db')), HOME: home, RIGHTDESK_SECRET: '' }

  it('brings a demonstration, a link to sign in, and a command line that works', async () => {
    const server = await started(environment, ['--demo'])
    await until(async () => server.output().includes('/api/v1/reference'))
    const told = server.output()
    expect(told).toContain('demonstration')
    expect(told).toContain('rightdesk demo remove')
    const link = /http:\S+\/join\/\S+/.exec(told)![0]
    expect(await statusOf(link)).toBe(200)
    expect(statSync(join(home, 'rightdesk.db.key')).mode & 0o777).toBe(0o600)
    expect(statSync(join(home, '.config/rightdesk/token')).mode & 0o777).toBe(0o600)

    const here = environment
    const { items } = JSON.parse(command(['case', 'list', '--limit', '3', '--json'], here).stdout)
    expect(items).toHaveLength(3)
    expect(items[0].demo).toBe(true)
    const removed = command(['demo', 'remove', '--json'], here)
    expect(JSON.parse(removed.stdout)).toMatchObject({ accounts: 30, people: 24 })
    expect(JSON.parse(command(['case', 'list', '--json'], here).stdout).items).toEqual([])
  }, 120_000)

  it('is the only one that does', async () => {
    const server = await started(environment, ['--demo'])
    await until(async () => server.output().includes('/api/v1/reference'))
    expect(server.output()).not.toContain('demonstration')
  }, 60_000)
})

describe('a server', () => {
  let server: ServerProcess
  let token: string
  const address = join(folder, 'rightdesk.db')
  const environment = { ...environmentFor(address), RIGHTDESK_LOG: 'debug' }
  beforeAll(async () => {
    const beside = await openBeside(address)
    token = await adminKey(beside)
    await beside.services.store.close()
    server = await startServer(environment)
  }, 60_000)
  afterAll(() => end(server, 'SIGKILL'))

  const open = (text: string) =>
    fetch(`${server.url}/api/v1/cases`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ text, requester: { email: 'somebody@example.com' } }),
    })

  it('says that it lives, and that it is ready once it can answer', async () => {
    expect(await statusOf(`${server.url}/healthz`)).toBe(200)
    await until(async () => (await statusOf(`${server.url}/readyz`)) === 200)
    expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({
      status: 'ready',
      store: 'reachable',
    })
  })

  it('counts requests, decisions, cases and jobs', async () => {
    expect((await open('Our build fails since this morning')).status).toBe(201)
    await until(async () => {
      const text = await (await fetch(`${server.url}/metrics`)).text()
      return [
        'rightdesk_http_requests_total{operation="cases.open",status="201"} 1',
        'rightdesk_operations_total{operation="cases.open",surface="http",outcome="done"} 1',
        /rightdesk_decisions_total\{status="(decided|needs-info)"\} 1/,
        /rightdesk_cases\{state="(routed|needs-info)"\} 1/,
        'rightdesk_jobs{queue="timer",state="waiting"}',
        'rightdesk_audit_unsealed 0',
      ].every((line) => (typeof line === 'string' ? text.includes(line) : line.test(text)))
    })
  })

  it('keeps its metrics from other machines and from who comes through a proxy', async () => {
    expect(await statusOf(`${server.url}/metrics`, { 'X-Forwarded-For': '10.0.0.1' })).toBe(403)
  })

  it('logs who did what, and neither keys nor what customers wrote', async () => {
    await open('The words of a customer named Zaphod')
    await until(async () => server.output().includes('"operation":"cases.open"'))
    expect(server.output()).toMatch(/"requestId":"req_\w+"/)
    expect(server.output()).toMatch(/"actor":"service_\w+"/)
    for (const secret of [token, 'Zaphod', 'somebody@example.com', 'Bearer']) {
      expect(server.output()).not.toContain(secret)
    }
  })

  it('speaks MCP to who has a key, and to nobody else', async () => {
    const ask = (headers: Record<string, string>) =>
      fetch(`${server.url}/mcp`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Accept: 'application/json, text/event-stream',
          ...headers,
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
      })
    expect((await ask({})).status).toBe(401)
    expect(await (await ask({ Authorization: `Bearer ${token}` })).text()).toContain('find_case')
  })

  it('finishes what it was asked before it stops, and takes nothing new', async () => {
    const own = await started(environment)
    const asks = Array.from({ length: 6 }, (_, n) =>
      fetch(`${own.url}/api/v1/cases`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ text: `Our build fails again, number ${n}` }),
      }).then(({ status }) => status),
    )
    await Promise.race(asks)
    const code = await end(own, 'SIGTERM')
    expect(code).toBe(0)
    const statuses = await Promise.allSettled(asks)
    expect(statuses.map((one) => (one.status === 'fulfilled' ? one.value : 'broken off'))).toEqual(
      asks.map(() => 201),
    )
    await expect(fetch(`${own.url}/healthz`)).rejects.toThrow()
  }, 60_000)
})

describe('what keeps a server from starting is said in one line with what to do', () => {
  const environment = environmentFor(join(folder, 'none', 'rightdesk.db'))
  const refused = (args: readonly string[], more: NodeJS.ProcessEnv = {}) => {
    const { status, stderr } = command(['serve', ...args], { ...environment, ...more })
    return { status, lines: stderr.trim().split('\n'), stderr }
  }

  it('a port in use', async () => {
    const taken = createServer()
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port)),
    )
    const { status, lines } = refused(['--port', `${port}`])
    taken.close()
    expect(status).toBe(3)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain(`port ${port} on 127.0.0.1 is in use`)
  }, 60_000)

  it.each([
    ['a database that is away', { DATABASE_URL: 'postgres://u:hidden@127.0.0.1:1/x' }, 'cannot be reached'],
    ['a secret that is too short', { RIGHTDESK_SECRET: 'short' }, 'RIGHTDESK_SECRET'],
    [
      'no secret for PostgreSQL',
      { DATABASE_URL: 'postgres://127.0.0.1:1/x', RIGHTDESK_SECRET: '' },
      'RIGHTDESK_SECRET',
    ],
    ['half a single sign-on', { RIGHTDESK_OIDC_ISSUER: 'https://id.example.com' }, 'half configured'],
    ['a folder that cannot be written', { RIGHTDESK_DATA: '/dev/null/desk' }, 'RIGHTDESK_DATA'],
    [
      'such a folder, and no secret',
      { RIGHTDESK_DATA: '/dev/null/desk', RIGHTDESK_SECRET: '' },
      'RIGHTDESK_DATA',
    ],
    ['a setting that means nothing', { RIGHTDESK_PROXIES: 'one' }, 'RIGHTDESK_PROXIES'],
  ])(
    '%s',
    (_, more, words) => {
      const { status, lines, stderr } = refused(['--port', '0'], more)
      expect(status).toBe(3)
      expect(lines).toHaveLength(2)
      expect(stderr).toContain(words)
      expect(stderr).not.toContain('hidden')
    },
    60_000,
  )

  it('a port that is none is a matter of usage', () => {
    expect(refused(['--port', 'many']).status).toBe(2)
    expect(refused(['--role', 'king']).status).toBe(2)
  }, 60_000)
})

const missing = postgresMissing()
describe.skipIf(missing)(`a database that goes away${missing ? ` (${missing})` : ''}`, () => {
  it('costs requests a 503 while it is away, and comes back by itself', async () => {
    const postgres = await startPostgres('away')
    const beside = await openBeside(postgres.address('postgres'))
    const token = await adminKey(beside)
    await beside.services.store.close()
    const server = await started(environmentFor(postgres.address('postgres')))
    const list = () => statusOf(`${server.url}/api/v1/cases`, { Authorization: `Bearer ${token}` })
    await until(async () => (await list()) === 200)
    await postgres.stop('immediate')
    expect(await list()).toBe(503)
    expect(await statusOf(`${server.url}/readyz`)).toBe(503)
    expect(await statusOf(`${server.url}/healthz`)).toBe(200)
    await postgres.start()
    await until(async () => (await list()) === 200)
    expect(await statusOf(`${server.url}/readyz`)).toBe(200)
    await end(server, 'SIGTERM')
    await postgres.stop()
  }, 120_000)
})

it('sends a span for every operation where traces are wanted, without the words of customers', async () => {
  let sent = ''
  const collector = createHttpServer(async (request, response) => {
    for await (const chunk of request) sent += chunk
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
  const address = join(folder, 'traced', 'rightdesk.db')
  mkdirSync(join(folder, 'traced'))
  const beside = await openBeside(address)
  const token = await adminKey(beside)
  await beside.services.store.close()
  const server = await started({
    ...environmentFor(address),
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  })
  await fetch(`${server.url}/api/v1/cases`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: 'The words of a customer named Zaphod' }),
  })
  await until(async () => sent.includes('"cases.open"'))
  expect(sent).toContain('rightdesk.actor')
  expect(sent).not.toContain('Zaphod')
  await end(server, 'SIGTERM')
  collector.closeAllConnections()
  collector.close()
}, 60_000)

it('stops as if nothing were wrong where the collector of traces is away', async () => {
  const folderOf = join(folder, 'untraced')
  mkdirSync(folderOf)
  const beside = await openBeside(join(folderOf, 'rightdesk.db'))
  const token = await adminKey(beside)
  await beside.services.store.close()
  const server = await started({
    ...environmentFor(join(folderOf, 'rightdesk.db')),
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
  })
  expect(await statusOf(`${server.url}/api/v1/cases`, { Authorization: `Bearer ${token}` })).toBe(200)
  expect(await end(server, 'SIGTERM')).toBe(0)
  expect(server.output()).not.toContain('fault')
}, 60_000)

it('brings the demonstration where the command line cannot be signed in, and says another way', async () => {
  const home = join(folder, 'home')
  mkdirSync(home)
  writeFileSync(join(home, '.config'), 'a file where a folder should be')
  const own = { ...environmentFor(join(home, 'rightdesk.db')), HOME: home }
  const server = await started(own, ['--demo'])
  await until(async () => server.output().includes('/api/v1/reference'))
  expect(server.output()).toContain(`${server.url}/admin/demo`)
  expect(server.output()).not.toContain('npx rightdesk demo remove')
}, 120_000)

it('the command of the README is what starts it', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'))
  expect(scripts.start).toBe('node packages/app/src/main.ts serve --demo')
})
