/**
 * The commands that speak to a running desk: one for each operation, `rightdesk case open` for `cases.open`. They are
 * made from the table of operations; which words and options there are is decided there, and how answers look in
 * show-record.ts.
 */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { type Operation, type OperationName, operations } from '@rightdesk/desk'
import { type DeskClient, deskClient } from '@rightdesk/desk/client'
import { Refusal } from '@rightdesk/engine'
import { type Command, Option } from 'commander'
import { inputSchema, isPaged, type JsonSchema, outputSchema, pathParameters } from '../http/schemas.ts'
import type { Console } from './console.ts'
import { collects, isSwitch, type RawOption, valueFrom } from './option-value.ts'
import { showAnswer, showTimeline } from './show-record.ts'
import { harmless } from './terminal.ts'

type Finish = (command: () => number | Promise<number>) => Promise<void>
type Options = Readonly<Record<string, RawOption>> & { readonly json?: true; readonly ndjson?: true }

/** Events shown with a case. */
const historyMax = 200
const heading = 'On a running desk:'

/** Adds a command for every operation that has none of its own name, and those for signing in. */
export function addDeskCommands(program: Command, io: Console, finish: Finish): void {
  for (const operation of operations) {
    const [noun, verb] = commandWords(operation.name)
    const group =
      program.commands.find((one) => one.name() === noun) ??
      program.command(noun).description(verbsOf(operation)).helpGroup(heading)
    if (group.commands.some((one) => one.name() === verb)) continue
    addCommand(group.command(verb), operation, io, finish)
  }
  program
    .command('sign-in')
    .description('keep an API key, read from standard input, for the commands that speak to a desk')
    .helpGroup(heading)
    .action(() => finish(() => signIn(io)))
  program
    .command('sign-out')
    .description('forget the key that sign-in kept')
    .helpGroup(heading)
    .action(() => finish(() => signOut(io)))
}

/** `cases.hand_off` is `case hand-off`. */
export function commandWords(name: string): [noun: string, verb: string] {
  const [nouns = '', verb = ''] = name.replaceAll('_', '-').split('.')
  return [nouns === 'people' ? 'person' : nouns.replace(/ies$/, 'y').replace(/(?<=x)es$|(?<!s)s$/, ''), verb]
}

const verbsOf = ({ name }: Operation): string => {
  const [nouns = ''] = name.split('.')
  const verbs = operations
    .filter((one) => one.name.startsWith(`${nouns}.`))
    .map((one) => commandWords(one.name)[1])
  return verbs.toSorted().join(', ')
}

function addCommand(command: Command, operation: Operation, io: Console, finish: Finish): void {
  const { properties = {}, required = [] } = inputSchema(operation)
  const inPath = pathParameters(operation.http.path)
  command.description(operation.about)
  for (const name of inPath) command.argument(`<${kebab(name)}>`, properties[name]?.description ?? '')
  const optional = Object.entries(properties).filter(([name]) => !inPath.includes(name))
  for (const [name, schema] of optional) addOptions(command, name, schema, required.includes(name))
  command.option('--json', 'print JSON alone')
  if (isPaged(operation)) command.option('--ndjson', 'print everything, one JSON object a line')
  command.action((...args: unknown[]) =>
    finish(async () => {
      const options = args[inPath.length] as Options
      try {
        const input = {
          ...Object.fromEntries(inPath.map((name, at) => [name, args[at]])),
          ...(await inputFrom(optional, options, io)),
        }
        return await performCommand(operation, input, options, io)
      } catch (error) {
        return showRefusal(error, io)
      }
    }),
  )
}

function addOptions(command: Command, name: string, schema: JsonSchema, required: boolean): void {
  const flag = flagOf(name)
  const described = schema.description ?? ''
  if (isSwitch(schema)) {
    command.addOption(new Option(`--${flag}`, described).makeOptionMandatory(required))
    command.addOption(new Option(`--no-${flag}`, 'the contrary'))
    return
  }
  const option = new Option(`--${flag} <${placeholder(schema)}>`, described).makeOptionMandatory(required)
  const choices = schema.enum ?? schema.items?.enum
  if (collects(schema)) option.argParser((one: string, before?: string[]) => [...(before ?? []), one])
  else if (choices) option.choices(choices.map(String))
  if (collects(schema) && choices) option.description = `${described} (${choices.join(', ')})`.trim()
  command.addOption(option)
}

/** `--version` already asks for the program's. */
const flagOf = (name: string): string => (name === 'version' ? 'if-version' : kebab(name))

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const camel = (flag: string): string =>
  flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

function placeholder(schema: JsonSchema): string {
  if (schema.additionalProperties || schema.properties) return 'name=value'
  if (schema.format === 'date-time') return 'time'
  if (schema.type === 'integer' || schema.type === 'number') return 'number'
  return schema.format === 'date' ? 'date' : collects(schema) ? 'value' : 'text'
}

async function inputFrom(
  properties: readonly (readonly [string, JsonSchema])[],
  options: Options,
  io: Console,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {}
  for (const [name, schema] of properties) {
    const raw = options[camel(flagOf(name))]
    if (raw !== undefined) input[name] = await valueFrom(name, raw, schema, () => textOf(io.stdin))
  }
  return input
}

async function performCommand(
  operation: Operation,
  input: Record<string, unknown>,
  { json, ndjson }: Options,
  io: Console,
): Promise<number> {
  const client = clientOf(io)
  const name = operation.name as OperationName
  if (ndjson) return printAll(client, name, input, io)
  const output: unknown = await client.call(name, input as never)
  if (json) io.stdout.write(`${JSON.stringify(output, null, 2)}\n`)
  else io.stdout.write(await shown(operation, output, client, io))
  const { next, intact } = (output ?? {}) as { next?: string | null; intact?: boolean }
  if (next && !json) io.stderr.write(`There is more: --after ${harmless(next)}, or all of it with --ndjson\n`)
  return intact === false ? 1 : 0
}

/** An answer for people; a case is told with its history. */
async function shown(
  operation: Operation,
  output: unknown,
  client: DeskClient,
  { terminal, now }: Console,
): Promise<string> {
  const answer = showAnswer(output, outputSchema(operation), terminal, now())
  if (operation.name !== 'cases.show') return answer
  const { id } = output as { id: string }
  const { items, next } = await client.call('cases.history', { case: id, limit: historyMax })
  const more = next ? `  The rest: rightdesk case history ${id} --after ${next}\n` : ''
  return `${answer}\n${showTimeline(items, terminal)}${harmless(more)}`
}

async function printAll(
  client: DeskClient,
  name: OperationName,
  input: Record<string, unknown>,
  { stdout }: Console,
): Promise<number> {
  let after: string | null | undefined
  do {
    const given = after ? { ...input, after } : input
    const page = (await client.call(name, given as never)) as { items: unknown[]; next: string | null }
    for (const item of page.items) stdout.write(`${JSON.stringify(item)}\n`)
    after = page.next
  } while (after)
  return 0
}

const clientOf = ({ desk, fetch }: Console): DeskClient =>
  deskClient({ url: desk!.url, token: desk!.token, ...(fetch && { fetch }) })

/** 1 where the desk refused, 3 where there is no desk. */
function showRefusal(error: unknown, { stderr, errorTerminal }: Console): number {
  if (!(error instanceof Refusal)) throw error
  // Many messages name the place themselves.
  const place = error.at && !error.message.includes(error.at) ? `${error.at}: ` : ''
  const what = error.code === 'unavailable' ? 'no answer' : 'refused'
  stderr.write(`${errorTerminal.styled('red', what)} ${harmless(place + error.message)}\n`)
  if (error.help) stderr.write(`  ${harmless(error.help)}\n`)
  return error.code === 'unavailable' ? 3 : 1
}

/** Tries the key before it is kept, so that a wrong one is told at once. */
async function signIn(io: Console): Promise<number> {
  const { url, tokenFile } = io.desk!
  if (io.stdin.isTTY) io.stderr.write(`Paste an API key of ${harmless(url)}, then end with Ctrl-D: `)
  const token = (await textOf(io.stdin)).trim()
  if (!/^\S+$/.test(token)) {
    throw new Refusal('invalid', 'key', 'there is no key', `Make one at ${url}/account and give it here.`)
  }
  try {
    const { name } = await clientOf({ ...io, desk: { ...io.desk!, token } }).call('me.show', {})
    keepToken(tokenFile, `${token}\n${url}\n`)
    io.stdout.write(`Signed in at ${harmless(url)} as ${harmless(name)}\n`)
    return 0
  } catch (error) {
    return showRefusal(error, io)
  }
}

function keepToken(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, text, { mode: 0o600 })
    chmodSync(file, 0o600)
  } catch (error) {
    throw new Refusal(
      'precondition_failed',
      'XDG_CONFIG_HOME',
      `the key cannot be kept: ${(error as Error).message}`,
      `See that \`${dirname(file)}\` can be written, or give the key in RIGHTDESK_TOKEN each time.`,
    )
  }
}

function signOut({ desk, stdout }: Console): number {
  rmSync(desk!.tokenFile, { force: true })
  stdout.write('Signed out. The key itself holds until it expires or is revoked.\n')
  return 0
}
