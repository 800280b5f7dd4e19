/**
 * What goes wrong, as RFC 9457 problems: one exhaustive map from code to status, and a page for each code. A bug shows
 * nothing but the id of the request, by which the log tells the rest.
 */
import { Refusal, type RefusalCode } from '@rightdesk/engine'

/** What only HTTP can refuse. */
type HttpCode = 'signed_out' | 'method_not_allowed' | 'unsupported_media_type' | 'internal'
export type ProblemCode = RefusalCode | HttpCode

type Entry = {
  readonly status: number
  readonly title: string
  /** What it means and what to do, as docs/errors.md has it; a test holds the two together. */
  readonly means: string
  readonly help: string
}

export const problems: Readonly<Record<ProblemCode, Entry>> = {
  invalid: {
    status: 400,
    title: 'Something in the request is not as expected',
    means: 'A field is not what it should be; it is named.',
    help: 'Send it as the help says.',
  },
  signed_out: {
    status: 401,
    title: 'Nobody is signed in',
    means: 'The request carries neither a valid key nor a session.',
    help: 'Send `Authorization: Bearer` with a key that holds, or sign in.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    means: 'The caller may not do this.',
    help: 'Ask somebody with the role that is named.',
  },
  not_found: {
    status: 404,
    title: 'Not there',
    means: 'What is named does not exist.',
    help: 'Use the suggested name.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The method does not fit the address',
    means: 'There is such an address, but not with this method.',
    help: 'Use one of the methods in the `Allow` header.',
  },
  conflict: {
    status: 409,
    title: 'It is there already, or has changed',
    means: 'It is there already, or was changed by somebody else meanwhile.',
    help: 'Look at the present state, then decide again.',
  },
  precondition_failed: {
    status: 412,
    title: 'Something has to be there first',
    means: 'Something has to be there first; it is listed.',
    help: 'Provide it, then try again.',
  },
  limit_exceeded: {
    status: 413,
    title: 'More than allowed',
    means: 'Something is larger than allowed.',
    help: 'Send less; the limit is named.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is of another kind',
    means: 'The body is not `application/json`, or is compressed.',
    help: 'Send plain JSON, with `Content-Type: application/json`.',
  },
  internal: {
    status: 500,
    title: 'A fault of the program',
    means: 'The server failed at this request, through no fault of yours.',
    help: 'Try again; if it stays, report the id of the request.',
  },
  unavailable: {
    status: 503,
    title: 'Not available just now',
    means: 'A service that is needed does not answer.',
    help: 'Try again later.',
  },
}

/** Seconds after which what is unavailable is worth another try. */
const retryAfterS = 2

export type Problem = {
  readonly status: number
  readonly code: ProblemCode
  readonly at: string
  readonly message: string
  readonly help: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Thrown where HTTP refuses by itself. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(
    code: ProblemCode,
    at: string,
    message: string,
    more: {
      readonly help?: string
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
    } = {},
  ) {
    super(message)
    const { status, help } = problems[code]
    this.name = 'ProblemError'
    this.problem = { code, at, message, status, help, ...more }
  }
}

/** The problem that an error is; a bug is told from the rest by its code `internal`. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof Refusal) {
    const { code, at, message, help } = error
    const headers = code === 'unavailable' ? { 'Retry-After': String(retryAfterS) } : undefined
    return { code, at, message, help, status: problems[code].status, ...(headers && { headers }) }
  }
  const { status, title, help } = problems.internal
  return { code: 'internal', at: '', message: title.toLowerCase(), help, status }
}

/** A problem as the response that carries it; `instance` is the id of the request. */
export function problemResponse(problem: Problem, requestId: string): Response {
  const { status, code, at, message, help, headers } = problem
  const body = {
    type: `/problems/${code}`,
    title: problems[code].title,
    status,
    detail: message,
    instance: requestId,
    code,
    at,
    help,
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  })
}
