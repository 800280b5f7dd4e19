/** A server on loopback that speaks the OpenAI chat-completions protocol and answers from a script. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type ChatRequest = {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly raw: string
  readonly body: {
    readonly model: string
    readonly messages: readonly { readonly role: string; readonly content: string }[]
    readonly response_format?: {
      readonly type: string
      readonly json_schema: { readonly name: string; readonly strict: boolean; readonly schema: unknown }
    }
    readonly [key: string]: unknown
  }
}
export type Turn = (response: ServerResponse, request: ChatRequest) => void
export type ModelServer = {
  readonly baseUrl: string
  readonly requests: readonly ChatRequest[]
  readonly close: () => Promise<void>
}

/** Starts a server that plays one turn a request; the last one again and again. */
export async function serveModel(...turns: readonly [Turn, ...Turn[]]): Promise<ModelServer> {
  const requests: ChatRequest[] = []
  const server = createServer((incoming, response) => {
    let raw = ''
    incoming.setEncoding('utf8').on('data', (chunk) => {
      raw += chunk
    })
    incoming.on('end', () => {
      const request = { path: incoming.url ?? '', headers: incoming.headers, raw, body: JSON.parse(raw) }
      const turn = turns[Math.min(requests.length, turns.length - 1)]!
      requests.push(request)
      turn(response, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const json = (response: ServerResponse, status: number, body: string, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
}

function completion(message: object, finishReason: string): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_795_000_000,
    model: 'a-model',
    choices: [
      { index: 0, message: { role: 'assistant', ...message }, logprobs: null, finish_reason: finishReason },
    ],
    usage: { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 },
  })
}

/** Says something; an object is said as JSON. */
export const says =
  (content: unknown, finishReason = 'stop'): Turn =>
  (response) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    json(response, 200, completion({ content: text, refusal: null }, finishReason))
  }

export const refuses: Turn = (response) =>
  json(response, 200, completion({ content: null, refusal: "I'm sorry, I can't help with that." }, 'stop'))

/** An error as OpenAI words it, with what the server was sent as a key in its message. */
export const fails =
  (status: number): Turn =>
  (response, { headers }) => {
    const error = {
      message: `Incorrect key: ${headers.authorization}`,
      type: 'error',
      param: null,
      code: null,
    }
    json(response, status, JSON.stringify({ error }), { 'retry-after-ms': '1' })
  }

export const hangs: Turn = () => {}

/** Begins a good answer, promises all of it, and hangs up in the middle. */
export const breaksOff: Turn = (response) => {
  const body = completion({ content: '{"topics":[],"facts":[]}' }, 'stop')
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    'retry-after-ms': '1',
  })
  response.write(body.slice(0, body.length / 2), () => response.destroy())
}

/** Ends well in the middle of the JSON, as proxies do that lost the other end. */
export const stopsHalfway: Turn = (response) => {
  const body = completion({ content: '{"topics":[],"facts":[]}' }, 'stop')
  json(response, 200, body.slice(0, body.length / 2))
}

/** Sends the headers and then nothing more. */
export const stalls: Turn = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"id":')
}

export const sendsPage: Turn = (response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>')
}
