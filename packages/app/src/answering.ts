/** From a policy folder to something that answers asks: the one place where policy and reader are put together. */
import type { Answering } from '@rightdesk/desk'
import {
  answerer,
  checkAsk,
  compileToData,
  decide,
  learnCorrections,
  loadPolicy,
  type Policy,
  type Reader,
  type Reading,
  read,
  readerSourceOf,
  type Segment,
  segment,
} from '@rightdesk/engine'
import type { ModelSettings } from './config.ts'
import { openLinkedSource } from './open-policy.ts'
import { inThread } from './policy-work.ts'
import { trainedReader } from './trained-reader.ts'

export type { Answering }

/**
 * Makes a policy folder ready to answer; throws a `PolicyFault` when it cannot. `now` is an ISO time. With a
 * language model, its proposals are one more voice in what was read.
 */
export function startAnswering(folder: string, now: string, model?: ModelSettings): Answering {
  const { source, linked } = openLinkedSource(folder, now)
  const policy = loadPolicy(compileToData(linked))
  const readerSource = readerSourceOf(linked.parsed)
  let reader: Reader | undefined
  // Trained, or fetched, when the first text comes: asks that state their topic need no reader.
  const current = (): Reader => {
    reader ??= trainedReader(readerSource)
    return reader
  }
  const answer = answerer(policy, current)
  return {
    policy,
    linked,
    source,
    answer: model
      ? answererWithModel(policy, current, model, readerSource.topics.outOfScope)
      : async (ask) => answer(ask),
    model: model !== undefined,
    learn: (corrections) => {
      reader = learnCorrections(trainedReader(readerSource), corrections)
    },
    reader: current,
    study: (version, at) => inThread({ kind: 'study', source: version, now: at }),
    compare: (versions) => inThread({ kind: 'compare', ...versions }),
  }
}

/** The connector is loaded only where a model is configured. */
function answererWithModel(
  policy: Policy,
  reader: () => Reader,
  settings: ModelSettings,
  outOfScope: string | undefined,
): Answering['answer'] {
  const readText = readerWithModel(policy, reader, settings, outOfScope)
  return async (input) => {
    const ask = checkAsk(policy, input)
    if (!ask.text?.trim()) return decide(policy, ask)
    const { reading, warnings } = await readText(ask.text)
    const decision = decide(policy, ask, reading)
    return warnings.length === 0 ? decision : { ...decision, warnings: [...decision.warnings, ...warnings] }
  }
}

/** Reads a text, and says what went wrong on the way where something did. */
type ReadText = (text: string) => Promise<{ readonly reading: Reading; readonly warnings: readonly string[] }>

function readerWithModel(
  policy: Policy,
  reader: () => Reader,
  settings: ModelSettings,
  outOfScope: string | undefined,
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
    const proposal = await propose(policy, text)
    return { reading: combine(read(reader(), text), proposal, outOfScope), warnings: proposal.warnings }
  }
}
