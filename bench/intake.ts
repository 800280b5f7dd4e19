/**
 * `node bench/intake.ts`: from an HTTP request to a durable case with decision, history, audit entry, clock and outgoing
 * message, beside plain single-row inserts by the same driver into the same store. Both take turns, slice by slice, so
 * that whatever else the machine does hits both. PostgreSQL is measured where BENCH_POSTGRES names an empty database.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
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

function intake(url: string, token: string): Contender {
  const agent = new Agent({ keepAlive: true })
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const open: Contender = (n) => {
    const body = JSON.stringify({
      text: `${asks[n % asks.length]} (${n})`,
      facts: { plan: 'pro' },
      source: { kind: 'bench', id: `${n}` },
    })
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const sent = request(`${url}/api/v1/cases`, { method: 'POST', agent, headers }, (response) => {
      let answer = ''
      response.on('data', (chunk) => {
        answer += chunk
      })
      response.on('end', () =>
        response.statusCode === 201 ? resolve() : reject(new Error(`${response.statusCode}: ${answer}`)),
      )
    })
    // A kept connection may have been closed just now; the same source opens no second case.
    sent.on('error', (error) => (sent.reusedSocket ? open(n).then(() => resolve(), reject) : reject(error)))
    sent.end(body)
    return promise
  }
  return open
}

async function measure(address: string): Promise<void> {
  const beside = await openBeside(address)
  const token = await adminKey(beside)
  await beside.as('webhooks.add', { url: 'https://example.com/', events: ['*'] })
  for (let i = 0; i < 4; i++)
    await beside.as('people.add', { name: `Person ${i}`, loadMax: 200, team: 'cse' })
  // Written, but not sent: the receiver would be measured too.
  const server = await startServer(environmentFor(address), ['--role', 'api'])
  const insert = plainInsert(beside.services.store)
  const open = intake(server.url, token)
  let n = 0
  const next = (): number => ++n
  await slice(4, open, next)
  console.log(`\n${storeKindOf(address)}`)
  console.log('connections  intake/s  plain/s  ratio  p50 ms  p99 ms  plain p50')
  for (const connections of [1, 8, 32]) {
    const turns: { opened: Slice; inserted: Slice }[] = []
    for (let i = 0; i < slices; i++) {
      turns.push({
        opened: await slice(connections, open, next),
        inserted: await slice(connections, insert, next),
      })
    }
    const ms = turns.flatMap(({ opened }) => opened.ms)
    const row = [
      median(turns.map(({ opened }) => opened.perSecond)).toFixed(0),
      median(turns.map(({ inserted }) => inserted.perSecond)).toFixed(0),
      median(turns.map(({ opened, inserted }) => opened.perSecond / inserted.perSecond)).toFixed(3),
      quantile(ms, 0.5).toFixed(1),
      quantile(ms, 0.99).toFixed(1),
      median(turns.flatMap(({ inserted }) => inserted.ms)).toFixed(2),
    ]
    console.log([String(connections).padStart(11), ...row.map((cell) => cell.padStart(8))].join(' '))
  }
  await end(server, 'SIGTERM')
  await beside.services.store.close()
}

const file = join(mkdtempSync(join(tmpdir(), 'rightdesk-bench-')), 'rightdesk.db')
const postgres = process.env['BENCH_POSTGRES']
try {
  await measure(file)
  if (postgres) await measure(postgres)
} finally {
  rmSync(dirname(file), { recursive: true })
}
