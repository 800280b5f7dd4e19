/** `rightdesk backup`, `restore` and `move`: the whole store at once. Rows are counted on standard error. */
import type { move, StoreProgress } from '@rightdesk/desk'
import type { Command } from 'commander'
import { embeddedStore, storeAddress } from '../config.ts'
import type { Console } from './console.ts'
import { harmless } from './terminal.ts'

/** Loaded where it is needed: asking should not wait for it. */
const desk = () => import('@rightdesk/desk')

type Finish = (command: () => number | Promise<number>) => Promise<void>

/** Adds the commands; each works on the store of `DATABASE_URL` or `RIGHTDESK_DATA`. */
export function addStoreCommands(program: Command, io: Console, finish: Finish): void {
  program
    .command('backup')
    .argument('<file>', 'a new file, such as desk-monday.rightdesk')
    .description('write everything the store holds into one file, while the desk runs')
    .action((file: string) => finish(() => backupCommand(file, io)))
  program
    .command('restore')
    .argument('<file>', 'a file written by backup')
    .option('--to <address>', 'an empty store, a file or postgres://…; else the one of DATABASE_URL')
    .description('fill an empty store from a backup, and prove that it is whole')
    .action((file: string, { to }: { to?: string }) => finish(() => restoreCommand(file, to, io)))
  program
    .command('move')
    .requiredOption('--to <address>', 'an empty PostgreSQL database, postgres://…')
    .description('carry everything from the embedded store to PostgreSQL, and prove it')
    .action(({ to }: { to: string }) => finish(() => moveCommand(to, io)))
}

async function backupCommand(file: string, io: Console): Promise<number> {
  const { backUp } = await desk()
  const { tables, rows } = await backUp(storeAddress(), file, io.now(), showing(io))
  io.stdout.write(`Wrote ${count(rows)} rows of ${tables} tables to ${harmless(file)}, and read them back.\n`)
  return 0
}

async function restoreCommand(file: string, to: string | undefined, io: Console): Promise<number> {
  const { restore } = await desk()
  const { rows, tables, at, audit } = await restore(file, to ?? storeAddress(), showing(io))
  io.stdout.write(`Restored ${count(rows)} rows of ${tables} tables, as they were at ${at}.\n`)
  return showAudit(audit, io)
}

async function moveCommand(to: string, io: Console): Promise<number> {
  const { move } = await desk()
  const { rows, tables, audit } = await move(embeddedStore(), to, io.now(), showing(io))
  io.stdout.write(
    `Moved ${count(rows)} rows of ${tables} tables; each table there is the same as here.\n` +
      'Set DATABASE_URL to that address for every desk from now on. The file stays as it was, and unused.\n',
  )
  return showAudit(audit, io)
}

function showAudit(
  { fault, entries }: Awaited<ReturnType<typeof move>>['audit'],
  { stdout, stderr }: Console,
): number {
  if (!fault) {
    stdout.write(`The audit chain is intact: ${count(entries)} entries.\n`)
    return 0
  }
  stderr.write(`The audit chain is broken, and was before: ${harmless(fault.message)}.\n`)
  return 1
}

/** One line for each table; on a terminal it counts. */
function showing({ stderr }: Console): StoreProgress {
  const counts = 'isTTY' in stderr && stderr.isTTY === true
  return (table, rows, isThrough) => {
    if (isThrough) stderr.write(`${counts ? '\r' : ''}${table.padEnd(24)}${count(rows).padStart(12)}\n`)
    else if (counts) stderr.write(`\r${table.padEnd(24)}${count(rows).padStart(12)}`)
  }
}

const count = (value: number): string => value.toLocaleString('en')
