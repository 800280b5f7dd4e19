/** What happens at the door goes to the audit log as operations do; what it was done to is who did it. */
import { type Actor, contextOf, nobody, type Services, writeAudit } from '@rightdesk/desk'

export type Say = ReturnType<typeof sayer>

/** Writes down what was done or refused at the door. */
export const sayer =
  (services: Services) =>
  (
    actor: Actor,
    operation: string,
    outcome: 'done' | 'refused',
    input: Record<string, unknown>,
  ): Promise<void> =>
    writeAudit(contextOf(services, actor), {
      operation,
      outcome,
      input,
      ...(actor !== nobody && { output: { id: actor.id } }),
    })
