/** What is being performed, for whoever measures: metrics and traces listen here, whatever the surface. */
import { tracingChannel } from 'node:diagnostics_channel'
import type { Surface } from './context.ts'
import type { Store } from './store/open.ts'

/** One call of one operation; the channel adds `result` or `error` at its end. */
export type Performed = {
  readonly operation: string
  readonly surface: Surface
  readonly actor: string
  /** Tells apart several desks in one process. */
  readonly store: Store
  result?: unknown
  error?: unknown
}

export const performed = tracingChannel<unknown, Performed>('rightdesk:operation')
