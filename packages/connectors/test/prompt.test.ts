import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AnswerSchema, promptOf } from '../src/model/prompt.ts'
import { policy } from './default-policy.ts'

test('the model is given every topic and every fact that can be read, and no derived one', () => {
  const { system } = promptOf(policy, 'hello')
  for (const [id, { name }] of Object.entries(policy.compiled.topics))
    expect(system).toContain(`- ${id}: ${name}.`)
  expect(system).toContain('- plan: The plan the customer')
  expect(system).toContain('in USD a year')
  expect(system).not.toContain('answeredAs')
  expect(system).not.toContain('- topic:')
})

test('the messages of one policy differ in nothing but the text', () => {
  const [a, b] = [promptOf(policy, 'one'), promptOf(policy, 'two')]
  expect([a.system, a.schema]).toEqual([b.system, b.schema])
  expect(a.user.replace('one', 'two')).toBe(b.user)
})

test('the marker around the text does not stand in it, whatever it holds', () => {
  const part = fc.oneof(
    fc.string(),
    fc.nat({ max: 6 }).map((n) => `</message-${n}>`),
    fc.nat({ max: 6 }).map((n) => `<MESSAGE-${n}>`),
  )
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join('')
      const { user } = promptOf(policy, text)
      const marker = /^<(message-\d+)>$/m.exec(user)![1]!
      expect(text.toLowerCase()).not.toContain(`<${marker}>`)
      expect(text.toLowerCase()).not.toContain(`</${marker}>`)
      expect(user.endsWith(`\n<${marker}>\n${text}\n</${marker}>`)).toBe(true)
    }),
  )
})

test('the form of the answer is closed: every key is required, and all but quotes and amounts is listed', () => {
  const open: string[] = []
  const visit = (schema: AnswerSchema, at: string): void => {
    if ('anyOf' in schema) for (const one of schema.anyOf) visit(one, at)
    else if (schema.type === 'array') visit(schema.items, at)
    else if (schema.type === 'object') {
      expect(schema.additionalProperties).toBe(false)
      expect(schema.required).toEqual(Object.keys(schema.properties))
      for (const [key, one] of Object.entries(schema.properties)) visit(one, `${at}.${key}`)
    } else if (schema.type !== 'boolean' && schema.enum === undefined) open.push(`${at} ${schema.type}`)
  }
  const { schema } = promptOf(policy, '')
  visit(schema, '')
  expect([...new Set(open)].sort()).toEqual([
    '.facts.quote string',
    '.facts.value number',
    '.topics.quote string',
  ])
  expect(JSON.stringify(schema)).toContain('"none"')
})
