/**
 * The product as a user starts it: `serve --demo` on an embedded store in an empty folder,
 * and an admin made by the link that the first start prints.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Served = { readonly url: string; readonly email: string; readonly password: string }

const admin = { name: 'Ada Weller', email: 'ada@example.com', password: 'a desk for every ask 1' }
const main = fileURLToPath(new URL('../../app/src/main.ts', import.meta.url))
const startsWithinMs = 80_000

/** Starts the product on a free port; `file` is its store, and `stop` takes all of it away. */
export async function startProduct(): Promise<
  Served & { readonly file: string; readonly stop: () => Promise<void> }
> {
  const home = mkdtempSync(join(tmpdir(), 'rightdesk-pages-'))
  const server = spawn(process.execPath, [main, 'serve', '--demo', '--port', '0'], {
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      RIGHTDESK_DATA: join(home, 'data'),
      RIGHTDESK_REQUESTS_PER_MINUTE: '100000',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    server.once('exit', () => resolve())
    server.kill('SIGTERM')
    await promise
    rmSync(home, { recursive: true, force: true })
  }
  try {
    const link = await linkIn(server)
    const answer = await fetch(link, {
      method: 'POST',
      redirect: 'manual',
      headers: { Origin: new URL(link).origin },
      body: new URLSearchParams({ ...admin, repeated: admin.password }),
    })
    if (answer.status !== 303) throw new Error(`the first admin could not join: ${answer.status}`)
    return {
      url: new URL(link).origin,
      email: admin.email,
      password: admin.password,
      file: join(home, 'data', 'rightdesk.db'),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Waits for the link that makes the first admin; everything the server says goes into the error where none comes. */
function linkIn(server: ReturnType<typeof spawn>): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let said = ''
  const fail = (why: string): void => reject(new Error(`the server ${why}; it said:\n${said}`))
  const timer = setTimeout(() => fail('was not ready in time'), startsWithinMs)
  const hear = (chunk: Buffer): void => {
    said += chunk.toString()
    const link = /http:\/\/\S+\/join\/\S+/.exec(said)?.[0]
    if (link) resolve(link)
  }
  server.stdout?.on('data', hear)
  server.stderr?.on('data', hear)
  server.once('exit', (code) => fail(`ended with ${code}`))
  return promise.finally(() => clearTimeout(timer))
}
