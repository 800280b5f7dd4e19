/** A request that cannot be served as it was put. It names the offending place and says what to do; see docs/errors.md. */

/** Every code has an entry in docs/errors.md; a test holds the two together. */
export const refusalCodes = [
  'not_found',
  'forbidden',
  'conflict',
  'invalid',
  'limit_exceeded',
  'precondition_failed',
  'unavailable',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** Thrown by the functions that take an ask; adapters turn it into their own kind of error. */
export class Refusal extends Error {
  readonly code: RefusalCode
  /** What to do next. */
  readonly help: string
  /** Where in the request, such as `facts.plan`. */
  readonly at: string

  constructor(code: RefusalCode, at: string, message: string, help: string) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.at = at
    this.help = help
  }
}
