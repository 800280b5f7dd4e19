/** Deciding on requests for an assigned engineer: looking who could take it, approving or declining with a reason. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { findAccount } from '../answering.ts'
import { demandVersion } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { findColleague, personName } from '../people/roster.ts'
import { startAssigned } from '../programme/assigned.ts'
import { assignment, shownOneAssigned } from '../programme/assigned-shown.ts'
import { runningFor } from '../programme/assignment-party.ts'
import { demandLifecycle, kindNamed, oneAtATime, programmeIn } from '../programme/programme.ts'
import { candidate, candidatesOf } from '../programme/programme-preview.ts'
import { request, shownRequest } from '../programme/programme-request-shown.ts'
import {
  changeRequest,
  demandUnsettled,
  hasPlace,
  loadRequest,
  offerPlaces,
  placesIn,
  putInLine,
  type Request,
  tellDecided,
  viewsMissing,
} from '../programme/programme-requests.ts'
import { id, prose, version } from '../shapes.ts'
import type { AccountRow } from '../store/tables.ts'

const requestId = id('request')

export const previewRequest = operation({
  name: 'requests.preview',
  about: 'Shows who could take a customer, the most suitable first, with what speaks for and against each.',
  scope: 'programme:read',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/requests/{request}/preview' },
  input: z.object({ request: requestId }),
  output: z.object({
    candidates: z.array(candidate),
    missing: z.array(z.string()).describe('Roles whose views are not there yet'),
    room: z.boolean().describe('Whether approving it now gives it a place; else it waits in line'),
    places: z.object({ cap: z.number(), used: z.number(), offered: z.number() }),
  }),
  run: async (context, input) => {
    const row = await loadRequest(context, input.request)
    return {
      candidates: await candidatesOf(context, row),
      missing: viewsMissing(context, row),
      room: await hasPlace(context, row),
      places: await placesIn(context),
    }
  },
})

export const decideRequest = operation({
  name: 'requests.decide',
  about:
    'Approves or declines a request, with the reason, once all views are there; over the cap it waits in line.',
  scope: 'programme:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/requests/{request}/decision' },
  input: z.object({
    request: requestId,
    decision: z.enum(['approve', 'decline']),
    reason: prose(4_000),
    engineer: personName.optional().describe('Needed to approve where there is a place'),
    backup: personName.optional().describe('Needed after the sale, impossible before it'),
    version,
  }),
  output: z.object({
    request,
    assignment: assignment.nullable().describe('Null where it was declined, or waits for a place'),
  }),
  run: async (context, input) => {
    await oneAtATime(context)
    const row = await loadRequest(context, input.request)
    demandVersion(row, input.version, 'request')
    demandUnsettled(row)
    demandViews(context, row)
    const decided = { decidedBy: context.actor.id, decisionReason: input.reason, decidedAt: context.at }
    if (input.decision === 'decline') {
      const declined = await changeRequest(context, row, {
        ...decided,
        state: 'declined',
        waitingSince: null,
      })
      await tellDecided(context, declined)
      if (row.state === 'offered') await offerPlaces(context)
      return { request: await shownRequest(context, declined), assignment: null }
    }
    const account = await demandPossible(context, row)
    if (!(await hasPlace(context, row))) {
      const waiting = await putInLine(context, await changeRequest(context, row, decided))
      await tellDecided(context, waiting)
      return { request: await shownRequest(context, waiting), assignment: null }
    }
    const started = await startAssigned(context, {
      accountId: account.id,
      requestId: row.id,
      kind: row.kind,
      untilAt: row.untilAt,
      ...(await carersIn(context, input)),
      customerEngineerId: await customerEngineerOf(context, account.id),
      note: null,
    })
    const approved = await changeRequest(context, row, {
      ...decided,
      state: 'approved',
      assignmentId: started.id,
      waitingSince: null,
    })
    await tellDecided(context, approved)
    return {
      request: await shownRequest(context, approved),
      assignment: await shownOneAssigned(context, started),
    }
  },
})

/** Throws `precondition_failed` until everybody who is to be heard was heard (A2). */
function demandViews(context: Context, row: Request): void {
  const missing = viewsMissing(context, row)
  if (missing.length === 0) return
  const message = `${missing.join(' and ')} ${missing.length === 1 ? 'has' : 'have'} not been heard yet`
  throw new Refusal('precondition_failed', 'request', message, 'They give their view with requests.view.')
}

/** What may have changed since it was asked for: the customer's lifecycle, its end, another assignment. */
async function demandPossible(context: Context, row: Request): Promise<AccountRow> {
  const account = await findAccount(context.db, row.accountId)
  demandLifecycle(account, kindNamed(programmeIn(context), row.kind), row.kind)
  if (row.untilAt !== null && row.untilAt <= context.at) {
    const message = `its time was over at \`${row.untilAt}\``
    throw new Refusal('precondition_failed', 'until', message, 'Decline it; it can be asked for anew.')
  }
  if (!(await runningFor(context, account.id))) return account
  const message = `\`${account.name}\` has an assigned engineer already`
  throw new Refusal('conflict', 'account', message, 'See assignments.show; it can be converted or ended.')
}

async function carersIn(
  context: Context,
  { engineer, backup }: { readonly engineer?: string | undefined; readonly backup?: string | undefined },
) {
  if (engineer === undefined) {
    const message = 'nobody is named as engineer'
    throw new Refusal('invalid', 'engineer', message, 'requests.preview shows who could take it.')
  }
  const { id: engineerId } = await findColleague(context, engineer)
  return { engineerId, backupId: backup === undefined ? null : (await findColleague(context, backup)).id }
}

/** The customer engineer that the customer's page names, where it is one of us. */
async function customerEngineerOf({ db }: Context, accountId: string): Promise<string | null> {
  const row = await db
    .selectFrom('accountPeople')
    .select('personId')
    .where('accountId', '=', accountId)
    .where('role', '=', 'ce')
    .where('personId', 'is not', null)
    .orderBy('since')
    .executeTakeFirst()
  return row?.personId ?? null
}
