/**
 * What corrections propose for the policy: examples and signals that would teach the reader, and tests that hold the
 * corrected answer fast. A proposal is computed from the corrections that hold now; only what somebody decided about it
 * is kept. It changes nothing by itself: accepted ones become a patch that the policy's owners commit.
 */
import { createHash } from 'node:crypto'
import { proposeLearning, read, withoutCorrections } from '@rightdesk/engine'
import type { Answering, Context } from '../context.ts'
import { fromJson } from '../store/json.ts'
import type { CorrectionRow, ProposalRow } from '../store/tables.ts'

export type ProposalKind = 'example' | 'signal' | 'test'
export type ProposalState = 'open' | 'accepted' | 'declined' | 'applied'

export type Proposal = {
  readonly id: string
  readonly kind: ProposalKind
  /** The topic that an example or signal is for. */
  readonly topic: string | null
  /** What is added: an ask as it was worded, a phrase, or a test as YAML. */
  readonly text: string
  readonly why: string
  readonly cases: readonly string[]
  readonly state: ProposalState
  readonly reason: string | null
  readonly decidedBy: string | null
  readonly decidedAt: string | null
}

/** The newest corrections that are looked at. */
const correctionsMax = 1_000

/** All proposals: those to be decided first, and then whatever was decided, the latest first. */
export async function proposals(context: Context): Promise<Proposal[]> {
  const { db, answering } = context
  const corrections = await db
    .selectFrom('corrections')
    .selectAll()
    .where('undoneAt', 'is', null)
    .orderBy('id', 'desc')
    .limit(correctionsMax)
    .execute()
  const rows = await db.selectFrom('proposals').selectAll().orderBy('decidedAt', 'desc').execute()
  const decided = new Map(rows.map((row) => [row.id, fromRow(answering, row)]))
  const open = [...taught(answering, corrections), ...tests(answering, corrections)]
  return [...open.filter(({ id }) => !decided.has(id)), ...decided.values()]
}

function fromRow(answering: Answering, { text, ...row }: ProposalRow): Proposal {
  const kind = row.kind as ProposalKind
  const isApplied = row.state === 'accepted' && holdsAlready(answering, { kind, topic: row.topic, text })
  return {
    ...row,
    kind,
    text,
    cases: fromJson(row.cases),
    state: isApplied ? 'applied' : (row.state as ProposalState),
  }
}

/** Whether the policy in force has what is proposed. */
export function holdsAlready(
  { linked: { parsed } }: Answering,
  { kind, topic, text }: Pick<Proposal, 'kind' | 'topic' | 'text'>,
): boolean {
  if (kind === 'test') {
    const id = testIdOf(text)
    return parsed.tests.some(({ content }) => content.tests.some((test) => test.id === id))
  }
  const own = parsed.topics.find(({ content }) => content.topic === topic)?.content
  return (kind === 'example' ? own?.examples : own?.signals)?.includes(text) ?? false
}

/** The same proposal has the same id as long as its words are the same. */
const idOf = (kind: ProposalKind, topic: string | null, text: string): string =>
  `proposal_${createHash('sha256')
    .update(JSON.stringify([kind, topic, text]))
    .digest('hex')
    .slice(0, 26)}`

const proposed = (
  kind: ProposalKind,
  topic: string | null,
  text: string,
  why: string,
  cases: readonly string[],
): Proposal => ({
  id: idOf(kind, topic, text),
  kind,
  topic,
  text,
  why,
  cases: [...new Set(cases)],
  state: 'open',
  reason: null,
  decidedBy: null,
  decidedAt: null,
})

// ---------------------------------------------------------------- examples and signals

function taught(answering: Answering, rows: readonly CorrectionRow[]): Proposal[] {
  const corrections = rows
    .filter(({ kind }) => kind === 'topic')
    .map(({ text, right, accountId, caseId }) => ({
      text,
      topic: fromJson<{ topic: string }>(right).topic,
      account: accountId ?? caseId,
      caseId,
    }))
  if (corrections.length === 0) return []
  const { source, linked, policy } = answering
  const reader = withoutCorrections(answering.reader())
  const isRead = (text: string, topic: string): boolean => {
    const { possible } = read(reader, text).topic
    return possible.length === 1 && possible[0]!.id === topic
  }
  const { insertions } = proposeLearning(source, linked.parsed.topics, corrections, isRead)
  return insertions.flatMap(({ file, list, items }) => {
    const topic = linked.parsed.topics.find(({ place }) => place([]).file === file)!.content.topic
    const name = policy.compiled.topics[topic]!.name
    const own = corrections.filter((one) => one.topic === topic)
    return items.map((item) => {
      const from = own.filter(({ text }) =>
        list === 'examples' ? text.trim() === item : text.toLowerCase().includes(item),
      )
      const cases = from.map(({ caseId }) => caseId)
      return list === 'examples'
        ? proposed(
            'example',
            topic,
            item,
            `Corrected to ${name}; the policy alone still reads it otherwise.`,
            cases,
          )
        : proposed('signal', topic, item, `Several accounts say so, and only about ${name}.`, cases)
    })
  })
}

// ---------------------------------------------------------------- tests

function tests(answering: Answering, rows: readonly CorrectionRow[]): Proposal[] {
  // A case has one test: that of its latest correction.
  const latest = new Map([...rows].reverse().map((row) => [testIdOf(row.proposedTest), row]))
  return [...latest.values()].reverse().flatMap(({ kind, proposedTest: text, caseId }) => {
    // A test needs a row to stand under; a record that was mistyped is no matter of the policy.
    if (kind === 'record-type' || !/^\s*row: /m.test(text)) return []
    if (holdsAlready(answering, { kind: 'test', topic: null, text })) return []
    const why =
      kind === 'rule'
        ? 'Holds the right owner fast. It fails until a rule is changed to match.'
        : 'Holds the corrected answer fast.'
    return [proposed('test', null, text, why, [caseId])]
  })
}

const testIdOf = (yaml: string): string => /^\s*- id: (\S+)$/m.exec(yaml)?.[1] ?? ''
