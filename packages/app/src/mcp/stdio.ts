/** MCP over a process's standard input and output: one client, until it goes. Nothing else is written to the output. */
import { type Readable, Transform, type Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { McpServer } from '@modelcontextprotocol/server'
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio'
import { demandShallow } from '../http/body.ts'

/** The longest message, in bytes. */
const messageSizeMax = 1_000_000

/** Serves until the client closes its end. Messages that make no sense are told of and skipped. */
export async function serveMcpOnStdio(
  makeServer: () => McpServer,
  { stdin, stdout }: { readonly stdin: Readable; readonly stdout: Writable },
  log: (line: string) => void,
): Promise<void> {
  const lines = sensibleLines((reason) => log(`left out a message: ${reason}`))
  const handle = serveStdio(makeServer, {
    transport: new StdioServerTransport(stdin.pipe(lines), stdout),
    onerror: ({ message }) => log(`left out a message: ${message.replace(/\s+/g, ' ').slice(0, 200)}`),
  })
  await Promise.race([finished(stdin), finished(stdout)]).catch(() => undefined)
  lines.end()
  await handle.close()
}

/** Passes on whole lines; what is too long or nested too deeply is left out and told of, in bounded memory. */
function sensibleLines(onLeftOut: (reason: string) => void): Transform {
  let pieces: Buffer[] = []
  let size = 0
  const take = (piece: Buffer): void => {
    size += piece.length
    if (size <= messageSizeMax) pieces.push(piece)
    else pieces = []
  }
  const endLine = (): Buffer | undefined => {
    const line = Buffer.concat(pieces)
    const reason = size > messageSizeMax ? `it has more than ${messageSizeMax} bytes` : faultOf(line)
    pieces = []
    size = 0
    if (reason === undefined) return line
    onLeftOut(reason)
    return undefined
  }
  return new Transform({
    transform(chunk: Buffer, _, done) {
      let from = 0
      for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
        take(chunk.subarray(from, end + 1))
        const line = endLine()
        if (line) this.push(line)
        from = end + 1
      }
      take(chunk.subarray(from))
      done()
    },
  })
}

/** Why a line cannot be a message; the transport itself passes over what is not JSON without a word. */
function faultOf(line: Buffer): string | undefined {
  const text = line.toString('utf8')
  try {
    demandShallow(text)
    if (text.trim() !== '') JSON.parse(text)
    return undefined
  } catch (error) {
    return error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message
  }
}
