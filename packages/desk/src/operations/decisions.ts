/** Asking without opening a case: one ask, many, what is missing, and who owns it. */
import { type Decision, Refusal, teamName } from '@rightdesk/engine'
import { z } from 'zod'
import { answerAsk } from '../answering.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { askText, decision, facts, line } from '../shapes.ts'
import { fromJson } from '../store/json.ts'

const ask = {
  id: z.string().max(200).optional().describe('Yours; comes back with the decision'),
  text: askText.optional(),
  facts: facts.optional(),
  account: line().optional().describe('An account id or external id that the desk knows'),
}

/** The most asks in one request. */
const batchMax = 500

export const decide = operation({
  name: 'decisions.decide',
  about: 'Says who owns an ask, who helps, who must not get it, where it goes, and why. Opens no case.',
  scope: 'ask',
  writes: false,
  teams: 'any',
  http: { method: 'POST', path: '/decisions' },
  tool: 'ask',
  input: z.object(ask),
  output: decision,
  run: answerAsk,
})

export const decideBatch = operation({
  name: 'decisions.batch',
  about: `Decides up to ${batchMax} asks; one that cannot be decided carries its error and the rest goes on.`,
  scope: 'ask',
  writes: false,
  teams: 'any',
  http: { method: 'POST', path: '/decisions/batch' },
  input: z.object({ asks: z.array(z.unknown()).min(1).max(batchMax) }),
  output: z.object({
    results: z.array(
      z.union([
        z.object({ decision }),
        z.object({
          error: z.object({ code: z.string(), at: z.string(), message: z.string(), help: z.string() }),
        }),
      ]),
    ),
  }),
  run: async (context, { asks }) => {
    const results = []
    for (const one of asks) results.push(await decideOrRefuse(context, one))
    return { results }
  },
})

async function decideOrRefuse(context: Context, one: unknown) {
  try {
    return { decision: await answerAsk(context, (one ?? {}) as Parameters<typeof answerAsk>[1]) }
  } catch (error) {
    // What the caller may not do is no fault of one ask: it is refused, and audited, as a whole.
    if (!(error instanceof Refusal) || error.code === 'forbidden') throw error
    const { code, at, message, help } = error
    return { error: { code, at, message, help } }
  }
}

export const whoOwns = operation({
  name: 'decisions.owner',
  about:
    'Says in short which team owns an ask. Where it is open it says so, with the question that settles it.',
  scope: 'ask',
  writes: false,
  teams: 'any',
  http: { method: 'POST', path: '/decisions/owner' },
  tool: 'who_owns',
  input: z.object(ask),
  output: z.object({
    status: z.enum(['decided', 'needs-info', 'fallback']),
    team: z.string().nullable().describe('Null where nobody owns it'),
    name: z.string(),
    roles: z.array(z.string()),
    speaks: z.string(),
    customerPath: z.string(),
    because: z.string(),
    question: z.string().nullable(),
  }),
  run: async (context, input) => {
    const { status, owner, speaks, customerPath, because, questions } = await answerAsk(context, input)
    return {
      status,
      team: owner.team,
      name: teamName(context.answering.policy, owner.team),
      roles: [...owner.roles],
      speaks,
      customerPath,
      because: because.find(({ table }) => table === 'owner')?.text ?? '',
      question: questions.find(({ decides }) => decides.includes('owner'))?.ask ?? null,
    }
  },
})

export const missingFacts = operation({
  name: 'decisions.missing',
  about:
    'Lists the facts that would settle an ask, the one that settles most first, with who can answer each.',
  scope: 'ask',
  writes: false,
  teams: 'any',
  http: { method: 'POST', path: '/decisions/missing' },
  tool: 'missing_facts',
  input: z.object(ask),
  output: z.object({
    status: z.enum(['decided', 'needs-info', 'fallback']),
    questions: z.array(
      z.object({
        fact: z.string(),
        ask: z.string(),
        who: z.enum(['customer', 'colleague', 'crm']),
        decides: z.array(z.enum(['owner', 'engagement'])),
        options: z
          .array(z.object({ value: z.union([z.string(), z.number(), z.boolean()]), say: z.string() }))
          .optional(),
      }),
    ),
  }),
  run: async (context, input) => {
    const { status, questions } = await answerAsk(context, input)
    return {
      status,
      questions: questions.map((one) => ({
        fact: one.fact,
        ask: one.ask,
        who: one.who,
        decides: [...one.decides],
        ...(one.options && { options: [...one.options] }),
      })),
    }
  },
})

export const showDecision = operation({
  name: 'decisions.show',
  about:
    'Gives a stored decision whole, as it was made: facts and where each came from, rules, policy version.',
  scope: 'cases:read',
  writes: false,
  http: { method: 'GET', path: '/decisions/{decision}' },
  tool: 'explain_decision',
  input: z.object({ decision: line() }),
  output: z.object({ id: z.string(), caseId: z.string().nullable(), at: z.string(), decision }),
  teams: async ({ db }, input) => {
    const rows = await db
      .selectFrom('decisions')
      .innerJoin('caseTeams', 'caseTeams.caseId', 'decisions.caseId')
      .select('caseTeams.team')
      .where('decisions.id', '=', input.decision)
      .execute()
    return rows.map(({ team }) => team)
  },
  run: async ({ db }, input) => {
    const row = await db
      .selectFrom('decisions')
      .selectAll()
      .where('id', '=', input.decision)
      .executeTakeFirst()
    if (!row)
      throw new Refusal(
        'not_found',
        'decision',
        `there is no decision \`${input.decision}\``,
        'Check the id.',
      )
    return { id: row.id, caseId: row.caseId, at: row.at, decision: fromJson<Decision>(row.decision) }
  },
})
