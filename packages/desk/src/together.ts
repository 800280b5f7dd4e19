/**
 * Work that gathers while work is being done. Who asks for some when nothing runs is served at once; who asks meanwhile
 * waits, and all who wait are served together next. Nobody waits for company: a group is as large as the load makes it.
 */
import { setImmediate as othersFirst } from 'node:timers/promises'

/** Does some work for several at once: one outcome for each item, in their order; where it rejects, so does each. */
type GroupWork<Place extends object, Item, Result> = (
  place: Place,
  items: readonly Item[],
) => Promise<readonly PromiseSettledResult<Result>[]>

type Waiting<Item, Result> = {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Makes the entrance to such work. At each place, a store say, it runs once at a time and for at most `most` items; it
 * begins after each of them has come.
 */
export function together<Place extends object, Item, Result>(
  most: number,
  work: GroupWork<Place, Item, Result>,
): (place: Place, item: Item) => Promise<Result> {
  const places = new WeakMap<Place, Waiting<Item, Result>[]>()
  const serveAll = async (place: Place, waiting: Waiting<Item, Result>[]): Promise<void> => {
    while (waiting.length > 0) {
      // Whoever is on the way already, and needs no more than this process to get here, comes along.
      await othersFirst()
      await serve(place, waiting.splice(0, most), work)
    }
    places.delete(place)
  }
  return (place, item) => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const waiting = places.get(place) ?? []
    waiting.push({ item, resolve, reject })
    if (!places.has(place)) {
      places.set(place, waiting)
      void serveAll(place, waiting)
    }
    return promise
  }
}

async function serve<Place extends object, Item, Result>(
  place: Place,
  group: readonly Waiting<Item, Result>[],
  work: GroupWork<Place, Item, Result>,
): Promise<void> {
  try {
    const outcomes = await work(
      place,
      group.map(({ item }) => item),
    )
    for (const [at, { resolve, reject }] of group.entries()) {
      const outcome = outcomes[at]!
      if (outcome.status === 'fulfilled') resolve(outcome.value)
      else reject(outcome.reason)
    }
  } catch (error) {
    for (const { reject } of group) reject(error)
  }
}

/** The outcome of work that was done. */
export const done = <Result>(value: Result): PromiseSettledResult<Result> => ({ status: 'fulfilled', value })
