/** Whether keys such as enter and space are the list's: nothing else on the page has the focus. */
import { type RefObject, useEffect, useState } from 'react'

export function useKeysFree(list: RefObject<HTMLElement | null>): boolean {
  const [free, setFree] = useState(true)
  useEffect(() => {
    const look = (): void => {
      const at = document.activeElement
      setFree(
        at === null || at === document.body || at.id === 'main' || (list.current?.contains(at) ?? false),
      )
    }
    // After the focus has moved on, not between two elements.
    const later = (): void => queueMicrotask(look)
    document.addEventListener('focusin', look)
    document.addEventListener('focusout', later)
    return () => {
      document.removeEventListener('focusin', look)
      document.removeEventListener('focusout', later)
    }
  }, [list])
  return free
}
