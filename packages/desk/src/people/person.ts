/**
 * Who somebody is to the desk: the row they stand in, what they were granted, and so as whom they act. How they prove
 * who they are is decided elsewhere (keys.ts, invitations.ts, and the application's sign-in).
 */
import { Refusal } from '@rightdesk/engine'
import { sql, type Transaction } from 'kysely'
import { type Actor, type Grant, holdsRole, type Role, roles } from '../access.ts'
import type { Context } from '../context.ts'
import { toJson } from '../store/json.ts'
import type { Database } from '../store/open.ts'
import type { PersonRow, Tables } from '../store/tables.ts'
import { alone } from '../store/transaction.ts'
import { officeHours } from './hours.ts'

export type PersonKind = 'person' | 'service'
export type NewPerson = { readonly kind: PersonKind; readonly name: string; readonly email: string | null }

const loadMaxDefault = 12
/** Adds somebody who has no grant and is in no team yet; hours and load are set later. */
export async function newPerson(context: Context, { kind, name, email }: NewPerson): Promise<PersonRow> {
  return context.db
    .insertInto('people')
    .values({
      id: context.newId(kind),
      kind,
      name,
      email,
      timeZone: 'UTC',
      hours: toJson(officeHours),
      loadMax: kind === 'person' ? loadMaxDefault : 0,
      languages: toJson([]),
      areas: toJson([]),
      origin: context.origin,
      version: 1,
      createdAt: context.at,
      leftAt: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Whoever has this e-mail address, in whatever case it is written. */
export const personByEmail = (db: Database, email: string): Promise<PersonRow | undefined> =>
  db.selectFrom('people').selectAll().where(sql`lower(email)`, '=', email.toLowerCase()).executeTakeFirst()

/** Somebody who is still here; throws `not_found` where there is nobody of this id. */
export async function loadPerson(db: Database, id: string, at: string): Promise<PersonRow> {
  const row = await db
    .selectFrom('people')
    .selectAll()
    .where('id', '=', id)
    .where('leftAt', 'is', null)
    .executeTakeFirst()
  if (row) return row
  throw new Refusal('not_found', at, `there is nobody \`${id}\``, 'Look the id up with people.list.')
}

type GrantColumns = { readonly role: string | null; readonly team: string | null }

/** Grants as the store has them; a role that this version does not know gives nothing. */
export const grantsFrom = (rows: readonly GrantColumns[]): Grant[] =>
  rows.flatMap(({ role, team }) =>
    role !== null && Object.hasOwn(roles, role) ? [{ role: role as Role, team }] : [],
  )

export const grantsOf = async (db: Database, personId: string): Promise<Grant[]> =>
  grantsFrom(
    await db.selectFrom('grants').select(['role', 'team']).where('personId', '=', personId).execute(),
  )

/** As whom a person acts; null for who has left or was never there. */
export async function actorOf(db: Database, personId: string): Promise<Actor | null> {
  const rows = await db
    .selectFrom('people')
    .leftJoin('grants', 'grants.personId', 'people.id')
    .select(['people.id', 'people.kind', 'people.name', 'grants.role', 'grants.team'])
    .where('people.id', '=', personId)
    .where('people.leftAt', 'is', null)
    .execute()
  const first = rows[0]
  if (!first) return null
  return { kind: first.kind as PersonKind, id: first.id, name: first.name, grants: grantsFrom(rows) }
}

/** Throws `forbidden` unless the actor holds all that somebody else holds: else acting for them would gain rights. */
export async function demandOver(context: Context, person: Pick<PersonRow, 'id' | 'name'>): Promise<void> {
  const grants = await grantsOf(context.db, person.id)
  for (const grant of grants) demandRole(context.actor, grant)
}

/** Throws `forbidden` unless the actor holds every scope of a role for the same teams. */
export function demandRole(actor: Actor, grant: Grant): void {
  if (holdsRole(actor, grant)) return
  throw new Refusal(
    'forbidden',
    'role',
    `\`${actor.name}\` does not hold all that the role \`${grant.role}\` gives for ${grant.team ?? 'all teams'}`,
    'Nobody gives what they do not have: ask an admin who has it.',
  )
}

/** Whether there is somebody, or somebody else, who can sign in and is admin for all teams. */
export async function hasAdmin(db: Database, except?: string): Promise<boolean> {
  const found = await db
    .selectFrom('grants')
    .innerJoin('people', 'people.id', 'grants.personId')
    .innerJoin('signInUsers', 'signInUsers.id', 'people.id')
    .select('people.id')
    .where('grants.role', '=', 'admin')
    .where('grants.team', 'is', null)
    .where('people.leftAt', 'is', null)
    .$if(except !== undefined, (query) => query.where('people.id', '!=', except!))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/**
 * Throws `conflict` where without this person nobody could give access any more. To be called, in the transaction,
 * before an admin's grant is taken or an admin leaves; two that take from each other at once wait for one another.
 */
export async function demandAnotherAdmin(context: Context, personId: string): Promise<void> {
  if (context.db.isTransaction) await alone(context.db as Transaction<Tables>, context.store.kind, 'admins')
  if (await hasAdmin(context.db, personId)) return
  throw new Refusal(
    'conflict',
    'person',
    'this is the last admin who can sign in',
    'Make somebody else admin for all teams first, and let them sign in once.',
  )
}
