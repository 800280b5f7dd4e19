/**
 * Finds the word that somebody meant when a word is one slip away from it: a letter missing, doubled, wrong or swapped
 * with its neighbour. Every known word is filed under what is left of it when any one letter is missing; two words one
 * slip apart meet under such a key.
 */
import { type HashTable, hashOf, positionOf, tableOf } from './hashing.ts'
import type { Word } from './words.ts'

/** Known words, and for each key the position of its word in `wordOf`; plain data. */
export type Spelling = {
  readonly words: readonly string[]
  readonly keys: HashTable
  readonly wordOf: Int32Array
}

/** Shorter words have too many neighbours. */
const lengthMin = 5

/** A word that occurs in no more than one text may be a slip itself. */
const textsMin = 2

/** Learns spellings from texts, each given by the words of its sentences. Of two words under one key, the commoner stays. */
export function spellingOf(texts: readonly (readonly (readonly Word[])[])[]): Spelling {
  const counts = new Map<string, number>()
  for (const sentences of texts) {
    for (const form of new Set(sentences.flat().map(({ form }) => form)))
      counts.set(form, (counts.get(form) ?? 0) + 1)
  }
  const words = [...counts.keys()]
    .filter((word) => counts.get(word)! >= textsMin && isSpelt(word))
    .sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1))
  return spellingFrom(words)
}

/** The same from the words alone, the commonest first. */
export function spellingFrom(words: readonly string[]): Spelling {
  const wordOf = new Map<number, number>()
  for (const [i, word] of words.entries()) {
    for (const key of keysFor(word)) if (!wordOf.has(key)) wordOf.set(key, i)
  }
  return { words, keys: tableOf([...wordOf.keys()]), wordOf: Int32Array.from(wordOf.values()) }
}

/** The known word that is one slip away, if there is one. */
export function respelled({ words, keys, wordOf }: Spelling, written: string): string | undefined {
  if (!isSpelt(written)) return undefined
  for (const key of keysFor(written)) {
    const position = positionOf(keys, key)
    const word = position < 0 ? undefined : words[wordOf[position]!]!
    if (word !== undefined && isOneSlip(written, word)) return word
  }
  return undefined
}

/** Only words in Latin letters are taken for misspelt: numbers, codes and names with digits mean what they say. */
const isSpelt = (word: string): boolean =>
  word.length >= lengthMin - 1 && word.length <= 24 && /^\p{Script=Latin}+$/u.test(word)

/** The word itself, and what is left when any one letter is missing. */
function keysFor(word: string): number[] {
  const keys = [hashOf(word)]
  for (let i = 0; i < word.length; i++) keys.push(hashOf(word.slice(0, i) + word.slice(i + 1)))
  return keys
}

/** One insertion, deletion, substitution, or swap of two neighbours. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.max(a.length, b.length) < lengthMin) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const left = a.slice(start, a.length - end)
  const right = b.slice(start, b.length - end)
  const swapped = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
  return swapped || Math.max(left.length, right.length) <= 1
}
