/** The design document of an assigned customer, and the chain that each update of it goes through (A12). */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { findAccount } from '../answering.ts'
import { demandVersion } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, pageById } from '../paging.ts'
import { named, namesBy } from '../programme/assigned-shown.ts'
import {
  assignmentName,
  demandParty,
  demandRunning,
  loadAssigned,
  programmeTeams,
} from '../programme/assignment-party.ts'
import {
  awaited,
  type Chain,
  changeChain,
  loadChain,
  type Step,
  stepsOf,
  unwatchChain,
  watchChain,
} from '../programme/document-chain.ts'
import { programmeIn } from '../programme/programme.ts'
import { id, line, page, paged, prose, version } from '../shapes.ts'
import { toJson } from '../store/json.ts'

const states = ['open', 'closed'] as const

const update = z.object({
  id: z.string(),
  assignment: z.string(),
  account: named,
  about: z.string(),
  learnt: z.string(),
  steps: z.array(
    z.object({
      what: z.string(),
      by: named.nullable(),
      at: z.string().nullable().describe('Null until somebody confirms it'),
      note: z.string().nullable(),
    }),
  ),
  awaits: z.string().nullable().describe('The step that comes next; null once the chain is closed'),
  state: z.enum(states),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  version: z.number(),
})

async function shown(context: Context, rows: readonly Chain[]): Promise<z.input<typeof update>[]> {
  const accounts = await accountsOf(context, rows)
  const account = await namesBy(context, 'accounts', [...accounts.values()])
  const person = await namesBy(
    context,
    'people',
    rows.flatMap((row) => stepsOf(row).map(({ by }) => by)),
  )
  return rows.map((row) => {
    const steps = stepsOf(row)
    return {
      id: row.id,
      assignment: row.assignmentId,
      account: account(accounts.get(row.assignmentId)!),
      about: row.about,
      learnt: row.learnt,
      steps: steps.map(({ by, ...step }) => ({ ...step, by: by === null ? null : person(by) })),
      awaits: steps[awaited(steps)]?.what ?? null,
      state: row.state as (typeof states)[number],
      openedAt: row.openedAt,
      closedAt: row.closedAt,
      version: row.version,
    }
  })
}

async function accountsOf({ db }: Context, rows: readonly Chain[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.map(({ assignmentId }) => assignmentId))]
  if (ids.length === 0) return new Map()
  const found = await db
    .selectFrom('assignments')
    .select(['id', 'accountId'])
    .where('id', 'in', ids)
    .execute()
  return new Map(found.map(({ id: assignment, accountId }) => [assignment, accountId]))
}

export const updateDocument = operation({
  name: 'documents.update',
  about:
    'Notes what was learnt of a customer and is now in the design document: the first step of the chain, the others follow.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'POST', path: '/assignments/{assignment}/document-updates', status: 201 },
  tool: 'update_document',
  input: z.object({
    assignment: assignmentName,
    about: line().describe('What of the customer it is about'),
    learnt: prose(5_000).describe('What is new, and where it stands'),
  }),
  output: update,
  run: async (context, input) => {
    const assigned = await loadAssigned(context, input.assignment)
    demandRunning(assigned)
    demandParty(context, assigned)
    const [first, ...others] = programmeIn(context).designDocumentChain
    const confirmed: Step = { what: first!, by: context.actor.id, at: context.at, note: null }
    const row: Chain = {
      id: context.newId('document'),
      assignmentId: assigned.id,
      about: input.about,
      learnt: input.learnt,
      steps: toJson([confirmed, ...others.map((what): Step => ({ what, by: null, at: null, note: null }))]),
      state: others.length === 0 ? 'closed' : 'open',
      version: 1,
      openedAt: context.at,
      closedAt: others.length === 0 ? context.at : null,
    }
    await context.db.insertInto('documentUpdates').values(row).execute()
    if (row.state === 'open') await watchChain(context, row)
    return (await shown(context, [row]))[0]!
  },
})

export const confirmStep = operation({
  name: 'documents.confirm',
  about: 'Confirms the next step of the chain; with the last one it is closed.',
  scope: 'cases:write',
  writes: true,
  teams: programmeTeams,
  http: { method: 'POST', path: '/document-updates/{update}/confirm' },
  tool: 'confirm_document_step',
  input: z.object({
    update: id('document').describe('The id of a document update'),
    step: z.coerce
      .number()
      .int()
      .min(1)
      .max(20)
      .describe('The number of the step, from 1; they are confirmed in order'),
    note: prose(2_000).optional(),
    version,
  }),
  output: update,
  run: async (context, input) => {
    const row = await loadChain(context, input.update)
    demandVersion(row, input.version, 'document update')
    demandParty(context, await loadAssigned(context, row.assignmentId))
    const steps = stepsOf(row)
    const next = awaited(steps)
    demandNext(row, input.step - 1, next)
    steps[next] = { ...steps[next]!, by: context.actor.id, at: context.at, note: input.note ?? null }
    const closes = awaited(steps) === -1
    if (closes) await unwatchChain(context, row)
    const changed = await changeChain(context, row, {
      steps: toJson(steps),
      ...(closes && { state: 'closed', closedAt: context.at }),
    })
    return (await shown(context, [changed]))[0]!
  },
})

function demandNext(row: Chain, step: number, next: number): void {
  if (next !== -1 && step === next) return
  const refuse = (said: string, help: string) => new Refusal('conflict', 'step', said, help)
  if (next === -1) throw refuse('every step is confirmed', 'Note what is new with documents.update.')
  const { what } = stepsOf(row)[next]!
  throw refuse(`step ${next + 1} is awaited: ${what}`, 'Confirm the steps in their order.')
}

export const listDocuments = operation({
  name: 'documents.list',
  about: 'Lists updates of design documents with how far each has come, newest first.',
  scope: 'cases:read',
  writes: false,
  teams: programmeTeams,
  http: { method: 'GET', path: '/document-updates' },
  input: z.object({
    assignment: line().optional().describe('An assignment id'),
    account: line().optional().describe('An account id or external id'),
    state: z.enum(states).optional(),
    ...page,
  }),
  output: paged(update),
  run: async (context, input) => {
    const { db } = context
    const account = input.account === undefined ? undefined : await findAccount(db, input.account)
    const [last] = cursorOf(input.after, 1) ?? []
    const rows = await db
      .selectFrom('documentUpdates')
      .innerJoin('assignments', 'assignments.id', 'documentUpdates.assignmentId')
      .selectAll('documentUpdates')
      .$if(input.assignment !== undefined, (q) => q.where('assignments.id', '=', input.assignment!))
      .$if(account !== undefined, (q) => q.where('assignments.accountId', '=', account!.id))
      .$if(input.state !== undefined, (q) => q.where('documentUpdates.state', '=', input.state!))
      .$if(last !== undefined, (q) => q.where('documentUpdates.id', '<', last!))
      .orderBy('documentUpdates.id', 'desc')
      .limit(input.limit + 1)
      .execute()
    const { items, next } = pageById(rows, input.limit)
    return { items: await shown(context, items), next }
  },
})
