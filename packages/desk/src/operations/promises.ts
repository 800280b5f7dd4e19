/** Promises to customers (A17): made with a time, kept, or moved with an explanation. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { findAccount } from '../answering.ts'
import { caseName, demandVersion, loadCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, nextOf } from '../paging.ts'
import { loadPerson } from '../people/person.ts'
import { named, namesBy } from '../programme/assigned-shown.ts'
import { demandOnCase, programmeTeams } from '../programme/assignment-party.ts'
import {
  changePromise,
  demandOwed,
  loadPromise,
  type Move,
  movePromise,
  type Promised,
  promiseStates,
  recordOnCase,
  unwatchPromise,
  watchPromise,
} from '../programme/promises.ts'
import { flag, id, line, page, paged, prose, time, version } from '../shapes.ts'
import { fromJson, toJson } from '../store/json.ts'
import type { Time } from '../store/tables.ts'

const onPromise = { promise: id('promise').describe('The id of a promise'), version }

const promise = z.object({
  id: z.string(),
  account: named,
  case: z.string().nullable(),
  what: z.string(),
  madeBy: named,
  owedBy: named.describe('Who keeps it now'),
  madeAt: z.string(),
  dueAt: z.string(),
  overdue: z.boolean(),
  state: z.enum(promiseStates),
  moves: z
    .array(z.object({ at: z.string(), by: named, from: z.string(), to: z.string(), explanation: z.string() }))
    .describe('Each change of its time, or of who owes it'),
  keptNote: z.string().nullable(),
  settledAt: z.string().nullable(),
  version: z.number(),
})

async function shown(context: Context, rows: readonly Promised[]): Promise<z.input<typeof promise>[]> {
  const moves = rows.map((row) => fromJson<Move[]>(row.moves))
  const person = await namesBy(context, 'people', [
    ...rows.flatMap(({ madeBy, owedBy }) => [madeBy, owedBy]),
    ...moves.flat().map(({ by }) => by),
  ])
  const account = await namesBy(
    context,
    'accounts',
    rows.map(({ accountId }) => accountId),
  )
  return rows.map((row, n) => ({
    id: row.id,
    account: account(row.accountId),
    case: row.caseId,
    what: row.what,
    madeBy: person(row.madeBy),
    owedBy: person(row.owedBy),
    madeAt: row.madeAt,
    dueAt: row.dueAt,
    overdue: row.state === 'open' && row.dueAt < context.at,
    state: row.state as (typeof promiseStates)[number],
    moves: moves[n]!.map(({ by, ...move }) => ({ ...move, by: person(by) })),
    keptNote: row.keptNote,
    settledAt: row.settledAt,
    version: row.version,
  }))
}

const shownOne = async (context: Context, row: Promised): Promise<z.input<typeof promise>> =>
  (await shown(context, [row]))[0]!

/** A promised time must be to come. */
function futureTime({ at }: Context, given: string, name: string): Time {
  const asTime = new Date(given).toISOString()
  if (asTime > at) return asTime
  throw new Refusal('invalid', name, `\`${given}\` is past`, 'Promise a time to come.')
}

/** How many moves a promise takes; after so many it is no promise. */
const movesMax = 50

export const makePromise = operation({
  name: 'promises.make',
  about: 'Notes what was promised to a customer and until when, such as finding something out.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'POST', path: '/promises', status: 201 },
  tool: 'make_promise',
  input: z.object({
    account: line()
      .optional()
      .describe('An account id or external id; needed where no case with one is named'),
    case: caseName.optional().describe('The case it was promised on'),
    what: line(500),
    dueAt: time.describe('Until when'),
    person: line().optional().describe('Who keeps it, by id; absent: you'),
  }),
  output: promise,
  run: async (context, input) => {
    const { db, newId, at, actor } = context
    const row = input.case === undefined ? undefined : await loadCase(context, input.case)
    if (row) await demandOnCase(context, row)
    const made: Promised = {
      id: newId('promise'),
      accountId: await accountFor(context, input.account, row?.accountId ?? null),
      caseId: row?.id ?? null,
      what: input.what,
      madeBy: (await loadPerson(db, actor.id, 'person')).id,
      owedBy: (await loadPerson(db, input.person ?? actor.id, 'person')).id,
      dueAt: futureTime(context, input.dueAt, 'dueAt'),
      state: 'open',
      moves: toJson([]),
      keptNote: null,
      version: 1,
      madeAt: at,
      settledAt: null,
    }
    await db.insertInto('promises').values(made).execute()
    await watchPromise(context, made)
    await recordOnCase(context, made, 'promise-made')
    return shownOne(context, made)
  },
})

/** The account that is named, or the case's; both must agree. */
async function accountFor({ db }: Context, name: string | undefined, ofCase: string | null): Promise<string> {
  const given = name === undefined ? null : (await findAccount(db, name)).id
  if (given !== null && ofCase !== null && given !== ofCase) {
    throw new Refusal(
      'invalid',
      'account',
      `the case is another customer’s than \`${name}\``,
      'Name one of them.',
    )
  }
  const found = given ?? ofCase
  if (found !== null) return found
  throw new Refusal(
    'invalid',
    'account',
    'nothing says whose promise it is',
    'Name an account, or a case of one.',
  )
}

export const keepPromise = operation({
  name: 'promises.keep',
  about: 'Says that a promise was kept, and how.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'POST', path: '/promises/{promise}/keep' },
  tool: 'keep_promise',
  input: z.object({ ...onPromise, note: prose(2_000).describe('What came of it') }),
  output: promise,
  run: async (context, input) => {
    const row = await take(context, input)
    await unwatchPromise(context, row)
    const kept = await changePromise(context, row, {
      state: 'kept',
      keptNote: input.note,
      settledAt: context.at,
    })
    await recordOnCase(context, kept, 'promise-kept', { note: input.note })
    return shownOne(context, kept)
  },
})

async function take(
  context: Context,
  input: { readonly promise: string; readonly version?: number | undefined },
): Promise<Promised> {
  const row = await loadPromise(context, input.promise)
  demandVersion(row, input.version, 'promise')
  await demandOwed(context, row)
  return row
}

export const movePromised = operation({
  name: 'promises.move',
  about: 'Gives a promise another time, with an explanation that stays with it.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'POST', path: '/promises/{promise}/move' },
  input: z.object({
    ...onPromise,
    to: time,
    explanation: prose(2_000).describe('What the customer was told'),
  }),
  output: promise,
  run: async (context, input) => {
    const row = await take(context, input)
    const to = futureTime(context, input.to, 'to')
    if (fromJson<Move[]>(row.moves).length >= movesMax) {
      const message = `promise \`${row.id}\` was moved ${movesMax} times`
      throw new Refusal('limit_exceeded', 'promise', message, 'Keep it, and promise something else.')
    }
    return shownOne(context, await movePromise(context, row, to, input.explanation))
  },
})

export const listPromises = operation({
  name: 'promises.list',
  about: 'Lists promises, the most urgent first: open ones unless another state is asked for.',
  scope: 'cases:read',
  writes: false,
  teams: programmeTeams,
  http: { method: 'GET', path: '/promises' },
  tool: 'list_promises',
  input: z.object({
    account: line().optional().describe('An account id or external id'),
    person: line().optional().describe('Who owes it: a person id, or `me`'),
    state: z.enum(promiseStates).default('open'),
    overdue: flag.optional().describe('Only those whose time is past'),
    ...page,
  }),
  output: paged(promise),
  run: async (context, input) => {
    const { db, actor, at } = context
    const account = input.account === undefined ? undefined : await findAccount(db, input.account)
    const person = input.person === 'me' ? actor.id : input.person
    const [dueAt, last] = cursorOf(input.after, 2) ?? []
    const rows = await db
      .selectFrom('promises')
      .selectAll()
      .where('state', '=', input.state)
      .$if(account !== undefined, (q) => q.where('accountId', '=', account!.id))
      .$if(person !== undefined, (q) => q.where('owedBy', '=', person!))
      .$if(input.overdue === true, (q) => q.where('dueAt', '<', at))
      .$if(last !== undefined, (q) =>
        q.where((where) =>
          where.or([
            where('dueAt', '>', dueAt!),
            where.and([where('dueAt', '=', dueAt!), where('id', '>', last!)]),
          ]),
        ),
      )
      .orderBy('dueAt')
      .orderBy('id')
      .limit(input.limit + 1)
      .execute()
    const { items, next } = nextOf(
      rows,
      input.limit,
      (row) => row,
      (row) => [row.dueAt, row.id],
    )
    return { items: await shown(context, items), next }
  },
})
