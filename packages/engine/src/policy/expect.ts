/** Compares a decision with what a test expects of it: policy tests and the conformance corpus use the same words. */
import type { Decision } from '../decision.ts'
import type { Expectation } from './schema.ts'

/** Every way in which `decision` is not what is expected; empty when it is. What is not named is not looked at. */
export function mismatches(expected: Expectation, decision: Decision): string[] {
  const found: string[] = []
  const same = (name: string, want: unknown, got: unknown): void => {
    if (want !== undefined && want !== (got ?? null))
      found.push(`${name}: expected ${show(want)}, got ${show(got)}`)
  }
  const includes = (name: string, want: readonly string[] | undefined, got: readonly string[]): void => {
    const missing = (want ?? []).filter((item) => !got.includes(item))
    if (missing.length > 0) found.push(`${name}: ${show(missing)} missing from ${show(got)}`)
  }
  same('status', expected.status, decision.status)
  same('topic', expected.topic, decision.topic.id)
  same('owner.team', expected.owner?.team, decision.owner.team)
  includes('owner.roles', expected.owner?.roles, decision.owner.roles)
  same('engagement.verdict', expected.engagement?.verdict, decision.engagement.verdict)
  same('engagement.kind', expected.engagement?.kind, decision.engagement.kind)
  same('engagement.to', expected.engagement?.to, decision.engagement.to)
  includes('with', expected.with, decision.with)
  includes(
    'not',
    expected.not,
    decision.not.map(({ team }) => team),
  )
  includes('internal', expected.internal, decision.internal)
  includes('gather', expected.gather, decision.gather)
  includes(
    'rules',
    expected.rules,
    decision.because.map(({ table, rule }) => `${table}/${rule}`),
  )
  includes(
    'rows',
    expected.rows,
    decision.because.flatMap(({ rows }) => rows),
  )
  same('speaks', expected.speaks, decision.speaks)
  same('escalation.immediate', expected.escalation?.immediate, decision.escalation.immediate)
  same('escalation.requires', expected.escalation?.requires, decision.escalation.requires.length > 0)
  same('warnings', expected.warnings, decision.warnings.length > 0)
  same('draft.macro', expected.macro, decision.draft.macro)
  if (expected.questions) found.push(...questionMismatches(expected.questions, decision))
  return found
}

function questionMismatches(
  expected: NonNullable<Expectation['questions']>,
  { questions }: Decision,
): string[] {
  const asked = questions.map(({ fact }) => fact).sort()
  const wanted = expected.map(({ fact }) => fact).sort()
  if (asked.join() !== wanted.join()) return [`questions: expected ${show(wanted)}, got ${show(asked)}`]
  return expected.flatMap(({ fact, decides }) => {
    const got = questions.find((question) => question.fact === fact)!.decides
    const same = decides === undefined || [...decides].sort().join() === [...got].sort().join()
    return same ? [] : [`question ${fact}: expected to decide ${show(decides)}, decides ${show(got)}`]
  })
}

const show = (value: unknown): string => JSON.stringify(value) ?? 'nothing'
