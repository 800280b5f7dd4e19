/**
 * Turns words into numbers that a linear classifier can weigh: stems, pairs of neighbours, groups of words that mean
 * the same, and the letter sequences inside each word, which still match where a word is misspelt or inflected.
 *
 * A feature is a 32-bit hash of what it stands for; a `Vocabulary` gives those seen in training a column and a
 * weight. What was never seen has no column but still takes its share of a text's length, so that a text made of
 * unknown words scores low for every topic instead of resting on the one word that happens to be known.
 */
import { chained, type HashTable, hashOf, keysOf, positionOf, tableOf } from './hashing.ts'
import { respelled, type Spelling, spellingOf } from './spelling.ts'
import { type Word, wordsOf } from './words.ts'

/** What a policy says of its language: a phrase counts as its words and as the group of phrases that mean the same. */
export type Lexicon = { readonly phrases: HashTable; readonly groups: Uint32Array; readonly longest: number }

/** Which feature has which number: known in advance when reading, growing when training. */
type Numbering = (hash: number) => number

/** The number of a feature that a fixed numbering does not know. */
const unseen = -1

/** Takes texts apart. Each distinct word form is taken apart once: use one for all texts that are read together. */
type Extractor = {
  readonly lexicon: Lexicon
  readonly numberOf: Numbering
  readonly forms: Map<string, Form>
  /** Where an unseen word is looked up for the seen word that it is a slip of; absent when training. */
  readonly spelling?: Spelling
}

/** One word form: the hashes of its stems (a contraction has two), and the numbers of its features. */
type Form = {
  readonly stems: readonly number[]
  readonly terms: readonly number[]
  readonly grams: readonly number[]
}

/** Numbers of features in the order they were found; `at[i]` is the word that `numbers[i]` starts at. */
type Found = { readonly numbers: number[]; readonly at: number[] }

/** The features of a stretch of words, by kind: stems and groups, pairs of stems, letter sequences. */
export type Features = { readonly terms: Found; readonly pairs: Found; readonly grams: Found }

/** The features seen in training. The first `terms` columns are stems and groups, the others pairs and sequences. */
export type Vocabulary = {
  readonly columns: HashTable
  readonly terms: number
  /** In how many training texts the feature of a column occurs. */
  readonly counts: Int32Array
  readonly texts: number
  /** Inverse document frequency of a column; 0 where too few texts hold it for it to count as seen. */
  readonly rarity: Float32Array
  readonly spelling: Spelling
}

/** A text as a sparse vector. `known` is the share of its weight (0 to 1) that lies on features seen in training. */
export type Vector = { readonly columns: Int32Array; readonly values: Float32Array; readonly known: number }

// ---------------------------------------------------------------- words

/** Negations that no rule takes apart, and those that people write without the apostrophe, by their verb. */
const negations: ReadonlyMap<string, string> = new Map([
  ["won't", 'will'],
  ["can't", 'can'],
  ['cannot', 'can'],
  ['cant', 'can'],
  ['dont', 'do'],
  ['doesnt', 'does'],
  ['didnt', 'did'],
  ['isnt', 'is'],
  ['arent', 'are'],
  ['wasnt', 'was'],
])

/** The words behind one written word: `doesn't` → does, not; `we're` → we. */
function uncontracted(form: string): readonly string[] {
  const verb = negations.get(form)
  if (verb !== undefined) return [verb, 'not']
  const mark = form.indexOf("'")
  if (mark < 0) return [form]
  return form.endsWith("n't") ? [form.slice(0, -3), 'not'] : [form.slice(0, mark)]
}

const endings: readonly (readonly [RegExp, string])[] = [
  [/(?:ie|ied|ies)$/, 'y'],
  [/(?<=ss|sh|ch|x|z)es$/, ''],
  [/(?<=[^su])s$/, ''],
  [/(?<=[aeiouy].*)(?:ing|ed)$/, ''],
  [/(?<=...)(?:ation|ment|ly)$/, ''],
]

/** A light English stem; measured equal to Porter's second stemmer. Other scripts and short words stay as they are. */
function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word
  let base = word
  for (const [ending, instead] of endings) {
    const shorter = base.replace(ending, instead)
    if (shorter.length >= 3) base = shorter
  }
  return base.replace(/([^aeiouyls])\1$/, '$1').replace(/(?<=...)e$/, '')
}

/** Letter sequences further into a word say nothing more: it is a token or an encoded blob. */
const unitsMax = 24

const gramSeed = 0x2545f491

/**
 * The 3 letters at either end of a word and every 4 in a row, a space standing at each end. All sequences of 3
 * besides gain .2 points and cost a third more time.
 */
function gramsOf(word: string): number[] {
  const padded = ` ${word.slice(0, unitsMax)} `
  const grams = [hashOf(padded.slice(0, 3), gramSeed), hashOf(padded.slice(-3), gramSeed)]
  for (let i = 0; i + 4 <= padded.length; i++) grams.push(hashOf(padded.slice(i, i + 4), gramSeed))
  return grams
}

const stemsOf = (form: string): number[] => uncontracted(form).map((word) => hashOf(stem(word)))

// ---------------------------------------------------------------- texts

/** Compiles groups of phrases that mean the same. A phrase that stands in two groups belongs to the first. */
export function lexiconOf(groups: readonly (readonly string[])[]): Lexicon {
  const groupOf = new Map<number, number>()
  let longest = 0
  for (const group of groups) {
    for (const phrase of group) {
      const stems = wordsOf(phrase).flatMap(({ form }) => stemsOf(form))
      const key = stems.reduce(chained, 0)
      if (stems.length > 0 && !groupOf.has(key)) groupOf.set(key, hashOf(group[0]!, 0x51ed270b))
      longest = Math.max(longest, stems.length)
    }
  }
  return { phrases: tableOf([...groupOf.keys()]), groups: Uint32Array.from(groupOf.values()), longest }
}

/** Takes texts apart into the columns of a vocabulary. */
export const extractorFor = (lexicon: Lexicon, { columns, spelling }: Vocabulary): Extractor => ({
  lexicon,
  numberOf: (hash) => positionOf(columns, hash),
  forms: new Map(),
  spelling,
})

/** The features of words that belong together (a sentence): pairs and phrases do not reach across its ends. */
export function featuresOf(extractor: Extractor, words: readonly Word[]): Features {
  const features: Features = { terms: nothing(), pairs: nothing(), grams: nothing() }
  const stems: number[] = []
  for (let at = 0; at < words.length; at++) {
    const form = formOf(extractor, words[at]!.form)
    stems.push(...form.stems)
    for (const number of form.terms) add(features.terms, number, at)
    for (const number of form.grams) add(features.grams, number, at)
  }
  addPairs(extractor, features, stems)
  addGroups(extractor, features, stems)
  return features
}

function formOf(extractor: Extractor, written: string): Form {
  const { forms, numberOf, spelling } = extractor
  const known = forms.get(written)
  if (known !== undefined) return known
  const stems = stemsOf(written)
  const terms = stems.map(numberOf)
  const meant = terms.includes(unseen) && spelling ? respelled(spelling, written) : undefined
  const grams = uncontracted(written).flatMap(gramsOf)
  const form = meant ? formOf(extractor, meant) : { stems, terms, grams: grams.map(numberOf) }
  forms.set(written, form)
  return form
}

const pairSeed = 0x1b873593

function addPairs({ numberOf }: Extractor, { terms, pairs }: Features, stems: readonly number[]): void {
  for (let i = 0; i + 1 < stems.length; i++) {
    add(pairs, numberOf(chained(chained(pairSeed, stems[i]!), stems[i + 1]!)), terms.at[i]!)
  }
}

function addGroups({ lexicon, numberOf }: Extractor, { terms }: Features, stems: readonly number[]): void {
  for (let i = 0; i < stems.length; i++) {
    const end = Math.min(stems.length, i + lexicon.longest)
    for (let key = 0, n = i; n < end; n++) {
      key = chained(key, stems[n]!)
      const position = positionOf(lexicon.phrases, key)
      if (position >= 0) add(terms, numberOf(lexicon.groups[position]!), terms.at[i]!)
    }
  }
}

const nothing = (): Found => ({ numbers: [], at: [] })

function add(found: Found, number: number, at: number): void {
  found.numbers.push(number)
  found.at.push(at)
}

// ---------------------------------------------------------------- vocabulary

/**
 * In how many texts a pair or letter sequence must occur. Of many texts, 2 instead of 1 halves the columns for .1
 * points; of few, every sequence is needed: 1 gains .3 points at 10 examples a topic.
 */
const textsMin = (texts: number): number => (texts <= fewTexts ? 1 : 2)
const fewTexts = 2_000

/** Texts taken apart, each given by its sentences, and the vocabulary learned from them. */
export type Corpus = { readonly vocabulary: Vocabulary; readonly texts: readonly (readonly Features[])[] }

/** Learns columns and rarities from training texts, each given by the words of its sentences. */
export function corpusOf(lexicon: Lexicon, texts: readonly (readonly (readonly Word[])[])[]): Corpus {
  const numbers = new Map<number, number>()
  const numberOf: Numbering = (hash) => {
    const known = numbers.get(hash)
    if (known !== undefined) return known
    numbers.set(hash, numbers.size)
    return numbers.size - 1
  }
  const extractor = { lexicon, numberOf, forms: new Map() }
  const found = texts.map((sentences) => sentences.map((words) => featuresOf(extractor, words)))
  const hashes = [...numbers.keys()]
  const vocabulary = { ...vocabularyOf(found, hashes), spelling: spellingOf(texts) }
  const columnOf = Int32Array.from(hashes, (hash) => positionOf(vocabulary.columns, hash))
  for (const kinds of found.flat())
    for (const kind of [kinds.terms, kinds.pairs, kinds.grams]) renumber(kind, columnOf)
  return { vocabulary, texts: found }
}

function renumber({ numbers }: Found, columnOf: Int32Array): void {
  for (let i = 0; i < numbers.length; i++) numbers[i] = columnOf[numbers[i]!]!
}

/** Columns are in the order of their hashes, so that they do not depend on the order of the texts. */
function vocabularyOf(
  texts: readonly (readonly Features[])[],
  hashes: readonly number[],
): Omit<Vocabulary, 'spelling'> {
  const terms = countsIn(texts, hashes.length, ({ terms }) => [terms])
  const others = countsIn(texts, hashes.length, ({ pairs, grams }) => [pairs, grams])
  const byHash = Array.from(hashes.keys()).sort((a, b) => hashes[a]! - hashes[b]!)
  const numbers = byHash.filter((number) => terms[number]! > 0)
  const termCount = numbers.length
  const least = textsMin(texts.length)
  numbers.push(...byHash.filter((number) => terms[number] === 0 && others[number]! >= least))
  const counts = Int32Array.from(numbers, (number, column) => (column < termCount ? terms : others)[number]!)
  const columns = tableOf(numbers.map((number) => hashes[number]!))
  return withRarity({ columns, terms: termCount, counts, texts: texts.length })
}

/** In how many of the texts each number occurs. */
function countsIn(
  texts: readonly (readonly Features[])[],
  size: number,
  kinds: (features: Features) => readonly Found[],
): Int32Array {
  const counts = new Int32Array(size)
  const last = new Int32Array(size).fill(-1)
  for (let i = 0; i < texts.length; i++) {
    for (const { numbers } of texts[i]!.flatMap(kinds)) {
      for (const number of numbers) {
        if (number === unseen || last[number] === i) continue
        last[number] = i
        counts[number]!++
      }
    }
  }
  return counts
}

function withRarity<T extends Omit<Vocabulary, 'rarity' | 'spelling'>>(
  seen: T,
): T & Pick<Vocabulary, 'rarity'> {
  const { terms, counts, texts } = seen
  const least = textsMin(texts)
  const rarity = Float32Array.from(counts, (count, column) =>
    count < (column < terms ? 1 : least) ? 0 : rarityOf(texts, count),
  )
  return { ...seen, rarity }
}

const rarityOf = (texts: number, count: number): number => Math.log((1 + texts) / (1 + count)) + 1

/** The vocabulary as if `texts` had not been among the training texts; columns keep their numbers. */
export function vocabularyWithout(
  vocabulary: Vocabulary,
  texts: readonly (readonly Features[])[],
): Vocabulary {
  const held = countsIn(texts, vocabulary.counts.length, ({ terms, pairs, grams }) => [terms, pairs, grams])
  const counts = vocabulary.counts.map((count, column) => count - held[column]!)
  return withRarity({ ...vocabulary, counts, texts: vocabulary.texts - texts.length })
}

/** Adds columns, after those there are, for the stems of `texts` that are not seen yet. */
export function vocabularyWith(vocabulary: Vocabulary, texts: readonly (readonly Word[])[]): Vocabulary {
  const { columns, counts, rarity } = vocabulary
  const stems = new Set(texts.flat().flatMap(({ form }) => stemsOf(form)))
  const added = [...stems].filter((hash) => positionOf(columns, hash) === unseen).sort((a, b) => a - b)
  if (added.length === 0) return vocabulary
  return {
    ...vocabulary,
    columns: tableOf([...keysOf(columns), ...added]),
    counts: Int32Array.from([...counts, ...added.map(() => 1)]),
    rarity: Float32Array.from([...rarity, ...added.map(() => rarityOf(vocabulary.texts, 1))]),
  }
}

// ---------------------------------------------------------------- vectors

/** What a pair counts beside a word; measured, .6 gains .2 points over 1. */
const pairWeight = 0.6

/** The share of an unseen feature's squared weight that counts towards a text's length. */
const unseenShare = 0.7

/** Working memory of a vocabulary, all zero between calls: made anew, it took half of the time to read a sentence. */
const tallies = new WeakMap<Vocabulary, Float64Array>()

/**
 * TF-IDF with logarithmic counts over the sentences of a text, each counting as often as its weight says (1 where
 * none is given). Words with pairs, and letter sequences, are each brought to length 1.
 */
export function vectorOf(
  vocabulary: Vocabulary,
  sentences: readonly Features[],
  weights?: ArrayLike<number>,
): Vector {
  const tally = tallies.get(vocabulary) ?? new Float64Array(vocabulary.counts.length)
  tallies.set(vocabulary, tally)
  const words: Block = { columns: [], values: [], seen: 0, unseen: 0 }
  const grams: Block = { columns: [], values: [], seen: 0, unseen: 0 }
  const add = (block: Block, kind: 'terms' | 'pairs' | 'grams', kindWeight: number): void => {
    const found = sentences.map((features) => features[kind])
    weigh(vocabulary, tally, block, found, weights, kindWeight)
  }
  add(words, 'terms', 1)
  add(words, 'pairs', pairWeight)
  add(grams, 'grams', 1)
  return joined(words, grams)
}

/** Weighted features that are brought to length together, with the squared weights of what was seen and was not. */
type Block = { readonly columns: number[]; readonly values: number[]; seen: number; unseen: number }

/** Adds features of one kind to a block. `tally` is all zero before and after. */
function weigh(
  { rarity, texts }: Vocabulary,
  tally: Float64Array,
  block: Block,
  sentences: readonly Found[],
  weights: ArrayLike<number> | undefined,
  kindWeight: number,
): void {
  const unseenValue = kindWeight * rarityOf(texts, 0)
  const start = block.columns.length
  for (let i = 0; i < sentences.length; i++) {
    const weight = weights?.[i] ?? 1
    for (const column of sentences[i]!.numbers) {
      if (column === unseen || rarity[column] === 0) block.unseen += weight * unseenValue ** 2
      else {
        if (tally[column] === 0) block.columns.push(column)
        tally[column]! += weight
      }
    }
  }
  for (let i = start; i < block.columns.length; i++) {
    const column = block.columns[i]!
    const count = tally[column]!
    const value = kindWeight * rarity[column]! * (count < 1 ? count : 1 + Math.log(count))
    tally[column] = 0
    block.values.push(value)
    block.seen += value * value
  }
}

function joined(words: Block, grams: Block): Vector {
  const size = words.columns.length + grams.columns.length
  const vector = { columns: new Int32Array(size), values: new Float32Array(size) }
  vector.columns.set(words.columns)
  vector.columns.set(grams.columns, words.columns.length)
  let at = 0
  for (const { values, seen, unseen } of [words, grams]) {
    const length = Math.sqrt(seen + unseenShare * unseen)
    for (const value of values) vector.values[at++] = value / length
  }
  return { ...vector, known: (knownShare(words) + knownShare(grams)) / 2 }
}

const knownShare = ({ seen, unseen }: Block): number => (seen === 0 ? 0 : seen / (seen + unseen))
