import { afterAll, beforeAll, expect, it } from 'vitest'
import { json, type Served, serve } from './served.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
})
afterAll(() => served.desk.close())

const raw = async (body: RequestInit['body'], headers: Record<string, string> = {}) =>
  json(await served.send('POST /decisions', { raw: body, headers }))

it('stops reading a body that is too large', async () => {
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 65_536
      controller.enqueue(new Uint8Array(65_536).fill(0x20))
      if (sent > 10_000_000) controller.close()
    },
  })
  expect(await raw(endless)).toMatchObject({ status: 413, code: 'limit_exceeded' })
  expect(sent).toBeLessThan(1_500_000)
})

it('refuses a body that says it is too large before it is read', async () => {
  const unread = new ReadableStream<Uint8Array>(
    {
      pull() {
        throw new Error('the body was read')
      },
    },
    { highWaterMark: 0 },
  )
  expect(await raw(unread, { 'Content-Length': '10000000' })).toMatchObject({ status: 413 })
})

it.each([
  ['{"text": x}', 'line 1, column 10'],
  ['{"text": "a",}', 'line 1, column 14'],
  ['{\n  "text": "a"\n  "id": "b"\n}', 'line 3, column 3'],
  ['{"text"', 'line 1, column 8'],
  ['{"a": [1, 2', 'line 1, column 12'],
  ['{"a": [1, }', 'line 1, column 11'],
  ['{"text": "a"} {}', 'line 1, column 15'],
  ['{"text": "a\nb"}', 'line 1, column 10'],
  ["{'text': 1}", 'line 1, column 2'],
  ['{"a": 01}', 'line 1, column 8'],
  ['{"a"}', 'line 1, column 5'],
  ['{"a": {]}', 'line 1, column 8'],
  ['\ufeff', 'line 1, column 1'],
])('says where %j stops being JSON', async (body, place) => {
  expect(await raw(body)).toMatchObject({ status: 400, code: 'invalid', at: place })
})

it('finds the fault in a long body', async () => {
  expect(await raw(`{"text": "${'a\\n'.repeat(300_000)}", }`)).toMatchObject({ status: 400 })
  expect(await raw(`{"a": [${'1,'.repeat(400_000)}]}`)).toMatchObject({ status: 400 })
})

it('takes JSON objects alone', async () => {
  for (const body of ['[]', '"text"', 'null', '1', 'true']) {
    expect(await raw(body)).toMatchObject({ status: 400, detail: 'the body is not a JSON object' })
  }
})

it('refuses what is nested too deeply, whatever it is made of', async () => {
  for (const body of [
    `{"a":${'['.repeat(400_000)}`,
    `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
    `{"asks": [${'['.repeat(70)}${']'.repeat(70)}]}`,
  ]) {
    expect(await raw(body)).toMatchObject({ status: 413, code: 'limit_exceeded' })
  }
})

it('counts no bracket within a text as depth', async () => {
  expect(await raw(JSON.stringify({ text: `${'[{'.repeat(1_000)}\\"` }))).toMatchObject({ status: 200 })
})

it('refuses other kinds of bodies', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    '',
    'application/json; charset=utf-16',
  ]) {
    expect(await raw('{}', { 'Content-Type': type }), type).toMatchObject({ status: 415 })
  }
  expect(await raw('{}', { 'Content-Encoding': 'gzip' })).toMatchObject({ status: 415 })
  expect(await raw('{}', { 'Content-Type': 'application/json; charset="UTF-8"' })).toMatchObject({
    status: 200,
  })
})

it('refuses bytes that are no text', async () => {
  const bytes = new Uint8Array([...new TextEncoder().encode('{"text": "'), 0xff, 0xfe, 0x22, 0x7d])
  expect(await raw(bytes)).toMatchObject({ status: 400, detail: 'the body is not valid UTF-8' })
})

it('takes no name that every object has', async () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    expect(await raw(`{"${name}": {"admin": true}}`), name).toMatchObject({ status: 400 })
    expect(await json(await served.send(`GET /policy?${name}=1`)), name).toMatchObject({ status: 400 })
  }
  expect(Object.prototype).not.toHaveProperty('admin')
})

const injections = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; DROP TABLE cases; --",
  '{{7*7}}<%= 7*7 %>',
  '\u001b[2J\u001b]0;owned\u0007',
  '\r\nSet-Cookie: owned=1',
  '../../../etc/passwd',
  '\u202egnp.exe',
  '$(touch /tmp/owned)`id`',
]

it.each(injections)('hands back %j as data, in every place it may stand', async (text) => {
  const encoded = encodeURIComponent(text)
  const answers = [
    await served.send('POST /decisions', { body: { id: text, text, facts: { [text]: text } } }),
    await served.send('POST /decisions', { body: { id: text, text } }),
    await served.send('POST /decisions', { body: { [text]: 1 } }),
    await served.send(`GET /policy/rules/${encoded}`),
    await served.send(`GET /policy?${encoded}=${encoded}`),
    await served.send(`GET /${encoded}`),
    await served.send(`GET //problems/${encoded}`),
    await served.send('POST /decisions', { body: { account: text } }),
  ]
  for (const response of answers) {
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(response.headers.get('Set-Cookie')).toBeNull()
    expect(response.status).toBeLessThan(500)
    await json(response)
  }
})

it('keeps what is not UTF-8 in a path to a refusal', async () => {
  for (const path of ['/policy/rules/%ff', '/policy/rules/%', '/decisions/%00', '/policy/rules/%E0%A4%A']) {
    expect((await json(await served.send(`GET ${path}`))).status, path).toBeLessThan(500)
  }
})
