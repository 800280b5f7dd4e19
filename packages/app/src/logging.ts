/**
 * The log of a running server: one JSON object a line, or short lines for a person at a terminal. It tells who did what
 * and how it ended. What customers wrote, keys, cookies and passwords never get in: fields are named one by one where
 * lines are written, and what slips through by name is struck out here.
 */
import { Writable } from 'node:stream'
import { type Logger, pino, stdSerializers } from 'pino'
import { harmless, type Terminal } from './cli/terminal.ts'

export type { Logger }

const secretNames = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'key',
  'text',
  'subject',
  'email',
]
const redacted = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** The longest message of an error that is written, in characters: databases quote values in theirs. */
const messageLengthMax = 300

/** Logs to a stream; `terminal` is given where a person reads it. */
export function startLogging(level: string, stream: Writable, terminal?: Terminal): Logger {
  return pino(
    {
      level: level in pino.levels.values ? level : 'info',
      base: null,
      redact: { paths: redacted, censor: '(withheld)' },
      serializers: { err: briefError },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    terminal ? shortLines(stream, terminal) : stream,
  )
}

/** An error without the values that its maker hung on it. */
function briefError(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'something that is no error was thrown' }
  const { type, message, stack } = stdSerializers.err(error)
  const { code } = error as { code?: unknown }
  return {
    type,
    message: message.slice(0, messageLengthMax),
    ...(typeof code === 'string' && { code }),
    at: stack
      .split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 8)
      .map((line) => line.trim()),
  }
}

type Line = Record<string, unknown> & {
  readonly level: string
  readonly time: string
  readonly msg: string
  readonly err?: { readonly message: string }
}

/** `09:30:01 info request operation=cases.open status=201` */
function shortLines(stream: Writable, { styled }: Terminal): Writable {
  return new Writable({
    write(chunk: Buffer, _, done) {
      const { level, time, msg, err, ...rest } = JSON.parse(chunk.toString()) as Line
      const fields = Object.entries(rest)
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
      const told = err ? `: ${err.message}` : ''
      const mark = level === 'info' || level === 'debug' ? level : styled('red', level)
      const line = `${time.slice(11, 19)} ${mark} ${harmless(msg + told)} ${harmless(fields.join(' '))}`
      stream.write(`${styled('dim', line.trimEnd())}\n`, done)
    },
  })
}
