/**
 * Turns corrections of a running desk into a change of the policy that people can review: examples for asks that are
 * still read wrongly, and signals that several accounts used for one topic alone. Nothing is learnt behind the
 * owners' backs: the change is text, to be read, edited and committed.
 */
import { isScalar, isSeq, parseDocument } from 'yaml'
import type { Correction } from '../read/topic-reader.ts'
import { wordsOf } from '../read/words.ts'
import { Refusal } from '../refusal.ts'
import type { Parsed, PolicySource } from './parse.ts'
import type { TopicFile } from './schema.ts'

/** Lines to be inserted into one file, after the line `after` (from 1). */
export type Insertion = {
  readonly file: string
  readonly after: number
  readonly lines: readonly string[]
  /** The list of the file that they belong to, and what each line says there. */
  readonly list: 'signals' | 'examples'
  readonly items: readonly string[]
}

export type LearnProposal = {
  readonly insertions: readonly Insertion[]
  /** Corrections that change nothing, with the reason. */
  readonly left: readonly { readonly text: string; readonly topic: string; readonly reason: string }[]
}

/** One account's corrections must not fill a topic. */
const examplesPerAccountMax = 3
/** A phrase is a signal when this many corrections hold it, from this many accounts. */
const signalCorrectionsMin = 3
const signalAccountsMin = 2

/**
 * Proposes examples and signals. `isRead` says whether a text is already read as a topic alone, so that nothing is
 * added that the reader knows.
 */
export function proposeLearning(
  source: PolicySource,
  topics: readonly Parsed<TopicFile>[],
  corrections: readonly Correction[],
  isRead: (text: string, topic: string) => boolean,
): LearnProposal {
  const left: LearnProposal['left'][number][] = []
  const perAccount = new Map<string, number>()
  const said = new Map(topics.map(({ content }) => [content.topic, content.examples.map(plain)]))
  const known = new Set([...said.values()].flat())
  const examples = new Map<string, string[]>()
  for (const correction of corrections) {
    const { text, topic, account = '' } = correction
    const key = `${topic} ${account}`
    const reason = reasonAgainst(
      correction,
      topics,
      known,
      account === '' ? 0 : (perAccount.get(key) ?? 0),
      isRead,
    )
    if (reason !== undefined) {
      left.push({ text, topic, reason })
      continue
    }
    known.add(plain(text))
    perAccount.set(key, (perAccount.get(key) ?? 0) + 1)
    examples.set(topic, [...(examples.get(topic) ?? []), text.trim()])
  }
  const insertions = topics.flatMap((file) => {
    const { topic } = file.content
    const phrases = signalsFor(file.content, corrections, said)
    const added = [
      insertion(source, file, 'signals', phrases),
      insertion(source, file, 'examples', examples.get(topic) ?? []),
    ]
    return added.filter((one) => one !== undefined)
  })
  return { insertions, left }
}

function reasonAgainst(
  { text, topic }: Correction,
  topics: readonly Parsed<TopicFile>[],
  known: ReadonlySet<string>,
  ofAccount: number,
  isRead: (text: string, topic: string) => boolean,
): string | undefined {
  if (!topics.some(({ content }) => content.topic === topic)) return `there is no topic \`${topic}\``
  if (plain(text) === '') return 'it has no words'
  if (known.has(plain(text))) return 'it is an example already'
  if (ofAccount >= examplesPerAccountMax)
    return `its account has ${examplesPerAccountMax} examples for the topic already`
  return isRead(text, topic) ? 'it is read rightly already' : undefined
}

const plain = (text: string): string =>
  wordsOf(text)
    .map(({ form }) => form)
    .join(' ')

/** Phrases of two or three words that several accounts used for this topic, and nobody's example of another holds. */
function signalsFor(
  { topic, signals }: TopicFile,
  corrections: readonly Correction[],
  said: ReadonlyMap<string, readonly string[]>,
): string[] {
  const used = new Map<string, { count: number; accounts: Set<string> }>()
  for (const { text, account = text } of corrections.filter((one) => one.topic === topic)) {
    for (const phrase of phrasesOf(text)) {
      const seen = used.get(phrase) ?? { count: 0, accounts: new Set() }
      seen.count++
      used.set(phrase, { ...seen, accounts: seen.accounts.add(account) })
    }
  }
  const common = [...used]
    .filter(
      ([phrase, { count, accounts }]) =>
        count >= signalCorrectionsMin && accounts.size >= signalAccountsMin && !signals.includes(phrase),
    )
    .map(([phrase]) => phrase)
  if (common.length === 0) return []
  const elsewhere = [
    ...[...said].flatMap(([other, examples]) => (other === topic ? [] : examples)),
    ...corrections.filter((one) => one.topic !== topic).map(({ text }) => plain(text)),
  ]
  // One text of all: looking for a phrase in it is quicker than taking every example apart.
  const others = elsewhere.map((text) => ` ${text} `).join('\n')
  const found = common.filter((phrase) => !others.includes(` ${phrase} `))
  // A longer phrase says all that the shorter one in it says.
  return found
    .filter((phrase) => !found.some((other) => other !== phrase && ` ${other} `.includes(` ${phrase} `)))
    .sort()
}

function phrasesOf(text: string): Set<string> {
  const words = wordsOf(text).map(({ form }) => form)
  const phrases = new Set<string>()
  words.forEach((_, at) => {
    for (const length of [2, 3]) {
      const phrase = words.slice(at, at + length)
      if (phrase.length === length && phrase.some((word) => word.length > 3)) phrases.add(phrase.join(' '))
    }
  })
  return phrases
}

/** Where new items of a topic's list go, so that every other byte of the file stays as it is. */
export function insertion(
  source: PolicySource,
  { place }: Parsed<TopicFile>,
  key: 'signals' | 'examples',
  items: readonly string[],
): Insertion | undefined {
  if (items.length === 0) return undefined
  const { file } = place([key])
  const text = source.files.find((one) => `${source.folder}/${one.path}` === file)?.text ?? ''
  const list = parseDocument(text).get(key)
  const last = isSeq(list) && !list.flow ? list.items.at(-1) : undefined
  if (!isScalar(last) || !last.range) {
    throw new Refusal(
      'precondition_failed',
      file,
      `\`${key}\` of \`${file}\` is not a list of lines`,
      'Write one item a line, each after `- `.',
    )
  }
  const before = text.slice(0, last.range[0])
  const indent = /(?:^|\n)([ \t]*)- [^\n]*$/.exec(before)?.[1] ?? '  '
  const after = text.slice(0, last.range[1]).split('\n').length
  return { file, after, lines: items.map((item) => `${indent}- ${JSON.stringify(item)}`), list: key, items }
}

/** The files of a policy with the lines inserted. */
export function applyInsertions(
  source: PolicySource,
  insertions: readonly Pick<Insertion, 'file' | 'after' | 'lines'>[],
): PolicySource {
  const files = source.files.map((file) => {
    const own = insertions
      .filter((one) => one.file === `${source.folder}/${file.path}`)
      .sort((a, b) => b.after - a.after)
    const lines = file.text.split('\n')
    for (const { after, lines: added } of own) lines.splice(after, 0, ...added)
    return own.length === 0 ? file : { path: file.path, text: lines.join('\n') }
  })
  return { folder: source.folder, files }
}
