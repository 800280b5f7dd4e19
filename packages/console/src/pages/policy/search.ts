/** What the addresses of the policy's pages may say after `?`; anything else in them is dropped. */
import type { FactValue } from '@rightdesk/engine/answer'

type Given = Readonly<Record<string, unknown>>

const oneOf = <Value extends string>(value: unknown, known: readonly Value[]): Value | undefined =>
  known.find((one) => one === value)

const lengthMax = 200

/** A line of text; numbers count too, as an address does not tell them apart. */
const lineIn = (given: Given, name: string): string | undefined => {
  const value = given[name]
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return String(value).slice(0, lengthMax) || undefined
}

const without = <Of extends object>(of: Of): Of =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as Of

const matrixViews = ['rows', 'topics'] as const
export type MatrixSearch = {
  readonly by?: (typeof matrixViews)[number] | undefined
  readonly q?: string | undefined
  readonly team?: string | undefined
  readonly topic?: string | undefined
  /** The row or topic that is open. */
  readonly open?: string | undefined
}
export const matrixSearch = (given: Given): MatrixSearch =>
  without({
    by: oneOf(given['by'], matrixViews),
    q: lineIn(given, 'q'),
    team: lineIn(given, 'team'),
    topic: lineIn(given, 'topic'),
    open: lineIn(given, 'open'),
  })

const drawnTables = ['owner', 'engagement'] as const
const drawnAs = ['diagram', 'list'] as const
/** Facts stand there as `f.plan=pro`; several values that are still possible as a list. */
export type PlaygroundSearch = {
  readonly topic?: string | undefined
  readonly of?: (typeof drawnTables)[number] | undefined
  readonly as?: (typeof drawnAs)[number] | undefined
  /** Draws only what the facts leave open. */
  readonly only?: 'open' | undefined
  readonly [fact: `f.${string}`]: FactValue | readonly FactValue[] | undefined
}
export const playgroundSearch = (given: Given): PlaygroundSearch =>
  without({
    topic: lineIn(given, 'topic'),
    of: oneOf(given['of'], drawnTables),
    as: oneOf(given['as'], drawnAs),
    only: oneOf(given['only'], ['open'] as const),
    ...Object.fromEntries(
      Object.entries(given)
        .filter(([name]) => name.startsWith('f.'))
        .map(([name, value]) => [name, valueIn(value)]),
    ),
  })

const isValue = (value: unknown): value is FactValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

const valueIn = (value: unknown): FactValue | readonly FactValue[] | undefined => {
  if (Array.isArray(value)) return value.every(isValue) && value.length > 0 ? value : undefined
  return isValue(value) ? value : undefined
}

export type StatedFacts = Readonly<Record<string, FactValue | readonly FactValue[]>>

/** The facts that an address states, by their names; whether the policy knows them is not looked at. */
export const factsOf = (search: PlaygroundSearch): StatedFacts =>
  Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) =>
      name.startsWith('f.') && value !== undefined ? [[name.slice(2), value]] : [],
    ),
  )

/** The address of a state of the playground. */
export const searchFor = (topic: string | undefined, facts: StatedFacts): PlaygroundSearch => ({
  ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [`f.${name}`, value])),
  ...(topic !== undefined && { topic }),
})

export type CompareSearch = { readonly from?: string | undefined; readonly to?: string | undefined }
export const compareSearch = (given: Given): CompareSearch =>
  without({ from: lineIn(given, 'from'), to: lineIn(given, 'to') })

const proposalShows = ['open', 'accepted', 'declined', 'applied', 'change'] as const
export type ProposalShow = (typeof proposalShows)[number]
export type ProposalsSearch = { readonly show?: ProposalShow | undefined }
export const proposalsSearch = (given: Given): ProposalsSearch =>
  without({ show: oneOf(given['show'], proposalShows) })

const checkShows = ['failed', 'all'] as const
export type ChecksSearch = { readonly tests?: (typeof checkShows)[number] | undefined }
export const checksSearch = (given: Given): ChecksSearch =>
  without({ tests: oneOf(given['tests'], checkShows) })
