/**
 * What is told to people while they look: changes (feed.ts) and who looks at the same case (presence.ts), with one
 * clockwork for both. How it reaches them, and whether they are still signed in, is up to who calls.
 */
import { Refusal } from '@rightdesk/engine'
import { type Actor, demand, holds, teamsWith } from '../access.ts'
import { writeAudit } from '../audit.ts'
import { caseName, loadCase, teamsOfCase } from '../cases/cases.ts'
import type { Context, Services } from '../context.ts'
import { type FeedMessage, openFeed } from './feed.ts'
import { openPresence, type PresenceMessage, renewMs } from './presence.ts'

export type LiveMessage = FeedMessage | PresenceMessage

export type Listening = {
  /** Goes on as who the actor is now; false where they may not see the case any more. */
  readonly goOnAs: (actor: Actor) => Promise<boolean>
  readonly leave: () => Promise<void>
}

export type Live = {
  /**
   * Tells an actor of changes from now on, or since the entry `lastId`; with a case, also who else looks at it.
   * Rejects with a `Refusal` where there is no such case or the actor may not see it.
   */
  readonly listen: (wanted: {
    readonly actor: Actor
    readonly case?: string | undefined
    readonly lastId?: string | undefined
    readonly tell: (message: LiveMessage) => void
  }) => Promise<Listening>
  /** Tells nothing more. Who still listens is left to leave by themselves. */
  readonly stop: () => void
}

export type LiveOptions = {
  readonly log: { readonly warn: (detail: object, message: string) => void }
  /** How often it looks for what is new. */
  readonly pollMs?: number
}

const pollMsDefault = 700

/** Begins to look when the first listens, and stops when the last has left. */
export function startLive(services: Services, { log, pollMs = pollMsDefault }: LiveOptions): Live {
  const feed = openFeed(services)
  const presence = openPresence(services)
  let listening = 0
  let stopped = false
  let failing = false
  let timer: NodeJS.Timeout | undefined
  let renewAt = 0

  const look = async (): Promise<void> => {
    try {
      await feed.poll()
      if (performance.now() >= renewAt) {
        renewAt = performance.now() + renewMs
        await presence.renew()
      }
      await presence.poll()
      failing = false
    } catch (err) {
      // Said once for each time that the store is away.
      if (!failing) log.warn({ err }, 'what is new could not be read; it is tried again')
      failing = true
    }
    timer = undefined
    wind()
  }
  const wind = (): void => {
    if (listening > 0 && !stopped) timer ??= setTimeout(look, pollMs)
  }

  return {
    listen: async ({ actor, case: name, lastId, tell }) => {
      const caseId = name === undefined ? undefined : await visibleCase(services, actor, name)
      let now = actor
      const leaveFeed = await feed.listen({ actor: () => now, tell }, lastId)
      const leaveCase =
        caseId === undefined
          ? undefined
          : await presence.watch({ actor, caseId, tell }).catch((error) => {
              leaveFeed()
              throw error
            })
      listening++
      wind()
      let left = false
      return {
        goOnAs: async (fresh) => {
          now = fresh
          return caseId === undefined || maySee(services, fresh, caseId)
        },
        leave: async () => {
          if (left) return
          left = true
          listening--
          leaveFeed()
          await leaveCase?.()
        },
      }
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}

const contextFor = (services: Services, actor: Actor): Context => ({
  ...services,
  actor,
  surface: 'http',
  db: services.store.db,
  at: services.now(),
})

/** The id of a case that the actor may see; a refusal goes to the audit log, as that of an operation does. */
async function visibleCase(services: Services, actor: Actor, name: string): Promise<string> {
  const context = contextFor(services, actor)
  try {
    // Who may see no case at all does not learn which there are.
    if (teamsWith(actor, 'cases:read').length === 0) demand(actor, 'cases:read')
    const { id } = await loadCase(context, checkedName(name))
    demand(actor, 'cases:read', await teamsOfCase(context, { case: id }))
    return id
  } catch (error) {
    if (error instanceof Refusal && error.code === 'forbidden') {
      await writeAudit(context, { operation: 'cases.watch', outcome: 'refused', input: { case: name } })
    }
    throw error
  }
}

function checkedName(name: string): string {
  const parsed = caseName.safeParse(name)
  if (parsed.success) return parsed.data
  const message = '`case` is neither a case id nor a case number'
  throw new Refusal('invalid', 'case', message, 'Look it up with cases.list.')
}

async function maySee(services: Services, actor: Actor, caseId: string): Promise<boolean> {
  const rows = await services.store.db
    .selectFrom('caseTeams')
    .select('team')
    .where('caseId', '=', caseId)
    .execute()
  return holds(
    actor,
    'cases:read',
    rows.map(({ team }) => team),
  )
}
