import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { diagnosticCodes, policyJsonSchemas, refusalCodes } from '@rightdesk/engine'
import { expect, test } from 'vitest'
import { rightdesk } from './console.ts'

const root = new URL('../../../', import.meta.url)
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'GLOSSARY.md',
  'CONTRIBUTING.md',
  'docs/access.md',
  'docs/agents.md',
  'docs/api.md',
  'docs/console.md',
  'docs/errors.md',
  'docs/operations.md',
  'docs/policy.md',
  'evals/README.md',
]

test.each(pages)('every path and link that %s names exists', (page) => {
  const text = textOf(page)
  const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map((match) => match[1]!)
  const paths = [
    ...text.matchAll(/`((?:packages|policy|docs|evals|conformance|bench|scripts)\/[\w./-]+)`/g),
  ].map((match) => match[1]!)
  const base = new URL(page, root)
  const gone = [
    ...links.filter((link) => !link.startsWith('http') && !existsSync(new URL(link, base))),
    ...paths.filter((path) => !existsSync(new URL(path, root))),
  ]
  expect(gone).toEqual([])
})

test('every code has an entry in docs/errors.md, and no entry is left over', () => {
  const listed = [...textOf('docs/errors.md').matchAll(/^\| `([a-z_-]+)` \|/gm)].map((match) => match[1])
  expect(listed.sort()).toEqual([...diagnosticCodes, ...refusalCodes].sort())
})

test('the committed JSON Schemas are those of the code', () => {
  for (const [kind, schema] of Object.entries(policyJsonSchemas())) {
    expect(JSON.parse(textOf(`packages/engine/schema/${kind}.schema.json`))).toEqual(schema)
  }
})

test("the README's ask has the README's answer", async () => {
  const [, command = '', answer = ''] =
    /```console\n\$ npx rightdesk ask "([^"]+)"\n([^`]+)```/.exec(textOf('README.md')) ?? []
  expect(command).not.toBe('')
  const { stdout } = await rightdesk(['ask', command])
  expect(stdout.trim()).toBe(answer.trim())
})

test("the README's figures are those of the committed score", () => {
  const { test: score } = JSON.parse(textOf('evals/results.json'))
  const readme = textOf('README.md')
  for (const name of [
    'topicAccuracy',
    'setCoverage',
    'decidedOfSettled',
    'ownerRightOfDecided',
    'wrongOwner',
  ]) {
    expect(readme).toContain(`| ${(score[name] * 100).toFixed(1)} % |`)
  }
})

test('every schema named in a policy file exists', () => {
  const folder = fileURLToPath(new URL('policy/', root))
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = `${entry.parentPath}/${entry.name}`.replace(/\/+/g, '/')
    const named = /\$schema=(\S+)/.exec(readFileSync(path, 'utf8'))?.[1]
    if (named) expect(existsSync(new URL(named, `file://${path}`)), `${path} names ${named}`).toBe(true)
  }
})
