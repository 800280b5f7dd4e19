/**
 * How well and how fast the topic reader reads, on public data it was not made for, beside other embedded classifiers
 * trained on the same texts in the same run: `node bench/reading.ts DATA_DIR`.
 *
 * A topic holds so many examples drawn from the training part, and its label as its name; the reader also has the
 * alias groups of the default policy, as it would in use. The others get the name as one more example.
 */
import { readFileSync } from 'node:fs'
import { randomOf, shuffle } from '../packages/engine/src/read/random.ts'
import {
  learn,
  type ReaderSource,
  readTopic,
  type TopicReader,
  trainTopicReader,
} from '../packages/engine/src/read/topic-reader.ts'
import { topicSource } from '../packages/engine/test/read/default-topics.ts'
import { type Line, limit, print, timeEach } from './measure.ts'
import { peers } from './peer-classifiers.ts'

type Row = { readonly text: string; readonly label: string; readonly split: string }
type Draw = { readonly source: ReaderSource; readonly test: readonly Row[] }

const folder = process.argv[2]
if (folder === undefined) {
  console.error(
    'Which data? `node bench/reading.ts DATA_DIR`: a folder with banking77/ and clinc150/, see its README.',
  )
  process.exit(2)
}
const rowsOf = (set: string): Row[] =>
  readFileSync(`${folder}/${set}/full.ndjson`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)

// ---------------------------------------------------------------- draws

/** Topics of `shots` examples each (all of them where none is given), the same in every run. */
function drawOf(
  rows: readonly Row[],
  seed: number,
  shots = Number.POSITIVE_INFINITY,
  topicsMax = 1_000,
): Draw {
  const random = randomOf(seed)
  const drawn = (list: readonly string[]): string[] => {
    const order = [...list]
    shuffle(order, random)
    return order
  }
  const inScope = rows.filter(({ label }) => label !== 'oos')
  const texts = Map.groupBy(
    inScope.filter(({ split }) => split === 'train'),
    ({ label }) => label,
  )
  const labels = drawn([...texts.keys()].sort()).slice(0, topicsMax)
  const topics = labels.map((label) => ({
    topic: label,
    name: label.replaceAll('_', ' '),
    description: '',
    signals: [],
    examples: drawn(texts.get(label)!.map(({ text }) => text)).slice(0, shots),
  }))
  const test = inScope.filter(({ split, label }) => split === 'test' && labels.includes(label))
  return { source: { topics, smallTalk: [], aliases: topicSource.aliases, coverage: 0.95 }, test }
}

const shareRight = (test: readonly Row[], first: (text: string) => string | undefined): number =>
  (100 * test.filter(({ text, label }) => first(text) === label).length) / test.length

const firstOf = (reader: TopicReader, text: string): string =>
  readTopic(reader, undefined, text).ranked[0]!.id

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

/** A figure beside what it should be at least. */
const line = (what: string, value: number, least?: number): Line => ({
  what,
  figure: `${value.toFixed(1)} %`,
  ...(least !== undefined && { target: `at least ${least} %`, met: value >= least }),
})

// ---------------------------------------------------------------- accuracy

/** Right first topics of ours and of every peer, mean over the draws. */
async function accuracy(title: string, draws: readonly Draw[], target: number): Promise<void> {
  const ours = draws.map(({ source, test }) => {
    const reader = trainTopicReader(source)
    return shareRight(test, (text) => firstOf(reader, text))
  })
  const lines = [line('rightdesk', mean(ours), target)]
  for (const { name, train } of peers) {
    const right: number[] = []
    for (const { source, test } of draws) {
      const classify = await train(
        source.topics.flatMap(({ topic, name, examples }) =>
          [name, ...examples].map((text) => ({ text, topic })),
        ),
      )
      if (classify === undefined) break
      const found = new Map<string, string | undefined>()
      for (const { text } of test) found.set(text, await classify(text))
      right.push(shareRight(test, (text) => found.get(text)))
    }
    lines.push(right.length === 0 ? { what: name, figure: 'not installed' } : line(name, mean(right)))
  }
  print({ title, lines })
}

/** The chance that a text in scope is read with more confidence than one that is not. */
function outOfScope(rows: readonly Row[]): void {
  const { source, test } = drawOf(rows, 1)
  const reader = trainTopicReader(source)
  const confidence = ({ text }: Row): number => readTopic(reader, undefined, text).confidence
  const strangers = rows.filter(({ split, label }) => split === 'test' && label === 'oos').map(confidence)
  const ranked = [...test.map(confidence), ...strangers].sort((a, b) => a - b)
  const below = (value: number): number => (ranked.indexOf(value) + ranked.lastIndexOf(value)) / 2
  const wins =
    strangers.reduce((sum, value) => sum + below(value), 0) - (strangers.length * (strangers.length - 1)) / 2
  const area = 100 * (1 - wins / (strangers.length * test.length))
  print({
    title: 'CLINC150: confidence in asks in scope above that in others',
    lines: [line('AUROC', area, 95)],
  })
}

// ---------------------------------------------------------------- long asks and times

const neutral = [
  'We moved into a bigger office last month and are still unpacking.',
  'The weather has been lovely here this week.',
  'I am the person who coordinates things between the departments.',
  'My colleague is on holiday until Monday, so I am taking over.',
  'I hope the spring has been treating you kindly.',
  'Last year was a good one for us and we are grateful for that.',
  'It was a pleasure to meet some of your people at the conference.',
  'Our working hours are nine to six, Central European Time.',
  'We have been around for a long while and have seen many things change.',
  'Some of us work from home on Wednesdays.',
  'We appreciate the friendly tone of everyone we have talked to so far.',
  'The whole department sends its greetings.',
  'Everything else is going well on our side.',
  'Let me start with a few words about us.',
  'Coffee has gone cold while I was typing this.',
  'We are thirty people spread over three floors.',
]

/** How many points are lost when every ask stands at a random place among eight sentences beside the point. */
function hidden(rows: readonly Row[]): void {
  const losses = [1, 2, 3].map((seed) => {
    const { source, test } = drawOf(rows, seed, 20, 35)
    const reader = trainTopicReader({ ...source, smallTalk: topicSource.smallTalk })
    const random = randomOf(seed)
    const hide = (text: string): string => {
      const around = Array.from({ length: 8 }, () => neutral[Math.floor(random() * neutral.length)]!)
      return around.toSpliced(Math.floor(random() * 9), 0, /[.?!]$/.test(text) ? text : `${text}.`).join(' ')
    }
    return (
      shareRight(test, (text) => firstOf(reader, text)) -
      shareRight(test, (text) => firstOf(reader, hide(text)))
    )
  })
  const lost = mean(losses)
  const figure = `${lost.toFixed(1)} points lost`
  const lines = [{ what: 'rightdesk', figure, target: 'fewer than 10', met: lost < 10 }]
  print({ title: 'An ask hidden among eight neutral sentences (35 topics × 20 examples, 3 draws)', lines })
}

function times(rows: readonly Row[]): void {
  const { source, test } = drawOf(rows, 1, 20, 35)
  const reader = trainTopicReader(source)
  const correction = { text: test[0]!.text, topic: test[1]!.label }
  const sentences = test.slice(0, 1_000)
  const perSentence = timeEach(
    9,
    () => sentences,
    (asks) => asks.map(({ text }) => readTopic(reader, undefined, text)),
  ).map((ms) => ms / sentences.length)
  const mail = topicSource.topics
    .flatMap(({ examples }) => examples)
    .join('\n')
    .slice(0, 100_000)
  const defaultReader = trainTopicReader(topicSource)
  const training = (trained: ReaderSource): number[] => timeEach(5, () => trained, trainTopicReader)
  const lines = [
    limit('train and calibrate 35 topics × 20 examples', training(source), 300),
    limit('train and calibrate the default policy', training(topicSource), 1_000),
    limit(
      'learn a correction (35 × 20)',
      timeEach(
        9,
        () => reader,
        (from) => learn(from, correction),
      ),
      50,
    ),
    limit('read a sentence', perSentence, 0.1),
    limit(
      'read 100,000 characters',
      timeEach(
        5,
        () => mail,
        (text) => readTopic(defaultReader, undefined, text),
      ),
      100,
    ),
  ]
  print({ title: 'Times', lines })
}

// ----------------------------------------------------------------

const banking = rowsOf('banking77')
const clinc = rowsOf('clinc150')
times(banking)
hidden(banking)
outOfScope(clinc)
await accuracy(
  'BANKING77, 10 examples a topic (5 draws)',
  [1, 2, 3, 4, 5].map((seed) => drawOf(banking, seed, 10)),
  77.5,
)
await accuracy(
  'BANKING77, 20 examples a topic (3 draws)',
  [1, 2, 3].map((seed) => drawOf(banking, seed, 20)),
  82,
)
await accuracy('BANKING77, all', [drawOf(banking, 1)], 91.5)
await accuracy('CLINC150 in scope, all', [drawOf(clinc, 1)], 92.5)
