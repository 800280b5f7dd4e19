/**
 * MCP as Streamable HTTP, without sessions: each request stands alone, so that any process can answer it. Who is
 * calling was found out before; here it is made sure that no web page calls in somebody's name, and that a body is one
 * message of sensible size.
 */
import { createMcpHandler } from '@modelcontextprotocol/server'
import type { Actor, Services } from '@rightdesk/desk'
import { Refusal } from '@rightdesk/engine'
import type { BehindSignIn } from '../http/app.ts'
import { readJson } from '../http/body.ts'
import { ProblemError } from '../http/problems.ts'
import { type McpOptions, mcpServer } from './server.ts'

export type McpHttpOptions = McpOptions & {
  /** Origins of web pages that may call, such as `https://desk.example.com`; programs send none. */
  readonly origins: readonly string[]
}

/** The largest body, in bytes: the longest text, escaped, with its facts. */
const bodySizeMax = 1_000_000

/**
 * Answers one request of an actor who is signed in; rejects with a `ProblemError` where it is none to be answered. A
 * tool counts towards the limits as its operation does over HTTP.
 */
export function mcpHandler(services: Services, options: McpHttpOptions): BehindSignIn {
  const handler = createMcpHandler(
    ({ authInfo }) => {
      const { actor, count } = authInfo!.extra as Caller
      return mcpServer(services, actor, options, (operation) => counted(count, operation))
    },
    // Nothing here changes under a client's eyes: there is nothing to subscribe to.
    { maxSubscriptions: 0 },
  )
  return async (request, actor, count) => {
    demandOrigin(request, options.origins)
    const extra: Caller = { actor, count }
    const authInfo = { token: '', clientId: actor.id, scopes: [], extra }
    if (request.method !== 'POST') return handler.fetch(request, { authInfo })
    return handler.fetch(request, { authInfo, parsedBody: await readJson(request, bodySizeMax) })
  }
}

type Caller = { readonly actor: Actor; readonly count: (operation: string) => Promise<void> }

/** What HTTP says with a status, a tool says with a refusal. */
async function counted(count: Caller['count'], operation: string): Promise<void> {
  try {
    await count(operation)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const { at, message, help } = error.problem
    throw new Refusal('limit_exceeded', at, message, help)
  }
}

/** A page that made its name point here still carries its own origin. */
function demandOrigin(request: Request, origins: readonly string[]): void {
  const origin = request.headers.get('Origin')
  if (origin === null || origins.includes(origin)) return
  throw new ProblemError('forbidden', 'Origin', 'pages of this origin may not call the tools', {
    help: 'Call them from a program, or from the address of the desk itself.',
  })
}
