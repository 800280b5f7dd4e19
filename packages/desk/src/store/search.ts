/**
 * Looking into text: searches that take what people type literally, whatever it holds, and do not mind upper and lower
 * case; and single texts out of a column of JSON.
 */
import { type RawBuilder, sql } from 'kysely'
import type { StoreKind } from './kind.ts'

const literal = (text: string): string => text.toLowerCase().replace(/[\\%_]/g, '\\$&')

export const beginsWith = (column: string, text: string): RawBuilder<boolean> =>
  sql<boolean>`lower(${sql.ref(column)}) like ${`${literal(text)}%`} escape '\\'`

export const holdsText = (column: string, text: string): RawBuilder<boolean> =>
  sql<boolean>`lower(${sql.ref(column)}) like ${`%${literal(text)}%`} escape '\\'`

/** The text of a name at the top of a column of JSON. */
export const textIn = (kind: StoreKind, column: string, name: string): RawBuilder<string> =>
  kind === 'postgres'
    ? sql<string>`(${sql.ref(column)}::json ->> ${sql.lit(name)})`
    : sql<string>`(${sql.ref(column)} ->> ${sql.lit(name)})`
