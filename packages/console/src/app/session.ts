/** Who is signed in and what they may do; pages hide what somebody may not, and the desk refuses it all the same. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { deskQuery, type OutputOf } from './api.ts'

export type Me = OutputOf<'me.show'>

export const useMe = (): Me => useSuspenseQuery({ ...deskQuery('me.show', {}), staleTime: Infinity }).data

/** Whether a scope is held for a team, or for any where none is named. */
export function may({ scopes }: Me, scope: string, team?: string | null): boolean {
  const teams = scopes[scope]
  if (teams === undefined) return false
  return teams === 'all' || team === undefined || (team !== null && teams.includes(team))
}
