/**
 * Takes out of a text what must not leave the house: addresses, numbers and secrets that say nothing of what an ask is
 * about. What was found keeps its kind, so that a reader still sees that there was a mail address or a key, and every
 * place of the redacted text leads back to the original. All of it is linear in the text.
 */
import type { Reading } from '@rightdesk/engine'

/** A half-open range of UTF-16 offsets. */
export type Span = Reading['facts'][number]['span']

/** A text that may leave. `spanOf` gives the place in the original of a place in `text`; a placeholder counts whole. */
export type Redacted = { readonly text: string; readonly spanOf: (span: Span) => Span }

type Kind = 'key' | 'token' | 'password' | 'email' | 'card' | 'ip' | 'phone'

/** Where the secret is the whole match, or group 1 of it. */
type Pattern = {
  readonly kind: Kind
  readonly shape: RegExp
  readonly isReal?: (found: string) => boolean
}

// Order matters: where two patterns find the same stretch, the earlier one names it.
// INVARIANT: every pattern is either bounded in length or, by what may not stand before it, tried once in a run of
// characters, so that none is quadratic on a long one.
const patterns: readonly Pattern[] = [
  {
    kind: 'key',
    shape: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[^-]|-(?!----))*(?:-----END [A-Z ]{0,40}-----)?/g,
  },
  { kind: 'password', shape: /(?<=:\/\/)[^\s/@:]{0,200}:[^\s/@]{1,400}(?=@)/g },
  {
    kind: 'token',
    shape: /\b(?:bearer|basic)\s{1,9}([\w.~+/=-]{8,})/gi,
    isReal: (found) => /\d|[a-z][A-Z]/.test(found),
  },
  { kind: 'token', shape: /(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]+){1,4}/g },
  // Keys of Stripe, GitHub, GitLab, npm, Slack, Shopify, Vercel, AWS, Google and others, by how they begin.
  {
    kind: 'key',
    shape: /(?<![\w-])(?:sk|pk|rk|glpat|xapp|xox[a-z])[_-](?=[\w-]{0,200}\d)[\w-]{12,}/g,
  },
  {
    kind: 'key',
    shape:
      /(?<![\w-])(?:gh[oprsu]|github_pat|npm|hf|whsec|sh(?:pat|pss|pca)|sbp|sntr(?:ys|yu)|dop_v1|vc[aikpr]|lin_api|ph[cx]|dckr_pat|re)_(?=\w{0,200}\d)\w{16,}/g,
  },
  { kind: 'key', shape: /(?<![\w-])A(?:KIA|SIA|ROA|IDA)[A-Z\d]{12,20}(?!\w)/g },
  { kind: 'key', shape: /(?<![\w-])AIza[\w-]{30,}/g },
  { kind: 'key', shape: /(?<![\w-])SG\.[\w-]{16,}\.[\w-]{16,}/g },
  {
    kind: 'password',
    shape:
      /(?:password|passwd|passphrase|pwd|secret|token|api[_ -]?key|access[_ -]?key)["']?\s{0,3}(?:[:=]|\bis\b)\s{0,3}["'`]?((?=[^\s"'`]{0,200}[\d@#$%^&*])[^\s"'`]{6,})/gi,
  },
  {
    kind: 'email',
    shape: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/gu,
  },
  { kind: 'key', shape: /(?<![\w+/-])[\w+/-]{20,}={0,2}/g, isReal: looksRandom },
  { kind: 'ip', shape: /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)/g, isReal: isIpv4 },
  {
    kind: 'ip',
    shape: /(?<![\w:.])(?:[\da-f]{1,4}|(?=::))(?::[\da-f]{0,4}){2,7}(?![\w:])/gi,
    isReal: isIpv6,
  },
  { kind: 'card', shape: /(?<![\w.+-])\d(?:[ -]?\d){12,18}(?![\w-]|\.\d)/g, isReal: looksLikeCard },
  { kind: 'phone', shape: /(?<![\w.+-])(?:\+|00)(?:[ ().\-/]{0,2}\d){7,15}(?![\w-])/g },
  { kind: 'phone', shape: /(?<![\w.+-])(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-]|\.\d)/g },
  { kind: 'phone', shape: /(?<![\w.+-])\(?0\d{2,4}\)?[ /-]\d(?:[ -]?\d){4,8}(?![\w-]|\.\d)/g },
  {
    kind: 'phone',
    shape:
      /\b(?:phone|tel|telephone|mobile|cell|fax|call me(?: at| on)?)[.:]?\s{0,3}(\d(?:[ -]?\d){6,13})(?!\w)/gi,
  },
]

/** So often, of its characters, a random string changes its kind: lower case, upper case, digits. Words change less. */
const changesShareMin = 0.2
/** Bits a character: below, a string repeats itself. */
const entropyMin = 3

function looksRandom(found: string): boolean {
  const characters = found.replace(/[^\dA-Za-z]/g, '')
  if (characters.length < 20 || !/\d/.test(characters) || !/[A-Za-z]/.test(characters)) return false
  // A capital before a small letter is how words begin, also in names like `NextRequestHandler`.
  const changes = characters.match(/\d(?=\D)|[a-z](?=[^a-z])|[A-Z](?=\d)/g)?.length ?? 0
  return changes / characters.length >= changesShareMin && entropyOf(characters) >= entropyMin
}

function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  return [...counts.values()].reduce((sum, n) => sum - (n / text.length) * Math.log2(n / text.length), 0)
}

function isIpv4(found: string): boolean {
  return found.split('.').every((part) => Number(part) <= 255)
}

/** Written in groups of four, or with a valid check digit: times in milliseconds have as many digits. */
function looksLikeCard(found: string): boolean {
  if (/^\d{4}(?:[ -]\d{4}){3}/.test(found)) return true
  const digits = [...found.replace(/\D/g, '')].reverse().map(Number)
  const sum = digits.reduce(
    (all, digit, i) => all + (i % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)),
    0,
  )
  return sum % 10 === 0
}

/** "12:30:45" is a time: an address has eight groups or leaves some out. */
function isIpv6(found: string): boolean {
  return /[\da-f]/i.test(found) && (found.includes('::') || found.split(':').length === 8)
}

type Found = Span & { readonly kind: Kind }

/** Replaces what must not leave by `[email]`, `[phone]`, `[token]`, `[key]`, `[password]`, `[card]` and `[ip]`. */
export function redact(text: string): Redacted {
  const found = foundIn(text)
  const pieces: string[] = []
  const places: Place[] = []
  let at = 0
  let length = 0
  for (const { kind, start, end } of found) {
    const placeholder = `[${kind}]`
    pieces.push(text.slice(at, start), placeholder)
    length += start - at
    places.push({ sent: { start: length, end: length + placeholder.length }, original: { start, end } })
    length += placeholder.length
    at = end
  }
  return { text: pieces.join('') + text.slice(at), spanOf: (span) => originalOf(places, span) }
}

/** A text that may leave as it is. */
export const unredacted = (text: string): Redacted => ({ text, spanOf: (span) => span })

/** What all patterns find, in order; where some overlap, all that they cover goes under the name of the one that begins first. */
function foundIn(text: string): Found[] {
  const all = patterns
    .flatMap((pattern) => matchesOf(pattern, text))
    .sort((a, b) => a.start - b.start || b.end - a.end)
  const merged: { kind: Kind; start: number; end: number }[] = []
  for (const one of all) {
    const last = merged.at(-1)
    if (last !== undefined && one.start < last.end) last.end = Math.max(last.end, one.end)
    else merged.push({ ...one })
  }
  return merged
}

function matchesOf({ kind, shape, isReal }: Pattern, text: string): Found[] {
  return [...text.matchAll(shape)].flatMap((match) => {
    const secret = match[1] ?? match[0]
    if (isReal !== undefined && !isReal(secret)) return []
    const end = match.index + match[0].length
    return [{ kind, start: end - secret.length, end }]
  })
}

/** A placeholder in the redacted text, and what stood there. */
type Place = { readonly sent: Span; readonly original: Span }

function originalOf(places: readonly Place[], { start, end }: Span): Span {
  let from = start
  let to = end
  for (const { sent, original } of places) {
    const grown = original.end - sent.end
    if (sent.end <= start) from = start + grown
    else if (sent.start < start) from = original.start
    if (sent.end <= end) to = end + grown
    else if (sent.start < end) to = original.end
  }
  return { start: from, end: to }
}
