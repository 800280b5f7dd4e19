/**
 * Who is an expert of a topic on the desk that has a case: whose word it is when the policy asks for an expert's. Being
 * one gives no right by itself; whether somebody may write on the case is access's business.
 */
import { holds } from '../access.ts'
import type { Context } from '../context.ts'
import { fromJson } from '../store/json.ts'
import { grantsFrom } from './person.ts'

export type Expert = { readonly id: string; readonly name: string }

/**
 * The people, by name, whose areas hold the topic and who work on a case of these teams: members, or with the right to
 * write on it. Programs are none, nor is who has left; who knows the topic elsewhere could not give anything here.
 */
export async function expertsFor(
  { db }: Pick<Context, 'db'>,
  topic: string | null,
  teams: readonly string[],
): Promise<Expert[]> {
  if (topic === null) return []
  const rows = await db
    .selectFrom('people')
    .select(['id', 'name', 'areas'])
    .where('kind', '=', 'person')
    .where('leftAt', 'is', null)
    .where('areas', 'like', `%"${topic}"%`)
    .orderBy('name')
    .orderBy('id')
    .execute()
  const knowing = rows.filter(({ areas }) => fromJson<string[]>(areas).includes(topic))
  if (knowing.length === 0) return []
  const ids = knowing.map(({ id }) => id)
  const grants = await db
    .selectFrom('grants')
    .select(['personId', 'role', 'team'])
    .where('personId', 'in', ids)
    .execute()
  const memberships = await db
    .selectFrom('memberships')
    .select(['personId', 'teamId'])
    .where('personId', 'in', ids)
    .execute()
  const isHere = (id: string): boolean =>
    memberships.some(({ personId, teamId }) => personId === id && teams.includes(teamId)) ||
    holds({ grants: grantsFrom(grants.filter(({ personId }) => personId === id)) }, 'cases:write', teams)
  return knowing.filter(({ id }) => isHere(id)).map(({ id, name }) => ({ id, name }))
}
