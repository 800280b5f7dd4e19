/** Reads request bodies with suspicion: so many bytes, so deep, UTF-8, JSON, and says where a fault is. */
import { ProblemError } from './problems.ts'

/** Nothing we take is nested deeper; a body that is would exhaust the stack of what walks it. */
const depthMax = 64

/** The JSON object in a body, or nothing where there is no body. A body over the limit is not read to its end. */
export async function readJson(request: Request, bytesMax: number): Promise<Record<string, unknown>> {
  const bytes = await bytesOf(request, bytesMax)
  if (bytes.length === 0) return {}
  demandJson(request.headers)
  const text = decode(bytes)
  demandShallow(text)
  const value = parse(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw new ProblemError('invalid', '', 'the body is not a JSON object', { help: 'Send `{ … }`.' })
}

const tooLarge = (bytesMax: number): ProblemError =>
  new ProblemError('limit_exceeded', '', `the body is larger than ${bytesMax.toLocaleString('en')} bytes`, {
    help: 'Send less at once.',
    headers: { Connection: 'close' },
  })

function demandJson(headers: Headers): void {
  const type = headers.get('Content-Type') ?? ''
  const encoding = headers.get('Content-Encoding') ?? 'identity'
  const [media = '', ...parameters] = type.split(';').map((part) => part.trim().toLowerCase())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice(8)
  const utf8 = charset === undefined || /^"?utf-?8"?$/.test(charset)
  const json = media === 'application/json' || /^application\/[\w.+-]+\+json$/.test(media)
  if (json && utf8 && encoding === 'identity') return
  const given = encoding === 'identity' ? type || 'nothing' : encoding
  throw new ProblemError('unsupported_media_type', '', `the body is said to be \`${given.slice(0, 100)}\``, {
    headers: { Accept: 'application/json' },
  })
}

async function bytesOf(request: Request, bytesMax: number): Promise<Uint8Array> {
  const told = request.headers.get('Content-Length')
  if (told !== null && Number(told) > bytesMax) throw tooLarge(bytesMax)
  if (told === null || request.headers.has('Transfer-Encoding')) {
    return request.body === null ? new Uint8Array() : readBytes(request.body, bytesMax)
  }
  // The server's parser holds a body to the length that was told; reading it whole is several times faster.
  const bytes = new Uint8Array(await request.arrayBuffer())
  if (bytes.length > bytesMax) throw tooLarge(bytesMax)
  return bytes
}

async function readBytes(body: ReadableStream<Uint8Array>, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > bytesMax) throw tooLarge(bytesMax)
    chunks.push(chunk)
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ProblemError('invalid', '', 'the body is not valid UTF-8', {
      help: 'Convert it to UTF-8 first.',
    })
  }
}

/** Throws where JSON text is nested deeper than anything we take; counts brackets outside strings. */
export function demandShallow(text: string): void {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === 0x5c) at++
      else if (code === 0x22) quoted = false
    } else if (code === 0x22) quoted = true
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > depthMax) throw tooDeep(text, at)
    } else if (code === 0x7d || code === 0x5d) depth--
  }
}

const tooDeep = (text: string, at: number): ProblemError =>
  new ProblemError('limit_exceeded', placeIn(text, at), `the body is nested deeper than ${depthMax}`, {
    help: 'Send it flatter.',
  })

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const at = firstFault(text)
    const found = at < text.length ? `\`${text.slice(at, at + 20).split('\n')[0]}\`` : 'the end'
    throw new ProblemError('invalid', placeIn(text, at), `the body is not JSON: ${found} was not expected`, {
      help: `Correct it at ${placeIn(text, at)}.`,
    })
  }
}

function placeIn(text: string, at: number): string {
  const before = text.slice(0, at)
  return `line ${before.split('\n').length}, column ${at - before.lastIndexOf('\n')}`
}

const token =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these may not stand in a JSON string
  /[ \t\r\n]*([{}[\],:]|"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy
const space = /[ \t\r\n]*/y

/** Where a text stops being JSON; the parser of the platform does not always say. */
function firstFault(text: string): number {
  const open: ('{' | '[')[] = []
  let expected: 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'next' = 'value'
  let at = 0
  for (;;) {
    space.lastIndex = at
    space.exec(text)
    const start = space.lastIndex
    token.lastIndex = start
    const found = token.exec(text)?.[1]
    if (found === undefined) return start
    const wantsValue = expected === 'value' || expected === 'value or end'
    const wantsName = expected === 'name' || expected === 'name or end'
    const closes = found === '}' ? '{' : ']'
    if (found === '{' || found === '[') {
      if (!wantsValue) return start
      open.push(found)
      expected = found === '{' ? 'name or end' : 'value or end'
    } else if (found === '}' || found === ']') {
      const mayEnd = expected === 'next' || expected === (found === '}' ? 'name or end' : 'value or end')
      if (!mayEnd || open.pop() !== closes) return start
      expected = 'next'
    } else if (found === ':') {
      if (expected !== 'colon') return start
      expected = 'value'
    } else if (found === ',') {
      if (expected !== 'next' || open.length === 0) return start
      expected = open.at(-1) === '{' ? 'name' : 'value'
    } else if (wantsName && found.startsWith('"')) expected = 'colon'
    else if (wantsValue) expected = 'next'
    else return start
    at = token.lastIndex
    if (expected === 'next' && open.length === 0) return afterEnd(text, at)
  }
}

function afterEnd(text: string, at: number): number {
  space.lastIndex = at
  space.exec(text)
  return space.lastIndex
}
