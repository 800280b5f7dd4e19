/**
 * Reads facts of the account and the ask from its text, each with the words it stands on. A wrong fact is far worse
 * than a missing one: what is denied, supposed, wished, past, quoted or told of others is not read, and claims that
 * contradict each other leave no more than what both allow.
 *
 * Which phrases speak for a fact is the policy's (`signals.ts` has their language); what takes a claim back is grammar
 * (`doubts.ts`); what is possible together is the decision's business.
 */
import type { FactDefinition, FactsFile } from '../policy/schema.ts'
import { type Claim, doubtsIn } from './doubts.ts'
import type { FactReading } from './reading.ts'
import type { Segment } from './segment.ts'
import { type Automaton, compilePhrases, findPhrases, type Match, type Words } from './signals.ts'
import { type Token, tokensOf } from './tokens.ts'
import type { Span } from './words.ts'

type Value = string | boolean | number

/** What the reader needs to know of a fact. */
export type FactSource = {
  readonly name: string
  readonly kind: 'choice' | 'yes-no' | 'amount'
  /** The values of a choice or yes-no fact with their phrases. A phrase of several values leaves the set of them. */
  readonly values: readonly { readonly value: string | boolean; readonly signals: readonly string[] }[]
  /** The phrases of an amount, each with `<money>` or `<number>` where it stands. */
  readonly signals: readonly string[]
  /** The bounds of an amount; what lies outside is not read. */
  readonly min: number
  readonly max: number
  /** Whether the fact has a default, which then stands in where nothing is read. */
  readonly hasDefault: boolean
}

/** What facts are read by: their phrases, and the groups of words in these. */
export type FactSources = { readonly facts: readonly FactSource[]; readonly words: Words }

/** The facts of a policy that can be read from text: all but topics and those that tables derive. */
export const factSources = ({ facts, words }: Pick<FactsFile, 'facts' | 'words'>): FactSources => ({
  facts: Object.entries(facts).flatMap(([name, fact]) => sourceOf(name, fact) ?? []),
  words,
})

function sourceOf(name: string, fact: FactDefinition): FactSource | undefined {
  if (fact.kind === 'topic') return undefined
  const common = { name, values: [], signals: [], min: 0, max: 0, hasDefault: false }
  if (fact.kind === 'amount') {
    return { ...common, kind: 'amount', signals: fact.signals, min: fact.min, max: fact.max }
  }
  const hasDefault = fact.default !== undefined
  if (fact.kind === 'choice') {
    const values = Object.entries(fact.values).map(([value, { signals, called = value }]) => ({
      value,
      signals: [...signals, ...fact.signals.map((signal) => signal.replaceAll(`<${valueName}>`, called))],
    }))
    return { ...common, kind: 'choice', values, hasDefault }
  }
  if (fact.derived) return undefined
  const values = [true, false].map((value) => ({
    value,
    signals: [...(value ? fact.yes : fact.no).signals, ...fact.signals],
  }))
  return { ...common, kind: 'yes-no', values, hasDefault }
}

/** In the signals of a choice, `<value>` is whatever a value is called. */
export const valueName = 'value'

type Phrase = {
  /** The place of its fact in the reader's list. */
  readonly fact: number
  /** The values that it leaves possible; none where the number in it is the value. */
  readonly values: readonly Value[]
  readonly isLoose: boolean
  /** Is believed only where nothing else is said of the fact. */
  readonly isMention: boolean
  /** What its number is multiplied by: 12 for `<money*12>`. */
  readonly factor: number
}

/** The compiled phrases of all facts. Plain data: what JSON gives back of it reads the same. */
export type FactReader = {
  readonly facts: readonly FactSource[]
  readonly phrases: readonly Phrase[]
  readonly automaton: Automaton
}

/** Compiles the facts' phrases. Takes some milliseconds; compile once and keep the reader. */
export function trainFactReader({ facts, words }: FactSources): FactReader {
  const signals = facts.flatMap((source, fact) => signalsOf(source).map((signal) => ({ fact, ...signal })))
  return {
    facts,
    phrases: signals.map(phraseOf),
    automaton: compilePhrases(
      signals.map(({ signal }) => signal.replace(mark, '')),
      words,
    ),
  }
}

const mark = /^[~+]\s*/

type Signal = { readonly signal: string; readonly values: readonly Value[] }

/** The phrases of a fact, each once, with all values that it stands under. */
function signalsOf(source: FactSource): Signal[] {
  const signals = new Map<string, readonly Value[]>(source.signals.map((signal) => [signal, []]))
  for (const { value, signals: own } of source.values) {
    for (const signal of own) signals.set(signal, [...(signals.get(signal) ?? []), value])
  }
  return [...signals].map(([signal, values]) => ({ signal, values }))
}

function phraseOf({ fact, signal, values }: Signal & { readonly fact: number }): Phrase {
  const factor = Number(/<money\*(\d+)>/.exec(signal)?.[1] ?? 1)
  return { fact, values, isLoose: signal.startsWith('~'), isMention: signal.startsWith('+'), factor }
}

/** What one phrase at one place says of its fact. */
type Said = Span & {
  readonly fact: number
  readonly values: readonly Value[]
  readonly wordCount: number
  readonly isMention: boolean
}

/**
 * At most one reading for each fact, in the order of the policy's facts. Only `ask` and `signature` segments are read;
 * in a signature a single word says nothing. Linear in the length of the text.
 *
 * Several values are the set of those still possible: of a phrase that says so ("self-serve"), of a denial ("we are
 * not on Enterprise" leaves the other plans, where the fact has no default), or of claims that contradict each other
 * about a fact with a default. Contradictions about any other fact leave nothing. Mentions count where nothing is
 * claimed.
 */
export function readFacts(reader: FactReader, text: string, segments: readonly Segment[]): FactReading[] {
  const said: Said[][] = reader.facts.map(() => [])
  for (const segment of segments) {
    if (segment.kind !== 'ask' && segment.kind !== 'signature') continue
    const wordsMin = segment.kind === 'ask' ? 1 : 2
    for (const one of saidIn(reader, tokensOf(text, segment))) {
      if (one.wordCount >= wordsMin) said[one.fact]!.push(one)
    }
  }
  return reader.facts.flatMap((source, fact) => agreed(source, said[fact]!, text) ?? [])
}

function saidIn(reader: FactReader, tokens: readonly Token[]): Said[] {
  const doubts = doubtsIn(tokens)
  const matches = findPhrases(reader.automaton, tokens, doubts.isNegator, doubts.isCue)
  const taken = new Set<string>()
  return byLength(matches, reader.phrases).flatMap((match) => {
    const phrase = reader.phrases[match.phrase]!
    const claim = claimOf(match, phrase, tokens)
    if (claim.to <= claim.from) return []
    if (overlaps(taken, phrase.fact, claim) || doubts.retracts(claim)) return []
    const isDenied = match.isDenied || doubts.denies(claim.from)
    const values = valuesSaid(reader.facts[phrase.fact]!, phrase, match.number, isDenied)
    const span = { start: tokens[claim.from]!.start, end: tokens[claim.to - 1]!.end }
    return values.length === 0
      ? []
      : [
          {
            ...span,
            fact: phrase.fact,
            values,
            wordCount: claim.to - claim.from,
            isMention: phrase.isMention,
          },
        ]
  })
}

/**
 * Mentions last, else longest first: of phrases of one fact that overlap, the longest is what was meant, even where it is taken back. Of
 * those at one place, the one that leaves most open, and then the one that the policy lists last.
 */
function byLength(matches: readonly Match[], phrases: readonly Phrase[]): Match[] {
  const openness = ({ phrase }: Match): number => phrases[phrase]!.values.length
  const mentions = ({ phrase }: Match): number => Number(phrases[phrase]!.isMention)
  return [...matches].sort(
    (a, b) =>
      mentions(a) - mentions(b) ||
      b.to - b.from - (a.to - a.from) ||
      a.from - b.from ||
      openness(b) - openness(a) ||
      b.phrase - a.phrase,
  )
}

function claimOf(match: Match, phrase: Phrase, tokens: readonly Token[]): Claim {
  const opens = tokens[match.from]!.isPause
  const closes = tokens[match.to - 1]!.isPause
  const from = opens ? match.from + 1 : match.from
  const to = closes ? match.to - 1 : match.to
  const isOfSomebody = tokens.slice(from, to).some(({ form }) => holders.has(form))
  return { from, to, isLoose: phrase.isLoose, isBare: phrase.isMention || (opens && closes && !isOfSomebody) }
}

/** Who has a fact: a value beside one of these is said of somebody, not just mentioned. */
const holders = new Set('we i they customer client account acct user team org'.split(' '))

/** Whether a word of the claim is taken by another claim about the same fact; takes them if not. */
function overlaps(taken: Set<string>, fact: number, { from, to }: Claim): boolean {
  const places = Array.from({ length: to - from }, (_, i) => `${fact} ${from + i}`)
  if (places.some((place) => taken.has(place))) return true
  for (const place of places) taken.add(place)
  return false
}

function valuesSaid(
  source: FactSource,
  phrase: Phrase,
  number: number | undefined,
  isDenied: boolean,
): readonly Value[] {
  if (source.kind === 'amount') {
    const value = (number ?? Number.NaN) * phrase.factor
    return !isDenied && value >= source.min && value <= source.max ? [value] : []
  }
  if (phrase.values.length === source.values.length) return []
  if (!isDenied) return phrase.values
  if (source.hasDefault || phrase.isLoose || phrase.isMention) return []
  return source.values.map(({ value }) => value).filter((value) => !phrase.values.includes(value))
}

function agreed(source: FactSource, all: readonly Said[], text: string): FactReading | undefined {
  const claims = all.filter(({ isMention }) => !isMention)
  const said = claims.length > 0 ? claims : all
  const values = commonValues(said) ?? (source.hasDefault ? allValues(said) : [])
  const isOpen = source.kind !== 'amount' && values.length === source.values.length
  if (values.length === 0 || isOpen) return undefined
  const inOrder = [...said].sort((a, b) => a.start - b.start)
  const { start, end } = inOrder.find((one) => one.values.length === values.length) ?? inOrder[0]!
  return { fact: source.name, values, words: text.slice(start, end), span: { start, end } }
}

/** The values that all claims allow; `undefined` when there is none. */
function commonValues(said: readonly Said[]): readonly Value[] | undefined {
  const [first, ...rest] = said
  const common = rest.reduce(
    (values, one) => values.filter((v) => one.values.includes(v)),
    first?.values ?? [],
  )
  return common.length === 0 ? undefined : common
}

function allValues(said: readonly Said[]): readonly Value[] {
  return [...new Set(said.flatMap((one) => one.values))]
}
