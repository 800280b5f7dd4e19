/**
 * The tail of the audit log: every write leaves an entry there in its own transaction, whichever process makes it, so
 * whoever reads its end hears of every change. It polls, as the worker does, and only while somebody listens. What of
 * an entry is told, and to whom, is decided in changes.ts.
 */
import type { Actor } from '../access.ts'
import type { Services } from '../context.ts'
import { firstIdAt } from '../ids.ts'
import type { Time } from '../store/tables.ts'
import { type Change, changesOf, type Entry, type ToldChange, toldTo } from './changes.ts'

/** What a listener is told. After `reset`, anything may have changed. */
export type FeedMessage =
  | { readonly event: 'change'; readonly id: string; readonly data: ToldChange }
  | { readonly event: 'ready' | 'reset'; readonly id: string | undefined; readonly data: object }

export type FeedListener = {
  /** Who listens, as they are now. */
  readonly actor: () => Actor
  readonly tell: (message: FeedMessage) => void
}

/**
 * Entries get their id before they are seen: a commit takes its time, and the clocks of several machines differ. So
 * this much of what was read is read again, in milliseconds.
 */
const overlapMs = 15_000
/** Entries read at one time, those of the overlap included; beyond it is no following. */
const entriesMax = 5_000
/** More changes at one time than this are told as `reset`: whoever listens would ask for everything anyway. */
const toldMax = 500
/** How long after it was cut off a listener is told what it missed, in milliseconds. */
const missedMs = 3_600_000

type Tail = { readonly readUntil: Time; readonly seen: ReadonlySet<string> }

export type Feed = {
  /**
   * From when it resolves, tells of every change that commits; first of those since the entry `lastId`, if it is
   * given and that is possible, else `reset`. Gives what ends it.
   */
  readonly listen: (listener: FeedListener, lastId: string | undefined) => Promise<() => void>
  /** Reads what is new and tells it; does nothing while nobody listens. */
  readonly poll: () => Promise<void>
}

export function openFeed({ store: { db }, now }: Pick<Services, 'store' | 'now'>): Feed {
  const listeners = new Set<FeedListener>()
  let tail: Tail | undefined
  let reading = Promise.resolve()

  /** Undefined is more than can be told. */
  const tellAll = (changes: readonly Change[] | undefined): void => {
    for (const listener of listeners) {
      if (!changes) listener.tell({ event: 'reset', id: undefined, data: {} })
      else tellThese(listener, changes)
    }
  }

  /** Where the log ends now: what is there already is told to nobody. */
  const begin = async (): Promise<Tail> => {
    const readUntil = now()
    const rows = await db
      .selectFrom('audit')
      .select('id')
      .where('id', '>=', firstIdAt('audit', before(readUntil, overlapMs)))
      .execute()
    return { readUntil, seen: new Set(rows.map(({ id }) => id)) }
  }

  const entriesFrom = (since: Time, limit: number): Promise<Entry[]> =>
    db
      .selectFrom('audit')
      .leftJoin('people', 'people.id', 'audit.actor')
      .select(['audit.id', 'at', 'actor', 'operation', 'outcome', 'target', 'people.name'])
      .where('audit.id', '>=', firstIdAt('audit', before(since, overlapMs)))
      .orderBy('audit.id')
      .limit(limit)
      .execute()

  const readOn = async (): Promise<void> => {
    const read = tail === undefined ? await begin() : await follow(tail)
    // What comes while nobody listens is not read up later.
    tail = listeners.size === 0 ? undefined : read
  }

  const follow = async ({ readUntil, seen }: Tail): Promise<Tail> => {
    const next = now()
    const entries = await entriesFrom(readUntil, entriesMax + 1)
    if (entries.length > entriesMax) {
      const anew = await begin()
      tellAll(undefined)
      return anew
    }
    const changes = await changesOf(
      db,
      entries.filter(({ id }) => !seen.has(id)),
    )
    tellAll(changes.length > toldMax ? undefined : changes)
    return { readUntil: next, seen: new Set(entries.map(({ id }) => id)) }
  }

  /** One at a time: two that read the same end would tell it twice. */
  const poll = (): Promise<void> => {
    const next = reading.then(readOn)
    reading = next.catch(() => {})
    return next
  }

  /** What came after an entry; undefined where it is not there, or too much came since. */
  const missedSince = async (lastId: string): Promise<Change[] | undefined> => {
    const last = await db.selectFrom('audit').select('at').where('id', '=', lastId).executeTakeFirst()
    if (!last || last.at < before(now(), missedMs)) return undefined
    const entries = await entriesFrom(last.at, toldMax + 1)
    if (entries.length > toldMax) return undefined
    const changes = await changesOf(
      db,
      entries.filter(({ id }) => id !== lastId),
    )
    return changes.length > toldMax ? undefined : changes
  }

  const begun = async (listener: FeedListener, lastId: string | undefined): Promise<void> => {
    if (tail === undefined) await poll()
    const newest = await db.selectFrom('audit').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
    if (lastId === undefined) return listener.tell({ event: 'ready', id: newest?.id, data: {} })
    const missed = await missedSince(lastId)
    if (missed === undefined) return listener.tell({ event: 'reset', id: newest?.id, data: {} })
    tellThese(listener, missed)
  }

  return {
    listen: async (listener, lastId) => {
      const leave = (): void => {
        listeners.delete(listener)
        if (listeners.size === 0) tail = undefined
      }
      listeners.add(listener)
      await begun(listener, lastId).catch((error) => {
        leave()
        throw error
      })
      return leave
    },
    poll: () => (listeners.size === 0 ? Promise.resolve() : poll()),
  }
}

/** Tells what the listener may know; that some thing of a kind changed is told once. */
function tellThese({ actor, tell }: FeedListener, changes: readonly Change[]): void {
  const named = new Set<string>()
  for (const change of changes) {
    const data = toldTo(actor(), change)
    if (!data || (data.by === undefined && named.has(data.noun))) continue
    if (data.by === undefined) named.add(data.noun)
    tell({ event: 'change', id: change.id, data })
  }
}

const before = (time: Time, ms: number): Time => new Date(Date.parse(time) - ms).toISOString()
