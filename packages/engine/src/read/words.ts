/** Splits text into words that remember where they stood, so that every reading can show what it was read from. */

/** A half-open range of UTF-16 offsets in the ask's text. */
export type Span = { readonly start: number; readonly end: number }

/**
 * One word: its normalised form and its place in the text. The form is NFKC, lower case, with straight apostrophes,
 * and without invisible characters (zero-width, bidirectional marks, soft hyphens), which therefore can't hide a word.
 */
export type Word = Span & { readonly form: string }

const wordPattern = /[\p{L}\p{N}\p{M}][\p{L}\p{N}\p{M}\p{Cf}]*(?:['’][\p{L}]+)*/gu
const invisible = /\p{Cf}+/gu

/** The words of a text in order. Linear in its length. */
export function wordsOf(text: string): Word[] {
  const found: Word[] = []
  for (const match of text.matchAll(wordPattern)) {
    const form = match[0].replace(invisible, '').normalize('NFKC').toLowerCase().replaceAll('’', "'")
    found.push({ form, start: match.index, end: match.index + match[0].length })
  }
  return found
}
