import type { Insertable } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Context } from '../src/context.ts'
import type { InputOf } from '../src/index.ts'
import { assignCase, loadOf, openWaiting, type Wanted } from '../src/people/assignment.ts'
import type { Tables } from '../src/store/tables.ts'
import { inTransaction } from '../src/store/transaction.ts'
import { admin, openDesk, type TestDesk } from './desk.ts'
import { describeOnStores } from './stores.ts'
import { runTimers } from './timers.ts'

/** Does a piece of work in one transaction, as an operation would. */
const within = <T>({ services }: TestDesk, work: (context: Context) => Promise<T>): Promise<T> =>
  inTransaction(services.store, (db) =>
    work({ ...services, actor: admin, surface: 'http', db, at: services.now() }),
  )

/** A case that is there, as far as assigning cares. */
async function putCase(context: Context, given: Partial<Insertable<Tables['cases']>>): Promise<string> {
  const id = context.newId('case')
  await context.db
    .insertInto('cases')
    .values({
      id,
      state: 'routed',
      subject: 'x',
      text: 'x',
      fingerprint: id,
      accountId: null,
      requester: '{}',
      facts: '{}',
      recordType: null,
      caseReason: null,
      topic: null,
      decisionId: 'none',
      ownerTeam: 'cse',
      assigneeId: null,
      bounces: 0,
      triageSince: null,
      acceptBy: null,
      overdueSince: null,
      waitingSince: null,
      snoozedUntil: null,
      mergedInto: null,
      partOf: null,
      incidentId: null,
      origin: 'real',
      version: 1,
      openedAt: context.at,
      updatedAt: context.at,
      resolvedAt: null,
      closedAt: null,
      ...given,
    })
    .execute()
  return id
}

/** Assigns one more case and puts it on the desk; gives the name of who has it, or why nobody has. */
const assignOne = (desk: TestDesk, names: Names, wanted: Partial<Wanted> = {}): Promise<string> =>
  within(desk, async (context) => {
    const team = wanted.team ?? 'cse'
    const found = await assignCase(context, { caseId: 'next', ...wanted, team })
    if (found.kind === 'nobody-free') return found.reason
    await putCase(context, { assigneeId: found.personId, ownerTeam: team })
    return names.of(found.personId)
  })

type Names = { readonly of: (id: string) => string; readonly id: (name: string) => string }

/** People of `cse` unless another team is said, in UTC office hours. */
async function withPeople(
  desk: TestDesk,
  people: Readonly<Record<string, Partial<InputOf<'people.add'>>>>,
): Promise<Names> {
  const ids = new Map<string, string>()
  for (const [name, more] of Object.entries(people)) {
    const { id } = await desk.do('people.add', { name, team: 'cse', ...more })
    ids.set(name, id)
  }
  const byId = new Map([...ids].map(([name, id]) => [id, name]))
  return { of: (id) => byId.get(id)!, id: (name) => ids.get(name)! }
}

const times = async (count: number, work: () => Promise<string>): Promise<string[]> => {
  const all: string[] = []
  for (let done = 0; done < count; done++) all.push(await work())
  return all
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

describeOnStores('assignment', (open, place) => {
  describe('taking turns', () => {
    it('goes round by the longest wait', async () => {
      const desk = await open()
      const names = await withPeople(desk, { Ana: {}, Bo: {}, Cy: {} })
      expect(await times(7, () => assignOne(desk, names))).toEqual([
        'Ana',
        'Bo',
        'Cy',
        'Ana',
        'Bo',
        'Cy',
        'Ana',
      ])
    })

    it('puts who joins at the end of the line', async () => {
      const desk = await open()
      const names = await withPeople(desk, { Ana: {}, Bo: {} })
      desk.setTime(60_000)
      const { id } = await desk.do('people.add', { name: 'New', team: 'cse' })
      const of = (one: string) => (one === id ? 'New' : names.of(one))
      expect(await times(3, () => assignOne(desk, { ...names, of }))).toEqual(['Ana', 'Bo', 'New'])
    })

    it('keeps the order when the clock is set back', async () => {
      const desk = await open()
      const names = await withPeople(desk, { Ana: {}, Bo: {}, Cy: {} })
      await times(3, () => assignOne(desk, names))
      desk.setTime('2026-02-27T10:00:00.000Z')
      expect(await times(4, () => assignOne(desk, names))).toEqual(['Ana', 'Bo', 'Cy', 'Ana'])
    })

    it('says in one sentence who was chosen and who was not', async () => {
      const desk = await open()
      const names = await withPeople(desk, {
        Ana: {},
        Bo: { loadMax: 1 },
        Cy: { timeZone: 'America/New_York' },
        Kim: {},
      })
      await desk.do('leave.add', { person: names.id('Ana'), from: '2026-02-27', until: '2026-03-09' })
      await assignOne(desk, names)
      const found = await within(desk, (context) => assignCase(context, { caseId: 'x', team: 'cse' }))
      expect(found.reason).toBe(
        'Round-robin: Kim has waited longest; Ana is on leave until 9 March, Cy is off until 2 March 09:00 (America/New_York).',
      )
      await assignOne(desk, names)
      const next = await within(desk, (context) => assignCase(context, { caseId: 'x', team: 'cse' }))
      expect(next.reason).toContain('Kim has waited longest')
      expect(next.reason).toContain('Bo is at 1 of 1 cases')
    })
  })

  describe('who is not free', () => {
    it('gives nothing to who is on leave, off, overloaded or at their load', async () => {
      const desk = await open()
      const names = await withPeople(desk, {
        Away: {},
        Off: { timeZone: 'Asia/Tokyo', hours: { mon: [['09:00', '17:00']] } },
        Over: {},
        Full: { loadMax: 0 },
        Free: {},
      })
      await desk.do('leave.add', { person: names.id('Away'), from: '2026-03-02', until: '2026-03-02' })
      await desk.do('people.overload', { person: names.id('Over'), overloaded: true })
      expect(tally(await times(5, () => assignOne(desk, names)))).toEqual({ Free: 5 })
    })

    it('counts neither resolved nor closed nor snoozed cases, until these wake', async () => {
      const desk = await open()
      const names = await withPeople(desk, { Ana: { loadMax: 1 } })
      const assigneeId = names.id('Ana')
      await within(desk, async (context) => {
        await putCase(context, { assigneeId, state: 'resolved' })
        await putCase(context, { assigneeId, state: 'closed' })
        await putCase(context, { assigneeId, snoozedUntil: '2026-03-02T10:00:00.000Z' })
      })
      const load = () => within(desk, ({ db, at }) => loadOf(db, [assigneeId, 'nobody'], at))
      expect(await load()).toEqual(
        new Map([
          [assigneeId, 0],
          ['nobody', 0],
        ]),
      )
      desk.setTime('2026-03-02T10:00:00.000Z')
      expect((await load()).get(assigneeId)).toBe(1)
      expect(await assignOne(desk, names)).toContain('Ana is at 1 of 1 cases')
    })

    it('takes holidays of the team as days off', async () => {
      const desk = await open()
      const names = await withPeople(desk, { Ana: {} })
      await desk.do('teams.update', { team: 'cse', holidays: ['2026-03-02'] })
      expect(await assignOne(desk, names)).toContain('Ana is off until 3 March 09:00 (UTC)')
    })

    it('names everybody, and when the first is back', async () => {
      const desk = await open()
      const names = await withPeople(desk, {
        Ana: { loadMax: 0 },
        Bo: {},
        Cy: { timeZone: 'America/New_York' },
        Dee: { hours: {} },
      })
      await desk.do('leave.add', { person: names.id('Bo'), from: '2026-03-02', until: '2026-03-06' })
      const found = await within(desk, (context) => assignCase(context, { caseId: 'x', team: 'cse' }))
      expect(found).toEqual({
        kind: 'nobody-free',
        reason:
          'Nobody in Customer Success Engineering is free: Ana is at 0 of 0 cases, Bo is on leave until 6 March, Cy is off until 2 March 09:00 (America/New_York), Dee has no working hours.',
        retryAt: '2026-03-02T14:00:00.000Z',
      })
    })

    it('is back after leave only when work begins, and not between two leaves', async () => {
      const desk = await open()
      const names = await withPeople(desk, { Ana: {} })
      const person = names.id('Ana')
      await desk.do('leave.add', { person, from: '2026-03-02', until: '2026-03-06' })
      await desk.do('leave.add', { person, from: '2026-03-09', until: '2026-03-10T12:00:00Z' })
      const found = await within(desk, (context) => assignCase(context, { caseId: 'x', team: 'cse' }))
      expect(found).toMatchObject({ retryAt: '2026-03-10T12:00:00.000Z' })
    })

    it('waits for a resolved case where only load stands in the way', async () => {
      const desk = await open()
      await withPeople(desk, { Ana: { loadMax: 0 } })
      const found = await within(desk, (context) => assignCase(context, { caseId: 'x', team: 'cse' }))
      expect(found).toMatchObject({ kind: 'nobody-free', retryAt: null })
    })

    it('says that a team has nobody', async () => {
      const desk = await open()
      const found = await within(desk, (context) => assignCase(context, { caseId: 'x', team: 'legal' }))
      expect(found).toEqual({ kind: 'nobody-free', reason: 'Nobody is set up in Legal yet.', retryAt: null })
    })

    it('refuses a team that the policy does not have, naming the nearest', async () => {
      const desk = await open()
      await expect(
        within(desk, (context) => assignCase(context, { caseId: 'x', team: 'legl' })),
      ).rejects.toMatchObject({ code: 'not_found', help: 'Did you mean `legal`?' })
    })

    it('passes over who is excluded', async () => {
      const desk = await open()
      const names = await withPeople(desk, { Ana: {}, Bo: {} })
      expect(await times(2, () => assignOne(desk, names, { exclude: [names.id('Ana')] }))).toEqual([
        'Bo',
        'Bo',
      ])
    })
  })

  describe('people who come first', () => {
    const people = { Ana: {}, Bo: {}, Eve: { team: 'support' as const }, Back: { team: 'support' as const } }
    const wantedFirst = (names: Names) => ({
      first: [
        { personId: names.id('Eve'), as: 'assigned engineer' },
        { personId: names.id('Back'), as: 'backup' },
      ],
    })

    it('has them before the members, without taking a turn of the team', async () => {
      const desk = await open()
      const names = await withPeople(desk, people)
      expect(await times(2, () => assignOne(desk, names, wantedFirst(names)))).toEqual(['Eve', 'Eve'])
      expect(await assignOne(desk, names)).toBe('Ana')
    })

    it("sends an overloaded engineer's case to the backup, and an absent backup's to the team", async () => {
      const desk = await open()
      const names = await withPeople(desk, people)
      const choose = () =>
        within(desk, (context) => assignCase(context, { caseId: 'x', team: 'cse', ...wantedFirst(names) }))
      await desk.do('people.overload', { person: names.id('Eve'), overloaded: true })
      expect(await choose()).toMatchObject({
        personId: names.id('Back'),
        reason: 'Backup Back takes it; assigned engineer Eve is overloaded.',
      })
      await desk.do('leave.add', { person: names.id('Back'), from: '2026-03-02', until: '2026-03-03' })
      expect(await choose()).toMatchObject({
        personId: names.id('Ana'),
        reason:
          'Round-robin: Ana has waited longest; assigned engineer Eve is overloaded, backup Back is on leave until 3 March.',
      })
    })

    it('never goes above their load', async () => {
      const desk = await open()
      const names = await withPeople(desk, { ...people, Eve: { team: 'support', loadMax: 1 } })
      expect(await times(2, () => assignOne(desk, names, wantedFirst(names)))).toEqual(['Eve', 'Back'])
    })
  })

  describe('many at once', () => {
    it('gives everybody the same, and nobody more than their load', async () => {
      const address = await place.newAddress()
      // Three servers, whose clocks do not agree; an embedded store has one.
      const offsets = place.kind === 'postgres' ? [0, 5_000, -5_000] : [0]
      const desks = await Promise.all(offsets.map(() => openDesk(address)))
      const [desk] = desks as [TestDesk]
      desks.forEach((one, index) => {
        one.setTime(3_600_000 + offsets[index]!)
      })
      try {
        const names = await withPeople(desk, { Ana: {}, Bo: {}, Cy: { loadMax: 3 }, Dee: {}, Eli: {} })
        const all = await Promise.all(
          Array.from({ length: 43 }, (_, index) => assignOne(desks[index % desks.length]!, names)),
        )
        const { Cy, ...others } = tally(all)
        expect(Cy).toBe(3)
        expect(others).toEqual({ Ana: 10, Bo: 10, Dee: 10, Eli: 10 })
      } finally {
        for (const one of desks) await one.close()
      }
    })

    it('keeps to the load of who is in two teams', async () => {
      const desk = await open()
      const names = await withPeople(desk, { Ana: { loadMax: 4 } })
      await desk.do('teams.join', { team: 'finfra', person: names.id('Ana') })
      const all = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          assignOne(desk, names, { team: index % 2 ? 'cse' : 'finfra' }),
        ),
      )
      expect(all.filter((name) => name === 'Ana')).toHaveLength(4)
    })

    it('leaves no case waiting while a place comes free', async () => {
      const desk = await open()
      const names = await withPeople(desk, { Ana: { loadMax: 1 } })
      for (let round = 0; round < 15; round++) {
        const held = await within(desk, (context) => putCase(context, { assigneeId: names.id('Ana') }))
        const waits = within(desk, async (context) => {
          const found = await assignCase(context, { caseId: 'x', team: 'cse' })
          const id = await putCase(
            context,
            found.kind === 'assigned' ? { assigneeId: found.personId } : { waitingSince: context.at },
          )
          return { id, kind: found.kind }
        })
        const resolves = within(desk, async (context) => {
          await context.db.updateTable('cases').set({ state: 'resolved' }).where('id', '=', held).execute()
          return openWaiting(context, { personId: names.id('Ana') })
        })
        const [asked, tried] = await Promise.all([waits, resolves])
        // Either it found the place, or whoever freed the place found it.
        expect(asked.kind === 'assigned' || tried.includes(asked.id)).toBe(true)
        await within(desk, ({ db }) => db.updateTable('cases').set({ state: 'closed' }).execute())
      }
    })
  })
})

describeOnStores('waiting cases', (open) => {
  const opened = async (desk: TestDesk): Promise<string> =>
    (
      await desk.do('cases.open', {
        text: 'The build fails on install',
        facts: { topic: 'builds-deployments', plan: 'pro' },
      })
    ).id
  const assigneeOf = async ({ store }: TestDesk, id: string) =>
    (await store.db.selectFrom('cases').select('assigneeId').where('id', '=', id).executeTakeFirstOrThrow())
      .assigneeId

  it('are taken when somebody joins the team', async () => {
    const desk = await open()
    const id = await opened(desk)
    expect(await assigneeOf(desk, id)).toBeNull()
    const ana = await desk.do('people.add', { name: 'Ana', team: 'cse' })
    await runTimers(desk)
    expect(await assigneeOf(desk, id)).toBe(ana.id)
  })

  it('are taken when work begins', async () => {
    const desk = await open()
    const ana = await desk.do('people.add', { name: 'Ana', team: 'cse', timeZone: 'America/New_York' })
    const id = await opened(desk)
    await runTimers(desk)
    expect(await assigneeOf(desk, id)).toBeNull()
    desk.setTime('2026-03-02T14:00:00.000Z')
    await runTimers(desk)
    expect(await assigneeOf(desk, id)).toBe(ana.id)
  })

  it('are taken when leave ends early, a load is raised, hours begin earlier, or the overload is over', async () => {
    const desk = await open()
    const { id: person } = await desk.do('people.add', { name: 'Ana', team: 'cse', loadMax: 0 })
    const raised = await opened(desk)
    await desk.do('people.update', { person, loadMax: 10 })
    await runTimers(desk)
    expect(await assigneeOf(desk, raised)).toBe(person)

    const leave = await desk.do('leave.add', { person, from: '2026-03-02', until: '2026-03-20' })
    const away = await putWaiting(desk)
    await desk.do('leave.remove', { leave: leave.id })
    await runTimers(desk)
    expect(await assigneeOf(desk, away)).toBe(person)

    await desk.do('people.overload', { person, overloaded: true })
    const over = await putWaiting(desk)
    await desk.do('people.overload', { person, overloaded: false })
    await runTimers(desk)
    expect(await assigneeOf(desk, over)).toBe(person)

    await desk.do('people.update', { person, hours: { tue: [['09:00', '17:00']] } })
    const off = await putWaiting(desk)
    await desk.do('people.update', { person, hours: { mon: [['08:00', '17:00']] } })
    await runTimers(desk)
    expect(await assigneeOf(desk, off)).toBe(person)
  })

  it('are tried the longest wait first, and no more than can be taken and a few', async () => {
    const desk = await open()
    const ids: string[] = []
    for (let made = 0; made < 9; made++) {
      desk.setTime(1_000)
      ids.push(await putWaiting(desk))
    }
    const tried = await within(desk, (context) => openWaiting(context, 'cse', 2))
    expect(tried).toEqual(ids.slice(0, 6))
  })

  it('are all taken as far as there is room, when the places came free while nobody was at work', async () => {
    const desk = await open()
    const { id: person } = await desk.do('people.add', { name: 'Ana', team: 'cse', loadMax: 8 })
    const ids: string[] = []
    for (let made = 0; made < 20; made++) {
      desk.setTime(1_000)
      ids.push(await opened(desk))
    }
    desk.setTime('2026-03-02T20:00:00.000Z')
    for (const id of ids.slice(0, 8)) await desk.do('cases.resolve', { case: id, outcome: 'Solved' })
    await runTimers(desk)
    desk.setTime('2026-03-03T09:00:00.000Z')
    await runTimers(desk)
    const assigned = await Promise.all(ids.slice(8).map((id) => assigneeOf(desk, id)))
    expect(assigned).toEqual([...Array(8).fill(person), ...Array(4).fill(null)])
  })

  /** A case that waits already, whatever there is in the team. */
  const putWaiting = (desk: TestDesk): Promise<string> =>
    within(desk, (context) => putCase(context, { waitingSince: context.at }))
})
