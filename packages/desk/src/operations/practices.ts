/** What works for one customer, offered to others (A18): marked, offered to some or all, taken up or not. */
import { Refusal } from '@rightdesk/engine'
import { type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { findAccount } from '../answering.ts'
import { caseName, demandVersion, loadCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, nextOf, pageById } from '../paging.ts'
import { named, namesBy } from '../programme/assigned-shown.ts'
import { programmeTeams } from '../programme/assignment-party.ts'
import { id, line, page, paged, prose, version } from '../shapes.ts'
import type { PracticeRow } from '../store/tables.ts'
import { heldToWrite } from '../store/transaction.ts'
import { tell } from '../work/outbox.ts'

const practiceName = id('practice').describe('The id of a practice')
const offerStates = ['offered', 'taken-up', 'declined'] as const
type OfferState = (typeof offerStates)[number]

const practice = z.object({
  id: z.string(),
  account: named.describe('The customer it was found useful for; never named to another'),
  case: z.string().nullable(),
  title: z.string(),
  body: z.string(),
  markedBy: named,
  markedAt: z.string(),
  offers: z.object({ offered: z.number(), takenUp: z.number(), declined: z.number() }),
  version: z.number(),
})

async function shown(context: Context, rows: readonly PracticeRow[]): Promise<z.input<typeof practice>[]> {
  const person = await namesBy(
    context,
    'people',
    rows.map(({ markedBy }) => markedBy),
  )
  const account = await namesBy(
    context,
    'accounts',
    rows.map(({ accountId }) => accountId),
  )
  const counts = await countsOf(
    context,
    rows.map((row) => row.id),
  )
  const count = (practiceId: string, state: OfferState) => counts.get(`${practiceId} ${state}`) ?? 0
  return rows.map((row) => ({
    id: row.id,
    account: account(row.accountId),
    case: row.caseId,
    title: row.title,
    body: row.body,
    markedBy: person(row.markedBy),
    markedAt: row.markedAt,
    offers: {
      offered: count(row.id, 'offered'),
      takenUp: count(row.id, 'taken-up'),
      declined: count(row.id, 'declined'),
    },
    version: row.version,
  }))
}

async function countsOf({ db }: Context, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('practiceOffers')
    .select(['practiceId', 'state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('practiceId', 'in', ids)
    .groupBy(['practiceId', 'state'])
    .execute()
  return new Map(rows.map((row) => [`${row.practiceId} ${row.state}`, Number(row.count)]))
}

const shownOne = async (context: Context, row: PracticeRow): Promise<z.input<typeof practice>> =>
  (await shown(context, [row]))[0]!

export const markPractice = operation({
  name: 'practices.mark',
  about: 'Marks what was found useful for a customer, written so that others can be offered it.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'POST', path: '/practices', status: 201 },
  input: z.object({
    account: line().describe('An account id or external id: where it was found useful'),
    case: caseName.optional().describe('The case it came from'),
    title: line(),
    body: prose().describe('What to do and what for; it names no customer'),
  }),
  output: practice,
  run: async (context, input) => {
    const account = await findAccount(context.db, input.account)
    const ofCase = input.case === undefined ? undefined : await loadCase(context, input.case)
    demandNameless(account, `${input.title}\n${input.body}`)
    const row: PracticeRow = {
      id: context.newId('practice'),
      accountId: account.id,
      caseId: ofCase?.id ?? null,
      title: input.title,
      body: input.body,
      markedBy: context.actor.id,
      state: 'marked',
      version: 1,
      markedAt: context.at,
    }
    await context.db.insertInto('practices').values(row).execute()
    return shownOne(context, row)
  },
})

/** What goes to other customers must not tell them whom it comes from. */
function demandNameless(
  { name, externalId, id }: { name: string; externalId: string | null; id: string },
  text: string,
) {
  const said = text.toLowerCase()
  const found = [name, externalId, id].find((one) => one !== null && said.includes(one.toLowerCase()))
  if (found === undefined) return
  const message = `the practice names the customer: \`${found}\``
  throw new Refusal('precondition_failed', 'body', message, 'Write it so that it holds for any customer.')
}

async function loadPractice(context: Context, name: string): Promise<PracticeRow> {
  const query = context.db.selectFrom('practices').selectAll().where('id', '=', name)
  const row = await heldToWrite(context, query).executeTakeFirst()
  if (row) return row
  throw new Refusal('not_found', 'practice', `there is no practice \`${name}\``, 'practices.list has them.')
}

/** Customers named in one offer; all is said in one word. */
const namedMax = 200

export const offerPractice = operation({
  name: 'practices.offer',
  about:
    'Offers a practice to chosen customers, or to all but the one it comes from. Who was offered it keeps that.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'POST', path: '/practices/{practice}/offers' },
  input: z.object({
    practice: practiceName,
    to: z.union([z.literal('all'), z.array(line()).min(1).max(namedMax)]).describe('`all`, or account ids'),
    version,
  }),
  output: practice,
  run: async (context, input) => {
    const row = await loadPractice(context, input.practice)
    demandVersion(row, input.version, 'practice')
    const accounts = input.to === 'all' ? undefined : await accountsNamed(context, input.to, row)
    await offer(context, row, accounts)
    await context.db
      .updateTable('practices')
      .set({ version: row.version + 1 })
      .where('id', '=', row.id)
      .execute()
    await tell(context, 'practice.offered', { practice: row.id, to: accounts ?? 'all' })
    return shownOne(context, { ...row, version: row.version + 1 })
  },
})

async function accountsNamed(
  { db }: Context,
  names: readonly string[],
  { accountId }: PracticeRow,
): Promise<string[]> {
  const ids: string[] = []
  for (const name of new Set(names)) ids.push((await findAccount(db, name)).id)
  if (!ids.includes(accountId)) return ids
  const message = 'the practice comes from one of these customers'
  throw new Refusal('invalid', 'to', message, 'Offer it to others.')
}

/** In one statement, however many customers there are. */
async function offer(
  { db, actor, at }: Context,
  { id: practiceId, accountId }: PracticeRow,
  accounts: readonly string[] | undefined,
): Promise<void> {
  await db
    .insertInto('practiceOffers')
    .columns(['practiceId', 'accountId', 'state', 'offeredBy', 'offeredAt'])
    .expression((from) =>
      from
        .selectFrom('accounts')
        .select([
          sql.val(practiceId).as('practiceId'),
          'accounts.id',
          sql.val('offered').as('state'),
          sql.val(actor.id).as('offeredBy'),
          sql.val(at).as('offeredAt'),
        ])
        .where('accounts.id', '<>', accountId)
        .$if(accounts !== undefined, (q) => q.where('accounts.id', 'in', accounts!)),
    )
    .onConflict((conflict) => conflict.columns(['practiceId', 'accountId']).doNothing())
    .execute()
}

const settledOffer = z.object({
  practice: z.string(),
  account: named,
  state: z.enum(offerStates),
  offeredAt: z.string(),
  settledAt: z.string().nullable(),
})

export const settleOffer = operation({
  name: 'practices.settle',
  about: 'Notes whether a customer took a practice up.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'PUT', path: '/practices/{practice}/offers/{account}' },
  input: z.object({
    practice: practiceName,
    account: line().describe('An account id or external id'),
    state: z.enum(['taken-up', 'declined']),
  }),
  output: settledOffer,
  run: async (context, input) => {
    const row = await loadPractice(context, input.practice)
    const { id: accountId, name } = await findAccount(context.db, input.account)
    const changed = await context.db
      .updateTable('practiceOffers')
      .set({ state: input.state, settledAt: context.at })
      .where('practiceId', '=', row.id)
      .where('accountId', '=', accountId)
      .returningAll()
      .executeTakeFirst()
    if (!changed) {
      const message = `\`${name}\` was not offered this practice`
      throw new Refusal('not_found', 'account', message, 'Offer it with practices.offer first.')
    }
    return {
      practice: row.id,
      account: { id: accountId, name },
      state: input.state,
      offeredAt: changed.offeredAt,
      settledAt: changed.settledAt,
    }
  },
})

export const listOffers = operation({
  name: 'practices.offers',
  about: 'Lists to whom a practice was offered, and what came of it.',
  scope: 'cases:read',
  writes: false,
  teams: programmeTeams,
  http: { method: 'GET', path: '/practices/{practice}/offers' },
  input: z.object({ practice: practiceName, state: z.enum(offerStates).optional(), ...page }),
  output: paged(settledOffer),
  run: async (context, input) => {
    const { id: practiceId } = await loadPractice(context, input.practice)
    const [last] = cursorOf(input.after, 1) ?? []
    const rows = await context.db
      .selectFrom('practiceOffers')
      .innerJoin('accounts', 'accounts.id', 'practiceOffers.accountId')
      .selectAll('practiceOffers')
      .select('accounts.name')
      .where('practiceId', '=', practiceId)
      .$if(input.state !== undefined, (q) => q.where('state', '=', input.state!))
      .$if(last !== undefined, (q) => q.where('accountId', '>', last!))
      .orderBy('accountId')
      .limit(input.limit + 1)
      .execute()
    return nextOf(
      rows,
      input.limit,
      ({ accountId, name, state, offeredAt, settledAt }) => ({
        practice: practiceId,
        account: { id: accountId, name },
        state: state as OfferState,
        offeredAt,
        settledAt,
      }),
      (row) => [row.accountId],
    )
  },
})

export const listPractices = operation({
  name: 'practices.list',
  about: 'Lists practices, newest first; with an account, those that it was offered.',
  scope: 'cases:read',
  writes: false,
  teams: programmeTeams,
  http: { method: 'GET', path: '/practices' },
  tool: 'list_practices',
  input: z.object({ offeredTo: line().optional().describe('An account id or external id'), ...page }),
  output: paged(practice),
  run: async (context, input) => {
    const { db } = context
    const account = input.offeredTo === undefined ? undefined : await findAccount(db, input.offeredTo)
    const [last] = cursorOf(input.after, 1) ?? []
    const rows = await db
      .selectFrom('practices')
      .selectAll()
      .$if(account !== undefined, (q) => q.where(offeredTo(account!.id)))
      .$if(last !== undefined, (q) => q.where('id', '<', last!))
      .orderBy('id', 'desc')
      .limit(input.limit + 1)
      .execute()
    const { items, next } = pageById(rows, input.limit)
    return { items: await shown(context, items), next }
  },
})

const offeredTo = (accountId: string) => sql<SqlBool>`exists (select 1 from practice_offers
  where practice_offers.practice_id = practices.id and practice_offers.account_id = ${accountId})`
