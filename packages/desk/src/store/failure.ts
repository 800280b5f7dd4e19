/**
 * What a driver's errors mean to who asked: a store that is away, full or overloaded is a refusal that says what to do,
 * at whatever statement it shows. The rest stays as the driver gave it: a bug, or something the code around it expects.
 */
import { Refusal } from '@rightdesk/engine'

type DriverError = { readonly code?: string; readonly errcode?: number; readonly message?: string }

/** SQLite's result codes; the lower byte of what it gives. */
const sqlite = {
  busy: 5,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
}

const primary = ({ errcode }: DriverError): number => (errcode ?? 0) & 0xff

/** A deadlock, a serialisation failure, a busy file: the same work may well succeed when tried again. */
export const isPassing = (error: unknown): boolean => {
  const cause = (error instanceof Refusal ? error.cause : error) as DriverError | undefined
  return cause?.code === '40001' || cause?.code === '40P01' || isBusy(cause ?? {})
}

const isBusy = (error: DriverError): boolean => primary(error) === sqlite.busy

/** PostgreSQL takes no writes here: this may be the copy that was the original until a moment ago. */
export const isReadOnly = (error: unknown): boolean => (error as DriverError).code === '25006'

/** The driver gave up waiting for any word of PostgreSQL. */
export const isSilence = (error: unknown): boolean => (error as DriverError).message === 'Query read timeout'

const full =
  'Free some space on its disk. Nothing that was acknowledged is lost, and a desk that runs goes on by itself.'
const away =
  'Check its address and whether it runs. A desk that runs goes on by itself when the store is back.'
const moment = 'Try again in a moment.'

/** The refusal that an error of a driver amounts to, with the error as its cause; other errors as they are. */
export function asRefusal(error: unknown): unknown {
  const told = describe(error as DriverError)
  if (!told) return error
  const refusal = new Refusal('unavailable', '', told.message, told.help)
  refusal.cause = error
  return refusal
}

function describe(error: DriverError): { message: string; help: string } | undefined {
  const { code = '' } = error
  if (primary(error) === sqlite.full || code === '53100' || code === 'ENOSPC')
    return { message: 'the store is full', help: full }
  if (primary(error) === sqlite.inputOutput)
    return { message: 'the disk of the store fails or is full', help: full }
  if (
    primary(error) === sqlite.cannotOpen ||
    primary(error) === sqlite.readOnly ||
    /^(EACCES|EROFS|EPERM|ENOTDIR|EISDIR|EEXIST)$/.test(code)
  )
    return { message: 'the file of the store cannot be opened for writing', help: 'Check path and rights.' }
  if (primary(error) === sqlite.corrupt || primary(error) === sqlite.notADatabase)
    return {
      message: 'the file of the store is damaged or is no store',
      help: 'Restore a backup into a new file: `rightdesk restore`.',
    }
  if (isBusy(error)) return { message: 'the store is busy', help: moment }
  if (code === '57014' || code === '53300' || code === '53200')
    return { message: 'the store has too much to do', help: moment }
  if (code.startsWith('28') || code === '3D000')
    return {
      message: 'PostgreSQL refuses the sign-in, or has no such database',
      help: 'Check name, password and database in `DATABASE_URL`.',
    }
  if (code === '42501')
    return {
      message: 'PostgreSQL does not let this user do what the desk needs',
      help: 'Make it the owner of the database, as in `alter database desk owner to desk`.',
    }
  // Its own connections are all at work; one that cannot be made says so otherwise.
  if (isPoolSpent(error)) return { message: 'the store has too much to do', help: moment }
  if (isReadOnly(error)) return { message: 'the store takes no writes at present', help: away }
  if (isAway(error)) return { message: 'the store cannot be reached', help: away }
  return undefined
}

const network = /^(ECONN|ENOTFOUND|ENOENT|EAI_|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH)/
// The driver has no codes for what it notices itself.
const noticed = /connection (terminated|error|timeout)|not queryable|query read timeout/i

const isAway = ({ code = '', message = '' }: DriverError): boolean =>
  /^(08|57P0|25P03)/.test(code) || network.test(code) || (code === '' && noticed.test(message))

const isPoolSpent = ({ message }: DriverError): boolean =>
  message === 'timeout exceeded when trying to connect'
