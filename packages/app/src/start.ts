/** `npm start`: asks for an ask and answers it, again and again; without a terminal it answers a few examples. */
import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import { Refusal } from '@rightdesk/engine'
import { type Answering, startAnswering } from './answering.ts'
import { showDecision } from './cli/show-decision.ts'
import { type Terminal, terminalFor } from './cli/terminal.ts'
import { modelSettings } from './config.ts'
import { defaultPolicyFolder } from './policy-folder.ts'
import { statedFact } from './stated-fact.ts'

const examples = [
  'Our Pro team was charged twice this month, and support told us to wait.',
  'Cold starts of our checkout function got much worse since Tuesday, customers see 500s.',
  'Can someone walk our Enterprise team through the findings on a call?',
  'Where do we send the security questionnaire?',
]

async function main(): Promise<void> {
  const terminal = terminalFor(process.stdout, process.env)
  const answering = startAnswering(defaultPolicyFolder, new Date().toISOString(), modelSettings(process.env))
  if (process.stdin.isTTY) await converse(answering, terminal)
  else
    for (const text of examples)
      process.stdout.write(
        `${terminal.styled('cyan', `> ${text}`)}\n\n${await answer(answering, text, {}, terminal)}\n`,
      )
}

/** Keeps the ask until it is settled: an answer to a question sharpens the decision at once. */
async function converse(answering: Answering, terminal: Terminal): Promise<void> {
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  process.stdout.write('Paste a customer ask on one line and press Enter. An empty line ends.\n')
  let text = ''
  let facts: Record<string, unknown> = {}
  for (;;) {
    const line = (await lines.question(text === '' ? '\nask> ' : '\nask, or fact=value> ')).trim()
    if (line === '') break
    if (text !== '' && /^[a-zA-Z]+\s*=\s*\S+$/.test(line)) {
      const [name, value] = statedFact(answering.policy, line)
      facts = { ...facts, [name]: value }
    } else {
      text = line
      facts = {}
    }
    process.stdout.write(`\n${await answer(answering, text, facts, terminal)}`)
  }
  lines.close()
}

async function answer(
  { answer, policy }: Answering,
  text: string,
  facts: object,
  terminal: Terminal,
): Promise<string> {
  try {
    return showDecision(await answer({ text, facts }), policy, terminal)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return `${terminal.styled('red', 'refused')} ${error.message}\n  ${error.help}\n`
  }
}

await main()
