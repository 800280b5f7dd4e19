import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { mismatches, textLengthMax } from '@rightdesk/engine'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { rightdesk } from './console.ts'

const lines = (text: string): Record<string, never>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

test('an ask is answered with owner, reason, source and place', async () => {
  const { code, stdout, stderr } = await rightdesk([
    'ask',
    'We were charged twice on our last invoice',
    '--plan',
    'pro',
  ])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/Owner +Customer Success Engineering/)
  expect(stdout).toMatch(/M7 · owner\/billing-self-serve\n +policy\/tables\/owner\.yaml:\d+\n/)
})

test('a missing fact is asked for, with who can answer and what it would be', async () => {
  const { stdout } = await rightdesk(['ask', 'We were charged twice on our last invoice'])
  expect(stdout).toContain('needs an answer')
  expect(stdout).toMatch(/To settle +1\. Which plan is the customer on\? \(see the CRM\)/)
  expect(stdout).toMatch(/Account team, on Enterprise/)
})

test('--json prints the decision alone', async () => {
  const { code, stdout } = await rightdesk([
    'ask',
    '--json',
    '--plan',
    'pro',
    '--fact',
    'topic=billing-usage',
    'x',
  ])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    status: 'decided',
    owner: { team: 'cse' },
    topic: { confidence: 1 },
  })
})

test('facts are typed by the policy and may be sets', async () => {
  const facts = [
    'topic=onboarding-enablement',
    'plan=enterprise',
    'arr=50000',
    'strategic=no',
    'commitment=one-off,time-boxed',
  ]
  const { stdout } = await rightdesk(['ask', '--json', 'x', ...facts.flatMap((fact) => ['--fact', fact])])
  expect(JSON.parse(stdout)).toMatchObject({
    facts: {
      arr: { value: 50_000 },
      strategic: { value: false },
      commitment: { value: ['one-off', 'time-boxed'] },
    },
    engagement: { verdict: 'limited', kind: 'single-session' },
  })
})

test('an ask on standard input is answered', async () => {
  const { stdout } = await rightdesk(['ask', '--json', '--fact', 'topic=v0'], 'the generated page is broken')
  expect(JSON.parse(stdout)).toMatchObject({ owner: { team: 'v0-product' } })
})

test('--ndjson answers each line in order, refuses a bad one and goes on', async () => {
  const asks = [
    '{"id":"1","facts":{"topic":"billing-usage","plan":"pro"}}',
    'not json',
    '',
    '{"id":"2","facts":{"plam":"pro"}}',
    '{"id":"3","facts":{"topic":"contracts-legal"}}',
  ]
  const { code, stdout } = await rightdesk(['ask', '--ndjson'], asks.join('\n'))
  expect(code).toBe(1)
  expect(lines(stdout)).toMatchObject([
    { id: '1', owner: { team: 'cse' } },
    { id: null, error: { code: 'invalid', message: 'the line is not JSON' } },
    { id: '2', error: { at: 'facts.plam', help: 'Did you mean `plan`?' } },
    { id: '3', owner: { team: 'legal' } },
  ])
})

test('--ndjson puts lines together that arrive in pieces, in the middle of a character too', async () => {
  const bytes = Buffer.from('{"id":"ä","facts":{"topic":"v0"}}\n{"id":"ö","facts":{"topic":"v0"}}')
  const pieces = Array.from({ length: bytes.length }, (_, at) => bytes.subarray(at, at + 1))
  const { stdout } = await rightdesk(['ask', '--ndjson'], pieces)
  expect(lines(stdout).map(({ id }) => id)).toEqual(['ä', 'ö'])
})

test('--ndjson refuses a 5 MB text, a 5 MB line and invalid UTF-8, each on its line', async () => {
  const bad = Buffer.concat([
    Buffer.from(`${JSON.stringify({ id: 'long', text: 'x'.repeat(textLengthMax + 1) })}\n`),
    Buffer.from(`${'x'.repeat(5_000_000)}\n`),
    Buffer.from('{"id":"utf8","text":"'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}\n{"id":"good","facts":{"topic":"v0"}}\n'),
  ])
  const { code, stdout } = await rightdesk(['ask', '--ndjson'], bad)
  expect(code).toBe(1)
  expect(lines(stdout)).toMatchObject([
    { id: 'long', error: { code: 'limit_exceeded' } },
    { id: null, error: { code: 'limit_exceeded' } },
    { error: { code: 'invalid', message: 'the line is not valid UTF-8' } },
    { id: 'good', owner: { team: 'v0-product' } },
  ])
})

test.each([
  { args: ['ask', 'x', '--plan', 'prp'], at: 'facts.plan', help: 'Did you mean `pro`?' },
  { args: ['ask', 'x', '--fact', 'paln=pro'], at: 'facts.paln', help: 'Did you mean `plan`?' },
  { args: ['ask', 'x', '--fact', 'plan'], at: '--fact', help: '--fact name=value' },
  { args: ['ask', 'x', '--fact', 'arr=lots'], at: 'facts.arr', help: 'USD a year' },
  { args: ['ask', 'x', '--fact', '__proto__=1'], at: '__proto__', help: 'Known' },
  { args: ['ask', 'x', '--policy', '/nowhere'], at: '/nowhere', help: 'rightdesk init' },
])('$args is refused with exit code 2, the place and what to do', async ({ args, at, help }) => {
  const { code, stdout, stderr } = await rightdesk(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(at)
  expect(stderr).toContain(help)
})

test('a 5 MB text is refused with its length', async () => {
  const { code, stderr } = await rightdesk(['ask'], 'x '.repeat(2_500_000))
  expect(code).toBe(2)
  expect(stderr).toContain(`more than ${textLengthMax}`)
})

test('control characters of an ask never reach the terminal', async () => {
  const { stdout } = await rightdesk([
    'ask',
    'our \u001b[31mPro\u001b[0m plan\u0007 \u202ewas charged twice\u202c by invoice',
  ])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
})

test.each([['nonsense'], ['ask', '--nonsense'], ['policy', 'nonsense'], ['eval', '--split', 'x']])(
  'a usage error gives exit code 2 and help (%s %s)',
  async (...args) => {
    const { code, stdout, stderr } = await rightdesk(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).not.toBe('')
  },
)

test('--help shows examples and exit codes', async () => {
  const { code, stdout } = await rightdesk(['--help'])
  expect(code).toBe(0)
  expect(stdout).toContain('Examples:')
  expect(stdout).toContain('Exit codes:')
})

test.each(['bash', 'zsh', 'fish', 'powershell'])('completion for %s is printed', (shell) => {
  const bin = fileURLToPath(new URL('../bin/rightdesk.js', import.meta.url))
  const { status, stdout } = spawnSync(process.execPath, [bin, 'complete', shell], { encoding: 'utf8' })
  expect(status).toBe(0)
  expect(stdout).toContain('rightdesk')
})

const corpus = new URL('../../../conformance/', import.meta.url)
test.each(readdirSync(corpus))('the command line conforms to %s', async (file) => {
  const cases = parse(readFileSync(new URL(file, corpus), 'utf8'))
  const asks = cases.map((one: { id: string; ask: object }) => JSON.stringify({ id: one.id, ...one.ask }))
  const { stdout } = await rightdesk(['ask', '--ndjson'], asks.join('\n'))
  const answered = lines(stdout) as never[]
  const failed = cases.flatMap((one: { id: string; expect: object }, at: number) =>
    mismatches(one.expect, answered[at]!).map((mismatch) => `${one.id}: ${mismatch}`),
  )
  expect(failed).toEqual([])
})
