import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { fetchAnswers } from '@rightdesk/desk/answers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { policyData } from '../../src/http/policy-data.ts'
import { conformanceCases } from '../conformance-cases.ts'
import { json, type Served, serve } from './served.ts'

let served: Served
beforeAll(async () => {
  const { desk } = await serve()
  served = await serve({ services: desk.services, behindSignIn: policyData(desk.services) })
  served = { ...served, desk }
})
afterAll(() => served.desk.close())

/** As a browser asks: from the app in memory, with its key. */
const answers = () =>
  fetchAnswers({
    url: 'http://desk.example',
    token: 'key-vera',
    fetch: (async (address: string, init: RequestInit) => served.app.request(address, init)) as typeof fetch,
  })

const devAsks = readFileSync(new URL('../../../../evals/asks-own.ndjson', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { text: string }).text)

describe('answers made where people type', () => {
  it('are the desk’s own, for the whole conformance corpus', async () => {
    const { answer } = await answers()
    for (const { id, ask, engine } of await conformanceCases()) {
      expect([id, JSON.parse(JSON.stringify(answer(ask)))]).toEqual([id, engine])
    }
  })

  it('are the desk’s own also after somebody put an ask right', async () => {
    const text = 'The quarkbox refuses to glimmer when our zibbles rotate'
    const before = await answers()
    const opened = await served.desk.do('cases.open', { text, facts: { plan: 'pro' } })
    await served.desk.do('cases.correct', {
      case: opened.id,
      kind: 'topic',
      topic: 'workflow',
      reason: 'Ours.',
    })
    const after = await answers()
    expect(after.tag).not.toBe(before.tag)
    expect(after.answer({ text }).topic.id).toBe('workflow')
    for (const ask of [text, ...devAsks.slice(0, 60)]) {
      const theirs = await served.desk.do('decisions.decide', { text: ask, facts: { plan: 'pro' } })
      expect(after.answer({ text: ask, facts: { plan: 'pro' } })).toEqual(theirs)
    }
  })

  it('refuse what is no ask as the desk does', async () => {
    const { answer } = await answers()
    expect(() => answer({ facts: { colour: 'blue' } })).toThrow('colour')
  })
})

describe.each(['/policy/compiled', '/policy/reader'])('GET %s', (path) => {
  const gzip = { 'Accept-Encoding': 'gzip' }

  it('comes compressed, and not a second time while nothing has changed', async () => {
    const first = await served.send(`GET ${path}`, { headers: gzip })
    const tag = first.headers.get('ETag')!
    expect(first.headers.get('Content-Encoding')).toBe('gzip')
    expect(first.headers.get('Cache-Control')).toBe('private, no-cache')
    const plain = await served.send(`GET ${path}`)
    expect(plain.headers.get('ETag')).not.toBe(tag)
    const body = Buffer.from(await first.arrayBuffer())
    expect(gunzipSync(body).equals(Buffer.from(await plain.arrayBuffer()))).toBe(true)
    const second = await served.send(`GET ${path}`, {
      headers: { ...gzip, 'If-None-Match': `"other", ${tag}` },
    })
    expect([second.status, await second.text()]).toEqual([304, ''])
  })

  it('is only for who may read the policy', async () => {
    expect((await served.send(`GET ${path}`, { key: null })).status).toBe(401)
    const refused = () =>
      served.desk.store.db
        .selectFrom('audit')
        .select('id')
        .where('actor', '=', 'nobody')
        .where('outcome', '=', 'refused')
        .execute()
    const before = await refused()
    expect((await served.send(`GET ${path}`, { key: 'key-nobody' })).status).toBe(403)
    expect(await refused()).toHaveLength(before.length + 1)
  })

  it('is read alone', async () => {
    const answer = await served.send(`POST ${path}`)
    expect(answer.headers.get('Allow')).toBe('GET, HEAD')
    expect(await json(answer)).toMatchObject({ status: 405, code: 'method_not_allowed' })
  })
})
