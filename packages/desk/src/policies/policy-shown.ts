/** What is told of whole policies, as operations give it: how sound one is, and what moves from one to another. */
import { type PolicyStudy, placeOf } from '@rightdesk/engine'
import { z } from 'zod'
import { holds } from '../access.ts'
import type { Context } from '../context.ts'
import { asksMax, pastAsks } from './past-asks.ts'

const finding = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  at: z.string().describe('file:line:column'),
  message: z.string(),
  help: z.string(),
})
/** How sound a policy is. */
export const studied = z.object({
  findings: z.array(finding).describe('Faults of the policy, with their places'),
  proven: z.boolean().describe('Whether every combination of facts was looked at'),
  figures: z
    .object({
      rules: z.number(),
      topics: z.number(),
      tests: z.number(),
      facts: z.number(),
      nodes: z.number(),
      combinations: z.number(),
    })
    .nullable()
    .describe('Null where the policy cannot be compiled'),
  tests: z.object({
    passed: z.number(),
    failed: z.array(
      z.object({ id: z.string(), row: z.string(), at: z.string(), mismatches: z.array(z.string()) }),
    ),
  }),
  uncovered: z.array(z.string()).describe('Rules that no test reaches'),
})

/** A study as operations give it. */
export const shownStudy = ({ diagnostics, proven, figures, tests, uncovered }: PolicyStudy) => {
  const failed = tests.filter(({ mismatches }) => mismatches.length > 0)
  return {
    findings: diagnostics.map((one) => ({
      code: one.code,
      severity: one.severity,
      at: placeOf(one),
      message: one.message,
      help: one.help,
    })),
    proven,
    figures: figures ?? null,
    tests: {
      passed: tests.length - failed.length,
      failed: failed.map(({ id, row, place, mismatches }) => ({
        id,
        row,
        at: placeOf(place),
        mismatches: [...mismatches],
      })),
    },
    uncovered: [...uncovered],
  }
}

/** What moves from one version to another. */
export const comparison = z.object({
  facts: z.array(z.string()).describe('Facts and values that only one version knows'),
  changes: z.array(
    z.object({
      table: z.string(),
      when: z.string().describe('The facts for which the answer changes, in words'),
      from: z.string(),
      to: z.string(),
      example: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    }),
  ),
  complete: z.boolean().describe('False where there are more changes than are listed'),
  rules: z.array(
    z.object({
      rule: z.string(),
      change: z.enum(['added', 'removed', 'changed']),
      parts: z.array(z.string()).describe('What differs: conditions, answer, words, rows'),
    }),
  ),
  replay: z.object({
    asks: z.number().describe(`Past asks that both versions decided, up to ${asksMax}`),
    refused: z.number().describe('Past asks with facts that one version does not know'),
    complete: z.boolean().describe('False where the time ran out'),
    moved: z.number(),
    moves: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        count: z.number(),
        cases: z.array(z.string()).describe('For who may see all cases'),
      }),
    ),
  }),
})

/** Cases named of one move. */
const casesShown = 100

/** Compares two states of the policy over what was asked here; seconds of work. */
export async function compared(
  context: Context,
  versions: Pick<Parameters<Context['answering']['compare']>[0], 'before' | 'after'>,
): Promise<z.input<typeof comparison>> {
  const asks = await pastAsks(context)
  const { diff, rules, replay } = await context.answering.compare({ ...versions, asks, now: context.at })
  const mayName = holds(context.actor, 'cases:read')
  return {
    facts: [...diff.schema],
    changes: diff.changes.map((change) => ({ ...change, example: { ...change.example } })),
    complete: diff.complete,
    rules: rules.map((rule) => ({ ...rule, parts: [...rule.parts] })),
    replay: {
      asks: replay.asks,
      refused: replay.refused,
      complete: replay.complete,
      moved: replay.moves.reduce((sum, { ids }) => sum + ids.length, 0),
      moves: replay.moves.map(({ from, to, ids }) => ({
        from,
        to,
        count: ids.length,
        cases: mayName ? ids.slice(0, casesShown) : [],
      })),
    },
  }
}
