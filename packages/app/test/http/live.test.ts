import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor } from '@rightdesk/desk'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { actorWith, admin, openDesk, type TestDesk } from '../../../desk/test/desk.ts'
import { auditRow } from '../../../desk/test/store/rows.ts'
import { createHttp } from '../../src/http/app.ts'
import { httpLimitsDefault } from '../../src/http/limits.ts'
import { type LiveStreams, liveStreams } from '../../src/http/live.ts'

const pace = { pollMs: 10, heartbeatMs: 60_000, recheckMs: 60_000 }
const log = { info: () => {}, warn: () => {}, error: () => {} }

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const running: LiveStreams[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop()
})

/** An app with live streams; who comes with which key may change while they run. */
function served(keys: Map<string, Actor>, quicker: Partial<typeof pace> = {}) {
  const authenticate = async ({ headers }: Request) =>
    keys.get(headers.get('Authorization')?.replace('Bearer ', '') ?? '') ?? null
  const live = liveStreams({ services: desk.services, authenticate, log, pace: { ...pace, ...quicker } })
  running.push(live)
  const app = createHttp({ services: desk.services, authenticate, live, limits: httpLimitsDefault, log })
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    app.request(`/api/v1/live${path}`, { method, headers: { Authorization: 'Bearer ada', ...headers } })
  return { app, live, get }
}
const ada = () => new Map<string, Actor>([['ada', admin]])

/** Reads what a stream says, as it comes. */
function reading(response: Response) {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let ended = false
  void (async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      text += decoder.decode(value, { stream: true })
    }
    ended = true
  })()
  return { text: () => text, ended: () => ended, cancel: () => reader.cancel() }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 25_000; !(await holds()); await sleep(5)) {
    if (Date.now() > end) throw new Error('it did not come to that')
  }
}

describe('the live feed over HTTP', () => {
  it('is a stream of events that a browser reads, each with its id', async () => {
    const { get } = served(ada())
    const response = await get('')
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    })
    const stream = reading(response)
    await desk.do('people.add', { name: 'Kim\nevent: reset' }).catch(() => {})
    const { id } = await desk.do('people.add', { name: 'Kim' })
    await until(() => stream.text().includes(id))
    expect(stream.text()).toMatch(/^retry: 2000\n\nevent: ready\n(id: audit_\w+\n)?data: \{\}\n\n/)
    expect(stream.text()).toMatch(
      new RegExp(`\\nevent: change\\nid: audit_\\w+\\ndata: \\{"noun":"people".*"target":"${id}".*\\}\\n\\n`),
    )
    expect(stream.text()).not.toContain('Kim')
  })

  it('goes on after the event that a browser names when it comes back', async () => {
    const { get } = served(ada())
    const first = reading(await get(''))
    await desk.do('people.add', { name: 'Lee' })
    await until(() => first.text().includes('event: change'))
    await first.cancel()
    const lastId = /id: (audit_\w+)\n(?!.*id: )/s.exec(first.text())![1]!
    const { id } = await desk.do('people.add', { name: 'Max' })
    const second = reading(await get('', { 'Last-Event-ID': lastId }))
    await until(() => second.text().includes(id))
    const opened = reading(await get(`?after=${lastId}`))
    await until(() => opened.text().includes(id))
    expect(reading(await get('', { 'Last-Event-ID': 'x'.repeat(500) })).ended()).toBe(false)
  })

  it('is for who is signed in, asks for what there is, and may see the case', async () => {
    const stranger = actorWith('lead', 'legal')
    const { get } = served(new Map([...ada(), ['stranger', stranger]]))
    const opened = await desk.do('cases.open', { text: 'x', facts: { topic: 'platform-fault', plan: 'pro' } })
    const refused = async (...asked: Parameters<typeof get>) => {
      const response = await get(...asked)
      return [response.status, ((await response.json()) as { code: string }).code]
    }
    expect(await refused('', { Authorization: 'Bearer nobody' })).toEqual([401, 'signed_out'])
    expect(await refused('?cases=1')).toEqual([400, 'invalid'])
    expect(await refused('?case=1&case=2')).toEqual([400, 'invalid'])
    expect(await refused('?case=4711')).toEqual([404, 'not_found'])
    expect(await refused(`?case=${opened.id}`, { Authorization: 'Bearer stranger' })).toEqual([
      403,
      'forbidden',
    ])
    expect(await refused('', {}, 'POST')).toEqual([405, 'method_not_allowed'])
    const head = await get('', {}, 'HEAD')
    expect([head.status, head.body]).toEqual([200, null])
  })

  it('says who else looks at a case, until their stream is gone', async () => {
    const [kim, lee] = await Promise.all(['Kim', 'Lee'].map((name) => desk.do('people.add', { name })))
    const as = (id: string): Actor => ({ kind: 'person', id, name: id, grants: admin.grants })
    const { get } = served(
      new Map([
        ['kim', as(kim!.id)],
        ['lee', as(lee!.id)],
      ]),
    )
    const { id } = await desk.do('cases.open', { text: 'y', facts: { topic: 'platform-fault', plan: 'pro' } })
    const first = reading(await get(`?case=${id}`, { Authorization: 'Bearer kim' }))
    const second = reading(await get(`?case=${id}`, { Authorization: 'Bearer lee' }))
    const others = (people: object[]) =>
      `event: presence\ndata: ${JSON.stringify({ caseId: id, people })}\n\n`
    await until(() => first.text().endsWith(others([{ id: lee!.id, name: 'Lee' }])))
    await until(() => second.text().endsWith(others([{ id: kim!.id, name: 'Kim' }])))
    await second.cancel()
    await until(() => first.text().endsWith(others([])))
  })

  it('shows by a comment that it is alive', async () => {
    const { get } = served(ada(), { heartbeatMs: 20 })
    const stream = reading(await get(''))
    await until(() => stream.text().includes('\n\n: still here\n\n: still here\n\n'))
  })

  it('ends when the key or session it was opened with is over, or the case is out of sight', async () => {
    const keys = new Map([...ada(), ['kim', { ...admin, id: 'kim' }], ['lee', { ...admin, id: 'lee' }]])
    const { get } = served(keys, { recheckMs: 20 })
    const { id } = await desk.do('cases.open', { text: 'z', facts: { topic: 'platform-fault', plan: 'pro' } })
    const stays = reading(await get(''))
    const over = reading(await get('', { Authorization: 'Bearer kim' }))
    const blind = reading(await get(`?case=${id}`, { Authorization: 'Bearer lee' }))
    await sleep(60)
    expect([stays, over, blind].map(({ ended }) => ended())).toEqual([false, false, false])
    keys.delete('kim')
    keys.set('lee', { ...admin, id: 'lee', grants: [{ role: 'lead', team: 'legal' }] })
    await until(() => over.ended() && blind.ended())
    expect(stays.ended()).toBe(false)
  })

  it('is opened fifty times by one actor and not more often, and again when one is closed', async () => {
    const { get } = served(ada())
    const open = await Promise.all(Array.from({ length: 50 }, async () => reading(await get(''))))
    expect((await get('')).status).toBe(429)
    await open[0]!.cancel()
    expect((await get('')).status).toBe(200)
  })

  it('ends at once when the server stops, and is not opened any more', async () => {
    const { get, live } = served(ada())
    const stream = reading(await get(''))
    await live.stop()
    await until(() => stream.ended())
    expect((await get('')).status).toBe(503)
  })

  it('lets go of a client that does not read, and of no other', async () => {
    const { app, get } = served(ada())
    desk.setTime(60_000)
    const at = desk.services.now()
    const cut: string[] = []
    const outgoing = { destroy: () => cut.push('cut') }
    const headers = { Authorization: 'Bearer ada' }
    const stuck = await app.request('/api/v1/live', { headers }, { outgoing })
    const reader = reading(await get(''))
    let last = ''
    for (let round = 0; round < 5; round++) {
      const entries = Array.from({ length: 500 }, () =>
        auditRow(desk.services.newId('audit'), { at, operation: 'people.add', target: 'x'.repeat(100) }),
      )
      await desk.store.db.insertInto('audit').values(entries).execute()
      last = entries.at(-1)!.id
      await until(() => reader.text().includes(last))
    }
    expect(cut).toEqual(['cut'])
    const late = reading(stuck)
    await until(late.ended)
    expect(late.text().length).toBeLessThan(501_000)
    expect(late.text()).not.toContain(last)
    expect(reader.ended()).toBe(false)
  })
})
