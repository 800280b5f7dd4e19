/**
 * The live feed: what others change is read anew here, at most every two seconds, and who else looks at a case is
 * known. The browser reconnects by itself; the feed goes on where it broke off. A tab that nobody sees holds no
 * connection, because a browser has only six for one server; it is told what it missed when it is looked at again.
 */
import { createContext, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { queries, refresh } from './api.ts'

type Change = { readonly noun: string }
export type Present = { readonly id: string; readonly name: string }

const gatherMs = 2_000

/** Tells which case this page looks at, for the one connection that the shell holds. */
export const LookingAt = createContext<{
  readonly look: (caseId: string | undefined) => void
  readonly present: readonly Present[]
}>({ look: () => undefined, present: [] })

/** Says that this page shows a case, and gives who else does. */
export function usePresence(caseId: string): readonly Present[] {
  const { look, present } = useContext(LookingAt)
  useEffect(() => {
    look(caseId)
    return () => look(undefined)
  }, [caseId, look])
  return present
}

const onSeen = (changed: () => void): (() => void) => {
  document.addEventListener('visibilitychange', changed)
  return () => document.removeEventListener('visibilitychange', changed)
}
const isSeen = (): boolean => document.visibilityState === 'visible'

export type Live = { readonly connected: boolean; readonly present: readonly Present[] }

/** Holds the connection; one for the whole console, while somebody sees it. */
export function useLive(caseId: string | undefined): Live {
  const [connected, setConnected] = useState(true)
  const [present, setPresent] = useState<readonly Present[]>([])
  const last = useRef('')
  const seen = useSyncExternalStore(onSeen, isSeen)
  useEffect(() => {
    if (!seen) return
    const wanted = {
      ...(caseId !== undefined && { case: caseId }),
      ...(last.current && { after: last.current }),
    }
    const source = new EventSource(`/api/v1/live?${new URLSearchParams(wanted)}`)
    const nouns = new Set<string>()
    let timer: number | undefined
    const flush = (): void => {
      timer = undefined
      refresh([...nouns])
      nouns.clear()
    }
    source.onopen = () => setConnected(true)
    source.onerror = () => setConnected(false)
    source.addEventListener('change', ({ data, lastEventId }) => {
      last.current = lastEventId
      nouns.add((JSON.parse(data) as Change).noun)
      timer ??= window.setTimeout(flush, gatherMs)
    })
    source.addEventListener('ready', ({ lastEventId }) => {
      last.current = lastEventId
    })
    source.addEventListener('reset', ({ lastEventId }) => {
      last.current = lastEventId
      void queries.invalidateQueries()
    })
    source.addEventListener('presence', ({ data }) => {
      setPresent((JSON.parse(data) as { people: readonly Present[] }).people)
    })
    return () => {
      window.clearTimeout(timer)
      flush()
      source.close()
      setPresent([])
    }
  }, [caseId, seen])
  return { connected, present }
}
