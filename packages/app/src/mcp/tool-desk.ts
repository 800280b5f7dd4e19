/** Where tools are carried out: on this process's desk, on a running server, or by the policy alone. */
import {
  type Actor,
  contextOf,
  type Operation,
  type OperationName,
  perform,
  type Scope,
  type Services,
  teamsWith,
  writeAudit,
} from '@rightdesk/desk'
import type { DeskClient } from '@rightdesk/desk/client'
import { Refusal } from '@rightdesk/engine'
import { mayUse } from './tools.ts'

export interface ToolDesk {
  /** Which tools are worth listing; whether a call is allowed is decided when it is made. */
  offered(): Promise<(operation: Operation) => boolean>
  /** Performs it. Rejects with a `Refusal` where it cannot be done as put; anything else is a bug. */
  perform(operation: Operation, input: unknown, idempotencyKey: string | undefined): Promise<unknown>
  /** Told of a call that was refused before it came to be performed, where there is a log for it. */
  refuse?(operation: Operation, input: unknown): Promise<void>
}

/** The desk of this process, for one actor; `count` is told of each call first, and throws where there are too many. */
export const deskHere = (
  services: Services,
  actor: Actor,
  count: (operation: string) => Promise<void> = async () => undefined,
): ToolDesk => ({
  offered: async () => (operation) => mayUse(teamsWith(actor, operation.scope), operation),
  perform: async (operation, input, idempotencyKey) => {
    await count(operation.name)
    return perform(services, operation, input, {
      actor,
      surface: 'mcp',
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    })
  },
  refuse: (operation, input) =>
    writeAudit(
      { ...contextOf(services, actor), surface: 'mcp' },
      { operation: operation.name, outcome: 'refused', input: typeof input === 'object' ? { ...input } : {} },
    ),
})

/** What can be done without a desk. */
export const aloneScopes: readonly Scope[] = ['ask', 'policy:read']

/** Whoever started the command. */
const reader: Actor = {
  kind: 'person',
  id: 'local',
  name: 'local',
  grants: [{ role: 'viewer', team: null }],
  // There is no account on an empty store, which is what whoever names one is told.
  only: [...aloneScopes, 'accounts:read'],
}

/** The tools that need nothing but the policy, on services whose store is empty. */
export function policyAlone(services: Services): ToolDesk {
  const desk = deskHere(services, reader)
  const offers = ({ scope }: Operation): boolean => aloneScopes.includes(scope)
  return {
    offered: async () => offers,
    perform: async (operation, input, idempotencyKey) => {
      if (offers(operation)) return desk.perform(operation, input, idempotencyKey)
      throw needsServer(`\`${operation.tool}\` needs a running server`)
    },
  }
}

/** The desk of a running server, as whoever its client speaks for. */
export const deskAt = ({ call }: DeskClient): ToolDesk => ({
  offered: async () => {
    const { scopes } = await call('me.show', {})
    return (operation) => mayUse(scopes[operation.scope] ?? [], operation)
  },
  perform: (operation, input, idempotencyKey) =>
    call(
      operation.name as OperationName,
      input as never,
      idempotencyKey === undefined ? {} : { idempotencyKey },
    ),
})

/** Refuses what only a running server can do. */
export const needsServer = (message: string, at = ''): Refusal =>
  new Refusal(
    'precondition_failed',
    at,
    message,
    'Set RIGHTDESK_URL to its address, and RIGHTDESK_TOKEN to your key unless you signed in.',
  )
