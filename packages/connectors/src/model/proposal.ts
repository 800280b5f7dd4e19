/**
 * What a language model's answer is worth: only topics, facts and values of the policy's closed lists, and only with
 * words that stand in the text. Everything else is left out with a warning. No word of the model goes any further:
 * what is passed on are the policy's names and the text's own words.
 */
import type { Policy, Reading } from '@rightdesk/engine'
import { noTopic, type ReadableFact, readableFacts, topicsMax } from './prompt.ts'
import type { Redacted, Span } from './redact.ts'

export type FactReading = Reading['facts'][number]
type Value = FactReading['values'][number]

/** What a model may say: what the text may be about, most probable first, and facts with the words they stand on. */
export type Proposal = {
  readonly topics: readonly string[]
  readonly facts: readonly FactReading[]
  readonly warnings: readonly string[]
}

/** The text as it was written, as the model saw it, and (where known) the stretches that are the asker's own words. */
export type Source = {
  readonly text: string
  readonly sent: Redacted
  readonly ownWords?: readonly Span[]
}

/** No voice at all, and why. */
export const silence = (...warnings: readonly string[]): Proposal => ({ topics: [], facts: [], warnings })

/** More facts than these are no reading; the rest is not looked at. */
const factsMax = 40
/** Longer words are no evidence for one thing. In characters. */
const quoteLengthMax = 300
/** So many letters and digits make words that can be evidence. */
const quoteLettersMin = 2

/** Checks anything that claims to be a model's answer. Never throws. */
export function proposalOf(policy: Policy, source: Source, answer: unknown): Proposal {
  const { topics, facts } = isRecord(answer) ? answer : {}
  if (!Array.isArray(topics) || !Array.isArray(facts)) return silence(saysMalformed)
  const warnings = new Set<string>()
  const find = finderIn(source)
  return {
    topics: topicsOf(policy, topics.slice(0, topicsMax), find, warnings),
    facts: factsOf(policy, facts.slice(0, factsMax), find, warnings),
    warnings: [...warnings],
  }
}

/** What is said of an answer that is no answer. */
export const saysMalformed =
  'The language model did not answer in the agreed form, so only the built-in reader was heard.'
const saysUnknown = (what: string): string =>
  `The language model named a ${what} that the policy does not have; it was left out.`
const saysUnfounded = (name: string): string =>
  `The language model proposed \`${name}\` without words of the ask that it could stand on; it was left out.`
const saysNothing = (name: string): string =>
  `The language model proposed every value of \`${name}\`, which says nothing; it was left out.`

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function topicsOf(
  policy: Policy,
  entries: readonly unknown[],
  find: Finder,
  warnings: Set<string>,
): readonly string[] {
  const found = new Set<string>()
  for (const entry of entries) {
    const { topic, quote } = isRecord(entry) ? entry : {}
    // What is less probable than "none" is not proposed.
    if (topic === noTopic && !Object.hasOwn(policy.compiled.topics, noTopic)) break
    if (typeof topic !== 'string' || !Object.hasOwn(policy.compiled.topics, topic)) {
      warnings.add(saysUnknown('topic'))
    } else if (find(quote) === undefined) warnings.add(saysUnfounded(topic))
    else found.add(topic)
  }
  return [...found]
}

/** One reading for each fact. Several values that the model named for one are all possible. */
function factsOf(
  policy: Policy,
  entries: readonly unknown[],
  find: Finder,
  warnings: Set<string>,
): readonly FactReading[] {
  const said = entries.map((entry) => (isRecord(entry) ? entry : {}))
  const known = readableFacts(policy)
  if (said.some(({ fact }) => !known.some(({ name }) => name === fact))) warnings.add(saysUnknown('fact'))
  return known.flatMap((fact) => {
    const own = said.filter((entry) => entry['fact'] === fact.name)
    const readings = own.flatMap(({ value, quote }) => readingOf(fact, value, find(quote), warnings) ?? [])
    const [first] = readings
    if (first === undefined) return []
    const values = [...new Set(readings.flatMap((reading) => reading.values))]
    if (fact.kind === 'amount' || values.length < fact.values.length) return [{ ...first, values }]
    warnings.add(saysNothing(fact.name))
    return []
  })
}

function readingOf(
  fact: ReadableFact,
  value: unknown,
  quote: Quote | undefined,
  warnings: Set<string>,
): FactReading | undefined {
  if (!isValueOf(fact, value)) warnings.add(saysUnknown(`value of \`${fact.name}\``))
  else if (quote === undefined || (typeof value === 'number' && !saysAmount(quote.words, value))) {
    warnings.add(saysUnfounded(fact.name))
  } else return { fact: fact.name, values: [value], ...quote }
  return undefined
}

function isValueOf(fact: ReadableFact, value: unknown): value is Value {
  if (fact.kind === 'amount') return typeof value === 'number' && value >= fact.min && value <= fact.max
  if (fact.kind === 'yes-no') return typeof value === 'boolean'
  return typeof value === 'string' && fact.atomOf.has(value)
}

const scales = [1, 1e3, 1e6, 1e9]
const monthsOfYear = 12

/** Whether a number in the words can be this amount: as it stands, in thousands or more, or a monthly one. */
function saysAmount(words: string, amount: number): boolean {
  const numbers = [...words.matchAll(/\d(?:[.,'’\s]?\d)*/g)].flatMap(([number]) => [
    Number(number.replace(/\D/g, '')),
    Number(
      number
        .replace(/[.,](?=\d{1,2}$)/, '_')
        .replace(/[^\d_]/g, '')
        .replace('_', '.'),
    ),
  ])
  const close = (number: number): boolean => Math.abs(number - amount) <= 1e-9 * amount
  return numbers.some((number) =>
    scales.some((scale) => close(number * scale) || close(number * scale * monthsOfYear)),
  )
}

/** Words of the text and where they stand in it. */
type Quote = Pick<FactReading, 'words' | 'span'>
/** Finds a quote; `undefined` where it does not stand in the asker's own words. */
type Finder = (quote: unknown) => Quote | undefined

/**
 * Quotes are found letter by letter, but for white space, and as whole words. A quote that holds something redacted
 * stands on what was there before.
 */
function finderIn({ text, sent, ownWords }: Source): Finder {
  const squeezed = squeeze(sent.text)
  const isOwn = (span: Span): boolean =>
    ownWords?.some(({ start, end }) => start <= span.start && span.end <= end) ?? true
  return (quote) => {
    if (typeof quote !== 'string' || quote.length > quoteLengthMax) return undefined
    const wanted = squeeze(quote).text.trim()
    if ((wanted.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < quoteLettersMin) return undefined
    for (let at = squeezed.text.indexOf(wanted); at >= 0; at = squeezed.text.indexOf(wanted, at + 1)) {
      if (!isWhole(squeezed.text, at, at + wanted.length)) continue
      const last = squeezed.places[at + wanted.length - 1]!
      const span = sent.spanOf({ start: squeezed.places[at]!, end: last + 1 })
      if (isOwn(span)) return { words: text.slice(span.start, span.end), span }
    }
    return undefined
  }
}

const isLetter = (character: string): boolean => /[\p{L}\p{N}\p{M}]/u.test(character)

/** Whether no word is cut at either end: "pro" does not stand in "problem". */
function isWhole(text: string, start: number, end: number): boolean {
  const isCut = (at: number): boolean => isLetter(text.charAt(at - 1)) && isLetter(text.charAt(at))
  return !isCut(start) && !isCut(end)
}

/** A text with one blank for each stretch of white space, and where each of its characters stood. */
function squeeze(text: string): { readonly text: string; readonly places: readonly number[] } {
  const places: number[] = []
  const squeezed = text.replace(/\s+|\S/gu, (piece, at: number) => {
    const isBlank = piece.trim() === ''
    for (let i = 0; i < (isBlank ? 1 : piece.length); i++) places.push(at + i)
    return isBlank ? ' ' : piece
  })
  return { text: squeezed, places }
}
