/**
 * Gives out the console: its page, with a fresh nonce each time, and the files the page is made of. Which page is shown
 * the console decides from the address; who may see what is shown, the API.
 */
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type ConsoleFiles = {
  /** The page itself, for every address that is the console's. */
  readonly page: () => Response
  /** One of the files it is made of, by path; undefined where there is none. */
  readonly file: (path: string, acceptEncoding: string) => Promise<Response | undefined>
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** What the build leaves in the page for the nonce. */
const noncePlace = '__nonce__'

const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    // Libraries that lock scrolling or hide scroll bars add a style of their own, under the nonce.
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')

/** What a script may load where it runs as a worker: there its own response says so, not the page's. */
const workerPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'"

/** Reads a built console; undefined where `folder` holds none. */
export function consoleFiles(folder: string): ConsoleFiles | undefined {
  const html = readBuilt(join(folder, 'index.html'))?.toString('utf8')
  if (html === undefined) return undefined
  // Held whole, so that a build made meanwhile cannot mix its files with those of the page that is given out.
  const files = new Map(builtFiles(folder).map((path) => [path, readFileSync(join(folder, path))]))
  const packed = new Map<string, Promise<Packed>>()
  return {
    page: () => {
      const nonce = randomBytes(16).toString('base64')
      return new Response(html.replaceAll(noncePlace, nonce), {
        headers: {
          'Content-Type': 'text/html; charset=utf-8',
          'Cache-Control': 'no-store',
          'Content-Security-Policy': policy(nonce),
        },
      })
    },
    file: async (path, acceptEncoding) => {
      const plain = files.get(path)
      if (!plain) return undefined
      const file = packed.get(path) ?? pack(path, plain)
      packed.set(path, file)
      return answer(path, await file, acceptEncoding)
    },
  }
}

function readBuilt(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** What may be asked for: files of known types, none of them hidden. */
const builtFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `/${path.replaceAll('\\', '/')}`)
    .filter((path) => extname(path) in types && !path.includes('/.'))

type Packed = { readonly plain: Buffer; readonly br?: Buffer; readonly gzip?: Buffer }

/** Packed once, when first asked for; fonts are packed already. */
async function pack(path: string, plain: Buffer): Promise<Packed> {
  if (extname(path) === '.woff2') return { plain }
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
  const [br, zipped] = await Promise.all([
    promisify(brotliCompress)(plain, quality),
    promisify(gzip)(plain, { level: 9 }),
  ])
  return { plain, br, gzip: zipped }
}

function answer(path: string, { plain, br, gzip: zipped }: Packed, acceptEncoding: string): Response {
  const encoding =
    br && /\bbr\b/.test(acceptEncoding)
      ? 'br'
      : zipped && /\bgzip\b/.test(acceptEncoding)
        ? 'gzip'
        : undefined
  const body = encoding === 'br' ? br! : encoding === 'gzip' ? zipped! : plain
  // The names of built files change with what is in them.
  const kept = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600'
  return new Response(new Uint8Array(body), {
    headers: {
      'Content-Type': types[extname(path)]!,
      'Cache-Control': kept,
      Vary: 'Accept-Encoding',
      ...(extname(path) === '.js' && { 'Content-Security-Policy': workerPolicy }),
      ...(encoding && { 'Content-Encoding': encoding }),
    },
  })
}
