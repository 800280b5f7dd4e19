/**
 * The default policy as the tests use it, made with what the engine exports. Only a few topics keep their examples, so
 * that it is read, and a reader trained, in a moment.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  compileToData,
  linkPolicy,
  loadPolicy,
  parsePolicy,
  readerSourceOf,
  trainReader,
} from '@rightdesk/engine'

export const outOfScope = 'out-of-scope'
const topicsTaught = ['billing-usage', 'plan-pricing', 'sales-renewal', 'builds-deployments', outOfScope]

const folder = fileURLToPath(new URL('../../../policy/', import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml') && !path.startsWith('tests'))
  .sort()
  .map((path) => ({ path, text: withoutExamples(path, readFileSync(folder + path, 'utf8')) }))

function withoutExamples(path: string, text: string): string {
  const isTaught = topicsTaught.some((topic) => path === `topics/${topic}.yaml`)
  return isTaught ? text : text.replace(/^examples:[\s\S]*/m, 'examples: [left out]\n')
}

const parsed = parsePolicy({ folder: 'policy', files }).policy!
export const policy = loadPolicy(compileToData(linkPolicy(parsed, { now: '2026-11-21T09:00:00Z' }).policy!))

/** A reader of the few topics. */
export function trainSmall() {
  const source = readerSourceOf(parsed)
  const topics = source.topics.topics.filter(({ topic }) => topicsTaught.includes(topic))
  return trainReader({ ...source, topics: { ...source.topics, topics } })
}
