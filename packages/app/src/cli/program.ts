/** The command line: what can be typed, and what each ending means to the shell. */
import completion from '@bomb.sh/tab/commander'
import { Refusal } from '@rightdesk/engine'
import { Command, CommanderError, Option } from 'commander'
import { serveRoles } from '../config.ts'
import { PolicyFault } from '../open-policy.ts'
import { defaultPolicyFolder } from '../policy-folder.ts'
import { type AskOptions, askCommand } from './ask-command.ts'
import type { Console } from './console.ts'
import { defaultEvalsFolder, type EvalOptions, evalCommand } from './eval-command.ts'
import { initCommand } from './init-command.ts'
import { type LearnOptions, learnCommand } from './learn-command.ts'
import type { McpCommandOptions } from './mcp-command.ts'
import {
  checkCommand,
  diffCommand,
  explainCommand,
  type PolicyOptions,
  publishCommand,
  testCommand,
} from './policy-commands.ts'
import type { ServeCommandOptions } from './serve-command.ts'
import { countDiagnostics, showDiagnostics } from './show-diagnostics.ts'
import { addStoreCommands } from './store-commands.ts'
import { harmless } from './terminal.ts'

/** 0 done · 1 findings · 2 usage · 3 a fault of the program. */
export type ExitCode = number

const examples = `
Examples:
  $ rightdesk ask "Our Pro team was charged twice this month"
  $ rightdesk ask "cold starts got worse" --plan enterprise --fact supportFinding=no-platform-fault
  $ rightdesk ask --ndjson < asks.ndjson > decisions.ndjson
  $ rightdesk policy check
  $ rightdesk policy explain M7
  $ rightdesk init my-policy && rightdesk policy test --policy my-policy
  $ rightdesk case open --text "Our build fails" --facts plan=pro
  $ rightdesk case list --state new --state routed

Exit codes: 0 done, 1 findings or refused, 2 usage, 3 a fault of the program, or no desk that answers.`

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value]

/** Runs one command line (without the program's name) and gives the exit code. Never throws. */
export async function run(args: readonly string[], version: string, io: Console): Promise<ExitCode> {
  let code: ExitCode = 0
  const finish = async (command: () => number | Promise<number>): Promise<void> => {
    code = await command()
  }
  const program = commands(version, io, finish)
  try {
    if (!isLocal(program, args)) (await import('./desk-commands.ts')).addDeskCommands(program, io, finish)
    completion(program)
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    return explainFailure(error, io)
  }
}

function commands(
  version: string,
  io: Console,
  finish: (command: () => number | Promise<number>) => Promise<void>,
): Command {
  const program = new Command('rightdesk')
    .description('Every customer ask on the right desk, with the reason.')
    .version(version)
    .addHelpText('after', examples)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
  const folder = ['--policy <dir>', 'the policy folder', defaultPolicyFolder] as const
  program
    .command('ask')
    .argument('[text...]', "the customer's words; left out: asked for, or read from standard input")
    .description('say who owns an ask, where it goes, and why')
    .option('--plan <plan>', 'the plan, when it is known: hobby, pro or enterprise')
    .option(
      '--fact <name=value>',
      'a known fact, repeatable; several values: cause=platform,unknown',
      collect,
      [],
    )
    .option('--json', 'print the decision as JSON alone')
    .option('--ndjson', 'read one ask a line from standard input, write one decision a line')
    .option(...folder)
    .action((text: string[], options: AskOptions) => finish(() => askCommand(text, options, io)))
  const policy = program.command('policy').description('check, test, compare, publish and explain a policy')
  const policyCommand = (name: string, description: string): Command =>
    policy
      .command(name)
      .description(description)
      .option(...folder)
      .option('--json', 'print JSON alone')
  policyCommand('check', 'prove that the policy has no gap and no contradiction').action(
    (options: PolicyOptions) => finish(() => checkCommand(options, io)),
  )
  policyCommand('test', "run the policy's own tests").action((options: PolicyOptions) =>
    finish(() => testCommand(options, io)),
  )
  policyCommand('publish', 'render the policy as Markdown pages')
    .option('--out <dir>', 'write the pages into this folder')
    .option('--page <name>', 'only this page, such as routing-matrix')
    .action((options: PolicyOptions & { out?: string; page?: string }) =>
      finish(() => publishCommand(options, io)),
    )
  policyCommand('explain', 'show a rule, or all rules of a row')
    .argument('<rule>', 'a rule (billing-self-serve), table/rule, or a row (M7)')
    .action((rule: string, options: PolicyOptions) => finish(() => explainCommand(rule, options, io)))
  policyCommand('learn', 'propose examples and signals from corrections, as a change to review')
    .argument('<corrections>', 'a file with one {"text", "topic", "account"} a line')
    .option('--write', 'change the policy files instead of printing a patch')
    .action((file: string, options: LearnOptions) => finish(() => learnCommand(file, options, io)))
  policy
    .command('diff')
    .description('show which answers change from one policy folder to another')
    .argument('<before>')
    .argument('<after>')
    .option('--json', 'print JSON alone')
    .action((before: string, after: string, options: { json?: boolean }) =>
      finish(() => diffCommand(before, after, options, io)),
    )
  program
    .command('init')
    .argument('[dir]', 'a new or empty folder', 'policy')
    .description('copy the default policy, to start your own')
    .action((dir: string) => finish(() => initCommand(dir, io)))
  program
    .command('eval')
    .description('score reading and deciding on labelled asks')
    .option(...folder)
    .option('--evals <dir>', 'the folder with the labelled asks', defaultEvalsFolder)
    .addOption(new Option('--split <split>', 'only this part').choices(['dev', 'test']))
    .option('--wrong', 'list the asks of the dev part that are not answered as expected')
    .option('--write', 'write results.json')
    .option('--json', 'print JSON alone')
    .action((options: EvalOptions) => finish(() => evalCommand(options, io)))
  program
    .command('serve')
    .description('run the desk: API and worker, on the embedded store or DATABASE_URL')
    .option('--port <port>', 'the port to listen on', '4780')
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .addOption(new Option('--role <role>', 'what this process does').choices(serveRoles).default('all'))
    .option('--policy <dir>', 'the policy folder; also RIGHTDESK_POLICY')
    .option('--demo', 'fill a new embedded store with a demonstration')
    .action((options: ServeCommandOptions) =>
      // Loaded only here: asking should not wait for what only a server needs.
      finish(async () => (await import('./serve-command.ts')).serveCommand(options, version, io)),
    )
  program
    .command('mcp')
    .description('serve the tools for agents on standard input and output')
    .option('--allow-writes', 'offer tools that change something, too')
    .option(...folder)
    .action((options: McpCommandOptions) =>
      finish(async () => (await import('./mcp-command.ts')).mcpCommand(options, version, io)),
    )
  addStoreCommands(program, io, finish)
  return program
}

/** Whether a command line is for a command that needs no desk: the table of operations is then not loaded. */
function isLocal(program: Command, args: readonly string[]): boolean {
  const [noun, verb] = args
  if (noun === '--version' || noun === '-V') return true
  const found = program.commands.find((one) => one.name() === noun)
  return !!found && (found.commands.length === 0 || found.commands.some((one) => one.name() === verb))
}

/** Says what went wrong on standard error, in one line and what to do, and gives the exit code for it. */
function explainFailure(error: unknown, { stderr, errorTerminal }: Console): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof PolicyFault) {
    stderr.write(showDiagnostics(error.diagnostics, errorTerminal))
    stderr.write(`the policy cannot answer: ${countDiagnostics(error.diagnostics)}\n`)
    return 1
  }
  if (error instanceof Refusal) {
    const at = error.at ? `${error.at}: ` : ''
    stderr.write(
      `${errorTerminal.styled('red', 'refused')} ${harmless(at + error.message)}\n  ${harmless(error.help)}\n`,
    )
    return 2
  }
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error)
  stderr.write(`rightdesk failed, which is a fault of the program. Please report this:\n${harmless(told)}\n`)
  return 3
}
