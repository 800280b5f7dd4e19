/** What operations need of the process: the store, the clock, new ids, the policy, and where secrets are kept. */
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'
import { type Answering, idMaker, type Services, type Store, storeKindOf, vaultWith } from '@rightdesk/desk'
import { Refusal } from '@rightdesk/engine'

/** The real clock and real randomness around a store and a policy; `secret` locks the vault. */
export function servicesOn(store: Store, answering: Answering, secret: string): Services {
  return {
    origin: 'real',
    store,
    answering,
    now: () => new Date().toISOString(),
    newId: idMaker(Date.now, randomBytes),
    newSecret: (bytes) => randomBytes(bytes).toString('base64url'),
    vault: vaultWith(secret),
  }
}

const secretLengthMin = 32
const generate = 'Make one with `openssl rand -base64 32` and give every process the same.'

/**
 * The secret of this installation: as configured, or else the key file beside the embedded store, which the first
 * start makes. Throws `precondition_failed` where neither can be had.
 */
export function secretFor(address: string, configured: string | undefined): string {
  if (configured !== undefined) {
    if (configured.length >= secretLengthMin) return configured
    throw new Refusal(
      'precondition_failed',
      'RIGHTDESK_SECRET',
      `the secret is shorter than ${secretLengthMin} characters`,
      generate,
    )
  }
  if (storeKindOf(address) === 'postgres') {
    throw new Refusal(
      'precondition_failed',
      'RIGHTDESK_SECRET',
      'a desk on PostgreSQL needs a secret of its own',
      generate,
    )
  }
  return address === ':memory:' ? randomBytes(32).toString('base64url') : fromKeyFile(`${address}.key`)
}

function fromKeyFile(path: string): string {
  const secret = keptOrMade(path)
  if (secret.length >= secretLengthMin) return secret
  throw new Refusal(
    'precondition_failed',
    'RIGHTDESK_SECRET',
    `the key file \`${path}\` holds no whole key`,
    'Put the key back that it held, or remove the file: a start then makes a new one.',
  )
}

/** Several processes may start at once: the first to link its key there has made the one that all read. */
function keptOrMade(path: string): string {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    if (!existsSync(path)) {
      const fresh = `${path}.${process.pid}.part`
      writeFileSync(fresh, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
      try {
        linkSync(fresh, path)
      } catch (error) {
        if (!existsSync(path)) throw error
      } finally {
        rmSync(fresh)
      }
    }
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw new Refusal(
      'unavailable',
      'store',
      `the key beside the store cannot be kept: ${(error as Error).message}`,
      `See that \`${dirname(path)}\` can be written, or name another folder in RIGHTDESK_DATA.`,
    )
  }
}
