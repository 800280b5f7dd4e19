/**
 * The programme of assigned support engineers, as the policy in force has it: its kinds, how many customers it may hold,
 * who speaks for which part of leadership. What is asked, assigned or shown is decided in the files beside this one.
 */
import { type Programme, Refusal } from '@rightdesk/engine'
import type { Transaction } from 'kysely'
import type { Actor } from '../access.ts'
import type { Context } from '../context.ts'
import { daysAfter } from '../engagements/engagements.ts'
import { fromJson } from '../store/json.ts'
import type { AccountRow, Tables, Time } from '../store/tables.ts'
import { alone } from '../store/transaction.ts'

export type ProgrammeKind = Programme['kinds'][string]

/** The programme of the policy; throws `precondition_failed` where the policy has none. */
export function programmeIn({ answering }: Pick<Context, 'answering'>): Programme {
  const { programme } = answering.policy.compiled
  if (programme) return programme
  const help = 'Add a programme.yaml to the policy; docs/policy.md says what it holds.'
  throw new Refusal('precondition_failed', '', 'the policy has no assigned support engineers', help)
}

/** A kind of assignment by its name; throws `invalid` for one that the policy does not have. */
export function kindNamed(programme: Programme, name: string): ProgrammeKind {
  const kind = Object.hasOwn(programme.kinds, name) ? programme.kinds[name] : undefined
  if (kind) return kind
  const known = Object.keys(programme.kinds).join(', ')
  throw new Refusal('invalid', 'kind', `there is no kind of assignment \`${name}\``, `It is one of ${known}.`)
}

/** The kinds that a customer is never told of (A6). One that a later policy does not have any more is not told either. */
export const isTold = (programme: Programme | undefined, kind: string): boolean =>
  programme !== undefined &&
  Object.hasOwn(programme.kinds, kind) &&
  programme.kinds[kind]!.customerIsTold === true

/**
 * Whoever changes requests or assignments calls this before reading them: they do it one at a time, on every server, so
 * that the cap is counted on what is true (A3) and nobody waits for anybody in a circle.
 */
export const oneAtATime = (context: Context): Promise<void> =>
  alone(context.db as Transaction<Tables>, context.store.kind, 'programme-cap')

/** Throws `precondition_failed` where the account's record says that the customer is at another point of its life. */
export function demandLifecycle(account: AccountRow, { lifecycle }: ProgrammeKind, kind: string): void {
  const known = fromJson<Record<string, unknown>>(account.facts)['lifecycle']
  if (typeof known !== 'string' || known === lifecycle) return
  throw new Refusal(
    'precondition_failed',
    'kind',
    `\`${kind}\` is for customers in ${lifecycle}, and the record of \`${account.name}\` says ${known}`,
    'Choose another kind, or put the record right with accounts.put.',
  )
}

/** Whose views on a request must be there before it is decided (A2). */
export const viewingRoles = ({ vetting }: Programme): readonly string[] =>
  vetting.filter(({ says }) => says === 'gives a view').map(({ role }) => role)

/** The roles of leadership that an actor speaks for. */
export async function rolesOf({ db }: Pick<Context, 'db'>, actor: Actor): Promise<string[]> {
  const rows = await db
    .selectFrom('programmeRoles')
    .select('role')
    .where('personId', '=', actor.id)
    .orderBy('role')
    .execute()
  return rows.map(({ role }) => role)
}

/** When a temporary assignment would end, checked against the policy; null for a kind that is not temporary. */
export function untilFor(context: Context, kindName: string, until: string | undefined): Time | null {
  const programme = programmeIn(context)
  const { temporary } = kindNamed(programme, kindName)
  const refuse = (message: string, help: string) => new Refusal('invalid', 'until', message, help)
  if (!temporary) {
    if (until === undefined) return null
    throw refuse(`\`${kindName}\` is not temporary`, 'Leave `until` out, or choose a temporary kind.')
  }
  if (until === undefined) throw refuse(`\`${kindName}\` is temporary`, 'Say in `until` when it ends.')
  const at = new Date(until).toISOString()
  const days = programme.temporaryDaysMax
  if (at > context.at && at <= daysAfter(context.at, days)) return at
  const message = `\`${until}\` is not within ${days} days from now`
  throw refuse(
    message,
    'Give a time in the future that is soon enough; it can be asked for anew when it ends.',
  )
}
