/** What a list of cases is filtered by, as it stands in the address; and the desk's query made of it. */
import type { InputOf } from '../app/api.ts'

export const caseStates = [
  'new',
  'needs-info',
  'routed',
  'accepted',
  'working',
  'escalated',
  'resolved',
  'closed',
] as const
export type CaseState = (typeof caseStates)[number]

type Query = InputOf<'cases.list'>

/** Everything that `cases.list` takes but the place in the list. */
export type CaseSearch = {
  -readonly [Name in Exclude<keyof Query, 'limit' | 'after'>]?: NonNullable<Query[Name]>
}
export type FilterName = keyof CaseSearch

const oneOf = {
  is: ['overdue', 'waiting', 'in-triage', 'snoozed', 'bounced'],
  bounces: ['0', '1', '2', '3+'],
  corrected: ['any', 'topic', 'fact', 'rule', 'record-type'],
  firstStatus: ['decided', 'needs-info', 'fallback'],
  order: ['updated', 'opened', 'accept-by'],
} as const
const flags = ['open', 'followed', 'misrouted'] as const
const lines = [
  'team',
  'assignee',
  'account',
  'topic',
  'firstOwner',
  'ownerRule',
  'missingFact',
  'incident',
  'q',
] as const
const days = ['openedFrom', 'openedTo'] as const

const lineLengthMax = 200

const asLine = (value: unknown): string | undefined => {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return String(value).trim().slice(0, lineLengthMax) || undefined
}

const asDay = (value: unknown): string | undefined => {
  const said = asLine(value)
  return said !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(said) && !Number.isNaN(Date.parse(said))
    ? said
    : undefined
}

const asStates = (value: unknown): CaseState[] => {
  const said = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : []
  return caseStates.filter((state) => said.includes(state))
}

/** Reads the address; what makes no sense in it is left out, so that any address shows a list. */
export function caseSearch(said: Readonly<Record<string, unknown>>): CaseSearch {
  const state = asStates(said['state'])
  const entries: [string, unknown][] = [
    ['state', state.length > 0 ? state : undefined],
    ...flags.map((name): [string, unknown] => [name, String(said[name]) === 'true' ? true : undefined]),
    ...lines.map((name): [string, unknown] => [name, asLine(said[name])]),
    ...days.map((name): [string, unknown] => [name, asDay(said[name])]),
    ...Object.entries(oneOf).map(([name, values]): [string, unknown] => {
      const value = asLine(said[name])
      return [name, (values as readonly string[]).includes(value ?? '') ? value : undefined]
    }),
  ]
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as CaseSearch
}

/** The search as a query string, its parts in one order: equal searches give equal strings. */
export function queryOf(search: CaseSearch): string {
  const parts = new URLSearchParams()
  for (const name of Object.keys(search).toSorted() as FilterName[]) {
    const value = search[name]
    if (value !== undefined) parts.set(name, Array.isArray(value) ? value.join(',') : String(value))
  }
  return parts.toString()
}

/** A stored query string, read as an address is. */
export const searchOf = (query: string): CaseSearch =>
  caseSearch(Object.fromEntries(new URLSearchParams(query)))

/** The search with a filter set, or taken out where the value is `undefined`. */
export const withFilter = <Name extends FilterName>(
  search: CaseSearch,
  name: Name,
  value: CaseSearch[Name] | undefined,
): CaseSearch => {
  const { [name]: _, ...rest } = search
  return value === undefined ? rest : { ...rest, [name]: value }
}
