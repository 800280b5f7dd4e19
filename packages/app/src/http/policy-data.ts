/**
 * The policy and its reader as data, for pages and programs that answer asks themselves: `policy/compiled` and
 * `policy/reader` under /api/v1. No operations of the table: their bodies are large, made once for a state of the desk, and asked
 * for again by their tag. What is in them is the engine's; who may have them is checked here as everywhere.
 */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip as gzipCallback } from 'node:zlib'
import {
  type Actor,
  contextOf,
  currentReader,
  demand,
  type Services,
  teamsWith,
  writeAudit,
} from '@rightdesk/desk'
import { packReader, readerSourceOf } from '@rightdesk/engine'
import { ProblemError } from './problems.ts'

const gzip = promisify(gzipCallback)

/** One body, as it is and compressed. */
type Body = {
  readonly plain: Uint8Array<ArrayBuffer>
  readonly gzipped: Uint8Array<ArrayBuffer>
  readonly hash: string
}

type Handler = (request: Request, actor: Actor) => Promise<Response>

/** The two addresses with what answers them, for who is signed in. */
export function policyData(services: Services): Readonly<Record<string, Handler>> {
  const { answering } = services
  const { facts } = readerSourceOf(answering.linked.parsed)
  const bodies = new WeakMap<object, Promise<Body>>()
  const bodyOf = (of: object, make: () => Uint8Array<ArrayBuffer>): Promise<Body> => {
    const known = bodies.get(of) ?? bodyFrom(make())
    bodies.set(of, known)
    return known
  }
  const serve =
    (type: string, find: () => Promise<Body>): Handler =>
    async (request, actor) => {
      if (teamsWith(actor, 'policy:read').length === 0) {
        await writeAudit(contextOf(services, actor), {
          operation: 'policy.fetch',
          outcome: 'refused',
          input: {},
        })
        demand(actor, 'policy:read')
      }
      return answerWith(request, type, await find())
    }
  const { compiled } = answering.policy
  return {
    '/api/v1/policy/compiled': serve('application/json', () =>
      bodyOf(compiled, () => new TextEncoder().encode(JSON.stringify(compiled))),
    ),
    '/api/v1/policy/reader': serve('application/octet-stream', async () => {
      const reader = await currentReader(services)
      return bodyOf(reader, () => packReader(reader, facts))
    }),
  }
}

async function bodyFrom(plain: Uint8Array<ArrayBuffer>): Promise<Body> {
  const gzipped = new Uint8Array(await gzip(plain))
  return { plain, gzipped, hash: createHash('sha256').update(plain).digest('base64url') }
}

function answerWith(request: Request, type: string, { plain, gzipped, hash }: Body): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const { method, url } = request
    const message = `\`${method}\` does not go with \`${new URL(url).pathname}\``
    throw new ProblemError('method_not_allowed', '', message, { headers: { Allow: 'GET, HEAD' } })
  }
  const isGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/i.test(request.headers.get('Accept-Encoding') ?? '')
  const tag = `"${hash}${isGzip ? '-gzip' : ''}"`
  const headers = {
    ETag: tag,
    'Cache-Control': 'private, no-cache',
    Vary: 'Accept-Encoding',
  }
  if (isOneOf(tag, request.headers.get('If-None-Match'))) return new Response(null, { status: 304, headers })
  const body = isGzip ? gzipped : plain
  return new Response(request.method === 'HEAD' ? null : body, {
    headers: {
      ...headers,
      'Content-Type': type,
      'Content-Length': String(body.length),
      ...(isGzip && { 'Content-Encoding': 'gzip' }),
    },
  })
}

/** Tags are compared weakly: proxies that compress mark them so. */
const isOneOf = (tag: string, list: string | null): boolean =>
  list?.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag) ?? false
