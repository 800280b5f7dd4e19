import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rightdesk } from './console.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rightdesk-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A copy of the default policy with one file changed. */
async function copyWith(file: string, change: (text: string) => string): Promise<string> {
  const copy = join(folder, 'policy')
  await rightdesk(['init', copy])
  const path = join(copy, file)
  const before = readFileSync(path, 'utf8')
  const after = change(before)
  expect(after).not.toBe(before)
  writeFileSync(path, after)
  return copy
}

test('the default policy has no finding', async () => {
  const { code, stdout } = await rightdesk(['policy', 'check'])
  expect(stdout).toMatch(/no finding · \d+ rules, 38 topics/)
  expect(code).toBe(0)
})

test("the default policy's own tests pass and reach every rule", async () => {
  const { code, stdout } = await rightdesk(['policy', 'test'])
  expect(stdout).toMatch(/^\d+ passed, 0 failed · (\d+) of \1 rules reached\n$/)
  expect(code).toBe(0)
})

test('a policy that init wrote answers, and init never overwrites', async () => {
  const copy = join(folder, 'mine')
  expect(await rightdesk(['init', copy])).toMatchObject({ code: 0 })
  const { stdout } = await rightdesk(['ask', '--json', '--fact', 'topic=v0', '--policy', copy, 'x'])
  expect(JSON.parse(stdout)).toMatchObject({ owner: { team: 'v0-product' } })
  expect(await rightdesk(['init', copy])).toMatchObject({ code: 2, stdout: '' })
  const [, schema = ''] = /\$schema=(\S+)/.exec(readFileSync(join(copy, 'tables/owner.yaml'), 'utf8')) ?? []
  expect(JSON.parse(readFileSync(join(copy, 'tables', schema), 'utf8'))).toHaveProperty('title')
})

test('a misspelt team is found with its place and the nearest name, by every command', async () => {
  const copy = await copyWith('tables/owner.yaml', (text) => text.replace('team: legal', 'team: legl'))
  const check = await rightdesk(['policy', 'check', '--policy', copy])
  expect(check.code).toBe(1)
  expect(check.stdout).toMatch(
    /tables\/owner\.yaml:\d+:\d+ error there is no team `legl` \[unknown-team\]\n {2}Did you mean `legal`\?/,
  )
  expect(await rightdesk(['ask', 'x', '--policy', copy])).toMatchObject({ code: 1, stdout: '' })
})

test('a test that fails is shown with its place and what differs', async () => {
  const copy = await copyWith('tables/owner.yaml', (text) =>
    text.replace('      team: legal\n', '      team: security\n'),
  )
  const { code, stdout } = await rightdesk(['policy', 'test', '--policy', copy])
  expect(code).toBe(1)
  expect(stdout).toMatch(
    /tests\/\S+\.yaml:\d+:\d+ failed .*\n {2}owner\.team: expected "legal", got "security"/,
  )
})

test('a moved threshold is shown as exactly the answers that change', async () => {
  const copy = await copyWith('policy.yaml', (text) => text.replace('value: 100000', 'value: 150000'))
  const policy = fileURLToPath(new URL('../../../policy', import.meta.url))
  const { code, stdout } = await rightdesk(['policy', 'diff', policy, copy, '--json'])
  const { changes } = JSON.parse(stdout)
  expect(code).toBe(0)
  expect(changes.map((change: { table: string }) => change.table)).toEqual(['engagement', 'engagement'])
  for (const { from, example } of changes) {
    expect(from).toBe('engage onboarding')
    expect(example).toMatchObject({
      topic: 'onboarding-enablement',
      plan: 'enterprise',
      arr: 100_000,
      strategic: false,
    })
  }
})

test('two equal policies do not differ', async () => {
  const policy = fileURLToPath(new URL('../../../policy', import.meta.url))
  expect(await rightdesk(['policy', 'diff', policy, policy])).toMatchObject({
    code: 0,
    stdout: 'no answer changes\n',
  })
})

test('publish writes pages in which every rule stands', async () => {
  const { code } = await rightdesk(['policy', 'publish', '--out', folder])
  expect(code).toBe(0)
  const matrix = readFileSync(join(folder, 'routing-matrix.md'), 'utf8')
  expect(matrix).toContain('**Billing')
  expect(matrix).toMatch(/\| M20, P2 \|/)
  expect(readFileSync(join(folder, 'engagement-scope.md'), 'utf8')).toContain('## Re-route')
  expect(readFileSync(join(folder, 'assigned-engineers.md'), 'utf8')).toContain('At most **15** customers')
})

test('published pages are what stands under docs/handbook', async () => {
  const { stdout } = await rightdesk(['policy', 'publish', '--json'])
  for (const { file, markdown } of JSON.parse(stdout)) {
    expect(readFileSync(new URL(`../../../docs/handbook/${file}`, import.meta.url), 'utf8')).toBe(markdown)
  }
})

test('explain shows a rule by its name and all rules of a row', async () => {
  const byName = await rightdesk(['policy', 'explain', 'billing-self-serve'])
  expect(byName.stdout).toMatch(
    /owner\/billing-self-serve +policy\/tables\/owner\.yaml:\d+:\d+\n {2}when +answeredAs is billing-usage/,
  )
  const byRow = await rightdesk(['policy', 'explain', 'O7', '--json'])
  expect(JSON.parse(byRow.stdout).map((rule: { rule: string }) => rule.rule)).toContain('repeated-help')
  const unknown = await rightdesk(['policy', 'explain', 'biling-self-serve'])
  expect(unknown).toMatchObject({ code: 2, stdout: '' })
  expect(unknown.stderr).toContain('billing-self-serve')
})

const corrections = [
  {
    text: 'the blorptastic widget on our dash keeps spinning forever',
    topic: 'platform-features',
    account: 'a',
  },
  { text: 'Blorptastic widget is blank for half of my team', topic: 'platform-features', account: 'b' },
  { text: 'where did the blorptastic widget go, quux frobnicate?', topic: 'platform-features', account: 'c' },
  { text: 'our invoice was charged twice on the card', topic: 'billing-usage', account: 'c' },
]

test('corrections become a reviewable change: examples that are not read yet, and a phrase that several accounts share', async () => {
  const copy = await copyWith('reader.yaml', (text) => `${text}\n# a copy\n`)
  const file = join(folder, 'corrections.ndjson')
  writeFileSync(file, corrections.map((one) => JSON.stringify(one)).join('\n'))
  const proposed = await rightdesk(['policy', 'learn', file, '--policy', copy])
  expect(proposed.stdout).toContain('+  - "blorptastic widget"')
  expect(proposed.stdout).not.toContain('invoice')
  expect(proposed.stderr).toContain('read rightly already: our invoice')
  const before = readFileSync(join(copy, 'topics/platform-features.yaml'), 'utf8').split('\n')
  spawnSync('git', ['init', '-q'], { cwd: dirname(copy) })
  const checked = spawnSync('git', ['apply', '--check', '-v', '-'], {
    cwd: dirname(copy),
    input: proposed.stdout,
    encoding: 'utf8',
  })
  expect(checked).toMatchObject({ status: 0, stderr: expect.stringContaining('platform-features.yaml') })
  await rightdesk(['policy', 'learn', file, '--policy', copy, '--write'])
  const after = readFileSync(join(copy, 'topics/platform-features.yaml'), 'utf8').split('\n')
  expect(after.length).toBeGreaterThan(before.length)
  expect(
    after.filter((line) => !before.includes(line) && !line.toLowerCase().includes('blorptastic')),
  ).toEqual([])
  expect(await rightdesk(['policy', 'check', '--policy', copy])).toMatchObject({ code: 0 })
  const again = await rightdesk(['policy', 'learn', file, '--policy', copy])
  expect(again.stdout).toBe('')
})

test('a corrections file with a bad line is refused with its line', async () => {
  const file = join(folder, 'corrections.ndjson')
  writeFileSync(file, '{"text":"x","topic":"v0"}\n{"text":1}\n')
  const { code, stderr } = await rightdesk(['policy', 'learn', file])
  expect(code).toBe(2)
  expect(stderr).toContain('corrections.ndjson:2')
})

test('the command of a clone runs, with exit codes a shell can use', () => {
  const bin = fileURLToPath(new URL('../bin/rightdesk.js', import.meta.url))
  const ran = spawnSync(process.execPath, [bin, 'ask', '--json', '--fact', 'topic=v0', 'x'], {
    encoding: 'utf8',
  })
  expect(ran.status).toBe(0)
  expect(JSON.parse(ran.stdout).owner.team).toBe('v0-product')
  expect(spawnSync(process.execPath, [bin, 'ask', '--nonsense'], { encoding: 'utf8' }).status).toBe(2)
})
