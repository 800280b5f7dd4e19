/** The owner table as a list of CEL expressions, parsed once and tried in order (@marcbachmann/cel-js). */
import type { CompleteFacts } from './cases.ts'
import { type PeerTest, peerTables } from './peer-rules.ts'

type Cel = { readonly parse: (expression: string) => (context: Record<string, unknown>) => unknown }

function expression(test: PeerTest): string {
  if ('values' in test) {
    const [value] = test.values
    if (test.values.length > 1) return `${test.fact} in ${JSON.stringify(test.values)}`
    if (typeof value === 'boolean') return value ? test.fact : `!${test.fact}`
    return `${test.fact} == ${JSON.stringify(value)}`
  }
  const { fact, from, to } = test
  return [
    ...(from ? [`${fact} ${from.exclusive ? '>' : '>='} ${from.value.toFixed(1)}`] : []),
    ...(to ? [`${fact} ${to.exclusive ? '<=' : '<'} ${to.value.toFixed(1)}`] : []),
  ].join(' && ')
}

/** Gives the id of the owner rule that decides. */
export function celList(cel: Cel): (facts: CompleteFacts) => unknown {
  const tables = peerTables.map(({ gives, otherwise, rules }) => ({
    gives,
    otherwise,
    rules: rules.map(({ tests, value }) => ({
      holds: cel.parse(tests.map(expression).join(' && ') || 'true'),
      value,
    })),
  }))
  return (facts) => {
    const context: Record<string, unknown> = { ...facts }
    for (const { gives, otherwise, rules } of tables) {
      const rule = rules.find(({ holds }) => holds(context) === true)
      context[gives] = rule ? rule.value : typeof otherwise === 'object' ? context[otherwise.keep] : otherwise
    }
    return context['owner']
  }
}
