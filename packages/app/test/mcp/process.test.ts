import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { actorWith } from '../../../desk/test/desk.ts'
import { rightdesk } from '../console.ts'
import { call, type Listening, listen, refusalOf, spawnedClient } from './clients.ts'

let server: Listening
beforeAll(async () => {
  server = await listen({ 'key-vera': actorWith('viewer', null, 'vera') })
})
afterAll(() => server.close())

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** A `rightdesk mcp` that is written to as it comes; `answer` waits for the answer to an id. */
function spawned(): {
  child: ChildProcessWithoutNullStreams
  say: (line: string | Buffer) => void
  answer: (id: number) => Promise<Record<string, never>>
  lines: () => string[]
  stderr: () => string
} {
  const child = spawn(process.execPath, [main, 'mcp'])
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const lines = (): string[] => out.split('\n').filter((line) => line !== '')
  return {
    child,
    lines,
    stderr: () => err,
    say: (line) => child.stdin.write(Buffer.concat([Buffer.from(line), Buffer.from('\n')])),
    answer: async (id) => {
      for (;;) {
        const found = lines()
          .map((line) => JSON.parse(line))
          .find((message) => message.id === id)
        if (found) return found
        await once(child.stdout, 'data')
      }
    },
  }
}

const request = (id: number, method: string, params: object = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params })
const initialize = request(1, 'initialize', {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: { name: 'test', version: '1' },
})

const rubbish: readonly [string, string | Buffer][] = [
  ['no JSON', 'hello?'],
  ['half a message', '{"jsonrpc":"2.0","id":2,"meth'],
  ['a number', '42'],
  ['null', 'null'],
  ['a list', '[[],{}]'],
  ['an empty line', ''],
  ['another protocol', 'GET / HTTP/1.1'],
  ['no method', '{"jsonrpc":"2.0","id":2}'],
  ['a method that is no text', '{"jsonrpc":"2.0","id":2,"method":7}'],
  ['an id that is a thing', '{"jsonrpc":"2.0","id":{},"method":"ping"}'],
  ['an unknown method', request(2, 'tools/destroy')],
  ['a call without a name', request(3, 'tools/call')],
  ['a call with a list of arguments', request(4, 'tools/call', { name: 'ask', arguments: [] })],
  [
    'the prototype as arguments',
    '{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"ask","arguments":{"__proto__":{"text":"x"}}}}',
  ],
  ['an answer nobody asked for', '{"jsonrpc":"2.0","id":77,"result":{}}'],
  ['a hundred thousand brackets', `${'['.repeat(100_000)}`],
  [
    'deep arguments',
    request(6, 'tools/call', { name: 'ask', arguments: 0 }).replace(
      ':0',
      `:${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
    ),
  ],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])],
  ['two megabytes in a line', 'x'.repeat(2_000_000)],
  ['twenty megabytes in a line', 'x'.repeat(20_000_000)],
]

it('goes on after every kind of rubbish, and says on standard error what it left out', async () => {
  const { child, say, answer, lines, stderr } = spawned()
  say(initialize)
  await answer(1)
  for (const [, line] of rubbish) say(line)
  say(
    request(99, 'tools/call', {
      name: 'who_owns',
      arguments: { facts: { topic: 'billing-usage', plan: 'pro' } },
    }),
  )
  expect(await answer(99)).toMatchObject({ result: { structuredContent: { team: 'cse' } } })
  expect(child.exitCode).toBeNull()
  expect(stderr()).toContain('it is not JSON')
  expect(stderr()).toContain('nested deeper')
  expect(stderr()).toContain('more than 1000000 bytes')
  for (const line of lines()) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' })
  child.stdin.end()
  expect(await once(child, 'exit')).toEqual([0, null])
}, 60_000)

it('survives rubbish that comes before anything else', async () => {
  const { child, say, answer } = spawned()
  for (const [, line] of rubbish.slice(0, 10)) say(line)
  say(initialize)
  await answer(1)
  child.stdin.end()
  expect(await once(child, 'exit')).toEqual([0, null])
}, 60_000)

it('ends quietly when the agent goes without a word', async () => {
  const { child, say, answer, stderr } = spawned()
  say(initialize)
  await answer(1)
  child.stdout.destroy()
  child.stdin.destroy()
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(stderr()).not.toContain('failed')
}, 60_000)

it('offers by itself what needs nothing but the policy', async () => {
  const { client } = await spawnedClient()
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name).sort()).toEqual([
    'ask',
    'explain',
    'missing_facts',
    'policy',
    'who_owns',
  ])
  const refusal = refusalOf(await call(client, 'find_case'))
  expect(refusal).toMatchObject({
    code: 'precondition_failed',
    help: expect.stringContaining('RIGHTDESK_URL'),
  })
  await client.close()
}, 60_000)

it('offers nothing to write to without a server', async () => {
  const { code, stdout, stderr } = await rightdesk(['mcp', '--allow-writes'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('Set RIGHTDESK_URL')
})

it('speaks to a running server as whoever holds the key', async () => {
  const { desk, url } = server
  await desk.do('cases.open', { text: 'Our build fails since this morning', facts: { plan: 'pro' } })
  const as = async (key: string, ...args: string[]) =>
    (await spawnedClient(args, { RIGHTDESK_URL: url, RIGHTDESK_TOKEN: key })).client
  const vera = await as('key-vera', '--allow-writes')
  expect((await call(vera, 'find_case')).data['items']).toHaveLength(1)
  expect((await vera.listTools()).tools.map(({ name }) => name)).not.toContain('open_case')
  expect(refusalOf(await call(vera, 'open_case', { text: 'x' }))).toMatchObject({ code: 'forbidden' })
  await vera.close()
  const ada = await as('key-ada', '--allow-writes')
  const given = { text: 'The domain is stuck', facts: { plan: 'pro' }, idempotencyKey: 'mine' }
  const first = await call(ada, 'open_case', given)
  expect((await call(ada, 'open_case', given)).data).toEqual(first.data)
  await ada.close()
  const nobody = await as('wrong')
  await expect(nobody.listTools()).rejects.toThrow('nobody is signed in')
  await nobody.close()
}, 60_000)

it('says in the result of a call that the server does not answer', async () => {
  const { client } = await spawnedClient([], {
    RIGHTDESK_URL: 'http://127.0.0.1:9',
    RIGHTDESK_TOKEN: 'key-ada',
  })
  expect(refusalOf(await call(client, 'ask', { text: 'x' }))).toMatchObject({ code: 'unavailable' })
  await client.close()
}, 60_000)
