import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  adminKey,
  end,
  environmentFor,
  openBeside,
  type ServerProcess,
  startServer,
} from './server-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'rightdesk-live-'))

describe('the live feed of a server', () => {
  const address = join(folder, 'rightdesk.db')
  let beside: Awaited<ReturnType<typeof openBeside>>
  let server: ServerProcess
  let token: string
  beforeAll(async () => {
    beside = await openBeside(address)
    token = await adminKey(beside)
    server = await startServer(environmentFor(address))
  }, 60_000)
  afterAll(async () => {
    await end(server, 'SIGKILL')
    await beside.services.store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = (signal?: AbortSignal) =>
    fetch(`${server.url}/api/v1/live`, {
      headers: { Authorization: `Bearer ${token}` },
      ...(signal && { signal }),
    })

  it('tells what another process writes', async () => {
    const reader = (await open()).body!.pipeThrough(new TextDecoderStream()).getReader()
    const { id } = await beside.as<{ id: string }>('cases.open', { text: 'Our build fails' })
    let text = ''
    while (!text.includes(id)) text += (await reader.read()).value ?? ''
    expect(text).toContain('event: change')
    await reader.cancel()
  }, 60_000)

  it('notices that a client has gone', async () => {
    const gone = new AbortController()
    const opened = await Promise.all(Array.from({ length: 50 }, () => open(gone.signal)))
    expect(opened.map(({ status }) => status)).toEqual(opened.map(() => 200))
    expect((await open()).status).toBe(429)
    gone.abort()
    for (const until = Date.now() + 25_000; ; await sleep(50)) {
      const { status, body } = await open()
      await body?.cancel()
      if (status === 200) break
      if (Date.now() > until) throw new Error('it did not notice')
    }
  }, 60_000)

  it('ends with the server, which it does not hold up, nor does who reads nothing', async () => {
    const stream = await open()
    const stuck = connect(Number(new URL(server.url).port), '127.0.0.1')
    await once(stuck, 'connect')
    stuck.write(`GET /api/v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`)
    stuck.pause()
    await sleep(200)
    const began = performance.now()
    const [code] = await Promise.all([end(server, 'SIGTERM'), stream.text()])
    expect(code).toBe(0)
    // A stop that waits for somebody takes ten seconds.
    expect(performance.now() - began).toBeLessThan(9_000)
    stuck.destroy()
  }, 60_000)
})
