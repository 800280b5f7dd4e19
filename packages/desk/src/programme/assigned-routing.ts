/**
 * Who comes first for a case of a customer with an assigned engineer, and what whoever takes it is given (A1, A9, A19).
 * Hours, leave, load and overload are `assignment.ts`'s to respect; it also says on the case why somebody was passed.
 *
 * Only cases on the desks that the policy names under `takes` go to the engineer: those of the support teams. A case
 * that belongs to another team, such as one about a contract, stays that team's, whoever the customer is.
 */

import { record } from '../cases/case-log.ts'
import { openStates } from '../cases/case-states.ts'
import type { Case } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { tryAgain, type Wanted } from '../people/assignment.ts'
import { type Assigned, runningFor } from './assignment-party.ts'

/** The running assignment that a case goes by, if it goes by one. */
export async function assignedFor(
  context: Context,
  { accountId, ownerTeam }: Pick<Case, 'accountId' | 'ownerTeam'>,
): Promise<Assigned | undefined> {
  const takes = context.answering.policy.compiled.programme?.takes ?? []
  if (accountId === null || ownerTeam === null || !takes.includes(ownerTeam)) return undefined
  return runningFor(context, accountId)
}

/** The engineer, then the backup where there is one; everybody else by round-robin after them. */
export const firstOf = ({ engineerId, backupId }: Assigned): NonNullable<Wanted['first']> => [
  { personId: engineerId, as: 'assigned engineer' },
  ...(backupId === null ? [] : [{ personId: backupId, as: 'backup' }]),
]

/** Tries the customer's cases again that nobody was free for: from now on somebody else comes first for them. */
export async function retryWaitingOf(context: Context, accountId: string): Promise<void> {
  const waiting = await context.db
    .selectFrom('cases')
    .select('id')
    .where('accountId', '=', accountId)
    .where('waitingSince', 'is not', null)
    .orderBy('waitingSince')
    .orderBy('number')
    .execute()
  await tryAgain(
    context,
    waiting.map(({ id }) => id),
  )
}

/** Puts what is known of the customer beside the case, for whoever has it now. */
export async function attachContext(
  context: Context,
  row: Pick<Case, 'id'>,
  assigned: Assigned,
  to: string,
): Promise<void> {
  const { id: assignment, accountId, engineerId, backupId, kind } = assigned
  await record(context, row.id, 'context-attached', {
    to,
    taker: to === engineerId ? 'engineer' : to === backupId ? 'backup' : 'round-robin',
    account: accountId,
    page: `/api/v1/customers/${accountId}`,
    assignment,
    kind,
    engineer: engineerId,
    backup: backupId,
    ...(await sizesOf(context, accountId)),
  })
}

/** What waits on the customer's page. */
async function sizesOf({ db }: Context, accountId: string): Promise<Record<string, number>> {
  const cases = await db
    .selectFrom('cases')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('accountId', '=', accountId)
    .groupBy('state')
    .execute()
  const sum = (open: boolean): number =>
    cases
      .filter(({ state }) => (openStates as readonly string[]).includes(state) === open)
      .reduce((total, { count }) => total + count, 0)
  const { promises } = await db
    .selectFrom('promises')
    .select(({ fn }) => fn.countAll<number>().as('promises'))
    .where('accountId', '=', accountId)
    .where('settledAt', 'is', null)
    .executeTakeFirstOrThrow()
  return { openCases: sum(true), pastCases: sum(false), openPromises: promises }
}
