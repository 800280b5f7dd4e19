/**
 * Tells the parts of a text apart: what is asked, and what only came along with it. Everything is decided line by
 * line from how lines look (the first 240 characters of each), so the work is linear in the text, whatever it holds.
 * What the parts say is `topic-reader.ts`'s and `fact-reader.ts`'s business.
 */
import type { Span } from './words.ts'

type SegmentKind = 'ask' | 'quoted' | 'signature' | 'log' | 'code' | 'greeting'

/** A stretch of whole lines (of code: from fence to fence) of one kind. */
export type Segment = Span & { readonly kind: SegmentKind }

type Line = Span & { readonly head: string; kind: SegmentKind }

/**
 * The segments of a text, in order, covering all of it; none for an empty text.
 *
 * - `quoted`: `> …`, and everything below "On … wrote:", "-----Original Message-----" or a mail's header lines. When a
 *   mail was forwarded and nothing of substance stands above it, its body is the ask, and only its headers are quoted.
 * - `signature`: from "--" or a complimentary close to the next prose; legal footers; "Sent from my phone".
 * - `log`: log lines, stack traces, JSON. `code`: fenced (an unclosed fence ends at the next blank line), indented,
 *   or lines that read as code. `greeting`: a line that only addresses somebody.
 *
 * There is always an ask when there are words: where nothing else is left, the quoted mail, the log, the code, the
 * signature or the greeting counts as one, in this order.
 */
export function segment(text: string): Segment[] {
  const lines = linesOf(text)
  markLogsAndCode(lines)
  markQuotes(lines)
  markSignatures(lines)
  markGreetings(lines)
  return promoted(text, merged(lines))
}

const headLength = 240
const isBlank = (line: Line | undefined): boolean => line === undefined || line.head === ''
const isProse = (line: Line | undefined): line is Line => line?.kind === 'ask' && line.head !== ''

function linesOf(text: string): Line[] {
  const lines: Line[] = []
  let at = 0
  for (const fence of fencesOf(text)) {
    addLines(text, { start: at, end: fence.start }, lines)
    lines.push({ ...fence, head: '```', kind: 'code' })
    at = fence.end
  }
  addLines(text, { start: at, end: text.length }, lines)
  return lines
}

function addLines(text: string, { start, end }: Span, lines: Line[]): void {
  let at = start
  for (const line of text.slice(start, end).split(/(?<=\n)/)) {
    if (line !== '')
      lines.push({ start: at, end: at + line.length, head: line.slice(0, headLength).trimEnd(), kind: 'ask' })
    at += line.length
  }
}

/** Fenced code, also inside a line as chat tools write it. Fences pair with the next one of the same character. */
function fencesOf(text: string): Span[] {
  const found: Span[] = []
  let open: { mark: string; start: number } | undefined
  for (const fence of text.matchAll(/`{3,}|(?<=^[ \t]{0,3})~{3,}/gm)) {
    const mark = fence[0].charAt(0)
    if (open === undefined) open = { mark, start: fence.index }
    else if (open.mark === mark) {
      found.push({ start: open.start, end: fence.index + fence[0].length })
      open = undefined
    }
  }
  if (open !== undefined) found.push({ start: open.start, end: endOfParagraph(text, open.start) })
  return found
}

function endOfParagraph(text: string, start: number): number {
  const blank = /\n[^\S\n]*\n/g
  blank.lastIndex = start
  return blank.exec(text)?.index ?? text.length
}

const logLine = [
  /^\W{0,3}\d{4}[-/.]\d\d[-/.]\d\d[T ]\d\d:\d\d/,
  /^\W{0,3}\d\d:\d\d:\d\d\b/,
  /^\W{0,2}(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w{0,6},? .{0,12}\d\d:\d\d:\d\d/i,
  /^\s*at .*(?::\d+:\d+\)?|\((?:native|<anonymous>)\))$/,
  /^\s+at [\w$.<>[\] ]+\(.*\)$/,
  /^\s*File ".*", line \d+/,
  /^Traceback \(most recent call last\)/,
  /^Caused by: /,
  /^\s*[[{]\s*["[{].*[\]},]$/,
  /^\s*"[\w.$-]+"\s*:\s/,
  /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3} /,
  /^\w+=\S+ +\w+=\S+ +\w+=/,
]
/** A log line only beside another one: people begin sentences with "Error:" as well. */
const perhapsLogLine =
  /^\W{0,3}(?:\w*Error|\w*Exception|ERR!?|npm (?:ERR|error|warn)|WARN|WARNING|Warning|ERROR|INFO|DEBUG|FATAL|TRACE)\b\W/
const codeLine = [
  /^\s*(?:import\s.*['"]|export (?:default|const|function|async|class|type)\b|(?:async )?function \w*\()/,
  /^\s*(?:const|let|var)\s+[\w${[].*=/,
  /^\s*(?:if|for|while|switch|catch)\s?\(.*[{);]$/,
  /^\s*(?:return|await|throw)\b.*[;({]$/,
  /^\s*[)\]}]+[;,)]*$/,
  /^\s*<\/?[a-z][\w-]*(?:\s[^<>]*)?\/?>/i,
  /^\s*\/\/ |^\s*\/\*/,
  /^[$❯] [a-z]/,
  /[)\]}'"`];$|\S\s?\{$/,
]
const indentedCode = /^(?: {4}|\t)(?:.*(?:[;{}([]$| = |=>|\w\()|\s*[\w-]+:(?:\s|$))/

function markLogsAndCode(lines: Line[]): void {
  for (const line of lines) {
    if (line.kind !== 'ask' || line.head === '') continue
    if (logLine.some((shape) => shape.test(line.head))) line.kind = 'log'
    else if (codeLine.some((shape) => shape.test(line.head)) || indentedCode.test(line.head))
      line.kind = 'code'
  }
  const perhaps = lines.map((line) => line.kind === 'ask' && perhapsLogLine.test(line.head))
  const isLog = (i: number): boolean => lines[i]?.kind === 'log' || perhaps[i] === true
  for (const [i, line] of lines.entries()) if (perhaps[i] && (isLog(i - 1) || isLog(i + 1))) line.kind = 'log'
}

const quoteMark = /^\s{0,3}>+(?![\d=])/
const deepQuoteMark = /^\s{0,3}>\s?>/
const attribution =
  /^(?:on|am|le|el|il|op) (?=.*[\d@]).*(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef)\b.{0,60}:$/i
const attributionStart = /^(?:on|am|le) .*[\d@]/i
const attributionEnd = /(?:wrote|schrieb|a écrit)\s?:$/i
const forwardMark = /^\W{0,3}(?:-{2,} ?forwarded message|begin forwarded message|weitergeleitete nachricht)/i
const originalMark =
  /^-{2,} ?(?:original message|original appointment|ursprüngliche nachricht|message d'origine)/i
const header =
  /^\W{0,2}(?:from|sent|date|to|cc|bcc|subject|reply-to|von|gesendet|an|datum|betreff|de|envoyé|objet)\W{0,2}:/i
const senderHeader = /^\W{0,2}(?:from|von|de)\W{0,2}:/i
const forwardSubject = /^(?:subject: ?)?(?:fwd?|wg|tr):/i
const pointsDown = /\b(?:see below|below|fwd|forwarding|forwarded|fyi|this came in|just in from)\b/i

/** How many words of one's own above a forwarded mail make these words the ask, and not the mail. */
const ownWordsMin = 9
/** The same where the words point down to the mail ("see below"). */
const ownWordsMinPointingDown = 40

function markQuotes(lines: Line[]): void {
  const tail = lines.findIndex((_, i) => beginsQuotedTail(lines, i))
  const above = tail < 0 ? lines : lines.slice(0, tail)
  const forwarded = isForwarded(lines, tail)
  for (const [i, line] of above.entries()) {
    if (quoteMark.test(line.head)) line.kind = forwarded && !deepQuoteMark.test(line.head) ? 'ask' : 'quoted'
    else if (isAttribution(lines, i)) line.kind = 'quoted'
    else if (i > 0 && isAttribution(lines, i - 1) && attributionEnd.test(line.head)) line.kind = 'quoted'
  }
  if (tail >= 0) markTail(lines.slice(tail), forwarded && !isAttribution(lines, tail))
}

/** Below the first line of a tail: all of it is quoted, or, when forwarded, the headers and what the mail quotes. */
function markTail(tail: Line[], forwarded: boolean): void {
  let body = tail.findIndex((line, i) => i > 0 && line.head !== '' && !isHeading(line))
  if (!forwarded || body < 0) body = tail.length
  const nested = tail.findIndex((line, i) => i > body && (isHeading(line) || isAttribution(tail, i)))
  const bodyEnd = nested < 0 ? tail.length : nested
  for (const [i, line] of tail.entries()) {
    const isBody = i >= body && i < bodyEnd
    if (!isBody || deepQuoteMark.test(line.head)) line.kind = 'quoted'
    else if (quoteMark.test(line.head)) line.kind = 'ask'
  }
}

function isHeading(line: Line): boolean {
  return forwardMark.test(line.head) || originalMark.test(line.head) || header.test(line.head)
}

function beginsQuotedTail(lines: readonly Line[], i: number): boolean {
  const head = lines[i]!.head
  if (forwardMark.test(head) || originalMark.test(head)) return true
  if (senderHeader.test(head) && header.test(lines[i + 1]?.head ?? '')) return true
  return isAttribution(lines, i) && !quoteMark.test(nextText(lines, i + 1))
}

/** "On 3 May 2025 at 10:00, A wrote:", also broken over two lines. */
function isAttribution(lines: readonly Line[], i: number): boolean {
  const head = lines[i]!.head
  if (attribution.test(head)) return true
  return attributionStart.test(head) && attributionEnd.test(lines[i + 1]?.head ?? '')
}

function nextText(lines: readonly Line[], from: number): string {
  const next = lines.slice(from, from + 4).find((line) => !isBlank(line) && !attributionEnd.test(line.head))
  return next?.head ?? ''
}

/** Whether a quoted mail is what is asked about: it was forwarded, and little of one's own stands above it. */
function isForwarded(lines: readonly Line[], tail: number): boolean {
  const first = tail < 0 ? lines.findIndex((line) => quoteMark.test(line.head)) : tail
  if (first < 0) return false
  const own = lines.slice(0, first).filter((line) => isProse(line) && !forwardSubject.test(line.head))
  const said = own.map((line) => line.head).join(' ')
  const downwards =
    pointsDown.test(said) || lines.slice(0, first).some((line) => forwardSubject.test(line.head))
  const isMail = tail >= 0 && isHeading(lines[tail]!)
  if (!isMail && !downwards) return false
  const words = said.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
  return words < (downwards ? ownWordsMinPointingDown : ownWordsMin)
}

const signatureMark = /^(?:--|—|__+)\s?$/
const close =
  /^(?:(?:(?:with )?(?:(?:kind|best|warm|warmest|many|friendly|kindest) )*(?:regards|wishes|greetings)|best|all the best|cheers|(?:yours |very )?(?:sincerely|truly|faithfully)(?: yours)?|br|rgds|(?:many |kind )?(?:thanks|thank you|thx|ty)(?: (?:a lot|so much|very much|again|in advance|and regards|and best regards|for your (?:help|time|support|patience)))*|mit freundlichen grüßen|viele grüße|mfg|cordialement|saludos)\b)(.*)$/i
const afterClose = /^[\s,.!–-]*(?:\p{Lu}[\p{L}.'-]*[\s,.]*){0,4}$/u
const footer =
  /^\W{0,3}(?:sent from my|sent via|get outlook for|von meinem \w+ gesendet|envoyé de mon|this (?:e-?mail|message)(?: and| is| may| contains|,)|the information (?:contained )?in this|confidentiality notice|disclaimer\b|please consider the environment|unsubscribe)/i
const postscript = /^p\.? ?s\.?\b/i
const signatureLinesMax = 12
const signatureLineLength = 80
const signatureWordsMax = 12
/** A line that ends like a sentence may have this many words ("Acme Inc.") to be part of a signature. */
const sentenceWordsMax = 3
const personal = /\b(?:we|our|us|you|your|i|i'm|my)\b/i

function markSignatures(lines: Line[]): void {
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    if (!isProse(line)) continue
    const head = unquoted(line)
    if (footer.test(head)) i = markUntil(lines, i, (next) => isBlank(next))
    else if (signatureMark.test(head) || isClose(head))
      i = markUntil(lines, i, (next) => !fitsSignature(next))
  }
}

const unquoted = (line: Line): string => line.head.replace(/^[\s>]+/, '')

function isClose(head: string): boolean {
  const rest = close.exec(head)?.[1]
  return rest !== undefined && afterClose.test(rest)
}

/** Marks lines as signature from `from` up to the line where `ends` holds; returns the last one marked. */
function markUntil(lines: Line[], from: number, ends: (line: Line) => boolean): number {
  lines[from]!.kind = 'signature'
  let last = from
  for (let i = from + 1, texts = 0; i < lines.length && texts < signatureLinesMax; i++) {
    const line = lines[i]!
    if (line.kind !== 'ask' || ends(line)) break
    line.kind = 'signature'
    if (line.head !== '') texts++
    last = i
  }
  return last
}

function fitsSignature(line: Line): boolean {
  const head = unquoted(line)
  if (head.length > signatureLineLength || postscript.test(head) || personal.test(head)) return false
  const words = head.split(/\s+/).length
  return words <= (/[.?!]$/.test(head) ? sentenceWordsMax : signatureWordsMax)
}

const greeting =
  /^(?:hi|hello|hey|hallo|hola|bonjour|moin|greetings|dear|good (?:morning|afternoon|evening|day)|to whom it may concern)\b(.*)$/i
const addressed =
  /^(?:all|both|team|there|folks|everyone|everybody|guys|friends|colleagues|sir|madam|or|and|the|support|again)$/i

function markGreetings(lines: Line[]): void {
  let expected = true
  for (const line of lines) {
    if (line.kind === 'ask' && expected && isGreeting(unquoted(line))) line.kind = 'greeting'
    if (line.head !== '') expected = line.kind === 'quoted' || line.kind === 'signature'
  }
}

/** "Hi all", "Dear Ms Meyer,": an address and, of other words, only up to four names before a comma or mark. */
function isGreeting(head: string): boolean {
  const rest = greeting.exec(head)?.[1]
  if (rest === undefined || rest.length > 60) return false
  const words = rest.match(/[\p{L}'.-]+/gu) ?? []
  if (words.length > 5 || /[\d?(]/.test(rest)) return false
  const names = words.filter((word) => !addressed.test(word))
  if (names.length === 0) return true
  return /[,!:]$/.test(rest) && names.every((word) => /^\p{Lu}/u.test(word))
}

/** Lines of one kind become one segment; blank lines go with what stands before them. */
function merged(lines: readonly Line[]): Segment[] {
  const found: { start: number; end: number; kind: SegmentKind }[] = []
  for (const line of lines) {
    const last = found.at(-1)
    if (last !== undefined && (line.kind === last.kind || isBlank(line))) last.end = line.end
    else found.push({ start: line.start, end: line.end, kind: line.kind })
  }
  return found
}

const hasWord = /[\p{L}\p{N}]/u

function promoted(text: string, segments: Segment[]): Segment[] {
  const speaks = (s: Segment): boolean => hasWord.test(text.slice(s.start, s.end))
  if (segments.some((s) => s.kind === 'ask' && speaks(s))) return segments
  const order: readonly SegmentKind[] = ['quoted', 'log', 'code', 'signature', 'greeting']
  const only = order.find((kind) => segments.some((s) => s.kind === kind && speaks(s)))
  return segments.map((s) => (s.kind === only ? { ...s, kind: 'ask' } : s))
}
