/** The default policy as the tests use it: read once, compiled once. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compilePolicy } from '../src/policy/compile.ts'
import { loadPolicy } from '../src/policy/compiled.ts'
import { freeze } from '../src/policy/freeze.ts'
import { type LinkedPolicy, linkPolicy } from '../src/policy/link.ts'
import { type PolicySource, type PolicyText, parsePolicy } from '../src/policy/parse.ts'

/** The day on which the tests take place. */
export const now = '2026-11-21T09:00:00Z'

const folder = fileURLToPath(new URL('../../../policy', import.meta.url))

export const defaultSource: PolicySource = {
  folder: 'policy',
  files: readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort()
    .map((path) => ({ path: path.slice(folder.length + 1), text: readFileSync(path, 'utf8') })),
}

/** The default policy with some files replaced, added or (undefined) removed. */
export function sourceWith(changes: Readonly<Record<string, string | undefined>>): PolicySource {
  const kept = defaultSource.files.filter((file) => !(file.path in changes))
  const added = Object.entries(changes).flatMap(([path, text]): PolicyText[] =>
    text === undefined ? [] : [{ path, text }],
  )
  return { folder: 'policy', files: [...kept, ...added] }
}

/** The text of one file of the default policy. */
export const textOf = (path: string): string => defaultSource.files.find((file) => file.path === path)!.text

export function link(source: PolicySource = defaultSource): LinkedPolicy {
  const { policy, diagnostics } = parsePolicy(source)
  if (!policy) throw new Error(JSON.stringify(diagnostics, null, 2))
  const linked = linkPolicy(policy, { now })
  if (!linked.policy) throw new Error(JSON.stringify(linked.diagnostics, null, 2))
  return linked.policy
}

export const linked = link()
export const compilation = compilePolicy(linked)!
export const compiled = freeze(compilation)
export const policy = loadPolicy(compiled)
