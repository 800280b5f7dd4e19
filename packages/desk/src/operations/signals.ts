/**
 * What is noticed in technical work and is for the revenue teams: signs of expansion, churn risk, renewal (D6, M20).
 * Whom they go to is the policy's to say; what becomes of them is theirs.
 */
import { checkFacts, Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { demand } from '../access.ts'
import { answerWith, findAccount } from '../answering.ts'
import { caseName, loadCase, teamsOfCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { findSignals, showSignal, signal, signalKinds, signalQuery } from '../engagements/engagement-shown.ts'
import { recordOnCase, requestingTeams } from '../engagements/engagements.ts'
import { operation } from '../operation.ts'
import { nextOf } from '../paging.ts'
import { line, paged, prose } from '../shapes.ts'
import type { AccountRow } from '../store/tables.ts'
import { tell } from '../work/outbox.ts'

/** The topic that says which team such signals go to (M20). */
const revenueTopic = 'sales-renewal'

export const signalRevenue = operation({
  name: 'engagements.signal',
  about: 'Passes a sign of expansion, churn risk or renewal, found in technical work, to the revenue team.',
  scope: 'engagements:write',
  writes: true,
  teams: requestingTeams,
  http: { method: 'POST', path: '/signals', status: 201 },
  tool: 'signal_revenue',
  input: z.object({
    account: line().describe('An account id or external id'),
    case: caseName.optional().describe('The case on which it was found'),
    kind: z.enum(signalKinds),
    words: prose(5_000).describe('What was seen or said, for colleagues'),
    amount: z.coerce.number().int().min(0).max(1_000_000_000).optional().describe('In USD a year'),
  }),
  output: signal,
  prepare: (context, input) => revenueTeams(context, input.account),
  run: async (context, input, { account, team, teams, channels }) => {
    const { db, newId, at, actor, origin } = context
    const caseId = input.case === undefined ? null : await caseOf(context, input.case, account)
    const { kind, words, amount = null } = input
    const row = await db
      .insertInto('revenueSignals')
      .values({
        id: newId('signal'),
        accountId: account.id,
        caseId,
        at,
        actor: actor.id,
        kind,
        words,
        amount,
        team,
        origin,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await recordOnCase(context, caseId, 'signal-passed-on', {
      signal: row.id,
      signalKind: kind,
      words,
      amount,
      team,
    })
    const about = { signal: row.id, account: account.id, case: caseId }
    await tell(context, 'expansion.signalled', { ...about, kind, amount, teams, channels })
    return showSignal({ ...row, accountName: account.name, actorName: actor.name })
  },
})

/** Whom the policy names for this account’s commercial matters, and where they are reached. */
async function revenueTeams(context: Context, name: string) {
  const account = await findAccount(context.db, name)
  const asked = checkFacts(context.answering.policy, { topic: revenueTopic }, 'facts')
  const { owner, with: others, internal } = await answerWith(context, { facts: asked }, account)
  if (owner.team === null) {
    const help = `Give the topic \`${revenueTopic}\` an owner in the policy.`
    throw new Refusal('precondition_failed', 'account', 'the policy names no team for such signals', help)
  }
  return { account, team: owner.team, teams: [owner.team, ...others], channels: [...internal] }
}

async function caseOf(context: Context, name: string, account: AccountRow): Promise<string> {
  const row = await loadCase(context, name)
  // Who is engaged sees the cases that they were engaged for, and writes on no others.
  demand(context.actor, 'engagements:write', await teamsOfCase(context, { case: row.id }))
  if (row.accountId === null || row.accountId === account.id) return row.id
  const help = 'Name the account of the case, or leave the case out.'
  throw new Refusal(
    'invalid',
    'case',
    `case ${row.number} is of another account than \`${account.name}\``,
    help,
  )
}

export const listSignals = operation({
  name: 'engagements.signals',
  about: 'Lists signs of expansion, churn risk and renewal that were passed on, newest first.',
  scope: 'engagements:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/signals' },
  input: signalQuery,
  output: paged(signal),
  run: async (context, input) =>
    nextOf(await findSignals(context, input), input.limit, showSignal, (row) => [row.id]),
})
