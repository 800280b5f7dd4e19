/** The process: hands the real streams, clock and environment to the command line. */
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { run } from './cli/program.ts'
import { terminalFor } from './cli/terminal.ts'
import { deskSettings, modelSettings } from './config.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}

// A reader that stops early (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3))

process.exitCode = await run(process.argv.slice(2), version, {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  terminal: terminalFor(process.stdout, process.env),
  errorTerminal: terminalFor(process.stderr, process.env),
  // Read where a command needs them: what is wrong with them is said by that command, and stops no other.
  get model() {
    return modelSettings(process.env)
  },
  get desk() {
    return deskSettings(process.env)
  },
  now: () => new Date().toISOString(),
})
