/** Runs a policy's own tests: given an ask at a time, expect an answer. Says which rules no test has touched. */
import type { Ask } from '../ask.ts'
import { decide } from '../decide.ts'
import type { Reading } from '../read/reading.ts'
import { loadPolicy, type Policy } from './compiled.ts'
import { mismatches } from './expect.ts'
import { compileToData } from './freeze.ts'
import { type LinkedPolicy, linkPolicy } from './link.ts'
import type { ParsedPolicy, Place } from './parse.ts'
import type { TestsFile } from './schema.ts'

export type TestResult = {
  readonly id: string
  readonly row: string
  readonly place: Place
  /** What was not as expected; empty when the test passed. */
  readonly mismatches: readonly string[]
  /** The rules that its decision cited, as `table/rule`. */
  readonly rules: readonly string[]
}

export type TestRun = {
  readonly results: readonly TestResult[]
  /** Rules that no test's decision cited, as `table/rule`. */
  readonly uncovered: readonly string[]
  readonly rules: number
}

type Test = TestsFile['tests'][number]

/**
 * Runs all tests. `now` is the time of tests that set none; `read` reads texts, for tests that give one.
 * The policy must link; tests whose parameters or time break that are reported as failed.
 */
export function testPolicy(
  parsed: ParsedPolicy,
  now: string,
  read?: (policy: Policy, text: string) => Reading,
): TestRun {
  const byCircumstances = new Map<string, { policy: Policy; linked: LinkedPolicy } | string>()
  const policyFor = (test: Test): { policy: Policy; linked: LinkedPolicy } | string => {
    const options = { now: test.now ?? now, parameters: test.parameters }
    const key = JSON.stringify(options)
    const known = byCircumstances.get(key) ?? build(parsed, options)
    byCircumstances.set(key, known)
    return known
  }
  const results = parsed.tests.flatMap((file) =>
    file.content.tests.map((test, at): TestResult => {
      const common = { id: test.id, row: test.row, place: file.place(['tests', at, 'id']) }
      const built = policyFor(test)
      if (typeof built === 'string') return { ...common, mismatches: [built], rules: [] }
      const { text, facts } = test.given
      const reading = text !== undefined && read ? read(built.policy, text) : undefined
      const ask: Ask = { facts, ...(text !== undefined && { text }) }
      const decision = decide(built.policy, ask, reading)
      const rules = [...new Set(decision.because.map(({ table, rule }) => `${table}/${rule}`))]
      return { ...common, mismatches: mismatches(test.expect, decision), rules }
    }),
  )
  const base = build(parsed, { now })
  const rules = typeof base === 'string' ? [] : base.linked.tables.flatMap((table) => table.rules)
  const cited = new Set(results.flatMap((result) => result.rules))
  const names = rules.map(({ table, id }) => `${table}/${id}`)
  return { results, uncovered: names.filter((name) => !cited.has(name)), rules: names.length }
}

function build(
  parsed: ParsedPolicy,
  options: { now: string; parameters?: Test['parameters'] },
): { policy: Policy; linked: LinkedPolicy } | string {
  const { policy: linked, diagnostics } = linkPolicy(parsed, options)
  if (!linked) return diagnostics.map(({ message }) => message).join('; ')
  return { policy: loadPolicy(compileToData(linked)), linked }
}
