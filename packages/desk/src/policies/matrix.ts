/**
 * The routing matrix as people know it: every row of the sources and every topic, with whose it is on each plan, the
 * rules behind it, its tests, and how asks are worded. All of it comes from the policy alone and is made once for it;
 * what cases add is `rule-history.ts`'s.
 */
import { answers, capitalised, type LinkedPolicy, type Policy, placeOf, teamName } from '@rightdesk/engine'
import type { Answering } from '../context.ts'

/** Whose something is for one value of the fact that the fall-back goes by: the plan, in the default policy. */
export type Owners = {
  readonly value: string
  /** The value in words, such as "on Pro". */
  readonly say: string
  /** Several where further facts decide; none where nothing there goes by this row. */
  readonly teams: readonly { readonly id: string | null; readonly name: string }[]
  /** What Developer Success, or whoever the policy engages, then does. */
  readonly verdicts: readonly string[]
}

export type CitedRule = {
  readonly table: string
  readonly rule: string
  readonly text: string
  readonly source: string
  /** `file:line`. */
  readonly at: string
}

export type Examples = { readonly count: number; readonly some: readonly string[] }
export type Test = { readonly id: string; readonly at: string }

export type MatrixRow = {
  readonly row: string
  readonly source: string
  readonly text: string
  readonly owners: readonly Owners[]
  readonly rules: readonly CitedRule[]
  readonly topics: readonly string[]
  readonly tests: readonly Test[]
  readonly examples: Examples
}

export type MatrixTopic = {
  readonly topic: string
  readonly name: string
  readonly description: string
  readonly owners: readonly Owners[]
  /** The rules by which its owner may be decided. */
  readonly rules: readonly CitedRule[]
  readonly tests: readonly Test[]
  readonly examples: Examples
}

export type Matrix = { readonly rows: readonly MatrixRow[]; readonly topics: readonly MatrixTopic[] }

/** Examples that are shown of one row or topic. */
const examplesShown = 3

const made = new WeakMap<LinkedPolicy, Matrix>()

/** The matrix of the policy in force; some tens of milliseconds when it is first asked for. */
export function matrixOf({ policy, linked }: Pick<Answering, 'policy' | 'linked'>): Matrix {
  const known = made.get(linked)
  if (known) return known
  const found = everyAnswer(policy)
  const matrix = { rows: rowsOf(policy, linked, found), topics: topicsOf(policy, linked, found) }
  made.set(linked, matrix)
  return matrix
}

/** What can be answered for one topic and one value of the fall-back's fact. */
type Found = { readonly topic: string; readonly value: string; readonly answers: ReturnType<typeof answers> }

function everyAnswer(policy: Policy): Found[] {
  const { topics, fallback } = policy.compiled
  const values = policy.factByName.get(fallback.fact)?.values ?? []
  return Object.keys(topics).flatMap((topic) =>
    values.map((value) => ({ topic, value, answers: answers(policy, { topic, [fallback.fact]: value }) })),
  )
}

/** Whose it is on each plan, as far as `counts` lets an answer count. */
function ownersOf(
  policy: Policy,
  found: readonly Found[],
  counts: (rules: readonly { readonly rows: readonly string[] }[]) => boolean,
): Owners[] {
  const fact = policy.factByName.get(policy.compiled.fallback.fact)
  return (fact?.values ?? []).map((value, atom) => {
    const own = found.filter((one) => one.value === value)
    const owners = own.flatMap((one) => one.answers.owner).filter(({ rules }) => counts(rules))
    const engagements = own.flatMap((one) => one.answers.engagement).filter(({ rules }) => counts(rules))
    const ids = [...new Set(owners.flatMap(({ then }) => (then ? [then.team] : [])))]
    return {
      value,
      say: fact!.say[atom]!,
      teams: ids.map((id) => ({ id, name: capitalised(teamName(policy, id)) })),
      verdicts: [...new Set(engagements.flatMap(({ then }) => (then ? [then.verdict] : [])))],
    }
  })
}

function rowsOf(policy: Policy, linked: LinkedPolicy, found: readonly Found[]): MatrixRow[] {
  const rules = citedRules(policy, linked)
  return Object.values(linked.parsed.policy.content.sources).flatMap(({ name: source, rows }) =>
    Object.entries(rows).map(([row, text]) => {
      const cites = (all: readonly { readonly rows: readonly string[] }[]): boolean =>
        all.some((rule) => rule.rows.includes(row))
      const isOwned = ({ answers: { owner } }: Found): boolean => owner.some((answer) => cites(answer.rules))
      const topics = [...new Set(found.filter(isOwned).map(({ topic }) => topic))]
      return {
        row,
        source,
        text,
        owners: ownersOf(policy, found, cites),
        rules: rules.filter((rule) => rule.rows.includes(row)).map(({ rows: _, ...rule }) => rule),
        topics,
        tests: testsWhere(linked, (test) => test.row === row),
        examples: examplesOf(linked, topics),
      }
    }),
  )
}

function topicsOf(policy: Policy, linked: LinkedPolicy, found: readonly Found[]): MatrixTopic[] {
  return Object.entries(policy.compiled.topics).map(([topic, { name, description }]) => {
    const own = found.filter((one) => one.topic === topic)
    const rules = new Set(own.flatMap(({ answers: { owner } }) => owner.flatMap((answer) => answer.rules)))
    return {
      topic,
      name,
      description,
      owners: ownersOf(policy, own, () => true),
      rules: [...rules].map(({ table, id, because, source, at }) => ({
        table,
        rule: id,
        text: because,
        source,
        at,
      })),
      tests: testsWhere(linked, ({ given }) => [given.facts['topic']].flat().includes(topic)),
      examples: examplesOf(linked, [topic]),
    }
  })
}

/** The rules of all tables, the fall-back, and what the programme says in words. */
function citedRules(
  policy: Policy,
  { parsed, sourceOfRow }: LinkedPolicy,
): (CitedRule & { readonly rows: readonly string[] })[] {
  const { rules, fallback } = policy.compiled
  const { programme } = parsed
  return [
    ...rules.map(({ table, id, because, source, at, rows }) => ({
      table,
      rule: id,
      text: because,
      source,
      at,
      rows,
    })),
    {
      table: 'fallback',
      rule: 'fallback',
      text: fallback.because,
      source: fallback.source,
      at: fallback.at,
      rows: fallback.cites,
    },
    ...(programme?.content.programme.rules ?? []).map(({ row, text }, at) => ({
      table: 'programme',
      rule: row,
      text,
      source: sourceOfRow.get(row) ?? '',
      at: lineOf(programme!.place(['programme', 'rules', at])),
      rows: [row],
    })),
  ]
}

type PolicyTest = LinkedPolicy['parsed']['tests'][number]['content']['tests'][number]

const testsWhere = ({ parsed }: LinkedPolicy, wanted: (test: PolicyTest) => boolean): Test[] =>
  parsed.tests.flatMap(({ content, place }) =>
    content.tests.flatMap((test, at) =>
      wanted(test) ? [{ id: test.id, at: lineOf(place(['tests', at, 'id'])) }] : [],
    ),
  )

const lineOf = (place: Parameters<typeof placeOf>[0]): string => placeOf(place).replace(/:\d+$/, '')

function examplesOf({ parsed }: LinkedPolicy, topics: readonly string[]): Examples {
  const own = parsed.topics.filter(({ content }) => topics.includes(content.topic))
  const perTopic = own.map(({ content }) => content.examples)
  // One of each topic before a second of any.
  const some = perTopic
    .flatMap((examples) => examples.map((text, at) => ({ text, at })))
    .sort((a, b) => a.at - b.at)
    .slice(0, examplesShown)
  return {
    count: perTopic.reduce((sum, { length }) => sum + length, 0),
    some: some.map(({ text }) => text),
  }
}
