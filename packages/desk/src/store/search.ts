/** Text searches that take what people type literally, whatever it holds, and do not mind upper and lower case. */
import { type RawBuilder, sql } from 'kysely'

const literal = (text: string): string => text.toLowerCase().replace(/[\\%_]/g, '\\$&')

export const beginsWith = (column: string, text: string): RawBuilder<boolean> =>
  sql<boolean>`lower(${sql.ref(column)}) like ${`${literal(text)}%`} escape '\\'`

export const holdsText = (column: string, text: string): RawBuilder<boolean> =>
  sql<boolean>`lower(${sql.ref(column)}) like ${`%${literal(text)}%`} escape '\\'`
