/**
 * The engine as far as answering takes it: for browsers and edge functions, where a policy comes compiled and a reader
 * packed, and neither YAML nor schemas are wanted. What makes policies and readers is in `index.ts`.
 */
import { checkAsk } from './ask.ts'
import { decide } from './decide.ts'
import type { Decision } from './decision.ts'
import type { Policy } from './policy/compiled.ts'
import { type ReadingModel, read } from './read/read.ts'

export { type Ask, textLengthMax } from './ask.ts'
export type { Because, Decision, DecisionFact, Otherwise, Question, Status } from './decision.ts'
export { capitalised, teamName } from './explain.ts'
export { type CompiledPolicy, loadPolicy, type Policy } from './policy/compiled.ts'
export { amountAtom, type FactValue, valueOfAtom } from './policy/domain.ts'
export {
  type Drawing,
  type DrawnEdge,
  type DrawnLeaf,
  type DrawnNode,
  type DrawnTable,
  drawing,
  type Lit,
  lit,
} from './policy/drawing.ts'
export { unpackReader } from './read/packed-reader.ts'
export type { ReadingModel } from './read/read.ts'
export type { Evidence, Reading } from './read/reading.ts'
export { Refusal } from './refusal.ts'
export type { Facts } from './walk.ts'

/**
 * Answers anything that claims to be an ask, as a desk with the same policy and reader does; throws a `Refusal` where
 * it is none. An account's record goes in as `accountFacts`.
 */
export const answerer =
  (policy: Policy, reader: () => ReadingModel) =>
  (input: unknown): Decision => {
    const ask = checkAsk(policy, input)
    return ask.text?.trim() ? decide(policy, ask, read(reader(), ask.text)) : decide(policy, ask)
  }
