/** From what stands behind an option to the value that an operation's schema wants. What it cannot be, the desk says. */
import { Refusal } from '@rightdesk/engine'
import { type JsonSchema, listIn, takes } from '../http/schemas.ts'

export type RawOption = string | readonly string[] | boolean | undefined

/** Whether an option is given or not, rather than with a value. */
export const isSwitch = (schema: JsonSchema): boolean =>
  schema.type === 'boolean' || (schema.anyOf?.some(({ type }) => type === 'boolean') ?? false)

/** Whether an option may be repeated: lists, and things with named parts. */
export const collects = (schema: JsonSchema): boolean => listIn(schema) !== undefined || isObject(schema)

const isObject = (schema: JsonSchema): boolean => takes(schema, 'object')

/** The value; `-` for a text is standard input. Throws `invalid` for what is no `name=value` and no JSON. */
export async function valueFrom(
  name: string,
  raw: NonNullable<RawOption>,
  schema: JsonSchema,
  stdin: () => Promise<string>,
): Promise<unknown> {
  if (typeof raw === 'boolean') return raw
  if (typeof raw === 'string') {
    if (raw === '-' && takes(schema, 'string')) return (await stdin()).replace(/\r?\n$/, '')
    return scalar(raw, schema)
  }
  const list = listIn(schema)
  if (list) return raw.map((one) => member(name, one, list.items ?? {}))
  if (raw.length === 1 && raw[0]!.startsWith('{')) return json(name, raw[0]!)
  return Object.fromEntries(raw.map((pair) => pairFrom(name, pair, schema)))
}

function pairFrom(name: string, pair: string, schema: JsonSchema): [string, unknown] {
  const at = pair.indexOf('=')
  if (at <= 0) {
    throw new Refusal('invalid', name, `\`${pair}\` is not name=value`, `Write it as \`--${name} plan=pro\`.`)
  }
  const key = pair.slice(0, at)
  const text = pair.slice(at + 1)
  const { additionalProperties } = schema
  const other = typeof additionalProperties === 'object' ? additionalProperties : undefined
  const wanted = Object.hasOwn(schema.properties ?? {}, key) ? schema.properties![key] : other
  const list = listIn(wanted)
  if (text.startsWith('[') && list) return [key, json(name, text)]
  if (list && (text.includes(',') || wanted === list)) {
    return [key, text.split(',').map((one) => scalar(one.trim(), list.items ?? {}))]
  }
  return [key, scalar(text, wanted ?? {})]
}

const member = (name: string, text: string, items: JsonSchema): unknown =>
  takes(items, 'string') || takes(items, 'number') || takes(items, 'integer')
    ? scalar(text, items)
    : json(name, text)

function scalar(text: string, schema: JsonSchema): unknown {
  if (takes(schema, 'boolean') && (text === 'true' || text === 'false')) return text === 'true'
  if (takes(schema, 'null') && text === 'null') return null
  const wantsNumber = takes(schema, 'number') || takes(schema, 'integer')
  return wantsNumber && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

function json(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('invalid', name, `\`${text.slice(0, 80)}\` is not JSON`, 'Quote it for your shell.')
  }
}
