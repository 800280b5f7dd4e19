/**
 * `node bench/lists.ts`: lists of cases on a desk with 100,000 of them, each with the time of its first page and of the
 * slowest of its first pages, and the plan by which the store finds it. PostgreSQL is measured where BENCH_POSTGRES
 * names an empty database.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { caseQuery, casesQuery } from '../packages/desk/src/cases/case-search.ts'
import { actorWith, openDesk, type TestDesk } from '../packages/desk/test/desk.ts'
import { median } from './measure.ts'

const cases = 100_000
const pagesRead = 20
const rounds = 5
const owners = ['cse', 'account-team', 'legal', 'security', 'developer-success', 'deal-desk', 'trust-safety']
const states = ['new', 'needs-info', 'routed', 'accepted', 'working', 'escalated', 'resolved', 'closed']
const words = 'We see errors since yesterday and would like to know what we can do about it. '.repeat(4)

const lists: readonly (readonly [string, object, string?])[] = [
  ['all, newest first', {}],
  ['open', { open: true }],
  ['two states', { state: ['routed', 'working'] }],
  ['one team', { team: 'cse' }],
  ['one team, open', { team: 'cse', open: true }],
  ['a team with few cases', { team: 'partners' }],
  ['one topic', { topic: 'builds-deployments' }],
  ['not accepted in time', { is: 'overdue' }],
  ['most urgent first', { order: 'accept-by' }],
  ['by age', { order: 'opened' }],
  ['words that are rare', { q: 'zebra' }],
  ['words that nobody wrote', { q: 'quagga' }],
  ['who sees a team with few cases', {}, 'partners'],
]

/** One row of `cases`, spread over teams, states and a year. */
function caseRow(n: number) {
  const at = new Date(Date.parse('2025-06-01T00:00:00Z') + n * 300_000).toISOString()
  const state = n % 10 < 7 ? 'closed' : states[n % 7]!
  const nothing = {
    recordType: null,
    caseReason: null,
    assigneeId: null,
    triageSince: null,
    waitingSince: null,
  }
  return {
    ...nothing,
    id: `case_${String(n).padStart(26, '0')}`,
    state,
    subject: `Case about something ${n} ${n % 5_000 === 0 ? 'zebra' : ''}`,
    text: words,
    fingerprint: String(n),
    accountId: null,
    requester: '{}',
    facts: '{}',
    topic: n % 3 === 0 ? 'builds-deployments' : 'billing-usage',
    decisionId: '',
    ownerTeam: n % 997 === 0 ? 'partners' : owners[n % owners.length]!,
    bounces: n % 40 === 0 ? 1 : 0,
    acceptBy: state === 'closed' ? null : at,
    overdueSince: n % 333 === 0 ? at : null,
    snoozedUntil: null,
    mergedInto: null,
    incidentId: null,
    origin: 'real',
    version: 1,
    openedAt: at,
    updatedAt: at,
    resolvedAt: null,
    closedAt: state === 'closed' ? at : null,
  }
}

async function fill({ store: { db } }: TestDesk): Promise<void> {
  for (let from = 0; from < cases; from += 500) {
    const rows = Array.from({ length: 500 }, (_, n) => caseRow(from + n))
    await db.transaction().execute(async (tx) => {
      await tx.insertInto('cases').values(rows).execute()
      const teams = rows.map(({ id, ownerTeam, openedAt }) => ({
        caseId: id,
        team: ownerTeam,
        since: openedAt,
      }))
      await tx.insertInto('caseTeams').values(teams).execute()
    })
  }
}

async function measure(
  desk: TestDesk,
  wanted: object,
  team?: string,
): Promise<{ first: number; slowest: number }> {
  const as = { actor: actorWith('viewer', team ?? null) }
  const timed = async (input: object) => {
    const start = performance.now()
    const { next } = await desk.do('cases.list', input, as)
    return { ms: performance.now() - start, next }
  }
  const firsts: number[] = []
  for (let round = 0; round < rounds; round++) firsts.push((await timed(wanted)).ms)
  let slowest = 0
  for (let read = 0, after: string | null | undefined; read < pagesRead && after !== null; read++) {
    const page = await timed({ ...wanted, limit: 200, ...(after !== undefined && { after }) })
    slowest = Math.max(slowest, page.ms)
    after = page.next
  }
  return { first: median(firsts), slowest }
}

/** The store's own account of how it finds a list. */
async function planOf({ store: { db, kind } }: TestDesk, wanted: object, team?: string): Promise<string> {
  const query = casesQuery(
    { db, actor: actorWith('viewer', team ?? null) },
    caseQuery.parse(wanted),
  ).compile()
  const sql = `${kind === 'sqlite' ? 'explain query plan' : 'explain'} ${query.sql}`
  const { rows } = await db.executeQuery<Record<string, string>>({ ...query, sql })
  const lines = rows.map((row) => row['detail'] ?? row['QUERY PLAN'] ?? '')
  return lines
    .filter((line) => /SCAN|SEARCH|Scan|Sort|TEMP/.test(line))
    .map((line) => line.trim())
    .join('; ')
}

const folder = mkdtempSync(join(tmpdir(), 'lists-'))
const addresses = [join(folder, 'lists.db'), process.env['BENCH_POSTGRES']].filter((one) => one !== undefined)
try {
  for (const address of addresses) {
    const desk = await openDesk(address)
    await fill(desk)
    await desk.store.db.executeQuery({
      ...desk.store.db.selectFrom('meta').selectAll().compile(),
      sql: 'analyze',
    })
    console.log(`\n${cases.toLocaleString('en')} cases on ${desk.store.kind}, milliseconds\n`)
    console.log(`| list | first page of 50 | slowest of up to ${pagesRead} pages of 200 | found by |`)
    console.log('| --- | ---: | ---: | --- |')
    for (const [name, wanted, team] of lists) {
      const { first, slowest } = await measure(desk, wanted, team)
      const plan = await planOf(desk, wanted, team)
      console.log(`| ${name} | ${first.toFixed(1)} | ${slowest.toFixed(0)} | ${plan} |`)
    }
    await desk.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
