/** The history of a case, whole: read page by page to its end, since what is newest stands last. */
import { useEffect, useMemo, useState } from 'react'
import { useDeskPages } from '../../app/api.ts'
import { useMe } from '../../app/session.ts'
import type { CaseEvent } from './event-words.ts'

export type History = {
  readonly events: readonly CaseEvent[] | undefined
  readonly error: unknown
  readonly refetch: () => unknown
  /** What this person wrote on it. */
  readonly said: ReadonlySet<string>
  /** What others did since this page was opened. */
  readonly news: readonly CaseEvent[]
}

export function useHistory(caseId: string): History {
  const me = useMe()
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useDeskPages(
    'cases.history',
    {
      case: caseId,
      limit: 200,
    },
  )
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const [openedAt] = useState(() => new Date().toISOString())
  return useMemo(() => {
    const events = data as readonly CaseEvent[] | undefined
    const mine = (events ?? []).filter(({ actor }) => actor.id === me.id)
    return {
      events,
      error,
      refetch,
      said: new Set(mine.flatMap(({ data: { body } }) => (typeof body === 'string' ? [body] : []))),
      news: (events ?? []).filter(
        ({ at, actor }) => at > openedAt && actor.id !== me.id && actor.id !== 'system',
      ),
    }
  }, [data, error, refetch, me.id, openedAt])
}
