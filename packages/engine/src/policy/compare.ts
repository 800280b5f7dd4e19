/**
 * Two versions of a policy side by side: which answers change for which facts (`diff.ts`), which rules differ, and what
 * becomes of asks that were really put when both decide them, each with its own reader.
 */
import { checkAsk } from '../ask.ts'
import { decide } from '../decide.ts'
import type { Decision } from '../decision.ts'
import { capitalised, teamName } from '../explain.ts'
import { type Reader, type ReaderSource, read, readerSourceOf } from '../read/read.ts'
import type { Reading } from '../read/reading.ts'
import { Refusal } from '../refusal.ts'
import { type CompiledPolicy, type CompiledRule, loadPolicy, type Policy } from './compiled.ts'
import { diffPolicies, type PolicyDiff } from './diff.ts'
import { compileToData } from './freeze.ts'
import { type LinkedPolicy, linkPolicy } from './link.ts'
import { type PolicySource, parsePolicy } from './parse.ts'

/** An ask that was put once; `id` is what it is listed by. */
export type PastAsk = {
  readonly id: string
  readonly text: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly accountFacts?: Readonly<Record<string, unknown>>
}

/** Asks that move alike. */
export type Move = { readonly from: string; readonly to: string; readonly ids: readonly string[] }

export type RuleChange = {
  /** `table/rule`. */
  readonly rule: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Of a changed rule, what differs: `conditions`, `answer`, `words`, `rows`. */
  readonly parts: readonly string[]
}

/** Plain data. */
export type PolicyComparison = {
  readonly diff: PolicyDiff
  readonly rules: readonly RuleChange[]
  readonly replay: {
    /** How many asks were decided by both; fewer than were given where the time ran out. */
    readonly asks: number
    /** Asks that one of them refuses, as it does not know a fact that was stated. */
    readonly refused: number
    readonly complete: boolean
    /** The most frequent first. */
    readonly moves: readonly Move[]
  }
}

export type Comparing = {
  readonly before: PolicySource
  readonly after: PolicySource
  readonly asks: readonly PastAsk[]
  /** ISO time, for overrides. */
  readonly now: string
  /** Trains, or has the trained reader at hand. */
  readonly readerFor: (source: ReaderSource) => Reader
  /** Asked before each ask: whether there is time for one more. */
  readonly goOn: () => boolean
}

/** Compares two versions; throws a `Refusal` where one of them has faults. */
export function comparePolicies({ before, after, asks, now, readerFor, goOn }: Comparing): PolicyComparison {
  const [old, young] = [open(before, now), open(after, now)]
  const readText = readingOnce()
  return {
    diff: diffPolicies(old.compiled, young.compiled),
    rules: ruleChanges(old, young),
    replay: replay(answering(old, readerFor, readText), answering(young, readerFor, readText), asks, goOn),
  }
}

type Opened = { readonly linked: LinkedPolicy; readonly compiled: CompiledPolicy }

function open(source: PolicySource, now: string): Opened {
  const parsed = parsePolicy(source)
  const linked = parsed.policy && linkPolicy(parsed.policy, { now })
  if (linked?.policy) return { linked: linked.policy, compiled: compileToData(linked.policy) }
  const [first] = (linked ?? parsed).diagnostics
  const fault = first ? `${first.file}:${first.line}: ${first.message}` : 'it has faults'
  const help = '`rightdesk policy check` lists every fault.'
  throw new Refusal('precondition_failed', 'policy', `the policy cannot be used: ${fault}`, help)
}

// ---------------------------------------------------------------- rules

function ruleChanges(before: Opened, after: Opened): RuleChange[] {
  const [old, young] = [partsByRule(before), partsByRule(after)]
  return [...new Set([...young.keys(), ...old.keys()])].flatMap((rule): RuleChange[] => {
    const [was, is] = [old.get(rule), young.get(rule)]
    if (!was || !is) return [{ rule, change: is ? 'added' : 'removed', parts: [] }]
    const parts = Object.keys(is).filter((part) => was[part] !== is[part])
    return parts.length === 0 ? [] : [{ rule, change: 'changed', parts }]
  })
}

type Parts = Readonly<Record<string, string>>

function partsByRule({ linked, compiled }: Opened): Map<string, Parts> {
  const conditions = new Map<string, string>(
    linked.tables.flatMap(({ rules }) =>
      rules.map(({ table, id, boxes }) => [`${table}/${id}`, sayConditions(linked, boxes)] as const),
    ),
  )
  return new Map(
    compiled.rules.map((rule) => {
      const name = `${rule.table}/${rule.id}`
      return [name, partsOf(rule, conditions.get(name) ?? '')]
    }),
  )
}

const partsOf = ({ then, because, tell, warn, rows }: CompiledRule, conditions: string): Parts => ({
  conditions,
  answer: JSON.stringify(then),
  words: JSON.stringify([because, tell, warn]),
  rows: JSON.stringify(rows),
})

/** Comparable between versions whose facts have their values at other places. */
const sayConditions = ({ facts }: LinkedPolicy, boxes: LinkedPolicy['impossible'][number]['boxes']): string =>
  JSON.stringify(
    boxes.map((box) =>
      [...box]
        .map(([name, atoms]) => {
          const { values, say } = facts.get(name)!
          return [name, [...atoms].map((atom) => values[atom] ?? say[atom]).sort()]
        })
        .sort(),
    ),
  )

// ---------------------------------------------------------------- replay

type Answers = (ask: PastAsk) => string

/** Whose an ask is by one version, in words; throws a `Refusal` for what that version does not know. */
function answering(
  { linked, compiled }: Opened,
  readerFor: Comparing['readerFor'],
  readText: typeof read,
): Answers {
  const policy = loadPolicy(compiled)
  const reader = readerFor(readerSourceOf(linked.parsed))
  return ({ text, facts, accountFacts }) => {
    const ask = checkAsk(policy, { text, facts, ...(accountFacts && { accountFacts }) })
    return sayOutcome(policy, decide(policy, ask, text.trim() === '' ? undefined : readText(reader, text)))
  }
}

/** Versions that read alike have one reader: what it read last need not be read again for the other. */
function readingOnce(): typeof read {
  let last: { reader: unknown; text: string; reading: Reading } | undefined
  return (reader, text) => {
    if (last?.reader !== reader || last.text !== text) last = { reader, text, reading: read(reader, text) }
    return last.reading
  }
}

function sayOutcome(policy: Policy, { status, owner }: Decision): string {
  const name = capitalised(teamName(policy, owner.team))
  if (status === 'decided') return name
  return status === 'needs-info' ? `open, held by ${name}` : `fall-back: ${name}`
}

function replay(
  before: Answers,
  after: Answers,
  asks: readonly PastAsk[],
  goOn: Comparing['goOn'],
): PolicyComparison['replay'] {
  const moves = new Map<string, { from: string; to: string; ids: string[] }>()
  let decided = 0
  let refused = 0
  let complete = true
  for (const ask of asks) {
    if (!goOn()) {
      complete = false
      break
    }
    const outcome = bothOutcomes(before, after, ask)
    if (outcome === undefined) {
      refused++
      continue
    }
    decided++
    if (outcome.from === outcome.to) continue
    const key = JSON.stringify(outcome)
    const move = moves.get(key) ?? { ...outcome, ids: [] }
    move.ids.push(ask.id)
    moves.set(key, move)
  }
  const sorted = [...moves.values()].sort((a, b) => b.ids.length - a.ids.length)
  return { asks: decided, refused, complete, moves: sorted }
}

function bothOutcomes(
  before: Answers,
  after: Answers,
  ask: PastAsk,
): { from: string; to: string } | undefined {
  try {
    return { from: before(ask), to: after(ask) }
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
