/** Cases: taking one in, finding them, looking at one and its history. */

import { z } from 'zod'
import { answerWith, findAccount } from '../answering.ts'
import { caseOfSource, holdDesks, takeIn } from '../cases/case-intake.ts'
import { eventKinds } from '../cases/case-log.ts'
import { caseQuery, findCases, markOf } from '../cases/case-search.ts'
import { caseSummary, caseWhole, showWhole, summarise, summariseAll } from '../cases/case-shown.ts'
import { type Case, caseName, loadCase, teamsOfCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, nextOf } from '../paging.ts'
import { askText, facts, line, page, paged } from '../shapes.ts'
import { fromJson } from '../store/json.ts'

export const openCase = operation({
  name: 'cases.open',
  about: 'Takes an ask in: decides it, puts it on the right desk, and remembers everything.',
  scope: 'cases:write',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/cases', status: 201 },
  tool: 'open_case',
  input: z.object({
    text: askText,
    subject: line().optional().describe('Absent: the first words of the text'),
    account: line().optional().describe('An account id or external id'),
    requester: z.object({ name: line().optional(), email: z.email().max(254).optional() }).default({}),
    facts: facts.default({}),
    source: z
      .object({ kind: line(40), id: line() })
      .optional()
      .describe('Where it came from, such as a message id: the same source twice opens one case'),
    recordType: line(80).optional().describe('The record type it has in the CRM'),
    caseReason: line(80).optional().describe('The case reason it has in the CRM'),
  }),
  output: caseSummary.extend({
    repeated: z.boolean().describe('Whether the case was there: same source, or same customer and words'),
    parts: z.array(caseSummary).describe('Cases opened for what else it asks, which other teams own'),
  }),
  prepare: async (context, input) => {
    const known = input.source && (await caseOfSource(context, input.source))
    if (known) return { known }
    const account = input.account === undefined ? undefined : await findAccount(context.db, input.account)
    return { account, decision: await answerWith(context, input, account) }
  },
  run: async (context, input, { known, account, decision }) => {
    const { row, repeated, parts } = decision
      ? await takeIn(context, input, account, decision)
      : { row: await loadCase(context, known!), repeated: true, parts: [] }
    return { ...(await summarise(context, row)), repeated, parts: await summariseAll(context, parts) }
  },
  together: {
    // What must not wait is not held up by others; what was there already, or is several asks, goes its own way.
    joins: ({ decision }) =>
      decision !== undefined && !decision.escalation.immediate && decision.parts.length === 0,
    hold: (context, all) =>
      holdDesks(
        context,
        all.flatMap(({ decision }) => decision ?? []),
      ),
  },
})

export const showCase = operation({
  name: 'cases.show',
  about: 'Shows a case whole: the words, the decision with its reasons, who has it.',
  scope: 'cases:read',
  writes: false,
  teams: teamsOfCase,
  http: { method: 'GET', path: '/cases/{case}' },
  tool: 'show_case',
  input: z.object({ case: caseName }),
  output: caseWhole,
  run: async (context, input) => showWhole(context, await loadCase(context, input.case)),
})

export const listCases = operation({
  name: 'cases.list',
  about: 'Finds cases by state, team, assignee, account, topic, words or what is wrong with them.',
  scope: 'cases:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/cases' },
  tool: 'find_case',
  input: caseQuery,
  output: paged(caseSummary),
  run: async (context, input) => {
    const rows = await findCases(context, input)
    const { items, next } = nextOf(rows, input.limit, (row) => row, markOf(input.order))
    return { items: await summariseAll(context, items), next }
  },
})

const event = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(eventKinds),
  actor: z.object({ id: z.string(), name: z.string() }),
  visibility: z.enum(['internal', 'customer']),
  data: z.record(z.string(), z.unknown()),
})

/** Who has done something, as a customer sees it: one of us, whoever it was. */
const ofUs = { id: 'support', name: 'Support' }

export const caseHistory = operation({
  name: 'cases.history',
  about: 'Everything that happened to a case, oldest first, and to the cases that were merged into it.',
  scope: 'cases:read',
  writes: false,
  teams: teamsOfCase,
  http: { method: 'GET', path: '/cases/{case}/history' },
  tool: 'case_history',
  input: z.object({
    case: caseName,
    as: z
      .enum(['colleague', 'customer'])
      .default('colleague')
      .describe('`customer`: only what the customer has seen, without who of us did it'),
    ...page,
  }),
  output: paged(event.extend({ case: z.string() })),
  run: async (context, { case: name, as, limit, after }) => {
    const row = await loadCase(context, name)
    const merged = await mergedInto(context, row)
    const told = as === 'customer' ? merged.filter((one) => customerOf(one) === customerOf(row)) : merged
    const [last] = cursorOf(after, 1) ?? []
    const rows = await context.db
      .selectFrom('events')
      .leftJoin('people', 'people.id', 'events.actor')
      .selectAll('events')
      .select('people.name')
      .where(
        'events.caseId',
        'in',
        [row, ...told].map(({ id }) => id),
      )
      .$if(as === 'customer', (query) => query.where('events.visibility', '=', 'customer'))
      .$if(last !== undefined, (query) => query.where('events.id', '>', last!))
      .orderBy('events.id')
      .limit(limit + 1)
      .execute()
    const shown = (one: (typeof rows)[number]): z.input<typeof event> & { case: string } => ({
      id: one.id,
      case: one.caseId,
      at: one.at,
      kind: one.kind as (typeof eventKinds)[number],
      actor:
        as === 'customer'
          ? ofUs
          : { id: one.actor, name: one.name ?? (one.actor === 'system' ? 'Rightdesk' : one.actor) },
      visibility: one.visibility as 'internal' | 'customer',
      data: fromJson(one.data),
    })
    return nextOf(rows, limit, shown, (one) => [one.id])
  },
})

const mergedInto = ({ db }: Context, { id }: Case) =>
  db.selectFrom('cases').select(['id', 'accountId', 'requester']).where('mergedInto', '=', id).execute()

/**
 * Whose case it is. Colleagues may merge cases of several customers: what was said to one of them is not the others' to
 * see. Nobody known is nobody else either.
 */
const customerOf = ({ id, accountId, requester }: Pick<Case, 'id' | 'accountId' | 'requester'>): string =>
  accountId ?? fromJson<{ email?: string }>(requester).email?.toLowerCase() ?? id

export const caseDecisions = operation({
  name: 'cases.decisions',
  about: 'Every decision that was made on a case, newest first, each with what it stood on.',
  scope: 'cases:read',
  writes: false,
  teams: teamsOfCase,
  http: { method: 'GET', path: '/cases/{case}/decisions' },
  input: z.object({ case: caseName }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        at: z.string(),
        status: z.string(),
        rule: z.string().nullable(),
        policy: z.object({ name: z.string(), version: z.string() }),
      }),
    ),
  }),
  run: async (context, input) => {
    const { id } = await loadCase(context, input.case)
    const rows = await context.db
      .selectFrom('decisions')
      .select(['id', 'at', 'status', 'ownerRule', 'policyName', 'policyVersion'])
      .where('caseId', '=', id)
      .orderBy('id', 'desc')
      .execute()
    return {
      items: rows.map(({ ownerRule, policyName, policyVersion, ...row }) => ({
        ...row,
        rule: ownerRule,
        policy: { name: policyName, version: policyVersion },
      })),
    }
  },
})
