/** The OpenAPI 3.1 document, from the table of operations alone; committed as docs/openapi.json. */
import type { Operation } from '@rightdesk/desk'
import { decisionSchema } from './decision-schema.ts'
import { type ProblemCode, problems } from './problems.ts'
import { inputSchema, isPaged, type JsonSchema, outputSchema, pathParameters } from './schemas.ts'

export type Parameter = {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

export type DescribedOperation = {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly tags: readonly string[]
  readonly parameters: readonly (Parameter | { readonly $ref: string })[]
  readonly requestBody?: {
    readonly required: boolean
    readonly content: {
      readonly 'application/json': { readonly schema: JsonSchema; readonly example?: unknown }
    }
  }
  readonly responses: Readonly<Record<string, object>>
}

export type OpenApi = {
  readonly openapi: '3.1.0'
  readonly info: object
  readonly servers: readonly { readonly url: string }[]
  readonly security: readonly object[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
    readonly parameters: Readonly<Record<string, Parameter>>
    readonly headers: object
    readonly responses: object
    readonly securitySchemes: object
  }
}

/** Describes operations, by name. */
export function openApi(table: readonly Operation[]): OpenApi {
  const operations = table.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const schemas: Record<string, JsonSchema> = { Problem: problem }
  const paths: Record<string, Record<string, DescribedOperation>> = {}
  for (const operation of operations) {
    const { method, path } = operation.http
    const shownAs = Object.keys(paths).find((known) => shapeOf(known) === shapeOf(path)) ?? path
    paths[shownAs] = {
      ...paths[shownAs],
      [method.toLowerCase()]: describe(operation, shownAs, schemas),
    }
  }
  if ('Decision' in schemas) schemas['Decision'] = decisionSchema
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rightdesk',
      version: '1',
      summary: 'Every customer ask on the right desk, with the reason.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ key: [] }, { session: [] }],
    tags: [...new Set(operations.map(nounOf))].map((name) => ({ name })),
    paths,
    components: { schemas, parameters, headers, responses: problemResponses(), securitySchemes },
  }
}

/** Two paths that differ in the names of their parameters alone are one path. */
const shapeOf = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}')

const nounOf = ({ name }: Operation): string => name.split('.')[0]!

/** Whether what stands in no path comes as a body, and not in the query. */
const inBody = ({ http }: Operation): boolean => http.method !== 'GET' && http.method !== 'DELETE'

function describe(
  operation: Operation,
  path: string,
  schemas: Record<string, JsonSchema>,
): DescribedOperation {
  const { name, about, scope, writes, tool, http } = operation
  const input = shared(inputSchema(operation), schemas)
  const inPath = pathParameters(http.path)
  const shownAs = pathParameters(path)
  const rest = Object.entries(input.properties ?? {}).filter(([property]) => !inPath.includes(property))
  return {
    operationId: name,
    summary: about,
    description: `Needs the scope \`${scope}\`.${tool ? ` For agents it is the tool \`${tool}\`.` : ''}`,
    tags: [nounOf(operation)],
    parameters: [
      ...inPath.map((one, at) => ({ ...parameter('path', one, input, true), name: shownAs[at]! })),
      ...(inBody(operation)
        ? []
        : rest.map(([one]) => parameter('query', one, input, !!input.required?.includes(one)))),
      ...(writes ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
      ...('version' in operation.input.shape ? [{ $ref: '#/components/parameters/IfMatch' }] : []),
    ],
    ...(inBody(operation) && rest.length > 0 && { requestBody: body(operation, input, rest) }),
    responses: responses(operation, schemas),
  }
}

function parameter(where: 'path' | 'query', name: string, input: JsonSchema, required: boolean): Parameter {
  const { description, ...schema } = input.properties?.[name] ?? {}
  return { name, in: where, required, ...(description !== undefined && { description }), schema }
}

function body(
  operation: Operation,
  input: JsonSchema,
  properties: readonly (readonly [string, JsonSchema])[],
): NonNullable<DescribedOperation['requestBody']> {
  const required = (input.required ?? []).filter((name) => properties.some(([property]) => property === name))
  const schema: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  }
  const example = exampleOf('', schema) as Record<string, unknown>
  const whole = Object.fromEntries(
    pathParameters(operation.http.path).map((name) => [
      name,
      exampleOf(name, input.properties?.[name] ?? {}),
    ]),
  )
  const taken = operation.input.strict().safeParse({ ...example, ...whole }).success
  return {
    required: required.length > 0,
    content: { 'application/json': { schema, ...(taken && { example }) } },
  }
}

function responses(operation: Operation, schemas: Record<string, JsonSchema>): Record<string, object> {
  const output = shared(outputSchema(operation), schemas)
  const paged = isPaged(operation)
  const versioned = output.properties?.['version'] !== undefined
  const codes: ProblemCode[] = [
    'invalid',
    'signed_out',
    'forbidden',
    ...(Object.keys(operation.input.shape).length > 0 ? (['not_found'] as const) : []),
    ...(operation.writes ? (['conflict', 'precondition_failed'] as const) : []),
    'limit_exceeded',
    ...(inBody(operation) ? (['unsupported_media_type'] as const) : []),
    'internal',
    'unavailable',
  ]
  return {
    [operation.http.status ?? 200]: {
      description: 'Done.',
      headers: {
        'X-Request-Id': { $ref: '#/components/headers/RequestId' },
        ...(versioned && { ETag: { $ref: '#/components/headers/ETag' } }),
        ...(paged && { Link: { $ref: '#/components/headers/Link' } }),
      },
      content: {
        'application/json': { schema: output },
        ...(paged && { 'application/x-ndjson': { schema: output.properties?.['items']?.items ?? {} } }),
      },
    },
    ...Object.fromEntries(
      codes.map((code) => [problems[code].status, { $ref: `#/components/responses/${code}` }]),
    ),
    429: { $ref: '#/components/responses/rate_exceeded' },
  }
}

/** A schema whose named parts stand among the components. */
function shared(schema: JsonSchema, schemas: Record<string, JsonSchema>): JsonSchema {
  const { $defs = {}, ...rest } = moved(schema) as JsonSchema
  Object.assign(schemas, $defs)
  return rest
}

function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) =>
      key === '$ref' && typeof one === 'string'
        ? [key, one.replace('#/$defs/', '#/components/schemas/')]
        : [key, moved(one)],
    ),
  )
}

const shownTexts: Readonly<Record<string, unknown>> = {
  text: 'Our build fails since this morning',
  facts: { plan: 'pro' },
  timeZone: 'Europe/Berlin',
  email: 'kim@example.com',
  url: 'https://example.com/hook',
}

/** A value that a schema takes, as short as may be; what is not required is left out unless it shows what it is for. */
function exampleOf(name: string, schema: JsonSchema): unknown {
  if (name in shownTexts) return shownTexts[name]
  if (schema.enum) return schema.enum[0]
  if (schema.default !== undefined) return schema.default
  if (schema.anyOf) return exampleOf(name, schema.anyOf[0]!)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'array') return [exampleOf('', schema.items ?? {})]
  if (type === 'integer' || type === 'number') return 1
  if (type === 'boolean') return true
  if (type === 'object') {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {})
        .filter(([key]) => schema.required?.includes(key) || key === 'text' || key === 'facts')
        .map(([key, one]) => [key, exampleOf(key, one)]),
    )
  }
  if (type !== 'string') return {}
  if (schema.format === 'date-time') return '2026-03-02T09:00:00.000Z'
  if (schema.format === 'date') return '2026-03-02'
  const prefix = /^\^([a-z]+)_\[0-9a-z\]\{26\}\$$/.exec(schema.pattern ?? '')?.[1]
  return prefix ? `${prefix}_01kb3v7m5xhs2q9e4c8dnt6rwz` : name || 'text'
}

const problem: JsonSchema & { properties: object } = {
  type: 'object',
  description: 'What went wrong, as RFC 9457 has it.',
  properties: {
    type: { type: 'string', description: 'The address of a page about this kind of problem' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What went wrong this time' },
    instance: { type: 'string', description: 'The id of the request' },
    code: { type: 'string', enum: Object.keys(problems) },
    at: { type: 'string', description: 'The offending place in the request; empty where there is none' },
    help: { type: 'string', description: 'What to do' },
  },
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'at', 'help'],
}

const problemContent = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
}

function problemResponses(): Record<string, object> {
  const retry = { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } }
  const entries = Object.entries(problems).map(([code, { means, help }]) => [
    code,
    { description: `${means} ${help}`, ...(code === 'unavailable' && retry), content: problemContent },
  ])
  const tooOften = { description: 'Too many requests in a short time.', ...retry, content: problemContent }
  return { ...Object.fromEntries(entries), rate_exceeded: tooOften }
}

const parameters: Readonly<Record<string, Parameter>> = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'A key of your own: sending the same request with it again gives the first answer.',
    schema: { type: 'string', maxLength: 200 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description:
      'The `ETag` this edit was made from; a later edit by somebody else is then refused with 412.',
    schema: { type: 'string', pattern: '^"\\d+"$' },
  },
}

const headers = {
  RequestId: { description: 'The id of the request, also in the log.', schema: { type: 'string' } },
  ETag: { description: 'The version, for `If-Match`.', schema: { type: 'string' } },
  Link: { description: 'Where the next page is, as `rel="next"`.', schema: { type: 'string' } },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
}

const securitySchemes = {
  key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'rightdesk.session_token',
    description: 'The session of somebody who signed in; it writes only from pages of this server.',
  },
}
