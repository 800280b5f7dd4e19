/** `rightdesk policy …`: what the owners of a policy do with it. Exit code 1 means there are findings. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  checkPolicy,
  compileToData,
  diffPolicies,
  placeOf,
  publishPolicy,
  Refusal,
  read,
  readerSourceOf,
  suggest,
  testPolicy,
} from '@rightdesk/engine'
import { openLinkedPolicy, openPolicy } from '../open-policy.ts'
import { readPolicyFolder } from '../policy-folder.ts'
import { trainedReader } from '../trained-reader.ts'
import type { Console } from './console.ts'
import { countDiagnostics, showDiagnostics } from './show-diagnostics.ts'
import { harmless, wrap } from './terminal.ts'

export type PolicyOptions = { readonly policy: string; readonly json?: boolean }

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Proves the policy and lists every finding. */
export function checkCommand(options: PolicyOptions, io: Console): number {
  const source = readPolicyFolder(options.policy)
  const check = checkPolicy(source, io.now())
  const { diagnostics, proven, figures } = check
  if (options.json) io.stdout.write(json(check))
  else {
    io.stdout.write(showDiagnostics(diagnostics, io.terminal))
    const size = figures
      ? ` · ${figures.rules} rules, ${figures.topics} topics, ${figures.tests} tests · ${figures.combinations.toLocaleString('en')} combinations of facts proven in ${figures.nodes} nodes`
      : ''
    io.stdout.write(`${source.folder}: ${countDiagnostics(diagnostics)}${proven ? size : ' · not proven'}\n`)
  }
  return diagnostics.length > 0 ? 1 : 0
}

/** Runs the policy's own tests. */
export function testCommand(options: PolicyOptions, io: Console): number {
  const { parsed: policy } = openPolicy(options.policy)
  const reader = trainedReader(readerSourceOf(policy))
  const { results, uncovered, rules } = testPolicy(policy, io.now(), (_, text) => read(reader, text))
  const failed = results.filter(({ mismatches }) => mismatches.length > 0)
  if (options.json) {
    io.stdout.write(json({ passed: results.length - failed.length, failed, rules, uncovered }))
    return failed.length > 0 ? 1 : 0
  }
  for (const { id, place, mismatches } of failed) {
    io.stdout.write(`${placeOf(place)} ${io.terminal.styled('red', 'failed')} ${id}\n`)
    for (const mismatch of mismatches) io.stdout.write(`  ${harmless(mismatch)}\n`)
  }
  for (const rule of uncovered)
    io.stdout.write(`${io.terminal.styled('yellow', 'no test reaches')} ${rule}\n`)
  io.stdout.write(
    `${results.length - failed.length} passed, ${failed.length} failed · ${rules - uncovered.length} of ${rules} rules reached\n`,
  )
  return failed.length > 0 ? 1 : 0
}

/** Renders the policy's pages, to standard output or into a folder. */
export function publishCommand(
  options: PolicyOptions & { out?: string; page?: string },
  io: Console,
): number {
  const pages = publishPolicy(openLinkedPolicy(options.policy, io.now()))
  const wanted =
    options.page === undefined ? pages : pages.filter(({ file }) => file === `${options.page}.md`)
  if (wanted.length === 0) {
    const names = pages.map(({ file }) => file.replace(/\.md$/, ''))
    throw new Refusal(
      'not_found',
      '--page',
      `there is no page \`${options.page}\``,
      suggest(options.page ?? '', names),
    )
  }
  if (options.json) io.stdout.write(json(wanted))
  else if (options.out === undefined) io.stdout.write(wanted.map(({ markdown }) => markdown).join('\n'))
  else {
    mkdirSync(options.out, { recursive: true })
    for (const { file, markdown } of wanted) {
      writeFileSync(join(options.out, file), markdown)
      io.stderr.write(`wrote ${join(options.out, file)}\n`)
    }
  }
  return 0
}

/** Everything about one rule: its conditions, what it gives, why, and the tests that reach its rows. */
export function explainCommand(name: string, options: PolicyOptions, io: Console): number {
  const policy = openLinkedPolicy(options.policy, io.now())
  const rules = policy.tables.flatMap((table) => table.rules)
  const found = rules.filter(
    (rule) => rule.id === name || `${rule.table}/${rule.id}` === name || rule.cites.includes(name),
  )
  if (found.length === 0) {
    const names = [
      ...rules.map(({ table, id }) => `${table}/${id}`),
      ...rules.map(({ id }) => id),
      ...policy.sourceOfRow.keys(),
    ]
    throw new Refusal('not_found', 'RULE', `there is no rule or row \`${name}\``, suggest(name, names))
  }
  const described = found.map((rule) => ({
    table: rule.table,
    rule: rule.id,
    at: placeOf(rule.place),
    when: rule.boxes.map((box) =>
      Object.fromEntries(
        [...box].map(([fact, atoms]) => {
          const domain = policy.facts.get(fact)!
          return [fact, [...atoms].map((atom) => domain.values[atom] ?? domain.say[atom])]
        }),
      ),
    ),
    then: rule.then,
    because: rule.because,
    rows: rule.cites,
    tests: policy.parsed.tests.flatMap(({ content }) =>
      content.tests.filter(({ row }) => rule.cites.includes(row)).map(({ id }) => id),
    ),
  }))
  if (options.json) io.stdout.write(json(described))
  else for (const rule of described) io.stdout.write(describeRule(rule, io))
  return 0
}

type Described = {
  table: string
  rule: string
  at: string
  when: readonly Record<string, unknown>[]
  then: unknown
  because: string
  rows: readonly string[]
  tests: readonly string[]
}

function describeRule(
  { table, rule, at, when, then, because, rows, tests }: Described,
  { terminal }: Console,
): string {
  const lines = (label: string, text: string): string[] =>
    wrap(text, terminal.columns - 12).map((line, n) => `  ${(n === 0 ? label : '').padEnd(10)}${line}`)
  const conditions = when.map((box) =>
    Object.entries(box)
      .map(([fact, values]) => `${fact} is ${(values as unknown[]).join(' or ')}`)
      .join(', and '),
  )
  const given = typeof then === 'object' && then !== null ? then : { value: then }
  const shown = Object.entries(given).filter(([, value]) => !(Array.isArray(value) && value.length === 0))
  return `${[
    `${terminal.styled('bold', `${table}/${rule}`)}  ${terminal.styled('dim', at)}`,
    ...lines('when', conditions.join(', or ') || 'always'),
    ...shown.flatMap(([key, value]) => lines(key, typeof value === 'string' ? value : JSON.stringify(value))),
    ...lines('because', because),
    ...lines('rows', rows.join(', ')),
    ...lines('tests', tests.join(', ') || 'none'),
  ].join('\n')}\n\n`
}

/** What moves from one version of a policy to another. */
export function diffCommand(before: string, after: string, options: { json?: boolean }, io: Console): number {
  const diff = diffPolicies(
    compileToData(openLinkedPolicy(before, io.now())),
    compileToData(openLinkedPolicy(after, io.now())),
  )
  if (options.json) {
    io.stdout.write(json(diff))
    return 0
  }
  for (const line of diff.schema) io.stdout.write(`${io.terminal.styled('cyan', 'facts')} ${line}\n`)
  for (const { table, from, to, when, example } of diff.changes) {
    io.stdout.write(
      `${io.terminal.styled('bold', table)} ${when}\n  ${from} → ${io.terminal.styled('green', to)}\n`,
    )
    io.stdout.write(io.terminal.styled('dim', `  for example: ${JSON.stringify(example)}\n`))
  }
  const none = diff.changes.length === 0 && diff.schema.length === 0
  io.stdout.write(
    none
      ? 'no answer changes\n'
      : `${diff.changes.length} changes${diff.complete ? '' : ', more are not shown'}\n`,
  )
  return 0
}
