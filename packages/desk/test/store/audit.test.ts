import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { sealAudit, verifyAudit } from '../../src/audit.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { describeOnStores } from '../stores.ts'
import { auditRow } from './rows.ts'

async function addEntries(store: Store, from: number, count: number): Promise<void> {
  const entries = Array.from({ length: count }, (_, i) => auditRow(`audit_${from + i}`))
  await store.db.insertInto('audit').values(entries).execute()
}

/** What somebody does who owns the database: the rules on the table are put aside first. */
async function tamper(store: Store, statement: string): Promise<void> {
  if (store.kind === 'postgres') await sql`alter table audit disable trigger user`.execute(store.db)
  else {
    await sql`drop trigger audit_no_update`.execute(store.db)
    await sql`drop trigger audit_no_delete`.execute(store.db)
  }
  await sql.raw(statement).execute(store.db)
}

describeOnStores('the audit chain', (_open, { newAddress }) => {
  const sealed = async (): Promise<Store> => {
    const store = await openStore(await newAddress())
    await addEntries(store, 1001, 20)
    await sealAudit(store)
    return store
  }

  it('takes up what came since and stays whole', async () => {
    const store = await sealed()
    const first = await verifyAudit(store)
    expect(first).toMatchObject({ entries: 20, fault: null, head: { seq: 20 } })
    await addEntries(store, 2001, 5)
    expect(await verifyAudit(store, first.head)).toMatchObject({ entries: 25, fault: null })
    await store.close()
  })

  it.each([
    ['changed', "update audit set actor = 'eve' where id = 'audit_1007'", { seq: 7, id: 'audit_1007' }],
    ['removed', "delete from audit where id = 'audit_1007'", { seq: 7, id: 'audit_1008' }],
    [
      'renumbered after another was removed',
      "delete from audit where id = 'audit_1007'; update audit set seq = -seq where seq > 7; " +
        'update audit set seq = -seq - 1 where seq < 0',
      { seq: 7, id: 'audit_1008' },
    ],
    [
      'put in',
      "insert into audit select 'audit_9', at, actor, surface, operation, outcome, target, detail, 21, 'made up' " +
        "from audit where id = 'audit_1001'",
      { seq: 21, id: 'audit_9' },
    ],
    [
      'put before the first',
      "insert into audit select 'audit_0', at, actor, surface, operation, outcome, target, detail, 0, 'made up' " +
        "from audit where id = 'audit_1001'",
      { seq: 1, id: 'audit_0', message: 'an entry was put before the first' },
    ],
  ])('shows that an entry was %s', async (_how, statements, fault) => {
    const store = await sealed()
    const [first, ...others] = statements.split('; ')
    await tamper(store, first!)
    for (const other of others) await sql.raw(other).execute(store.db)
    expect((await verifyAudit(store)).fault).toMatchObject(fault)
    await store.close()
  })

  it('shows that its end was cut off, to who noted where it ended', async () => {
    const store = await sealed()
    const { head } = await verifyAudit(store)
    await tamper(store, 'delete from audit where seq > 15')
    expect((await verifyAudit(store)).fault).toBeNull()
    expect((await verifyAudit(store, head)).fault).toMatchObject({ seq: 16 })
    // Nor do new entries in their place hide it.
    await addEntries(store, 3001, 30)
    expect((await verifyAudit(store, head)).fault).toMatchObject({ seq: 20 })
    await store.close()
  })

  it('is one chain when several processes seal at once', async () => {
    const address = await newAddress()
    const stores = await Promise.all(Array.from({ length: 3 }, () => openStore(address)))
    let from = 10_000
    for (let round = 0; round < 5; round++) {
      await Promise.all(
        stores.flatMap((store) => {
          from += 100
          return [addEntries(store, from, 100), sealAudit(store), sealAudit(store)]
        }),
      )
    }
    expect(await verifyAudit(stores[0]!)).toMatchObject({ entries: 1_500, fault: null })
    for (const store of stores) await store.close()
  })
})
