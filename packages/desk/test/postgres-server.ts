/**
 * PostgreSQL for tests. A test run has a folder of its own; servers are started in it when a suite asks, and listen on
 * a socket in that folder alone, never on the network. A guard outside the run stops every server and removes the
 * folder when the run ends, however it ends. Which databases are on a server is up to stores.ts.
 */
import { execFile, spawn } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where this run keeps its databases; gone when it ends. */
    runFolder: string
  }
}

const run = promisify(execFile)
const startTimeoutMs = 60_000

// Waits for the run to end, which closes its standard input; ends the servers; removes what is left.
const guard = `trap '' INT TERM HUP
cat > /dev/null
for file in "$0"/*/data/postmaster.pid; do
  [ -f "$file" ] || continue
  read -r pid < "$file"
  kill -QUIT "$pid" 2> /dev/null
  while kill -0 "$pid" 2> /dev/null; do sleep 0.05; done
done
umount -l "$0"/*.mounted 2> /dev/null
rm -rf "$0"`

/** Vitest calls it once, before all tests; what it returns, once after them. */
export function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rightdesk-tests-'))
  chmodSync(folder, 0o755)
  project.provide('runFolder', folder)
  if (process.platform === 'win32') return () => rm(folder, { recursive: true, force: true })
  const guarding = spawn('/bin/sh', ['-c', guard, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  return () =>
    new Promise((done) => {
      guarding.on('exit', () => done())
      guarding.stdin.end()
    })
}

/** The folder with PostgreSQL's programs, 15 or newer; undefined where it is not installed. */
export function findPostgres(): string | undefined {
  const packaged = '/usr/lib/postgresql'
  const versions = existsSync(packaged) ? readdirSync(packaged).map(Number) : []
  const newest = versions.filter((version) => version >= 15).sort((a, b) => b - a)
  return [
    ...newest.map((version) => join(packaged, String(version), 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ].find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')))
}

/** Why suites leave PostgreSQL out; undefined when they do not. On CI they must not. */
export function postgresMissing(): string | undefined {
  if (findPostgres()) return undefined
  const reason = 'PostgreSQL 15 or newer is not installed; `apt-get install postgresql` brings it'
  if (process.env['CI']) throw new Error(`${reason}. On CI these tests have to run.`)
  return reason
}

export type PostgresServer = {
  /** The address of a database on it. */
  readonly address: (database: string) => string
  readonly start: () => Promise<void>
  /** `immediate` is what a crash leaves behind. */
  readonly stop: (mode?: 'fast' | 'immediate') => Promise<void>
}

/** What a server may spare whose databases go with the run and that nobody crashes. */
const forgetful = 'fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n'

/** Makes and starts a server of one's own, by a name that is not taken in this run. */
export async function startPostgres(name: string, durable = true): Promise<PostgresServer> {
  const folder = join(inject('runFolder'), name)
  const data = join(folder, 'data')
  const user = await unprivileged()
  mkdirSync(folder, { mode: 0o700 })
  if (user) chownSync(folder, user.uid, user.gid)
  await asUser(user, 'initdb', [
    ...['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'],
    // Sorts text by language, as many installations do, so that whatever relies on that shows.
    ...['--locale-provider=icu', '--icu-locale=en-US', '--no-instructions'],
  ])
  appendFileSync(
    join(data, 'postgresql.conf'),
    `listen_addresses = ''\nunix_socket_directories = '${folder}'\nmax_connections = 300\n${durable ? '' : forgetful}`,
  )
  const server: PostgresServer = {
    address: (database) => `postgres://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`,
    start: () => asUser(user, 'pg_ctl', ['-D', data, '-l', join(folder, 'log'), '-s', '-w', 'start']),
    stop: (mode = 'fast') => asUser(user, 'pg_ctl', ['-D', data, '-s', '-m', mode, '-w', 'stop']),
  }
  await server.start()
  return server
}

type User = { readonly uid: number; readonly gid: number }

/** PostgreSQL does not run as root: then another user is needed. */
async function unprivileged(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const { stdout } = await run('id', ['-u', name])
      const group = await run('id', ['-g', name])
      return { uid: Number(stdout), gid: Number(group.stdout) }
    } catch {
      // The next one may be there.
    }
  }
  throw new Error('no unprivileged user to run PostgreSQL as: neither `postgres` nor `nobody` is there')
}

async function asUser(user: User | undefined, program: string, args: readonly string[]): Promise<void> {
  const path = join(findPostgres()!, program)
  await run(path, [...args], { cwd: '/', timeout: startTimeoutMs, ...user })
}
