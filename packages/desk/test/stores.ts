/** Runs a suite of tests on both stores, each desk on a database of its own. */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, describe, inject } from 'vitest'
import { openStore, type StoreKind } from '../src/index.ts'
import { defaultAnswering, openDesk, type TestDesk } from './desk.ts'
import { type PostgresServer, postgresMissing, startPostgres } from './postgres-server.ts'

const template = 'rightdesk_template'
const startTimeoutMs = 60_000

/** Opens a desk on a new database; whatever is still open at the end of the suite is closed. */
export type OpenDesk = (answering?: Parameters<typeof openDesk>[1]) => Promise<TestDesk>

/** For suites that open stores themselves, several on one database perhaps. */
export type Place = {
  readonly kind: StoreKind
  /** The address of a new database: with today's schema, or with nothing in it. */
  readonly newAddress: (as?: 'migrated' | 'empty') => Promise<string>
}

/** The suite once on SQLite and once on PostgreSQL; without PostgreSQL that half is skipped and says why. */
export function describeOnStores(title: string, suite: (open: OpenDesk, place: Place) => void): void {
  describe(`${title} (on SQLite)`, () => {
    suite(...placed('sqlite', async () => newFile()))
  })
  const missing = postgresMissing()
  describe.skipIf(missing)(`${title} (on PostgreSQL${missing ? `: ${missing}` : ''})`, () => {
    const made: string[] = []
    const newDatabase: Place['newAddress'] = async (as) => {
      const address = await newPostgresDatabase(as === 'empty')
      made.push(address)
      return address
    }
    // Hooks run last first: the desks are closed by then.
    afterAll(async () => {
      for (const address of made) await dropPostgresDatabase(address)
    })
    suite(...placed('postgres', newDatabase))
  })
}

/** The path of a file that is not there yet and goes with the run. */
export const newFile = (): string => join(inject('runFolder'), `${randomUUID()}.db`)

function placed(kind: StoreKind, newAddress: Place['newAddress']): [OpenDesk, Place] {
  const desks: TestDesk[] = []
  afterAll(async () => {
    for (const desk of desks) await desk.close()
  })
  const open: OpenDesk = async (answering = defaultAnswering()) => {
    const desk = await openDesk(await newAddress(), answering)
    desks.push(desk)
    return desk
  }
  return [open, { kind, newAddress }]
}

/** A new database on the server that all suites share, with today's schema unless it is to be empty. */
async function newPostgresDatabase(empty = false): Promise<string> {
  const address = await sharedServer()
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onServer(address('postgres'), `create database ${name} template ${empty ? 'template0' : template}`)
  return address(name)
}

/** Removes a database, whoever is still connected to it. */
async function dropPostgresDatabase(address: string): Promise<void> {
  const url = new URL(address)
  const name = url.pathname.slice(1)
  url.pathname = '/postgres'
  await onServer(url.href, `drop database if exists ${name} with (force)`)
}

async function onServer(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Suites run in several threads; who makes the folder starts the server, the others wait for its address. */
async function sharedServer(): Promise<PostgresServer['address']> {
  const note = join(inject('runFolder'), 'postgres-address')
  if (!existsSync(note) && mine(`${note}-wanted`)) {
    await startShared().then(
      (address) => noteDown(note, address),
      (error: Error) => noteDown(note, `failed: ${error.message}`),
    )
  }
  for (const until = Date.now() + startTimeoutMs; !existsSync(note); await sleep(50)) {
    if (Date.now() > until) throw new Error('PostgreSQL did not start in time')
  }
  const address = await readFile(note, 'utf8')
  if (address.startsWith('failed:')) throw new Error(`PostgreSQL did not start: ${address}`)
  return (database) => address.replace(template, database)
}

function mine(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch {
    return false
  }
}

async function startShared(): Promise<string> {
  const server = await startPostgres('postgres', false)
  await onServer(server.address('postgres'), `create database ${template} template template0`)
  const store = await openStore(server.address(template))
  await store.close()
  return server.address(template)
}

async function noteDown(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text)
  await rename(`${file}.new`, file)
}
