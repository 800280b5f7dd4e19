/**
 * Servers are killed at random moments while cases come in; afterwards everything that was acknowledged has to be there,
 * whole, and every message must have reached its receiver.
 */
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { verifyAudit } from '@rightdesk/desk'
import type { ServeRole } from '../../src/config.ts'
import {
  adminKey,
  end,
  environmentFor,
  openBeside,
  type ServerProcess,
  startServer,
} from './server-process.ts'

export type Torture = {
  /** What a long run is called where it says how far it is. */
  readonly name: string
  readonly address: string
  /** One process each; the load goes to all but workers. */
  readonly roles: readonly ServeRole[]
  readonly kills: number
}

export type Outcome = {
  readonly kills: number
  readonly acknowledged: number
  readonly cases: number
  readonly notes: number
  /** What was promised and did not hold; empty when all is well. */
  readonly faults: readonly string[]
  readonly messages: number
  /** Messages that came more than once, which a receiver knows by their id. */
  readonly repeated: number
}

/** A long run says where it is. */
const saidEach = 20
const say = (line: string): void => void process.stderr.write(`${line}\n`)

const writers = 6
const people = 3
const loadMax = 40
const drainWithinMs = 60_000
/** Of hanging, not of being slow: other set-ups are checked in the same process meanwhile. */
const progressWithinMs = 300_000
const allDay = [['00:00', '24:00']]
const always = Object.fromEntries(
  ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, allDay]),
)

export async function torture({ name, address, roles, kills }: Torture): Promise<Outcome> {
  const beside = await openBeside(address)
  const receiver = await startReceiver()
  const token = await adminKey(beside)
  for (let i = 0; i < people; i++) {
    await beside.as('people.add', { name: `Person ${i}`, hours: always, loadMax, team: 'cse' })
  }
  const { secret } = await beside.as<{ secret: string }>('webhooks.add', { url: receiver.url })
  receiver.expect(secret)
  const environment = environmentFor(address)
  const servers = await Promise.all(roles.map((role) => startServer(environment, ['--role', role])))
  const load = startLoad(() => servers.filter((_, at) => roles[at] !== 'worker'), token)
  let killed = 0
  try {
    for (; killed < kills; killed++) {
      await load.progress()
      await sleep(Math.random() * 700)
      const at = Math.floor(Math.random() * servers.length)
      await end(servers[at]!, 'SIGKILL')
      servers[at] = await startServer(environment, ['--role', roles[at]!])
      if (killed % saidEach === saidEach - 1) say(`${killed + 1} of ${kills} kills of ${name}`)
    }
    await sleep(300)
    await load.stop()
    await drained(beside.services.store)
  } finally {
    await load.stop()
    for (const server of servers) await end(server, 'SIGTERM')
    receiver.close()
  }
  const faults = await faultsIn(beside.services.store, load, receiver.seen)
  await beside.services.store.close()
  return {
    kills: killed,
    acknowledged: load.opened.size + load.notes.size,
    cases: load.opened.size,
    notes: load.notes.size,
    faults: [...faults, ...receiver.faults],
    messages: receiver.seen.size,
    repeated: [...receiver.seen.values()].filter(({ times }) => times > 1).length,
  }
}

type Load = {
  /** Ids of acknowledged cases, by the number of the ask. */
  readonly opened: ReadonlyMap<number, string>
  /** Acknowledged notes: body to case. */
  readonly notes: ReadonlyMap<string, string>
  /** Requests that were refused, which none should be. */
  readonly refused: readonly string[]
  /** Resolves when some more was acknowledged. */
  readonly progress: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Writers that open cases and add notes, and repeat what was not acknowledged with the same key until it is. */
function startLoad(targets: () => readonly ServerProcess[], token: string): Load {
  const opened = new Map<number, string>()
  const notes = new Map<string, string>()
  const refused: string[] = []
  let next = 0
  let stopped = false
  const post = async (path: string, body: object, key: string): Promise<{ id: string } | undefined> => {
    for (let tries = 0; !stopped || tries > 0; tries++) {
      const all = targets()
      const { url } = all[Math.floor(Math.random() * all.length)]!
      try {
        const response = await fetch(`${url}/api/v1${path}`, {
          method: 'POST',
          headers: {
            Authorization: `Bearer ${token}`,
            'Content-Type': 'application/json',
            'Idempotency-Key': key,
          },
          body: JSON.stringify(body),
        })
        const answer = await response.json()
        if (response.ok) return answer as { id: string }
        if (response.status < 500) {
          refused.push(`${path} was refused: ${JSON.stringify(answer)}`)
          return undefined
        }
      } catch {
        // It was killed, and is asked again when it is back.
      }
      await sleep(20)
    }
    return undefined
  }
  const write = async (): Promise<void> => {
    while (!stopped) {
      const n = next++
      const text = `Ask ${n}: our build fails with an error since this morning, on every project.`
      const source = { kind: 'torture', id: `${n}` }
      const facts = { plan: n % 2 === 0 ? 'pro' : 'enterprise', cause: 'platform' }
      const made = await post('/cases', { text, facts, source }, `open-${n}`)
      if (!made) return
      opened.set(n, made.id)
      if (n % 3 !== 0) continue
      const body = `Note on ${n}`
      if (await post(`/cases/${made.id}/notes`, { body }, `note-${n}`)) notes.set(body, made.id)
    }
  }
  const running = Promise.all(Array.from({ length: writers }, write))
  return {
    opened,
    notes,
    refused,
    progress: async () => {
      const before = opened.size
      for (const until = Date.now() + progressWithinMs; opened.size < before + writers; await sleep(10)) {
        if (refused.length > 0 || Date.now() > until)
          throw new Error(`no progress: ${refused[0] ?? 'no answer'}`)
      }
    },
    stop: async () => {
      stopped = true
      await running
    },
  }
}

type Received = { readonly type: string; readonly case: string | undefined; times: number }

/** A receiver that takes most messages, fails some and hangs up on others. */
async function startReceiver() {
  const seen = new Map<string, Received>()
  const faults: string[] = []
  let key = Buffer.alloc(0)
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const chance = Math.random()
    if (chance < 0.03) return response.destroy()
    if (chance < 0.06) return response.writeHead(503).end()
    if (request.headers['webhook-signature'] !== signatureOf(request.headers, body, key)) {
      faults.push('a message was not signed as agreed')
      return response.writeHead(400).end()
    }
    const message = JSON.parse(body) as { id: string; type: string; data: { case?: string } }
    const known = seen.get(message.id) ?? { type: message.type, case: message.data.case, times: 0 }
    known.times++
    seen.set(message.id, known)
    return response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    seen,
    faults,
    expect: (secret: string) => {
      key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** As Standard Webhooks writes it down. */
function signatureOf(headers: IncomingHttpHeaders, body: string, key: Buffer): string {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}

type OpenStore = Awaited<ReturnType<typeof openBeside>>['services']['store']

/** Waits until no message is on its way, as long as it goes on; leases of who was killed run out first. */
async function drained({ db }: OpenStore): Promise<void> {
  let fewest = Number.POSITIVE_INFINITY
  for (let until = Date.now() + drainWithinMs; Date.now() < until; await sleep(200)) {
    const { left } = await db
      .selectFrom('jobs')
      .select(({ fn }) => fn.countAll<number>().as('left'))
      .where('queue', '=', 'delivery')
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow()
    if (left === 0) return
    if (left < fewest) until = Date.now() + drainWithinMs
    fewest = Math.min(fewest, left)
  }
}

/** Everything that was promised and does not hold. */
async function faultsIn(
  store: OpenStore,
  { opened, notes, refused }: Load,
  seen: ReadonlyMap<string, Received>,
): Promise<string[]> {
  const { db } = store
  const faults: string[] = [...refused]
  const cases = await db.selectFrom('cases').selectAll().execute()
  const byId = new Map(cases.map((row) => [row.id, row]))
  const decisions = new Set((await db.selectFrom('decisions').select('id').execute()).map(({ id }) => id))
  const events = Map.groupBy(await db.selectFrom('events').selectAll().execute(), ({ caseId }) => caseId)
  const jobs = await db.selectFrom('jobs').selectAll().execute()
  const clocks = new Set(jobs.map(({ key }) => key))
  const audited = Map.groupBy(
    await db.selectFrom('audit').selectAll().where('operation', '=', 'cases.open').execute(),
    ({ target }) => target,
  )
  const announced = Map.groupBy(
    [...seen.values()].filter(({ type }) => type === 'case.opened'),
    (message) => message.case,
  )
  for (const [n, id] of opened) if (!byId.has(id)) faults.push(`case ${n} was acknowledged and is not there`)
  const asks = cases.map(({ text }) => text)
  if (new Set(asks).size !== asks.length) faults.push('an ask opened two cases')
  for (const row of cases) {
    const half = (what: string) => faults.push(`${row.id} has ${what}`)
    const kinds = (events.get(row.id) ?? []).map(({ kind }) => kind)
    if (!decisions.has(row.decisionId)) half('no decision')
    for (const kind of ['opened', 'decided', 'routed']) {
      if (kinds.filter((one) => one === kind).length !== 1) half(`not one event \`${kind}\``)
    }
    if (!kinds.includes('assigned') && !kinds.includes('nobody-free')) half('neither assignee nor alarm')
    if (audited.get(row.id)?.length !== 1) half('not one audit entry')
    if (row.acceptBy && !clocks.has(`accept:${row.id}:${row.acceptBy}`)) half('no clock')
    if (announced.get(row.id)?.length !== 1)
      half(`${announced.get(row.id)?.length ?? 0} messages of its opening`)
  }
  const bodies = new Map(
    [...events.values()].flat().flatMap(({ kind, data, caseId }) => {
      const { body } = JSON.parse(data) as { body?: string }
      return kind === 'noted' && body !== undefined ? [[body, caseId] as const] : []
    }),
  )
  for (const [body, id] of notes) if (bodies.get(body) !== id) faults.push(`a note on ${id} is not there`)
  for (const { id, state, lastError } of jobs.filter(({ queue }) => queue === 'delivery')) {
    if (state !== 'done') faults.push(`delivery ${id} is ${state}: ${lastError}`)
  }
  const { fault } = await verifyAudit(store)
  if (fault) faults.push(`the audit chain is broken: ${fault.message}`)
  faults.push(...(await unfairness(store)))
  return faults
}

/** Nobody has more than they can, and turns are taken in order. */
async function unfairness({ db }: OpenStore): Promise<string[]> {
  const loads = await db
    .selectFrom('cases')
    .select(({ fn }) => ['assigneeId', fn.countAll<number>().as('count')])
    .where('assigneeId', 'is not', null)
    .groupBy('assigneeId')
    .execute()
  const counts = loads.map(({ count }) => count)
  const faults: string[] = []
  if (Math.max(0, ...counts) > loadMax) faults.push(`somebody has ${Math.max(...counts)} of ${loadMax} cases`)
  if (counts.length > 0 && (counts.length < people || Math.max(...counts) - Math.min(...counts) > 1)) {
    faults.push(`turns were not taken in order: ${counts.join(', ')}`)
  }
  return faults
}
