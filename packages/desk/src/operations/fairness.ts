/** Fairness of the programme, in figures for leadership: load over time, limits, whose customer could rotate. */
import { z } from 'zod'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import type { Candidate } from '../people/assignment.ts'
import { named, namesBy } from '../programme/assigned-shown.ts'
import { loadByWeek, rotationsDue, rounded, samplesBetween } from '../programme/fairness.ts'
import { programmeIn } from '../programme/programme.ts'
import { supportEngineers } from '../programme/transition-readiness.ts'
import type { AssignmentRow, LoadSampleRow } from '../store/tables.ts'

const engineer = z.object({
  person: named,
  customers: z.number().describe('Assigned to them'),
  backupFor: z.number().describe('Customers they stand in for'),
  openCases: z.number(),
  loadMax: z.number(),
  aboveLimit: z.boolean(),
  average: z.number().nullable().describe('Open cases over the time asked for'),
  daysAbove: z.number().describe('Days above the limit in that time'),
  weeks: z.array(
    z.object({ week: z.string(), average: z.number(), most: z.number(), daysAbove: z.number() }),
  ),
})

const dayMs = 86_400_000

export const showFairness = operation({
  name: 'fairness.show',
  about:
    'Load of each support engineer over time, who is above the limit, and which customers could go to somebody else.',
  scope: 'programme:read',
  writes: false,
  teams: 'all',
  http: { method: 'GET', path: '/fairness' },
  input: z.object({ weeks: z.coerce.number().int().min(1).max(104).default(12) }),
  output: z.object({
    cap: z.number().describe('The most assigned customers at one time'),
    assigned: z.number(),
    kinds: z.record(z.string(), z.number()),
    engineers: z.array(engineer).describe('The most loaded first'),
    aboveLimit: z.array(named),
    spread: z
      .object({ least: z.number(), most: z.number() })
      .nullable()
      .describe('The lowest and highest average share of the own limit, in per cent'),
    rotations: z
      .array(
        z.object({
          assignment: z.string(),
          account: named,
          engineer: named,
          since: z.string(),
          days: z.number(),
        }),
      )
      .describe('With the same engineer for longer than the policy finds good'),
  }),
  run: async (context, input) => {
    const running = await context.db
      .selectFrom('assignments')
      .selectAll()
      .where('endedAt', 'is', null)
      .orderBy('id')
      .execute()
    const today = context.at.slice(0, 10)
    const first = new Date(Date.parse(today) - (input.weeks * 7 - 1) * dayMs).toISOString().slice(0, 10)
    const samples = await samplesBetween(context, first, today)
    const engineers = (await supportEngineers(context)).map((one) =>
      figuresOf(one, running, samples.get(one.id) ?? []),
    )
    const shares = engineers.flatMap(({ average, loadMax }) =>
      average === null || loadMax === 0 ? [] : [Math.round((average / loadMax) * 100)],
    )
    return {
      cap: programmeIn(context).cap,
      assigned: running.length,
      kinds: countBy(running.map(({ kind }) => kind)),
      engineers: engineers.sort((a, b) => b.openCases - a.openCases || (a.person.id < b.person.id ? -1 : 1)),
      aboveLimit: engineers.filter(({ aboveLimit }) => aboveLimit).map(({ person }) => person),
      spread: shares.length === 0 ? null : { least: Math.min(...shares), most: Math.max(...shares) },
      rotations: await shownRotations(context, running),
    }
  },
})

function figuresOf(
  { id, name, load: openCases, loadMax }: Candidate,
  running: readonly AssignmentRow[],
  samples: readonly LoadSampleRow[],
): z.input<typeof engineer> {
  const sum = samples.reduce((total, one) => total + one.openCases, 0)
  return {
    person: { id, name },
    customers: running.filter(({ engineerId }) => engineerId === id).length,
    backupFor: running.filter(({ backupId }) => backupId === id).length,
    openCases,
    loadMax,
    aboveLimit: openCases > loadMax,
    average: samples.length === 0 ? null : rounded(sum / samples.length),
    daysAbove: samples.filter((one) => one.openCases > one.loadMax).length,
    weeks: loadByWeek(samples),
  }
}

const countBy = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]))

async function shownRotations(context: Context, running: readonly AssignmentRow[]) {
  const due = await rotationsDue(context, running)
  const person = await namesBy(
    context,
    'people',
    due.map(({ row }) => row.engineerId),
  )
  const account = await namesBy(
    context,
    'accounts',
    due.map(({ row }) => row.accountId),
  )
  return due.map(({ row, since, days }) => ({
    assignment: row.id,
    account: account(row.accountId),
    engineer: person(row.engineerId),
    since,
    days,
  }))
}
