/** Asks that were really put to the desk, newest first: what two versions of a policy are tried on. */
import type { PastAsk } from '@rightdesk/engine'
import type { Context } from '../context.ts'
import { fromJson } from '../store/json.ts'

/** The most asks of one trial, and the most text that is read for it, in UTF-16 units. */
export const asksMax = 2_000
const textMax = 10_000_000
const pageLength = 200

/** What was known when the case was last decided; by the case's id. */
export async function pastAsks({ db }: Context): Promise<PastAsk[]> {
  const found: PastAsk[] = []
  let length = 0
  for (let last: string | undefined; found.length < asksMax; ) {
    const rows = await db
      .selectFrom('cases')
      .innerJoin('decisions', 'decisions.id', 'cases.decisionId')
      .select(['cases.id', 'cases.text', 'decisions.ask'])
      .$if(last !== undefined, (query) => query.where('cases.id', '<', last!))
      .orderBy('cases.id', 'desc')
      .limit(pageLength)
      .execute()
    for (const { id, text, ask } of rows) {
      length += text.length
      if (length > textMax) return found
      found.push({ id, text, ...knownOf(ask) })
    }
    if (rows.length < pageLength) return found
    last = rows.at(-1)!.id
  }
  return found
}

function knownOf(ask: string): Pick<PastAsk, 'facts' | 'accountFacts'> {
  const { facts, accountFacts } = fromJson<{
    facts?: Readonly<Record<string, unknown>>
    accountFacts?: string | null
  }>(ask)
  return { facts: facts ?? {}, ...(accountFacts && { accountFacts: fromJson(accountFacts) }) }
}
