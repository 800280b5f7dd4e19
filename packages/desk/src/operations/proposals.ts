/**
 * From corrections to a change of the policy. Proposals are accepted or declined by the policy's authors; the accepted
 * ones are given as one patch with what it would do. Whoever owns the policy's files applies and commits it: nothing
 * changes without them, and once a later version holds a proposal's lines, it counts as applied.
 */
import { patchOf, Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { placeFor, withProposals } from '../policies/changed-policy.ts'
import { compared, comparison, shownStudy, studied } from '../policies/policy-shown.ts'
import { holdsAlready, type Proposal, proposals } from '../policies/proposals.ts'
import { line, prose } from '../shapes.ts'
import { toJson } from '../store/json.ts'

const states = ['open', 'accepted', 'declined', 'applied'] as const

const proposal = z.object({
  id: z.string(),
  kind: z.enum(['example', 'signal', 'test']),
  topic: z.string().nullable().describe('The topic that an example or signal is for'),
  text: z.string().describe('What is added: an ask as it was worded, a phrase, or a test as YAML'),
  why: z.string(),
  cases: z.array(z.string()).describe('The cases whose corrections propose it'),
  state: z.enum(states),
  reason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  place: z
    .object({ file: z.string(), lines: z.array(z.string()) })
    .nullable()
    .describe('The file it goes into and the lines as they will stand there; null where there is no place'),
})

function shown({ answering }: Context, one: Proposal): z.input<typeof proposal> {
  return { ...one, cases: [...one.cases], place: placeOrNull(answering, one) }
}

function placeOrNull(answering: Context['answering'], one: Proposal): z.input<typeof proposal>['place'] {
  try {
    const { file, lines } = placeFor(answering, one)
    return { file, lines: [...lines] }
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** Proposals on a list. */
const listedMax = 500

export const listProposals = operation({
  name: 'proposals.list',
  about:
    'Lists what corrections propose for the policy: examples, signals and tests, those to be decided first.',
  scope: 'policy:write',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/proposals' },
  input: z.object({ state: z.enum(states).optional() }),
  output: z.object({ items: z.array(proposal), more: z.boolean() }),
  run: async (context, { state }) => {
    const all = (await proposals(context)).filter((one) => state === undefined || one.state === state)
    return { items: all.slice(0, listedMax).map((one) => shown(context, one)), more: all.length > listedMax }
  },
})

const named = { proposal: line().describe('The id of a proposal') }

export const acceptProposal = operation({
  name: 'proposals.accept',
  about:
    'Accepts a proposal, worded anew where the words name somebody: it is in the next change of the policy.',
  scope: 'policy:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/proposals/{proposal}/accept' },
  input: z.object({
    ...named,
    text: prose(4_000)
      .optional()
      .describe('An example or signal as it shall stand in the policy, without names and addresses'),
    reason: prose(2_000).optional(),
  }),
  output: proposal,
  prepare: (context, input) => proposalOf(context, input.proposal),
  run: async (context, input, found) => {
    const text = input.text ?? found.text
    if (found.kind === 'test' && text !== found.text) {
      const help = 'Accept it as it is and edit the file when the change is applied.'
      throw new Refusal('invalid', 'text', 'a test is taken as it is', help)
    }
    // Throws where it has no place in the policy's files.
    placeFor(context.answering, { ...found, text })
    return decide(context, { ...found, text }, 'accepted', input.reason ?? null)
  },
})

export const declineProposal = operation({
  name: 'proposals.decline',
  about: 'Declines a proposal, with the reason; it may be accepted later all the same.',
  scope: 'policy:write',
  writes: true,
  teams: 'all',
  http: { method: 'POST', path: '/proposals/{proposal}/decline' },
  input: z.object({ ...named, reason: prose(2_000) }),
  output: proposal,
  prepare: (context, input) => proposalOf(context, input.proposal),
  run: async (context, { reason }, found) => decide(context, found, 'declined', reason),
})

/** Throws `not_found` for what nothing proposes, and `conflict` for what the policy holds by now. */
async function proposalOf(context: Context, id: string): Promise<Proposal> {
  const found = (await proposals(context)).find((one) => one.id === id)
  if (!found) {
    const help = 'proposals.list has those there are; a correction that was undone proposes nothing.'
    throw new Refusal('not_found', 'proposal', `there is no proposal \`${id}\``, help)
  }
  if (found.state === 'applied' || holdsAlready(context.answering, found)) {
    throw new Refusal(
      'conflict',
      'proposal',
      'the policy in force holds it already',
      'There is nothing left to do.',
    )
  }
  return found
}

async function decide(
  context: Context,
  found: Proposal,
  state: 'accepted' | 'declined',
  reason: string | null,
): Promise<z.input<typeof proposal>> {
  const { id, kind, topic, text, why, cases } = found
  const decided = { state, reason, decidedBy: context.actor.id, decidedAt: context.at }
  await context.db
    .insertInto('proposals')
    .values({ id, kind, topic, text, why, cases: toJson(cases), ...decided })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ text, ...decided }))
    .execute()
  return shown(context, { ...found, ...decided })
}

export const proposedChange = operation({
  name: 'proposals.change',
  about:
    'Gives the accepted proposals as one patch for `git apply`, with the check and the tests of the changed policy and what moves.',
  scope: 'policy:write',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/proposals/change' },
  input: z.object({}),
  output: z.object({
    proposals: z.array(z.string()).describe('The ids of what is in it'),
    patch: z.string().describe('Empty where nothing is accepted'),
    study: studied.nullable(),
    comparison: comparison.nullable().describe('Null where the changed policy has errors'),
  }),
  prepare: async (context) => {
    const { answering, at } = context
    const accepted = (await proposals(context)).filter(({ state }) => state === 'accepted')
    const ids = accepted.map(({ id }) => id)
    if (accepted.length === 0) return { proposals: ids, patch: '', study: null, comparison: null }
    const changed = withProposals(answering, accepted)
    const study = await answering.study(changed, at)
    const isUsable = study.figures !== undefined
    return {
      proposals: ids,
      patch: patchOf(answering.source, changed),
      study: shownStudy(study),
      comparison: isUsable ? await compared(context, { before: answering.source, after: changed }) : null,
    }
  },
  run: async (_, __, made) => made,
})
