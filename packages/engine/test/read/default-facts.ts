/** The facts that the default policy reads from a text: a value, or the list of those still possible. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { factsFile } from '../../src/policy/schema.ts'
import { type FactReader, factSources, readFacts, trainFactReader } from '../../src/read/fact-reader.ts'
import { segment } from '../../src/read/segment.ts'

const facts = readFileSync(new URL('../../../../policy/facts.yaml', import.meta.url), 'utf8')
const reader = trainFactReader(factSources(factsFile.parse(parse(facts))))

export const defaultReads = (text: string): Record<string, unknown> => readsOf(reader, text)

export const readsOf = (by: FactReader, text: string): Record<string, unknown> =>
  Object.fromEntries(
    readFacts(by, text, segment(text)).map(({ fact, values }) => [
      fact,
      values.length === 1 ? values[0] : values,
    ]),
  )
