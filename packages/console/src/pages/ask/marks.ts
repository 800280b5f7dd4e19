/** Which words of an ask its answer was read from, as places to mark: never overlapping, whatever the reading says. */
import type { Decision } from '@rightdesk/engine/answer'
import type { Highlight } from '../../ui/words.tsx'

/** Words that spoke for the topic less than this share of the strongest are not worth a mark. */
const shareMin = 0.2
const marksMax = 400

type Span = { readonly start: number; readonly end: number }

/**
 * Places in the text that `shown` stands on: its facts, the words for its topic, and what the other parts stand on.
 * Where they meet, facts go first.
 */
export function marksOf(
  shown: Decision,
  others: readonly Decision[],
  sayFact: (name: string) => string,
): Highlight[] {
  const facts = Object.entries(shown.facts).flatMap(([name, { span, from }]): Highlight[] =>
    span && from === 'text' ? [{ ...span, mark: 2, title: `Read as: ${sayFact(name)}` }] : [],
  )
  const topic = topicSpans(shown).map(
    (span): Highlight => ({ ...span, mark: 1, title: 'Speaks for the topic' }),
  )
  const rest = others
    .flatMap(topicSpans)
    .map((span): Highlight => ({ ...span, mark: 3, title: 'Belongs to another part' }))
  return apart([...facts, ...topic, ...rest])
}

/** The stretches that spoke for the topic that was read; none where it was stated. */
export function topicSpans({ evidence, topic }: Decision): Span[] {
  const speaking = evidence.filter((one) => one.topic === topic.id && one.weight > 0)
  const strongest = speaking.reduce((most, { weight }) => Math.max(most, weight), 0)
  return speaking.filter(({ weight }) => weight >= strongest * shareMin).map(({ span }) => span)
}

/** In order of place, the first of those that overlap kept as given. */
function apart(marks: readonly Highlight[]): Highlight[] {
  const kept: Highlight[] = []
  for (const mark of marks) {
    const isFree = kept.every(({ start, end }) => mark.end <= start || mark.start >= end)
    if (isFree && mark.end > mark.start) kept.push(mark)
    if (kept.length === marksMax) break
  }
  return kept.sort((a, b) => a.start - b.start)
}

/** A stretch of text, with a mark where something was read from it. */
export type Piece = { readonly start: number; readonly text: string; readonly mark?: Highlight }

/** The text cut at its marks, which are in order; those that reach beyond it are left out. */
export function piecesOf(text: string, marks: readonly Highlight[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const mark of marks) {
    if (mark.start < at || mark.end > text.length) continue
    if (mark.start > at) pieces.push({ start: at, text: text.slice(at, mark.start) })
    pieces.push({ start: mark.start, text: text.slice(mark.start, mark.end), mark })
    at = mark.end
  }
  return at < text.length ? [...pieces, { start: at, text: text.slice(at) }] : pieces
}

/** Marks of a text on the text it has become: those before and behind what was changed stay, others go. */
export function marksOn(after: string, before: string, marks: readonly Highlight[]): readonly Highlight[] {
  if (after === before) return marks
  const shorter = Math.min(before.length, after.length)
  let same = 0
  while (same < shorter && before[same] === after[same]) same += 1
  let behind = 0
  while (behind < shorter - same && before.at(-1 - behind) === after.at(-1 - behind)) behind += 1
  const by = after.length - before.length
  return marks.flatMap((mark) => {
    if (mark.end <= same) return [mark]
    if (mark.start < before.length - behind) return []
    return [{ ...mark, start: mark.start + by, end: mark.end + by }]
  })
}

const around = 40

/** Stretches around the marks of a text that is too long to be marked where it stands. */
export function excerptsOf(text: string, marks: readonly Highlight[], max: number): Piece[][] {
  const groups: Highlight[][] = []
  for (const mark of marks) {
    const last = groups.at(-1)
    if (last && mark.start - last.at(-1)!.end < 2 * around) last.push(mark)
    else groups.push([mark])
  }
  return groups.slice(0, max).map((group) => {
    const start = Math.max(0, group[0]!.start - around)
    const end = Math.min(text.length, group.at(-1)!.end + around)
    const moved = group.map((mark) => ({ ...mark, start: mark.start - start, end: mark.end - start }))
    return piecesOf(text.slice(start, end), moved)
  })
}

/** Signs that cannot be seen, but those that words and emoji are made with. */
const unseen = /[[\p{Cf}\p{Cc}]--[\n\r\t\u00ad\u200c\u200d]]/gv

/** How many signs of a text cannot be seen: zero-width, direction marks and control characters. */
export const unseenIn = (text: string): number => text.match(unseen)?.length ?? 0
