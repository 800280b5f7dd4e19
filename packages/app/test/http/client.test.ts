import { readFileSync } from 'node:fs'
import { operations } from '@rightdesk/desk'
import { deskClient } from '@rightdesk/desk/client'
import { Refusal } from '@rightdesk/engine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { routesSource } from '../../src/http/routes-source.ts'
import { type Served, serve } from './served.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
})
afterAll(() => served.desk.close())

const url = 'http://desk.example'

/** Sends to the app; the first answers may be something else. */
function sending(...first: (() => Response | Promise<Response>)[]) {
  const requests: Request[] = []
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input as URL, init)
    requests.push(request.clone())
    const instead = first.shift()
    return instead ? instead() : served.app.request(request)
  }
  return { requests, client: deskClient({ url, token: 'key-ada', fetch: send }) }
}

it('performs operations with path, query and body where they belong', async () => {
  const { client, requests } = sending()
  const { owner } = await client.call('decisions.decide', { text: 'Our build fails since this morning' })
  expect(owner.team).toBe('cse')
  const { rules } = await client.call('policy.explain', { rule: 'owner/billing-self-serve' })
  expect(rules).toHaveLength(1)
  const { items } = await client.call('cases.list', { limit: 1 })
  expect(items).toEqual([])
  expect(requests.map((request) => new URL(request.url).pathname + new URL(request.url).search)).toEqual([
    '/api/v1/decisions',
    '/api/v1/policy/rules/owner%2Fbilling-self-serve',
    '/api/v1/cases?limit=1',
  ])
})

it('gives refusals back as refusals', async () => {
  const { client } = sending()
  const refused = client.call('decisions.show', { decision: 'none' })
  await expect(refused).rejects.toBeInstanceOf(Refusal)
  await expect(refused).rejects.toMatchObject({
    code: 'not_found',
    at: 'decision',
    message: 'there is no decision `none`',
    help: 'Check the id.',
  })
  await expect(client.call('decisions.show', { decision: '' })).rejects.toMatchObject({ code: 'invalid' })
})

it('says what to do when nobody is signed in', async () => {
  const client = deskClient({
    url,
    fetch: async (input, init) => served.app.request(new Request(input as URL, init)),
  })
  await expect(client.call('me.show', {})).rejects.toMatchObject({
    code: 'forbidden',
    at: 'RIGHTDESK_TOKEN',
    message: 'nobody is signed in',
    help: expect.stringContaining('rightdesk sign-in'),
  })
})

it('gives every write a key by itself, and keeps it when it sends again', async () => {
  const away = () => new Response('', { status: 503 })
  const broken = () => Promise.reject(new TypeError('fetch failed'))
  const { client, requests } = sending(away, broken)
  const { id } = await client.call('cases.open', { text: 'The dashboard shows an error' })
  expect(id).toMatch(/^case_/)
  expect(requests).toHaveLength(3)
  const keys = requests.map(({ headers }) => headers.get('Idempotency-Key'))
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
  expect(new Set(keys).size).toBe(1)
})

it('opens one case when the answer to the first request was lost', async () => {
  const lost: typeof fetch = async (input, init) => {
    await served.app.request(new Request(input as URL, init))
    throw new TypeError('connection reset')
  }
  let tries = 0
  const client = deskClient({
    url,
    token: 'key-ada',
    fetch: (input, init) =>
      tries++ === 0 ? lost(input, init) : (served.app.request(new Request(input as URL, init)) as never),
  })
  const opened = await client.call('cases.open', { text: 'Certificates do not renew' })
  expect(opened.repeated).toBe(false)
})

it('gives up on a server that does not answer, and says how to start one', async () => {
  const away = () =>
    Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }))
  const { client, requests } = sending(away, away, away, away)
  await expect(client.call('me.show', {})).rejects.toMatchObject({
    code: 'unavailable',
    message: `the server at \`${url}\` does not answer: connect ECONNREFUSED`,
    help: expect.stringContaining('rightdesk serve'),
  })
  expect(requests).toHaveLength(4)
})

it('repeats no refusal, and no fault of the server', async () => {
  const { client, requests } = sending(() =>
    Response.json({ code: 'internal', instance: 'req_1' }, { status: 500 }),
  )
  await expect(client.call('me.show', {})).rejects.toThrow('the server failed at the request `req_1`')
  expect(requests).toHaveLength(1)
})

it('takes nothing for an answer that no desk gave', async () => {
  const { client } = sending(() => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }))
  await expect(client.call('me.show', {})).rejects.toThrow('which no desk does')
})

it('knows every route; `npm run generate` brings it up to date', () => {
  const committed = readFileSync(new URL('../../../desk/src/routes.ts', import.meta.url), 'utf8')
  expect(committed).toBe(routesSource(operations))
})

it('brings nothing of the store along', async () => {
  const source = readFileSync(new URL('../../../desk/src/client.ts', import.meta.url), 'utf8')
  const imported = [...source.matchAll(/^import (?!type)[^;]*? from '([^']+)'/gm)].map(([, from]) => from)
  expect(imported).toEqual(['@rightdesk/engine/refusal', './routes.ts'])
})
