/** Scores what is read and decided against labelled asks. The figures are explained in evals/README.md. */
import type { Decision } from '@rightdesk/engine'

/** One labelled ask, a line of evals/*.ndjson. */
export type LabelledAsk = {
  readonly id: string
  readonly split: 'dev' | 'test'
  readonly text: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly expect: {
    readonly topic: string
    /** Topics that a fair expert would accept as well. */
    readonly also?: readonly string[]
    readonly owner: string | null
    readonly status: Decision['status']
  }
}

export type Answered = { readonly ask: LabelledAsk; readonly decision: Decision }

/** Shares are 0 to 1. */
export type Score = {
  readonly asks: number
  /** The first topic is right, whatever the confidence. */
  readonly topicAccuracy: number
  /** The right topic is in the set of possible ones. */
  readonly setCoverage: number
  readonly meanSetSize: number
  readonly decided: number
  /** Decided, of the asks whose known facts settle the owner. */
  readonly decidedOfSettled: number
  /** The right owner, of the decided asks. */
  readonly ownerRightOfDecided: number
  /** Decided with a wrong owner, of all asks. */
  readonly wrongOwner: number
  /** Expected calibration error of the topic's confidence, ten bins. */
  readonly calibrationError: number
  /** Area under the curve of telling out-of-scope asks from others. */
  readonly outOfScopeAuroc: number
}

export type Confusion = { readonly expected: string; readonly read: string; readonly count: number }

const accepted = ({ expect: { topic, also = [] } }: LabelledAsk): readonly string[] => [topic, ...also]
const topicRight = ({ ask, decision }: Answered): boolean => accepted(ask).includes(decision.topic.id ?? '')
const ownerRight = (one: Answered): boolean =>
  one.decision.owner.team === one.ask.expect.owner ||
  (topicRight(one) && one.decision.topic.id !== one.ask.expect.topic)

/** All figures over some answered asks; those without an ask in them (expected fall-backs) count for `decided` only. */
export function score(answered: readonly Answered[], outOfScope: string | undefined): Score {
  const withTopic = answered.filter(({ ask }) => ask.expect.status !== 'fallback')
  const decided = answered.filter(({ decision }) => decision.status === 'decided')
  const settled = answered.filter(({ ask }) => ask.expect.status === 'decided')
  const sets = withTopic.map(({ decision }) => decision.topic.possible.length)
  return rounded({
    asks: answered.length,
    topicAccuracy: share(withTopic, topicRight),
    setCoverage: share(withTopic, ({ ask, decision }) =>
      decision.topic.possible.some(({ id }) => accepted(ask).includes(id)),
    ),
    meanSetSize: sets.reduce((sum, size) => sum + size, 0) / Math.max(1, sets.length),
    decided: decided.length / Math.max(1, answered.length),
    decidedOfSettled: share(settled, ({ decision }) => decision.status === 'decided'),
    ownerRightOfDecided: share(decided, ownerRight),
    wrongOwner: decided.filter((one) => !ownerRight(one)).length / Math.max(1, answered.length),
    calibrationError: calibrationError(withTopic),
    outOfScopeAuroc: auroc(withTopic, outOfScope),
  })
}

function share(items: readonly Answered[], holds: (item: Answered) => boolean): number {
  return items.length === 0 ? 1 : items.filter(holds).length / items.length
}

function rounded(figures: Score): Score {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Math.round(value * 1000) / 1000]),
  ) as Score
}

function calibrationError(answered: readonly Answered[]): number {
  const bins = Array.from({ length: 10 }, () => [] as Answered[])
  for (const one of answered) bins[Math.min(9, Math.floor(one.decision.topic.confidence * 10))]!.push(one)
  const gaps = bins.map((bin) => {
    const confidence =
      bin.reduce((sum, one) => sum + one.decision.topic.confidence, 0) / Math.max(1, bin.length)
    return bin.length * Math.abs(confidence - share(bin, topicRight))
  })
  return gaps.reduce((sum, gap) => sum + gap, 0) / Math.max(1, answered.length)
}

/** How far an ask looks like nobody's, 0 to 1. */
function strangeness({ decision: { topic } }: Answered, outOfScope: string | undefined): number {
  return topic.id === outOfScope ? topic.confidence : 1 - topic.confidence
}

function auroc(answered: readonly Answered[], outOfScope: string | undefined): number {
  const scored = answered.map((one) => ({
    strange: strangeness(one, outOfScope),
    out: one.ask.expect.topic === outOfScope,
  }))
  const outside = scored.filter(({ out }) => out)
  const inside = scored.filter(({ out }) => !out)
  let wins = 0
  for (const a of outside)
    for (const b of inside) wins += a.strange > b.strange ? 1 : a.strange === b.strange ? 0.5 : 0
  return outside.length * inside.length === 0 ? 1 : wins / (outside.length * inside.length)
}

/** Which topics are taken for which, most often first. */
export function confusions(answered: readonly Answered[]): Confusion[] {
  const counts = new Map<string, Confusion>()
  for (const one of answered) {
    if (topicRight(one) || one.ask.expect.status === 'fallback') continue
    const read = one.decision.topic.id ?? 'unreadable'
    const key = `${one.ask.expect.topic} ${read}`
    counts.set(key, { expected: one.ask.expect.topic, read, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || a.expected.localeCompare(b.expected))
}
