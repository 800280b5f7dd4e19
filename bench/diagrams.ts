/** The default policy's tables as the benchmarks look into them: as diagrams, which they are unless it has outgrown its budget. */

import type { LoadedTable } from '../packages/engine/src/policy/compiled.ts'
import { policy } from '../packages/engine/test/default-policy.ts'

type WithDiagram<Then> = Extract<LoadedTable<Then>, { kind: 'diagram' }>

function diagramOf<Then>(table: LoadedTable<Then>): WithDiagram<Then> {
  if (table.kind === 'diagram') return table
  throw new Error('the default policy has become too large for diagrams')
}

export const tables = {
  owner: diagramOf(policy.owner),
  engagement: diagramOf(policy.engagement),
  escalation: diagramOf(policy.escalation),
}

/** The number of the leaf that stands on these rules, in order. */
export function leafOf<Then>({ only }: WithDiagram<Then>, rules: readonly string[]): number {
  const leaf = only.findIndex(([answer]) => answer.rules.map((rule) => rule.id).join() === rules.join())
  if (leaf >= 0) return leaf
  throw new Error(
    `no outcome stands on ${rules.join(' and ')}: the policy has changed, so must the hand-written switches`,
  )
}
