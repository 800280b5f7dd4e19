/** Says what is wrong with the shape of a file, in the words of the file rather than of the library that checks it. */
import { z } from 'zod'
import type { Diagnostic } from '../diagnostic.ts'
import { nearest, suggest } from '../names.ts'
import { faultsMax, type Path, type YamlFile } from './yaml-file.ts'

/** Checks the content of a file; `undefined` when it has not the shape, with every fault reported. */
export function checkShape<T>(
  schema: z.ZodType<T>,
  file: YamlFile,
  diagnostics: Diagnostic[],
): T | undefined {
  const shaped = schema.safeParse(file.raw)
  if (shaped.success) return shaped.data
  const faults: Diagnostic[] = []
  for (const issue of shaped.error.issues) {
    if (faults.length >= faultsMax) break
    faults.push(...faultsOf(issue, schema, file).slice(0, faultsMax - faults.length))
  }
  diagnostics.push(...faults)
  return undefined
}

const seeReference = 'See docs/policy.md for what may stand here.'

function faultsOf(issue: z.core.$ZodIssue, schema: z.ZodType, file: YamlFile): Diagnostic[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  const where = path.length > 0 ? `\`${path.join('.')}\`` : 'the file'
  const fault = { code: 'shape', severity: 'error' } as const
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path)
    return issue.keys.slice(0, faultsMax).map((key) => {
      const close = nearest(key, known)
      const help = close === undefined ? `Remove it. ${seeReference}` : `Did you mean \`${close}\`?`
      return {
        ...fault,
        ...file.placeOfKey([...path, key]),
        message: `\`${key}\` is not known in ${where}`,
        help,
      }
    })
  }
  const value = valueAt(file.raw, path)
  const shown =
    value === undefined ? 'nothing' : `\`${(JSON.stringify(value) ?? String(value)).slice(0, 80)}\``
  if (issue.code === 'invalid_value') {
    const help = suggest(String(value), issue.values.map(String))
    return [{ ...fault, ...file.place(path), message: `${where} cannot be ${shown}`, help }]
  }
  const said = issue.message.charAt(0).toLowerCase() + issue.message.slice(1)
  const message = `${where}: ${said} (found ${shown})`.replace(/\s+/g, ' ')
  return [{ ...fault, ...file.place(path), message, help: seeReference }]
}

type JsonSchema = {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: JsonSchema | boolean
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
}

/** The keys that may stand in the value at `path`. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  let places = [z.toJSONSchema(schema, { io: 'input' }) as JsonSchema].flatMap(alternatives)
  for (const key of path) {
    places = places.flatMap((place) => {
      if (typeof key === 'number') return place.items ? alternatives(place.items) : []
      const property = place.properties?.[key]
      if (property) return alternatives(property)
      return typeof place.additionalProperties === 'object' ? alternatives(place.additionalProperties) : []
    })
  }
  return [...new Set(places.flatMap((place) => Object.keys(place.properties ?? {})))]
}

const alternatives = (schema: JsonSchema): JsonSchema[] => [
  schema,
  ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(alternatives),
]

const valueAt = (raw: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    raw,
  )
