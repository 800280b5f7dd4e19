/** `rightdesk ask` at a terminal without a text: one ask after another, each sharpened by facts until it is settled. */
import { createInterface } from 'node:readline/promises'
import { Refusal } from '@rightdesk/engine'
import type { Answering } from '../answering.ts'
import { startConversation } from '../conversation.ts'
import type { Console } from './console.ts'
import { showDecision } from './show-decision.ts'
import { harmless } from './terminal.ts'

/** Asks and answers until an empty line or the end of the input. */
export async function askLoop(answering: Answering, io: Console): Promise<number> {
  const lines = createInterface({ input: io.stdin, output: io.stdout })
  const conversation = startConversation(answering)
  const prompt = (): void => {
    lines.setPrompt(conversation.hasAsk() ? '\nask, or fact=value> ' : '\nask> ')
    lines.prompt()
  }
  io.stdout.write('Paste a customer ask on one line and press Enter. An empty line ends.\n')
  prompt()
  for await (const line of lines) {
    if (line.trim() === '') break
    io.stdout.write(`\n${await answered(() => conversation.say(line.trim()), answering, io)}`)
    prompt()
  }
  lines.close()
  return 0
}

async function answered(
  say: () => ReturnType<Answering['answer']>,
  { policy }: Answering,
  { terminal }: Console,
): Promise<string> {
  try {
    return showDecision(await say(), policy, terminal)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return `${terminal.styled('red', 'refused')} ${harmless(error.message)}\n  ${harmless(error.help)}\n`
  }
}
