import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { httpLimitsDefault } from '../../src/http/limits.ts'
import { json, type Sending, type Served, serve } from './served.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
})
afterAll(() => served.desk.close())

let account = ''
beforeEach(() => {
  account = crypto.randomUUID()
})
const put = (name: string, sending: Sending = {}) =>
  served.send(`PUT /accounts/${account}`, { body: { name }, ...sending })

it('gives the version of a thing as ETag', async () => {
  expect((await put('Quill')).headers.get('ETag')).toBe('"1"')
  expect((await put('Quill & Co')).headers.get('ETag')).toBe('"2"')
  expect((await served.send(`GET /accounts/${account}`)).headers.get('ETag')).toBe('"2"')
})

it('refuses an edit of a version that is gone with 412 when If-Match named it, with 409 when the body did', async () => {
  await put('Quill')
  expect((await put('Quill 2', { headers: { 'If-Match': '"1"' } })).status).toBe(200)
  const stale = await put('Quill 3', { headers: { 'If-Match': '"1"' } })
  expect(await json(stale)).toMatchObject({ status: 412, code: 'precondition_failed', at: 'If-Match' })
  const conflicting = await put('Quill 3', { body: { name: 'Quill 3', version: 1 } })
  expect(await json(conflicting)).toMatchObject({ status: 409, code: 'conflict', at: 'version' })
  expect(await json(await served.send(`GET /accounts/${account}`))).toMatchObject({ name: 'Quill 2' })
})

it('takes `*` in If-Match for any version, and no two versions that differ', async () => {
  await put('Quill')
  expect((await put('Quill 2', { headers: { 'If-Match': '*' } })).status).toBe(200)
  const both = await put('', { body: { name: 'x', version: 1 }, headers: { 'If-Match': '"2"' } })
  expect(await json(both)).toMatchObject({ status: 400, at: 'version' })
})

it('does a write once when its key comes twice, and gives the first answer again', async () => {
  const key = { headers: { 'Idempotency-Key': crypto.randomUUID() } }
  const body = { text: `Our build fails ${account}` }
  const first = await json(await served.send('POST /cases', { body, ...key }))
  const again = await json(await served.send('POST /cases', { body, ...key }))
  expect(first.status).toBe(201)
  expect(again).toEqual(first)
  const other = await served.send('POST /cases', { body: { text: 'Something else' }, ...key })
  expect(await json(other)).toMatchObject({ status: 409, code: 'conflict', at: 'Idempotency-Key' })
})

it('refuses a key that is empty or too long', async () => {
  for (const key of [' ', 'k'.repeat(201)]) {
    const response = await put('Quill', { headers: { 'Idempotency-Key': key } })
    expect(await json(response)).toMatchObject({ status: 400, at: 'Idempotency-Key' })
  }
})

it('leads from page to page by Link, each thing once', async () => {
  const listed = await serve()
  for (let at = 0; at < 5; at++) {
    await listed.send(`PUT /accounts/x${at}`, { body: { name: `Quill ${at}` } })
  }
  const seen: unknown[] = []
  let path: string | undefined = '/accounts?limit=2&q=Quill'
  for (let pages = 0; path && pages < 5; pages++) {
    const response = await listed.send(`GET ${path}`)
    const { items } = (await json(response)) as unknown as { items: { externalId: string }[] }
    seen.push(...items.map(({ externalId }) => externalId))
    path = /^<\/api\/v1([^>]+)>; rel="next"$/.exec(response.headers.get('Link') ?? '')?.[1]
  }
  expect(seen).toEqual(['x0', 'x1', 'x2', 'x3', 'x4'])
  await listed.desk.close()
})

it('gives a whole list as lines of JSON to who asks for them', async () => {
  const listed = await serve()
  for (let at = 0; at < 5; at++) {
    await listed.send(`PUT /accounts/x${at}`, { body: { name: `Quill ${at}` } })
  }
  const response = await listed.send('GET /accounts?limit=2', { headers: { Accept: 'application/x-ndjson' } })
  expect(response.headers.get('Content-Type')).toBe('application/x-ndjson')
  expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
  const lines = (await response.text()).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).externalId)).toEqual(['x0', 'x1', 'x2', 'x3', 'x4'])
  await listed.desk.close()
})

it('ends the lines with the error when the store goes away between two pages', async () => {
  const listed = await serve()
  for (let at = 0; at < 5; at++) {
    await listed.send(`PUT /accounts/x${at}`, { body: { name: `Quill ${at}` } })
  }
  const response = await listed.send('GET /accounts?limit=2', { headers: { Accept: 'application/x-ndjson' } })
  await listed.desk.close()
  const lines = (await response.text()).trimEnd().split('\n')
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ error: { code: expect.any(String) } })
  expect(lines.length).toBeLessThan(6)
})

it('reads numbers and lists from the query, and refuses what they cannot be', async () => {
  const accounts = async (query: string) => (await json(await served.send(`GET /accounts?${query}`))).status
  expect(await accounts('limit=3')).toBe(200)
  for (const query of ['limit=many', 'limit=0', 'limit=3&limit=4', 'limit=', 'after=%00']) {
    expect(await accounts(query), query).toBe(400)
  }
})

it('counts new cases by actor and by address, apart from all else', async () => {
  const limited = await serve({
    limits: { ...httpLimitsDefault, intake: { requests: 2, seconds: 60 }, proxies: 1 },
  })
  const open = async (text: string, address: string): Promise<number> =>
    (await limited.send('POST /cases', { body: { text }, headers: { 'X-Forwarded-For': address } })).status
  expect(await open('One', '192.0.2.1')).toBe(201)
  expect(await open('Two', '192.0.2.1')).toBe(201)
  expect(await open('Three', '192.0.2.2')).toBe(429)
  expect((await limited.send('GET /cases')).status).toBe(200)
  await limited.desk.close()
})
