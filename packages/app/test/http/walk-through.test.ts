import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { createAdaptorServer } from '@hono/node-server'
import { expect, it } from 'vitest'
import { serve } from './served.ts'

const page = readFileSync(new URL('../../../../docs/api.md', import.meta.url), 'utf8')
const curlIsThere = spawnSync('curl', ['--version']).status === 0

it.skipIf(!curlIsThere)('walks through docs/api.md as it is written (needs curl)', async () => {
  const script = /```sh\n([^`]+)```/.exec(page)![1]!
  const served = await serve()
  const server = createAdaptorServer({ fetch: served.app.fetch })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
    env: { ...process.env, RIGHTDESK_URL: `http://127.0.0.1:${port}`, RIGHTDESK_TOKEN: 'key-ada' },
  })
  expect(stdout).toContain('"team":"cse"')
  expect(stdout).toMatch(/^etag: "\d+"/im)
  expect(stdout).toContain('"kind":"opened"')
  const cases = await served.desk.do('cases.list', { limit: 10 })
  expect(cases.items).toHaveLength(1)
  expect((await served.desk.do('cases.show', { case: cases.items[0]!.id })).facts).toMatchObject({
    severity: 'high',
  })
  await new Promise((resolve) => server.close(resolve))
  await served.desk.close()
})
