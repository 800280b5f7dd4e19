import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ConformanceCase, conformanceCases, differing } from './conformance-cases.ts'
import { call, type Listening, listen, spawnedClient } from './mcp/clients.ts'

let cases: readonly ConformanceCase[]
let server: Listening
beforeAll(async () => {
  cases = await conformanceCases()
  server = await listen()
})
afterAll(() => server.close())

type Client = Awaited<ReturnType<Listening['client']>>

async function decisionsBy(client: Client): Promise<unknown[]> {
  const decisions = []
  for (const { ask } of cases) decisions.push((await call(client, 'ask', ask)).data)
  return decisions
}

it.each(['legacy', 'auto'] as const)(
  'gives the very same decisions through MCP on stdio (%s protocol)',
  async (mode) => {
    const { client, stderr } = await spawnedClient([], {}, mode)
    const decisions = await decisionsBy(client)
    await client.close()
    expect(cases.length).toBeGreaterThan(100)
    expect(differing(cases, decisions)).toEqual([])
    expect(stderr().replace(/\(.*SQLite[^\n]*\n?|\(Use[^\n]*\n?/g, '')).toBe('')
  },
  120_000,
)

it.each(['legacy', 'auto'] as const)(
  'gives the very same decisions through MCP over Streamable HTTP (%s protocol)',
  async (mode) => {
    const client = await server.client('key-ada', mode)
    const decisions = await decisionsBy(client)
    await client.close()
    expect(differing(cases, decisions)).toEqual([])
  },
  120_000,
)

it('gives the very same decisions through MCP on stdio in front of a running server', async () => {
  const { client } = await spawnedClient([], { RIGHTDESK_URL: server.url, RIGHTDESK_TOKEN: 'key-ada' })
  const decisions = await decisionsBy(client)
  await client.close()
  expect(differing(cases, decisions)).toEqual([])
}, 120_000)
