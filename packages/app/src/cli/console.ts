/** The outside world as commands see it, so that tests can be one. */
import type { Readable, Writable } from 'node:stream'
import type { ModelSettings } from '../config.ts'
import type { Terminal } from './terminal.ts'

export type Console = {
  readonly stdin: Readable & { isTTY?: boolean }
  readonly stdout: Writable
  readonly stderr: Writable
  /** What standard output can show. */
  readonly terminal: Terminal
  /** What standard error can show. */
  readonly errorTerminal: Terminal
  /** A language model that reads along, where one is configured. */
  readonly model?: ModelSettings | undefined
  /** The present time, ISO in UTC. */
  readonly now: () => string
}
