import { afterEach, expect, it } from 'vitest'
import type { Actor, Live } from '../../src/index.ts'
import { openPresence } from '../../src/live/presence.ts'
import { actorWith, type TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'
import { hear, liveOn, until } from './listener.ts'

const stops: Live[] = []
afterEach(() => {
  for (const live of stops.splice(0)) live.stop()
})
const started = (desk: TestDesk): Live => {
  const live = liveOn(desk)
  stops.push(live)
  return live
}

async function withCase(open: () => Promise<TestDesk>) {
  const desk = await open()
  const opened = await desk.do('cases.open', {
    text: 'Our deployment fails',
    facts: { topic: 'platform-fault', plan: 'pro' },
  })
  const people: Actor[] = []
  for (const name of ['Kim', 'Lee']) {
    const { id } = await desk.do('people.add', { name })
    people.push({ kind: 'person', id, name, grants: [{ role: 'agent', team: null }] })
  }
  const [kim, lee] = people as [Actor, Actor]
  return { desk, opened, kim, lee, rows: () => desk.store.db.selectFrom('presence').selectAll().execute() }
}

const toldOf = ({ messages }: Awaited<ReturnType<typeof hear>>) =>
  messages.flatMap((message) =>
    message.event === 'presence' ? [message.data.people.map(({ name }) => name)] : [],
  )

describeOnStores('presence', (open) => {
  it('tells each of the others at a case, across processes, until they leave', async () => {
    const { desk, opened, kim, lee, rows } = await withCase(open)
    const first = await hear(started(desk), kim, { case: opened.id })
    expect(toldOf(first)).toEqual([[]])
    // Another process on the same store.
    const second = await hear(started(desk), lee, { case: String(opened.number) })
    expect(toldOf(second)).toEqual([['Kim']])
    await until(() => toldOf(first).length === 2)
    expect(toldOf(first)).toEqual([[], ['Lee']])
    expect(first.messages.at(-1)).toEqual({
      event: 'presence',
      data: { caseId: opened.id, people: [{ id: lee.id, name: 'Lee' }] },
    })
    await second.listening.leave()
    await until(() => toldOf(first).length === 3)
    expect(toldOf(first).at(-1)).toEqual([])
    await first.listening.leave()
    expect(await rows()).toEqual([])
  })

  it('counts somebody once who has the case open twice, and tells them of others only', async () => {
    const { desk, opened, kim, lee } = await withCase(open)
    const live = started(desk)
    const [one, two] = [
      await hear(live, kim, { case: opened.id }),
      await hear(live, kim, { case: opened.id }),
    ]
    const other = await hear(live, lee, { case: opened.id })
    expect(toldOf(other)).toEqual([['Kim']])
    await one.listening.leave()
    await other.settled()
    expect(toldOf(other)).toEqual([['Kim']])
    expect(toldOf(two)).toEqual([[], ['Lee']])
  })

  it('tells programs, and does not tell of them', async () => {
    const { desk, opened, kim, lee, rows } = await withCase(open)
    const live = started(desk)
    const byKey = await hear(live, { ...lee, key: 'key_x' }, { case: opened.id })
    const service = await hear(live, { ...lee, kind: 'service' }, { case: opened.id })
    const person = await hear(live, kim, { case: opened.id })
    await until(() => toldOf(byKey).length === 2 && toldOf(service).length === 2)
    expect(toldOf(byKey)).toEqual([[], ['Kim']])
    expect(toldOf(person)).toEqual([[]])
    expect(await rows()).toHaveLength(1)
  })

  it('forgets by itself who is renewed no more, and renews who is there', async () => {
    const { desk, opened, kim, lee, rows } = await withCase(open)
    const [gone, there] = [openPresence(desk.services), openPresence(desk.services)]
    const told: string[][] = []
    await gone.watch({ actor: lee, caseId: opened.id, tell: () => {} })
    await there.watch({
      actor: kim,
      caseId: opened.id,
      tell: ({ data }) => told.push(data.people.map(({ name }) => name)),
    })
    desk.setTime(30_000)
    await there.renew()
    await there.poll()
    expect(told).toEqual([['Lee']])
    desk.setTime(15_000)
    await there.renew()
    await there.poll()
    expect(told).toEqual([['Lee'], []])
    expect(await rows()).toMatchObject([{ personId: kim.id }])
  })

  it('is for who may see the case, now and later; a refusal is in the audit log', async () => {
    const { desk, opened, kim, rows } = await withCase(open)
    const live = started(desk)
    const stranger = actorWith('lead', 'legal')
    await expect(hear(live, stranger, { case: opened.id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(hear(live, { ...kim, grants: [] }, { case: 'case_x' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(hear(live, kim, { case: '4711' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(hear(live, kim, { case: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' })
    expect(await desk.do('audit.list', { operation: 'cases.watch' })).toMatchObject({
      items: [{ outcome: 'refused' }, { outcome: 'refused', actor: stranger.id }],
    })
    expect(await rows()).toEqual([])
    const heard = await hear(live, kim, { case: opened.id })
    expect(await heard.listening.goOnAs(kim)).toBe(true)
    expect(await heard.listening.goOnAs({ ...kim, grants: [] })).toBe(false)
  })

  it('leaves no trace in the audit log', async () => {
    const { desk, opened, kim } = await withCase(open)
    const before = (await desk.do('audit.list', {})).items.length
    const heard = await hear(started(desk), kim, { case: opened.id })
    await heard.listening.leave()
    expect((await desk.do('audit.list', {})).items).toHaveLength(before)
  })
})
