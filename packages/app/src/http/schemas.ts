/** The schemas of operations as JSON Schema: what query strings, the API reference and the command line are read by. */
import type { Operation } from '@rightdesk/desk'
import { z } from 'zod'

export type JsonSchema = {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly default?: unknown
  readonly maxLength?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly format?: string
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
}

const kept = new WeakMap<z.ZodType, JsonSchema>()

/** What an operation takes, as one flat object. */
export const inputSchema = (operation: Operation): JsonSchema => schemaOf(operation.input, 'input')

/** What an operation gives. */
export const outputSchema = (operation: Operation): JsonSchema => schemaOf(operation.output, 'output')

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const known = kept.get(schema)
  if (known) return known
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  kept.set(schema, made as JsonSchema)
  return made as JsonSchema
}

/** The names between braces in a path, in order. */
export const pathParameters = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)

/** Whether a schema takes a type, by itself or as one of several. */
export const takes = (schema: JsonSchema | undefined, type: string): boolean =>
  schema !== undefined &&
  (schema.type === type ||
    (Array.isArray(schema.type) && schema.type.includes(type)) ||
    (schema.anyOf?.some((one) => takes(one, type)) ?? false))

/** The list among what a schema takes, if there is one. */
export const listIn = (schema: JsonSchema | undefined): JsonSchema | undefined =>
  schema?.type === 'array' ? schema : schema?.anyOf?.map(listIn).find((one) => one !== undefined)

/** Whether an operation gives a page of a longer list. */
export const isPaged = (operation: Operation): boolean => {
  const { properties } = outputSchema(operation)
  return operation.http.method === 'GET' && properties?.['items'] !== undefined && 'next' in properties
}
