/**
 * Proposes where one text holds several asks (X5 of the mission): a contract question inside a technical case. It only
 * proposes: whoever knows the topics keeps a split when they differ.
 */
import type { Segment } from './segment.ts'
import { compilePhrases, findPhrases } from './signals.ts'
import { type Token, tokensOf } from './tokens.ts'
import type { Span } from './words.ts'

/** The most parts that are proposed; the last of them takes what is left. */
const partsMax = 4
/** A question that nothing announces ("also", "2)") has at least this many words, and so many that say what it is about. */
const askWordsMin = 5
const askTopicWordsMin = 2

/**
 * Two to four spans of `text` that may be asks of their own, in order, each with the sentences that lead up to it and
 * those that follow; none when it is one ask. A part begins where a sentence announces another matter, or asks
 * a question that shares no word with what was said before and does not refer back to it. Linear in the text's length.
 */
export function splitAsks(text: string, segments: readonly Segment[]): Span[] {
  const asks = segments.filter(({ kind }) => kind === 'ask')
  const parts = partsOf(asks.flatMap((segment) => stretchesOf(text, tokensOf(text, segment))))
  if (parts.length < 2) return []
  return parts.map(({ start }, i) => {
    const end = parts[i + 1]?.start ?? asks.at(-1)!.end
    return { start, end: start + text.slice(start, end).replace(trailing, '').length }
  })
}

const trailing = /[\s,;>]{1,40}$/

/** A sentence, or the rest of one from an "also" on. */
type Stretch = {
  readonly start: number
  readonly paragraph: number
  readonly words: readonly string[]
  readonly opening: Opening | undefined
  /** A question, a request, or a report that something is wrong. */
  readonly isAsk: boolean
  readonly isQuestion: boolean
}

type Part = { readonly start: number; readonly words: Set<string>; hasAsk: boolean; paragraph: number }

function partsOf(stretches: readonly Stretch[]): Part[] {
  const parts: Part[] = []
  let lead: Stretch[] = []
  for (const stretch of stretches) {
    const current = parts.at(-1)
    if (current === undefined || (parts.length < partsMax && opensPart(lead, stretch, current))) {
      parts.push(partFrom([...lead, stretch]))
      lead = []
    } else if (current.hasAsk && !stretch.isAsk && stretch.paragraph !== current.paragraph) {
      lead.push(stretch)
    } else {
      for (const one of [...lead, stretch]) join(current, one)
      lead = []
    }
  }
  return parts
}

/** Whether an ask, led up to by the sentences of `lead`, begins a part of its own after `current`. */
function opensPart(lead: readonly Stretch[], stretch: Stretch, current: Part): boolean {
  if (!current.hasAsk) return false
  if (stretch.opening === 'announces') return true
  if (!stretch.isAsk) return false
  if (stretch.opening === 'adds') return true
  return (
    (stretch.isQuestion || stretch.paragraph !== current.paragraph) &&
    standsAlone([...lead, stretch], current)
  )
}

/** Whether sentences can be understood without what stands before them. */
function standsAlone(stretches: readonly Stretch[], current: Part): boolean {
  const about = stretches.flatMap(topicWords)
  const wordCount = stretches.reduce((count, { words }) => count + words.length, 0)
  if (wordCount < askWordsMin || about.length < askTopicWordsMin) return false
  const { opening, words } = stretches[0]!
  const refersBack = opening === 'refers' || words.some((word) => backWords.has(word))
  return !refersBack && !about.some((word) => current.words.has(word))
}

function partFrom(stretches: readonly Stretch[]): Part {
  const { start, paragraph } = stretches[0]!
  const part = { start, paragraph, words: new Set<string>(), hasAsk: false }
  for (const stretch of stretches) join(part, stretch)
  return part
}

function join(part: Part, stretch: Stretch): void {
  for (const word of topicWords(stretch)) part.words.add(word)
  part.hasAsk ||= stretch.isAsk
  part.paragraph = stretch.paragraph
}

/** How a stretch begins: it announces another matter, adds one if it asks something, or refers back. */
type Opening = 'announces' | 'adds' | 'refers'

/** In the language of `signals.ts`. */
const openings: Readonly<Record<Opening, readonly string[]>> = {
  announces: [
    '^ unrelated|separately|secondly|thirdly|lastly',
    '^ and? my|a|the|our? second|third|another|other|next|different|last|final|unrelated|separate question|thing|topic|issue|point|request|matter|problem',
    '^ on another|a-different|a-separate note|topic|subject',
    '^ one more|other|last thing|question',
    '^ apart|aside from that|this',
    '^ <number> ^',
    '^ =a|b|c|d|ps|p-s ^',
    '^ question|q <number>',
  ],
  adds: [
    '^ and|plus? also|additionally|furthermore|moreover|besides|plus|btw|finally|meanwhile',
    '^ and|but|oh? by the way',
    '^ in addition',
    '^ while|since we|i|you are at-it|here|on-it',
    '^ can|could|would|do|does|is|are|will|and|please you|we|i|there|someone? also',
    '^ we|i|our … also',
  ],
  refers: [
    '^ and|or|so|if|but|because|then|thanks|thank',
    '^ any idea|help|hint|pointer|thought|clue|news|update|chance|advice|suggestion',
    '^ please help|advise|look|check',
    '^ can|could|would you|someone|anyone|somebody|anybody please? help|look|check|advise|assist|explain|confirm|investigate',
  ],
}
const backWords = new Set([
  'it',
  'this',
  'that',
  'these',
  'those',
  'them',
  'they',
  'both',
  'one',
  'same',
  'there',
  'else',
])
const asking = [
  'please|pls|plz|kindly',
  'can|could|would|will you|someone|anyone|somebody|we|i',
  'need|want|wonder|wondering|looking-for',
  'would like|love to? know|have|get|ask|understand|use|see|move|change|add|discuss',
  '^ how|what|who|whom|where|when|which|why|is|are|do|does|did',
  'fail|fails|failing|failed|failure|error|broken|timeout|down|stuck|wrong|missing|crash|slow|hangs|stopped',
  'issue|problem|bug|outage|unable|expired|blocked|locked|suspended|hacked|lost|gone|rejected|declined',
  'charged|billed|invoiced|overcharged|double-charged|refund|refunded',
  'time|times|timed|timing out',
  'not work|working|load|resolve|respond|build|deploy|start|validate',
  '403|404|429|500|502|503|504',
]

const openingKinds = Object.keys(openings) as Opening[]
const openingOfPhrase = openingKinds.flatMap((kind) => openings[kind].map(() => kind))
const automaton = compilePhrases([...openingKinds.flatMap((kind) => openings[kind]), ...asking])

function stretchesOf(text: string, tokens: readonly Token[]): Stretch[] {
  const openingAt = new Map<number, Opening>()
  const askedAt = new Set<number>()
  for (const { phrase, from, to } of findPhrases(automaton, tokens)) {
    const opening = openingOfPhrase[phrase]
    if (opening === undefined) askedAt.add(to - 1)
    else if (strength(opening) > strength(openingAt.get(from))) openingAt.set(from, opening)
  }
  return bounds(tokens, openingAt).map(([from, to]) => {
    const words = tokens.slice(from + 1, to).filter(({ isPause }) => !isPause)
    const isQuestion = words[0]!.isSentenceAsked
    const isAsk = isQuestion || range(from + 1, to).some((at) => askedAt.has(at))
    const { paragraph } = words[0]!
    const start = startAfter(text, tokens[from]!)
    return {
      start,
      paragraph,
      words: words.map(({ form }) => form),
      opening: openingAt.get(from),
      isAsk,
      isQuestion,
    }
  })
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)

/** Where the text after a pause begins: with an opening bracket if there is one, without a bullet or quote mark. */
function startAfter(text: string, { start, end }: Span): number {
  return end - /[([]?$/.exec(text.slice(Math.max(start, end - 1), end))![0].length
}

/** Where more than one opening fits, an announcement counts more than an addition, and this more than a reference. */
function strength(opening: Opening | undefined): number {
  return opening === undefined ? 0 : openingKinds.length - openingKinds.indexOf(opening)
}

/** The pause before each stretch and the place after its last word. */
function bounds(tokens: readonly Token[], openingAt: ReadonlyMap<number, Opening>): [number, number][] {
  const starts = tokens.flatMap((token, at) => {
    const next = tokens[at + 1]
    if (!token.isPause || next === undefined) return []
    const opening = openingAt.get(at)
    const isNewSentence = token.sentence !== tokens[at - 1]?.sentence
    return isNewSentence || opening === 'announces' || opening === 'adds' ? [at] : []
  })
  return starts.map((start, i) => [start, starts[i + 1] ?? tokens.length - 1])
}

const commonWords = new Set(
  'about after also always because been before being both could does done each even from have help here into just like make many more most much must need only other over please should since some such than thank thanks that their them then there these they thing this those through time under until very want well were what when where which while will with would your'.split(
    ' ',
  ),
)
const topicWordLengthMin = 4

/** The words of a stretch that say what it is about, without the plural's s. */
function topicWords({ words }: Stretch): string[] {
  return words
    .filter((word) => word.length >= topicWordLengthMin && !commonWords.has(word))
    .map((word) => word.replace(/s$/, ''))
}
