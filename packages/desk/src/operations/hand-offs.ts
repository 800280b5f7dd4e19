/** A case on its way between teams and people: accept, reject, assign, hand off, and the triage lead's last word. */
import { Refusal, teamName } from '@rightdesk/engine'
import { z } from 'zod'
import { demand } from '../access.ts'
import { redecide, takeDecision } from '../cases/case-decisions.ts'
import { record } from '../cases/case-log.ts'
import { freePlace, moveOn, routeTo } from '../cases/case-routing.ts'
import { caseSummary, decisionOf, summarise } from '../cases/case-shown.ts'
import { demandState } from '../cases/case-states.ts'
import { caseName, changeCase, demandVersion, loadCase, ownerOfCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { marksOfAcceptance } from '../insights/case-marks.ts'
import { operation } from '../operation.ts'
import { facts, line, prose, time, version } from '../shapes.ts'
import { tell } from '../work/outbox.ts'

const onCase = { case: caseName, version }

export const acceptCase = operation({
  name: 'cases.accept',
  about: 'Takes a case on: the clock on acceptance stops, and it is yours unless it has an assignee.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/accept' },
  tool: 'accept_case',
  input: z.object(onCase),
  output: caseSummary,
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    demandVersion(row, input.version)
    demandState('accept', row)
    const assigneeId = row.assigneeId ?? (await asPerson(context, row.number))
    await record(context, row.id, 'accepted', { by: assigneeId })
    const accepted = await changeCase(context, row, {
      state: 'accepted',
      assigneeId,
      acceptBy: null,
      overdueSince: null,
      waitingSince: null,
      triageSince: null,
      ...marksOfAcceptance(row, context.at),
    })
    return summarise(context, accepted)
  },
})

/** The person who acts. Throws for a program: a case that it takes on is nobody's, and nobody is looked for any more. */
async function asPerson({ db, actor }: Context, number: number): Promise<string | null> {
  if (actor.kind === 'service') {
    throw new Refusal(
      'precondition_failed',
      'case',
      `nobody has case ${number} yet, and a program cannot take it on`,
      'Give it to a person with cases.assign, then accept it.',
    )
  }
  const person = await db.selectFrom('people').select('id').where('id', '=', actor.id).executeTakeFirst()
  return person?.id ?? null
}

export const rejectCase = operation({
  name: 'cases.reject',
  about:
    'Sends a case back that is not this team’s, with the reason; the policy is run again with what you add.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/reject' },
  tool: 'reject_case',
  input: z.object({ ...onCase, reason: prose(2_000), facts: facts.default({}) }),
  output: caseSummary,
  prepare: (context, input) => redecide(context, input.case, input.facts),
  run: async (context, input, made) => {
    const row = await loadCase(context, input.case)
    demandVersion(row, input.version)
    demandState('reject', row)
    await record(context, row.id, 'rejected', {
      team: row.ownerTeam,
      reason: input.reason,
      facts: input.facts,
    })
    const decided = await takeDecision(context, row, made)
    const why = `${teamName(context.answering.policy, row.ownerTeam)} rejected it: ${input.reason}`
    return summarise(
      context,
      await freePlace(context, row, await moveOn(context, decided, made.decision, why)),
    )
  },
})

const nextStep = z.object({
  what: prose(2_000),
  who: line().describe('A person or a team'),
  by: time.describe('Until when'),
})

export const handOff = operation({
  name: 'cases.hand_off',
  about:
    'Hands a case to the team that the policy names now, with a note that spares the next person the search.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/hand-off' },
  tool: 'hand_off_case',
  input: z.object({
    ...onCase,
    context: prose().describe('What it is about, and for whom'),
    done: prose().describe('What was done so far'),
    lastStep: prose(2_000).describe('What was done last'),
    nextStep,
    links: z
      .array(z.url({ protocol: /^https?$/ }).max(2_000))
      .max(50)
      .default([]),
    facts: facts.default({}).describe('What is known now and was not before'),
  }),
  output: caseSummary,
  prepare: (context, input) => redecide(context, input.case, input.facts),
  run: async (context, input, made) => {
    const row = await loadCase(context, input.case)
    demandVersion(row, input.version)
    demandState('hand off', row)
    const { owner } = made.decision
    if (made.decision.status === 'decided' && owner.team === row.ownerTeam) {
      throw new Refusal(
        'precondition_failed',
        'facts',
        `by what is known, ${teamName(context.answering.policy, owner.team)} owns this case`,
        'Add the facts that make it another team’s, correct what was read wrongly with cases.correct, or reject it.',
      )
    }
    const { case: _case, version: _version, ...note } = input
    await record(context, row.id, 'handed-off', { from: row.ownerTeam, to: owner.team, note })
    const decided = await takeDecision(context, row, made)
    const moved = await moveOn(context, decided, made.decision, `Handed off: ${input.lastStep}`)
    return summarise(context, await freePlace(context, row, moved))
  },
})

export const routeCase = operation({
  name: 'cases.route',
  about: 'The lead’s word on where a case stays. Teams that must not get it are refused all the same.',
  scope: 'cases:lead',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/route' },
  input: z.object({ ...onCase, team: line(), reason: prose(2_000) }),
  output: caseSummary,
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    demandVersion(row, input.version)
    demandState('route', row)
    const { not } = await decisionOf(context, row)
    const never = not.find(({ team }) => team === input.team)
    if (never) {
      const name = teamName(context.answering.policy, input.team)
      throw new Refusal(
        'precondition_failed',
        'team',
        `${name} must not get this case: ${never.reason}`,
        'If the decision is wrong, put it right with cases.correct first.',
      )
    }
    await record(context, row.id, 'triaged', { from: row.ownerTeam, to: input.team, reason: input.reason })
    const destination = { team: input.team, state: 'routed' } as const
    const moved = await routeTo(context, row, destination, { reason: input.reason })
    return summarise(context, await freePlace(context, row, moved))
  },
})

export const assignPerson = operation({
  name: 'cases.assign',
  about:
    'Gives a case to a person of the owning team; everybody may take one, giving it to others is a lead’s.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/assign' },
  tool: 'assign_case',
  input: z.object({ ...onCase, person: line().describe('A person id, or `me`') }),
  output: caseSummary,
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    demandVersion(row, input.version)
    demandState('assign', row)
    const person = input.person === 'me' ? context.actor.id : input.person
    if (person !== context.actor.id) demand(context.actor, 'cases:lead', [row.ownerTeam!])
    await demandMember(context, row.ownerTeam!, person)
    const reason = `Given by ${context.actor.name}.`
    await record(context, row.id, 'assigned', { to: person, from: row.assigneeId, reason })
    await tell(context, 'case.assigned', { case: row.id, number: row.number, person })
    const assigned = await changeCase(context, row, { assigneeId: person, waitingSince: null })
    return summarise(context, await freePlace(context, row, assigned))
  },
})

async function demandMember({ db, answering }: Context, team: string, person: string): Promise<void> {
  const member = await db
    .selectFrom('memberships')
    .innerJoin('people', 'people.id', 'memberships.personId')
    .select('people.id')
    .where('teamId', '=', team)
    .where('personId', '=', person)
    .where('people.leftAt', 'is', null)
    .executeTakeFirst()
  if (member) return
  const name = teamName(answering.policy, team)
  throw new Refusal('invalid', 'person', `\`${person}\` is not in ${name}`, 'teams.show lists who is.')
}
