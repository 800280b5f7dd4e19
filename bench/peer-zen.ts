/** The owner table as a decision graph of GoRules Zen: one decision table behind the other, compiled once. */
import type { CompleteFacts } from './cases.ts'
import { type PeerTable, type PeerTest, peerTables } from './peer-rules.ts'

type ZenDecision = { readonly evaluate: (context: unknown) => Promise<{ result: Record<string, unknown> }> }
export type Zen = {
  readonly ZenEngine: new () => { readonly createDecision: (content: unknown) => ZenDecision }
  readonly ZenDecisionContent: new (content: Buffer) => unknown
}

/** A cell of a table: what the column's fact must be; empty cells hold for every value. */
function cell(test: PeerTest): string {
  if ('values' in test) return test.values.map((value) => JSON.stringify(value)).join(', ')
  const { from, to } = test
  return `${from?.exclusive ? '(' : '['}${from?.value ?? 0}..${to?.value ?? 1e12}${to && !to.exclusive ? ')' : ']'}`
}

function decisionTable({ gives, otherwise, rules }: PeerTable): unknown {
  const facts = [...new Set(rules.flatMap(({ tests }) => tests.map(({ fact }) => fact)))]
  const empty = Object.fromEntries(facts.map((fact) => [fact, '']))
  const rest = typeof otherwise === 'object' ? otherwise.keep : JSON.stringify(otherwise)
  return {
    id: gives,
    name: gives,
    type: 'decisionTableNode',
    content: {
      hitPolicy: 'first',
      passThrough: gives !== 'owner',
      inputs: facts.map((fact) => ({ id: fact, name: fact, field: fact })),
      outputs: [{ id: gives, name: gives, field: gives }],
      rules: [
        ...rules.map(({ tests, value }, at) => ({
          _id: `${at}`,
          ...empty,
          ...Object.fromEntries(tests.map((test) => [test.fact, cell(test)])),
          [gives]: JSON.stringify(value),
        })),
        { _id: 'otherwise', ...empty, [gives]: rest },
      ],
    },
  }
}

/** Gives the id of the owner rule that decides. */
export function zenGraph({ ZenEngine, ZenDecisionContent }: Zen): (facts: CompleteFacts) => Promise<unknown> {
  const nodes = [
    { id: 'request', name: 'request', type: 'inputNode' },
    ...peerTables.map(decisionTable),
    { id: 'response', name: 'response', type: 'outputNode' },
  ] as { id: string }[]
  const edges = nodes
    .slice(1)
    .map((node, at) => ({ id: `${at}`, type: 'edge', sourceId: nodes[at]!.id, targetId: node.id }))
  const content = Buffer.from(
    JSON.stringify({ contentType: 'application/vnd.gorules.decision', nodes, edges }),
  )
  const decision = new ZenEngine().createDecision(new ZenDecisionContent(content))
  return async (facts) => (await decision.evaluate(facts)).result['owner']
}
