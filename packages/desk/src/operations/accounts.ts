/** What is known of a customer: facts that outrank what a text says, and are outranked by what a caller states. */
import { checkFacts } from '@rightdesk/engine'
import { z } from 'zod'
import { findAccount } from '../answering.ts'
import { demandVersion } from '../cases/cases.ts'
import { operation } from '../operation.ts'
import { cursorOf, nextOf } from '../paging.ts'
import { facts, line, page, paged, version } from '../shapes.ts'
import { fromJson, toJson } from '../store/json.ts'
import { beginsWith } from '../store/search.ts'
import type { AccountRow } from '../store/tables.ts'

const account = z.object({
  id: z.string(),
  externalId: z.string().nullable().describe('Its id in the CRM'),
  name: z.string(),
  facts,
  demo: z.boolean(),
  version: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
})

const shown = (row: AccountRow): z.input<typeof account> => ({
  id: row.id,
  externalId: row.externalId,
  name: row.name,
  facts: fromJson(row.facts),
  demo: row.origin === 'demo',
  version: row.version,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
})

const accountName = line().describe('The id of an account, or its external id')

export const putAccount = operation({
  name: 'accounts.put',
  about: 'Adds an account, or replaces what is known of the one with this external id.',
  scope: 'accounts:write',
  writes: true,
  teams: 'any',
  http: { method: 'PUT', path: '/accounts/{externalId}' },
  input: z.object({ externalId: line(), name: line(), facts: facts.default({}), version }),
  output: account,
  run: async (context, input) => {
    const { db, at, newId, answering } = context
    const checked = toJson(checkFacts(answering.policy, input.facts, 'facts'))
    const known = await db
      .selectFrom('accounts')
      .selectAll()
      .where('externalId', '=', input.externalId)
      .executeTakeFirst()
    if (known) demandVersion(known, input.version, 'account')
    const row = await db
      .insertInto('accounts')
      .values({
        id: newId('account'),
        externalId: input.externalId,
        name: input.name,
        facts: checked,
        origin: context.origin,
        version: 1,
        createdAt: at,
        updatedAt: at,
      })
      .onConflict((conflict) =>
        conflict.column('externalId').doUpdateSet((set) => ({
          name: input.name,
          facts: checked,
          version: set('accounts.version', '+', 1),
          updatedAt: at,
        })),
      )
      .returningAll()
      .executeTakeFirstOrThrow()
    return shown(row)
  },
})

export const showAccount = operation({
  name: 'accounts.show',
  about: 'Shows what is known of an account.',
  scope: 'accounts:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/accounts/{account}' },
  tool: 'show_account',
  input: z.object({ account: accountName }),
  output: account,
  run: async ({ db }, input) => shown(await findAccount(db, input.account)),
})

export const listAccounts = operation({
  name: 'accounts.list',
  about: 'Lists accounts by name; `q` finds those whose name begins with it.',
  scope: 'accounts:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/accounts' },
  input: z.object({ q: line().optional().describe('Beginning of the name'), ...page }),
  output: paged(account),
  run: async ({ db }, { q, limit, after }) => {
    const cursor = cursorOf(after, 2)
    const rows = await db
      .selectFrom('accounts')
      .selectAll()
      .$if(q !== undefined, (query) => query.where(beginsWith('accounts.name', q!)))
      .$if(cursor !== undefined, (query) =>
        query.where((where) =>
          where.or([
            where('name', '>', cursor![0]!),
            where.and([where('name', '=', cursor![0]!), where('id', '>', cursor![1]!)]),
          ]),
        ),
      )
      .orderBy('name')
      .orderBy('id')
      .limit(limit + 1)
      .execute()
    return nextOf(rows, limit, shown, ({ name, id }) => [name, id])
  },
})
