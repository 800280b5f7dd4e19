/** A policy with accepted proposals in it: which line goes into which file. The rest of every file stays as it is. */
import {
  applyInsertions,
  type Insertion,
  insertion,
  type PolicySource,
  type PolicyText,
  Refusal,
} from '@rightdesk/engine'
import type { Answering } from '../context.ts'
import type { Proposal } from './proposals.ts'

type Wanted = Pick<Proposal, 'kind' | 'topic' | 'text'>

/** Tests that corrections brought stand in a file of their own. */
const testsFile = 'tests/corrections.yaml'

/** The files with all of these in them; throws a `Refusal` where one has no place to go. */
export function withProposals(answering: Answering, wanted: readonly Wanted[]): PolicySource {
  const insertions = Map.groupBy(
    wanted.filter(({ kind }) => kind !== 'test'),
    ({ kind, topic }) => `${kind} ${topic}`,
  )
  const taught = applyInsertions(
    answering.source,
    [...insertions.values()].flatMap((alike) => insertionFor(answering, alike)),
  )
  const tests = wanted.filter(({ kind }) => kind === 'test').map(({ text }) => text)
  return tests.length === 0 ? taught : { ...taught, files: withTests(taught.files, tests) }
}

/** Where one proposal goes, and the lines as they will stand there. */
export function placeFor(answering: Answering, wanted: Wanted): { file: string; lines: readonly string[] } {
  if (wanted.kind === 'test') {
    return { file: `${answering.source.folder}/${testsFile}`, lines: indented(wanted.text, '  ') }
  }
  const [one] = insertionFor(answering, [wanted])
  return { file: one!.file, lines: one!.lines }
}

function insertionFor({ source, linked }: Answering, alike: readonly Wanted[]): Insertion[] {
  const [{ kind, topic }] = alike as [Wanted]
  const file = linked.parsed.topics.find(({ content }) => content.topic === topic)
  if (!file) {
    const help = 'Decline the proposal; the policy has changed since.'
    throw new Refusal('precondition_failed', 'proposal', `there is no topic \`${topic}\` any more`, help)
  }
  const list = kind === 'example' ? 'examples' : 'signals'
  const made = insertion(
    source,
    file,
    list,
    alike.map(({ text }) => text),
  )
  return made ? [made] : []
}

function withTests(files: readonly PolicyText[], tests: readonly string[]): PolicyText[] {
  const before = files.find(({ path }) => path === testsFile)?.text ?? 'tests:\n'
  const indent = /^( *)- id:/m.exec(before)?.[1] ?? '  '
  const lines = tests.flatMap((test) => indented(test, indent))
  const text = `${before.trimEnd()}\n${lines.join('\n')}\n`
  return [...files.filter(({ path }) => path !== testsFile), { path: testsFile, text }]
}

const indented = (text: string, indent: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => indent + line)
