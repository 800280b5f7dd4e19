import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/store/open.ts'
import type { TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'
import { addCase, auditRow, caseRow } from './rows.ts'

describeOnStores('history', (open, { kind }) => {
  let desk: TestDesk
  let db: Database
  beforeAll(async () => {
    desk = await open()
    db = desk.store.db
    await addCase(db, 'case_real')
    await addCase(db, 'case_demo', 'demo')
    await db.insertInto('audit').values(auditRow('audit_1')).execute()
    await db.insertInto('audit').values(auditRow('audit_2')).execute()
  })

  it.each(['events', 'decisions', 'audit'] as const)('refuses to change a row of %s', async (table) => {
    await expect(db.updateTable(table).set({ at: 'never' }).execute()).rejects.toThrow(
      `${table} is append-only`,
    )
  })

  it.each(['events', 'decisions'] as const)('refuses to delete a row of %s', async (table) => {
    await expect(db.deleteFrom(table).where('caseId', '=', 'case_real').execute()).rejects.toThrow(
      `${table} is append-only`,
    )
  })

  it('refuses to delete an audit entry', async () => {
    await expect(db.deleteFrom('audit').execute()).rejects.toThrow('audit is append-only')
  })

  // SQLite has no such statement.
  if (kind === 'postgres')
    it.each(['events', 'decisions', 'audit'])('refuses to empty %s at once', async (table) => {
      await expect(sql`truncate ${sql.table(table)} cascade`.execute(db)).rejects.toThrow('is append-only')
    })

  it('refuses a case that is deleted from under its history', async () => {
    await expect(db.deleteFrom('cases').where('id', '=', 'case_real').execute()).rejects.toThrow(
      /foreign key/i,
    )
  })

  it('seals an audit entry once, and changes nothing else of it', async () => {
    const one = db.updateTable('audit').where('id', '=', 'audit_1')
    await expect(one.set({ seq: 1, hash: 'a', actor: 'eve' }).execute()).rejects.toThrow('append-only')
    await expect(one.set({ seq: 1 }).execute()).rejects.toThrow('append-only')
    await one.set({ seq: 1, hash: 'a' }).execute()
    await expect(one.set({ seq: 1, hash: 'b' }).execute()).rejects.toThrow('append-only')
    await expect(one.set({ seq: null, hash: null }).execute()).rejects.toThrow('append-only')
  })

  it('lets the demonstration go, with its history', async () => {
    await db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('events').where('caseId', '=', 'case_demo').execute()
      await transaction.deleteFrom('decisions').where('caseId', '=', 'case_demo').execute()
      await transaction.deleteFrom('cases').where('id', '=', 'case_demo').execute()
    })
    const left = await db.selectFrom('events').select('caseId').execute()
    expect(left).toEqual([{ caseId: 'case_real' }])
  })

  it('does not let a case become a demonstration so that its history can go', async () => {
    await expect(
      db.updateTable('cases').set({ origin: 'demo' }).where('id', '=', 'case_real').execute(),
    ).rejects.toThrow('origin')
  })

  it('takes back everything of a transaction that fails', async () => {
    await expect(
      db.transaction().execute(async (transaction) => {
        await transaction.insertInto('cases').values(caseRow('case_half')).execute()
        throw new Error('half way')
      }),
    ).rejects.toThrow('half way')
    const half = await db.selectFrom('cases').select('id').where('id', '=', 'case_half').execute()
    expect(half).toEqual([])
  })

  it('sorts text by code, whatever the language of the machine', async () => {
    for (const key of ['b', 'B', '_', 'a', 'Ä']) {
      await db.insertInto('meta').values({ key, value: '' }).execute()
    }
    const rows = await db.selectFrom('meta').select('key').orderBy('key').execute()
    expect(rows.map(({ key }) => key)).toEqual(['B', '_', 'a', 'b', 'Ä'])
  })
})
