import { afterAll, beforeAll, expect, it } from 'vitest'
import { actorWith } from '../../../desk/test/desk.ts'
import { call, type Listening, listen, refusalOf } from './clients.ts'

let server: Listening
beforeAll(async () => {
  const actors = {
    'key-vera': actorWith('viewer', null, 'vera'),
    'key-agnes': actorWith('agent', null, 'agnes'),
  }
  server = await listen(actors, { writes: true })
})
afterAll(() => server.close())

const ping = { jsonrpc: '2.0', id: 1, method: 'ping' }

const post = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}/mcp`, {
    method: 'POST',
    headers: {
      Authorization: 'Bearer key-ada',
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

it('answers a program, which has no origin, and a page of its own', async () => {
  expect((await post(ping)).status).toBe(200)
  expect((await post(ping, { Origin: 'http://desk.example.com' })).status).toBe(200)
})

it.each([
  'http://evil.example',
  'http://desk.example.com:81',
  'https://desk.example.com',
  'null',
  'http://localhost',
])('refuses a page of %s', async (origin) => {
  const response = await post(ping, { Origin: origin })
  expect(response.status).toBe(403)
  expect(await response.json()).toMatchObject({ code: 'forbidden' })
})

it('refuses who is not signed in', async () => {
  expect((await post(ping, { Authorization: 'Bearer wrong' })).status).toBe(401)
})

it.each([
  ['no JSON', 'hello?', 400],
  ['several messages', [ping, ping], 400],
  ['nothing but brackets', '['.repeat(100_000), 413],
  ['ten megabytes', `"${'x'.repeat(10_000_000)}"`, 413],
])('refuses %s', async (_, body, status) => {
  expect((await post(body).catch(() => ({ status: 413 }))).status).toBe(status)
})

it('refuses a body that is not said to be JSON', async () => {
  expect((await post(ping, { 'Content-Type': 'text/plain' })).status).toBe(415)
})

it('keeps no session that could be listened to or ended', async () => {
  for (const method of ['GET', 'DELETE']) {
    const headers = { Authorization: 'Bearer key-ada', Accept: 'text/event-stream' }
    expect((await fetch(`${server.url}/mcp`, { method, headers })).status).toBe(405)
  }
})

it.each(['legacy', 'auto'] as const)('keeps those apart who call at once (%s protocol)', async (mode) => {
  const [vera, agnes] = await Promise.all([server.client('key-vera', mode), server.client('key-agnes', mode)])
  const rounds = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const [hers, others] = await Promise.all([call(vera, 'who_am_i'), call(agnes, 'who_am_i')])
      return [hers.data['name'], others.data['name']]
    }),
  )
  expect(new Set(rounds.map(String))).toEqual(new Set(['vera,agnes']))
  const names = async (client: typeof vera): Promise<string[]> =>
    (await client.listTools()).tools.map(({ name }) => name)
  expect(await names(vera)).not.toContain('open_case')
  expect(await names(agnes)).toContain('open_case')
  await Promise.all([vera.close(), agnes.close()])
})

it('counts cases that tools open as it counts those that come over HTTP', async () => {
  const tight = await listen({}, { writes: true }, { intake: { requests: 2, seconds: 60 } })
  const client = await tight.client()
  const open = (text: string) => call(client, 'open_case', { text, facts: { plan: 'pro' } })
  for (const text of ['The first', 'The second']) expect((await open(text)).isError).toBeUndefined()
  expect(refusalOf(await open('The third'))).toMatchObject({
    code: 'limit_exceeded',
    help: expect.stringContaining('Wait'),
  })
  expect((await call(client, 'who_am_i')).isError).toBeUndefined()
  await client.close()
  await tight.close()
})

it('has in the audit log who tried to change something while that is switched off', async () => {
  const reading = await listen()
  const client = await reading.client()
  await call(client, 'open_case', { text: 'Our build fails\u0000' })
  const audited = await reading.desk.store.db
    .selectFrom('audit')
    .select(['operation', 'surface', 'outcome', 'actor'])
    .execute()
  expect(audited).toEqual([{ operation: 'cases.open', surface: 'mcp', outcome: 'refused', actor: 'ada' }])
  await client.close()
  await reading.close()
})
