/** Check-ins with leadership on work that looks like Professional Services (A14): opened, listed, answered yes or no. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { findAccount } from '../answering.ts'
import { caseName, changeCase, demandVersion, loadCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, pageById } from '../paging.ts'
import { named, namesBy } from '../programme/assigned-shown.ts'
import { demandOnCase, programmeTeams, runningFor } from '../programme/assignment-party.ts'
import {
  type LeadershipCheck,
  leadershipCheckStates,
  loadLeadershipCheck,
  openCheck,
  openCheckOf,
  settleCheck,
} from '../programme/leadership-checks.ts'
import { id, line, page, paged, prose, version } from '../shapes.ts'

const check = z.object({
  id: z.string(),
  account: named,
  case: z.string().nullable(),
  what: z.string(),
  topic: z.string().nullable().describe('The topic by which the desk opened it; null where somebody did'),
  askedBy: named,
  state: z.enum(leadershipCheckStates),
  decidedBy: named.nullable(),
  reason: z.string().nullable(),
  openedAt: z.string(),
  decidedAt: z.string().nullable(),
  version: z.number(),
})

async function shown(context: Context, rows: readonly LeadershipCheck[]): Promise<z.input<typeof check>[]> {
  const person = await namesBy(
    context,
    'people',
    rows.flatMap(({ askedBy, decidedBy }) => [askedBy, decidedBy]),
  )
  const account = await namesBy(
    context,
    'accounts',
    rows.map(({ accountId }) => accountId),
  )
  return rows.map((row) => ({
    id: row.id,
    account: account(row.accountId),
    case: row.caseId,
    what: row.what,
    topic: row.topic,
    askedBy: person(row.askedBy),
    state: row.state as (typeof leadershipCheckStates)[number],
    decidedBy: row.decidedBy === null ? null : person(row.decidedBy),
    reason: row.reason,
    openedAt: row.openedAt,
    decidedAt: row.decidedAt,
    version: row.version,
  }))
}

export const openLeadershipCheck = operation({
  name: 'leadership_checks.open',
  about:
    'Asks leadership whether work is taken on that looks like Professional Services, before anybody says yes.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'POST', path: '/leadership-checks', status: 201 },
  tool: 'ask_leadership',
  input: z.object({
    account: line()
      .optional()
      .describe('An account id or external id; needed where no case with one is named'),
    case: caseName.optional().describe('The case it came up on'),
    what: prose(2_000).describe('What the customer wants, and what it would take'),
  }),
  output: check,
  run: async (context, input) => {
    const row = input.case === undefined ? undefined : await loadCase(context, input.case)
    if (row) await demandOnCase(context, row)
    const named = input.account === undefined ? undefined : await findAccount(context.db, input.account)
    const accountId = named?.id ?? row?.accountId
    if (!accountId || (row?.accountId && row.accountId !== accountId)) {
      const help = 'Name the account, or a case of one.'
      throw new Refusal('invalid', 'account', 'nothing says clearly which customer it is for', help)
    }
    await demandAssigned(context, accountId)
    if (row) await demandNoneOpen(context, row.id)
    const made = await openCheck(context, {
      accountId,
      caseId: row?.id ?? null,
      topic: null,
      what: input.what,
    })
    if (row) await changeCase(context, row, {})
    return (await shown(context, [made]))[0]!
  },
})

async function demandAssigned(context: Context, accountId: string): Promise<void> {
  if (await runningFor(context, accountId)) return
  const message = 'this customer has no assigned engineer'
  throw new Refusal('precondition_failed', 'account', message, 'Route the ask as the policy says.')
}

async function demandNoneOpen(context: Context, caseId: string): Promise<void> {
  const open = await openCheckOf(context, caseId)
  if (!open) return
  const message = `leadership is asked about this case already: \`${open.id}\``
  throw new Refusal('conflict', 'case', message, 'Wait for leadership_checks.decide.')
}

export const decideLeadershipCheck = operation({
  name: 'leadership_checks.decide',
  about: 'Leadership’s word on whether the work is taken on, with the reason.',
  scope: 'programme:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/leadership-checks/{check}/decide' },
  input: z.object({
    check: id('leadershipcheck').describe('The id of a check-in with leadership'),
    says: z.enum(['yes', 'no']),
    reason: prose(2_000),
    version,
  }),
  output: check,
  run: async (context, input) => {
    const row = await loadLeadershipCheck(context, input.check)
    demandVersion(row, input.version, 'check-in')
    if (row.state !== 'open') {
      const message = `check-in \`${row.id}\` is settled: \`${row.state}\``
      throw new Refusal('conflict', 'check', message, 'Ask anew with leadership_checks.open.')
    }
    const { says: state, reason } = input
    const settled = await settleCheck(context, row, { state, reason, decidedBy: context.actor.id })
    return (await shown(context, [settled]))[0]!
  },
})

export const listLeadershipChecks = operation({
  name: 'leadership_checks.list',
  about: 'Lists check-ins with leadership, newest first, by state, customer or case.',
  scope: 'cases:read',
  writes: false,
  teams: programmeTeams,
  http: { method: 'GET', path: '/leadership-checks' },
  tool: 'list_leadership_checks',
  input: z.object({
    state: z.enum(leadershipCheckStates).optional(),
    account: line().optional().describe('An account id or external id'),
    case: caseName.optional(),
    ...page,
  }),
  output: paged(check),
  run: async (context, input) => {
    const { db } = context
    const account = input.account === undefined ? undefined : await findAccount(db, input.account)
    const ofCase = input.case === undefined ? undefined : await loadCase(context, input.case)
    const [last] = cursorOf(input.after, 1) ?? []
    const rows = await db
      .selectFrom('leadershipChecks')
      .selectAll()
      .$if(input.state !== undefined, (q) => q.where('state', '=', input.state!))
      .$if(account !== undefined, (q) => q.where('accountId', '=', account!.id))
      .$if(ofCase !== undefined, (q) => q.where('caseId', '=', ofCase!.id))
      .$if(last !== undefined, (q) => q.where('id', '<', last!))
      .orderBy('id', 'desc')
      .limit(input.limit + 1)
      .execute()
    const { items, next } = pageById(rows, input.limit)
    return { items: await shown(context, items), next }
  },
})
