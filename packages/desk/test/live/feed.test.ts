import { afterEach, expect, it } from 'vitest'
import { type Actor, type Live, openStore, operationsByName, perform, type Role } from '../../src/index.ts'
import { runTimers } from '../../src/work/worker.ts'
import { actorWith, admin, type TestDesk } from '../desk.ts'
import { auditRow } from '../store/rows.ts'
import { describeOnStores } from '../stores.ts'
import { hear, liveOn, until } from './listener.ts'

const fault = { text: 'Our deployment fails', facts: { topic: 'platform-fault', plan: 'pro' } }

const running: { live: Live; leave: (() => Promise<void>)[] }[] = []
afterEach(async () => {
  for (const { live, leave } of running.splice(0)) {
    live.stop()
    for (const one of leave) await one()
  }
})

/** A desk with ears; they are stopped with the test. */
function listening(desk: TestDesk) {
  const one = { live: liveOn(desk), leave: [] as (() => Promise<void>)[] }
  running.push(one)
  return async (actor: Actor, wanted: { case?: string; lastId?: string } = {}) => {
    const heard = await hear(one.live, actor, wanted)
    one.leave.push(heard.listening.leave)
    return heard
  }
}

describeOnStores('the live feed', (open, { newAddress }) => {
  it('tells what was done, to what and by whom, and nothing of the contents', async () => {
    const desk = await open()
    await desk.do('people.add', { name: 'Before' })
    const heard = await listening(desk)(admin)
    expect(heard.messages).toEqual([{ event: 'ready', id: expect.stringMatching(/^audit_/), data: {} }])
    const { id, openedAt } = await desk.do('cases.open', fault)
    await until(() => heard.changes().length > 0)
    await heard.settled()
    expect(heard.changes()).toEqual([
      {
        noun: 'cases',
        operation: 'cases.open',
        target: id,
        caseId: id,
        at: openedAt,
        by: { id: 'ada', name: 'ada' },
      },
    ])
  })

  it('tells neither of what was refused nor of what was only read', async () => {
    const desk = await open()
    const heard = await listening(desk)(admin)
    const nobody: Actor = { kind: 'person', id: 'eve', name: 'Eve', grants: [] }
    await desk.do('people.add', { name: 'x' }, { actor: nobody }).catch(() => {})
    await desk.do('people.list', {})
    await desk.do('people.add', { name: 'Kim' })
    await until(() => heard.changes().length > 0)
    expect(heard.changes()).toMatchObject([{ operation: 'people.add' }])
  })

  it('tells what another process writes, also where it commits late or its clock is behind', async () => {
    const desk = await open()
    const heard = await listening(desk)(admin)
    await desk.do('people.add', { name: 'Kim' })
    await until(() => heard.changes().length === 1)
    const late = desk.services.newId('audit').replace(/^audit_.{10}/, (id) => idBefore(id))
    await desk.store.db
      .insertInto('audit')
      .values(auditRow(late, { operation: 'people.update', target: 'x' }))
      .execute()
    await until(() => heard.changes().length === 2)
    await heard.settled()
    expect(heard.changes().map(({ operation }) => operation)).toEqual(['people.add', 'people.update'])
  })

  it('tells of writes through a second handle on the store', async () => {
    const address = await newAddress()
    const desk = await open()
    const store = await openStore(address)
    const other = await openStore(address)
    const here: TestDesk = { ...desk, services: { ...desk.services, store }, store }
    const heard = await listening(here)(admin)
    const call = { actor: admin, surface: 'http' as const }
    await perform({ ...desk.services, store: other }, operationsByName['people.add'], { name: 'Kim' }, call)
    await until(() => heard.changes().length === 1)
    for (const { live, leave } of running.splice(0)) {
      live.stop()
      for (const one of leave) await one()
    }
    await heard.settled()
    await Promise.all([store.close(), other.close()])
  })

  it('tells of what timers do', async () => {
    const desk = await open()
    const opened = await desk.do('cases.open', fault)
    desk.setTime(1_000)
    await desk.do('cases.snooze', { case: opened.id, until: '2026-03-02T10:00:00Z', reason: 'Waits' })
    desk.setTime(1_000)
    const heard = await listening(desk)(admin)
    desk.setTime(3_600_000)
    await runTimers(desk.services, {
      holder: 'test',
      log: { warn: () => {}, error: () => {} },
    })
    await until(() => heard.changes().some(({ operation }) => operation === 'timers.wake-snoozed'))
    expect(heard.changes()).toContainEqual(
      expect.objectContaining({
        noun: 'cases',
        operation: 'timers.wake-snoozed',
        caseId: opened.id,
        by: { id: 'system', name: 'Rightdesk' },
      }),
    )
  })

  it('tells of every case that changed along with something else, each to who may see it', async () => {
    const desk = await open()
    const cases = []
    for (const topic of ['platform-fault', 'contracts-legal']) {
      cases.push(await desk.do('cases.open', { text: topic, facts: { topic, plan: 'pro' } }))
      desk.setTime(1_000)
    }
    const [ours, theirs] = cases.map(({ id }) => id) as [string, string]
    const { id: incident } = await desk.do('incidents.declare', { title: 'Builds fail' })
    for (const id of [ours, theirs]) await desk.do('incidents.link', { case: id, incident })
    desk.setTime(1_000)
    const listen = listening(desk)
    const all = await listen(admin)
    const ofTeam = await listen(actorWith('agent', cases[0]!.ownerTeam))
    await desk.do('incidents.resolve', { incident, outcome: 'Rolled back' })
    await until(() => all.changes().length > 0 && ofTeam.changes().length > 0)
    await all.settled()
    expect(
      all
        .changes()
        .map(({ target, caseId }) => [target, caseId])
        .toSorted(),
    ).toEqual([ours, theirs].map((id) => [incident, id]).toSorted())
    expect(cases[0]!.ownerTeam).not.toBe(cases[1]!.ownerTeam)
    expect(ofTeam.changes().map(({ caseId }) => caseId)).toEqual([ours])
  })

  it('goes on where somebody left off', async () => {
    const desk = await open()
    const listen = listening(desk)
    const first = await listen(admin)
    await desk.do('people.add', { name: 'One' })
    await until(() => first.changes().length === 1)
    const { id: lastId } = first.messages.at(-1) as { id: string }
    await first.listening.leave()
    desk.setTime(60_000)
    const two = await desk.do('people.add', { name: 'Two' })
    const again = await listen(admin, { lastId })
    expect(again.changes()).toMatchObject([{ target: two.id }])
    const three = await desk.do('people.add', { name: 'Three' })
    await until(() => again.changes().some(({ target }) => target === three.id))
    expect(again.messages.some(({ event }) => event === 'reset')).toBe(false)
  })

  it('has somebody begin anew who left off too long ago, too far back, or nowhere', async () => {
    const desk = await open()
    const listen = listening(desk)
    await desk.do('people.add', { name: 'One' })
    const [entry] = (await desk.do('audit.list', {})).items
    // Another listener may be told of the same entries as they come.
    const begins = async (lastId: string) =>
      (await listen(admin, { lastId })).messages.find(({ event }) => event !== 'change')?.event
    expect(await begins('audit_of_nobody')).toBe('reset')
    desk.setTime(3_600_000)
    expect(await begins(entry!.id)).toBeUndefined()
    desk.setTime(1)
    expect(await begins(entry!.id)).toBe('reset')
    const { id: last } = await desk.do('people.add', { name: 'Two' })
    const [newest] = (await desk.do('audit.list', { target: last })).items
    expect(await begins(newest!.id)).toBeUndefined()
    const many = Array.from({ length: 501 }, () => auditRow(desk.services.newId('audit')))
    await desk.store.db.insertInto('audit').values(many).execute()
    expect(await begins(newest!.id)).toBe('reset')
  })

  it('tells everybody to begin anew where more changed at once than it tells', async () => {
    const desk = await open()
    const heard = await listening(desk)(admin)
    const many = Array.from({ length: 501 }, () => auditRow(desk.services.newId('audit')))
    await desk.store.db.insertInto('audit').values(many).execute()
    await until(() => heard.messages.length > 1)
    const { id } = await desk.do('people.add', { name: 'Kim' })
    await until(() => heard.messages.length > 2)
    expect(heard.messages.slice(1)).toMatchObject([
      { event: 'reset' },
      { event: 'change', data: { target: id } },
    ])
  })

  it('tells of a case to who may see it, and to nobody of another team', async () => {
    const desk = await open()
    const listen = listening(desk)
    const [ours, theirs] = [await listen(actorWith('agent', 'cse')), await listen(actorWith('lead', 'legal'))]
    const { id, ownerTeam } = await desk.do('cases.open', fault)
    expect(ownerTeam).toBe('cse')
    await until(() => ours.changes().length > 0)
    await ours.settled()
    expect(ours.changes()).toMatchObject([{ caseId: id }])
    expect(theirs.changes()).toEqual([])
  })

  it('tells by name of the thing alone where somebody may see some such things, and not which', async () => {
    const desk = await open()
    const listen = listening(desk)
    const heard = await Promise.all(
      [actorWith('agent', 'cse'), { ...admin, only: ['ask' as const], key: 'key_x' }, admin].map((actor) =>
        listen(actor),
      ),
    )
    const [ofTeam, narrowed, all] = heard as [(typeof heard)[0], (typeof heard)[0], (typeof heard)[0]]
    const person = await desk.do('people.add', { name: 'Kim' })
    await until(() => all.changes().length > 0)
    await all.settled()
    expect(ofTeam.changes()).toEqual([{ noun: 'people' }])
    expect(narrowed.changes()).toEqual([])
    expect(all.changes()).toMatchObject([{ noun: 'people', target: person.id }])
  })

  it('keeps what is somebody’s own, and the programme, from those whose business it is not', async () => {
    const desk = await open()
    const listen = listening(desk)
    const kim = await desk.do('people.add', { name: 'Kim' })
    const actor: Actor = { kind: 'person', id: kim.id, name: 'Kim', grants: [{ role: 'viewer', team: null }] }
    desk.setTime(60_000)
    const ears = new Map(
      await Promise.all(
        (['viewer', 'programme-lead'] satisfies Role[]).map(
          async (role) => [role, await listen(actorWith(role))] as const,
        ),
      ),
    )
    const own = await listen(actor)
    await desk.do('keys.create', { name: 'k', scopes: ['ask'] }, { actor })
    await desk.store.db
      .insertInto('audit')
      .values(
        auditRow(desk.services.newId('audit'), { operation: 'transitions.ask', target: 'transition_x' }),
      )
      .execute()
    await until(() =>
      ears
        .get('programme-lead')!
        .changes()
        .some(({ noun }) => noun === 'transitions'),
    )
    await own.settled()
    expect(own.changes().map(({ noun, target }) => [noun, target?.slice(0, 4)])).toContainEqual([
      'keys',
      'key_',
    ])
    const viewers = ears.get('viewer')!.changes()
    expect(viewers.filter(({ noun }) => noun === 'keys')).toEqual([])
    expect(viewers.filter(({ noun }) => noun === 'transitions')).toEqual([{ noun: 'transitions' }])
    expect(ears.get('programme-lead')!.changes()).toContainEqual(
      expect.objectContaining({ noun: 'transitions', target: 'transition_x' }),
    )
  })

  it('goes by what somebody may see now, not by what they might when they came', async () => {
    const desk = await open()
    const heard = await listening(desk)(admin)
    expect(await heard.listening.goOnAs({ ...admin, grants: [] })).toBe(true)
    await desk.do('people.add', { name: 'Kim' }, { actor: actorWith('admin', null, 'bo') })
    await heard.settled()
    expect(heard.changes()).toEqual([])
  })

  it('reads nothing while nobody listens, and tells nothing of that time to who comes then', async () => {
    const desk = await open()
    const listen = listening(desk)
    const first = await listen(admin)
    await first.listening.leave()
    desk.setTime(3_600_000)
    await desk.do('people.add', { name: 'Kim' })
    desk.setTime(3_600_000)
    const second = await listen(admin)
    await second.settled()
    expect(second.changes()).toEqual([])
    expect(first.changes()).toEqual([])
  })
})

/** The time part of an id, five seconds earlier. */
function idBefore(id: string): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  const digits = [...id.slice('audit_'.length)]
  let ms = digits.reduce((sum, digit) => sum * 32 + alphabet.indexOf(digit), 0) - 5_000
  const earlier = digits.map(() => {
    const digit = alphabet[ms % 32]!
    ms = Math.floor(ms / 32)
    return digit
  })
  return `audit_${earlier.reverse().join('')}`
}
