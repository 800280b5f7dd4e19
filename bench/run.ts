/**
 * `npm run bench`, or `npm run bench -- decide|compile|questions|check` for some of it. Prints each figure beside its
 * target; never fails because of one, since a shared machine can be slow. Wrong answers do fail.
 */
import { check } from './check.ts'
import { compile } from './compile.ts'
import { decide } from './decide.ts'
import { print, type Section } from './measure.ts'
import { questions } from './questions.ts'
import { rows } from './rows.ts'

const benches: Readonly<Record<string, () => Section[] | Promise<Section[]>>> = {
  decide: async () => [...(await decide()), ...(await rows())],
  compile,
  questions,
  check,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !benches[name])
if (unknown.length > 0) {
  console.error(
    `there is no benchmark \`${unknown.join(' ')}\`; there are ${Object.keys(benches).join(', ')}`,
  )
  process.exit(2)
}
console.log(`Node ${process.versions.node}, V8 ${process.versions.v8}\n`)
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  for (const section of await bench()) print(section)
}
