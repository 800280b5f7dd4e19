/**
 * Who looks at a case just now. A connection that shows a case has a row that says so until a time, renewed while the
 * connection lives, so that all processes see it and a process that dies leaves nothing for long. Looking is no change:
 * it is not in the audit log, and nobody can ask later who looked at what.
 */
import type { Actor } from '../access.ts'
import type { Services } from '../context.ts'
import { inChunks } from './changes.ts'

/** How often rows are renewed, and how long they hold without that: twice missed is still there. */
export const renewMs = 15_000
const holdsMs = 40_000

export type PresenceMessage = {
  readonly event: 'presence'
  readonly data: {
    readonly caseId: string
    readonly people: readonly { readonly id: string; readonly name: string }[]
  }
}

type Watcher = {
  readonly connection: string
  readonly actor: Actor
  readonly caseId: string
  readonly tell: (message: PresenceMessage) => void
  /** What it was told last. */
  told?: string
}

export type Presence = {
  /**
   * Tells who else looks at a case, now and whenever that changes, and lets others see it of the actor; programs are
   * told, and not seen. Gives what ends it.
   */
  readonly watch: (watcher: Omit<Watcher, 'connection' | 'told'>) => Promise<() => Promise<void>>
  /** Looks for changes and tells them; does nothing while nobody watches. */
  readonly poll: () => Promise<void>
  /** Says that all connections of this process are still there, and forgets those that nobody said so of. */
  readonly renew: () => Promise<void>
}

export function openPresence({
  store: { db },
  now,
  newId,
}: Pick<Services, 'store' | 'now' | 'newId'>): Presence {
  const watchers = new Set<Watcher>()

  const show = async (shown: readonly Watcher[]): Promise<void> => {
    const seenUntil = new Date(Date.parse(now()) + holdsMs).toISOString()
    const rows = shown
      .filter(({ actor }) => isSeen(actor))
      .map(({ connection, caseId, actor }) => ({ connection, caseId, personId: actor.id, seenUntil }))
    for (const some of inChunks(rows)) {
      await db
        .insertInto('presence')
        .values(some)
        .onConflict((conflict) => conflict.column('connection').doUpdateSet({ seenUntil }))
        .execute()
    }
  }

  const poll = async (): Promise<void> => {
    const present = await peopleAt([...new Set([...watchers].map(({ caseId }) => caseId))])
    for (const watcher of watchers) {
      const { caseId, actor } = watcher
      const people = (present.get(caseId) ?? []).filter(({ id }) => id !== actor.id)
      const told = JSON.stringify(people)
      if (told === watcher.told) continue
      watcher.told = told
      watcher.tell({ event: 'presence', data: { caseId, people } })
    }
  }

  const peopleAt = async (cases: readonly string[]) => {
    const present = new Map<string, { id: string; name: string }[]>()
    for (const some of inChunks(cases)) {
      const rows = await db
        .selectFrom('presence')
        .leftJoin('people', 'people.id', 'presence.personId')
        .select(['caseId', 'personId as id', 'people.name'])
        .distinct()
        .where('caseId', 'in', some)
        .where('seenUntil', '>', now())
        .orderBy('people.name')
        .orderBy('personId')
        .execute()
      for (const { caseId, id, name } of rows) {
        present.set(caseId, [...(present.get(caseId) ?? []), { id, name: name ?? id }])
      }
    }
    return present
  }

  return {
    watch: async (asked) => {
      const watcher: Watcher = { ...asked, connection: newId('seen') }
      const leave = async (): Promise<void> => {
        if (!watchers.delete(watcher) || !isSeen(watcher.actor)) return
        await db.deleteFrom('presence').where('connection', '=', watcher.connection).execute()
      }
      watchers.add(watcher)
      try {
        await show([watcher])
        await poll()
      } catch (error) {
        watchers.delete(watcher)
        throw error
      }
      return leave
    },
    poll,
    renew: async () => {
      if (watchers.size === 0) return
      await show([...watchers])
      await db.deleteFrom('presence').where('seenUntil', '<', now()).execute()
    },
  }
}

/** A key may be anybody's program; only who signed in looks with their own eyes. */
const isSeen = ({ kind, key }: Actor): boolean => kind === 'person' && key === undefined
