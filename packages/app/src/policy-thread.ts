/** The thread that `policy-work.ts` starts for one piece of work; what the work is, the engine knows. */
import { performance } from 'node:perf_hooks'
import { parentPort, workerData } from 'node:worker_threads'
import { comparePolicies, Refusal, studyPolicy } from '@rightdesk/engine'
import type { PolicyWork, PolicyWorkDone } from './policy-work.ts'
import { trainedReader } from './trained-reader.ts'

/** Past asks are tried for so long; what was not reached by then is said. */
const replayMsMax = 20_000

function perform(work: PolicyWork): PolicyWorkDone {
  try {
    if (work.kind === 'study')
      return { result: studyPolicy(work.source, work.now, (from) => trainedReader(from)) }
    const { before, after, asks, now } = work
    let until: number | undefined
    const goOn = (): boolean => {
      until ??= performance.now() + replayMsMax
      return performance.now() < until
    }
    return {
      result: comparePolicies({ before, after, asks, now, goOn, readerFor: (from) => trainedReader(from) }),
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, at, message, help } = error
    return { refusal: { code, at, message, help } }
  }
}

parentPort!.postMessage(perform(workerData as PolicyWork))
