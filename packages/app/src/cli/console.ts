/** The outside world as commands see it, so that tests can be one. */
import type { Readable, Writable } from 'node:stream'
import type { DeskSettings, ModelSettings } from '../config.ts'
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
  /** Where a running desk is. */
  readonly desk?: DeskSettings
  /** How requests are sent to it; over the network when left out. */
  readonly fetch?: typeof fetch
  /** The present time, ISO in UTC. */
  readonly now: () => string
}
