/** A console in memory: what a command line reads and writes, without a process. */
import { Readable, Writable } from 'node:stream'
import type { Console } from '../src/cli/console.ts'
import { run } from '../src/cli/program.ts'

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string }

const plain = { columns: 80, styled: (_: unknown, text: string) => text }

function collector(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') }
}

/** Runs `rightdesk ARGS` with the given standard input. */
export async function rightdesk(
  args: readonly string[],
  stdin: string | Buffer | readonly Buffer[] = '',
): Promise<Ran> {
  const stdout = collector()
  const stderr = collector()
  const chunks = Array.isArray(stdin) ? stdin : [Buffer.from(stdin as string | Buffer)]
  const io: Console = {
    stdin: Readable.from(chunks as readonly Buffer[], { objectMode: false }),
    stdout: stdout.stream,
    stderr: stderr.stream,
    terminal: plain,
    errorTerminal: plain,
    now: () => '2026-11-21T09:00:00Z',
  }
  const code = await run(args, '0.0.0-test', io)
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}
