/** Real MCP clients: on a server in this process, on a spawned `rightdesk mcp`, and over HTTP. */
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type ServerType, serve } from '@hono/node-server'
import {
  type CallToolResult,
  Client,
  InMemoryTransport,
  StreamableHTTPClientTransport,
  type VersionNegotiationMode,
} from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import type { McpServer } from '@modelcontextprotocol/server'
import type { Actor } from '@rightdesk/desk'
import { Refusal } from '@rightdesk/engine'
import { admin, openDesk, type TestDesk } from '../../../desk/test/desk.ts'
import { createHttp } from '../../src/http/app.ts'
import { type HttpLimits, httpLimitsDefault } from '../../src/http/limits.ts'
import { mcpHandler } from '../../src/mcp/http.ts'
import { type McpOptions, mcpServer } from '../../src/mcp/server.ts'

/** A fault is a failure of the test, unless it looks for one. */
const options: McpOptions = {
  version: '0.0.0-test',
  writes: false,
  onFault: (_, error) => {
    throw error
  },
}

const clientFor = (mode: VersionNegotiationMode): Client =>
  new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })

/** A client on a server in memory; the protocol of 2025 is what most agents speak. */
async function clientOn(server: McpServer): Promise<Client> {
  const [theirs, ours] = InMemoryTransport.createLinkedPair()
  await server.connect(theirs as never)
  const client = clientFor('legacy')
  await client.connect(ours)
  return client
}

/** A client of a desk's tools as an actor. */
export const clientOf = (
  { services }: TestDesk,
  actor: Actor = admin,
  more: Partial<McpOptions> = {},
): Promise<Client> => clientOn(mcpServer(services, actor, { ...options, ...more }))

const bin = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** A client of a `rightdesk mcp` of its own, from the root of the clone; its standard error is collected. */
export async function spawnedClient(
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
  mode: VersionNegotiationMode = 'auto',
): Promise<{ client: Client; transport: StdioClientTransport; stderr: () => string }> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [bin, 'mcp', ...args],
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment },
    stderr: 'pipe',
  })
  let text = ''
  transport.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8')
  })
  const client = clientFor(mode)
  await client.connect(transport)
  return { client, transport, stderr: () => text }
}

export type Listening = {
  readonly desk: TestDesk
  readonly url: string
  readonly client: (key?: string, mode?: VersionNegotiationMode) => Promise<Client>
  readonly close: () => Promise<void>
}

/** A server on a free port with the API and /mcp, for actors by key; `key-ada` is an admin. */
export async function listen(
  actors: Readonly<Record<string, Actor>> = {},
  more: Partial<McpOptions> = {},
  limits: Partial<HttpLimits> = {},
): Promise<Listening> {
  const desk = await openDesk()
  const known: Readonly<Record<string, Actor>> = { 'key-ada': admin, ...actors }
  const origins = ['http://desk.example.com']
  const silent = { info: () => undefined, error: () => undefined }
  const app = createHttp({
    services: desk.services,
    authenticate: async ({ headers }) =>
      known[headers.get('Authorization')?.replace('Bearer ', '') ?? ''] ?? null,
    behindSignIn: { '/mcp': mcpHandler(desk.services, { ...options, ...more, origins }) },
    limits: { ...httpLimitsDefault, actor: { requests: 100_000, seconds: 60 }, ...limits },
    log: silent,
  })
  const server = await new Promise<ServerType>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started))
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    desk,
    url,
    client: async (key = 'key-ada', mode = 'auto') => {
      const client = clientFor(mode)
      const requestInit = { headers: { Authorization: `Bearer ${key}` } }
      await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit }))
      return client
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve))
      await desk.close()
    },
  }
}

export type Called = CallToolResult & { readonly text: string; readonly data: Record<string, never> }

/** Calls a tool; the text and the structured content of what it gave. */
export async function call(client: Client, name: string, given: object = {}): Promise<Called> {
  const result = await client.callTool({ name, arguments: { ...given } })
  const text = result.content.map((one) => (one.type === 'text' ? one.text : `(${one.type})`)).join('\n')
  return { ...result, text, data: (result.structuredContent ?? {}) as Record<string, never> }
}

/** The refusal a call was answered with. */
export function refusalOf({ isError, data }: Called): Refusal {
  if (!isError) throw new Error('the call was not refused')
  const { code, at, message, help } = data['error'] as unknown as Refusal
  return new Refusal(code, at, message, help)
}
