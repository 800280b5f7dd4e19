/** The names that the policy in force gives to teams, topics and facts. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { deskQuery, type OutputOf } from './api.ts'

export type PolicyNames = {
  readonly team: (id: string | null | undefined) => string
  readonly topic: (id: string | null | undefined) => string
  readonly policy: OutputOf<'policy.show'>
}

export function useNames(): PolicyNames {
  const { data } = useSuspenseQuery({ ...deskQuery('policy.show', {}), staleTime: Infinity })
  return useMemo(() => {
    const teams = new Map(data.teams.map(({ id, name }) => [id, name]))
    const topics = new Map(data.topics.map(({ id, name }) => [id, name]))
    return {
      team: (id) => (id ? (teams.get(id) ?? id) : 'Nobody'),
      topic: (id) => (id ? (topics.get(id) ?? id) : 'No topic'),
      policy: { ...data, topics: data.topics.toSorted((a, b) => a.name.localeCompare(b.name, 'en')) },
    }
  }, [data])
}
