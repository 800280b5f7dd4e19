import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { operations } from '@rightdesk/desk'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { commandWords } from '../src/cli/desk-commands.ts'
import { run } from '../src/cli/program.ts'
import { deskSettings } from '../src/config.ts'
import { type Served, serve } from './http/served.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
})
afterAll(() => served.desk.close())

const tokenFile = join(mkdtempSync(join(tmpdir(), 'rightdesk-')), 'config', 'token')

type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string }
type Surroundings = {
  readonly stdin?: string
  readonly columns?: number
  readonly token?: string
  readonly fetch?: typeof fetch
}

/** Runs `rightdesk ARGS` against the desk in memory. */
async function rightdesk(args: readonly string[], around: Surroundings = {}): Promise<Ran> {
  const { stdin = '', columns = 100, token = 'key-ada' } = around
  const told = { stdout: '', stderr: '' }
  const writing = (name: 'stdout' | 'stderr'): Writable =>
    new Writable({
      write(chunk: Buffer, _, done) {
        told[name] += chunk.toString('utf8')
        done()
      },
    })
  const terminal = { columns, styled: (_: unknown, text: string) => text }
  const code = await run(args, '0.0.0-test', {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: writing('stdout'),
    stderr: writing('stderr'),
    terminal,
    errorTerminal: terminal,
    now: () => served.desk.services.now(),
    desk: { url: 'http://desk.example', named: true, token, tokenFile },
    fetch: around.fetch ?? (async (input, init) => served.app.request(new Request(input as URL, init))),
  })
  return { code, ...told }
}

it('has a command for every operation', async () => {
  const { stdout: nouns } = await rightdesk(['--help'])
  for (const { name } of operations) {
    const [noun, verb] = commandWords(name)
    expect(nouns, name).toMatch(new RegExp(`^  ${noun}\\b`, 'm'))
    const { code, stdout } = await rightdesk([noun, verb, '--help'])
    expect({ name, code }).toEqual({ name, code: 0 })
    expect(stdout).toContain(`Usage: rightdesk ${noun} ${verb}`)
  }
})

it('names commands by one thing', () => {
  const named = [
    'cases.hand_off',
    'people.add',
    'deliveries.list',
    'record_fixes.list',
    'access.list',
    'me.show',
  ]
  expect(named.map((name) => commandWords(name).join(' '))).toEqual([
    'case hand-off',
    'person add',
    'delivery list',
    'record-fix list',
    'access list',
    'me show',
  ])
})

it('opens a case with facts, things with parts, and a text from standard input', async () => {
  const opened = await rightdesk(
    [
      'case',
      'open',
      '--text',
      '-',
      '--facts',
      'plan=pro',
      '--facts',
      'arr=24000',
      '--facts',
      'cause=platform,unknown',
    ].concat(['--facts', 'churnRisk=true', '--source', 'kind=mail', '--source', 'id=7', '--json']),
    { stdin: 'Our certificates do not renew\n' },
  )
  expect(opened).toMatchObject({ code: 0, stderr: '' })
  const { id } = JSON.parse(opened.stdout)
  const whole = JSON.parse((await rightdesk(['case', 'show', id, '--json'])).stdout)
  expect(whole).toMatchObject({
    text: 'Our certificates do not renew',
    facts: { plan: 'pro', arr: 24000, cause: ['platform', 'unknown'], churnRisk: true },
    sources: [{ kind: 'mail', id: '7' }],
  })
})

it('shows a case with its decision and what happened to it', async () => {
  const { stdout: json } = await rightdesk(['case', 'open', '--text', 'A build fails with error 7', '--json'])
  const { number } = JSON.parse(json)
  const { code, stdout } = await rightdesk(['case', 'show', String(number)])
  expect(code).toBe(0)
  expect(stdout).toContain(`#${number} A build fails with error 7  routed`)
  expect(stdout).toMatch(/^ {2}decision {11}cse \(decided\)\. /m)
  expect(stdout).toMatch(/^ {2}2026-03-02 09:00 {2}opened +ada$/m)
})

it('tells a decision whole', async () => {
  const { stdout } = await rightdesk([
    'decision',
    'decide',
    '--text',
    'Our build fails',
    '--facts',
    'plan=pro',
  ])
  expect(stdout).toMatch(/^ {2}owner +cse, sme-build-deployments \(decided\)$/m)
  expect(stdout).toContain('M2 · owner/builds')
})

it.each([40, 60, 80, 100])('keeps a list within %i columns', async (columns) => {
  await rightdesk(['case', 'open', '--text', `A very long text about builds ${'that fail '.repeat(30)}`])
  const { code, stdout } = await rightdesk(
    ['case', 'list', '--open', '--state', 'new', '--state', 'routed'],
    { columns },
  )
  expect(code).toBe(0)
  const lines = stdout.trimEnd().split('\n')
  expect(lines.length).toBeGreaterThan(1)
  expect(lines[0]).toMatch(/^number +state +subject/)
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
})

it('says where a list goes on, and prints all of it a line each', async () => {
  for (let at = 0; at < 3; at++) await rightdesk(['account', 'put', `crm-${at}`, '--name', `Quill ${at}`])
  const first = await rightdesk(['account', 'list', '--limit', '2'])
  const after = /--after (\S+),/.exec(first.stderr)?.[1]
  const second = await rightdesk(['account', 'list', '--limit', '2', '--after', after!])
  expect(second.stdout).toContain('Quill 2')
  const { stdout } = await rightdesk(['account', 'list', '--limit', '1', '--ndjson'])
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).name),
  ).toEqual(['Quill 0', 'Quill 1', 'Quill 2'])
})

it('says that a list is empty', async () => {
  expect(await rightdesk(['webhook', 'list'])).toMatchObject({ code: 0, stdout: 'There is none.\n' })
})

it('ends with 1 at a refusal, saying what to do', async () => {
  const missing = await rightdesk(['case', 'show', '4711'])
  expect(missing).toMatchObject({ code: 1, stdout: '' })
  expect(missing.stderr).toContain('there is no case `4711`')
  await rightdesk(['account', 'put', 'crm-v', '--name', 'Quill'])
  const stale = await rightdesk(['account', 'put', 'crm-v', '--name', 'Quill', '--if-version', '9'])
  expect(stale).toMatchObject({ code: 1, stderr: expect.stringContaining('changed meanwhile') })
  const stranger = await rightdesk(['case', 'list'], { token: 'wrong' })
  expect(stranger).toMatchObject({ code: 1, stderr: expect.stringContaining('nobody is signed in') })
})

it('ends with 2 where the command line is not understood', async () => {
  for (const args of [
    ['case', 'open'],
    ['case', 'show'],
    ['case', 'list', '--nonsense'],
    ['case', 'list', '--order', 'sideways'],
    ['case', 'frobnicate'],
    ['case'],
  ]) {
    expect({ args, code: (await rightdesk(args)).code }).toEqual({ args, code: 2 })
  }
  const pair = await rightdesk(['case', 'open', '--text', 'x', '--facts', 'plan'])
  expect(pair).toMatchObject({ code: 1, stderr: expect.stringContaining('is not name=value') })
})

it('ends with 3 where no desk answers, saying how to start one', async () => {
  const away: typeof fetch = () =>
    Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED 127.0.0.1:4780') }))
  const { code, stderr } = await rightdesk(['case', 'list'], { fetch: away })
  expect(code).toBe(3)
  expect(stderr).toContain('does not answer: connect ECONNREFUSED')
  expect(stderr).toContain('rightdesk serve')
})

it('lets no escape sequence of a customer reach the terminal', async () => {
  const text = 'Our build \u001b[2J\u001b]0;owned\u0007 fails \u202egnp.exe\nand\rmore'
  const { stdout: json } = await rightdesk(['case', 'open', '--text', text, '--json'])
  const { id } = JSON.parse(json)
  for (const args of [
    ['case', 'list'],
    ['case', 'show', id],
    ['case', 'history', id],
    ['case', 'show', text],
  ]) {
    const { stdout, stderr } = await rightdesk(args)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  }
})

it('ends with 1 when the audit chain is not the one whose head was noted', async () => {
  const { code, stdout } = await rightdesk(['audit', 'verify', '--json'])
  expect(code).toBe(0)
  const { head } = JSON.parse(stdout)
  expect((await rightdesk(['audit', 'verify', '--head', head])).code).toBe(0)
  expect((await rightdesk(['audit', 'verify', '--head', `1:${'0'.repeat(64)}`])).code).toBe(1)
})

it('shows what was done within 80 columns', async () => {
  await rightdesk(['account', 'put', 'crm-a', '--name', 'Quill'])
  const { stdout } = await rightdesk(['audit', 'list', '--limit', '3'], { columns: 80 })
  const [header, first] = stdout.split('\n')
  expect(header?.split(/ {2,}/)).toEqual(expect.arrayContaining(['at', 'operation', 'outcome', 'actor']))
  expect(first?.split(/ {2,}/)).toEqual(expect.arrayContaining(['now', 'accounts.put', 'done', 'ada']))
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

it('shows a kept key to no other server than the one it was taken for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rightdesk-'))
  mkdirSync(join(folder, 'rightdesk'))
  writeFileSync(join(folder, 'rightdesk', 'token'), 'rd_kept\nhttps://desk.example\n')
  const tokenFor = (RIGHTDESK_URL: string, more = {}) =>
    deskSettings({ XDG_CONFIG_HOME: folder, RIGHTDESK_URL, ...more }).token
  expect(tokenFor('https://desk.example/')).toBe('rd_kept')
  expect(tokenFor('https://elsewhere.example')).toBeUndefined()
  expect(tokenFor('https://elsewhere.example', { RIGHTDESK_TOKEN: 'rd_given' })).toBe('rd_given')
})

it('keeps a key that holds where only its owner reads it, and forgets it again', async () => {
  const wrong = await rightdesk(['sign-in'], { stdin: 'wrong\n' })
  expect(wrong.code).toBe(1)
  expect(() => statSync(tokenFile)).toThrow()
  const right = await rightdesk(['sign-in'], { stdin: 'key-ada\n' })
  expect(right).toMatchObject({ code: 0, stdout: 'Signed in at http://desk.example as ada\n' })
  expect(readFileSync(tokenFile, 'utf8')).toBe('key-ada\nhttp://desk.example\n')
  expect(statSync(tokenFile).mode & 0o777).toBe(0o600)
  await rightdesk(['sign-out'])
  expect(() => statSync(tokenFile)).toThrow()
})
