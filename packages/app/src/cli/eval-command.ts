/** `rightdesk eval`: how well asks that nothing was trained on are read and decided. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readerSourceOf } from '@rightdesk/engine'
import { startAnswering } from '../answering.ts'
import { openLinkedPolicy } from '../open-policy.ts'
import { type Answered, confusions, type LabelledAsk, type Score, score } from '../scoring.ts'
import type { Console } from './console.ts'

/** The labelled asks that come with the product. */
export const defaultEvalsFolder = fileURLToPath(new URL('../../../../evals', import.meta.url))

export type EvalOptions = {
  readonly policy: string
  readonly evals: string
  readonly split?: 'dev' | 'test'
  readonly wrong?: boolean
  readonly write?: boolean
  readonly json?: boolean
}

export type Results = Readonly<Record<'dev' | 'test', Score>>

const splits = ['dev', 'test'] as const

/** Answers every labelled ask of a folder. */
export async function answerAll(policyFolder: string, evalsFolder: string, now: string): Promise<Answered[]> {
  const { answer } = startAnswering(policyFolder, now)
  return Promise.all(
    readAsks(evalsFolder).map(async (ask) => ({
      ask,
      decision: await answer({ id: ask.id, text: ask.text, facts: ask.facts }),
    })),
  )
}

function readAsks(folder: string): LabelledAsk[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as LabelledAsk)
}

/** The score of each split; `outOfScope` is the topic of asks that are nobody's, where the policy has one. */
export function resultsOf(answered: readonly Answered[], outOfScope: string | undefined): Results {
  const of = (split: 'dev' | 'test'): Score =>
    score(
      answered.filter(({ ask }) => ask.split === split),
      outOfScope,
    )
  return { dev: of('dev'), test: of('test') }
}

/** The topic of asks that are nobody's, as the policy's reader.yaml names it. */
export const outOfScopeOf = (policyFolder: string, now: string): string | undefined =>
  readerSourceOf(openLinkedPolicy(policyFolder, now).parsed).topics.outOfScope

export async function evalCommand(
  options: EvalOptions,
  { stdout, stderr, terminal, now }: Console,
): Promise<number> {
  const answered = await answerAll(options.policy, options.evals, now())
  const results = resultsOf(answered, outOfScopeOf(options.policy, now()))
  if (options.write) {
    const file = join(options.evals, 'results.json')
    writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
    stderr.write(`wrote ${file}\n`)
  }
  if (options.json) {
    stdout.write(`${JSON.stringify(results, null, 2)}\n`)
    return 0
  }
  for (const split of splits.filter((name) => options.split === undefined || options.split === name)) {
    stdout.write(`${terminal.styled('bold', split)}\n`)
    for (const [name, value] of Object.entries(results[split])) stdout.write(`  ${name.padEnd(22)}${value}\n`)
  }
  // The test part is scored, never looked at: pairs and single asks are shown of the other alone.
  const dev = answered.filter(({ ask }) => ask.split === 'dev')
  stdout.write(`${terminal.styled('bold', 'most confused, dev')}\n`)
  for (const { expected, read, count } of confusions(dev).slice(0, 15)) {
    stdout.write(`  ${String(count).padStart(3)}  ${expected} read as ${read}\n`)
  }
  if (options.wrong) for (const one of dev.filter(isWrong)) stdout.write(`${JSON.stringify(summary(one))}\n`)
  return 0
}

const isWrong = ({ ask, decision }: Answered): boolean =>
  decision.topic.id !== ask.expect.topic ||
  decision.owner.team !== ask.expect.owner ||
  decision.status !== ask.expect.status

const summary = ({ ask, decision }: Answered) => ({
  id: ask.id,
  text: ask.text.slice(0, 300),
  facts: ask.facts,
  expected: ask.expect,
  topic: decision.topic.possible.slice(0, 4).map(({ id, probability }) => `${id} ${probability.toFixed(2)}`),
  owner: decision.owner.team,
  status: decision.status,
  read: Object.fromEntries(Object.entries(decision.facts).filter(([, { from }]) => from === 'text')),
})
