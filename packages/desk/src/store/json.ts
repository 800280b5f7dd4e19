/** JSON as the store keeps it: text, the same bytes on both stores. */
import type { JsonText } from './tables.ts'

export const toJson = (value: unknown): JsonText => JSON.stringify(value)

export const fromJson = <T>(text: JsonText): T => JSON.parse(text) as T
