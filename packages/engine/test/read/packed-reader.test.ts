import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { unpackReader } from '../../src/answer.ts'
import { packReader } from '../../src/read/packed-reader.ts'
import { learnCorrections, type Reader, read, readerSourceOf, trainReader } from '../../src/read/read.ts'
import { linked } from '../default-policy.ts'

const source = readerSourceOf(linked.parsed)
const reader = trainReader(source)
const asks = ['asks-own', 'asks-public'].flatMap((file) =>
  readFileSync(new URL(`../../../../evals/${file}.ndjson`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text),
)
const corrections = asks.slice(0, 20).map((text, at) => ({ text, topic: 'v0', account: `account-${at}` }))

describe('a packed reader', () => {
  const packed = (one: Reader) => packReader(one, source.facts)

  it('reads every ask of the evaluation to the last digit as the one it was made of', () => {
    const unpacked = unpackReader(packed(reader))
    expect(asks.length).toBeGreaterThan(400)
    for (const text of asks) expect(read(unpacked, text)).toEqual(read(reader, text))
  })

  it('knows what corrections taught', () => {
    const learned = learnCorrections(reader, corrections)
    const unpacked = unpackReader(packed(learned))
    expect(read(learned, asks[0]!)).not.toEqual(read(reader, asks[0]!))
    for (const text of asks.slice(0, 100)) expect(read(unpacked, text)).toEqual(read(learned, text))
  })

  it('holds no words of the corrections', () => {
    const secret = { text: 'our Quetzalcoatlus quetzalcoatlus is broken', topic: 'v0' }
    const bytes = Buffer.from(packed(learnCorrections(reader, [secret])))
    expect(bytes.includes('uetzalcoatlus')).toBe(false)
  })

  it('takes less than a megabyte on the wire', () => {
    expect(gzipSync(packed(reader)).length).toBeLessThan(960_000)
  })

  it('is refused by another version of the product', () => {
    const other = Buffer.from(packed(reader)).toString('latin1').replace('"format":1', '"format":9')
    expect(() => unpackReader(new Uint8Array(Buffer.from(other, 'latin1')))).toThrow('format 9')
  })
})

describe('many corrections at once', () => {
  it('teach what one after the other teach', () => {
    const one = corrections.slice(0, 5).reduce((to, correction) => learnCorrections(to, [correction]), reader)
    expect(learnCorrections(reader, corrections.slice(0, 5))).toEqual(one)
  })
})

it('needs neither YAML nor schemas to answer', () => {
  const reached = new Set<string>()
  const outside = new Set<string>()
  const visit = (file: string): void => {
    if (reached.has(file)) return
    reached.add(file)
    const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type)[^;]*?from '([^']+)'/gm)
    for (const [, from = ''] of imports) {
      const target = resolve(dirname(file), from)
      if (existsSync(target)) visit(target)
      else outside.add(from)
    }
  }
  visit(fileURLToPath(new URL('../../src/answer.ts', import.meta.url)))
  expect([...outside]).toEqual([])
  expect([...reached].some((file) => file.endsWith('decide.ts'))).toBe(true)
})
