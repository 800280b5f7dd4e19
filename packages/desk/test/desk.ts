/** A desk for tests: the default policy, a store of its own, a clock that stands until it is moved. */
import { randomBytes } from 'node:crypto'
import {
  answerer,
  type Correction,
  comparePolicies,
  compileToData,
  learnCorrections,
  linkPolicy,
  loadPolicy,
  parsePolicy,
  type Reader,
  type ReaderSource,
  readerSourceOf,
  studyPolicy,
  trainReader,
} from '@rightdesk/engine'
import { readPolicyFolder } from '../../app/src/policy-folder.ts'
import {
  type Actor,
  type Answering,
  type InputOf,
  idMaker,
  type OperationName,
  type OutputOf,
  openStore,
  operationsByName,
  perform,
  type Role,
  type Services,
  type Store,
  vaultWith,
} from '../src/index.ts'

const folder = new URL('../../../policy', import.meta.url).pathname
const source = readPolicyFolder(folder)
const { policy: linked } = linkPolicy(parsePolicy(source).policy!, { now: '2026-03-02T09:00:00.000Z' })
const policy = loadPolicy(compileToData(linked!))
const trained = new Map<string, Reader>()

/** Trained when the first text comes, once for all tests of a file. */
function readerFor(from: ReaderSource): Reader {
  const key = JSON.stringify(from)
  const reader = trained.get(key) ?? trainReader(from)
  trained.set(key, reader)
  return reader
}

/** Answers by the default policy. */
export function defaultAnswering(): Answering {
  let reader: Reader | undefined
  const untaught = (): Reader => readerFor(readerSourceOf(linked!.parsed))
  const current = (): Reader => {
    reader ??= untaught()
    return reader
  }
  const answer = answerer(policy, current)
  return {
    policy,
    linked: linked!,
    source,
    answer: async (input) => answer(input),
    learn: (corrections: readonly Correction[]) => {
      reader = learnCorrections(untaught(), corrections)
    },
    reader: current,
    study: async (version, now) => studyPolicy(version, now, readerFor),
    compare: async (versions) => comparePolicies({ ...versions, readerFor, goOn: () => true }),
  }
}

export type TestDesk = {
  readonly services: Services
  readonly store: Store
  /** Moves the clock to a time, or by milliseconds. */
  readonly setTime: (to: string | number) => void
  /** Performs an operation as an actor, by default an admin. */
  readonly do: <Name extends OperationName>(
    name: Name,
    input: InputOf<Name>,
    as?: { actor?: Actor; idempotencyKey?: string },
  ) => Promise<OutputOf<Name>>
  readonly close: () => Promise<void>
}

/** A person who holds one role, for a team or for all. */
export const actorWith = (
  role: Role,
  team: string | null = null,
  id = `${role}-${team ?? 'all'}`,
): Actor => ({
  kind: 'person',
  id,
  name: id,
  grants: [{ role, team }],
})

export const admin = actorWith('admin', null, 'ada')

/** Opens a desk on a store address; each test takes its own. */
export async function openDesk(address = ':memory:', answering = defaultAnswering()): Promise<TestDesk> {
  // A Monday morning in every time zone that tests use.
  let ms = Date.parse('2026-03-02T09:00:00.000Z')
  const store = await openStore(address)
  const services: Services = {
    store,
    answering,
    origin: 'real',
    now: () => new Date(ms).toISOString(),
    newId: idMaker(() => ms, randomBytes),
    newSecret: (bytes) => randomBytes(bytes).toString('base64url'),
    vault: vaultWith('a secret for tests'),
  }
  return {
    services,
    store,
    setTime: (to) => {
      ms = typeof to === 'number' ? ms + to : Date.parse(to)
    },
    do: (name, input, { actor = admin, idempotencyKey } = {}) =>
      perform(services, operationsByName[name] as never, input, {
        actor,
        surface: 'http',
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      }) as never,
    close: () => store.close(),
  }
}
