/**
 * Engagements of Developer Success: asked for, granted by the policy or refused with its reason, used within their
 * limits, brought to an end with a summary.
 */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { caseName, demandVersion, loadCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import {
  engagementQuery,
  engagementSummary,
  engagementWhole,
  findEngagements,
  type Material,
  outcomes,
  showEngagementWhole,
  summariseEngagement,
  summariseEngagements,
} from '../engagements/engagement-shown.ts'
import { decideRequest, demandOpen, type Granted } from '../engagements/engagement-verdict.ts'
import {
  changeEngagement,
  dayOf,
  demandEngagement,
  demandFirst,
  demandSession,
  type Engagement,
  endByHand,
  engagedTeam,
  letSee,
  loadEngagement,
  moveEnd,
  openEngagement,
  recordChange,
  recordOnCase,
  requestingTeams,
  seeingTeams,
  toldOf,
  withdrawingTeams,
} from '../engagements/engagements.ts'
import { operation } from '../operation.ts'
import { pageById } from '../paging.ts'
import { askText, facts, id, line, paged, prose, time, version } from '../shapes.ts'
import { fromJson, toJson } from '../store/json.ts'
import { held } from '../store/transaction.ts'
import { tell } from '../work/outbox.ts'

const onEngagement = { engagement: id('engagement'), version }
const ofEngagedTeam = async (context: Context) => [engagedTeam(context)]

/** How far ahead a time-box may begin. */
const aheadMaxMs = 90 * 86_400_000

export const requestEngagement = operation({
  name: 'engagements.request',
  about:
    'Asks for Developer Success. The policy decides: an engagement with its limits, or a refusal that says whose it is.',
  scope: 'engagements:write',
  writes: true,
  teams: requestingTeams,
  http: { method: 'POST', path: '/engagements', status: 201 },
  tool: 'request_engagement',
  input: z.object({
    case: caseName.optional().describe('The case it is for; it stays with its team'),
    account: line()
      .optional()
      .describe('An account id or external id; needed where no case with one is named'),
    text: askText.optional().describe('What is asked for, where there is no case'),
    facts: facts.default({}).describe('What is known besides; the account’s record cannot be overruled'),
    wantedSessions: z.coerce
      .number()
      .int()
      .min(1)
      .max(50)
      .optional()
      .describe('How many sessions are wished for'),
    lead: line().optional().describe('Who leads it: a person id, or `me`'),
    startsAt: time.optional().describe('When the time-box begins; absent: now'),
  }),
  output: engagementSummary,
  prepare: decideRequest,
  run: async (context, input, granted) => {
    await holdAsDecided(context, granted)
    await demandFirst(context, granted)
    const row = await openEngagement(context, granted, {
      leadId: await leadFrom(context, input.lead),
      startsAt: startFrom(context, input.startsAt),
      wantedSessions: input.wantedSessions ?? null,
    })
    if (row.caseId !== null) await letSee(context, row.caseId)
    await recordOnCase(context, row.caseId, 'engagement-requested', {
      ...toldOf(row),
      verdict: row.verdict,
      decision: row.decisionId,
      sessionsAllowed: row.sessionsAllowed,
      referral: row.referral,
      reason: granted.decision.engagement.reason,
    })
    await tell(context, 'engagement.started', toldOf(row))
    return summariseEngagement(context, row)
  },
})

/**
 * INVARIANT: the account's row is held from here to the end, so that two requests at once cannot both be its first.
 * What the decision stands on must not have changed since it was made.
 */
async function holdAsDecided(context: Context, { account, row }: Granted): Promise<void> {
  if (row) {
    const now = await loadCase(context, row.id)
    demandOpen(now)
    demandVersion(now, row.version)
  }
  const now = await held(
    context.db.selectFrom('accounts').selectAll().where('id', '=', account.id),
    context.store.kind,
  ).executeTakeFirstOrThrow()
  demandVersion(now, account.version, 'account')
}

/** The person who leads; without a name, who asks, if they are of the team. */
async function leadFrom(context: Context, lead: string | undefined): Promise<string | null> {
  const wanted = lead === undefined || lead === 'me' ? context.actor.id : lead
  const team = engagedTeam(context)
  const member = await context.db
    .selectFrom('memberships')
    .innerJoin('people', 'people.id', 'memberships.personId')
    .select('people.id')
    .where('teamId', '=', team)
    .where('personId', '=', wanted)
    .where('people.leftAt', 'is', null)
    .executeTakeFirst()
  if (member) return member.id
  if (lead === undefined) return null
  throw new Refusal(
    'invalid',
    'lead',
    `\`${wanted}\` is not in the team \`${team}\``,
    'teams.show lists who is.',
  )
}

function startFrom({ at }: Context, startsAt: string | undefined): string {
  if (startsAt === undefined) return at
  const start = new Date(startsAt).toISOString()
  const fits = start >= at && Date.parse(start) <= Date.parse(at) + aheadMaxMs
  if (fits) return start
  const latest = dayOf(new Date(Date.parse(at) + aheadMaxMs).toISOString())
  throw new Refusal(
    'invalid',
    'startsAt',
    `\`${startsAt}\` is past or too far ahead`,
    `Give a time from now to ${latest}.`,
  )
}

export const listEngagements = operation({
  name: 'engagements.list',
  about: 'Finds engagements by state, account, case, lead, kind, or when the time-box ends; newest first.',
  scope: 'engagements:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/engagements' },
  tool: 'list_engagements',
  input: engagementQuery,
  output: paged(engagementSummary),
  run: async (context, input) => {
    const rows = await findEngagements(context, input)
    const { items, next } = pageById(rows, input.limit)
    return { items: await summariseEngagements(context, items), next }
  },
})

export const showEngagement = operation({
  name: 'engagements.show',
  about: 'Shows an engagement whole: its limits, sessions, material, summary, and the decision it stands on.',
  scope: 'engagements:read',
  writes: false,
  teams: seeingTeams,
  http: { method: 'GET', path: '/engagements/{engagement}' },
  tool: 'show_engagement',
  input: z.object({ engagement: onEngagement.engagement }),
  output: engagementWhole,
  run: async (context, input) =>
    showEngagementWhole(context, await loadEngagement(context, input.engagement)),
})

type Edit = { readonly engagement: string; readonly version?: number | undefined }

async function take(context: Context, input: Edit, ...states: Parameters<typeof demandEngagement>[1][]) {
  const row = await loadEngagement(context, input.engagement)
  demandVersion(row, input.version, 'engagement')
  demandEngagement(row, ...states)
  return row
}

export const leadEngagement = operation({
  name: 'engagements.lead',
  about: 'Says who of Developer Success leads an engagement.',
  scope: 'engagements:write',
  writes: true,
  teams: ofEngagedTeam,
  http: { method: 'PUT', path: '/engagements/{engagement}/lead' },
  input: z.object({ ...onEngagement, person: line().describe('A person id, or `me`') }),
  output: engagementSummary,
  run: async (context, input) => {
    const row = await take(context, input, 'open', 'ended')
    const leadId = await leadFrom(context, input.person)
    const led = await changeEngagement(context, row, { leadId })
    await recordChange(context, led, 'lead', { from: row.leadId, to: leadId })
    return summariseEngagement(context, led)
  },
})

export const logSession = operation({
  name: 'engagements.log_session',
  about: 'Notes a session that took place, within the time-box and the sessions allowed.',
  scope: 'engagements:write',
  writes: true,
  teams: ofEngagedTeam,
  http: { method: 'POST', path: '/engagements/{engagement}/sessions', status: 201 },
  tool: 'log_session',
  input: z.object({
    ...onEngagement,
    at: time.describe('When it took place'),
    notes: prose().describe('What was looked at, found and agreed'),
    people: z.array(line(120)).min(1).max(50).describe('Who was there'),
  }),
  output: engagementSummary,
  run: async (context, input) => {
    const { db, newId, actor } = context
    // A session of the last day may be written down the day after.
    const row = await take(context, input, 'open', 'ended')
    const at = new Date(input.at).toISOString()
    demandSession(context, row, at)
    const session = {
      id: newId('session'),
      engagementId: row.id,
      at,
      notes: input.notes,
      people: toJson(input.people),
      actor: actor.id,
      loggedAt: context.at,
    }
    await db.insertInto('engagementSessions').values(session).execute()
    const used = await changeEngagement(context, row, { sessionsUsed: row.sessionsUsed + 1 })
    const { sessionsUsed, sessionsAllowed } = used
    await recordChange(context, used, 'session', { session: session.id, at, sessionsUsed, sessionsAllowed })
    return summariseEngagement(context, used)
  },
})

/** The most pieces of material of one engagement. */
const materialMax = 100

export const addMaterial = operation({
  name: 'engagements.material',
  about: 'Adds follow-up material: a document, a checklist, a recording. Also after the end.',
  scope: 'engagements:write',
  writes: true,
  teams: ofEngagedTeam,
  http: { method: 'POST', path: '/engagements/{engagement}/material', status: 201 },
  input: z.object({ ...onEngagement, title: line(), link: z.url({ protocol: /^https?$/ }).max(2_000) }),
  output: engagementSummary,
  run: async (context, input) => {
    const row = await take(context, input, 'open', 'ended', 'finished')
    const { title, link } = input
    const material = [...fromJson<Material[]>(row.material), { title, link }]
    if (material.length > materialMax) {
      const message = `an engagement takes ${materialMax} pieces of material`
      throw new Refusal('limit_exceeded', 'link', message, 'Put them on one page and link that.')
    }
    const changed = await changeEngagement(context, row, { material: toJson(material) })
    await recordChange(context, changed, 'material', { title, link })
    return summariseEngagement(context, changed)
  },
})

export const extendEngagement = operation({
  name: 'engagements.extend',
  about:
    'Lengthens a time-box, once and with a reason, by at most what the kind is given at first. A lead’s to decide.',
  scope: 'cases:lead',
  writes: true,
  teams: ofEngagedTeam,
  http: { method: 'POST', path: '/engagements/{engagement}/extend' },
  input: z.object({ ...onEngagement, days: z.coerce.number().int().min(1).max(366), reason: prose(2_000) }),
  output: engagementSummary,
  run: async (context, input) => {
    const row = await take(context, input, 'open')
    demandExtension(context, row, input.days)
    const moved = await moveEnd(context, row, input.days)
    const { endsAt } = moved
    await recordChange(context, moved, 'extended', { from: row.endsAt, endsAt, reason: input.reason })
    return summariseEngagement(context, moved)
  },
})

/** Throws `limit_exceeded` for a second extension, one after the end, or one longer than the kind's days. */
function demandExtension({ at, answering }: Context, row: Engagement, days: number): void {
  const help = 'Finish it, and refer what is left.'
  const refuse = (message: string): never => {
    throw new Refusal('limit_exceeded', 'days', message, help)
  }
  if (row.extendedAt !== null)
    refuse(`this engagement was extended on ${dayOf(row.extendedAt)}; that is done once`)
  if (row.endsAt <= at) refuse(`the time-box ended on ${dayOf(row.endsAt)}`)
  const daysMax = answering.policy.compiled.engagements?.kinds[row.kind]?.days ?? 0
  if (days > daysMax) refuse(`${days} days are more than the ${daysMax} of the kind \`${row.kind}\``)
}

export const finishEngagement = operation({
  name: 'engagements.finish',
  about:
    'Ends an engagement with its outcome and summary, or gives the summary of one whose time-box ran out.',
  scope: 'engagements:write',
  writes: true,
  teams: ofEngagedTeam,
  http: { method: 'POST', path: '/engagements/{engagement}/finish' },
  tool: 'finish_engagement',
  input: z.object({
    ...onEngagement,
    outcome: z.enum(outcomes),
    summary: prose().describe('What was done, found and recommended, and who does what next'),
  }),
  output: engagementSummary,
  run: async (context, input) => {
    const row = await take(context, input, 'open', 'ended')
    const { outcome, summary } = input
    const finished = await endByHand(context, row, {
      state: 'finished',
      outcome,
      summary,
      summaryAt: context.at,
      summaryDueAt: null,
      endedAt: row.endedAt ?? context.at,
    })
    await recordChange(context, finished, 'finished', { outcome, summary })
    return summariseEngagement(context, finished)
  },
})

export const withdrawEngagement = operation({
  name: 'engagements.withdraw',
  about: 'Takes an engagement back that is not wanted any more.',
  scope: 'engagements:write',
  writes: true,
  teams: withdrawingTeams,
  http: { method: 'POST', path: '/engagements/{engagement}/withdraw' },
  input: z.object({ ...onEngagement, reason: prose(2_000) }),
  output: engagementSummary,
  run: async (context, input) => {
    const row = await take(context, input, 'open')
    const gone = { state: 'withdrawn', summaryDueAt: null, endedAt: context.at } as const
    const withdrawn = await endByHand(context, row, gone)
    await recordChange(context, withdrawn, 'withdrawn', { reason: input.reason })
    return summariseEngagement(context, withdrawn)
  },
})
