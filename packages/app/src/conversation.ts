/** An ask and what is stated of it, line by line, as `rightdesk ask` takes them at a terminal: each line is answered with all that came before. */
import type { Decision } from '@rightdesk/engine'
import type { Answering } from './answering.ts'
import { statedFact } from './stated-fact.ts'

export type Conversation = {
  /** Whether there is an ask of which facts can be stated. */
  readonly hasAsk: () => boolean
  /** Takes an ask, or `fact=value` about the present one. Rejects with a `Refusal`; what was refused is not kept. */
  readonly say: (line: string) => Promise<Decision>
}

export function startConversation({ policy, answer }: Answering): Conversation {
  let held: { readonly text: string; readonly facts: Readonly<Record<string, unknown>> } | undefined
  const withLine = (line: string): NonNullable<typeof held> => {
    if (held === undefined || !factShape.test(line)) return { text: line, facts: {} }
    const [name, value] = statedFact(policy, line)
    return { ...held, facts: { ...held.facts, [name]: value } }
  }
  return {
    hasAsk: () => held !== undefined,
    say: async (line) => {
      const next = withLine(line)
      const decision = await answer(next)
      held = next
      return decision
    },
  }
}

const factShape = /^[a-zA-Z]+\s*=\s*\S+$/
