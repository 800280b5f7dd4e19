/**
 * How somebody comes to sign in for the first time, or again after losing a password: by a link that works once. The
 * link's secret is random and stored as a hash. Which provider or password proves who they are then is the
 * application's concern; here it is only written down, all in one transaction.
 */
import { Refusal } from '@rightdesk/engine'
import type { Transaction } from 'kysely'
import { type Actor, holdsRole, systemActor } from '../access.ts'
import { writeAudit } from '../audit.ts'
import type { Context, Services } from '../context.ts'
import { asName } from '../shapes.ts'
import type { Database } from '../store/open.ts'
import type { InvitationRow, PersonRow, Tables } from '../store/tables.ts'
import { alone, held, inTransaction } from '../store/transaction.ts'
import { secretHash } from './keys.ts'
import { actorOf, grantsOf, hasAdmin, newPerson, personByEmail } from './person.ts'

const secretBytes = 32
/** How long a link works, in hours. */
const invitationHours = { person: 7 * 24, firstAdmin: 24 }

/** Whoever is not signed in. */
export const nobody: Actor = { kind: 'person', id: 'nobody', name: 'nobody', grants: [] }

/** The name under which better-auth keeps passwords. */
const passwordProvider = 'credential'

/** A call that is no operation: signing in, joining, leaving. */
export const contextOf = (services: Services, actor: Actor): Context => ({
  ...services,
  actor,
  surface: 'http',
  db: services.store.db,
  at: services.now(),
})

export type Invitation = { readonly id: string; readonly secret: string; readonly expiresAt: string }

/** Makes a link for a person, or for whoever becomes the first admin. Links made earlier stay good until one is used. */
export async function invite(context: Context, personId: string | null): Promise<Invitation> {
  const { db, at, newId, newSecret, actor } = context
  const secret = newSecret(secretBytes)
  const hours = personId === null ? invitationHours.firstAdmin : invitationHours.person
  const expiresAt = new Date(Date.parse(at) + hours * 3_600_000).toISOString()
  const id = newId('invitation')
  await db
    .insertInto('invitations')
    .values({
      id,
      personId,
      hash: secretHash(secret),
      createdAt: at,
      createdBy: actor.id,
      expiresAt,
      usedAt: null,
    })
    .execute()
  return { id, secret, expiresAt }
}

/** The link that makes the first admin; undefined when somebody already can sign in as one. */
export async function inviteFirstAdmin(services: Services, by: Actor): Promise<Invitation | undefined> {
  return inTransaction(services.store, async (db) => {
    const context = { ...contextOf(services, by), db, surface: 'system' as const }
    if (await hasAdmin(db)) return undefined
    const invitation = await invite(context, null)
    await writeAudit(context, {
      operation: 'access.first-link',
      outcome: 'done',
      input: {},
      output: { id: invitation.id },
    })
    return invitation
  })
}

export type OpenInvitation = {
  readonly id: string
  /** Null where the link is for the first admin, who says who they are. */
  readonly person: { readonly id: string; readonly name: string; readonly email: string } | null
}

/** What a link is for; undefined for one that is unknown, used or expired. */
export async function openInvitation(
  services: Services,
  secret: string,
): Promise<OpenInvitation | undefined> {
  const row = await usable(services.store.db, secret, services.now()).executeTakeFirst()
  if (!row) return undefined
  if (row.personId === null)
    return (await hasAdmin(services.store.db)) ? undefined : { id: row.id, person: null }
  const person = await invited(services.store.db, row)
  return person && { id: row.id, person: { id: person.id, name: person.name, email: person.email! } }
}

/** INVARIANT: a link is worth what its maker holds now, so that one made early does not open what is granted later. */
async function invited(db: Database, { personId, createdBy }: InvitationRow): Promise<PersonRow | undefined> {
  const person = await db
    .selectFrom('people')
    .selectAll()
    .where('id', '=', personId!)
    .where('email', 'is not', null)
    .where('leftAt', 'is', null)
    .executeTakeFirst()
  const maker = createdBy === systemActor.id ? systemActor : await actorOf(db, createdBy)
  if (!person || !maker) return undefined
  const grants = await grantsOf(db, person.id)
  return grants.every((grant) => holdsRole(maker, grant)) ? person : undefined
}

const usable = (db: Database, secret: string, now: string) =>
  db
    .selectFrom('invitations')
    .selectAll()
    .where('hash', '=', secretHash(secret))
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)

export type Joining = {
  readonly name: string
  /** Only the first admin says it; everybody else was invited under theirs. */
  readonly email: string
  readonly passwordHash: string
}

/**
 * Uses a link up: the person can sign in with this password from now on, and with no session of before. Throws
 * `not_found` where the link is good no more. Returns the e-mail address to sign in with.
 */
export async function acceptInvitation(
  services: Services,
  secret: string,
  joining: Joining,
): Promise<string> {
  return inTransaction(services.store, async (db) => {
    const context: Context = { ...contextOf(services, nobody), db }
    const row = await held(usable(db, secret, context.at), services.store.kind).executeTakeFirst()
    if (!row) throw gone()
    const person = row.personId === null ? await firstAdmin(context, joining) : await invited(db, row)
    if (!person) throw gone()
    await useUp(context, row, person)
    const email = await signInRow(context, { ...person, name: joining.name })
    await setPassword(context, person.id, joining.passwordHash)
    const actor: Actor = { kind: 'person', id: person.id, name: joining.name, grants: [] }
    await writeAudit(
      { ...context, actor },
      { operation: 'access.join', outcome: 'done', input: { invitation: row.id }, output: { id: person.id } },
    )
    return email
  })
}

const gone = (): Refusal =>
  new Refusal('not_found', 'link', 'this link is good no more', 'Ask an admin for a new one.')

/** Of several first links only one makes an admin. */
async function firstAdmin(context: Context, { name, email }: Joining): Promise<PersonRow> {
  await alone(context.db as Transaction<Tables>, context.store.kind, 'admins')
  if (await hasAdmin(context.db)) throw gone()
  const person =
    (await personByEmail(context.db, email)) ?? (await newPerson(context, { kind: 'person', name, email }))
  await context.db
    .insertInto('grants')
    .values({
      id: context.newId('grant'),
      personId: person.id,
      role: 'admin',
      team: null,
      grantedAt: context.at,
      grantedBy: person.id,
    })
    .execute()
  return person
}

/** The link and every other one for the same person. */
async function useUp({ db, at }: Context, row: InvitationRow, person: PersonRow): Promise<void> {
  await db
    .updateTable('invitations')
    .set({ usedAt: at })
    .where('usedAt', 'is', null)
    .where((where) => where.or([where('id', '=', row.id), where('personId', '=', person.id)]))
    .execute()
}

/** The person's name follows what they call themselves; the address was vouched for by who invited them. */
async function signInRow({ db, at }: Context, { id, name, email }: PersonRow): Promise<string> {
  const address = email!.toLowerCase()
  await db
    .updateTable('people')
    .set((set) => ({ name, version: set('version', '+', 1) }))
    .where('id', '=', id)
    .where('name', '!=', name)
    .execute()
  await db
    .insertInto('signInUsers')
    .values({ id, name, email: address, emailVerified: 1, image: null, createdAt: at, updatedAt: at })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ name, email: address, emailVerified: 1, updatedAt: at }),
    )
    .execute()
  return address
}

async function setPassword({ db, at, newId }: Context, userId: string, password: string): Promise<void> {
  const nothing = { accessToken: null, refreshToken: null, idToken: null, scope: null }
  await db.deleteFrom('signInSessions').where('userId', '=', userId).execute()
  await db
    .insertInto('signInAccounts')
    .values({
      id: newId('signin'),
      userId,
      providerId: passwordProvider,
      accountId: userId,
      password,
      ...nothing,
      accessTokenExpiresAt: null,
      refreshTokenExpiresAt: null,
      createdAt: at,
      updatedAt: at,
    })
    .onConflict((conflict) =>
      conflict.columns(['providerId', 'accountId']).doUpdateSet({ password, updatedAt: at }),
    )
    .execute()
}

/** Who signs in through a provider for the first time: whoever has the address, else somebody new without grants. */
export async function personForSignIn(
  services: Services,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<PersonRow | undefined> {
  return inTransaction(services.store, async (db) => {
    const context: Context = { ...contextOf(services, nobody), db }
    const known = await personByEmail(db, email)
    if (known) return known.leftAt === null && known.kind === 'person' ? known : undefined
    const person = await newPerson(context, {
      kind: 'person',
      name: asName(name) || email,
      email: email.toLowerCase(),
    })
    await writeAudit(
      { ...context, actor: { ...nobody, id: person.id, name: person.name } },
      { operation: 'access.first-sign-in', outcome: 'done', input: { email }, output: { id: person.id } },
    )
    return person
  })
}

/** Keeps the address that somebody signs in with the one that the desk knows them by, and ends their sessions. */
export async function signInFollows(
  { db, at }: Context,
  personId: string,
  email: string | null,
): Promise<void> {
  await db.deleteFrom('signInSessions').where('userId', '=', personId).execute()
  await db
    .updateTable('signInUsers')
    .set({ email: email?.toLowerCase() ?? `${personId}@nowhere.invalid`, updatedAt: at })
    .where('id', '=', personId)
    .execute()
}

/** Forgets sessions and half-made sign-ins that are over. */
export async function forgetSignIns(db: Database, before: string): Promise<void> {
  await db.deleteFrom('signInSessions').where('expiresAt', '<', before).execute()
  await db.deleteFrom('signInChecks').where('expiresAt', '<', before).execute()
}
