import { expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic.ts'
import { linkPolicy } from '../../src/policy/link.ts'
import { parsePolicy } from '../../src/policy/parse.ts'
import { now, sourceWith, textOf } from '../default-policy.ts'

/** What is found in the default policy with some lines of its facts.yaml replaced. */
function findings(from: string, to: string): readonly Diagnostic[] {
  const text = textOf('facts.yaml').replace(from, () => to)
  expect(text).not.toBe(textOf('facts.yaml'))
  const { policy, diagnostics } = parsePolicy(sourceWith({ 'facts.yaml': text }))
  return policy ? linkPolicy(policy, { now }).diagnostics : diagnostics
}

const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length

test('a signal that names no group of words is shown with its place and the group that was meant', () => {
  const [finding, ...others] = findings(
    '- <turned> out to be a|the platform',
    '- <tuned> out to be a|the platform',
  )
  expect(others).toEqual([])
  expect(finding).toMatchObject({
    code: 'bad-signal',
    severity: 'error',
    file: 'policy/facts.yaml',
    line: lineOf(textOf('facts.yaml'), '<turned> out to be a|the platform'),
    message: 'there is no group of words `tuned`',
    help: 'Did you mean `turned`?',
  })
})

test('a group may use those above it, and not itself or those below', () => {
  const messages = (from: string, to: string): readonly string[] =>
    findings(from, to).map(({ message }) => message)
  expect(messages('words:\n', 'words:\n  early: <us>|they\n')).toEqual([
    'there is no group of words `us` above this one',
  ])
  expect(messages('words:\n', 'words:\n  round: [we, <round> too]\n')).toEqual([
    'there is no group of words `round` above this one',
  ])
})

test('`<value>` stands in the signals of a choice alone', () => {
  const found = findings('      - prospect turned|becomes\n', '      - prospect <value>\n')
  expect(found).toEqual([])
  expect(findings('        - churn|flight risk\n', '        - <value> risk\n')[0]).toMatchObject({
    code: 'bad-signal',
    message: 'there is no group of words `value`',
  })
})

test('a group cannot be called what means something else in signals', () => {
  const [finding] = findings('words:\n', 'words:\n  number: one|two\n')
  expect(finding).toMatchObject({ code: 'bad-signal', message: '`<number>` means something else in signals' })
})

test('groups that double each other are refused before they grow', () => {
  const doubling = Array.from({ length: 12 }, (_, i) => `  d${i + 1}: <d${i}> <d${i}>\n`).join('')
  const found = findings('words:\n', `words:\n  d0: a b\n${doubling}`)
  expect(found[0]).toMatchObject({ code: 'bad-signal', help: 'Write out what is meant.' })
})
