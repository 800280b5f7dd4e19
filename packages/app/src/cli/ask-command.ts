/** `rightdesk ask`: one ask from the command line, or a stream of them, one JSON object a line. */
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StringDecoder } from 'node:string_decoder'
import { Refusal } from '@rightdesk/engine'
import { type Answering, startAnswering } from '../answering.ts'
import { statedFact } from '../stated-fact.ts'
import { askLoop } from './ask-loop.ts'
import type { Console } from './console.ts'
import { showDecision } from './show-decision.ts'

export type AskOptions = {
  readonly policy: string
  readonly plan?: string
  readonly fact: readonly string[]
  readonly json?: boolean
  readonly ndjson?: boolean
}

/** The longest line of a stream, in UTF-16 units: a text of the longest length, escaped, with its facts. */
const lineLengthMax = 1_000_000

/** Answers; the exit code says whether a line was refused. */
export async function askCommand(
  words: readonly string[],
  options: AskOptions,
  io: Console,
): Promise<number> {
  const answering = startAnswering(options.policy, io.now(), io.model)
  if (options.ndjson) return answerStream(answering, io)
  const isTalk = words.length === 0 && io.stdin.isTTY === true && options.json !== true
  if (isTalk && options.fact.length === 0 && options.plan === undefined) return askLoop(answering, io)
  const text = words.length > 0 ? words.join(' ') : await textFrom(io.stdin)
  const facts = factsFrom(options, answering)
  const decision = await answering.answer({ text, facts })
  io.stdout.write(
    options.json
      ? `${JSON.stringify(decision, null, 2)}\n`
      : showDecision(decision, answering.policy, io.terminal),
  )
  return 0
}

/** Text on standard input, for an ask that is not given as an argument. */
async function textFrom(stdin: Readable & { isTTY?: boolean }): Promise<string> {
  if (stdin.isTTY)
    throw new Refusal(
      'invalid',
      'TEXT',
      'there is no ask',
      'Put it in quotes: rightdesk ask "my build fails".',
    )
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  try {
    for await (const chunk of stdin) {
      text += decoder.decode(chunk as Uint8Array, { stream: true })
      if (text.length > lineLengthMax) break
    }
    return text + decoder.decode()
  } catch {
    throw new Refusal('invalid', 'TEXT', 'the text is not valid UTF-8', 'Convert it to UTF-8 first.')
  }
}

/** `--plan pro --fact arr=24000 --fact cause=platform,unknown` as facts; values are typed by the policy. */
function factsFrom({ plan, fact }: AskOptions, { policy }: Answering): Record<string, unknown> {
  const stated = fact.map((pair) => statedFact(policy, pair))
  return Object.fromEntries([...(plan === undefined ? [] : [['plan', plan] as const]), ...stated])
}

/** One line in, one line out, in order, in constant memory; a bad line is answered by an error and the rest goes on. */
async function answerStream(answering: Answering, io: Console): Promise<number> {
  let refused = false
  const answerLine = async (line: string): Promise<string> => {
    const answer = await answerOf(answering, line)
    if ('error' in answer) refused = true
    return `${JSON.stringify(answer)}\n`
  }
  await pipeline(
    io.stdin,
    splitLines(),
    async function* (lines: AsyncIterable<string>) {
      for await (const line of lines) if (line.trim() !== '') yield await answerLine(line)
    },
    io.stdout,
    { end: false },
  )
  return refused ? 1 : 0
}

/** Lines of a byte stream; one that is too long is cut, so that memory stays bounded, and then refused as such. */
function splitLines(): Transform {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return new Transform({
    readableObjectMode: true,
    transform(chunk: Buffer, _, done) {
      const lines = decoder.write(chunk).split('\n')
      lines[0] = append(rest, lines[0]!)
      rest = append('', lines.pop()!)
      for (const line of lines) this.push(line.length > 0 ? line : ' ')
      done()
    },
    flush(done) {
      const last = append(rest, decoder.end())
      if (last !== '') this.push(last)
      done()
    },
  })
}

const append = (line: string, more: string): string => (line + more).slice(0, lineLengthMax + 1)

async function answerOf(answering: Answering, line: string): Promise<object> {
  let id: unknown = null
  try {
    if (line.length > lineLengthMax) {
      throw new Refusal(
        'limit_exceeded',
        '',
        `the line is longer than ${lineLengthMax} characters`,
        'Send the message without attachments.',
      )
    }
    if (line.includes('\ufffd')) {
      throw new Refusal('invalid', '', 'the line is not valid UTF-8', 'Convert the file to UTF-8 first.')
    }
    const ask = parseLine(line)
    if (typeof ask === 'object' && ask !== null && 'id' in ask) id = ask.id
    return await answering.answer(ask)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { id, error: { code: error.code, at: error.at, message: error.message, help: error.help } }
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new Refusal('invalid', '', 'the line is not JSON', 'Write one JSON object a line.')
  }
}
