/**
 * What a customer may see. A text that leaves is looked through for what is ours alone: internal channels, team ids,
 * rules, people's addresses. A finding stops it; nothing is cut out silently. What leaves is a `CustomerText`, which
 * nothing else makes, so that a text that was not looked through does not compile on its way out.
 */
import { type Policy, Refusal } from '@rightdesk/engine'

declare const looked: unique symbol
/** A text that was looked through; only `customerText` makes one. */
export type CustomerText = string & { readonly [looked]: true }

export type Finding = { readonly words: string; readonly why: string }

/** What must not be said for this customer alone; `discretion.ts` knows it. */
export type Secrets = {
  /** Whole words, in any case and spelling of accents. */
  readonly words: readonly string[]
  /** Names that are ordinary words as well, such as Will: found where they stand as a name. */
  readonly names: readonly string[]
  readonly patterns: readonly RegExp[]
}

export const noSecrets: Secrets = { words: [], names: [], patterns: [] }

/** Everything in a text that a customer must not see. */
export function internalWords(policy: Policy, text: string, secrets: Secrets = noSecrets): Finding[] {
  const found: Finding[] = []
  const read = asRead(text)
  const look = (pattern: RegExp, why: string): void => {
    for (const [words] of read.matchAll(pattern)) found.push({ words, why })
  }
  look(/(?<![\w/&])#[a-z][\w-]*(?:<[\w-]+>)?[\w-]*/gi, 'an internal channel')
  // An id begins with its time, which begins with a 0 for a thousand years to come.
  look(/\b[a-z]{2,20}_0[0-9a-hjkmnp-tv-z]{25}\b/g, 'an internal id')
  look(/\bpolicy\/[\w./-]+:\d+/g, 'a place in the policy')
  for (const { id } of policy.compiled.rules) {
    // One word alone may be anybody's; a rule's name has hyphens.
    if (id.includes('-')) look(wholeWord(id), 'a rule of the policy')
  }
  for (const [id, { name, public: said }] of Object.entries(policy.compiled.teams)) {
    if (id.includes('-')) look(wholeWord(id), 'a team id')
    // A team that customers may hear of has a name for them; the others have none.
    if (said === undefined && name.includes(' ')) look(wholeWord(name), 'a team that customers do not know')
  }
  return [...found, ...secretWords(read, secrets)]
}

const wholeWord = (words: string): RegExp =>
  new RegExp(`(?<![\\w-])${asRead(words).split(/\s+/).map(escaped).join('\\s+')}(?![\\w-])`, 'gi')

const escaped = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What hides between letters and is not seen: soft hyphens, zero-width signs, marks of direction. */
const unseen = /\p{Default_Ignorable_Code_Point}/gu

const pairs = (list: string): ReadonlyMap<string, string> =>
  new Map(list.split(/\s+/).map((pair): [string, string] => [pair.charAt(0), pair.slice(1)]))

/** Letters that people write without their stroke, or apart. */
const plain = pairs('łl ŁL øo ØO đd ĐD ħh ĦH ıi ßss æae ÆAE œoe ŒOE')
/** Letters of other alphabets that look like ours. */
const alike = pairs(
  `аa еe оo рp сc уy хx іi јj ѕs һh ԁd кk мm тt вb нh АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS
  αa οo νv ιi κk ρp τt υu ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX`,
)
const through = (letters: ReadonlyMap<string, string>, text: string): string =>
  text.replaceAll(/[^\p{ASCII}]/gu, (letter) => letters.get(letter) ?? letter)

/**
 * As it is read: without accents, look-alike widths, and signs that are not seen; a word of ours with letters of another
 * alphabet among them is the word; one hyphen is as another, and emphasis of Markdown inside a word is not read either.
 */
const asRead = (text: string): string =>
  through(
    plain,
    text
      .normalize('NFKD')
      .replaceAll(/\p{Mn}/gu, '')
      .replaceAll(unseen, ''),
  )
    .replaceAll(/\p{Pd}/gu, '-')
    .replaceAll(/[\p{L}-]+/gu, (word) => (/[a-z]/i.test(word) ? through(alike, word) : word))
    .replaceAll(/(?<=[\p{L}#-])[*_~`]+(?=[\p{L}-])/gu, '')

function secretWords(read: string, { words, names, patterns }: Secrets): Finding[] {
  const matches = (pattern: RegExp): Finding[] =>
    [...read.matchAll(pattern)].map(([found]) => ({ words: found, why: 'what stays among us' }))
  return [
    ...words.filter((one) => one.trim()).flatMap((one) => matches(asSecret(one, 'giu'))),
    // After a full stop anything begins with a capital.
    ...names.flatMap((one) => matches(asSecret(one, 'gu', '(?<![.!?:]\\s*|^\\s*)'))),
    ...patterns.flatMap(matches),
  ]
}

/** Writing without spaces between words has no ends of words to look for. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hangul}]/u

function asSecret(words: string, flags: string, before = ''): RegExp {
  const body = asRead(words.trim()).split(/\s+/).map(escaped).join('[\\s\\p{P}]+')
  if (unspaced.test(words)) return new RegExp(body, flags)
  return new RegExp(`${before}(?<![\\p{L}\\p{N}])${body}(?![\\p{L}\\p{N}])`, flags)
}

/** Makes a text one that may leave; throws a `Refusal` that names the first thing a customer must not see. */
export function customerText(policy: Policy, text: string, secrets: Secrets): CustomerText {
  const [first] = internalWords(policy, text, secrets)
  if (!first) return text as CustomerText
  throw new Refusal(
    'precondition_failed',
    'body',
    `\`${first.words}\` is ${first.why} and must not reach a customer`,
    'Say it in words the customer knows, or write an internal note instead.',
  )
}

/** The same for what the product itself drafts: undefined where it holds what a customer must not see. */
export const safeText = (policy: Policy, text: string, secrets: Secrets): CustomerText | undefined =>
  internalWords(policy, text, secrets).length === 0 ? (text as CustomerText) : undefined
