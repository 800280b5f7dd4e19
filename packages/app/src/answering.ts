/** From a policy folder to something that answers asks: the one place where policy and reader are put together. */
import {
  checkAsk,
  compileToData,
  type Decision,
  type Diagnostic,
  decide,
  linkPolicy,
  loadPolicy,
  type Policy,
  parsePolicy,
  type Reader,
  type ReaderSource,
  read,
  readerSourceOf,
  trainReader,
} from '@rightdesk/engine'
import { readPolicyFolder } from './policy-folder.ts'

/** A policy that cannot answer, with everything that is wrong with it. */
export class PolicyFault extends Error {
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    super('the policy has faults')
    this.name = 'PolicyFault'
    this.diagnostics = diagnostics
  }
}

export type Answering = {
  readonly policy: Policy
  /** Decides anything that claims to be an ask; throws a `Refusal` where it is none. */
  readonly answer: (input: unknown) => Decision
}

/** Makes a policy folder ready to answer; throws a `PolicyFault` when it cannot. `now` is an ISO time. */
export function startAnswering(folder: string, now: string): Answering {
  const source = readPolicyFolder(folder)
  const { policy: parsed, diagnostics } = parsePolicy(source)
  if (!parsed) throw new PolicyFault(diagnostics)
  const linked = linkPolicy(parsed, { now })
  if (!linked.policy) throw new PolicyFault(linked.diagnostics)
  const policy = loadPolicy(compileToData(linked.policy))
  const reading = lazyReader(readerSourceOf(parsed))
  return {
    policy,
    answer: (input) => {
      const ask = checkAsk(policy, input)
      const text = ask.text?.trim() ? ask.text : undefined
      return decide(policy, ask, text === undefined ? undefined : read(reading(), text))
    },
  }
}

/** Trains when the first text comes: asks that state their topic need no reader. */
function lazyReader(source: ReaderSource): () => Reader {
  let reader: Reader | undefined
  return () => {
    reader ??= trainReader(source)
    return reader
  }
}
