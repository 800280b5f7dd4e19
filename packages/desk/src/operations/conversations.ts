/** Talking on a case: notes among colleagues, replies to the customer, and who wants to hear of it. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { record, recordSaid } from '../cases/case-log.ts'
import { decisionOf } from '../cases/case-shown.ts'
import { demandUnmerged } from '../cases/case-states.ts'
import { caseName, changeCase, loadCase, ownerOfCase, teamsOfCase } from '../cases/cases.ts'
import { customerText, safeText } from '../cases/customer-text.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { secretsOf } from '../programme/discretion.ts'
import { demandLeadershipsWord } from '../programme/leadership-checks.ts'
import { line, prose } from '../shapes.ts'
import { tell } from '../work/outbox.ts'

const said = z.object({ case: z.string(), number: z.number(), version: z.number() })

export const note = operation({
  name: 'cases.note',
  about:
    'Writes a note that only colleagues see; people mentioned are told and follow the case from then on.',
  scope: 'cases:write',
  writes: true,
  teams: teamsOfCase,
  http: { method: 'POST', path: '/cases/{case}/notes', status: 201 },
  tool: 'note_on_case',
  input: z.object({
    case: caseName,
    body: prose(),
    mentions: z.array(line()).max(20).default([]).describe('Ids of people'),
  }),
  output: said,
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    const people = await demandPeople(context, input.mentions)
    await record(context, row.id, 'noted', { body: input.body, mentions: people })
    for (const person of people) {
      await follow(context, row.id, person)
      await tell(context, 'case.mentioned', {
        case: row.id,
        number: row.number,
        person,
        by: context.actor.id,
      })
    }
    const { version } = await changeCase(context, row, {})
    return { case: row.id, number: row.number, version }
  },
})

async function demandPeople({ db }: Context, mentions: readonly string[]): Promise<string[]> {
  const wanted = [...new Set(mentions)]
  if (wanted.length === 0) return []
  const rows = await db
    .selectFrom('people')
    .select('id')
    .where('id', 'in', wanted)
    .where('leftAt', 'is', null)
    .execute()
  const found = new Set(rows.map(({ id }) => id))
  const missing = wanted.find((id) => !found.has(id))
  if (missing === undefined) return wanted
  throw new Refusal(
    'not_found',
    'mentions',
    `there is nobody with the id \`${missing}\``,
    'people.list has the ids.',
  )
}

const follow = async ({ db, at }: Context, caseId: string, personId: string): Promise<void> => {
  await db
    .insertInto('caseFollowers')
    .values({ caseId, personId, at })
    .onConflict((conflict) => conflict.columns(['caseId', 'personId']).doNothing())
    .execute()
}

export const draftReply = operation({
  name: 'cases.draft',
  about: 'Drafts the hand-off for the colleague and the reply for the customer, from the decision in force.',
  scope: 'cases:read',
  writes: false,
  teams: teamsOfCase,
  http: { method: 'GET', path: '/cases/{case}/draft' },
  tool: 'draft_reply',
  input: z.object({ case: caseName }),
  output: z.object({
    internal: z.string().describe('For the colleague'),
    customer: z.string().describe('For the customer; empty where nothing is to be said yet'),
    macro: z.string().nullable(),
  }),
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    const { draft } = await decisionOf(context, row)
    const secrets = await secretsOf(context, row.accountId)
    const customer = safeText(context.answering.policy, draft.customer, secrets) ?? ''
    return { internal: draft.internal, customer, macro: draft.macro ?? null }
  },
})

export const reply = operation({
  name: 'cases.reply',
  about:
    'Records a reply to the customer and sends it on to where the case came from; what is internal is refused.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/replies', status: 201 },
  tool: 'reply_to_customer',
  input: z.object({
    case: caseName,
    body: prose(),
    takesNothingOn: z
      .boolean()
      .default(false)
      .describe('Says neither yes nor when; needed while leadership is asked whether the work is taken on'),
  }),
  output: said,
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    demandUnmerged(row)
    await demandLeadershipsWord(context, row.id, input.takesNothingOn)
    const secrets = await secretsOf(context, row.accountId)
    const body = customerText(context.answering.policy, input.body, secrets)
    await recordSaid(context, row.id, 'replied', body)
    await tell(context, 'case.replied', { case: row.id, number: row.number })
    const { version } = await changeCase(context, row, {})
    return { case: row.id, number: row.number, version }
  },
})

export const followCase = operation({
  name: 'cases.follow',
  about: 'Follows a case: it then shows among those you follow.',
  scope: 'cases:read',
  writes: true,
  teams: teamsOfCase,
  http: { method: 'PUT', path: '/cases/{case}/follow' },
  input: z.object({ case: caseName }),
  output: z.object({ case: z.string(), following: z.boolean() }),
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    const [person] = await demandPeople(context, [context.actor.id])
    await follow(context, row.id, person!)
    return { case: row.id, following: true }
  },
})

export const unfollowCase = operation({
  name: 'cases.unfollow',
  about: 'Stops following a case.',
  scope: 'cases:read',
  writes: true,
  teams: teamsOfCase,
  http: { method: 'DELETE', path: '/cases/{case}/follow' },
  input: z.object({ case: caseName }),
  output: z.object({ case: z.string(), following: z.boolean() }),
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    await context.db
      .deleteFrom('caseFollowers')
      .where('caseId', '=', row.id)
      .where('personId', '=', context.actor.id)
      .execute()
    return { case: row.id, following: false }
  },
})
