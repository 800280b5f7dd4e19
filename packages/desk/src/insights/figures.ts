/**
 * Figures over cases, each made by one statement that both stores understand. Cases are counted in the week in which
 * they were opened, and only those that the actor may see. What the figures mean for people is the operations' to say.
 */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { teamsWith } from '../access.ts'
import { correctedSince, ownedByOneOf, rejectedSince } from '../cases/case-search.ts'
import type { Context } from '../context.ts'
import type { Period } from './period.ts'

/** What is counted: the time, and perhaps one team. */
export type Counted = { readonly period: Period; readonly team?: string | undefined }

/** Which cases are a team's: those it has, those it got first, or both. */
const whose = {
  has: (team: string) => sql<SqlBool>`cases.owner_team = ${team}`,
  gotFirst: (team: string) => sql<SqlBool>`cases.first_owner = ${team}`,
  either: (team: string) => sql<SqlBool>`(cases.owner_team = ${team} or cases.first_owner = ${team})`,
}

/** The weeks as a table, with `cases` of each; more conditions follow with `and`. */
function casesIn({ actor }: Context, { period, team }: Counted, of: keyof typeof whose) {
  const rows = period.weeks.map(({ week, starts, ends }) => sql`(${week}, ${starts}, ${ends})`)
  const visible = teamsWith(actor, 'cases:read')
  const conditions = [
    sql<SqlBool>`cases.opened_at >= weeks.starts and cases.opened_at < weeks.ends`,
    ...(visible === 'all' ? [] : [ownedByOneOf(visible)]),
    ...(team === undefined ? [] : [whose[of](team)]),
  ]
  return {
    weeks: sql`weeks (week, starts, ends) as (values ${sql.join(rows)})`,
    // Order matters: SQLite reads a cross join from left to right, so that each week is one range of the index.
    from: sql`weeks cross join cases`,
    where: sql.join(conditions, sql` and `),
  }
}

async function rowsOf<Row>({ db }: Context, query: RawBuilder<Row>): Promise<Row[]> {
  return (await query.execute(db)).rows
}

/** Cases by topic, first team and the team that has them now; the most first. */
export function flowOf(context: Context, counted: Counted) {
  const { weeks, from, where } = casesIn(context, counted, 'either')
  type Row = {
    readonly topic: string | null
    readonly firstOwner: string | null
    readonly ownerTeam: string | null
    readonly cases: number
  }
  return rowsOf<Row>(
    context,
    sql`with ${weeks} select topic, first_owner, owner_team, count(*) as cases from ${from} where ${where}
      group by topic, first_owner, owner_team order by cases desc, topic, first_owner, owner_team`,
  )
}

/** For each rule that decided an owner: what became of its cases. */
export function outcomesByRule(context: Context, counted: Counted) {
  const { weeks, from, where } = casesIn(context, counted, 'gotFirst')
  type Row = {
    readonly rule: string
    readonly decided: number
    readonly bounced: number
    readonly rejected: number
    readonly corrected: number
    readonly misrouted: number
    readonly topic: number
    readonly fact: number
    readonly ruleItself: number
    readonly recordType: number
  }
  const { starts } = counted.period
  return rowsOf<Row>(
    context,
    sql`with ${weeks},
      corrected as (select case_id, ${sql.join(
        (['topic', 'fact', 'rule', 'record-type'] as const).map(
          (kind) =>
            sql`max(case when kind = ${sql.lit(kind)} then 1 else 0 end) as ${sql.id(columnOf[kind])}`,
        ),
      )} from corrections where ${correctedSince(starts)} group by case_id),
      rejected as (select distinct case_id from events where ${rejectedSince(starts)}),
      decided as (
        select cases.owner_rule as rule, case when cases.bounces > 0 then 1 else 0 end as bounced,
          case when rejected.case_id is null then 0 else 1 end as rejected,
          coalesce(topic_wrong, 0) as topic_wrong, coalesce(fact_wrong, 0) as fact_wrong,
          coalesce(rule_wrong, 0) as rule_wrong, coalesce(record_wrong, 0) as record_wrong
        from ${from} left join corrected on corrected.case_id = cases.id
          left join rejected on rejected.case_id = cases.id
        where ${where} and cases.owner_rule is not null
      )
      select rule, count(*) as decided, sum(bounced) as bounced, sum(rejected) as rejected,
        sum(case when topic_wrong + fact_wrong + rule_wrong > 0 then 1 else 0 end) as corrected,
        sum(case when rejected + topic_wrong + fact_wrong + rule_wrong > 0 then 1 else 0 end) as misrouted,
        sum(topic_wrong) as topic, sum(fact_wrong) as fact, sum(rule_wrong) as rule_itself,
        sum(record_wrong) as record_type
      from decided group by rule`,
  )
}

const columnOf = {
  topic: 'topic_wrong',
  fact: 'fact_wrong',
  rule: 'rule_wrong',
  'record-type': 'record_wrong',
} as const

/** By week and first team: cases that changed teams not at all, once, twice, or more often. */
export function bouncesByWeek(context: Context, counted: Counted) {
  const { weeks, from, where } = casesIn(context, counted, 'gotFirst')
  type Row = {
    readonly week: string
    readonly team: string | null
    readonly bounces: number
    readonly cases: number
  }
  const upTo3 = sql`case when bounces > 3 then 3 else bounces end`
  return rowsOf<Row>(
    context,
    sql`with ${weeks} select week, first_owner as team, ${upTo3} as bounces, count(*) as cases
      from ${from} where ${where} group by week, first_owner, ${upTo3} order by week, team, bounces`,
  )
}

/** How the first decisions came out by week, and how many decided ones were put right later. */
export function firstDecisionsByWeek(context: Context, counted: Counted) {
  const { weeks, from, where } = casesIn(context, counted, 'gotFirst')
  type Row = {
    readonly week: string
    readonly status: string | null
    readonly cases: number
    readonly corrected: number
  }
  return rowsOf<Row>(
    context,
    sql`with ${weeks},
      corrected as (select distinct case_id from corrections
        where ${correctedSince(counted.period.starts)} and kind <> 'record-type')
      select week, first_status as status, count(*) as cases, count(corrected.case_id) as corrected
      from ${from} left join corrected on corrected.case_id = cases.id
      where ${where} group by week, first_status order by week`,
  )
}

type Spread = { readonly cases: number; readonly median: number; readonly p90: number }

/**
 * Median and ninth decile of some minutes by group, as the smallest value that so many do not exceed: whole numbers
 * alone, so that both stores say the same.
 */
function spreadOf(
  minutes: RawBuilder<unknown>,
  group: RawBuilder<unknown>,
  given: ReturnType<typeof casesIn>,
) {
  return sql`with ${given.weeks},
    ranked as (
      select ${group} as grouped, ${minutes} as minutes,
        row_number() over (partition by ${group} order by ${minutes}) as place,
        count(*) over (partition by ${group}) as cases
      from ${given.from} where ${given.where} and ${minutes} is not null
    )
    select grouped, cases, min(case when place * 2 >= cases then minutes end) as median,
      min(case when place * 10 >= cases * 9 then minutes end) as p90
    from ranked group by grouped, cases order by grouped`
}

const groups = {
  all: sql`cast('all' as text)`,
  week: sql`weeks.week`,
  team: sql`cases.owner_team`,
  'week and team': sql`weeks.week || '/' || cases.owner_team`,
} as const

/** Minutes until the team that has a case accepted it, over all or by group; by week and team as `week/team`. */
export function minutesToOwner(context: Context, counted: Counted, by: keyof typeof groups) {
  return rowsOf<Spread & { readonly grouped: string }>(
    context,
    spreadOf(sql`cases.accepted_minutes`, groups[by], casesIn(context, counted, 'has')) as never,
  )
}

/** Cases in which a fact was asked for first, by fact. */
export function missingFacts(context: Context, counted: Counted) {
  const { weeks, from, where } = casesIn(context, counted, 'gotFirst')
  type Row = { readonly fact: string; readonly asked: number; readonly answered: number }
  return rowsOf<Row>(
    context,
    sql`with ${weeks} select missing_fact as fact, count(*) as asked, count(answered_minutes) as answered
      from ${from} where ${where} and missing_fact is not null group by missing_fact order by asked desc, fact`,
  )
}

/** Minutes until an asked fact was known, by fact; only of those answered. */
export function minutesToAnswer(context: Context, counted: Counted) {
  const given = casesIn(context, counted, 'gotFirst')
  const answered = { ...given, where: sql`${given.where} and cases.missing_fact is not null` }
  return rowsOf<Spread & { readonly grouped: string }>(
    context,
    spreadOf(sql`cases.answered_minutes`, sql`cases.missing_fact`, answered) as never,
  )
}

/**
 * The lower end of what a rate may truly be, given how few cases it was seen in (Wilson, 95 %): one mistake in two
 * cases then ranks below thirty in a hundred.
 */
export function rateAtLeast(hits: number, of: number): number {
  if (of === 0) return 0
  const z = 1.96
  const rate = hits / of
  const middle = rate + (z * z) / (2 * of)
  const margin = z * Math.sqrt((rate * (1 - rate)) / of + (z * z) / (4 * of * of))
  return Math.max(0, (middle - margin) / (1 + (z * z) / of))
}
