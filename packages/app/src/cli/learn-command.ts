/** `rightdesk policy learn`: corrections of a running desk as a change of the policy that people review. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  applyInsertions,
  type Correction,
  patchOf,
  proposeLearning,
  Refusal,
  read,
  readerSourceOf,
} from '@rightdesk/engine'
import { openPolicy } from '../open-policy.ts'
import { trainedReader } from '../trained-reader.ts'
import type { Console } from './console.ts'
import { harmless } from './terminal.ts'

export type LearnOptions = { readonly policy: string; readonly write?: boolean; readonly json?: boolean }

/** Prints the change as a patch, or makes it with `--write`. */
export function learnCommand(file: string, options: LearnOptions, io: Console): number {
  const { source, parsed: policy } = openPolicy(options.policy)
  const reader = trainedReader(readerSourceOf(policy))
  const isRead = (text: string, topic: string): boolean => {
    const { possible } = read(reader, text).topic
    return possible.length === 1 && possible[0]!.id === topic
  }
  const proposal = proposeLearning(source, policy.topics, readCorrections(file), isRead)
  const changed = applyInsertions(source, proposal.insertions)
  if (options.write) {
    const before = new Map(source.files.map(({ path, text }) => [path, text]))
    for (const { path, text } of changed.files) {
      if (before.get(path) !== text) writeFileSync(join(options.policy, path), text)
    }
  }
  if (options.json) io.stdout.write(`${JSON.stringify(proposal, null, 2)}\n`)
  else if (!options.write) io.stdout.write(patchOf(source, changed))
  const added = proposal.insertions.reduce((sum, { lines }) => sum + lines.length, 0)
  for (const { text, reason } of proposal.left)
    io.stderr.write(`left out: ${reason}: ${harmless(text.slice(0, 70))}\n`)
  io.stderr.write(
    `${added} ${added === 1 ? 'line' : 'lines'} ${options.write ? 'added' : 'proposed'}, ${proposal.left.length} left out. ` +
      'Take out names and addresses, then run `rightdesk policy check` and `rightdesk eval`.\n',
  )
  return 0
}

/** Corrections, one JSON object a line: {"text": …, "topic": …, "account": …}. */
function readCorrections(file: string): Correction[] {
  const refuse = (line: number, message: string): never => {
    throw new Refusal(
      'invalid',
      `${file}:${line}`,
      message,
      'Write {"text": "…", "topic": "…", "account": "…"} a line.',
    )
  }
  if (!existsSync(file))
    throw new Refusal(
      'not_found',
      'CORRECTIONS',
      `there is no file \`${file}\``,
      'Name a file with one correction a line.',
    )
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, at) => {
      if (line.trim() === '') return []
      let parsed: unknown
      try {
        parsed = JSON.parse(line)
      } catch {
        return refuse(at + 1, 'the line is not JSON')
      }
      const { text, topic, account } = (parsed ?? {}) as Record<string, unknown>
      if (typeof text !== 'string' || typeof topic !== 'string')
        return refuse(at + 1, '`text` or `topic` is missing')
      if (account !== undefined && typeof account !== 'string')
        return refuse(at + 1, '`account` is not a string')
      return [{ text, topic, ...(account !== undefined && { account }) }]
    })
}
