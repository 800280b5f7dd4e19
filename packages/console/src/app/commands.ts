/** What the page shown offers in the command menu, which is loaded when it is first opened. */
import { type ReactNode, useEffect } from 'react'

export type PageCommand = {
  readonly label: string
  readonly run: () => void
  readonly keys?: string
  readonly icon?: ReactNode
}

const lists = new Set<readonly PageCommand[]>()

/** Offers commands of this page in the menu for as long as the page is shown. */
export function useCommands(commands: readonly PageCommand[]): void {
  useEffect(() => {
    lists.add(commands)
    return () => {
      lists.delete(commands)
    }
  }, [commands])
}

/** All that is offered now. */
export const offered = (): readonly PageCommand[] => [...lists].flat()
