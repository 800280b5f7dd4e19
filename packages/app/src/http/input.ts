/** From a request to the flat input of an operation: path, query or body, and the version in `If-Match`. */
import type { Operation } from '@rightdesk/desk'
import { readJson } from './body.ts'
import { ProblemError } from './problems.ts'
import { inputSchema, type JsonSchema, listIn, pathParameters, takes } from './schemas.ts'

export type HttpInput = {
  readonly input: Record<string, unknown>
  /** Whether the version comes from `If-Match`, so that a stale one is a failed precondition. */
  readonly ifMatch: boolean
}

/** What a request puts in; the operation checks it. Throws a problem where it cannot be read. */
export async function inputOf(
  operation: Operation,
  request: Request,
  path: Readonly<Record<string, string>>,
  bodyBytesMax: number,
): Promise<HttpInput> {
  const { method } = operation.http
  const query = new URL(request.url).searchParams
  const inQuery = method === 'GET' || method === 'DELETE'
  const given = inQuery ? queryInput(operation, query) : await readJson(request, bodyBytesMax)
  if (!inQuery) refuseQuery(query)
  for (const name of pathParameters(operation.http.path)) {
    if (Object.hasOwn(given, name)) {
      const message = `\`${name}\` is given by the path`
      throw new ProblemError('invalid', name, message, { help: `Leave \`${name}\` out.` })
    }
  }
  const version = versionIn(request.headers.get('If-Match'), operation)
  if (version !== undefined && given['version'] !== undefined && given['version'] !== version) {
    throw new ProblemError('invalid', 'version', '`version` and `If-Match` differ', {
      help: 'Send one of them.',
    })
  }
  return {
    input: { ...given, ...path, ...(version !== undefined && { version }) },
    ifMatch: version !== undefined,
  }
}

/** Query values as the operation's schema means them; what it does not know is left for it to refuse. */
function queryInput(operation: Operation, query: URLSearchParams): Record<string, unknown> {
  const { properties = {} } = inputSchema(operation)
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const schema = Object.hasOwn(properties, name) ? properties[name] : undefined
      return [name, queryValue(name, query.getAll(name), schema)]
    }),
  )
}

function queryValue(name: string, values: readonly string[], schema: JsonSchema | undefined): unknown {
  const list = listIn(schema)
  if (list) return values.map((value) => fromText(value, list.items))
  if (values.length === 1) return fromText(values[0]!, schema)
  throw new ProblemError('invalid', name, `\`${name}\` is given ${values.length} times`, {
    help: 'Give it once.',
  })
}

/** A text as the number or yes-or-no that a schema wants, where it wants no text; otherwise the text as it is. */
function fromText(text: string, schema: JsonSchema | undefined): unknown {
  if (takes(schema, 'string')) return text
  if (takes(schema, 'boolean') && (text === 'true' || text === 'false')) return text === 'true'
  const wantsNumber = takes(schema, 'number') || takes(schema, 'integer')
  if (wantsNumber && /^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  return text
}

function refuseQuery(query: URLSearchParams): void {
  const [name] = query.keys()
  if (name === undefined) return
  throw new ProblemError('invalid', name, `\`${name}\` does not belong in the query`, {
    help: 'Put it in the body.',
  })
}

function versionIn(header: string | null, operation: Operation): number | undefined {
  if (header === null || header.trim() === '*') return undefined
  const version = /^\s*"(\d{1,15})"\s*$/.exec(header)?.[1]
  if (version !== undefined && Object.hasOwn(operation.input.shape, 'version')) return Number(version)
  if (version === undefined) {
    throw new ProblemError('invalid', 'If-Match', '`If-Match` is not one version in quotes', {
      help: 'Send the `ETag` as it came, such as "3".',
    })
  }
  throw new ProblemError('invalid', 'If-Match', `\`${operation.name}\` goes by no version`, {
    help: 'Leave `If-Match` out.',
  })
}
