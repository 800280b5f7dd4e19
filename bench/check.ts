/** `npm run bench -- check`: the proofs on a compiled policy, and the whole check from the text of its files. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { checkPolicy, prove } from '../packages/engine/src/policy/check.ts'
import { compilePolicy } from '../packages/engine/src/policy/compile.ts'
import { linkPolicy } from '../packages/engine/src/policy/link.ts'
import { parsePolicy } from '../packages/engine/src/policy/parse.ts'
import { defaultSource, linked, now } from '../packages/engine/test/default-policy.ts'
import { limit, type Section, timeEach } from './measure.ts'

const nothing = (): undefined => undefined

/** The check in a process of its own, where nothing is warm: what somebody waits for at the command line. */
function firstCheck(): number {
  const script = fileURLToPath(new URL('./check-once.ts', import.meta.url))
  return Number(execFileSync(process.execPath, [script], { encoding: 'utf8' }))
}

export function check(): Section[] {
  const first = Array.from({ length: 9 }, firstCheck)
  const { diagnostics, figures } = checkPolicy(defaultSource, now)
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  // Each proof gets a compilation of its own: proving leaves nodes behind that would make the next one cheaper.
  const proving = timeEach(200, () => compilePolicy(linked)!, prove).slice(50)
  const whole = timeEach(30, nothing, () => checkPolicy(defaultSource, now)).slice(5)
  const parsing = timeEach(30, nothing, () => parsePolicy(defaultSource)).slice(5)
  const linking = timeEach(
    60,
    () => parsePolicy(defaultSource).policy!,
    (parsed) => linkPolicy(parsed, { now }),
  ).slice(10)
  const said = figures
    ? `${figures.rules} rules, ${figures.tests} tests, ${figures.combinations.toLocaleString('en')} combinations`
    : 'not compiled'
  return [
    {
      title: `check the default policy: ${said}, ${errors} errors`,
      lines: [
        limit('all proofs on the compiled policy', proving, 5),
        limit('the whole check from text, first in a process', first, 300),
        limit('the whole check from text, warm', whole, 300),
        limit('of that, parsing', parsing),
        limit('of that, linking', linking),
      ],
    },
  ]
}
