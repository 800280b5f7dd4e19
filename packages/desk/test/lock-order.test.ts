import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { connect } from '../src/store/open.ts'
import { openDesk, type TestDesk } from './desk.ts'
import { describeOnStores } from './stores.ts'

/** How often PostgreSQL had to break a ring of those who wait for each other; what a connection saw is told when it closes. */
async function ringsBroken(address: string, kind: 'sqlite' | 'postgres'): Promise<number> {
  if (kind === 'sqlite') return 0
  const db = connect(address)
  try {
    const { rows } = await sql<{ deadlocks: number }>`
      select deadlocks from pg_stat_database where datname = current_database()`.execute(db)
    return rows[0]!.deadlocks
  } finally {
    await db.destroy()
  }
}

const teams = ['cse', 'finfra'] as const

describeOnStores('two servers that change cases of the same teams', (_open, { kind, newAddress }) => {
  const onTwo = async (work: (desks: readonly [TestDesk, TestDesk]) => Promise<void>): Promise<string> => {
    const address = await newAddress()
    const desks = [await openDesk(address), await openDesk(address)] as const
    try {
      await work(desks)
    } finally {
      for (const desk of desks) await desk.close()
    }
    return address
  }
  const people = async (desk: TestDesk): Promise<void> => {
    for (const team of teams) await desk.do('people.add', { name: team, team, loadMax: 400 })
  }
  const route = (desk: TestDesk, id: string, team: string) =>
    desk.do('cases.route', { case: id, team, reason: 'It belongs there' })

  it('move cases both ways without waiting for each other in a ring', async () => {
    const address = await onTwo(async ([one, other]) => {
      await people(one)
      const ids: string[] = []
      for (let n = 0; n < 24; n++) {
        const { id } = await one.do('cases.open', {
          text: `Ask ${n}`,
          facts: { topic: 'builds-deployments' },
        })
        ids.push(id)
        if (n % 2 === 1) await route(one, id, 'finfra')
      }
      const moved = await Promise.all(
        ids.map((id, n) => (n % 2 === 1 ? route(one, id, 'cse') : route(other, id, 'finfra'))),
      )
      expect(moved.map(({ assignee }) => assignee?.name)).toEqual(ids.map((_, n) => teams[(n + 1) % 2]))
    })
    expect(await ringsBroken(address, kind)).toBe(0)
  })

  it('take in what must not wait while a case turns out to be such', async () => {
    const address = await onTwo(async ([one, other]) => {
      await people(one)
      const known: string[] = []
      for (let n = 0; n < 12; n++) {
        known.push(
          (await one.do('cases.open', { text: `Ask ${n}`, facts: { topic: 'functions-compute' } })).id,
        )
      }
      const severe = { topic: 'functions-compute', severity: 'critical' }
      await Promise.all(
        known.flatMap((id, n) => [
          one.do('cases.open', { text: `Down ${n}`, facts: severe }),
          other.do('cases.state_facts', { case: id, facts: { plan: 'enterprise', severity: 'critical' } }),
        ]),
      )
    })
    expect(await ringsBroken(address, kind)).toBe(0)
  })
})
