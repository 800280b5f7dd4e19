/** From what a caller says of an ask to a decision: the account's record and the desk's corrections come in here. */
import { type Decision, type Reader, Refusal } from '@rightdesk/engine'
import { demandSomewhere } from './access.ts'
import type { Answering, Context, Services } from './context.ts'
import { fromJson } from './store/json.ts'
import type { Database } from './store/open.ts'
import type { AccountRow } from './store/tables.ts'
import { done, together } from './together.ts'

export type AskInput = {
  readonly id?: string | undefined
  readonly text?: string | undefined
  readonly facts?: Readonly<Record<string, unknown>> | undefined
  /** The account's id or external id. */
  readonly account?: string | undefined
}

/**
 * Decides an ask by the policy, the account's record and what corrections taught. A decision shows the facts it stands
 * on: who names an account must be one who may look at accounts, which a key for asking alone is not.
 */
export async function answerAsk(context: Context, input: AskInput): Promise<Decision> {
  const { account: name } = input
  if (name === undefined) return answerWith(context, input, undefined)
  const { actor, db } = context
  demandSomewhere(actor, 'accounts:read')
  return answerWith(context, input, await findAccount(db, name))
}

/** The same for an account that is at hand. */
export async function answerWith(
  { answering, db }: Context,
  { id, text, facts }: AskInput,
  account: AccountRow | undefined,
): Promise<Decision> {
  if (text?.trim()) await lookForNews(db, answering)
  return answering.answer({
    ...(id !== undefined && { id }),
    ...(text !== undefined && { text }),
    ...(facts && { facts }),
    ...(account && { accountFacts: fromJson(account.facts) }),
  })
}

/** Throws `not_found` where no account has this id or external id. */
export async function findAccount(db: Database, account: string): Promise<AccountRow> {
  const row = await db
    .selectFrom('accounts')
    .selectAll()
    .where((where) => where.or([where('id', '=', account), where('externalId', '=', account)]))
    .executeTakeFirst()
  if (row) return row
  throw new Refusal(
    'not_found',
    'account',
    `there is no account \`${account}\``,
    'Leave `account` out and state its facts, or add it with accounts.put.',
  )
}

const learnt = new WeakMap<Answering, string>()

/** The reader of this moment, with what corrections by any process taught. */
export async function currentReader({
  answering,
  store,
}: Pick<Services, 'answering' | 'store'>): Promise<Reader> {
  await learnNews(answering, store.db)
  return answering.reader()
}

/** Texts that come while a look for news runs share the next one, which begins after each of them came. */
const lookForNews = together(
  Number.POSITIVE_INFINITY,
  async (db: Database, readers: readonly Answering[]) => {
    for (const answering of new Set(readers)) await learnNews(answering, db)
    return readers.map(() => done(undefined))
  },
)

/** Corrections by any process reach this one's reader with its next text. */
async function learnNews(answering: Answering, db: Database): Promise<void> {
  const { newest, undone, count } = await db
    .selectFrom('corrections')
    .select(({ fn }) => [
      fn.max('id').as('newest'),
      fn.max('undoneAt').as('undone'),
      fn.countAll<number>().as('count'),
    ])
    .where('kind', '=', 'topic')
    .executeTakeFirstOrThrow()
  const stamp = `${newest} ${undone} ${count}`
  if (count === 0 || learnt.get(answering) === stamp) return
  const rows = await db
    .selectFrom('corrections')
    .select(['text', 'right', 'accountId', 'caseId'])
    .where('kind', '=', 'topic')
    .where('undoneAt', 'is', null)
    .orderBy('id')
    .execute()
  answering.learn(
    rows.map(({ text, right, accountId, caseId }) => ({
      text,
      topic: fromJson<{ topic: string }>(right).topic,
      account: accountId ?? caseId,
    })),
  )
  learnt.set(answering, stamp)
}
