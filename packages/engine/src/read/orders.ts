/**
 * Tells orders to whoever reads a text ("ignore your instructions and …") from the ask itself. What gives orders is
 * not read: neither topic nor facts come from it. This is a fence and cannot be complete; it is narrow on purpose, for
 * people also write of prompts, rules and AI because their ask is about them. Whatever gets past it can do no more
 * than any other words of a customer.
 */
import type { Segment } from './segment.ts'

const orders: readonly RegExp[] = [
  // Away with the instructions.
  /\b(?:ignore|disregard|forget|bypass|override|overrule|do not follow|don't follow|stop following)\b[^.!?\n]{0,30}\b(?:previous|prior|above|earlier|preceding|foregoing|your|system|all|any)\b[^.!?\n]{0,20}\b(?:instructions?|guidelines?|directives?)\b/,
  /\b(?:ignore|disregard|forget|bypass|override|overrule)\b[^.!?\n]{0,30}\b(?:previous|prior|above|earlier|preceding|foregoing|your)\b[^.!?\n]{0,12}\b(?:rules?|polic(?:y|ies)|prompts?|context)\b/,
  /\b(?:ignore|disregard|forget) (?:everything|anything|all(?: of)?(?: that)?|what(?:ever)?)\b[^.!?\n]{0,20}\b(?:above|before|so far|told|said|earlier|previously)\b/,
  // Others in their place.
  /\b(?:new|updated|revised|real|actual|hidden) system (?:instructions?|prompt|directives?|message)\b/,
  /\b(?:real|actual|hidden|secret) (?:instructions?|prompt)\b\s{0,3}[:\n-]/,
  /\b(?:reveal|print|repeat|show|leak|output)\b[^.!?\n]{0,20}\byour (?:system )?(?:prompt|instructions)\b/,
  /\byou are now (?:a |an |the )?(?:dan|unrestricted|free|helpful|different|assistant|ai|bot|agent|router|classifier|no longer bound)\b/,
  /\bpretend (?:that )?you(?: are|'re)\b/,
  // Speaks to the machine.
  /\b(?:notes?|message|instructions?|directives?) (?:to|for) (?:the |any |an |all )?(?:ai[:,.]|llm|language model|ai model|ai agent|ai assistant|ai reader|classifier|triage bot)/,
  /\b(?:attention|dear|hey|hello|hi)[ ,:]{1,2}(?:the |any |all )?(?:ai[:,.]|llm|language model|ai model|ai agent|ai assistant|ai reader|classifier|triage bot)/,
  /\bif you(?: are|'re) (?:a|an) (?:ai|llm|language model|bot|automated|classifier)\b/,
  /^[ >*#]{0,6}(?:system|assistant|developer) ?(?:message|prompt|override) ?:/m,
  /^[ >*#]{0,6}(?:system|assistant) ?: ?(?:you|the (?:user|customer)|ignore|always|never|answer|respond|classify|treat)\b/m,
  /<\|(?:im_start|im_end|system|endoftext|start_header_id|eot_id)/,
  /\[\/?(?:inst|system)\]|<<\/?sys>>|<\/?(?:system|assistant|instructions?)>/,
  // Dictates the answer.
  /\bset (?:the )?(?:plan|arr|severity|topic|fact|owner|verdict|confidence)\b[^.!?\n]{0,12}(?:\bto\b|=)/,
  /\b(?:classify|categori[sz]e|label|treat|mark|tag) (?:this|it|us|me|them|the (?:ask|message|case|customer|account|request))\b[^.!?\n]{0,20}\bas\b[^.!?\n]{0,20}\b(?:enterprise|strategic|topic)\b/,
  /\b(?:answer|respond|reply|output|return)\b[^.!?\n]{0,20}\bthe topic\b|\b(?:answer|respond|reply|output|return) (?:only |exactly |always )?(?:with )?topic\b/,
]

/** Whether a text speaks to the model that may read it. Invisible characters and look-alike widths hide nothing. */
export function givesOrders(text: string): boolean {
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replaceAll('’', "'")
    .toLowerCase()
  const lines = plain.replace(/[^\S\n]+/g, ' ')
  const flowing = lines.replace(/\s+/g, ' ')
  return orders.some((order) => order.test(lines) || order.test(flowing))
}

/** The segments with every sentence taken out that gives orders; all of them where nothing else would be left to read. */
export function withoutOrders(text: string, segments: readonly Segment[]): readonly Segment[] {
  if (!givesOrders(text)) return segments
  const kept = segments.flatMap((segment) =>
    segment.kind === 'ask' ? honestParts(text, segment) : [segment],
  )
  return kept.some(({ kind }) => kind === 'ask') ? kept : segments
}

function honestParts(text: string, segment: Segment): Segment[] {
  const part = text.slice(segment.start, segment.end)
  return [...part.matchAll(sentence)].flatMap((match) => {
    const [words] = match
    const start = segment.start + match.index
    return givesOrders(words) || words.trim() === ''
      ? []
      : [{ kind: segment.kind, start, end: start + words.length }]
  })
}

/** A sentence, or what a line has of one. */
const sentence = /[^.!?\n]*[.!?\n]*/g
