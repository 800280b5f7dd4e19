/** The conformance corpus with the engine's own answers, for surfaces that must give the very same. */
import { readdirSync, readFileSync } from 'node:fs'
import { type Decision, mismatches } from '@rightdesk/engine'
import { parse } from 'yaml'
import { defaultAnswering } from '../../desk/test/desk.ts'

export type ConformanceCase = {
  readonly id: string
  readonly ask: { readonly text?: string; readonly facts?: Readonly<Record<string, unknown>> }
  readonly expect: Parameters<typeof mismatches>[0]
  /** As JSON carries it. */
  readonly engine: Decision
}

const folder = new URL('../../../conformance/', import.meta.url)

/** Every case of every file, answered by the engine. */
export async function conformanceCases(): Promise<readonly ConformanceCase[]> {
  const cases = readdirSync(folder).flatMap(
    (file) => parse(readFileSync(new URL(file, folder), 'utf8')) as Omit<ConformanceCase, 'engine'>[],
  )
  const { answer } = defaultAnswering()
  return Promise.all(
    cases.map(async (one) => ({
      ...one,
      engine: JSON.parse(JSON.stringify(await answer(one.ask))) as Decision,
    })),
  )
}

/** Each case whose decision is not what it must be. */
export const differing = (cases: readonly ConformanceCase[], decisions: readonly unknown[]): string[] =>
  cases.flatMap(({ id, expect, engine }, at) => {
    const decision = decisions[at] as Decision
    if (JSON.stringify(decision) !== JSON.stringify(engine)) return [`${id}: not the engine's decision`]
    return mismatches(expect, decision).map((mismatch) => `${id}: ${mismatch}`)
  })
