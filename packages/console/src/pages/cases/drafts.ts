/** Words that somebody types on a case, kept for this tab until they were sent: nothing typed is lost by a reload. */
import { useCallback, useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

const keyOf = (caseId: string, form: string): string => `rightdesk.draft.${caseId}.${form}`

export function setDraft(caseId: string, form: string, text: string): void {
  if (text === '') sessionStorage.removeItem(keyOf(caseId, form))
  else sessionStorage.setItem(keyOf(caseId, form), text)
  for (const listener of listeners) listener()
}

/** A text of a form of a case, and what sets it. */
export function useDraft(caseId: string, form: string): readonly [string, (text: string) => void] {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => sessionStorage.getItem(keyOf(caseId, form)) ?? '',
  )
  return [text, useCallback((next: string) => setDraft(caseId, form, next), [caseId, form])]
}
