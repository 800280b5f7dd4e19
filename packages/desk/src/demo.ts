/**
 * The demonstration: rows that came with `origin` demo, made by the very operations that make real ones. Here is how
 * its timers run while its weeks are played, and how all of it goes again. What is in it is the application's.
 */
import { sql, type Transaction } from 'kysely'
import { findAssignee } from './cases/case-routing.ts'
import { loadCase } from './cases/cases.ts'
import type { Context, Services } from './context.ts'
import { adoptProgramme, removeProgramme } from './programme/programme-demo.ts'
import { fromJson } from './store/json.ts'
import type { Database, Store } from './store/open.ts'
import type { Tables, Time } from './store/tables.ts'
import { runTimers, type WorkerLog } from './work/worker.ts'

/** Whether nobody has put anything into a store yet: the moment for a demonstration. */
export async function isUntouched({ db }: Store): Promise<boolean> {
  for (const table of ['accounts', 'people', 'cases'] as const) {
    if (await db.selectFrom(table).select('id').limit(1).executeTakeFirst()) return false
  }
  return true
}

const markKey = 'demo'

/** Whether a demonstration was ever loaded here: one that was removed does not come back by itself. */
export async function hadDemo({ db }: Store): Promise<boolean> {
  const row = await db.selectFrom('meta').select('key').where('key', '=', markKey).executeTakeFirst()
  return row !== undefined
}

/** Notes that it was loaded, in the transaction that loads it. */
export async function noteDemo({ db }: Store): Promise<void> {
  await db.insertInto('meta').values({ key: markKey, value: 'loaded' }).execute()
}

/**
 * Has all that is done with the services it gives become one transaction: done whole or not at all, and with one wait for
 * the disk instead of one for each step. A step that fails undoes itself alone.
 */
export const asOneTransaction = <T>(services: Services, work: (within: Services) => Promise<T>): Promise<T> =>
  services.store.db
    .transaction()
    .execute((db) => work({ ...services, store: { ...services.store, db: stepwise(db) } }))

/** An open transaction that passes for a store: what would be a transaction there is a step of this one. */
function stepwise(db: Transaction<Tables>): Database {
  const execute = async <T>(work: (db: Transaction<Tables>) => Promise<T>): Promise<T> => {
    await sql`savepoint step`.execute(db)
    try {
      const result = await work(db)
      await sql`release savepoint step`.execute(db)
      return result
    } catch (error) {
      await sql`rollback to savepoint step`.execute(db)
      throw error
    }
  }
  return new Proxy(db, {
    get: (_, name) => {
      if (name === 'transaction') return () => ({ execute })
      const value: unknown = Reflect.get(db, name)
      return typeof value === 'function' ? value.bind(db) : value
    },
  })
}

/** Does what timers were set for up to a time, each at its own; `setTime` moves the clock that the services read. */
export async function playTimers(
  services: Services,
  log: WorkerLog,
  until: Time,
  setTime: (at: Time) => void,
): Promise<void> {
  for (;;) {
    const next = await services.store.db
      .selectFrom('jobs')
      .select('runAt')
      .where('queue', '=', 'timer')
      .where('state', '=', 'waiting')
      .where('runAt', '<=', until)
      .orderBy('runAt')
      .limit(1)
      .executeTakeFirst()
    if (!next) return
    if (next.runAt > services.now()) setTime(next.runAt)
    if ((await runTimers(services, { holder: 'demo', log })) === 0) return
  }
}

export type Removed = { readonly cases: number; readonly accounts: number; readonly people: number }

/**
 * Removes all of it and nothing else. A real case that somebody of the demonstration had goes to somebody else; an
 * account or person that something real stands on stays, and counts as real from then on.
 */
export async function removeDemo(context: Context): Promise<Removed> {
  const { db } = context
  const demo = { cases: idsOf(db, 'cases'), accounts: idsOf(db, 'accounts'), people: idsOf(db, 'people') }
  await adoptProgramme(context)
  await adopt(context, demo)
  await removeProgramme(context)
  const orphans = await orphaned(context, demo)
  const engagements = db
    .selectFrom('engagements')
    .select('id')
    .where((where) => where.or([where('origin', '=', 'demo'), where('caseId', 'in', demo.cases)]))
  await db.deleteFrom('engagementSessions').where('engagementId', 'in', engagements).execute()
  await db.deleteFrom('engagements').where('id', 'in', engagements).execute()
  await db
    .deleteFrom('revenueSignals')
    .where((where) => where.or([where('origin', '=', 'demo'), where('caseId', 'in', demo.cases)]))
    .execute()
  for (const table of ofCases) await db.deleteFrom(table).where('caseId', 'in', demo.cases).execute()
  const cases = await db.deleteFrom('cases').where('origin', '=', 'demo').executeTakeFirstOrThrow()
  await db.deleteFrom('incidents').where('origin', '=', 'demo').execute()
  const accounts = await db.deleteFrom('accounts').where('origin', '=', 'demo').executeTakeFirstOrThrow()
  for (const table of ['memberships', 'leave', 'caseFollowers', 'grants', 'invitations'] as const) {
    await db.deleteFrom(table).where('personId', 'in', demo.people).execute()
  }
  const people = await db.deleteFrom('people').where('origin', '=', 'demo').executeTakeFirstOrThrow()
  await dropTimersOfNothing(db)
  for (const id of orphans) await findAssignee(context, await loadCase(context, id), { assigneeId: null })
  return {
    cases: Number(cases.numDeletedRows),
    accounts: Number(accounts.numDeletedRows),
    people: Number(people.numDeletedRows),
  }
}

/** What a timer's payload names, and where that is kept. */
const homes = {
  case: 'cases',
  engagement: 'engagements',
  assignment: 'assignments',
  checkIn: 'checkIns',
  promise: 'promises',
  update: 'documentUpdates',
  person: 'people',
} as const

/** A timer that finds nothing does nothing; but what waits is listed, and should not name what is gone. */
async function dropTimersOfNothing(db: Database): Promise<void> {
  const waiting = await db
    .selectFrom('jobs')
    .select(['id', 'payload'])
    .where('queue', '=', 'timer')
    .where('state', '=', 'waiting')
    .execute()
  const named = waiting.flatMap(({ id, payload }) =>
    Object.entries(fromJson<Record<string, unknown>>(payload)).flatMap(([name, value]) =>
      name in homes ? [{ job: id, home: homes[name as keyof typeof homes], of: String(value) }] : [],
    ),
  )
  for (const [home, timers] of Map.groupBy(named, (timer) => timer.home)) {
    const ids = timers.map(({ of }) => of)
    const there = await db.selectFrom(home).select('id').where('id', 'in', ids).execute()
    const kept = new Set(there.map(({ id }) => id))
    const gone = timers.filter(({ of }) => !kept.has(of)).map(({ job }) => job)
    if (gone.length > 0) await db.deleteFrom('jobs').where('id', 'in', gone).execute()
  }
}

/** Order matters: the store lets history go only while the case of the demonstration is there. */
const ofCases = [
  'events',
  'decisions',
  'corrections',
  'escalations',
  'recordFixes',
  'caseSources',
  'caseTeams',
  'caseFollowers',
] as const

const idsOf = (db: Context['db'], table: 'cases' | 'accounts' | 'people') =>
  db.selectFrom(table).select(`${table}.id`).where(`${table}.origin`, '=', 'demo')
type Ids = ReturnType<typeof idsOf>
type Demo = { readonly cases: Ids; readonly accounts: Ids; readonly people: Ids }

/** What real things stand on becomes real. */
async function adopt({ db }: Context, demo: Demo): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ origin: 'real' })
    .where('origin', '=', 'demo')
    .where((where) =>
      where.or([
        where(
          'id',
          'in',
          db
            .selectFrom('cases')
            .select('accountId')
            .where('origin', '<>', 'demo')
            .$castTo<{ accountId: string }>(),
        ),
        where(
          'id',
          'in',
          db
            .selectFrom('engagements')
            .select('accountId')
            .where('origin', '<>', 'demo')
            .where((on) => on.or([on('caseId', 'is', null), on('caseId', 'not in', demo.cases)])),
        ),
        where('id', 'in', db.selectFrom('revenueSignals').select('accountId').where('origin', '<>', 'demo')),
      ]),
    )
    .execute()
  await db
    .updateTable('people')
    .set({ origin: 'real' })
    .where('origin', '=', 'demo')
    .where((where) =>
      where.or([
        where('id', 'in', db.selectFrom('apiKeys').select('personId')),
        where('id', 'in', db.selectFrom('signInUsers').select('id')),
      ]),
    )
    .execute()
}

/** Lets real things go of what is removed; gives the real cases that lose who had them. */
async function orphaned({ db }: Context, demo: Demo): Promise<string[]> {
  await db
    .updateTable('cases')
    .set({ incidentId: null })
    .where('origin', '<>', 'demo')
    .where('incidentId', 'in', db.selectFrom('incidents').select('id').where('origin', '=', 'demo'))
    .execute()
  await db.updateTable('engagements').set({ leadId: null }).where('leadId', 'in', demo.people).execute()
  const rows = await db
    .updateTable('cases')
    .set({ assigneeId: null })
    .where('origin', '<>', 'demo')
    .where('assigneeId', 'in', demo.people)
    .returning(['id', 'state'])
    .execute()
  return rows.filter(({ state }) => state !== 'resolved' && state !== 'closed').map(({ id }) => id)
}
