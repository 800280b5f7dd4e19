/** What the address of the engagements may say after `?`; anything else in it is dropped. */
import { type BoardColumn, boardColumns } from './board-columns.ts'

export type EngagementsSearch = {
  readonly view?: 'list' | undefined
  /** A person id, `me` or `nobody`. */
  readonly lead?: string | undefined
  readonly kind?: string | undefined
  readonly account?: string | undefined
  /** The one column that a phone shows. */
  readonly column?: BoardColumn | undefined
  /** The engagement whose sheet is open. */
  readonly engagement?: string | undefined
  /** `new` while one is being asked for; with `case`, for that case. */
  readonly ask?: 'new' | undefined
  readonly case?: string | undefined
}

const lengthMax = 200

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number'
    ? String(value).trim().slice(0, lengthMax) || undefined
    : undefined

const asId = (value: unknown, noun: string): string | undefined =>
  typeof value === 'string' && new RegExp(`^${noun}_[0-9a-z]{26}$`).test(value) ? value : undefined

const asKind = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[a-z0-9-]{1,60}$/.test(value) ? value : undefined

export const engagementsSearch = (said: Readonly<Record<string, unknown>>): EngagementsSearch => ({
  view: said['view'] === 'list' ? 'list' : undefined,
  lead: said['lead'] === 'me' || said['lead'] === 'nobody' ? said['lead'] : asId(said['lead'], 'person'),
  kind: asKind(said['kind']),
  account: asText(said['account']),
  column: boardColumns.find((column) => column === said['column']),
  engagement: asId(said['engagement'], 'engagement'),
  ask: said['ask'] === 'new' ? 'new' : undefined,
  case: asText(said['case']),
})

/** The part of the search that the desk is asked with. */
export const filterOf = ({ lead, kind, account }: EngagementsSearch) => ({
  ...(lead !== undefined && { lead }),
  ...(kind !== undefined && { kind }),
  ...(account !== undefined && { account }),
})
