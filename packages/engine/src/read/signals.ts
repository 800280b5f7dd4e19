/**
 * The small language in which a policy writes the phrases that speak for a fact, compiled into one automaton that
 * finds all of them in one pass. docs/policy.md, "Signals", explains it to the people who write policies.
 *
 *     we are … on a? pro          words in this order; `word?` may be missing; `…` is up to three words
 *     sev1|p1                     either; each may be several words joined by `-`
 *     =customers                  this very form; without `=` a singular also finds its plural and possessive
 *     ^ enterprise ^              `^` is a pause: punctuation, or the start or end of the text
 *     <number> sessions           a number in digits or, up to twelve, in words
 *     arr of? <money>             an exact sum of money; `<money*12>` is a monthly one, read as a year's
 *     ~ our pro team              also in questions, wishes and suppositions
 */
import { expanded, type Token } from './tokens.ts'
import { wordsOf } from './words.ts'

/** Where a token leads to, by key: a word, `=word`, `<number>`, `<money>`, `^` or, for any word, `…`. */
type State = { readonly edges: Record<string, number[]>; readonly ends: number[] }

/** All phrases of a reader in one structure of plain data, a state for about each word. State 0 is the start. */
export type Automaton = { readonly states: readonly State[] }

/** A phrase found: the number it was compiled under, and its tokens (`to` is exclusive; pauses may be at the ends). */
export type Match = {
  readonly phrase: number
  readonly from: number
  readonly to: number
  /** A negating word stood between its words: "we are *not* on Pro". */
  readonly isDenied: boolean
  /** The number at `<number>` or `<money>`. */
  readonly number: number | undefined
}

/** The most words that one `…` stands for. */
const gapMax = 3
/** The most negating words inside a phrase: "is not any longer". */
const negatorsMax = 3

/** Compiles phrases; a match names a phrase by its place in the list. An empty phrase is never found. */
export function compilePhrases(phrases: readonly string[]): Automaton {
  const states: State[] = [newState()]
  const known = new Map<string, readonly number[]>()
  for (const [number, phrase] of phrases.entries()) {
    let reached: readonly number[] = [0]
    for (const element of phrase.split(/\s+/).filter((part) => part !== '')) {
      const key = `${reached.join()} ${element}`
      reached = known.get(key) ?? extended(states, reached, element)
      known.set(key, reached)
    }
    for (const state of reached) if (state !== 0) states[state]!.ends.push(number)
  }
  return { states }
}

const newState = (): State => ({ edges: {}, ends: [] })

/** The states that hold once `element` was read in one of `from`, or was left out where it may be. */
function extended(states: State[], from: readonly number[], element: string): readonly number[] {
  if (element === '…' || element === '...') return withGap(states, from)
  const isOptional = element.endsWith('?')
  const target = states.push(newState()) - 1
  for (const option of (isOptional ? element.slice(0, -1) : element).split('|')) {
    connect(states, from, target, keysOfOption(option))
  }
  return isOptional ? [...from, target] : [target]
}

function withGap(states: State[], from: readonly number[]): readonly number[] {
  const gaps: number[] = []
  for (let length = 0; length < gapMax; length++) {
    const next = states.push(newState()) - 1
    connect(states, length === 0 ? from : [next - 1], next, ['…'])
    gaps.push(next)
  }
  return [...from, ...gaps]
}

/** Leads from each of `from` to `target` along the keys. */
function connect(states: State[], from: readonly number[], target: number, keys: readonly string[]): void {
  let starts = from
  for (const [i, key] of keys.entries()) {
    const next = i === keys.length - 1 ? target : states.push(newState()) - 1
    for (const start of starts) {
      const { edges } = states[start]!
      if (Object.hasOwn(edges, key)) edges[key]!.push(next)
      else edges[key] = [next]
    }
    starts = [next]
  }
}

function keysOfOption(option: string): readonly string[] {
  if (option === '^') return ['^']
  if (option.startsWith('<')) return [option.includes('money') ? '<money>' : '<number>']
  const prefix = option.startsWith('=') ? '=' : ''
  return wordsOf(option)
    .flatMap((word) => expanded(word.form))
    .map((form) => prefix + form)
}

type Thread = Omit<Match, 'phrase' | 'to'> & {
  readonly state: number
  readonly negators: number
}

/**
 * Every phrase that stands in `tokens`, in the order of their ends. Words for which `isNegator` holds may stand inside
 * a phrase and deny it; a gap takes neither those nor words for which `isCue` holds. Linear in the number of tokens.
 */
export function findPhrases(
  { states }: Automaton,
  tokens: readonly Token[],
  isNegator: (at: number) => boolean = () => false,
  isCue: (at: number) => boolean = () => false,
): Match[] {
  const found: Match[] = []
  let threads: readonly Thread[] = []
  for (const [at, token] of tokens.entries()) {
    const keys = keysOf(token)
    const all = [...threads, { state: 0, from: at, negators: 0, isDenied: false, number: undefined }]
    const advanced = all.flatMap((thread) => advance(states, thread, keys, token))
    for (const thread of advanced) {
      for (const phrase of states[thread.state]!.ends) found.push(matchOf(thread, phrase, at + 1))
    }
    threads = advanced
    if (token.form === '') continue
    if (isNegator(at)) threads = [...advanced, ...all.flatMap(deny)]
    else if (!isCue(at)) threads = [...advanced, ...all.flatMap((thread) => skip(states, thread))]
  }
  return found
}

function advance(states: readonly State[], thread: Thread, keys: readonly string[], token: Token): Thread[] {
  const { edges } = states[thread.state]!
  return keys.flatMap((key) => {
    const number = key.startsWith('<') ? token.number : thread.number
    return Object.hasOwn(edges, key) ? edges[key]!.map((state) => ({ ...thread, state, number })) : []
  })
}

function skip(states: readonly State[], thread: Thread): Thread[] {
  return (states[thread.state]!.edges['…'] ?? []).map((state) => ({ ...thread, state }))
}

function deny(thread: Thread): Thread[] {
  if (thread.state === 0 || thread.negators === negatorsMax) return []
  return [{ ...thread, isDenied: true, negators: thread.negators + 1 }]
}

function matchOf({ from, isDenied, number }: Thread, phrase: number, to: number): Match {
  return { phrase, from, to, isDenied, number }
}

/** The keys of the edges that a token may follow. */
function keysOf(token: Token): readonly string[] {
  if (token.isPause) return ['^']
  if (token.form === '') return []
  const keys = [token.form, `=${token.form}`, ...singularsOf(token.form)]
  if (token.number !== undefined) keys.push('<number>')
  if (token.isMoney) keys.push('<money>')
  return keys
}

/** The forms that `form` may be the plural or possessive of; none for words of up to three letters. */
function singularsOf(form: string): readonly string[] {
  if (form.length < 4 || !form.endsWith('s') || form.endsWith('ss')) return []
  if (form.endsWith("'s")) return [form.slice(0, -2)]
  if (form.endsWith('ies')) return [`${form.slice(0, -3)}y`]
  return /(?:s|x|z|ch|sh)es$/.test(form) ? [form.slice(0, -2)] : [form.slice(0, -1)]
}
