/** What the programme of a demonstration leaves behind when the demonstration is removed: nothing of its own. */
import type { Context } from '../context.ts'

type Db = Context['db']

const demoIds = (db: Db, table: 'accounts' | 'people' | 'cases') =>
  db.selectFrom(table).select(`${table}.id`).where(`${table}.origin`, '=', 'demo')

/** Accounts that real requests and assignments stand on become real, and then the people who work for them. */
export async function adoptProgramme({ db }: Pick<Context, 'db'>): Promise<void> {
  const become = async (table: 'accounts' | 'people', ids: readonly (string | null)[]): Promise<void> => {
    const wanted = ids.filter((id) => id !== null)
    if (wanted.length === 0) return
    await db.updateTable(table).set({ origin: 'real' }).where('id', 'in', wanted).execute()
  }
  const requests = await db
    .selectFrom('assignmentRequests')
    .select(['accountId', 'wantedEngineerId'])
    .where('origin', '<>', 'demo')
    .execute()
  const assignments = await db
    .selectFrom('assignments')
    .select(['id', 'accountId', 'engineerId', 'backupId', 'customerEngineerId'])
    .where('origin', '<>', 'demo')
    .execute()
  await become(
    'accounts',
    [...requests, ...assignments].map(({ accountId }) => accountId),
  )
  const promises = await db
    .selectFrom('promises')
    .select(['madeBy', 'owedBy'])
    .where('accountId', 'not in', demoIds(db, 'accounts'))
    .execute()
  const transitions = await db
    .selectFrom('transitions')
    .innerJoin('assignments', 'assignments.id', 'transitions.assignmentId')
    .select('successorId')
    .where('assignments.origin', '<>', 'demo')
    .execute()
  await become('people', [
    ...requests.map(({ wantedEngineerId }) => wantedEngineerId),
    ...assignments.flatMap((row) => [row.engineerId, row.backupId, row.customerEngineerId]),
    ...promises.flatMap(({ madeBy, owedBy }) => [madeBy, owedBy]),
    ...transitions.map(({ successorId }) => successorId),
  ])
}

/** Removes what came with the demonstration, and what was kept of customers that go with it. Before cases and accounts. */
export async function removeProgramme({ db }: Pick<Context, 'db'>): Promise<void> {
  const [accounts, people, cases] = [demoIds(db, 'accounts'), demoIds(db, 'people'), demoIds(db, 'cases')]
  const assignments = db
    .selectFrom('assignments')
    .select('id')
    .where((where) => where.or([where('origin', '=', 'demo'), where('accountId', 'in', accounts)]))
  for (const table of ['assignmentEvents', 'checkIns', 'documentUpdates', 'transitions'] as const) {
    await db.deleteFrom(table).where('assignmentId', 'in', assignments).execute()
  }
  for (const table of ['assignments', 'assignmentRequests'] as const) {
    await db
      .deleteFrom(table)
      .where((where) => where.or([where('origin', '=', 'demo'), where('accountId', 'in', accounts)]))
      .execute()
  }
  const practices = db.selectFrom('practices').select('id').where('accountId', 'in', accounts)
  await db.deleteFrom('practiceOffers').where('practiceId', 'in', practices).execute()
  for (const table of [
    'practiceOffers',
    'practices',
    'promises',
    'meetings',
    'leadershipChecks',
    'accountPeople',
  ] as const) {
    await db.deleteFrom(table).where('accountId', 'in', accounts).execute()
  }
  for (const table of ['practices', 'promises', 'leadershipChecks'] as const) {
    await db.updateTable(table).set({ caseId: null }).where('caseId', 'in', cases).execute()
  }
  await db.updateTable('accountPeople').set({ personId: null }).where('personId', 'in', people).execute()
  await db.deleteFrom('programmeRoles').where('personId', 'in', people).execute()
  await db.deleteFrom('loadSamples').where('personId', 'in', people).execute()
}
