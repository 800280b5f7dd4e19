import { expect, it } from 'vitest'
import { openDesk, type TestDesk } from './desk.ts'
import { describeOnStores } from './stores.ts'

const builds = { facts: { topic: 'builds-deployments', plan: 'pro' } }
const billing = { facts: { topic: 'billing-usage', plan: 'enterprise' } }

const open = (desk: TestDesk, n: number, ask: typeof builds | typeof billing = builds) =>
  desk.do('cases.open', { text: `The build fails on install (${n})`, ...ask })

const many = <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)))

type Opened = Awaited<ReturnType<typeof open>>

/** Who got each, in the order in which they were taken in. */
const takers = (cases: readonly Opened[]): string[] =>
  [...cases].sort((one, other) => one.number - other.number).map(({ assignee }) => assignee?.name ?? 'nobody')

const people = async (desk: TestDesk, loads: Readonly<Record<string, number>>) => {
  for (const [name, loadMax] of Object.entries(loads))
    await desk.do('people.add', { name, team: 'cse', loadMax })
}

describeOnStores('asks that come at once', (newDesk, place) => {
  it('are given out in turn, and the turn goes on after them', async () => {
    const desk = await newDesk()
    await people(desk, { Ana: 20, Bo: 20, Cy: 20 })
    const all = await many(10, (n) => open(desk, n))
    const after = await open(desk, 10)
    expect(takers([...all, after])).toEqual([
      ...['Ana', 'Bo', 'Cy', 'Ana', 'Bo', 'Cy', 'Ana', 'Bo', 'Cy', 'Ana'],
      'Bo',
    ])
  })

  it('each have their decision, their history and their audit entry', async () => {
    const desk = await newDesk()
    await people(desk, { Ana: 20 })
    const all = await many(6, (n) => open(desk, n))
    for (const { id } of all) {
      const whole = await desk.do('cases.show', { case: id })
      expect(whole.decision.owner.team).toBe('cse')
      const { items } = await desk.do('cases.history', { case: id })
      expect(items.map(({ kind }) => kind)).toEqual(['opened', 'decided', 'routed', 'assigned'])
      const { items: audit } = await desk.do('audit.list', { target: id })
      expect(audit.map(({ operation }) => operation)).toEqual(['cases.open'])
    }
  })

  it('give nobody more than their load, over teams and servers', async () => {
    const address = await place.newAddress()
    const desks = await Promise.all(
      (place.kind === 'postgres' ? [1, 2, 3] : [1]).map(() => openDesk(address)),
    )
    const [desk] = desks as [TestDesk]
    try {
      await people(desk, { Ana: 4, Bo: 3 })
      const { ownerTeam } = await open(desk, 0, billing)
      expect(ownerTeam).not.toBe('cse')
      const { items } = await desk.do('people.list', {})
      const ana = items.find(({ name }) => name === 'Ana')!
      await desk.do('teams.join', { team: ownerTeam!, person: ana.id })
      const all = await many(24, (n) => open(desks[n % desks.length]!, n + 1, n % 2 ? billing : builds))
      const names = takers(all)
      expect(names.filter((name) => name === 'Ana')).toHaveLength(4)
      expect(names.filter((name) => name === 'Bo')).toHaveLength(3)
    } finally {
      for (const one of desks) await one.close()
    }
  })

  it('count what a repeat among them woke', async () => {
    const desk = await newDesk()
    const again = { text: 'It broke again', requester: { email: 'kim@example.com' }, ...builds }
    await people(desk, { Ana: 3 })
    const first = await desk.do('cases.open', again)
    await desk.do('cases.resolve', { case: first.id, outcome: 'Restarted' })
    const [woken, ...all] = await Promise.all([
      desk.do('cases.open', again),
      ...[1, 2, 3, 4].map((n) => open(desk, n)),
    ])
    expect(woken).toMatchObject({ id: first.id, repeated: true })
    expect(takers(all)).toEqual(['Ana', 'Ana', 'nobody', 'nobody'])
  })
})
