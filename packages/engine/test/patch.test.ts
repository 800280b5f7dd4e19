import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { PolicySource } from '../src/policy/parse.ts'
import { patchOf } from '../src/policy/patch.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const sourceOf = (files: Readonly<Record<string, string>>): PolicySource => ({
  folder: 'policy',
  files: Object.entries(files).map(([path, text]) => ({ path, text })),
})

/** What Git makes of the files with the patch of the change. */
function applied(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'patch-'))
  folders.push(folder)
  for (const [path, text] of Object.entries(before)) {
    const file = join(folder, 'policy', path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const patch = patchOf(sourceOf(before), sourceOf(after))
  if (patch !== '')
    execFileSync('git', ['apply', '-'], { cwd: folder, input: patch, stdio: ['pipe', 'ignore', 'pipe'] })
  return Object.fromEntries(
    Object.keys(after).map((path) => [path, readFileSync(join(folder, 'policy', path), 'utf8')]),
  )
}

const lines = (count: number): string => Array.from({ length: count }, (_, n) => `- line ${n}\n`).join('')

describe('a patch', () => {
  it('adds lines in several places of a file', () => {
    const before = { 'topics/a.yaml': lines(40) }
    const after = {
      'topics/a.yaml': lines(40)
        .replace('- line 3\n', '- line 3\n- new\n')
        .replace('- line 30\n', '- x\n- line 30\n'),
    }
    expect(applied(before, after)).toEqual(after)
    expect(patchOf(sourceOf(before), sourceOf(after)).match(/^@@/gm)).toHaveLength(2)
  })

  it('makes new files, also in a folder that is not there and with a blank in the name', () => {
    const after = { 'topics/a.yaml': 'a\n', 'tests/new one.yaml': 'tests:\n  - id: x\n' }
    expect(applied({ 'topics/a.yaml': 'a\n' }, after)).toEqual(after)
  })

  it('is empty where nothing differs', () => {
    expect(patchOf(sourceOf({ 'a.yaml': 'a' }), sourceOf({ 'a.yaml': 'a' }))).toBe('')
  })

  it('gives what it was made of, whatever the texts and however they end', { timeout: 60_000 }, () => {
    const line = fc.constantFrom('a\n', 'b\n', '- c\n', '\n', ' x\r\n')
    const text = fc
      .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('', 'end', 'é'))
      .map(([some, end]) => some.join('') + end)
      .filter((one) => one !== '')
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applied({ 'a.yaml': before }, { 'a.yaml': after })).toEqual({ 'a.yaml': after })
      }),
      { numRuns: 60 },
    )
  })
})
