import { Refusal } from '@rightdesk/engine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { httpLimitsDefault } from '../../src/http/limits.ts'
import { json, type Served, serve } from './served.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
})
afterAll(() => served.desk.close())

it('decides an ask', async () => {
  const response = await served.send('POST /decisions', {
    body: { text: 'Our build fails since this morning', facts: { plan: 'pro' } },
  })
  expect(response.status).toBe(200)
  expect(await json(response)).toMatchObject({ owner: { team: 'cse' } })
})

it('takes path parameters as they were before they were escaped', async () => {
  const response = await served.send('GET /policy/rules/owner%2Fbilling-self-serve')
  expect(await json(response)).toMatchObject({ rules: [{ rule: 'billing-self-serve' }] })
})

it('answers HEAD like GET, without the body', async () => {
  const response = await served.send('HEAD /policy')
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('')
})

it('answers OPTIONS with the methods there are, and allows no other origin', async () => {
  const response = await served.send('OPTIONS /policy', { headers: { Origin: 'https://elsewhere.example' } })
  expect(response.status).toBe(204)
  expect(response.headers.get('Allow')).toBe('GET, HEAD, OPTIONS')
  expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
})

it('refuses a method that does not fit, naming those that do', async () => {
  const response = await served.send('DELETE /decisions')
  expect(response.headers.get('Allow')).toBe('POST, OPTIONS')
  expect(await json(response)).toMatchObject({ status: 405, code: 'method_not_allowed' })
})

it('says what is not there', async () => {
  expect(await json(await served.send('GET /nowhere'))).toMatchObject({ status: 404, code: 'not_found' })
  expect(await json(await served.send('GET //nowhere'))).toMatchObject({ status: 404 })
  const decision = await json(await served.send('GET /decisions/none'))
  expect(decision).toMatchObject({
    status: 404,
    type: '/problems/not_found',
    detail: 'there is no decision `none`',
    at: 'decision',
    help: 'Check the id.',
  })
})

it('asks who it is, and tells what may be done to nobody', async () => {
  for (const key of [null, 'wrong', '']) {
    const response = await served.send('POST /decisions', { key, body: {} })
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="rightdesk"')
    expect(await json(response)).toMatchObject({ status: 401, code: 'signed_out' })
  }
})

it('refuses what somebody may not do', async () => {
  const response = await served.send('POST /decisions', { key: 'key-nobody', body: {} })
  expect(await json(response)).toMatchObject({ status: 403, code: 'forbidden' })
})

it('names the offending place and what to do', async () => {
  const response = await served.send('POST /decisions', { body: { txet: 'x' } })
  expect(await json(response)).toMatchObject({
    status: 400,
    at: 'txet',
    help: expect.stringContaining('text'),
  })
})

it('refuses a query parameter that the operation does not know', async () => {
  expect(await json(await served.send('GET /policy?topics=all'))).toMatchObject({ status: 400, at: 'topics' })
})

it('refuses what the path already says, and a query where a body belongs', async () => {
  expect(await json(await served.send('GET /decisions/a?decision=b'))).toMatchObject({
    status: 400,
    at: 'decision',
  })
  expect(await json(await served.send('POST /decisions?text=x', { body: {} }))).toMatchObject({
    status: 400,
    at: 'text',
  })
})

it('refuses If-Match where there is no version, or no single one', async () => {
  for (const header of ['"3"', '3', 'W/"3"', '"1", "2"']) {
    const response = await served.send('POST /decisions', { body: {}, headers: { 'If-Match': header } })
    expect(await json(response), header).toMatchObject({ status: 400, at: 'If-Match' })
  }
})

it('keeps the request id it is given when it is harmless, and else makes one', async () => {
  const given = await served.send('GET /policy', { headers: { 'X-Request-Id': 'trace-1.a:b' } })
  expect(given.headers.get('X-Request-Id')).toBe('trace-1.a:b')
  for (const id of ['<script>', 'a b', 'x'.repeat(101)]) {
    const made = await served.send('GET /nowhere', { headers: { 'X-Request-Id': id } })
    const { instance } = await json(made)
    expect(instance).toMatch(/^req_[0-9a-z]{26}$/)
    expect(made.headers.get('X-Request-Id')).toBe(instance)
  }
})

it('sends headers that forbid all that is not needed', async () => {
  for (const request of [
    'GET /policy',
    'GET /nowhere',
    'DELETE /policy',
    'OPTIONS /policy',
    'GET /reference',
  ]) {
    const { headers } = await served.send(request)
    expect(headers.get('Content-Security-Policy'), request).toContain("default-src 'none'")
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('X-Frame-Options')).toBe('DENY')
    expect(headers.get('Cache-Control')).toBe('no-store')
  }
})

it('lets a session write only from its own pages', async () => {
  const write = async (headers: Record<string, string>): Promise<number> =>
    (
      await served.send('POST /decisions', {
        cookie: true,
        body: {},
        headers: { Host: 'desk.example', ...headers },
      })
    ).status
  expect(await write({ 'Sec-Fetch-Site': 'same-origin' })).toBe(200)
  expect(await write({ Origin: 'https://desk.example' })).toBe(200)
  expect(await write({})).toBe(403)
  expect(await write({ Origin: 'null' })).toBe(403)
  expect(await write({ Origin: 'https://evil.example' })).toBe(403)
  expect(await write({ Origin: 'https://desk.example', 'Sec-Fetch-Site': 'cross-site' })).toBe(403)
  expect(await write({ 'Sec-Fetch-Site': 'same-site' })).toBe(403)
  const audited = await served.desk.store.db
    .selectFrom('audit')
    .select(['actor', 'operation'])
    .where('outcome', '=', 'refused')
    .where('detail', 'like', '%another site%')
    .execute()
  expect(audited).toEqual(Array(5).fill({ actor: 'ada', operation: 'decisions.decide' }))
})

it('lets a session read from anywhere that the browser lets it', async () => {
  const response = await served.send('GET /policy', {
    cookie: true,
    headers: { 'Sec-Fetch-Site': 'cross-site' },
  })
  expect(response.status).toBe(200)
})

it('answers a bug with nothing but the id of the request, logs it, and goes on', async () => {
  const broken = await serve()
  const { answering } = broken.desk.services
  Object.assign(answering, { answer: () => Promise.reject(new Error('secret connection string')) })
  const response = await broken.send('POST /decisions', { body: { text: 'x' } })
  const problem = await json(response)
  expect(problem).toMatchObject({ status: 500, code: 'internal' })
  expect(JSON.stringify(problem)).not.toContain('secret')
  expect(
    broken.logged.some(
      (line) => line.includes('request failed') && line.includes(String(problem['instance'])),
    ),
  ).toBe(true)
  expect((await broken.send('GET /policy')).status).toBe(200)
  await broken.desk.close()
})

it('says when to come back to a service that does not answer', async () => {
  const away = await serve()
  Object.assign(away.desk.services.answering, {
    answer: () =>
      Promise.reject(new Refusal('unavailable', '', 'the store is busy', 'Try again in a moment.')),
  })
  const response = await away.send('POST /decisions', { body: { text: 'x' } })
  expect(response.headers.get('Retry-After')).toBe('2')
  expect(await json(response)).toMatchObject({ status: 503, code: 'unavailable' })
  await away.desk.close()
})

it('logs who did what and how it went, and no word of the request', async () => {
  const quiet = await serve()
  await quiet.send('POST /decisions', { key: 'key-vera', body: { text: 'my secret words' } })
  await quiet.send('GET //join/secret-link', { key: null })
  expect(quiet.logged.join('\n')).toContain('"operation":"decisions.decide","method":"POST","status":200')
  expect(quiet.logged.join('\n')).toContain('"actor":"vera"')
  expect(quiet.logged.join('\n')).not.toContain('secret')
  await quiet.desk.close()
})

it('tells the metrics of every request', async () => {
  const answered: unknown[] = []
  const counted = await serve({ metrics: { answered: (...one) => answered.push(one) } })
  await counted.send('GET /policy')
  expect(answered).toEqual([['policy.show', 200, expect.any(Number)]])
  await counted.desk.close()
})

it('counts what one actor asks for, and says when there is more', async () => {
  const limited = await serve({ limits: { ...httpLimitsDefault, actor: { requests: 2, seconds: 60 } } })
  const first = await limited.send('GET /policy')
  expect(first.headers.get('RateLimit')).toBe('"actor";r=1;t=60')
  expect(first.headers.get('RateLimit-Policy')).toBe('"actor";q=2;w=60')
  await limited.send('GET /policy')
  const third = await limited.send('GET /policy')
  expect(await json(third)).toMatchObject({ status: 429, code: 'limit_exceeded' })
  expect(Number(third.headers.get('Retry-After'))).toBeGreaterThan(50)
  expect((await limited.send('GET /policy', { key: 'key-vera' })).status).toBe(200)
  await limited.desk.close()
})

it('counts nobody by address, as the nearest of our proxies saw it, and keeps nobody out who has a key', async () => {
  const limited = await serve({
    limits: { ...httpLimitsDefault, anonymous: { requests: 2, seconds: 60 }, proxies: 1 },
  })
  const from = async (forwarded: string, key: string | null = null): Promise<number> =>
    (await limited.send('GET /policy', { key, headers: { 'X-Forwarded-For': forwarded } })).status
  expect(await from('9.9.9.9, 192.0.2.1')).toBe(401)
  expect(await from('8.8.8.8, 192.0.2.1')).toBe(401)
  expect(await from('7.7.7.7, 192.0.2.1')).toBe(429)
  expect(await from('192.0.2.1', 'key-ada')).toBe(200)
  expect(await from('192.0.2.2')).toBe(401)
  expect(await from('2001:db8:1:2::1')).toBe(401)
  expect(await from('2001:db8:1:2:3:4:5:6')).toBe(401)
  expect(await from('2001:db8:1:2::ffff')).toBe(429)
  // Some proxies add the port, which is another with every connection.
  expect(await from('[2001:db8:1:2::1]:40001')).toBe(429)
  expect(await from('192.0.2.1:40001')).toBe(429)
  await limited.desk.close()
})

it('shuts further addresses to who is not signed in', async () => {
  const more = await serve({
    behindSignIn: {
      '/mcp': async (_, actor) => Response.json({ hello: actor.id }),
      '/away': async () => Response.redirect('http://desk.example/mcp', 303),
    },
  })
  const away = await more.send('GET //away')
  expect(away.status).toBe(303)
  expect(away.headers.get('X-Content-Type-Options')).toBe('nosniff')
  expect(away.headers.get('RateLimit')).toContain('"actor"')
  expect((await more.send('POST //mcp', { key: null })).status).toBe(401)
  expect(await json(await more.send('POST //mcp'))).toMatchObject({ hello: 'ada' })
  await more.desk.close()
})
