import { readFileSync } from 'node:fs'
import { operations } from '@rightdesk/desk'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OpenApi, openApi } from '../../src/http/openapi.ts'
import { problems } from '../../src/http/problems.ts'
import { type JsonSchema, takes } from '../../src/http/schemas.ts'
import { json, type Served, serve } from './served.ts'

let served: Served
let document: OpenApi
beforeAll(async () => {
  served = await serve()
  document = (await json(await served.send('GET /openapi.json', { key: null }))) as unknown as OpenApi
})
afterAll(() => served.desk.close())

const described = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

it('describes every operation once', () => {
  const ids = described().map(({ operation }) => operation.operationId)
  expect(ids.toSorted()).toEqual(operations.map(({ name }) => name).toSorted())
  expect(new Set(ids).size).toBe(ids.length)
})

it('leads every reference to something', () => {
  const gone: string[] = []
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { $ref } = value as { $ref?: unknown }
    if (typeof $ref === 'string' && !resolve($ref)) gone.push($ref)
    for (const one of Object.values(value)) walk(one)
  }
  walk(document)
  expect(gone).toEqual([])
})

function resolve(ref: string): unknown {
  if (!ref.startsWith('#/')) return undefined
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document)
}

it('has no two paths that differ in the names of their parameters alone', () => {
  const shapes = Object.keys(document.paths).map((path) => path.replaceAll(/\{\w+\}/g, '{}'))
  expect(new Set(shapes).size).toBe(shapes.length)
})

it('declares each parameter of a path, once and as required', () => {
  for (const { path, operation } of described()) {
    const inPath = operation.parameters.filter((one) => 'in' in one && one.in === 'path')
    expect(inPath, operation.operationId).toEqual(
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) =>
        expect.objectContaining({ name, required: true, schema: expect.any(Object) }),
      ),
    )
    const names = operation.parameters.map((one) => ('in' in one ? `${one.in} ${one.name}` : one.$ref))
    expect(new Set(names).size).toBe(names.length)
  }
})

it('says what every answer can be, and no body with a GET', () => {
  for (const { method, operation } of described()) {
    const { responses, requestBody, operationId } = operation
    const statuses = Object.keys(responses)
    expect(statuses, operationId).toEqual(expect.arrayContaining(['400', '401', '403', '413', '429', '503']))
    expect(statuses.some((status) => /^2\d\d$/.test(status))).toBe(true)
    if (method === 'get' || method === 'delete') expect(requestBody, operationId).toBeUndefined()
  }
})

it('offers an idempotency key with every write, and If-Match with every versioned edit', () => {
  for (const { operation } of described()) {
    const { writes, input } = operations.find(({ name }) => name === operation.operationId)!
    const refs = operation.parameters.flatMap((one) => ('$ref' in one ? [one.$ref] : []))
    expect(refs.includes('#/components/parameters/IdempotencyKey'), operation.operationId).toBe(writes)
    expect(refs.includes('#/components/parameters/IfMatch')).toBe('version' in input.shape)
  }
})

it('describes decisions as they are made, to the last field', async () => {
  const asks = [
    { text: 'Our Pro team was charged twice this month' },
    { text: 'cold starts got worse', facts: { plan: 'enterprise', supportFinding: 'no-platform-fault' } },
    { text: 'Builds fail since this morning. Also, what does the Enterprise plan cost?' },
    { facts: { topic: 'billing-usage' } },
    { facts: { topic: 'framework-oss', cause: ['platform', 'application'] } },
    { text: '' },
  ]
  const response = await served.send('POST /decisions/batch', { body: { asks } })
  const { results } = (await json(response)) as unknown as { results: { decision: unknown }[] }
  for (const { decision } of results) {
    expect(misfits(decision, document.components.schemas['Decision']!, 'decision')).toEqual([])
  }
})

/** Where a value is not as its schema says. */
function misfits(value: unknown, schema: JsonSchema, at: string): string[] {
  if (schema.$ref) return misfits(value, resolve(schema.$ref) as JsonSchema, at)
  if (schema.anyOf) {
    const all = schema.anyOf.map((one) => misfits(value, one, at))
    return all.some((found) => found.length === 0) ? [] : (all[0] ?? [])
  }
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  if (!takes(schema, type)) return [`${at} is ${type}`]
  if (schema.enum && !schema.enum.includes(value)) return [`${at} is ${value}`]
  if (Array.isArray(value))
    return value.flatMap((one, index) => misfits(one, schema.items ?? {}, `${at}.${index}`))
  if (type !== 'object' || (!schema.properties && !schema.additionalProperties)) return []
  const { properties = {}, required = [], additionalProperties } = schema
  const missing = required.filter((name) => !Object.hasOwn(value as object, name))
  const inside = Object.entries(value as object).flatMap(([name, one]) => {
    const wanted =
      properties[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
    return wanted ? misfits(one, wanted, `${at}.${name}`) : [`${at}.${name} is not described`]
  })
  return [...missing.map((name) => `${at}.${name} is missing`), ...inside]
}

it('is committed as it is made; `npm run generate` brings it up to date', () => {
  const committed = readFileSync(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8')
  expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(openApi(operations))))
})

it('shows people every operation on a page that loads nothing from elsewhere', async () => {
  const response = await served.send('GET /reference', { key: null })
  expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
  const page = await response.text()
  expect(operations.filter(({ name }) => !page.includes(`id="${name}"`))).toEqual([])
  expect(page.match(/<script|<link| src=|href="(?![/#])|@import|url\(/)).toBeNull()
  expect(response.headers.get('Content-Security-Policy')).not.toContain('unsafe-inline')
})

it('has a page for every code, with the words of docs/errors.md', async () => {
  const errors = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')
  for (const [code, { status, means, help }] of Object.entries(problems)) {
    const page = await served.send(`GET //problems/${code}`, { key: null })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain(`${status} · <code>${code}</code>`)
    expect(errors.replaceAll(/\s+/g, ' '), code).toContain(`${means} | ${help} |`)
  }
  expect((await served.send('GET //problems/constructor', { key: null })).status).toBe(404)
})
