/** A desk with the programme running: people in their time zones, customers, and assignments made as they are made. */

import type { Actor, Context, Role } from '../../src/index.ts'
import { systemActor } from '../../src/index.ts'
import { beginProgrammeDay } from '../../src/programme/programme-timers.ts'
import { inTransaction } from '../../src/store/transaction.ts'
import type { TestDesk } from '../desk.ts'
import { runTimers } from '../timers.ts'

/** Somebody of the desk, who can also act. */
export type Colleague = Actor & { readonly kind: 'person' }

export type Assigning = {
  readonly engineer: Actor
  readonly backup?: Actor
  readonly customerEngineer?: Actor
  readonly kind?: string
  readonly until?: string
}

const strategic = 'post-sales-strategic'

export const internally = <T>(
  { services, store }: TestDesk,
  work: (context: Context) => Promise<T>,
): Promise<T> =>
  inTransaction(store, (db) =>
    work({ ...services, actor: systemActor, surface: 'system', db, at: services.now() }),
  )

/** The programme's verbs on a desk. */
export function assignedDesk(desk: TestDesk) {
  let vetting: Promise<readonly [Colleague, Colleague]> | undefined

  const person = async (
    name: string,
    {
      team = 'cse',
      role = 'agent',
      ...settings
    }: { team?: string; role?: Role; timeZone?: string; loadMax?: number } = {},
  ): Promise<Colleague> => {
    const { id } = await desk.do('people.add', { name, team, ...settings })
    return { kind: 'person', id, name, grants: [{ role, team }] }
  }

  const speaker = async (role: string): Promise<Colleague> => {
    const one = await person(`Speaker ${role}`, { team: 'account-team' })
    await desk.do('programme_roles.give', { role, person: one.id })
    return { ...one, grants: [{ role: 'viewer', team: null }] }
  }

  /** A request with both views, ready to be decided. */
  const vetted = async (account: string, kind: string, until?: string): Promise<string> => {
    vetting ??= (async () => [await speaker('ce-leadership'), await speaker('sales-leadership')] as const)()
    const asked = await desk.do('requests.open', {
      account,
      kind,
      reason: 'It helps',
      ...(until && { until }),
    })
    for (const actor of await vetting) {
      await desk.do('requests.view', { request: asked.id, view: 'in-favour', words: 'Yes' }, { actor })
    }
    return asked.id
  }

  return {
    person,
    vetted,
    customer: (externalId: string, name = externalId, facts: Record<string, string | boolean> = {}) =>
      desk.do('accounts.put', { externalId, name, facts: { plan: 'enterprise', ...facts } }),
    /** Gives a customer an engineer, by way of a request; the assignment's id. */
    assign: async (account: string, asked: Assigning): Promise<string> => {
      const { engineer, backup, customerEngineer, kind = strategic, until } = asked
      if (customerEngineer) {
        await desk.do('customers.add_person', { account, role: 'ce', person: customerEngineer.id })
      }
      const request = await vetted(account, kind, until)
      const { assignment } = await desk.do('requests.decide', {
        request,
        decision: 'approve',
        reason: 'A good fit',
        engineer: engineer.id,
        ...(backup && { backup: backup.id }),
      })
      return assignment!.id
    },
    /** Lets time pass in steps, doing what is due at each, as a worker does. */
    passTo: async (to: string, stepMs = 3_600_000): Promise<void> => {
      const end = Date.parse(to)
      for (let now = Date.parse(desk.services.now()); now < end; ) {
        now = Math.min(now + stepMs, end)
        desk.setTime(new Date(now).toISOString())
        await internally(desk, beginProgrammeDay)
        await runTimers(desk)
      }
    },
    /** Messages of a kind, in the order in which they were written. */
    told: async (kind: string) => {
      const jobs = await desk.store.db
        .selectFrom('jobs')
        .select('payload')
        .where('queue', '=', 'delivery')
        .where('kind', '=', kind)
        .orderBy('id')
        .execute()
      return jobs.map(
        ({ payload }) => JSON.parse(payload).message as { timestamp: string; data: Record<string, unknown> },
      )
    },
    /** Has everything told to a receiver that may hear it. */
    listen: () =>
      desk.do('webhooks.add', { url: 'https://hooks.example.com/desk', events: ['*'], internal: true }),
  }
}

export type AssignedDesk = ReturnType<typeof assignedDesk>
