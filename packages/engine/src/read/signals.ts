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
 *     <we> are on pro             any phrase of the group `we` (`Words`); `<we>?` and `<we>|they` as with words
 *     ~ our pro team              also in questions, wishes and suppositions
 *     + an? enterprise contract   a mention: believed where nothing else in the text says more of the fact
 */
import { expanded, type Token } from './tokens.ts'
import { wordsOf } from './words.ts'

/** Where a token leads to, by key: a word, `=word`, `<number>`, `<money>`, `^` or, for any word, `…`. */
type State = { readonly edges: Record<string, number[]>; readonly ends: number[] }

/** Named groups of phrases. A phrase uses one as `<name>`, and so does a group that stands after it. */
export type Words = Readonly<Record<string, readonly string[]>>

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

/**
 * Compiles phrases; a match names a phrase by its place in the list. An empty phrase is never found, nor is one that
 * needs a group which is not there.
 */
export function compilePhrases(phrases: readonly string[], words: Words = {}): Automaton {
  const states: State[] = [newState()]
  const compiling: Compiling = { states, known: new Map(), groups: groupsOf(words) }
  for (const [number, phrase] of phrases.entries()) {
    for (const state of along(compiling, [0], elementsOf(phrase)))
      if (state !== 0) states[state]!.ends.push(number)
  }
  return { states }
}

type Compiling = {
  readonly states: State[]
  /** Where an element leads from a set of states, so that phrases share what they begin with. */
  readonly known: Map<string, readonly number[]>
  /** The phrases of each group, as their elements. */
  readonly groups: ReadonlyMap<string, readonly (readonly string[])[]>
}

const newState = (): State => ({ edges: {}, ends: [] })
const elementsOf = (phrase: string): string[] => phrase.split(/\s+/).filter((part) => part !== '')

/** Each group as its phrases. One that names a group which does not stand before it is left out: none holds itself. */
function groupsOf(words: Words): Compiling['groups'] {
  const groups = new Map<string, readonly (readonly string[])[]>()
  for (const [name, phrases] of Object.entries(words)) {
    const known = phrases.filter((phrase) => groupsIn(phrase).every((group) => groups.has(group)))
    groups.set(
      name,
      known.flatMap((phrase) => alternativesOf(elementsOf(phrase), groups)),
    )
  }
  return groups
}

/** A phrase that is a single choice is as many phrases, those of the groups in it among them. */
function alternativesOf(
  elements: readonly string[],
  groups: Compiling['groups'],
): readonly (readonly string[])[] {
  const [element = '', second] = elements
  if (second !== undefined || element.endsWith('?')) return [elements]
  return element.split('|').flatMap((option) => {
    const name = groupNamed(option)
    return name === undefined ? [[option]] : (groups.get(name) ?? [])
  })
}

/** The states that hold once `elements` were read, beginning in one of `from`. */
function along(
  compiling: Compiling,
  from: readonly number[],
  elements: readonly string[],
): readonly number[] {
  let reached = from
  for (const element of elements) {
    const key = `${reached.join()} ${element}`
    const next = compiling.known.get(key) ?? extended(compiling, reached, element)
    compiling.known.set(key, next)
    reached = next
  }
  return reached
}

/** The states that hold once `element` was read in one of `from`, or was left out where it may be. */
function extended(compiling: Compiling, from: readonly number[], element: string): readonly number[] {
  const { states, groups } = compiling
  if (element === '…' || element === '...') return withGap(states, from)
  const isOptional = element.endsWith('?')
  const target = states.push(newState()) - 1
  const reached = new Set(isOptional ? [...from, target] : [target])
  for (const option of (isOptional ? element.slice(0, -1) : element).split('|')) {
    const name = groupNamed(option)
    for (const elements of name === undefined ? [[option]] : (groups.get(name) ?? [])) {
      if (elements.length > 1) for (const state of along(compiling, from, elements)) reached.add(state)
      else connect(states, from, target, keysOfOption(elements[0]!))
    }
  }
  return [...reached]
}

/** The groups that a phrase names, in order. */
export const groupsIn = (phrase: string): string[] =>
  elementsOf(phrase).flatMap((element) =>
    element
      .replace(/\?$/, '')
      .split('|')
      .flatMap((option) => groupNamed(option) ?? []),
  )

/** The group that an option names; none for a word, a number or a sum. */
function groupNamed(option: string): string | undefined {
  const name = /^<(.+)>$/.exec(option)?.[1]
  return name === undefined || amounts.test(name) ? undefined : name
}

const amounts = /^(?:number|money(?:\*\d+)?)$/

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

/** A place in the text from which phrases may go on: all states that hold there, and what was met on the way. */
type Thread = Pick<Match, 'from' | 'isDenied' | 'number'> & {
  readonly holding: Holding
  readonly negators: number
}

/** A set of states that hold together, with where words lead from it, found out once. */
type Holding = { readonly states: readonly number[]; readonly steps: Map<string, Step> }
type Step = { readonly ends: readonly number[]; readonly next: Holding | undefined }

/** The sets of states met so far, by their states, how many steps from them are known, and all words that lead anywhere. */
type Met = { readonly holdings: Map<string, Holding>; readonly keys: ReadonlySet<string>; steps: number }

/** What was found out about automata; only ever saves time, and is forgotten with them. */
const met = new WeakMap<Automaton, Met>()
/** With more steps known, the next text begins anew, so that what is remembered stays within some tens of megabytes. */
const stepsMax = 200_000

/**
 * Every phrase that stands in `tokens`, in the order of their ends. Words for which `isNegator` holds may stand inside
 * a phrase and deny it; a gap takes neither those nor words for which `isCue` holds. Linear in the number of tokens.
 */
export function findPhrases(
  automaton: Automaton,
  tokens: readonly Token[],
  isNegator: (at: number) => boolean = () => false,
  isCue: (at: number) => boolean = () => false,
): Match[] {
  const known = metBy(automaton)
  const start = holdingOf(known, [0])
  const found: Match[] = []
  let threads: Thread[] = []
  for (const [at, token] of tokens.entries()) {
    const keys = keysOf(token).filter((key) => known.keys.has(key))
    const amountKeys = amountKeysOf(token)
    const isWord = token.form !== ''
    const skips = isWord && !isNegator(at) && !isCue(at)
    const next: Thread[] = []
    const go = (thread: Thread, { ends, next: holding }: Step): void => {
      for (const phrase of ends) found.push(matchOf(thread, phrase, at + 1))
      if (holding !== undefined) next.push({ ...thread, holding })
    }
    for (const thread of [
      ...threads,
      { holding: start, from: at, negators: 0, isDenied: false, number: undefined },
    ]) {
      if (amountKeys.length > 0)
        go({ ...thread, number: token.number }, stepFrom(automaton, known, thread.holding, amountKeys, false))
      go(thread, stepFrom(automaton, known, thread.holding, keys, skips))
      if (isWord && isNegator(at) && thread.holding !== start && thread.negators < negatorsMax)
        next.push({ ...thread, isDenied: true, negators: thread.negators + 1 })
    }
    threads = next
  }
  return found
}

function metBy(automaton: Automaton): Met {
  const before = met.get(automaton)
  if (before !== undefined && before.steps < stepsMax) return before
  const keys = before?.keys ?? new Set(automaton.states.flatMap(({ edges }) => Object.keys(edges)))
  const fresh: Met = { holdings: new Map(), keys, steps: 0 }
  met.set(automaton, fresh)
  return fresh
}

function holdingOf({ holdings }: Met, states: readonly number[]): Holding {
  const key = states.join()
  const before = holdings.get(key)
  if (before !== undefined) return before
  const holding: Holding = { states, steps: new Map() }
  holdings.set(key, holding)
  return holding
}

/** Where a word leads by its keys, and (`skips`) as one of those that a gap takes, which ends no phrase. */
function stepFrom(
  { states }: Automaton,
  known: Met,
  { states: from, steps }: Holding,
  keys: readonly string[],
  skips: boolean,
): Step {
  const name = `${skips ? '…' : ''} ${keys.join(' ')}`
  const before = steps.get(name)
  if (before !== undefined) return before
  const along = (key: string): number[] =>
    from.flatMap((state) => (Object.hasOwn(states[state]!.edges, key) ? states[state]!.edges[key]! : []))
  const advanced = keys.flatMap(along)
  const reached = [...new Set([...advanced, ...(skips ? along('…') : [])])].sort((a, b) => a - b)
  const step: Step = {
    ends: [...new Set(advanced.flatMap((state) => states[state]!.ends))],
    next: reached.length === 0 ? undefined : holdingOf(known, reached),
  }
  steps.set(name, step)
  known.steps++
  return step
}

function matchOf({ from, isDenied, number }: Thread, phrase: number, to: number): Match {
  return { phrase, from, to, isDenied, number }
}

/** The keys of the edges that a token may follow as a word. */
function keysOf(token: Token): readonly string[] {
  if (token.isPause) return ['^']
  if (token.form === '') return []
  return [token.form, `=${token.form}`, ...singularsOf(token.form)]
}

function amountKeysOf(token: Token): readonly string[] {
  if (token.number === undefined) return []
  return token.isMoney ? ['<number>', '<money>'] : ['<number>']
}

/** The forms that `form` may be the plural or possessive of; none for words of up to three letters. */
function singularsOf(form: string): readonly string[] {
  if (form.length < 4 || !form.endsWith('s') || form.endsWith('ss')) return []
  if (form.endsWith("'s")) return [form.slice(0, -2)]
  if (form.endsWith('ies')) return [`${form.slice(0, -3)}y`]
  return /(?:s|x|z|ch|sh)es$/.test(form) ? [form.slice(0, -2)] : [form.slice(0, -1)]
}
