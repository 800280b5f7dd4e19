/** `npm run bench -- compile`: from linked rules to diagrams, and from a stored compiled policy to one that answers. */

import { compilePolicy } from '../packages/engine/src/policy/compile.ts'
import { type CompiledPolicy, loadPolicy } from '../packages/engine/src/policy/compiled.ts'
import { freeze } from '../packages/engine/src/policy/freeze.ts'
import { compiled, linked } from '../packages/engine/test/default-policy.ts'
import { limit, type Section, timeEach } from './measure.ts'

const nothing = (): undefined => undefined

export function compile(): Section[] {
  const rules = linked.tables.reduce((sum, table) => sum + table.rules.length, 0)
  const stored = JSON.stringify(compiled)
  const compiling = timeEach(200, nothing, () => compilePolicy(linked)).slice(50)
  const freezing = timeEach(200, () => compilePolicy(linked)!, freeze).slice(50)
  const loading = timeEach(600, nothing, () => loadPolicy(JSON.parse(stored) as CompiledPolicy)).slice(100)
  const perRules = compiling.map((ms) => (ms * 150) / rules)
  return [
    {
      title: `compile and load the default policy: ${rules} rules, ${Math.round(stored.length / 1024)} KiB compiled`,
      lines: [
        limit('compile, warm, per 150 rules', perRules, 10),
        limit('make plain data of it', freezing),
        limit('load the stored policy', loading, 0.5),
      ],
    },
  ]
}
