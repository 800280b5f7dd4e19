/** All that can be said of one version of a policy by looking at it alone: its faults, its size, and its own tests. */
import type { Diagnostic } from '../diagnostic.ts'
import { type Reader, type ReaderSource, read, readerSourceOf } from '../read/read.ts'
import { checkPolicy, type Figures } from './check.ts'
import { type PolicySource, parsePolicy } from './parse.ts'
import { type TestResult, testPolicy } from './test.ts'

/** Plain data. */
export type PolicyStudy = {
  readonly diagnostics: readonly Diagnostic[]
  /** Whether every combination of facts was looked at. */
  readonly proven: boolean
  /** Absent where the policy cannot be compiled. */
  readonly figures?: Figures
  /** In the order of the files; none where the policy cannot be parsed. */
  readonly tests: readonly TestResult[]
  /** Rules that no test's decision cited, as `table/rule`. */
  readonly uncovered: readonly string[]
}

/** Checks a policy at an ISO time and runs its tests; `readerFor` trains, or has the trained reader at hand. */
export function studyPolicy(
  source: PolicySource,
  now: string,
  readerFor: (source: ReaderSource) => Reader,
): PolicyStudy {
  const { diagnostics, proven, figures } = checkPolicy(source, now)
  const { policy } = parsePolicy(source)
  const checked = { diagnostics, proven, ...(figures && { figures }) }
  if (!policy) return { ...checked, tests: [], uncovered: [] }
  const reader = readerFor(readerSourceOf(policy))
  const { results, uncovered } = testPolicy(policy, now, (_, text) => read(reader, text))
  return { ...checked, tests: results, uncovered }
}
