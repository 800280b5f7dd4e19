import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Server as NetServer, Socket } from 'node:net'
import { createServer as createNetServer } from 'node:net'
import type { DeliveryTarget, Message } from '@rightdesk/desk'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it } from 'vitest'
import { isPublic } from '../src/webhook/addresses.ts'
import { webhookDelivery } from '../src/webhook/index.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const message: Message = {
  id: 'msg_1',
  type: 'case.opened',
  timestamp: '2026-03-02T09:00:00.000Z',
  data: { case: 'case_1' },
}

const servers: NetServer[] = []
const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

async function listening(server: NetServer): Promise<string> {
  servers.push(server)
  server.on('connection', (socket) => sockets.push(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
}

type Seen = { headers: IncomingMessage['headers']; body: string }

/** A receiver that keeps what it is sent and answers as told. */
async function receiver(answer: (response: ServerResponse) => void): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    seen.push({ headers: request.headers, body })
    answer(response)
  })
  return { url: await listening(server), seen }
}

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(code, headers).end('words of the receiver')

const send = (target: Partial<DeliveryTarget>, timeoutMs = 300) =>
  webhookDelivery({ privateAllowed: true, timeoutMs })({ url: '', secret, ...target }, message)

it('signs a message so that a receiver of Standard Webhooks can check it', async () => {
  const { url, seen } = await receiver(status(204))
  expect(await send({ url })).toEqual({ kind: 'delivered' })
  const { headers, body } = seen[0]!
  expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(message)
  expect(headers['webhook-id']).toBe(message.id)
  const other = new Webhook(`whsec_${Buffer.alloc(32, 8).toString('base64')}`)
  expect(() => other.verify(body, headers as Record<string, string>)).toThrow()
})

it.each([500, 502, 503, 408, 425])('tries again after %i', async (code) => {
  const { url } = await receiver(status(code))
  expect(await send({ url })).toEqual({ kind: 'later', reason: `the receiver answered ${code}` })
})

it('waits as long as the receiver asks, in seconds or until a date', async () => {
  const inSeconds = await receiver(status(429, { 'Retry-After': '120' }))
  expect(await send({ url: inSeconds.url })).toMatchObject({ kind: 'later', waitMs: 120_000 })
  const atDate = await receiver(status(429, { 'Retry-After': new Date(Date.now() + 60_000).toUTCString() }))
  const { waitMs } = (await send({ url: atDate.url })) as { waitMs: number }
  expect(waitMs).toBeGreaterThan(55_000)
  expect(waitMs).toBeLessThanOrEqual(60_000)
  const nonsense = await receiver(status(429, { 'Retry-After': 'soon' }))
  expect(await send({ url: nonsense.url })).toEqual({ kind: 'later', reason: 'the receiver answered 429' })
})

it('stops at 410, and gives other refusals up soon', async () => {
  expect(await send({ url: (await receiver(status(410))).url })).toMatchObject({ kind: 'gone' })
  for (const code of [400, 401, 404, 413]) {
    expect(await send({ url: (await receiver(status(code))).url })).toMatchObject({ kind: 'refused' })
  }
})

it('follows no redirect', async () => {
  const target = await receiver(status(200))
  const { url } = await receiver(status(307, { Location: target.url }))
  expect(await send({ url })).toMatchObject({ kind: 'refused', reason: expect.stringContaining('redirects') })
  expect(target.seen).toEqual([])
})

describe('a receiver that does not answer well', () => {
  it('that never answers is left after the time-out', async () => {
    const { url } = await receiver(() => {})
    expect(await send({ url })).toMatchObject({ kind: 'later', reason: expect.stringContaining('0.3 s') })
  })

  it('that sends its answer byte by byte is left after the time-out', async () => {
    const { url } = await receiver((response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(drip))
    })
    expect(await send({ url })).toMatchObject({ kind: 'later' })
  })

  it('that breaks off in the middle is tried again', async () => {
    const { url } = await receiver((response) => {
      response.writeHead(200, { 'Content-Length': '1000' })
      response.write('half', () => response.destroy())
    })
    expect(await send({ url })).toMatchObject({
      kind: 'later',
      reason: expect.stringContaining('ECONNRESET'),
    })
  })

  it('that wants to go on in another protocol is tried again', async () => {
    const url = await listening(
      createNetServer((socket) => {
        socket.on('error', () => {})
        socket.once('data', () =>
          socket.write(
            'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
          ),
        )
      }),
    )
    expect(await send({ url })).toMatchObject({ kind: 'later' })
  })

  it('that says where its answer ends by closing is taken at its status', async () => {
    const url = await listening(
      createNetServer((socket) => {
        socket.once('data', () =>
          socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nwords of the receiver'),
        )
      }),
    )
    expect(await send({ url })).toEqual({ kind: 'delivered' })
  })

  it('that answers without end is taken at its status', async () => {
    const { url } = await receiver((response) => {
      response.writeHead(200)
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(20_000), more)
      }
      more()
    })
    expect(await send({ url }, 3_000)).toEqual({ kind: 'delivered' })
  })

  it('that speaks no HTTP, or is not there, is tried again', async () => {
    const url = await listening(createNetServer((socket) => socket.end('hello\r\n')))
    expect(await send({ url })).toMatchObject({ kind: 'later' })
    expect(await send({ url: 'http://127.0.0.1:1/' })).toMatchObject({
      kind: 'later',
      reason: expect.stringContaining('ECONNREFUSED'),
    })
  })
})

describe('without leave to reach private addresses', () => {
  const strict = webhookDelivery({ privateAllowed: false, timeoutMs: 1_000 })

  it.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://10.1.2.3/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://localhost/',
    'http://example.com/',
    'file:///etc/passwd',
    'https://user:pass@example.com/',
  ])('does not go to %s', async (url) => {
    expect(await strict({ url, secret }, message)).toMatchObject({ kind: 'refused' })
  })

  it('a receiver inside is not even connected to', async () => {
    const { url, seen } = await receiver(status(200))
    await strict({ url: url.replace('127.0.0.1', 'localhost').replace('http:', 'https:'), secret }, message)
    expect(seen).toEqual([])
    expect(sockets).toEqual([])
  })
})

it.each([
  ['8.8.8.8', true],
  ['2606:4700::1111', true],
  ['100.64.0.1', false],
  ['192.168.1.1', false],
  ['172.31.255.255', false],
  ['172.32.0.1', true],
  ['224.0.0.1', false],
  ['fe80::1', false],
  ['fd00::1', false],
  ['64:ff9b::7f00:1', false],
  ['2002:7f00:1::', false],
  ['::ffff:127.0.0.1', false],
  ['not an address', false],
])('tells that %s is public: %s', (address, expected) => {
  expect(isPublic(address)).toBe(expected)
})
