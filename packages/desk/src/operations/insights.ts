/**
 * Insights: how asks find their desk, as rows that a picture is drawn from. Each row says how to list its cases; who is
 * scoped to a team sees figures of that team's cases alone. The counting itself is in `insights/`.
 */
import { z } from 'zod'
import type { Context } from '../context.ts'
import {
  bouncesByWeek,
  firstDecisionsByWeek,
  flowOf,
  minutesToAnswer,
  minutesToOwner,
  missingFacts,
  outcomesByRule,
  rateAtLeast,
} from '../insights/figures.ts'
import { loadOfMembers } from '../insights/load.ts'
import {
  type CaseFilter,
  caseFilter,
  openedIn,
  overPeriod,
  type Period,
  periodFields,
  periodOf,
} from '../insights/period.ts'
import { operation } from '../operation.ts'

/** What each of them is, but for its own. */
const insight = {
  scope: 'cases:read',
  writes: false,
  teams: 'any',
  input: z.object(overPeriod),
} as const

const share = z.number().nullable().describe('0 to 1; null where there is nothing to take it of')
const ofWeek = { week: z.string().describe('ISO week of the opening'), starts: z.string() }

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
const hours = (minutes: number): number => Math.round((minutes / 60) * 10) / 10

/** The filter of a row, without what does not apply. */
const filterOf = (opened: CaseFilter, also: Readonly<Record<string, string | null>>): CaseFilter => ({
  ...opened,
  ...Object.fromEntries(Object.entries(also).filter((entry): entry is [string, string] => entry[1] !== null)),
})

type Asked = {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly team?: string | undefined
}

const countedIn = (context: Context, { team, ...wanted }: Asked) => {
  const period = periodOf(context, wanted)
  return { period, team, bounds: { from: period.from, to: period.to } }
}

/** A week's first day, and the filter of its cases. */
const weekIn = (period: Period, name: string) => {
  const week = period.weeks.find((one) => one.week === name)!
  return { week: name, starts: week.starts.slice(0, 10), opened: openedIn(week) }
}

export const insightFlow = operation({
  ...insight,
  name: 'insights.flow',
  about: 'How asks flow: from topic to the team that got them first to the team that has them, with counts.',
  http: { method: 'GET', path: '/insights/flow' },
  output: z.object({
    ...periodFields,
    cases: z.number(),
    rows: z
      .array(
        z.object({
          topic: z.string().nullable(),
          firstOwner: z.string().nullable(),
          owner: z.string().nullable().describe('The team that has them now, or had them at the end'),
          cases: z.number(),
          filter: caseFilter,
        }),
      )
      .describe('The most cases first; with `team`, those that it got first or has'),
  }),
  run: async (context, input) => {
    const counted = countedIn(context, input)
    const rows = await flowOf(context, counted)
    const opened = openedIn(counted.period)
    return {
      ...counted.bounds,
      cases: rows.reduce((sum, { cases }) => sum + cases, 0),
      rows: rows.map(({ topic, firstOwner, ownerTeam: owner, cases }) => ({
        topic,
        firstOwner,
        owner,
        cases,
        filter: {
          ...opened,
          topic: topic ?? 'none',
          firstOwner: firstOwner ?? 'none',
          team: owner ?? 'none',
        },
      })),
    }
  },
})

export const insightMisroutes = operation({
  ...insight,
  name: 'insights.misroutes',
  about:
    'Which rule to fix next: for each rule, how many of the cases that it decided were rejected or corrected.',
  http: { method: 'GET', path: '/insights/misroutes' },
  output: z.object({
    ...periodFields,
    rows: z
      .array(
        z.object({
          rule: z.string(),
          text: z.string().nullable().describe('Why the rule is so; null where the policy has it no longer'),
          at: z.string().nullable().describe('File and line'),
          decided: z.number().describe('Cases whose owner it was the first to decide'),
          misrouted: z.number().describe('Of these, rejected, or corrected in topic, fact or rule'),
          rejected: z.number(),
          corrected: z.number(),
          bounced: z.number().describe('Changed teams, for whatever reason'),
          kinds: z
            .object({ topic: z.number(), fact: z.number(), rule: z.number(), 'record-type': z.number() })
            .describe('Cases by kind of correction'),
          rate: z.number().describe('Share that was misrouted'),
          rateAtLeast: z.number().describe('What the rate is at least, given how few cases there were'),
          filter: caseFilter,
        }),
      )
      .describe('By `rateAtLeast`, the highest first; with `team`, cases that it got first'),
  }),
  run: async (context, input) => {
    const counted = countedIn(context, input)
    const { rules } = context.answering.policy.compiled
    const outcomes = await outcomesByRule(context, counted)
    const opened = openedIn(counted.period)
    const rows = outcomes.map(({ rule, topic, fact, ruleItself, recordType, ...counts }) => {
      const known = rules.find(({ id, table }) => table === 'owner' && id === rule)
      return {
        rule,
        text: known?.because ?? null,
        at: known?.at ?? null,
        ...counts,
        kinds: { topic, fact, rule: ruleItself, 'record-type': recordType },
        rate: counts.misrouted / counts.decided,
        rateAtLeast: rateAtLeast(counts.misrouted, counts.decided),
        filter: filterOf(opened, { ownerRule: rule, firstOwner: input.team ?? null, misrouted: 'true' }),
      }
    })
    const worstFirst = rows.sort(
      (a, b) => b.rateAtLeast - a.rateAtLeast || b.decided - a.decided || (a.rule < b.rule ? -1 : 1),
    )
    return { ...counted.bounds, rows: worstFirst }
  },
})

const timesMoved = ['0', '1', '2', '3+'] as const

export const insightBounces = operation({
  ...insight,
  name: 'insights.bounces',
  about: 'How often cases changed teams, by week and by the team that got them first.',
  http: { method: 'GET', path: '/insights/bounces' },
  output: z.object({
    ...periodFields,
    rows: z.array(
      z.object({
        ...ofWeek,
        team: z.string().nullable(),
        bounces: z.enum(timesMoved),
        cases: z.number(),
        filter: caseFilter,
      }),
    ),
  }),
  run: async (context, input) => {
    const counted = countedIn(context, input)
    const rows = await bouncesByWeek(context, counted)
    return {
      ...counted.bounds,
      rows: rows.map(({ week: name, team, bounces: times, cases }) => {
        const { opened, ...week } = weekIn(counted.period, name)
        const bounces = timesMoved[times]!
        return { ...week, team, bounces, cases, filter: filterOf(opened, { firstOwner: team, bounces }) }
      }),
    }
  },
})

const spread = {
  cases: z.number().describe('Accepted by the team that has them'),
  median: z.number().describe('Hours'),
  p90: z.number().describe('Hours that nine in ten did not exceed'),
}

type SpreadRow = { readonly cases: number; readonly median: number; readonly p90: number }
const inHours = ({ cases, median, p90 }: SpreadRow) => ({ cases, median: hours(median), p90: hours(p90) })

export const insightTimeToOwner = operation({
  ...insight,
  name: 'insights.time_to_owner',
  about:
    'How long until the right desk had a case: hours from its opening until the team that kept it accepted.',
  http: { method: 'GET', path: '/insights/time-to-owner' },
  output: z.object({
    ...periodFields,
    rows: z.array(z.object({ ...ofWeek, team: z.string(), ...spread, filter: caseFilter })),
    teams: z.array(z.object({ team: z.string(), ...spread, filter: caseFilter })).describe('Over all weeks'),
    weeks: z.array(z.object({ ...ofWeek, ...spread })).describe('Over all teams; only weeks that have some'),
    all: z.object(spread).nullable().describe('Over all of it; null where nobody accepted a case'),
  }),
  run: async (context, input) => {
    const counted = countedIn(context, input)
    const byWeek = await minutesToOwner(context, counted, 'week and team')
    const byTeam = await minutesToOwner(context, counted, 'team')
    const weeks = await minutesToOwner(context, counted, 'week')
    const [all] = await minutesToOwner(context, counted, 'all')
    return {
      ...counted.bounds,
      rows: byWeek.map(({ grouped, cases, median, p90 }) => {
        const [name = '', team = ''] = grouped.split('/')
        const { opened, ...week } = weekIn(counted.period, name)
        const filter = filterOf(opened, { team })
        return { ...week, team, ...inHours({ cases, median, p90 }), filter }
      }),
      teams: byTeam.map(({ grouped: team, cases, median, p90 }) => ({
        team,
        ...inHours({ cases, median, p90 }),
        filter: filterOf(openedIn(counted.period), { team }),
      })),
      weeks: weeks.map(({ grouped, ...one }) => {
        const { week, starts } = weekIn(counted.period, grouped)
        return { week, starts, ...inHours(one) }
      }),
      all: all === undefined ? null : inHours(all),
    }
  },
})

export const insightMissing = operation({
  ...insight,
  name: 'insights.missing',
  about:
    'What is missing in asks: the share that needed an answer first, what was asked for, and how long it took.',
  http: { method: 'GET', path: '/insights/missing' },
  output: z.object({
    ...periodFields,
    rows: z
      .array(
        z.object({
          ...ofWeek,
          cases: z.number(),
          needsInfo: z.number(),
          needsInfoShare: share,
          filter: caseFilter,
        }),
      )
      .describe('Every week; with `team`, cases that it got first'),
    facts: z
      .array(
        z.object({
          fact: z.string(),
          ask: z.string().nullable().describe('As it is asked; null where the policy has it no longer'),
          asked: z.number(),
          answered: z.number(),
          median: z.number().nullable().describe('Hours until it was known; null while nobody answered'),
          filter: caseFilter,
        }),
      )
      .describe('The most asked for first'),
  }),
  run: async (context, input) => {
    const counted = countedIn(context, input)
    const weeks = await weeklyDecisions(context, counted)
    const facts = await missingFacts(context, counted)
    const times = new Map((await minutesToAnswer(context, counted)).map((one) => [one.grouped, one.median]))
    const domains = context.answering.policy.compiled.facts
    const firstOwner = input.team ?? null
    return {
      ...counted.bounds,
      rows: weeks.map(({ week, starts, opened, cases, needsInfo }) => ({
        week,
        starts,
        cases,
        needsInfo,
        needsInfoShare: shareOf(needsInfo, cases),
        filter: filterOf(opened, { firstOwner, firstStatus: 'needs-info' }),
      })),
      facts: facts.map(({ fact, asked, answered }) => ({
        fact,
        ask: domains.find(({ name }) => name === fact)?.ask ?? null,
        asked,
        answered,
        median: times.has(fact) ? hours(times.get(fact)!) : null,
        filter: filterOf(openedIn(counted.period), { missingFact: fact, firstOwner }),
      })),
    }
  },
})

/** Every week of the period with how its first decisions came out, also weeks without a case. */
async function weeklyDecisions(context: Context, counted: ReturnType<typeof countedIn>) {
  const byWeek = Map.groupBy(await firstDecisionsByWeek(context, counted), ({ week }) => week)
  return counted.period.weeks.map(({ week: name }) => {
    const rows = byWeek.get(name) ?? []
    const of = (status: string) => rows.find((one) => one.status === status)
    return {
      ...weekIn(counted.period, name),
      cases: rows.reduce((sum, { cases }) => sum + cases, 0),
      decided: of('decided')?.cases ?? 0,
      needsInfo: of('needs-info')?.cases ?? 0,
      fallback: of('fallback')?.cases ?? 0,
      corrected: of('decided')?.corrected ?? 0,
    }
  })
}

export const insightAccuracy = operation({
  ...insight,
  name: 'insights.accuracy',
  about:
    'How asks were decided at intake, week by week: decided, asked, or held, and how many decided ones were right.',
  http: { method: 'GET', path: '/insights/accuracy' },
  output: z.object({
    ...periodFields,
    rows: z
      .array(
        z.object({
          ...ofWeek,
          cases: z.number(),
          decided: z.number(),
          needsInfo: z.number(),
          fallback: z.number(),
          corrected: z.number().describe('Of the decided, corrected in topic, fact or rule'),
          decidedShare: share,
          needsInfoShare: share,
          fallbackShare: share,
          uncorrectedShare: share.describe('Of the decided, those that nobody corrected'),
          filter: caseFilter,
        }),
      )
      .describe('Every week; with `team`, cases that it got first'),
  }),
  run: async (context, input) => {
    const counted = countedIn(context, input)
    const weeks = await weeklyDecisions(context, counted)
    return {
      ...counted.bounds,
      rows: weeks.map(({ opened, ...counts }) => ({
        ...counts,
        decidedShare: shareOf(counts.decided, counts.cases),
        needsInfoShare: shareOf(counts.needsInfo, counts.cases),
        fallbackShare: shareOf(counts.fallback, counts.cases),
        uncorrectedShare: shareOf(counts.decided - counts.corrected, counts.decided),
        filter: filterOf(opened, { firstOwner: input.team ?? null }),
      })),
    }
  },
})

export const insightLoad = operation({
  ...insight,
  name: 'insights.load',
  about: 'Who carries how much: open cases, what came to whom, and what their share would have been.',
  http: { method: 'GET', path: '/insights/load' },
  output: z.object({
    ...periodFields,
    rows: z
      .array(
        z.object({
          team: z.string(),
          person: z.object({ id: z.string(), name: z.string() }),
          openCases: z.number().describe('Now: assigned, not resolved, not snoozed'),
          loadMax: z.number(),
          assigned: z.number().describe('How often a case was given to them in this time'),
          accepted: z.number(),
          expectedShare: share.describe('Of what came to the team, by load and days at work; 0 to 1'),
          share: share.describe('Of what came to the team; 0 to 1'),
          weeks: z
            .array(
              z.object({ week: z.string(), average: z.number(), most: z.number(), daysAbove: z.number() }),
            )
            .describe('Open cases as sampled each day, for support engineers'),
          filter: caseFilter.describe('Their open cases with cases.list'),
        }),
      )
      .describe('Team by team; who is in two teams stands in both'),
  }),
  run: async (context, input) => {
    const counted = countedIn(context, input)
    const rows = await loadOfMembers(context, counted)
    return {
      ...counted.bounds,
      rows: rows.map((row) => ({
        ...row,
        weeks: [...row.weeks],
        filter: { assignee: row.person.id, open: 'true' },
      })),
    }
  },
})
