/** A case through its life: facts that come in, work, sleep, merging, the end, and a new beginning. */
import { Refusal, teamName } from '@rightdesk/engine'
import { z } from 'zod'
import { demand } from '../access.ts'
import { redecide, takeDecision } from '../cases/case-decisions.ts'
import { record } from '../cases/case-log.ts'
import { destinationOf, followDecision, freePlace, reopen } from '../cases/case-routing.ts'
import { caseSummary, summarise } from '../cases/case-shown.ts'
import { demandState, isOpenState } from '../cases/case-states.ts'
import { type Case, caseName, changeCase, demandVersion, loadCase, ownerOfCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { facts, prose, time, version } from '../shapes.ts'
import { isTaken } from '../store/transaction.ts'
import { cancel, enqueue } from '../work/jobs.ts'
import { tell } from '../work/outbox.ts'

const onCase = { case: caseName, version }

/** The case as it stands, if the edit and the verb fit it. */
async function take(
  context: Context,
  input: { readonly case: string; readonly version?: number | undefined },
  verb: Parameters<typeof demandState>[0],
): Promise<Case> {
  const row = await loadCase(context, input.case)
  demandVersion(row, input.version)
  demandState(verb, row)
  return row
}

export const stateFacts = operation({
  name: 'cases.state_facts',
  about:
    'Adds what is known now, such as the answer to a question; the policy is run again and the case follows.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'PATCH', path: '/cases/{case}/facts' },
  tool: 'state_facts',
  input: z.object({ ...onCase, facts }),
  output: caseSummary,
  prepare: (context, input) => redecide(context, input.case, input.facts),
  run: async (context, input, made) => {
    const row = await take(context, input, 'state facts')
    await record(context, row.id, 'facts-stated', { facts: input.facts })
    const decided = await takeDecision(context, row, made)
    const { team } = destinationOf(context.answering.policy, made.decision)
    const reason = `What is known now makes it ${teamName(context.answering.policy, team)}’s.`
    return summarise(context, await followDecision(context, row, decided, made.decision, reason))
  },
})

export const startWork = operation({
  name: 'cases.start',
  about: 'Says that work on a case has begun, or goes on after an escalation.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/start' },
  input: z.object(onCase),
  output: caseSummary,
  run: async (context, input) => {
    const row = await take(context, input, 'start')
    await record(context, row.id, 'started')
    return summarise(context, await changeCase(context, row, { state: 'working' }))
  },
})

export const resolveCase = operation({
  name: 'cases.resolve',
  about: 'Says that a case is solved, and how; it can be reopened until and after it is closed.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/resolve' },
  tool: 'resolve_case',
  input: z.object({ ...onCase, outcome: prose(5_000).describe('What solved it, for colleagues') }),
  output: caseSummary,
  run: async (context, input) => {
    const row = await take(context, input, 'resolve')
    await record(context, row.id, 'resolved', { outcome: input.outcome })
    await tell(context, 'case.resolved', { case: row.id, number: row.number, team: row.ownerTeam })
    const resolved = await changeCase(context, row, {
      state: 'resolved',
      resolvedAt: context.at,
      ...atRest,
    })
    return summarise(context, await freePlace(context, row, resolved))
  },
})

/** Nothing is due on a case that is over. */
const atRest = {
  acceptBy: null,
  overdueSince: null,
  waitingSince: null,
  snoozedUntil: null,
  triageSince: null,
}

export const closeCase = operation({
  name: 'cases.close',
  about: 'Closes a solved case for good; the same words of the same customer then open a new one.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/close' },
  tool: 'close_case',
  input: z.object(onCase),
  output: caseSummary,
  run: async (context, input) => {
    const row = await take(context, input, 'close')
    await record(context, row.id, 'closed')
    const over = { closedAt: context.at }
    await context.db
      .updateTable('cases')
      .set(over)
      .where('mergedInto', '=', row.id)
      .where('closedAt', 'is', null)
      .execute()
    return summarise(context, await changeCase(context, row, { state: 'closed', ...over }))
  },
})

export const reopenCase = operation({
  name: 'cases.reopen',
  about: 'Takes up a solved or closed case again, where it was left.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/reopen' },
  tool: 'reopen_case',
  input: z.object({ ...onCase, reason: prose(2_000) }),
  output: caseSummary,
  run: async (context, input) => {
    const row = await take(context, input, 'reopen')
    try {
      return await summarise(context, await reopen(context, row, input.reason))
    } catch (error) {
      if (!isTaken(error)) throw error
      const help = 'Work on the open one, and merge this one into it.'
      throw new Refusal('conflict', 'case', 'the same ask of this customer is open as another case', help)
    }
  },
})

export const snoozeCase = operation({
  name: 'cases.snooze',
  about: 'Lets a case sleep until a time; it wakes by itself.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/snooze' },
  input: z.object({ ...onCase, until: time, reason: prose(2_000) }),
  output: caseSummary,
  run: async (context, input) => {
    const row = await take(context, input, 'snooze')
    const until = new Date(input.until).toISOString()
    if (until <= context.at) {
      throw new Refusal('invalid', 'until', `\`${input.until}\` is past`, 'Give a time to come.')
    }
    await record(context, row.id, 'snoozed', { until, reason: input.reason })
    await enqueue(context, {
      queue: 'timer',
      kind: 'wake-snoozed',
      key: wakeKey(row.id, until),
      payload: { case: row.id, until },
      runAt: until,
    })
    const asleep = await changeCase(context, row, { snoozedUntil: until })
    return summarise(context, await freePlace(context, row, asleep))
  },
})

const wakeKey = (caseId: string, until: string): string => `wake:${caseId}:${until}`

export const wakeCase = operation({
  name: 'cases.wake',
  about: 'Wakes a sleeping case before its time.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/wake' },
  input: z.object(onCase),
  output: caseSummary,
  run: async (context, input) => {
    const row = await take(context, input, 'wake')
    if (row.snoozedUntil === null) return summarise(context, row)
    await cancel(context, wakeKey(row.id, row.snoozedUntil))
    await record(context, row.id, 'woken', { by: context.actor.id })
    return summarise(context, await changeCase(context, row, { snoozedUntil: null }))
  },
})

export const mergeCases = operation({
  name: 'cases.merge',
  about: 'Joins a case to another that is about the same; its history, sources and followers go along.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/merge' },
  input: z.object({ ...onCase, into: caseName }),
  output: caseSummary,
  run: async (context, input) => {
    const row = await take(context, input, 'merge')
    const into = await loadCase(context, input.into)
    demand(context.actor, 'cases:write', [into.ownerTeam!])
    if (into.id === row.id || into.mergedInto !== null) {
      const help = into.mergedInto
        ? `Name \`${into.mergedInto}\`, which it was merged into.`
        : 'Name the other one.'
      throw new Refusal('conflict', 'into', `case ${row.number} cannot be merged into ${into.number}`, help)
    }
    if (!isOpenState(into.state)) {
      const said = `case ${into.number} is \`${into.state}\`: nobody would see to what is merged into it`
      throw new Refusal('conflict', 'into', said, 'Reopen it first, or merge it into this one.')
    }
    await record(context, row.id, 'merged', { into: into.id, number: into.number })
    await record(context, into.id, 'merged-in', { case: row.id, number: row.number })
    await bringAlong(context, row.id, into.id)
    // Not `closedAt`: until the other is closed, the same words again belong to it.
    const merged = { state: 'closed', mergedInto: into.id, assigneeId: null }
    const gone = await changeCase(context, row, { ...merged, ...atRest })
    await changeCase(context, into, {})
    return summarise(context, await freePlace(context, row, gone))
  },
})

/** Sources, followers, and the teams that may look go to the other case; so do cases merged earlier. */
async function bringAlong({ db, at }: Context, from: string, to: string): Promise<void> {
  await db.updateTable('caseSources').set({ caseId: to }).where('caseId', '=', from).execute()
  await db.updateTable('cases').set({ mergedInto: to }).where('mergedInto', '=', from).execute()
  const values = { caseId: to, at }
  const followers = await db
    .selectFrom('caseFollowers')
    .select('personId')
    .where('caseId', '=', from)
    .execute()
  for (const { personId } of followers) {
    await db
      .insertInto('caseFollowers')
      .values({ ...values, personId })
      .onConflict((conflict) => conflict.columns(['caseId', 'personId']).doNothing())
      .execute()
  }
  const teams = await db.selectFrom('caseTeams').select('team').where('caseId', '=', from).execute()
  for (const { team } of teams) {
    await db
      .insertInto('caseTeams')
      .values({ caseId: to, team, since: at })
      .onConflict((conflict) => conflict.columns(['caseId', 'team']).doNothing())
      .execute()
  }
}
