/**
 * `node bench/intake.ts`: from an HTTP request to a durable case with decision, history, audit entry, clock and outgoing
 * message, beside the two yardsticks for it: a bare HTTP route that inserts one row (bare-route.ts), and plain
 * single-row inserts by the same driver without HTTP. All write into the same store and take turns, slice by slice, so
 * that whatever else the machine does hits them alike. PostgreSQL is measured where BENCH_POSTGRES names an empty
 * database.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { type Store, storeKindOf } from '@rightdesk/desk'
import {
  adminKey,
  end,
  environmentFor,
  openBeside,
  startServer,
} from '../packages/app/test/serve/server-process.ts'
import { median, quantile } from './measure.ts'

const slices = 6
const sliceMs = Number(process.env['BENCH_SLICE_MS'] ?? 1_500)
const asks = [
  'Our build fails since this morning with a module that cannot be found, on every branch.',
  'We were charged twice this month and would like the second payment back.',
  'Customers see 500s from our checkout function since Tuesday.',
  'The certificate of our domain has not been renewed and browsers warn our visitors.',
]

type Contender = (n: number) => Promise<unknown>
type Slice = { readonly perSecond: number; readonly ms: readonly number[] }

/** So many at a time, for one slice. */
async function slice(connections: number, work: Contender, next: () => number): Promise<Slice> {
  const ms: number[] = []
  const began = performance.now()
  const until = began + sliceMs
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      const start = performance.now()
      await work(next())
      ms.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: connections }, one))
  return { perSecond: (ms.length * 1_000) / (performance.now() - began), ms }
}

/** The least that a durable row costs: one insert, one commit. */
const plainInsert =
  ({ db }: Store): Contender =>
  (n) =>
    db
      .insertInto('meta')
      .values({ key: `plain-${n}`, value: asks[n % asks.length]! })
      .execute()

/** Posts one JSON body after another over kept connections. */
function posting(url: string, bodyOf: (n: number) => object, token?: string): Contender {
  const agent = new Agent({ keepAlive: true })
  const headers = {
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    'Content-Type': 'application/json',
  }
  const post: Contender = (n) => {
    const body = JSON.stringify(bodyOf(n))
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let answer = ''
      response.on('data', (chunk) => {
        answer += chunk
      })
      response.on('end', () =>
        response.statusCode === 201 ? resolve() : reject(new Error(`${response.statusCode}: ${answer}`)),
      )
    })
    // A kept connection may have been closed just now; the same source opens no second case.
    sent.on('error', (error) => (sent.reusedSocket ? post(n).then(() => resolve(), reject) : reject(error)))
    sent.end(body)
    return promise
  }
  return post
}

const askOf = (n: number): object => ({
  text: `${asks[n % asks.length]} (${n})`,
  facts: { plan: 'pro' },
  source: { kind: 'bench', id: `${n}` },
})

/** The bare route as a process of its own, as the server is. */
async function startBareRoute(address: string): Promise<{ readonly url: string; readonly end: () => void }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('bare-route.ts', import.meta.url)), address], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const url = /http:\S+/.exec(said.toString())![0]
  return { url: `${url}/rows`, end: () => child.kill('SIGTERM') }
}

/** What a case is kept in; the outgoing message and its clock are jobs. */
const tables = ['caseSources', 'cases', 'caseTeams', 'decisions', 'events', 'jobs', 'audit'] as const

async function rowsIn({ db }: Store): Promise<number> {
  let rows = 0
  for (const table of tables) {
    const { count } = await db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    rows += count
  }
  return rows
}

async function measure(address: string): Promise<void> {
  const beside = await openBeside(address)
  const { store } = beside.services
  const token = await adminKey(beside)
  await beside.as('webhooks.add', { url: 'https://example.com/', events: ['*'] })
  for (let i = 0; i < 4; i++)
    await beside.as('people.add', { name: `Person ${i}`, loadMax: 200, team: 'cse' })
  // Written, but not sent: the receiver would be measured too.
  const server = await startServer(environmentFor(address), ['--role', 'api'])
  const bare = await startBareRoute(address)
  const open = posting(`${server.url}/api/v1/cases`, askOf, token)
  const put = posting(bare.url, (n) => ({ key: `bare-${n}`, value: asks[n % asks.length] }))
  const insert = plainInsert(store)
  let n = 0
  const next = (): number => ++n
  const before = await rowsIn(store)
  await slice(4, open, next)
  const rowsOfCase = (await rowsIn(store)) / n - before / n
  await slice(4, put, next)
  console.log(`\n${storeKindOf(address)}, ${rowsOfCase.toFixed(1)} rows a case`)
  console.log('connections  intake/s    bare/s   plain/s  intake/bare  rows/bare  rows/plain  p50 ms  p99 ms')
  for (const connections of [1, 8, 32]) {
    const turns: { opened: Slice; bare: Slice; inserted: Slice }[] = []
    for (let i = 0; i < slices; i++) {
      turns.push({
        opened: await slice(connections, open, next),
        bare: await slice(connections, put, next),
        inserted: await slice(connections, insert, next),
      })
    }
    const ms = turns.flatMap(({ opened }) => opened.ms)
    const ratio = (of: 'bare' | 'inserted', times = 1): string =>
      median(turns.map((turn) => (turn.opened.perSecond * times) / turn[of].perSecond)).toFixed(2)
    const row = [
      median(turns.map(({ opened }) => opened.perSecond)).toFixed(0),
      median(turns.map((turn) => turn.bare.perSecond)).toFixed(0),
      median(turns.map(({ inserted }) => inserted.perSecond)).toFixed(0),
      ratio('bare'),
      ratio('bare', rowsOfCase),
      ratio('inserted', rowsOfCase),
      quantile(ms, 0.5).toFixed(1),
      quantile(ms, 0.99).toFixed(1),
    ]
    const widths = [9, 9, 9, 12, 10, 11, 7, 7]
    const cells = row.map((cell, index) => cell.padStart(widths[index]!))
    console.log([String(connections).padStart(11), ...cells].join(' '))
  }
  bare.end()
  await end(server, 'SIGTERM')
  await store.close()
}

const file = join(mkdtempSync(join(tmpdir(), 'rightdesk-bench-')), 'rightdesk.db')
const postgres = process.env['BENCH_POSTGRES']
try {
  await measure(file)
  if (postgres) await measure(postgres)
} finally {
  rmSync(dirname(file), { recursive: true })
}
