import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ConformanceCase, conformanceCases, differing } from './conformance-cases.ts'
import { type Listening, listen } from './mcp/clients.ts'

let cases: readonly ConformanceCase[]
let server: Listening
beforeAll(async () => {
  cases = await conformanceCases()
  server = await listen()
})
afterAll(() => server.close())

async function post(path: string, body: object): Promise<unknown> {
  const headers = { Authorization: 'Bearer key-ada', 'Content-Type': 'application/json' }
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
  return response.json()
}

it('gives the very same decisions through HTTP, one by one', async () => {
  const decisions = []
  for (const { ask } of cases) decisions.push(await post('/decisions', ask))
  expect(differing(cases, decisions)).toEqual([])
}, 120_000)

it('gives the very same decisions through HTTP, many at once', async () => {
  const sizeMax = 100
  const decisions: unknown[] = []
  for (let from = 0; from < cases.length; from += sizeMax) {
    const asks = cases.slice(from, from + sizeMax).map(({ ask }) => ask)
    const { results } = (await post('/decisions/batch', { asks })) as { results: { decision: unknown }[] }
    decisions.push(...results.map(({ decision }) => decision))
  }
  expect(differing(cases, decisions)).toEqual([])
}, 120_000)
