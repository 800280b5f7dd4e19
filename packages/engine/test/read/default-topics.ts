/** What the topic reader of the default policy is trained from, and that reader. */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type ReaderSource, type TopicSource, trainTopicReader } from '../../src/read/topic-reader.ts'

const folder = new URL('../../../../policy/', import.meta.url)
const yamlAt = (path: string): unknown => parse(readFileSync(new URL(path, folder), 'utf8'))

export const topicSource: ReaderSource = {
  ...(yamlAt('reader.yaml') as Pick<ReaderSource, 'smallTalk' | 'aliases'>),
  topics: readdirSync(new URL('topics/', folder))
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => yamlAt(`topics/${file}`) as TopicSource),
  coverage: 0.95,
  outOfScope: 'out-of-scope',
}

export const topicReader = trainTopicReader(topicSource)
