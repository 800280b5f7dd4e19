import { expect, it } from 'vitest'
import { openDesk } from '../../../desk/test/desk.ts'
import { startMetrics } from '../../src/metrics.ts'
import { probes } from '../../src/probes.ts'
import { json } from '../http/served.ts'

it('says at every other address that a worker answers probes alone', async () => {
  const desk = await openDesk()
  const metrics = startMetrics(desk.store)
  const app = probes({ services: desk.services, metrics, metricsToken: undefined, ready: () => true })
  expect((await app.request('/healthz')).status).toBe(200)
  for (const method of ['GET', 'POST']) {
    expect(await json(await app.request('/api/v1/cases', { method }))).toMatchObject({
      status: 404,
      code: 'not_found',
      at: '/api/v1/cases',
      help: expect.stringContaining('role'),
    })
  }
  metrics.stop()
  await desk.close()
})
