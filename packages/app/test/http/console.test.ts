import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consoleFiles } from '../../src/http/console.ts'
import { type Served, serve } from './served.ts'

const folder = mkdtempSync(join(tmpdir(), 'rightdesk-console-'))
const script = `export const words = '${'desk '.repeat(1_000)}'`
let served: Served

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  mkdirSync(join(folder, '.vite'))
  writeFileSync(
    join(folder, 'index.html'),
    '<meta property="csp-nonce" nonce="__nonce__"><div id="root"></div>',
  )
  writeFileSync(join(folder, 'assets/page-1a2b.js'), script)
  writeFileSync(join(folder, '.vite/manifest.js'), 'secret')
  served = await serve({ console: consoleFiles(folder) })
})
afterAll(() => rmSync(folder, { recursive: true }))

const page = (path: string, sending = {}) =>
  served.send(`GET /${path}`, { headers: { Accept: 'text/html' }, ...sending })

describe('the console', () => {
  test('is given to who is signed in, at each of its addresses', async () => {
    for (const path of ['/', '/cases', '/cases/12?view=mine']) {
      const answer = await page(path)
      expect(answer.status, path).toBe(200)
      expect(await answer.text()).toContain('<div id="root">')
    }
  })

  test('sends who is nobody to sign in, and back afterwards', async () => {
    const answer = await page('/cases/12?view=mine', { key: null })
    expect(answer.status).toBe(302)
    expect(answer.headers.get('Location')).toBe('/sign-in?next=%2Fcases%2F12%3Fview%3Dmine')
  })

  test('brings a content policy with a nonce of its own and nothing unsafe', async () => {
    const [first, second] = [await page('/ask'), await page('/ask')]
    const policies = [first, second].map(({ headers }) => headers.get('Content-Security-Policy') ?? '')
    const nonces = policies.map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1])
    expect(nonces[0]).not.toBe(nonces[1])
    expect(await first.text()).toContain(`nonce="${nonces[0]}"`)
    expect(policies[0]).toContain("default-src 'none'; script-src 'self';")
    expect(policies[0]).not.toContain('unsafe')
  })

  test('gives files out packed and for good', async () => {
    const answer = await served.send('GET //assets/page-1a2b.js', {
      key: null,
      headers: { 'Accept-Encoding': 'gzip' },
    })
    expect(answer.headers.get('Content-Encoding')).toBe('gzip')
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    expect(gunzipSync(Buffer.from(await answer.arrayBuffer())).toString()).toBe(script)
    const plain = await served.send('GET //assets/page-1a2b.js', { key: null })
    expect(await plain.text()).toBe(script)
  })

  test('gives out nothing else', async () => {
    for (const path of [
      '/assets/none.js',
      '/.vite/manifest.js',
      '/../package.json',
      '/assets/%2e%2e/%2e%2e/index.html',
    ]) {
      const answer = await served.send(`GET /${path}`, { key: null })
      expect(answer.status, path).toBe(404)
    }
  })

  test('leaves the addresses of the API alone', async () => {
    const answer = await page('/api/v1/nothing')
    expect(answer.status).toBe(404)
    expect(answer.headers.get('Content-Type')).toContain('application/problem+json')
    expect((await served.send('POST //cases', { body: {} })).status).toBe(404)
  })
})
