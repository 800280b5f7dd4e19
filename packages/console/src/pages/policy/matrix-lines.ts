/** The matrix as lines to look through: rows or topics in their groups, what a search leaves of them, and equal owners told once. */
import type { CompiledPolicy } from '@rightdesk/engine/answer'
import type { OutputOf } from '../../app/api.ts'

type Matrix = OutputOf<'policy.matrix'>
type Row = Matrix['rows'][number]
export type Owners = Row['owners'][number]
type MatrixRule = Row['rules'][number]
export type MatrixTest = Row['tests'][number]

/** A row of the policy's sources, or a topic. */
export type MatrixLine = {
  readonly id: string
  /** A row's number; topics have none. */
  readonly row: string | undefined
  readonly title: string
  readonly about: string | undefined
  readonly group: string
  readonly topics: readonly string[]
  readonly owners: readonly Owners[]
  readonly rules: readonly MatrixRule[]
  readonly tests: readonly MatrixTest[]
  readonly examples: Row['examples']
  readonly past: Row['past']
}

/** Lines by row of the sources, or by topic. */
export const linesOf = (matrix: Matrix, by: 'rows' | 'topics'): MatrixLine[] =>
  by === 'rows'
    ? matrix.rows.map(({ text, source, ...line }) => ({
        ...line,
        id: line.row,
        title: text,
        about: undefined,
        group: JSON.stringify([source, partOf(line.row)]),
      }))
    : matrix.topics.map(({ topic, name, description, ...line }) => ({
        ...line,
        id: topic,
        row: undefined,
        title: name,
        about: description,
        group: '',
        topics: [topic],
      }))

/** `M7` stands in part `M`. */
const partOf = (row: string): string => /^\D*/.exec(row)?.[0] ?? ''

export type MatrixGroup = {
  readonly key: string
  readonly title: string
  /** From the first row to the last, such as `M1–M20`. */
  readonly range: string
  readonly lines: readonly MatrixLine[]
}

/** The lines in their parts, in the order of the policy's files. */
export function groupsOf(lines: readonly MatrixLine[]): MatrixGroup[] {
  return [...Map.groupBy(lines, ({ group }) => group)].map(([key, own]) => {
    const [first, last] = [own[0]?.row, own.at(-1)?.row]
    return {
      key,
      title: key === '' ? 'Topics' : String((JSON.parse(key) as unknown[])[0]),
      range: first === undefined ? '' : first === last ? first : `${first}–${last}`,
      lines: own,
    }
  })
}

export type MatrixFilter = {
  readonly words: string
  readonly team: string | undefined
  readonly topic: string | undefined
}

/** What a line is found by, in small letters. */
const soughtIn = (line: MatrixLine, topicName: (id: string) => string): string =>
  [
    line.row ?? '',
    line.title,
    line.about ?? '',
    ...line.topics.flatMap((topic) => [topic, topicName(topic)]),
    ...line.rules.flatMap(({ rule, text }) => [rule, text]),
    ...line.owners.flatMap(({ teams }) => teams.map(({ name }) => name)),
  ]
    .join('\n')
    .toLowerCase()

/** The lines that hold every word; a row's number alone finds just that row. */
export function filterLines(
  lines: readonly MatrixLine[],
  { words, team, topic }: MatrixFilter,
  topicName: (id: string) => string,
): readonly MatrixLine[] {
  const sought = words.toLowerCase().split(/\s+/).filter(Boolean)
  const byNumber = lines.filter(({ row }) => row !== undefined && row.toLowerCase() === sought.join(' '))
  return (byNumber.length > 0 ? byNumber : lines).filter((line) => {
    if (team !== undefined && !line.owners.some(({ teams }) => teams.some(({ id }) => id === team)))
      return false
    if (topic !== undefined && !line.topics.includes(topic)) return false
    if (byNumber.length > 0 || sought.length === 0) return true
    const all = soughtIn(line, topicName)
    return sought.every((word) => all.includes(word))
  })
}

export type OwnerSpan = {
  readonly values: readonly string[]
  readonly teams: Owners['teams']
}

/** Neighbouring plans with the same owners taken together. */
export function ownerSpans(owners: readonly Owners[]): OwnerSpan[] {
  const spans: { values: string[]; teams: Owners['teams'] }[] = []
  for (const { value, teams } of owners) {
    const last = spans.at(-1)
    const same =
      last && JSON.stringify(last.teams.map(({ id }) => id)) === JSON.stringify(teams.map(({ id }) => id))
    if (same) last.values.push(value)
    else spans.push({ values: [value], teams })
  }
  return spans
}

/** The verdicts of all plans, each once. */
export const verdictsOf = (owners: readonly Owners[]): string[] => [
  ...new Set(owners.flatMap(({ verdicts }) => verdicts)),
]

/** What the rules of the owner say beside whose it is. */
export type Ways = {
  /** Teams, or roles of one. */
  readonly helpers: readonly string[]
  readonly channels: readonly string[]
  /** What the customer is told to do. */
  readonly paths: readonly string[]
}

const noWays: Ways = { helpers: [], channels: [], paths: [] }

type OwnerThen = {
  readonly team: string | null
  readonly with?: readonly string[]
  readonly internal?: readonly string[]
  readonly path?: string
}

/** Who helps and where an ask goes, over all owner rules of a line. */
export function waysOf({ rules }: Pick<MatrixLine, 'rules'>, compiled: CompiledPolicy | undefined): Ways {
  if (!compiled) return noWays
  const named = new Set(rules.filter(({ table }) => table === 'owner').map(({ rule }) => rule))
  const thens = compiled.rules
    .filter(({ table, id }) => table === 'owner' && named.has(id))
    .map(({ then }) => then as OwnerThen)
  const queue = (team: string | null): string[] => {
    const its = team === null ? undefined : compiled.teams[team]?.queue
    return its ? [its] : []
  }
  return {
    helpers: [...new Set(thens.flatMap((then) => then.with ?? []))],
    channels: [...new Set(thens.flatMap((then) => [...queue(then.team), ...(then.internal ?? [])]))],
    paths: [
      ...new Set(
        thens.flatMap(({ path, team }) => path ?? (team === null ? [] : (compiled.teams[team]?.path ?? []))),
      ),
    ],
  }
}
