/**
 * What a client hears whose bytes never become a request: headers that are too long, a host that is none, a line that
 * is no HTTP. The server beneath answers these by itself and says nothing; here they are problems as all others are.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener, RequestError } from '@hono/node-server'
import { type Problem, ProblemError, problemOf, problemResponse } from './problems.ts'

type Handle = (request: Request, bindings: object) => Response | Promise<Response>

export type ListeningParts = {
  readonly handle: Handle
  readonly newId: () => string
  /** Told of an answer that failed where nothing else caught it. */
  readonly onFault: (id: string, error: unknown) => void
}

/** An HTTP server that hands requests to `handle`, and answers itself what is none. */
export function serverFor({ handle, newId, onFault }: ListeningParts): Server {
  const errorHandler = (error: unknown): Response => {
    const id = newId()
    if (error instanceof RequestError) return problemResponse(unreadable(400), id)
    onFault(id, error)
    return problemResponse(problemOf(error), id)
  }
  const listener = getRequestListener(handle, { overrideGlobalObjects: false, errorHandler })
  const answering = new WeakSet<object>()
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    answering.add(socket)
    response.once('close', () => answering.delete(socket))
    void listener(request, response)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // What is said into an answer under way would be taken for a part of it.
    if (error.code === 'ECONNRESET' || !socket.writable || answering.has(socket)) socket.destroy()
    else void refuse(socket, unreadable(statusOf(error)), newId())
  })
  return server
}

const statusOf = ({ code }: NodeJS.ErrnoException): number =>
  code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400

const said: Readonly<Record<number, readonly [message: string, help: string]>> = {
  400: ['the request is no HTTP that can be read', 'Check its first line and its `Host`.'],
  408: ['the request did not arrive in time', 'Send it again, and all of it.'],
  431: ['the headers are too long', 'Send fewer or shorter ones; old cookies may be the reason.'],
}

function unreadable(status: number): Problem {
  const [message, help] = said[status]!
  return new ProblemError('invalid', '', message, { status, help }).problem
}

/** Writes a problem to a connection on which there is no response to write it with, and ends it. */
async function refuse(socket: Duplex, problem: Problem, id: string): Promise<void> {
  const response = problemResponse(problem, id)
  const body = await response.text()
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Connection: close',
    `Content-Type: ${response.headers.get('Content-Type')}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}
