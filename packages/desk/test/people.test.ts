import { describe, expect, it } from 'vitest'
import { actorWith, type TestDesk } from './desk.ts'
import { describeOnStores } from './stores.ts'
import { runTimers } from './timers.ts'

const build = { text: 'The build fails on install', facts: { topic: 'builds-deployments', plan: 'pro' } }
const lead = actorWith('lead', 'cse')

const openCase = async (desk: TestDesk, text = build.text): Promise<string> =>
  (await desk.do('cases.open', { ...build, text })).id

describeOnStores('teams', (open) => {
  it('are those of the policy, with defaults where nobody set anything', async () => {
    const desk = await open()
    const { items } = await desk.do('teams.list', {})
    const cse = items.find(({ id }) => id === 'cse')
    expect(items).toHaveLength(Object.keys(desk.services.answering.policy.compiled.teams).length)
    expect(cse).toMatchObject({
      name: 'Customer Success Engineering',
      timeZone: 'UTC',
      acceptMinutes: 240,
      version: 1,
      open: true,
      members: [],
      free: 0,
      openCases: 0,
    })
    expect(await desk.store.db.selectFrom('teams').selectAll().execute()).toEqual([])
  })

  it('show who is free, and count open and waiting cases', async () => {
    const desk = await open()
    await openCase(desk)
    const ana = await desk.do('people.add', { name: 'Ana', team: 'cse', loadMax: 1, lead: true })
    await desk.do('people.add', { name: 'Bo', team: 'cse', timeZone: 'Asia/Tokyo' })
    await runTimers(desk)
    await openCase(desk, 'Another build fails on install')
    const cse = await desk.do('teams.show', { team: 'cse' })
    expect(cse).toMatchObject({ free: 0, openCases: 2, waitingCases: 1 })
    expect(cse.members).toEqual([
      expect.objectContaining({
        name: 'Bo',
        lead: false,
        free: false,
        freeAgain: '2026-03-03T00:00:00.000Z',
      }),
      expect.objectContaining({
        id: ana.id,
        lead: true,
        openCases: 1,
        free: false,
        reason: 'is at 1 of 1 cases',
        freeAgain: null,
      }),
    ])
  })

  it('are changed by version, and a stale one is refused', async () => {
    const desk = await open()
    const hours = { mon: [['10:00', '12:00']] as [string, string][] }
    const changed = await desk.do('teams.update', {
      team: 'cse',
      timeZone: 'Europe/Berlin',
      hours,
      holidays: ['2026-12-25', '2026-01-01', '2026-12-25'],
      acceptMinutes: 60,
      version: 1,
    })
    expect(changed).toMatchObject({
      version: 2,
      hours,
      holidays: ['2026-01-01', '2026-12-25'],
      acceptMinutes: 60,
      opens: '2026-03-02T09:00:00.000Z',
    })
    await expect(
      desk.do('teams.update', { team: 'cse', acceptMinutes: 5, version: 1 }),
    ).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('refuse hours that overlap and zones that are none, in the words of who asks', async () => {
    const desk = await open()
    await expect(
      desk.do('teams.update', {
        team: 'cse',
        hours: {
          mon: [
            ['09:00', '12:00'],
            ['11:00', '13:00'],
          ],
        },
      }),
    ).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('runs into') })
    await expect(desk.do('teams.update', { team: 'cse', timeZone: 'Mars/Base' })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('`Mars/Base`'),
    })
    await expect(desk.do('teams.show', { team: 'cs' })).rejects.toMatchObject({
      code: 'not_found',
      help: expect.stringContaining('`cse`'),
    })
  })

  it('are joined and left; what is still held is told', async () => {
    const desk = await open()
    const { id: person } = await desk.do('people.add', { name: 'Ana' })
    const joined = await desk.do('teams.join', { team: 'cse', person })
    expect(joined.members).toMatchObject([{ id: person, lead: false }])
    const leading = await desk.do('teams.join', { team: 'cse', person, lead: true })
    expect(leading.members).toMatchObject([{ id: person, lead: true }])
    expect((await desk.do('teams.join', { team: 'cse', person })).members).toMatchObject([{ lead: true }])
    const held = await openCase(desk)
    const left = await desk.do('teams.leave', { team: 'cse', person })
    expect(left).toMatchObject({ team: { members: [] }, stillHeld: [held] })
    await expect(desk.do('teams.leave', { team: 'cse', person })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('are seen only as far as one may see people', async () => {
    const desk = await open()
    const actor = actorWith('viewer', 'legal')
    await desk.do('people.add', { name: 'Ana', team: 'cse' })
    await desk.do('people.add', { name: 'Lee', team: 'legal' })
    expect((await desk.do('teams.list', {}, { actor })).items.map(({ id }) => id)).toEqual(['legal'])
    expect((await desk.do('people.list', {}, { actor })).items.map(({ name }) => name)).toEqual(['Lee'])
    await expect(desk.do('teams.show', { team: 'cse' }, { actor })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

describeOnStores('people', (open) => {
  it('are added with office hours, listed by name and page, and found by e-mail', async () => {
    const desk = await open()
    const ana = await desk.do('people.add', { name: ' Ana Roth ', email: 'Ana@Example.com', team: 'cse' })
    expect(ana).toMatchObject({
      name: 'Ana Roth',
      email: 'ana@example.com',
      loadMax: 12,
      free: true,
      teams: [{ team: 'cse', lead: false }],
      version: 1,
    })
    for (const name of ['Cy', 'Bo', 'Bea']) await desk.do('people.add', { name })
    const first = await desk.do('people.list', { limit: 2 })
    const second = await desk.do('people.list', { limit: 2, after: first.next! })
    const names = [...first.items, ...second.items].map(({ name }) => name)
    expect(names).toEqual(['Ana Roth', 'Bea', 'Bo', 'Cy'])
    expect(second.next).toBeNull()
    expect((await desk.do('people.list', { q: 'b' })).items.map(({ name }) => name)).toEqual(['Bea', 'Bo'])
    expect((await desk.do('people.list', { team: 'cse' })).items.map(({ id }) => id)).toEqual([ana.id])
    expect(await desk.do('people.show', { person: 'ANA@example.com' })).toMatchObject({ id: ana.id })
  })

  it('have names and addresses that are such, and an address of their own', async () => {
    const desk = await open()
    await desk.do('people.add', { name: 'Ana', email: 'ana@example.com' })
    for (const wrong of [
      { name: '' },
      { name: 'A\nB' },
      { name: 'A\u202eB' },
      { name: 'A', email: 'nowhere' },
    ]) {
      await expect(desk.do('people.add', wrong)).rejects.toMatchObject({ code: 'invalid' })
    }
    const twice = { code: 'conflict', message: expect.stringContaining('`ana@example.com`') }
    await expect(desk.do('people.add', { name: 'B', email: 'ANA@example.com' })).rejects.toMatchObject(twice)
    const bo = await desk.do('people.add', { name: 'Bo' })
    await expect(desk.do('people.update', { person: bo.id, email: 'ana@example.com' })).rejects.toMatchObject(
      twice,
    )
  })

  it('say their load and how many places are left', async () => {
    const desk = await open()
    const { id: person } = await desk.do('people.add', { name: 'Ana', team: 'cse', loadMax: 3 })
    await openCase(desk)
    expect(await desk.do('people.load', { person })).toEqual({
      person,
      name: 'Ana',
      openCases: 1,
      loadMax: 3,
      places: 2,
      free: true,
      reason: null,
      freeAgain: null,
    })
  })

  it('are changed by version', async () => {
    const desk = await open()
    const { id: person } = await desk.do('people.add', { name: 'Ana' })
    const changed = await desk.do('people.update', {
      person,
      name: 'Ana R',
      timeZone: 'Asia/Tokyo',
      version: 1,
    })
    expect(changed).toMatchObject({ name: 'Ana R', timeZone: 'Asia/Tokyo', version: 2, free: false })
    await expect(desk.do('people.update', { person, loadMax: 1, version: 1 })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('may say for themselves and their team that somebody is overloaded', async () => {
    const desk = await open()
    const { id: person } = await desk.do('people.add', { name: 'Ana', team: 'cse' })
    const actor = actorWith('agent', 'cse')
    const said = await desk.do('people.overload', { person, overloaded: true }, { actor })
    expect(said).toMatchObject({
      free: false,
      reason: 'is overloaded',
      overloadedSince: '2026-03-02T09:00:00.000Z',
    })
    await expect(
      desk.do('people.overload', { person, overloaded: false }, { actor: actorWith('agent', 'legal') }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describeOnStores('leads', (open) => {
  it('change the members of their team and nobody else', async () => {
    const desk = await open()
    const mine = await desk.do('people.add', { name: 'Ana', team: 'cse' }, { actor: lead })
    const other = await desk.do('people.add', { name: 'Lee', team: 'legal' })
    const as = { actor: lead }
    expect(await desk.do('people.update', { person: mine.id, loadMax: 5 }, as)).toMatchObject({ loadMax: 5 })
    const forbidden = { code: 'forbidden' }
    const day = { from: '2026-03-02', until: '2026-03-02' }
    const leave = await desk.do('leave.add', { person: other.id, ...day })
    await expect(desk.do('people.update', { person: other.id, loadMax: 0 }, as)).rejects.toMatchObject(
      forbidden,
    )
    await expect(desk.do('people.deactivate', { person: other.id }, as)).rejects.toMatchObject(forbidden)
    await expect(desk.do('leave.add', { person: other.id, ...day }, as)).rejects.toMatchObject(forbidden)
    await expect(desk.do('leave.remove', { leave: leave.id }, as)).rejects.toMatchObject(forbidden)
    await expect(desk.do('teams.join', { team: 'legal', person: mine.id }, as)).rejects.toMatchObject(
      forbidden,
    )
    await expect(desk.do('teams.leave', { team: 'legal', person: other.id }, as)).rejects.toMatchObject(
      forbidden,
    )
    await expect(desk.do('people.add', { name: 'X' }, as)).rejects.toMatchObject(forbidden)
  })

  it('cannot take over who holds more than they do by taking them in', async () => {
    const desk = await open()
    const boss = await desk.do('people.add', { name: 'Boss', email: 'boss@example.com' })
    await desk.do('access.grant', { person: boss.id, role: 'admin' })
    const as = { actor: lead }
    await desk.do('teams.join', { team: 'cse', person: boss.id }, as)
    const mine = { person: boss.id, email: 'mine@example.com' }
    await expect(desk.do('people.update', mine, as)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(desk.do('people.deactivate', { person: boss.id }, as)).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})

describeOnStores('leaving', (open) => {
  it('is refused while cases are open, naming them', async () => {
    const desk = await open()
    const { id: person } = await desk.do('people.add', { name: 'Ana', team: 'cse' })
    const held = await openCase(desk)
    await expect(desk.do('people.deactivate', { person })).rejects.toMatchObject({
      code: 'precondition_failed',
      message: expect.stringContaining(held),
    })
    expect(await desk.do('people.show', { person })).toMatchObject({ leftAt: null })
  })

  it('hands open cases on when told so, and says which wait', async () => {
    const desk = await open()
    const { id: person } = await desk.do('people.add', { name: 'Ana', team: 'cse' })
    const cases = [await openCase(desk), await openCase(desk, 'Another build fails on install')]
    await desk.do('people.add', { name: 'Bo', team: 'cse', loadMax: 1 })
    const gone = await desk.do('people.deactivate', { person, reassign: true })
    expect(gone.person).toMatchObject({
      leftAt: '2026-03-02T09:00:00.000Z',
      free: false,
      reason: 'has left',
      teams: [],
    })
    expect([...gone.handedOn, ...gone.waiting].sort()).toEqual([...cases].sort())
    expect(gone).toMatchObject({ handedOn: [expect.any(String)], waiting: [expect.any(String)] })
    const waiting = await desk.store.db
      .selectFrom('cases')
      .select(['assigneeId', 'waitingSince'])
      .where('id', '=', gone.waiting[0]!)
      .executeTakeFirst()
    expect(waiting).toEqual({ assigneeId: null, waitingSince: '2026-03-02T09:00:00.000Z' })
    expect((await desk.do('people.list', {})).items.map(({ name }) => name)).toEqual(['Bo'])
  })

  it('ends all access: roles and keys', async () => {
    const desk = await open()
    const { id: person } = await desk.do('people.add', { name: 'Ana' })
    await desk.do('access.grant', { person, role: 'agent' })
    const actor = { ...actorWith('agent', null, person) }
    await desk.do('keys.create', { name: 'script', scopes: ['ask'] }, { actor })
    await desk.do('people.deactivate', { person })
    expect(
      await desk.store.db.selectFrom('grants').selectAll().where('personId', '=', person).execute(),
    ).toEqual([])
    const keys = await desk.store.db
      .selectFrom('apiKeys')
      .select('revokedAt')
      .where('personId', '=', person)
      .execute()
    expect(keys).toEqual([{ revokedAt: '2026-03-02T09:00:00.000Z' }])
    await expect(desk.do('people.deactivate', { person })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is refused to the last admin who can sign in', async () => {
    const desk = await open()
    const { id: person } = await desk.do('people.add', { name: 'Ana' })
    await desk.do('access.grant', { person, role: 'admin' })
    await expect(desk.do('people.deactivate', { person })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describeOnStores('leave', (open) => {
  describe('in days', () => {
    it('lasts from the first morning to the last midnight on the own wall', async () => {
      const desk = await open()
      const { id: person } = await desk.do('people.add', { name: 'Ana', timeZone: 'America/New_York' })
      // The clocks change on 8 March in New York.
      const leave = await desk.do('leave.add', { person, from: '2026-03-05', until: '2026-03-09' })
      expect(leave).toMatchObject({
        startsAt: '2026-03-05T05:00:00.000Z',
        endsAt: '2026-03-10T04:00:00.000Z',
      })
    })
  })

  it('is listed until it ends, and taken back', async () => {
    const desk = await open()
    const { id: person } = await desk.do('people.add', { name: 'Ana', team: 'cse' })
    const later = await desk.do('leave.add', { person, from: '2026-04-01', until: '2026-04-02' })
    const now = await desk.do('leave.add', {
      person,
      from: '2026-03-02T08:00:00Z',
      until: '2026-03-02T10:00:00+00:00',
    })
    const first = await desk.do('leave.list', { limit: 1 })
    expect(first.items.map(({ id }) => id)).toEqual([now.id])
    const second = await desk.do('leave.list', { limit: 1, after: first.next!, person })
    expect(second.items.map(({ id }) => id)).toEqual([later.id])
    desk.setTime('2026-03-02T10:00:00.000Z')
    expect((await desk.do('leave.list', { team: 'cse' })).items.map(({ id }) => id)).toEqual([later.id])
    await desk.do('leave.remove', { leave: later.id })
    expect((await desk.do('leave.list', {})).items).toEqual([])
    await expect(desk.do('leave.remove', { leave: later.id })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('tells why only to the person and who leads them', async () => {
    const desk = await open()
    const { id: person } = await desk.do('people.add', { name: 'Ana', team: 'cse' })
    await desk.do('leave.add', { person, from: '2026-03-02', until: '2026-03-03', reason: 'Surgery' })
    const reasonFor = async (actor: ReturnType<typeof actorWith>) =>
      (await desk.do('leave.list', {}, { actor })).items[0]!.reason
    expect(await reasonFor(lead)).toBe('Surgery')
    expect(await reasonFor(actorWith('agent', 'cse', person))).toBe('Surgery')
    expect(await reasonFor(actorWith('agent', 'cse'))).toBeNull()
    expect(await reasonFor(actorWith('viewer'))).toBeNull()
  })

  it('does not end before it begins, nor begin on a day there is not', async () => {
    const desk = await open()
    const { id: person } = await desk.do('people.add', { name: 'Ana' })
    const wrong = [
      { from: '2026-03-05', until: '2026-03-04' },
      { from: '2026-02-30', until: '2026-03-04' },
      { from: 'tomorrow', until: '2026-03-04' },
    ]
    for (const days of wrong) {
      await expect(desk.do('leave.add', { person, ...days })).rejects.toMatchObject({ code: 'invalid' })
    }
  })
})
