/**
 * How much one caller may ask for. Who is signed in is counted by who they are, everybody else by address; what brings
 * new cases is counted by both, and tighter. One address that knocks without a key keeps nobody out who has one: many
 * may share it. The counts are this process's own: several servers allow several times as much.
 */
import type { Actor } from '@rightdesk/desk'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import { ProblemError } from './problems.ts'

type Rate = { readonly requests: number; readonly seconds: number }

export type HttpLimits = {
  /** The largest body, in bytes. */
  readonly bodyBytesMax: number
  /** Requests of one actor. */
  readonly actor: Rate
  /** Requests from one address by nobody in particular. */
  readonly anonymous: Rate
  /** New cases by one actor, and from one address. */
  readonly intake: Rate
  /** How many proxies of ours stand in front and add to `X-Forwarded-For`. */
  readonly proxies: number
}

export const httpLimitsDefault: HttpLimits = {
  bodyBytesMax: 1_000_000,
  actor: { requests: 1_200, seconds: 60 },
  anonymous: { requests: 60, seconds: 60 },
  intake: { requests: 600, seconds: 60 },
  proxies: 0,
}

/** The operations that bring new cases. */
const intake: ReadonlySet<string> = new Set(['cases.open'])

export type RateLimits = ReturnType<typeof rateLimits>

export function rateLimits({ actor, anonymous, intake: opening }: HttpLimits) {
  const byActor = limiter('actor', actor)
  const byAddress = limiter('anonymous', anonymous)
  const byIntake = limiter('intake', opening)
  return {
    countAnonymous: (address: string) => count(byAddress, address, 'anonymous', anonymous),
    countActor: ({ id }: Actor) => count(byActor, id, 'actor', actor),
    countIntake: async (operation: string, { id }: Actor, address: string): Promise<void> => {
      if (!intake.has(operation)) return
      await count(byIntake, `actor ${id}`, 'intake', opening)
      await count(byIntake, `address ${address}`, 'intake', opening)
    },
  }
}

const limiter = (keyPrefix: string, { requests, seconds }: Rate): RateLimiterMemory =>
  new RateLimiterMemory({ keyPrefix, points: requests, duration: seconds })

/** Counts one request and gives the headers that tell of it. */
async function count(
  limiter: RateLimiterMemory,
  key: string,
  name: string,
  rate: Rate,
): Promise<Record<string, string>> {
  try {
    return rateHeaders(await limiter.consume(key), name, rate)
  } catch (spent) {
    if (spent instanceof Error) throw spent
    throw tooMany(spent as RateLimiterRes, name, rate)
  }
}

function tooMany(spent: RateLimiterRes, name: string, rate: Rate): ProblemError {
  const seconds = secondsOf(spent)
  const message = `more than ${rate.requests} requests in ${rate.seconds} seconds`
  return new ProblemError('limit_exceeded', '', message, {
    status: 429,
    help: `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}; the headers \`RateLimit\` and \`Retry-After\` say so too.`,
    headers: { ...rateHeaders(spent, name, rate), 'Retry-After': String(seconds) },
  })
}

const secondsOf = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1_000))

const rateHeaders = (spent: RateLimiterRes, name: string, rate: Rate): Record<string, string> => ({
  RateLimit: `"${name}";r=${Math.max(0, spent.remainingPoints)};t=${secondsOf(spent)}`,
  'RateLimit-Policy': `"${name}";q=${rate.requests};w=${rate.seconds}`,
})

/** The address a request came from: the socket's, or what the outermost of our own proxies saw. IPv6 by its /64. */
export function addressOf(headers: Headers, bindings: unknown, proxies: number): string {
  const seen = (headers.get('X-Forwarded-For') ?? '').split(',').map((one) => one.trim())
  const told = proxies > 0 ? seen.at(-proxies) : undefined
  const socket = (bindings as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming
  return network(withoutPort(told || socket?.socket?.remoteAddress || 'unknown'))
}

/** Some proxies add the port, which is another with every connection. */
const withoutPort = (told: string): string =>
  /^\[([^\]]*)\](?::\d+)?$/.exec(told)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(told)?.[1] ?? told

function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return mapped
  if (!address.includes(':')) return address.slice(0, 64)
  const [head = '', tail = ''] = address.split('::')
  const before = head.split(':').filter((group) => group !== '')
  const after = tail.split(':').filter((group) => group !== '')
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  const groups = [...before, ...(address.includes('::') ? zeros : []), ...after]
  return groups.slice(0, 4).join(':')
}
