/**
 * What people send who mean no good or do not look, put into every place of the input of every operation. Goes by the
 * schemas alone, so that an operation that is added is covered without a word here.
 */
import { z } from 'zod'
import type { Operation } from '../src/index.ts'
import type { TestDesk } from './desk.ts'

type Schema = {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly additionalProperties?: Schema | boolean
  readonly format?: string
}

const pageMark = (...values: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** Texts that would do something where they are taken for more than text. */
export const injections: readonly string[] = [
  "'; drop table cases; -- <script>alert(1)</script> [x](javascript:y) {{7*7}} =cmd|calc!A1",
  '\u001b[2J\u001b]0;owned\u0007\r\nSet-Cookie: owned=1\u202egnp\u200b\u{e0041}',
]

/** Texts that some store does not keep as they are, numbers beyond what it counts, marks of pages that nobody gave out. */
export const misfits: readonly unknown[] = [
  'a\u0000b \ud800 %_\\',
  '9999999999',
  '-1',
  '1e999',
  '0000-01-01',
  '9999-12-31',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  'case_00000000000000000000000000',
  pageMark('\u0000'),
  pageMark('\u0000', '1'),
  pageMark('2026', 'NaN'),
  pageMark('2026', '99999999999'),
  pageMark('99999999999'),
  pageMark('x'),
  999_999_999_999,
  1.5,
  ['\u0000', '\ud800'],
  { constructor: '\u0000' },
]

/** What operations name, by the name of their input. */
export type Things = Readonly<Record<string, unknown>>

let made = 0

/** A case, people and an account of their own, so that nothing done to others before stands in the way. */
export async function newThings(desk: TestDesk): Promise<Things> {
  const text = `Our build fails, and that for the time ${++made}`
  const facts = { topic: 'builds-deployments' }
  const { id: account } = await desk.do('accounts.put', { externalId: `crm-${made}`, name: 'Acme' })
  const { id } = await desk.do('cases.open', { text, account, facts })
  const { items } = await desk.do('cases.decisions', { case: id })
  const { id: person } = await desk.do('people.add', { name: 'Kim', team: 'cse' })
  const { id: service, grant } = await desk.do('services.add', { name: 'Mail', role: 'agent', team: 'cse' })
  return {
    case: id,
    decision: items[0]!.id,
    account,
    person,
    service,
    grant: grant.id,
    team: 'cse',
    topic: 'builds-deployments',
    text,
  }
}

type Hostile = { readonly place: string; readonly input: Record<string, unknown> }

/** Inputs of an operation that fit but for one place, which holds each of the values in turn. */
export function hostileInputs(
  operation: Operation,
  things: Things,
  values: readonly unknown[],
): readonly Hostile[] {
  const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as Schema
  const fits = fitting('', schema, things)
  return placesIn(schema).flatMap((place) =>
    values.map((value) => ({
      place: place.join('.'),
      input: withValue(fits, place, value) as Record<string, unknown>,
    })),
  )
}

/** Something that fits: what is there, else as little as may be. */
function fitting(name: string, schema: Schema, things: Things): unknown {
  if (Object.hasOwn(things, name)) return things[name]
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return fitting(name, schema.anyOf[0]!, things)
  if (schema.type === 'array') return [fitting('', schema.items ?? {}, things)]
  if (schema.type === 'object') {
    const needed = (schema.required ?? []).map((key) => [
      key,
      fitting(key, schema.properties?.[key] ?? {}, things),
    ])
    return Object.fromEntries(needed)
  }
  if (schema.type === 'integer' || schema.type === 'number') return 1
  if (schema.type === 'boolean') return true
  return fittingTexts[schema.format ?? ''] ?? 'text'
}

const fittingTexts: Readonly<Record<string, string>> = {
  'date-time': '2026-03-09T09:00:00.000Z',
  date: '2026-03-09',
  email: 'kim@example.com',
  uri: 'https://example.com/',
}

type Place = readonly string[]

/** Every place of an input, within things too; a thing with names of the caller's own has one by any name. */
function placesIn(schema: Schema, at: Place = []): readonly Place[] {
  const inside = Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
    placesIn(one, [...at, name]),
  )
  const named =
    typeof schema.additionalProperties === 'object'
      ? [
          [...at, 'plan'],
          [...at, 'a\u0000b'],
        ]
      : []
  return [...(at.length > 0 ? [at] : []), ...inside, ...named]
}

function withValue(input: unknown, [first, ...rest]: Place, value: unknown): unknown {
  if (first === undefined) return value
  const before = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {}
  return { ...before, [first]: withValue(before[first], rest, value) }
}
