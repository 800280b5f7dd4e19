/** From a policy folder to something that answers asks: the one place where policy and reader are put together. */
import type { Answering } from '@rightdesk/desk'
import {
  type Correction,
  checkAsk,
  compileToData,
  decide,
  learnCorrection,
  loadPolicy,
  type Policy,
  type Reader,
  type ReaderSource,
  type Reading,
  read,
  readerSourceOf,
  type Segment,
  segment,
} from '@rightdesk/engine'
import type { ModelSettings } from './config.ts'
import { openLinkedPolicy } from './open-policy.ts'
import { trainedReader } from './trained-reader.ts'

export type { Answering }

/** Reads a text, and says what went wrong on the way where something did. */
type ReadText = (text: string) => Promise<{ readonly reading: Reading; readonly warnings: readonly string[] }>

type EmbeddedReader = {
  readonly readText: ReadText
  readonly learn: (corrections: readonly Correction[]) => void
}

/**
 * Makes a policy folder ready to answer; throws a `PolicyFault` when it cannot. `now` is an ISO time. With a
 * language model, its proposals are one more voice in what was read.
 */
export function startAnswering(folder: string, now: string, model?: ModelSettings): Answering {
  const linked = openLinkedPolicy(folder, now)
  const policy = loadPolicy(compileToData(linked))
  const source = readerSourceOf(linked.parsed)
  const embedded = embeddedReader(source)
  const readText = model ? readerWithModel(policy, embedded.readText, model, source) : embedded.readText
  return {
    policy,
    learn: embedded.learn,
    answer: async (input) => {
      const ask = checkAsk(policy, input)
      if (!ask.text?.trim()) return decide(policy, ask)
      const { reading, warnings } = await readText(ask.text)
      const decision = decide(policy, ask, reading)
      return warnings.length === 0 ? decision : { ...decision, warnings: [...decision.warnings, ...warnings] }
    },
  }
}

/** Trains, or fetches what was trained, when the first text comes: asks that state their topic need no reader. */
function embeddedReader(source: ReaderSource): EmbeddedReader {
  let reader: Reader | undefined
  return {
    readText: async (text) => {
      reader ??= trainedReader(source)
      return { reading: read(reader, text), warnings: [] }
    },
    learn: (corrections) => {
      reader = corrections.reduce(learnCorrection, trainedReader(source))
    },
  }
}

/** The connector is loaded only where a model is configured. */
function readerWithModel(
  policy: Policy,
  embedded: ReadText,
  settings: ModelSettings,
  source: ReaderSource,
): ReadText {
  const { apiKey, ...rest } = settings
  const ownWords = (text: string): Segment[] =>
    segment(text).filter(({ kind }) => kind === 'ask' || kind === 'signature')
  const loaded = import('@rightdesk/connectors/model').then(({ combine, modelReader }) => ({
    combine,
    propose: modelReader({ ...rest, ownWords, ...(apiKey !== undefined && { apiKey }) }),
  }))
  return async (text) => {
    const { combine, propose } = await loaded
    const [{ reading }, proposal] = await Promise.all([embedded(text), propose(policy, text)])
    return { reading: combine(reading, proposal, source.topics.outOfScope), warnings: proposal.warnings }
  }
}
