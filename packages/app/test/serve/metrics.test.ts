import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDesk, type TestDesk } from '../../../desk/test/desk.ts'
import { type Metrics, startMetrics } from '../../src/metrics.ts'

let desk: TestDesk
let metrics: Metrics
beforeAll(async () => {
  desk = await openDesk()
  metrics = startMetrics(desk.store)
})
afterAll(() => metrics.stop())

it('shows what the store holds at this scrape, not at the one before', async () => {
  await desk.do('cases.open', { text: 'Our build fails since this morning', facts: { plan: 'pro' } })
  const text = await metrics.text()
  expect(text).toMatch(/rightdesk_cases\{state="routed"\} 1/)
  expect(text).toMatch(/rightdesk_audit_unsealed [1-9]/)
  expect(text).toContain('rightdesk_store_up 1')
})

it('tells that the store is away, and of the process all the same', async () => {
  await desk.close()
  const text = await metrics.text()
  expect(text).toContain('rightdesk_store_up 0')
  expect(text).toContain('process_cpu_seconds_total')
  expect(text).not.toMatch(/^rightdesk_(cases|jobs|audit_unsealed)[{ ]/m)
})
