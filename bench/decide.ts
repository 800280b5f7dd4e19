/** `npm run bench -- decide`: one decision on plain facts, beside a hand-written switch and three rule engines. */

import { decide as decideWhole } from '../packages/engine/src/decide.ts'
import { answers, walk } from '../packages/engine/src/walk.ts'
import { policy } from '../packages/engine/test/default-policy.ts'
import { type CompleteFacts, casesCount, literalCases, parsedCases } from './cases.ts'
import { answersByHand, ownerByHand } from './hand-switch.ts'
import { type Contender, compare, type Measured, ratio, type Section, sectionOf, times } from './measure.ts'
import { celList } from './peer-cel.ts'
import { type JsonRules, jsonRules } from './peer-json-rules.ts'
import { type Zen, zenGraph } from './peer-zen.ts'

const wrap = casesCount - 1
const rounds = 151

// Each contender has a loop of its own: sharing one would keep V8 from optimising any of them as it can alone.

const switchOnOwner = (cases: readonly CompleteFacts[]): Contender => ({
  name: 'hand-written switch',
  count: 16_384,
  run: (from, count) => {
    let sum = 0
    for (let at = from; at < from + count; at++) sum += ownerByHand(cases[at & wrap]!)[0].rules.length
    return sum
  },
})

const walkOwner = (cases: readonly CompleteFacts[]): Contender => ({
  name: 'Rightdesk, walk',
  count: 16_384,
  run: (from, count) => {
    let sum = 0
    for (let at = from; at < from + count; at++)
      sum += walk(policy, policy.owner, cases[at & wrap]!)[0]!.rules.length
    return sum
  },
})

const switchOnAll = (cases: readonly CompleteFacts[]): Contender => ({
  name: 'three hand-written switches',
  count: 8_192,
  run: (from, count) => {
    let sum = 0
    for (let at = from; at < from + count; at++) {
      const { owner, engagement, escalation } = answersByHand(cases[at & wrap]!)
      sum += owner[0].rules.length + engagement[0].rules.length + escalation[0].rules.length
    }
    return sum
  },
})

const answerAll = (cases: readonly CompleteFacts[]): Contender => ({
  name: 'Rightdesk, answers',
  count: 8_192,
  run: (from, count) => {
    let sum = 0
    for (let at = from; at < from + count; at++) {
      const { owner, engagement, escalation } = answers(policy, cases[at & wrap]!)
      sum += owner[0]!.rules.length + engagement[0]!.rules.length + escalation[0]!.rules.length
    }
    return sum
  },
})

const decideAll = (cases: readonly CompleteFacts[]): Contender => ({
  name: 'Rightdesk, decide (drafts, what would change it, …)',
  count: 64,
  run: (from, count) => {
    let sum = 0
    for (let at = from; at < from + count; at++)
      sum += decideWhole(policy, { facts: cases[at & wrap]! }).because.length
    return sum
  },
})

type Peer = (facts: CompleteFacts) => unknown

/** A peer that is asked one case after the other. */
const oneByOne = (name: string, count: number, peer: Peer): Contender => ({
  name,
  count,
  run: async (from, count) => {
    let last: unknown
    for (let at = from; at < from + count; at++) last = await peer(parsedCases[at & wrap]!)
    return last
  },
})

const celOneByOne = (peer: Peer): Contender => ({
  name: '@marcbachmann/cel-js, list of rules',
  count: 1_024,
  run: (from, count) => {
    let last: unknown
    for (let at = from; at < from + count; at++) last = peer(parsedCases[at & wrap]!)
    return last
  },
})

const manyAtOnce = (name: string, count: number, peer: Peer): Contender => ({
  name,
  count,
  run: (from, count) =>
    Promise.all(Array.from({ length: count }, (_, at) => peer(parsedCases[(from + at) & wrap]!))),
})

/** Not a literal import: the peers are no dependency of the workspace and are not there when types are checked. */
const load = async <T>(peer: string): Promise<T> => {
  const found = (await import(peer)) as { default?: T }
  return found.default ?? (found as T)
}

/** Every way of deciding gives the same for every case, or the benchmark stops. */
async function checkSame(peers: Readonly<Record<string, Peer>>): Promise<void> {
  for (const facts of [...parsedCases, ...literalCases]) {
    const want = answers(policy, facts)
    const got = answersByHand(facts)
    if (
      got.owner !== want.owner ||
      got.engagement !== want.engagement ||
      got.escalation !== want.escalation
    ) {
      throw new Error(`the switch answers differently: ${JSON.stringify(facts)}`)
    }
  }
  for (const [name, peer] of Object.entries(peers)) {
    for (const facts of parsedCases) {
      const rule = await peer(facts)
      if (rule === walk(policy, policy.owner, facts)[0]!.rules.at(-1)!.id) continue
      throw new Error(`${name} answers ${String(rule)}: ${JSON.stringify(facts)}`)
    }
  }
}

/** How many times slower than the walk each peer is. */
function againstWalk(measured: readonly Measured[], targets: Readonly<Record<string, number>>): Section {
  const own = measured.find(({ name }) => name.startsWith('Rightdesk'))!
  const peers = measured.filter(({ name }) => !name.startsWith('Rightdesk') && !name.startsWith('hand'))
  return {
    title: 'the same, with the walk as the yardstick',
    lines: peers.map((peer) => {
      const factor = ratio(peer, own)
      const least = targets[peer.name]
      return {
        what: peer.name,
        figure: times(factor),
        ...(least !== undefined && {
          target: `at least ${least.toLocaleString('en')} ×`,
          met: factor >= least,
        }),
      }
    }),
  }
}

export async function decide(): Promise<Section[]> {
  const cel = celList(await load('@marcbachmann/cel-js'))
  const zen = zenGraph(await load<Zen>('@gorules/zen-engine'))
  const json = jsonRules(await load<JsonRules>('json-rules-engine'))
  await checkSame({ cel, zen, json })
  const most = { 'Rightdesk, walk': 2.5, 'Rightdesk, answers': 2.5 }
  const all = await compare(
    [switchOnAll(parsedCases), answerAll(parsedCases), decideAll(parsedCases)],
    rounds,
  )
  const literal = await compare([switchOnOwner(literalCases), walkOwner(literalCases)], rounds)
  const owner = await compare(
    [
      switchOnOwner(parsedCases),
      walkOwner(parsedCases),
      celOneByOne(cel),
      oneByOne('@gorules/zen-engine, one at a time', 64, zen),
      manyAtOnce('@gorules/zen-engine, 64 at a time', 64, zen),
      oneByOne('json-rules-engine', 16, json),
    ],
    rounds,
  )
  return [
    sectionOf('owner, engagement and escalation with rules and texts; facts parsed from JSON', all, most),
    sectionOf('owner alone; facts parsed from JSON', owner, most),
    againstWalk(owner, {
      '@marcbachmann/cel-js, list of rules': 50,
      '@gorules/zen-engine, one at a time': 1_000,
      'json-rules-engine': 5_000,
    }),
    sectionOf('owner alone; facts from literals, all strings interned', literal, most),
  ]
}
