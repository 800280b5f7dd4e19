/**
 * How often somebody may try to sign in. Each attempt is counted before it is looked at, by three measures: a person
 * from one address, who has to wait twice as long each time the tries are used up; an address, whomever it tries; and a
 * person, from wherever. Counts are this process's own and gone when it ends.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** `wait` is in seconds, 0 where the attempt may go on; `first` when the wait has just begun. */
export type Attempt = { readonly wait: number; readonly first: boolean }

export type Attempts = {
  readonly begin: (address: string, email: string) => Promise<Attempt>
  readonly succeeded: (address: string, email: string) => Promise<void>
  /** Counts what costs something though nobody claims to be anybody: starting at a provider, opening a link. */
  readonly visit: (address: string) => Promise<Attempt>
  /** Gives back the two visits that coming in takes: a whole office may share one address. */
  readonly cameIn: (address: string) => Promise<void>
}

const hour = 3_600
const triesMax = 5
const addressTries = { points: 40, duration: hour / 4 }
const personTries = { points: 60, duration: hour }
const visits = { points: 60, duration: hour / 4 }
/** Out to the provider and back, or a link opened and its form sent. */
const visitsToComeIn = 2
const waitFirst = 30
const waitMax = hour

export function countAttempts(): Attempts {
  const byPair = new RateLimiterMemory({ keyPrefix: 'pair', points: triesMax, duration: hour })
  const strikes = new RateLimiterMemory({
    keyPrefix: 'strikes',
    points: Number.MAX_SAFE_INTEGER,
    duration: 24 * hour,
  })
  const byAddress = new RateLimiterMemory({ keyPrefix: 'address', ...addressTries })
  const byPerson = new RateLimiterMemory({ keyPrefix: 'person', ...personTries })
  const byVisit = new RateLimiterMemory({ keyPrefix: 'visit', ...visits })
  return {
    begin: async (address, email) => {
      const pair = pairOf(address, email)
      const tried = await take(byPair, pair)
      if (tried.first) {
        const { consumedPoints } = await strikes.consume(pair)
        const wait = Math.min(waitMax, waitFirst * 2 ** (consumedPoints - 1))
        await byPair.block(pair, wait)
        return { wait, first: true }
      }
      if (tried.wait > 0) return tried
      const fromAddress = await take(byAddress, address)
      return fromAddress.wait > 0 ? fromAddress : take(byPerson, email)
    },
    succeeded: async (address, email) => {
      const pair = pairOf(address, email)
      await Promise.all([byPair.delete(pair), strikes.delete(pair)])
      await Promise.all([byAddress.reward(address), byPerson.reward(email)])
    },
    visit: (address) => take(byVisit, address),
    cameIn: async (address) => {
      await byVisit.reward(address, visitsToComeIn)
    },
  }
}

const pairOf = (address: string, email: string): string => `${address} ${email}`

async function take(limiter: RateLimiterMemory, key: string): Promise<Attempt> {
  try {
    await limiter.consume(key)
    return { wait: 0, first: false }
  } catch (spent) {
    if (!(spent instanceof RateLimiterRes)) throw spent
    const first = spent.consumedPoints === limiter.points + 1
    return { wait: Math.max(1, Math.ceil(spent.msBeforeNext / 1_000)), first }
  }
}
