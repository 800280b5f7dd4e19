/** `npm run generate` also fills in what the README quotes: the example's real answer and the committed score. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

type Score = Readonly<Record<string, number>>
const percent = (share: number | undefined): string => `${((share ?? 0) * 100).toFixed(1)} %`

/** The rows of the README's score table, from evals/results.json. */
function scoreRows({ test }: { test: Score }): string {
  const rows = [
    ['the right topic first', percent(test['topicAccuracy'])],
    ['the right topic in the set (95 % is the aim)', percent(test['setCoverage'])],
    ['topics in a set, on average', (test['meanSetSize'] ?? 0).toFixed(2)],
    ['decided, of the asks whose facts settle the owner', percent(test['decidedOfSettled'])],
    ['the right owner, of the decided', percent(test['ownerRightOfDecided'])],
    ['a wrong owner, of all asks', percent(test['wrongOwner'])],
    ["calibration error of the topic's confidence", percent(test['calibrationError'])],
    ['asks that are nobody’s told from others (AUROC)', percent(test['outOfScopeAuroc'])],
  ]
  return [`| on ${test['asks']} asks | |`, '|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join(
    '\n',
  )
}

/** Replaces what stands between two markers. */
function fill(text: string, marker: string, content: string): string {
  const pattern = new RegExp(`(<!-- ${marker} -->\\n)[\\s\\S]*?(\\n<!-- /${marker} -->)`)
  return text.replace(pattern, (_, before: string, after: string) => `${before}${content}${after}`)
}

const ask = 'Our Pro team was charged twice this month, and support told us to wait.'
const { stdout } = spawnSync(process.execPath, [at('packages/app/bin/rightdesk.js'), 'ask', ask], {
  encoding: 'utf8',
})
const results = JSON.parse(readFileSync(at('evals/results.json'), 'utf8'))
let readme = readFileSync(at('README.md'), 'utf8')
readme = fill(readme, 'answer', `\`\`\`console\n$ npx rightdesk ask "${ask}"\n${stdout.trim()}\n\`\`\``)
readme = fill(readme, 'score', scoreRows(results))
writeFileSync(at('README.md'), readme)
