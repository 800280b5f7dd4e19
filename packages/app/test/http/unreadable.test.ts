import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serverFor } from '../../src/http/unreadable.ts'

const faults: unknown[] = []
const server = serverFor({
  handle: async (request) => {
    if (new URL(request.url).pathname === '/fails') throw new Error('nobody caught it')
    return new Response('here')
  },
  newId: () => 'req_1',
  onFault: (_, error) => faults.push(error),
})
let port: number
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => server.close())

/** Sends bytes as they are; all that comes back until the connection ends. */
async function sent(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.end(bytes)
  let text = ''
  for await (const chunk of socket.setEncoding('utf8')) text += chunk
  return text
}

it.each([
  ['no HTTP', 'hello?\r\n\r\n', 400],
  ['a host that is none', 'GET / HTTP/1.1\r\nHost: a b@c\r\nConnection: close\r\n\r\n', 400],
  ['a target that is none', 'GET http://[::z/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
  ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(70_000)}\r\n\r\n`, 431],
  ['a length that is none', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n', 400],
])('answers %s with a problem', async (_, bytes, status) => {
  const [head = '', body = ''] = (await sent(bytes)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(head.toLowerCase()).toContain('content-type: application/problem+json')
  expect(JSON.parse(body)).toMatchObject({
    status,
    code: 'invalid',
    instance: 'req_1',
    help: expect.any(String),
  })
})

it('answers what can be read, and says no more of a fault than its id', async () => {
  expect(await sent('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1.1 200 .*here$/s,
  )
  const failed = await sent('GET /fails HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  expect(failed).toMatch(/^HTTP\/1.1 500 /)
  expect(failed).toContain('req_1')
  expect(failed).not.toContain('nobody caught it')
  expect(faults).toMatchObject([{ message: 'nobody caught it' }])
})
