/** What a desk looks like from outside at one moment, in numbers: for those who watch over it. */
import type { Store } from '../store/open.ts'

export type DeskGauges = {
  readonly jobs: readonly { readonly queue: string; readonly state: string; readonly count: number }[]
  /** How long the oldest due job of a queue has waited; absent where none is due. */
  readonly oldestDue: readonly { readonly queue: string; readonly seconds: number }[]
  readonly cases: readonly { readonly state: string; readonly count: number }[]
  /** Audit entries outside the chain. */
  readonly unsealed: number
}

/** Looks once, by indexes: what is done is not counted. `now` is an ISO time. */
export async function deskGauges({ db }: Store, now: string): Promise<DeskGauges> {
  const jobs = await db
    .selectFrom('jobs')
    .select(['queue', 'state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('state', 'in', ['waiting', 'dead'])
    .groupBy(['queue', 'state'])
    .execute()
  const due = await db
    .selectFrom('jobs')
    .select(['queue', ({ fn }) => fn.min('runAt').as('since')])
    .where('state', '=', 'waiting')
    .where('runAt', '<=', now)
    .groupBy('queue')
    .execute()
  const cases = await db
    .selectFrom('cases')
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute()
  const { unsealed } = await db
    .selectFrom('audit')
    .select(({ fn }) => fn.countAll<number>().as('unsealed'))
    .where('seq', 'is', null)
    .executeTakeFirstOrThrow()
  const seconds = (since: string) => Math.max(0, (Date.parse(now) - Date.parse(since)) / 1_000)
  return {
    jobs,
    oldestDue: due.map(({ queue, since }) => ({ queue, seconds: seconds(since) })),
    cases,
    unsealed,
  }
}
