/**
 * Text as the fact reader walks it: words with contractions undone, numbers and sums of money with their values, the
 * pauses that punctuation makes, and for each word its clause, sentence and paragraph. What words mean is others'
 * business.
 */
import { amountAt, numberNamed } from './amounts.ts'
import { type Span, wordsOf } from './words.ts'

/** A word, or the pause between two words. */
export type Token = Span & {
  /** The word as `wordsOf` gives it; '' for a pause and for words that nobody says: in `a=b`, links and handles. */
  readonly form: string
  readonly isPause: boolean
  /** The number that the word is ("three", "40 000", "1.2M"), if it is one. */
  readonly number: number | undefined
  /** Whether the number is an exact sum of money (see `amounts.ts`). */
  readonly isMoney: boolean
  /** Within quotation marks or backticks: somebody else's words, or a label. */
  readonly isQuoted: boolean
  /** Ordinals of the clause, sentence and paragraph that the token stands in. */
  readonly clause: number
  readonly sentence: number
  readonly paragraph: number
  /** Whether its clause, and whether its sentence, ends with a question mark. */
  readonly isClauseAsked: boolean
  readonly isSentenceAsked: boolean
}

/** The tokens of a stretch of text, a pause first and last. Linear in its length. */
export function tokensOf(text: string, span: Span): Token[] {
  const part = text.slice(span.start, span.end)
  return placed(withPauses(part, unitsOf(part)), span.start)
}

type Unit = Span & Pick<Token, 'number' | 'isMoney'> & { readonly forms: readonly string[] }

/** Words and amounts. */
function unitsOf(text: string): Unit[] {
  const units: Unit[] = []
  const isSaid = saidIn(text)
  for (const word of wordsOf(text)) {
    const last = units.at(-1)
    if (last !== undefined && word.start < last.end) continue
    const amount = isSaid(word.start) ? amountAt(text, word.start) : undefined
    if (amount === undefined) {
      const forms = isSaid(word.start) ? expanded(word.form) : ['']
      units.push({ start: word.start, end: word.end, forms, number: numberNamed(word.form), isMoney: false })
    } else {
      if (last !== undefined && last.end > amount.start) units.pop()
      units.push({ ...amount, forms: [word.form], number: amount.value })
    }
  }
  return units
}

const unsaid = /:\/\/|[=@_#\\]|[\p{L}\d]\.[\p{L}\d]{1,60}\//u

/** Tells, for ascending places, whether a person says the word there: not in a link, a handle, or around a `=`. */
function saidIn(text: string): (at: number) => boolean {
  const chunks = [...text.matchAll(/\S+/g)]
  const isSaid = chunks.map(([chunk], i) => {
    const isAssigned = chunks[i - 1]?.[0].endsWith('=') || chunks[i + 1]?.[0].startsWith('=')
    return !isAssigned && !unsaid.test(chunk)
  })
  let i = 0
  return (at) => {
    while (i + 1 < chunks.length && chunks[i + 1]!.index <= at) i++
    return isSaid[i] ?? true
  }
}

const shortForms = new Map<string, readonly string[]>([
  ["can't", ['can', 'not']],
  ['cant', ['can', 'not']],
  ['cannot', ['can', 'not']],
  ["won't", ['will', 'not']],
  ['wont', ['will', 'not']],
  ['im', ['i', 'am']],
  ['ive', ['i', 'have']],
  ['theyre', ['they', 'are']],
  ...['do', 'does', 'did', 'is', 'are', 'was', 'have', 'has', 'would', 'could', 'should'].map(
    (verb) => [`${verb}nt`, [verb, 'not']] as const,
  ),
])
const endings: readonly (readonly [string, string])[] = [
  ["n't", 'not'],
  ["'re", 'are'],
  ["'ve", 'have'],
  ["'m", 'am'],
  ["'ll", 'will'],
  ["'d", 'would'],
]
const beforeIs = new Set(['it', 'that', 'what', 'there', 'here', 'who', 'he', 'she', 'how', 'where', 'why'])

/** The words that a contraction stands for: "isn't" → is, not. A possessive stays whole: "customer's". */
export function expanded(form: string): readonly string[] {
  const short = shortForms.get(form)
  if (short !== undefined) return short
  if (!form.includes("'")) return [form]
  for (const [ending, word] of endings)
    if (form.endsWith(ending)) return [form.slice(0, -ending.length), word]
  const stem = form.slice(0, -2)
  return form.endsWith("'s") && beforeIs.has(stem) ? [stem, 'is'] : [form]
}

/** How long a pause is: 0 none, 1 between clauses, 2 between sentences, 3 between paragraphs. */
type Pause = 0 | 1 | 2 | 3
type Piece = Span &
  Pick<Token, 'form' | 'number' | 'isMoney' | 'isQuoted'> & { readonly pause: Pause; readonly asks: boolean }

function withPauses(text: string, units: readonly Unit[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  let lineStart = 0
  let quotation: Quotation
  for (const [i, unit] of units.entries()) {
    const gap = text.slice(at, unit.start)
    const pause = i === 0 ? 3 : pauseIn(gap, at - lineStart, units[i - 1]!.forms.at(-1)!)
    if (pause > 0) pieces.push(pauseOf({ start: at, end: unit.start }, pause, gap))
    const rest = text.slice(unit.start, unit.start + quotedMax)
    quotation = quotationAfter(gap, pause < 3 ? quotation : undefined, rest)
    const isQuoted = quotation !== undefined
    if (gap.includes('\n')) lineStart = at + gap.lastIndexOf('\n') + 1
    for (const form of unit.forms) pieces.push({ ...unit, form, isQuoted, pause: 0, asks: false })
    at = unit.end
  }
  pieces.push(pauseOf({ start: at, end: text.length }, 3, `${text.slice(at)} `))
  return pieces
}

function pauseOf(span: Span, pause: Pause, gap: string): Piece {
  return {
    ...span,
    form: '',
    number: undefined,
    isMoney: false,
    isQuoted: false,
    pause,
    asks: question.test(gap),
  }
}

const question = /[?？]/
const paragraphEnd = /\n[^\S\n]*\n/
const sentenceEnd = /[.!?…](?=[\s"”’')\]»])|[。！？]/
const clauseEnd = /[,;:](?=\s)|[()[\]{}"“”«»•|;+—→`，；：]|\s[-–/>]+\s|(?:^|\s)['‘]|['’](?=\s|$)/
const wrapped = /^[^\S\n]*\n[>\s]*$/
const abbreviations = new Set(['approx', 'ca', 'vs', 'incl', 'resp', 'g', 'e', 'mr', 'mrs', 'ms', 'dr'])
/** A line of this many characters that ends without punctuation was wrapped, and its sentence goes on. */
const wrappedLineMin = 60

function pauseIn(gap: string, lineLength: number, before: string): Pause {
  if (gap === ' ') return 0
  if (paragraphEnd.test(gap)) return 3
  if (wrapped.test(gap)) return lineLength >= wrappedLineMin ? 0 : 2
  if (gap.includes('\n')) return 2
  if (sentenceEnd.test(gap)) return gap === '. ' && abbreviations.has(before) ? 0 : 2
  return clauseEnd.test(gap) ? 1 : 0
}

/** What quotation marks stand around a place: double ones of any shape, single ones, or none. */
type Quotation = 'double' | 'single' | undefined

/** The quotation that the text after `gap` stands in, given the one before it. */
function quotationAfter(gap: string, before: Quotation, rest: string): Quotation {
  let state = before === 'single' && /^['’]/.test(gap) ? undefined : before
  for (const [mark] of gap.matchAll(/["`“”„«»]/g)) {
    const opens =
      mark === '"' || mark === '`' ? state !== 'double' : mark === '“' || mark === '„' || mark === '«'
    state = opens ? 'double' : undefined
  }
  return state === undefined && opensSingle.test(gap) && closesSingle.test(rest) ? 'single' : state
}

/** A single mark is an apostrophe unless it stands before a word and another one, soon, after a word. */
const opensSingle = /(?:^|[\s(,:–—])['‘]$/
const closesSingle = /^(?:[^\n'’]|['’](?=\p{L})){1,80}['’](?!\p{L})/u
const quotedMax = 90

/** Words that begin a clause of their own, and those that do so before a subject. */
const clauseOpeners = new Set('but because since although though while whereas so however'.split(' '))
const joiners = new Set(['and', 'or'])
const subjects = new Set('we i they he she it you our my their the'.split(' '))

function placed(pieces: readonly Piece[], offset: number): Token[] {
  const place = { clause: 0, sentence: 0, paragraph: 0 }
  const tokens = pieces.map((piece, i) => {
    const opens =
      clauseOpeners.has(piece.form) || (joiners.has(piece.form) && subjects.has(pieces[i + 1]?.form ?? ''))
    if (piece.pause > 0 || opens) place.clause++
    if (piece.pause > 1) place.sentence++
    if (piece.pause > 2) place.paragraph++
    const { form, number, isMoney, isQuoted } = piece
    const span = { start: offset + piece.start, end: offset + piece.end }
    return { ...span, form, isPause: piece.pause > 0, number, isMoney, isQuoted, ...place }
  })
  return withQuestions(tokens, pieces)
}

function withQuestions(
  tokens: readonly Omit<Token, 'isClauseAsked' | 'isSentenceAsked'>[],
  pieces: readonly Piece[],
): Token[] {
  const asked: Token[] = []
  let isClauseAsked = false
  let isSentenceAsked = false
  for (let i = tokens.length - 1; i >= 0; i--) {
    const { pause, asks } = pieces[i]!
    if (pause > 0) isClauseAsked = asks
    if (pause > 1) isSentenceAsked = asks
    asked.push({ ...tokens[i]!, isClauseAsked, isSentenceAsked })
  }
  return asked.reverse()
}
