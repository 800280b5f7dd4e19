import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { checkAsk } from '../src/ask.ts'
import { decide } from '../src/decide.ts'
import { mismatches } from '../src/policy/expect.ts'
import type { Expectation } from '../src/policy/schema.ts'
import { read, readerSourceOf, trainReader } from '../src/read/read.ts'
import { linked, policy } from './default-policy.ts'

type ConformanceCase = {
  id: string
  row: string
  ask: { text?: string; facts?: object }
  expect: Expectation
}

const folder = new URL('../../../conformance/', import.meta.url)
const reader = trainReader(readerSourceOf(linked.parsed))

describe.each(readdirSync(folder))('the engine conforms to %s', (file) => {
  const cases = parse(readFileSync(new URL(file, folder), 'utf8')) as ConformanceCase[]
  test.each(cases)('$row $id', ({ ask, expect: expected }) => {
    const checked = checkAsk(policy, ask)
    const reading = checked.text === undefined ? undefined : read(reader, checked.text)
    expect(mismatches(expected, decide(policy, checked, reading))).toEqual([])
  })
})
