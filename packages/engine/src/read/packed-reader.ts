/**
 * A reader as few bytes, for a browser or any other place that reads as this one does: what reading takes and nothing
 * that only training needs. Tables that can be made anew are; weights are whole numbers of steps (`weightStep`), so the
 * reader that comes out gives the very same numbers. Compressing the bytes is the sender's business.
 *
 * Rejected: sending what a reader is trained from. It is a quarter of the size, but training takes a phone seconds, its
 * result hangs on the browser's arithmetic, and corrections would carry customers' texts to people who may not see them.
 */
import type { Calibration } from './calibrate.ts'
import { type FactSources, trainFactReader } from './fact-reader.ts'
import type { Vocabulary } from './features.ts'
import { keysOf, tableOf } from './hashing.ts'
import { type Model, weightStep } from './pooling.ts'
import type { ReadingModel } from './read.ts'
import { spellingFrom } from './spelling.ts'

/** Changes with the layout of the bytes. */
const format = 1

type Head = {
  readonly format: number
  readonly topics: readonly string[]
  readonly calibration: Calibration
  /** The longest phrase of the lexicon. */
  readonly longest: number
  readonly terms: number
  readonly texts: number
  readonly words: readonly string[]
  readonly facts: FactSources
  /** In bytes, in the order in which they follow. */
  readonly lengths: readonly number[]
}

/** Packs a reader; `facts` is what its facts were read from. Takes about 50 ms. */
export function packReader({ topics: reader }: ReadingModel, facts: FactSources): Uint8Array<ArrayBuffer> {
  const { topics, lexicon, calibration } = reader
  const { vocabulary, weights } = reader.learned ?? reader.taught
  const arrays = [
    Uint32Array.from(keysOf(lexicon.phrases)),
    lexicon.groups,
    Uint32Array.from(keysOf(vocabulary.columns)),
    vocabulary.counts,
    vocabulary.rarity,
  ].map(({ buffer, byteOffset, byteLength }) => planesOf(new Uint8Array(buffer, byteOffset, byteLength)))
  arrays.push(planesOf(new Uint8Array(Uint32Array.from(weights, zigzag).buffer)))
  const head: Head = {
    format,
    topics,
    calibration,
    longest: lexicon.longest,
    terms: vocabulary.terms,
    texts: vocabulary.texts,
    words: vocabulary.spelling.words,
    facts,
    lengths: arrays.map(({ length }) => length),
  }
  return joined(bytesOf(JSON.stringify(head)), arrays)
}

/** Makes a reader of what `packReader` packed. Throws where the bytes are of another version of the product. */
export function unpackReader(bytes: Uint8Array): ReadingModel {
  const headLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const head = JSON.parse(textOf(bytes.subarray(4, 4 + headLength))) as Head
  if (head.format !== format) throw new Error(`a reader of format ${head.format}, not ${format}`)
  let at = 4 + headLength
  const [phrases, groups, columns, counts, rarity, steps] = head.lengths.map((length) => {
    at += length
    return ofPlanes(bytes.subarray(at - length, at)).buffer
  }) as [ArrayBuffer, ArrayBuffer, ArrayBuffer, ArrayBuffer, ArrayBuffer, ArrayBuffer]
  const vocabulary: Vocabulary = {
    columns: tableOf(new Uint32Array(columns)),
    terms: head.terms,
    counts: new Int32Array(counts),
    texts: head.texts,
    rarity: new Float32Array(rarity),
    spelling: spellingFrom(head.words),
  }
  const taught: Model = { vocabulary, weights: Float32Array.from(new Uint32Array(steps), unzigzag) }
  const lexicon = {
    phrases: tableOf(new Uint32Array(phrases)),
    groups: new Uint32Array(groups),
    longest: head.longest,
  }
  return {
    topics: { topics: head.topics, lexicon, calibration: head.calibration, taught },
    facts: trainFactReader(head.facts),
  }
}

/** Small numbers of either sign become small numbers: 0, −1, 1, −2 are 0, 1, 2, 3. */
function zigzag(weight: number): number {
  const steps = Math.round(weight / weightStep)
  return steps < 0 ? -2 * steps - 1 : 2 * steps
}

const unzigzag = (code: number): number => (code % 2 === 1 ? -(code + 1) / 2 : code / 2) * weightStep

/** First bytes, second bytes, third and fourth of numbers of four bytes: alike beside alike compresses to a third. */
function planesOf(bytes: Uint8Array): Uint8Array {
  const count = bytes.length / 4
  const planes = new Uint8Array(bytes.length)
  for (let at = 0; at < bytes.length; at++) planes[(at % 4) * count + (at >>> 2)] = bytes[at]!
  return planes
}

function ofPlanes(planes: Uint8Array): Uint8Array<ArrayBuffer> {
  const count = planes.length / 4
  const bytes = new Uint8Array(planes.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = planes[(at % 4) * count + (at >>> 2)]!
  return bytes
}

/** JSON in ASCII, everything else escaped: the engine's own library knows no encodings. */
const bytesOf = (json: string): Uint8Array =>
  Uint8Array.from(
    json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    (character) => character.charCodeAt(0),
  )

function textOf(bytes: Uint8Array): string {
  const pieces: string[] = []
  // So many arguments at one time are safe everywhere.
  for (let at = 0; at < bytes.length; at += 8_192) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8_192)))
  }
  return pieces.join('')
}

function joined(head: Uint8Array, arrays: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = arrays.reduce((sum, array) => sum + array.length, 4 + head.length)
  const bytes = new Uint8Array(length)
  new DataView(bytes.buffer).setUint32(0, head.length, true)
  let at = 4
  for (const array of [head, ...arrays]) {
    bytes.set(array, at)
    at += array.length
  }
  return bytes
}
