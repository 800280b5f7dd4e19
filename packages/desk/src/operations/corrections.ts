/**
 * Putting a decision right. A correction is typed, because what follows differs: a wrong topic teaches the reader, a
 * wrong fact decides anew, a wrong rule becomes work for the policy's authors, a wrong record is put right in the CRM.
 * Each one proposes a test for the policy, and can be undone.
 */
import { Refusal, suggest } from '@rightdesk/engine'
import { z } from 'zod'
import { type Redecided, redecide, takeDecision } from '../cases/case-decisions.ts'
import { record } from '../cases/case-log.ts'
import { followDecision } from '../cases/case-routing.ts'
import { caseSummary, decisionOf, summarise } from '../cases/case-shown.ts'
import { demandState } from '../cases/case-states.ts'
import { type Case, caseName, changeCase, demandVersion, loadCase, ownerOfCase } from '../cases/cases.ts'
import { correctionTest } from '../cases/policy-test.ts'
import { compareRecord } from '../cases/record-fixes.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, nextOf } from '../paging.ts'
import { facts, flag, line, page, paged, prose, version } from '../shapes.ts'
import { fromJson, toJson } from '../store/json.ts'
import type { CorrectionRow } from '../store/tables.ts'

const kinds = ['topic', 'fact', 'rule', 'record-type'] as const

const right = {
  topic: line().optional().describe('With kind topic: what it is really about'),
  facts: facts.optional().describe('With kind fact: the facts as they really are'),
  team: line().optional().describe('With kind rule: the team that should own such asks'),
  recordType: line(80).optional().describe('With kind record-type'),
  caseReason: line(80).optional().describe('With kind record-type'),
}

type Right = {
  readonly topic?: string | undefined
  readonly facts?: Readonly<Record<string, unknown>> | undefined
  readonly team?: string | undefined
  readonly recordType?: string | undefined
  readonly caseReason?: string | undefined
}

export const correct = operation({
  name: 'cases.correct',
  about:
    'Puts a wrong topic, fact, rule or record type right; the case follows, and the desk learns from it.',
  scope: 'cases:write',
  writes: true,
  teams: ownerOfCase,
  http: { method: 'POST', path: '/cases/{case}/corrections', status: 201 },
  tool: 'correct_case',
  input: z.object({
    case: caseName,
    version,
    kind: z.enum(kinds),
    ...right,
    reason: prose(2_000).describe('Why, for whoever reviews the policy'),
  }),
  output: caseSummary.extend({ correction: z.string(), proposedTest: z.string() }),
  prepare: async (context, input) => {
    demandRight(context, input)
    const more =
      input.kind === 'topic' ? { topic: input.topic } : input.kind === 'fact' ? input.facts : undefined
    return { made: more && (await redecide(context, input.case, more)) }
  },
  run: async (context, input, { made }) => {
    const row = await loadCase(context, input.case)
    demandVersion(row, input.version)
    demandState('correct', row)
    const correction = await keep(context, row, input, made)
    await record(context, row.id, 'corrected', {
      correction: correction.id,
      kind: input.kind,
      right: fromJson(correction.right),
      reason: input.reason,
    })
    const after = made ? await follow(context, row, made, input.reason) : await askForRecord(context, row)
    return {
      ...(await summarise(context, after)),
      correction: correction.id,
      proposedTest: correction.proposedTest,
    }
  },
})

const needed = {
  topic: ['topic'],
  fact: ['facts'],
  rule: ['team'],
  'record-type': ['recordType', 'caseReason'],
} as const

/** Throws `invalid` unless the correction says what its kind needs, and nothing of other kinds. */
function demandRight({ answering }: Context, input: Right & { readonly kind: (typeof kinds)[number] }): void {
  const wanted: readonly string[] = needed[input.kind]
  const given = Object.keys(right).filter((name) => input[name as keyof Right] !== undefined)
  const stray = given.find((name) => !wanted.includes(name))
  if (stray !== undefined || given.length === 0) {
    const said =
      stray === undefined ? 'the correction does not say what is right' : `\`${stray}\` does not belong here`
    throw new Refusal(
      'invalid',
      stray ?? wanted[0]!,
      said,
      `A correction of kind ${input.kind} takes ${wanted.join(' or ')}.`,
    )
  }
  const { topics, teams } = answering.policy.compiled
  if (input.topic !== undefined && !Object.hasOwn(topics, input.topic)) {
    const help = suggest(input.topic, Object.keys(topics))
    throw new Refusal('invalid', 'topic', `there is no topic \`${input.topic}\``, help)
  }
  if (input.team !== undefined && !Object.hasOwn(teams, input.team)) {
    throw new Refusal(
      'invalid',
      'team',
      `there is no team \`${input.team}\``,
      suggest(input.team, Object.keys(teams)),
    )
  }
}

async function keep(
  context: Context,
  row: Case,
  input: Right & { readonly kind: (typeof kinds)[number]; readonly reason: string },
  made: Redecided | undefined,
): Promise<CorrectionRow> {
  const before = await decisionOf(context, row)
  const { topic, facts: corrected, team, recordType, caseReason } = input
  const kept: CorrectionRow = {
    id: context.newId('correction'),
    caseId: row.id,
    at: context.at,
    actor: context.actor.id,
    kind: input.kind,
    accountId: row.accountId,
    text: row.text,
    was: toJson({ topic: before.topic.id, team: before.owner.team, decision: row.decisionId }),
    right: toJson({ topic, facts: corrected, team, recordType, caseReason }),
    reason: input.reason,
    proposedTest: correctionTest({
      number: row.number,
      reason: input.reason,
      decision: made?.decision ?? before,
      rightTeam: team,
    }),
    undoneAt: null,
  }
  await context.db.insertInto('corrections').values(kept).execute()
  return kept
}

async function follow(context: Context, row: Case, made: Redecided, reason: string): Promise<Case> {
  const decided = await takeDecision(context, row, made)
  return followDecision(context, row, decided, made.decision, `Corrected: ${reason}`)
}

/** A record that was mistyped is put right in the CRM by whose business that is (X2); until then the case says what it has. */
async function askForRecord(context: Context, row: Case): Promise<Case> {
  await compareRecord(context, row, await decisionOf(context, row))
  return changeCase(context, row, {})
}

const correction = z.object({
  id: z.string(),
  case: z.string(),
  at: z.string(),
  actor: z.string(),
  kind: z.enum(kinds),
  text: z.string(),
  account: z.string().nullable(),
  was: z.object({ topic: z.string().nullable(), team: z.string().nullable(), decision: z.string() }),
  right: z.object(right),
  reason: z.string(),
  proposedTest: z.string().describe('YAML for policy/tests'),
  undoneAt: z.string().nullable(),
})

const shown = (row: CorrectionRow): z.input<typeof correction> => ({
  id: row.id,
  case: row.caseId,
  at: row.at,
  actor: row.actor,
  kind: row.kind as (typeof kinds)[number],
  text: row.text,
  account: row.accountId,
  was: fromJson(row.was),
  right: fromJson(row.right),
  reason: row.reason,
  proposedTest: row.proposedTest,
  undoneAt: row.undoneAt,
})

export const listCorrections = operation({
  name: 'corrections.list',
  about: 'Lists corrections, newest first, for whoever improves the policy.',
  scope: 'policy:write',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/corrections' },
  input: z.object({ kind: z.enum(kinds).optional(), undone: flag.default(false), ...page }),
  output: paged(correction),
  run: async ({ db }, { kind, undone, limit, after }) => {
    const [last] = cursorOf(after, 1) ?? []
    const rows = await db
      .selectFrom('corrections')
      .selectAll()
      .where('undoneAt', undone ? 'is not' : 'is', null)
      .$if(kind !== undefined, (query) => query.where('kind', '=', kind!))
      .$if(last !== undefined, (query) => query.where('id', '<', last!))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
    return nextOf(rows, limit, shown, ({ id }) => [id])
  },
})

export const undoCorrection = operation({
  name: 'corrections.undo',
  about: 'Takes a correction back: the desk reads as if it had never been given. The case stays where it is.',
  scope: 'policy:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/corrections/{correction}/undo' },
  input: z.object({ correction: line(), reason: prose(2_000) }),
  output: correction,
  run: async (context, input) => {
    const row = await context.db
      .updateTable('corrections')
      .set({ undoneAt: context.at })
      .where('id', '=', input.correction)
      .where('undoneAt', 'is', null)
      .returningAll()
      .executeTakeFirst()
    if (!row) {
      const help = 'corrections.list has those that hold.'
      throw new Refusal('not_found', 'correction', `no correction \`${input.correction}\` is in force`, help)
    }
    await record(context, row.caseId, 'correction-undone', { correction: row.id, reason: input.reason })
    if (row.kind === 'record-type') await askForRecord(context, await loadCase(context, row.caseId))
    return shown(row)
  },
})
